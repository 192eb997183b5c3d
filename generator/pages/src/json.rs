//! A capture for programs.

use serde_json::{Map, Value, json};

use super::draft::{Draft, Param, Permissions};
use super::{Captured, Finding};

/// The capture of one page as JSON.
pub fn json(captured: &Captured) -> Value {
    json!({
        "endpoints": captured.endpoints.iter().map(endpoint).collect::<Vec<_>>(),
        "findings": captured.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn endpoint(draft: &Draft) -> Value {
    let query: Map<_, _> = draft.query.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect();
    let sets: &[u32] = match &draft.permissions {
        Permissions::Ids(ids) => ids,
        _ => &[],
    };
    json!({
        "name": draft.name,
        "method": draft.method,
        "path": draft.path,
        "query": query,
        "permission_sets": sets,
        "request": draft.request.iter().map(request).collect::<Vec<_>>(),
        "response": draft.response.iter().map(|field| json!({ "path": field.path, "type": field.ty.word() })).collect::<Vec<_>>(),
        "errcodes": draft.errcodes.iter().map(|code| json!({ "code": code.code, "msg": code.msg })).collect::<Vec<_>>(),
        "one_of": draft.one_of,
    })
}

fn request(param: &Param) -> Value {
    json!({ "in": param.place.word(), "path": param.path, "type": param.ty.word(), "required": param.required })
}

fn finding(finding: &Finding) -> Value {
    json!({ "code": finding.code, "line": finding.line, "message": finding.message })
}
