//! The endpoints as a spec folder for wxgen.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use serde_json::Value;

use super::example;
use super::synth::{AREAS, Endpoint, Field, Type};

const SHARED_CODES: &str = "\
0: { name: Ok, msg: ok, class: ok, advice: Nothing to do. }
-1: { name: SystemBusy, msg: system error, class: retry, advice: Wait a little and call again. }
40001: { name: InvalidCredential, msg: invalid credential, class: refresh_token, advice: Get a new token and call again. }
45009: { name: DailyQuotaReached, msg: reach max api daily quota limit, class: rate, advice: Stop for today. }
";

/// Writes the folder.
pub(crate) fn write(dir: &Path, endpoints: &[Endpoint]) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    fs::write(dir.join("api.yaml"), api(endpoints))?;
    fs::write(dir.join("errcodes.yaml"), SHARED_CODES)?;
    fs::write(dir.join("permission_sets.yaml"), permission_sets(endpoints))?;
    for endpoint in endpoints {
        let area = dir.join(endpoint.area);
        fs::create_dir_all(&area)?;
        fs::write(area.join(format!("{}.yaml", endpoint.module)), file(endpoint))?;
    }
    Ok(())
}

fn api(endpoints: &[Endpoint]) -> String {
    let mut text = String::from(
        "crate:\n  name: synthetic-wxgen\n  version: 0.1.0\n  summary: Synthetic endpoints.\n\nhost: api.weixin.qq.com\n\n\
         tokens:\n  authorizer_access_token:\n    param: access_token\n    doc: Acts for one merchant.\n\nareas:\n",
    );
    for (area, title) in AREAS.iter().filter(|(area, _)| endpoints.iter().any(|endpoint| endpoint.area == *area)) {
        let _ = writeln!(text, "  {area}: {{ title: {title} }}");
    }
    text
}

fn permission_sets(endpoints: &[Endpoint]) -> String {
    let mut ids: Vec<u32> = endpoints.iter().flat_map(|endpoint| endpoint.permission_sets.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.iter().map(|id| format!("{id}: {{ name: Set {id}, account: miniprogram, exclusive: false }}\n")).collect()
}

fn file(endpoint: &Endpoint) -> String {
    let Endpoint { area, name, summary, doc, path, permission_sets, request, reply, errors, .. } = endpoint;
    let mut text = format!(
        "name: {name}\nsummary: {}\ndoc: {}\ndocs: https://developers.weixin.qq.com/doc/{area}/{name}.html\n\
         method: POST\npath: {path}\ntoken: authorizer_access_token\npermission_sets: {permission_sets:?}\n",
        quoted(summary),
        quoted(doc),
    );
    for (key, all) in [("request", request), ("response", reply)] {
        if !all.is_empty() {
            let _ = write!(text, "\n{key}:\n");
            fields(&mut text, all, 2);
        }
    }
    text.push_str("\nerrcodes:\n  0:\n  -1:\n");
    for error in errors {
        let _ = writeln!(
            text,
            "  {}: {{ name: {}, msg: {}, advice: {} }}",
            error.code,
            error.name,
            quoted(error.msg),
            quoted(error.advice)
        );
    }
    let mut response = example::of(reply);
    if let Value::Object(entries) = &mut response {
        entries.insert("errcode".to_owned(), 0.into());
        entries.insert("errmsg".to_owned(), "ok".into());
    }
    let _ = write!(text, "\nexamples:\n  - request: {}\n    response: {response}\n", example::of(request));
    text
}

fn fields(text: &mut String, all: &[Field], indent: usize) {
    for field in all {
        let required = if field.required { "required: true, " } else { "" };
        let doc = quoted(field.doc);
        let _ = write!(text, "{:indent$}{}:", "", field.name);
        let plain = match &field.ty {
            Type::Object(inner) => {
                let _ = write!(text, "\n{:indent$}  type: object\n", "");
                tail(text, field, indent + 2);
                let _ = writeln!(text, "{:indent$}  fields:", "");
                fields(text, inner, indent + 4);
                continue;
            }
            Type::Objects(inner) => {
                let _ = write!(text, "\n{:indent$}  type: array\n", "");
                tail(text, field, indent + 2);
                let _ =
                    write!(text, "{:indent$}  items:\n{:indent$}    type: object\n{:indent$}    fields:\n", "", "", "");
                fields(text, inner, indent + 6);
                continue;
            }
            Type::Text => "type: string".to_owned(),
            Type::Whole => "type: integer".to_owned(),
            Type::Number => "type: float".to_owned(),
            Type::Flag => "type: boolean".to_owned(),
            Type::Texts => "type: array, items: string".to_owned(),
            Type::Choice(values) => {
                let values: Vec<_> = values.iter().map(|value| format!("{value}: ")).collect();
                format!("type: enum, values: {{ {} }}", values.join(", "))
            }
        };
        let _ = writeln!(text, " {{ {plain}, {required}doc: {doc} }}");
    }
}

fn tail(text: &mut String, field: &Field, indent: usize) {
    if field.required {
        let _ = writeln!(text, "{:indent$}required: true", "");
    }
    let _ = writeln!(text, "{:indent$}doc: {}", "", quoted(field.doc));
}

/// A JSON string is a YAML string.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
