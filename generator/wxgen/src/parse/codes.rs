//! Return codes: `errcodes.yaml`, of all or of an area, and `errcodes` of an endpoint.

use super::api::named;
use super::keys::{CLASSES, ERRCODE};
use super::spec::ErrcodeSpec;
use crate::model::ErrorClass;
use crate::report::{Diagnostic, codes};
use crate::source::Spanned;
use crate::yaml::Table;
use crate::yaml::tree::{Kind, MapKey, Node, integer};

/// Reads an `errcodes.yaml`.
pub(super) fn parse_shared(root: &Node, diagnostics: &mut Vec<Diagnostic>) -> Vec<ErrcodeSpec> {
    named(Some(root), "errcodes.yaml", diagnostics, shared)
}

/// Reads `errcodes` of an endpoint.
pub(super) fn parse_own(node: Option<&Node>, diagnostics: &mut Vec<Diagnostic>) -> Vec<ErrcodeSpec> {
    named(node, "`errcodes`", diagnostics, errcode)
}

/// A shared code that is described wrongly is reported; it still exists.
fn shared(key: &Spanned<MapKey>, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<ErrcodeSpec> {
    errcode(key, node, diagnostics).or_else(|| Some(bare(Spanned { value: integer(&key.value.text)?, span: key.span })))
}

fn bare(code: Spanned<i64>) -> ErrcodeSpec {
    ErrcodeSpec { code, name: None, msg: None, advice: None, class: None }
}

fn errcode(key: &Spanned<MapKey>, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<ErrcodeSpec> {
    let Some(code) = integer(&key.value.text) else {
        let message = format!("{:?} is not a return code", key.value.text);
        diagnostics.push(
            Diagnostic::error(codes::WRONG_TYPE, message)
                .at(key.span, "a whole number is wanted")
                .help("a row of an error table that has no number is a note"),
        );
        return None;
    };
    let code = Spanned { value: code, span: key.span };
    if node.kind == Kind::Null {
        return Some(bare(code));
    }
    let mut table = Table::open(node, "a return code", ERRCODE, diagnostics)?;
    let class = table.word("class", CLASSES, diagnostics);
    let errcode = ErrcodeSpec {
        code,
        name: table.text("name", diagnostics),
        msg: table.text("msg", diagnostics),
        advice: table.text("advice", diagnostics),
        class: class.and_then(|word| Some(Spanned { value: ErrorClass::from_name(word.value)?, span: word.span })),
    };
    table.close(diagnostics);
    Some(errcode)
}
