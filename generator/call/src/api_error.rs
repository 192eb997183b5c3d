//! An error that WeChat answered with, and all there is to say about it.

use serde_json::{Value, json};
use wxopen_runtime::{AnyCode, ApiError};

use super::find::Found;
use wxgen::meanings::MayRepeat;
use wxgen::model::{ErrorClass, ErrorCode, PermissionSet, Permissions};

/// What is known of a code: the endpoint's own entry, its area's, or the one that all share.
pub fn meaning<'a>(found: Found<'a>, code: i64) -> Option<&'a ErrorCode> {
    let Found { api, area, endpoint } = found;
    [&endpoint.errors.codes, &area.errcodes, &api.errcodes].into_iter().flatten().find(|known| known.code == code)
}

/// An error of WeChat.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedError {
    /// The endpoint.
    pub endpoint: String,
    /// The number.
    pub code: i64,
    /// The variant of the error enum; `None`: the spec does not know the code.
    pub name: Option<String>,
    /// The message as it came; where none came, the documented one.
    pub errmsg: String,
    /// WeChat's id of the request.
    pub rid: Option<String>,
    /// What kind of failure it is, where known.
    pub class: Option<ErrorClass>,
    /// What to do about it; may be empty.
    pub advice: String,
    /// Does the spec say that calling twice does no harm?
    pub idempotent: bool,
    /// The permission sets of which one is needed, where that is the trouble; `None`: something else is.
    pub needs: Option<Vec<PermissionSet>>,
    /// What else is to be said of permissions.
    pub permission_note: &'static str,
    /// WeChat's page.
    pub docs: Option<String>,
}

impl ExplainedError {
    /// What the spec has to say about an error.
    pub fn of(found: Found<'_>, error: &ApiError<AnyCode>) -> Self {
        let known = meaning(found, error.code());
        let class = known.map(|known| known.class);
        let errmsg = if error.errmsg.is_empty() { known.map_or("", |known| &known.msg) } else { &error.errmsg };
        let is_permission = class == Some(ErrorClass::Permission);
        let permission_note = match found.endpoint.permissions {
            _ if !is_permission => "",
            Permissions::Unstated => "WeChat's pages do not say which permission set it needs",
            Permissions::Any => "any permission set will do",
            Permissions::Nobody => "third parties cannot call it",
            Permissions::OneOf(_) => "",
        };
        Self {
            endpoint: found.endpoint.name.clone(),
            code: error.code(),
            name: known.map(|known| known.variant.clone()),
            errmsg: errmsg.to_owned(),
            rid: error.rid.clone(),
            class,
            advice: known.map(|known| known.advice.clone()).unwrap_or_default(),
            idempotent: found.endpoint.idempotent,
            needs: is_permission.then(|| needed(found)),
            permission_note,
            docs: found.endpoint.docs_url.clone(),
        }
    }

    /// The first line: endpoint, code, name, message.
    pub fn headline(&self) -> String {
        let Self { endpoint, code, name, errmsg, .. } = self;
        let name = name.as_ref().map_or(String::new(), |name| format!(" {name}"));
        let message = if errmsg.is_empty() { String::new() } else { format!(": {errmsg}") };
        format!("{endpoint}: {code}{name}{message}")
    }

    /// What there is besides, as label and text.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines = Vec::new();
        let mut add = |label, text: &str| {
            if !text.is_empty() {
                lines.push((label, text.to_owned()));
            }
        };
        match self.class {
            Some(class) => add("class", class.name()),
            None => add("class", "unknown: the spec has no such code"),
        }
        add("advice", &self.advice);
        let (repeat, words) = MayRepeat::of(self.class);
        let caution = match repeat {
            MayRepeat::Soon if !self.idempotent => "; look first what it has done, for calling twice may do it twice",
            _ => "",
        };
        add("again?", &format!("{words}{caution}"));
        let sets: Vec<_> = self.needs.iter().flatten().map(set_name).collect();
        add("needs", &sets.join(" or "));
        add("needs", self.permission_note);
        add("rid", self.rid.as_deref().unwrap_or_default());
        add("docs", self.docs.as_deref().unwrap_or_default());
        lines
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let (repeat, _) = MayRepeat::of(self.class);
        let set = |set: &PermissionSet| json!({ "id": set.id, "name": set.name });
        json!({
            "kind": "wechat",
            "message": self.headline(),
            "code": self.code,
            "name": self.name,
            "errmsg": self.errmsg,
            "rid": self.rid,
            "class": self.class.map(ErrorClass::name),
            "advice": self.advice,
            "repeat": repeat.name(),
            "idempotent": self.idempotent,
            "permission_sets": self.needs.as_ref().map(|sets| sets.iter().map(set).collect::<Vec<_>>()),
            "docs": self.docs,
        })
    }
}

/// A set by number and name.
pub(super) fn set_name(set: &PermissionSet) -> String {
    match &set.name {
        Some(name) => format!("permission set {} ({name})", set.id),
        None => format!("permission set {}", set.id),
    }
}

/// The permission sets of which one is needed.
pub(super) fn needed(found: Found<'_>) -> Vec<PermissionSet> {
    let Permissions::OneOf(ids) = &found.endpoint.permissions else { return Vec::new() };
    let unnamed = |id: &u32| PermissionSet { id: *id, name: None, account_kind: None, exclusive: None };
    let known = |id: &u32| found.api.permission_sets.iter().find(|set| set.id == *id).cloned();
    ids.iter().map(|id| known(id).unwrap_or_else(|| unnamed(id))).collect()
}
