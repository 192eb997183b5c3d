//! Error enums: what each endpoint can answer.

use super::code::{Code, line, literal, open};
use super::docs::error;
use crate::emit::markdown;
use crate::model::{Endpoint, ErrorClass, ErrorCode};

/// The error enum of an endpoint and what the runtime asks of it.
pub(super) fn error_enum(code: &mut Code, endpoint: &Endpoint) {
    let name = &endpoint.errors.type_name;
    code.gap();
    code.doc(&format!("What {} can answer instead.", markdown::code(&endpoint.name)));
    line!(code, "#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]");
    line!(code, "#[non_exhaustive]");
    open!(code, "pub enum {name}");
    for known in &endpoint.errors.codes {
        code.doc(&error(known));
        line!(code, "{},", known.variant);
    }
    code.doc("A code that any endpoint can answer.");
    line!(code, "Common(Errcode),");
    code.doc("A code nobody has documented.");
    line!(code, "Unknown(i64),");
    code.close();
    code.gap();
    open!(code, "impl ErrorKind for {name}");
    from_code(code, &endpoint.errors.codes);
    number(code, &endpoint.errors.codes);
    own(code, &endpoint.errors.codes);
    code.gap();
    open!(code, "fn shared() -> &'static [CodeInfo]");
    line!(code, "Errcode::TABLE");
    code.close();
    code.close();
}

fn from_code(code: &mut Code, codes: &[ErrorCode]) {
    let common = "Errcode::known(code).map_or(Self::Unknown(code), Self::Common)";
    open!(code, "fn from_code(code: i64) -> Self");
    // Without codes there is nothing to match.
    if codes.is_empty() {
        line!(code, "{common}");
    } else {
        open!(code, "match code");
        for known in codes {
            line!(code, "{} => Self::{},", known.code, known.variant);
        }
        line!(code, "_ => {common},");
        code.close();
    }
    code.close();
}

fn number(code: &mut Code, codes: &[ErrorCode]) {
    code.gap();
    open!(code, "fn code(&self) -> i64");
    open!(code, "match self");
    for known in codes {
        line!(code, "Self::{} => {},", known.variant, known.code);
    }
    line!(code, "Self::Common(code) => code.code(),");
    line!(code, "Self::Unknown(code) => *code,");
    code.close();
    code.close();
}

fn own(code: &mut Code, codes: &[ErrorCode]) {
    code.gap();
    open!(code, "fn own() -> &'static [CodeInfo]");
    if codes.iter().all(|known| known.shared) {
        line!(code, "&[]");
    } else {
        code.open_bracket("&[");
        codes.iter().filter(|known| !known.shared).for_each(|known| code_info(code, known));
        code.close_with("]");
    }
    code.close();
}

/// A code as data, in a list.
pub(super) fn code_info(code: &mut Code, known: &ErrorCode) {
    open!(code, "CodeInfo");
    line!(code, "code: {},", known.code);
    line!(code, "name: {},", literal(&known.variant));
    line!(code, "msg: {},", literal(&known.msg));
    line!(code, "advice: {},", literal(&known.advice));
    line!(code, "class: Class::{},", class(known.class));
    code.close_with("},");
}

fn class(class: ErrorClass) -> &'static str {
    match class {
        ErrorClass::RefreshToken => "RefreshToken",
        ErrorClass::Ticket => "Ticket",
        ErrorClass::Reauthorize => "Reauthorize",
        ErrorClass::Permission => "Permission",
        ErrorClass::Ip => "Ip",
        ErrorClass::Retry => "Retry",
        ErrorClass::Rate => "Rate",
        ErrorClass::Argument => "Argument",
        ErrorClass::Ok | ErrorClass::Other => "Other",
    }
}
