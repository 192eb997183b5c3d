//! `permission_sets.yaml`.

use super::api::named;
use super::keys::{ACCOUNTS, PERMISSION_SET};
use super::spec::PermissionSetSpec;
use crate::report::{Diagnostic, codes};
use crate::source::Span;
use crate::source::Spanned;
use crate::yaml::Table;
use crate::yaml::tree::{Kind, MapKey, Node, integer};

/// Reads all sets.
pub(super) fn parse(root: &Node, diagnostics: &mut Vec<Diagnostic>) -> Vec<PermissionSetSpec> {
    named(Some(root), "permission_sets.yaml", diagnostics, permission_set)
}

fn permission_set(key: &Spanned<MapKey>, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<PermissionSetSpec> {
    let id = id(&key.value.text, key.span, diagnostics)?;
    // A set that is described wrongly is reported; it still exists.
    let bare = PermissionSetSpec { id: id.clone(), name: None, account: None, exclusive: None };
    if node.kind == Kind::Null {
        return Some(bare);
    }
    let Some(mut table) = Table::open(node, "a permission set", PERMISSION_SET, diagnostics) else { return Some(bare) };
    let account = table.word("account", ACCOUNTS, diagnostics);
    let set = PermissionSetSpec {
        id,
        name: table.text("name", diagnostics),
        account: account.map(|word| Spanned { value: word.value.to_owned(), span: word.span }),
        exclusive: table.flag("exclusive", diagnostics),
    };
    table.close(diagnostics);
    Some(set)
}

/// The id of a permission set.
pub(super) fn id(text: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<Spanned<u32>> {
    match integer(text).and_then(|id| u32::try_from(id).ok()) {
        Some(value) => Some(Spanned { value, span }),
        None => {
            let message = format!("{text:?} is not the id of a permission set");
            diagnostics.push(Diagnostic::error(codes::WRONG_TYPE, message).at(span, "a number from 0 is wanted"));
            None
        }
    }
}
