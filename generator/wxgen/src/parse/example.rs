//! Examples: JSON values, each part with its place.

use indexmap::IndexMap;

use super::keys;
use super::spec::{ExampleKind, ExampleSpec, ExampleValue};
use crate::report::Diagnostic;
use crate::yaml::tree;
use crate::yaml::tree::{Kind, Node};
use crate::yaml::{Table, list};

/// Reads `examples`.
pub(super) fn parse(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Vec<ExampleSpec> {
    list(node, "`examples`", diagnostics)
        .iter()
        .filter_map(|node| {
            let mut table = Table::open(node, "an example", keys::EXAMPLE, diagnostics)?;
            let example = ExampleSpec {
                doc: table.text("doc", diagnostics),
                request: table.take("request").map(|node| value(node, diagnostics)),
                response: table.take("response").map(|node| value(node, diagnostics)),
            };
            table.close(diagnostics);
            Some(example)
        })
        .collect()
}

/// A value with the places of its parts. The tree is bounded in depth.
fn value(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> ExampleValue {
    let kind = match &node.kind {
        Kind::Null => ExampleKind::Scalar(serde_json::Value::Null),
        Kind::Scalar { text, quoted } => ExampleKind::Scalar(tree::scalar(text, *quoted)),
        Kind::List(items) => ExampleKind::Array(items.iter().map(|item| value(item, diagnostics)).collect()),
        Kind::Map(_) => {
            let entries = crate::yaml::entries(node, "an example", diagnostics).unwrap_or_default();
            let entries =
                entries.into_iter().map(|(key, node)| (key.value.text.clone(), (key.span, value(node, diagnostics))));
            ExampleKind::Object(entries.collect::<IndexMap<_, _>>())
        }
    };
    ExampleValue { span: node.span, kind }
}
