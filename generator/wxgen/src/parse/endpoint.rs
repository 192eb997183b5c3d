//! Endpoint files.

use super::keys::{self, METHODS, RETURNS};
use super::spec::{EndpointSpec, PermissionsSpec, SourceSpec};
use super::{codes, example, field, permission_sets};
use crate::model::Method;
use crate::report::Diagnostic;
use crate::source::Spanned;
use crate::source::{FileId, Span};
use crate::yaml::tree::{Kind, Node};
use crate::yaml::{Table, list, wrong_type};

/// Reads an endpoint file. `None` when it is no mapping.
pub(super) fn parse(file: FileId, area: &str, root: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<EndpointSpec> {
    let mut table = Table::open(root, "an endpoint", keys::ENDPOINT, diagnostics)?;
    table.require(diagnostics);
    let name = table.text_or_empty("name", diagnostics);
    let summary = table.text_or_empty("summary", diagnostics);
    let doc = table.text("doc", diagnostics);
    let docs = table.text("docs", diagnostics);
    let method = table.word("method", METHODS, diagnostics);
    let path = table.text_or_empty("path", diagnostics);
    let token = table.text_or_empty("token", diagnostics);
    let other_tokens = table.texts("other_tokens", diagnostics);
    let token_param = table.text("token_param", diagnostics);
    let permission_sets = table.take("permission_sets").and_then(|node| permissions(node, diagnostics));
    let returns = table.word("returns", RETURNS, diagnostics);
    let returns_doc = table.text("returns_doc", diagnostics);
    let idempotent = table.flag("idempotent", diagnostics);
    let deprecated = table.text("deprecated", diagnostics);
    let since = table.text("since", diagnostics);
    let request = field::parse_fields(table.take("request"), "`request`", diagnostics);
    let response = field::parse_fields(table.take("response"), "`response`", diagnostics);
    let errcodes = codes::parse_own(table.take("errcodes"), diagnostics);
    let examples = table.take("examples").map(|node| example::parse(node, diagnostics)).unwrap_or_default();
    let sources = table.take("sources").map(|node| sources(node, diagnostics)).unwrap_or_default();
    let notes = table.texts("notes", diagnostics);
    table.close(diagnostics);
    let here = Span { end: root.span.start, ..root.span };
    Some(EndpointSpec {
        file,
        incomplete: method.is_none() || [&name, &summary, &path, &token].iter().any(|text| text.value.is_empty()),
        area: Spanned { value: area.to_owned(), span: Span::start_of(file) },
        name,
        summary,
        doc,
        docs,
        method: method.map_or(Spanned { value: Method::Post, span: here }, |word| Spanned {
            value: if word.value == "GET" { Method::Get } else { Method::Post },
            span: word.span,
        }),
        path,
        token,
        other_tokens,
        token_param,
        permission_sets,
        returns_binary: returns.map(|word| Spanned { value: word.value == "binary", span: word.span }),
        returns_doc,
        idempotent,
        deprecated,
        since,
        request,
        response,
        errcodes,
        examples,
        sources,
        notes,
    })
}

fn permissions(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<Spanned<PermissionsSpec>> {
    let value = match &node.kind {
        Kind::Scalar { text, quoted: false } if text == "any" => PermissionsSpec::Any,
        Kind::Scalar { text, quoted: false } if text == "none" => PermissionsSpec::Nobody,
        Kind::List(items) => {
            let mut ids = Vec::with_capacity(items.len());
            for item in items {
                match &item.kind {
                    Kind::Scalar { text, .. } => ids.extend(permission_sets::id(text, item.span, diagnostics)),
                    _ => wrong_type(item, "a permission set", "a number", diagnostics),
                }
            }
            PermissionsSpec::Ids(ids)
        }
        _ => {
            wrong_type(node, "`permission_sets`", "a list of numbers, any or none", diagnostics);
            return None;
        }
    };
    Some(Spanned { value, span: node.span })
}

fn sources(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Vec<SourceSpec> {
    list(node, "`sources`", diagnostics)
        .iter()
        .filter_map(|node| {
            let mut table = Table::open(node, "a source", keys::SOURCE, diagnostics)?;
            table.require(diagnostics);
            let page = table.text("page", diagnostics);
            let generation = table.text("generation", diagnostics);
            let captured = table.text("captured", diagnostics);
            let sha256 = table.text("sha256", diagnostics);
            table.close(diagnostics);
            Some(SourceSpec { page: page?, generation, captured, sha256 })
        })
        .collect()
}
