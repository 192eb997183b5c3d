//! Return codes: an endpoint's own, and those it shares with all.

use super::text;
use crate::model::{CodeTable, ErrorClass, ErrorCode};
use crate::names;
use crate::parse::ErrcodeSpec;

/// A shared table, by code, variants settled.
pub(super) fn shared(specs: &[ErrcodeSpec], table: CodeTable) -> Vec<ErrorCode> {
    let mut specs: Vec<_> = specs.iter().collect();
    specs.sort_by_key(|spec| spec.code.value);
    let mut codes = Vec::with_capacity(specs.len());
    for spec in specs {
        let code = described(spec, None, table, &codes);
        codes.push(code);
    }
    codes
}

/// The codes of one endpoint in the order written, without 0. Of `shared` codes with one number, the first counts.
pub(super) fn of_endpoint(specs: &[ErrcodeSpec], shared: &[ErrorCode]) -> Vec<ErrorCode> {
    let mut codes = Vec::with_capacity(specs.len());
    for spec in specs.iter().filter(|spec| spec.code.value != 0) {
        let base = shared.iter().find(|code| code.code == spec.code.value);
        let table = base.filter(|_| spec.is_bare()).map_or(CodeTable::Endpoint, |base| base.table);
        let code = described(spec, base, table, &codes);
        codes.push(code);
    }
    codes
}

fn described(spec: &ErrcodeSpec, base: Option<&ErrorCode>, table: CodeTable, taken: &[ErrorCode]) -> ErrorCode {
    let code = spec.code.value;
    // The variant of a shared code is settled; casing it again could change it.
    let variant = match (&spec.name, base) {
        (Some(name), _) => names::variant(&name.value),
        (None, Some(base)) => base.variant.clone(),
        (None, None) if code < 0 => format!("CodeMinus{}", code.unsigned_abs()),
        (None, None) => format!("Code{code}"),
    };
    let variant = names::unique(&variant, |name| taken.iter().any(|known| known.variant == name));
    let inherit = |own: Option<String>, from: fn(&ErrorCode) -> &str| {
        own.unwrap_or_else(|| base.map(|base| from(base).to_owned()).unwrap_or_default())
    };
    ErrorCode {
        code,
        variant,
        msg: inherit(text(&spec.msg), |base| &base.msg),
        advice: inherit(text(&spec.advice), |base| &base.advice),
        class: spec.class.as_ref().map(|class| class.value).or(base.map(|base| base.class)).unwrap_or(if code == 0 {
            ErrorClass::Ok
        } else {
            ErrorClass::Other
        }),
        table,
    }
}
