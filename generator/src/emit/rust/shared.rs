//! What all endpoints share: return codes and permission sets.

use super::code::{Code, line, literal, open};
use super::docs::error;
use super::errors::code_info;
use crate::model::{Api, PermissionSet};

/// `errcode.rs`: the codes any endpoint can answer.
pub(super) fn errcode(code: &mut Code, api: &Api) {
    line!(code, "use ::wxopen_runtime::rt::*;");
    code.gap();
    code.doc("A code that any endpoint can answer.");
    line!(code, "#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]");
    line!(code, "#[non_exhaustive]");
    open!(code, "pub enum Errcode");
    for errcode in &api.errcodes {
        code.doc(&error(errcode));
        line!(code, "{},", errcode.variant);
    }
    code.close();
    code.gap();
    open!(code, "impl Errcode");
    table(code, api);
    known(code, api);
    number(code, api);
    code.close();
}

fn table(code: &mut Code, api: &Api) {
    code.doc("All of them as data, by code.");
    if api.errcodes.is_empty() {
        line!(code, "pub const TABLE: &'static [CodeInfo] = &[];");
        return;
    }
    code.open_bracket("pub const TABLE: &'static [CodeInfo] = &[");
    api.errcodes.iter().for_each(|errcode| code_info(code, errcode));
    code.close_with("];");
}

fn known(code: &mut Code, api: &Api) {
    code.gap();
    code.doc("The code of that number.");
    open!(code, "pub fn known(code: i64) -> Option<Self>");
    open!(code, "Some(match code");
    for errcode in &api.errcodes {
        line!(code, "{} => Self::{},", errcode.code, errcode.variant);
    }
    line!(code, "_ => return None,");
    code.close_with("})");
    code.close();
}

fn number(code: &mut Code, api: &Api) {
    code.gap();
    code.doc("Its number.");
    open!(code, "pub fn code(&self) -> i64");
    // An enum without variants cannot be matched through a reference.
    open!(code, "match {}", if api.errcodes.is_empty() { "*self" } else { "self" });
    for errcode in &api.errcodes {
        line!(code, "Self::{} => {},", errcode.variant, errcode.code);
    }
    code.close();
    code.close();
}

/// `permission_set.rs`: the sets a merchant can grant.
pub(super) fn permission_sets(code: &mut Code, api: &Api) {
    line!(code, "use ::wxopen_runtime::rt::*;");
    code.gap();
    code.doc(
        "Every known permission set, by id. New ids appear without notice: one that is missing here is not an error.",
    );
    let count = api.permission_sets.len();
    if count == 0 {
        line!(code, "pub static PERMISSION_SETS: [PermissionSet; 0] = [];");
        return;
    }
    code.open_bracket(&format!("pub static PERMISSION_SETS: [PermissionSet; {count}] = ["));
    api.permission_sets.iter().for_each(|set| permission_set(code, set));
    code.close_with("];");
}

fn permission_set(code: &mut Code, set: &PermissionSet) {
    open!(code, "PermissionSet");
    line!(code, "id: {},", set.id);
    line!(code, "name: {},", optional(set.name.as_deref().map(literal)));
    line!(code, "account_kind: {},", optional(set.account_kind.as_deref().map(literal)));
    line!(code, "exclusive: {},", optional(set.exclusive.map(|flag| flag.to_string())));
    code.close_with("},");
}

fn optional(value: Option<String>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"))
}
