//! `api.yaml`.

use super::keys;
use super::spec::{ApiSpec, AreaSpec, CrateSpec, TokenSpec};
use crate::report::Diagnostic;
use crate::source::FileId;
use crate::source::Spanned;
use crate::yaml::tree::{Kind, MapKey, Node};
use crate::yaml::{Table, entries};

/// Reads `api.yaml`; also: are its areas and tokens complete, so that others can be held to them?
pub(super) fn parse(file: FileId, root: &Node, diagnostics: &mut Vec<Diagnostic>) -> (Option<ApiSpec>, bool) {
    let Some(mut table) = Table::open(root, "api.yaml", keys::API, diagnostics) else { return (None, false) };
    table.require(diagnostics);
    let krate = table.take("crate").map(|node| krate(node, diagnostics)).unwrap_or_default();
    let host = table.text_or_empty("host", diagnostics);
    let fallback_hosts = table.texts("fallback_hosts", diagnostics);
    let (tokens, areas) = (table.take("tokens"), table.take("areas"));
    let complete = tokens.is_none_or(is_mapping) && areas.is_some_and(is_mapping);
    let tokens = named(tokens, "`tokens`", diagnostics, token);
    let areas = named(areas, "`areas`", diagnostics, area);
    table.close(diagnostics);
    (Some(ApiSpec { file, krate, host, fallback_hosts, tokens, areas }), complete)
}

/// Can the node be read as a mapping? An empty one can.
pub(super) fn is_mapping(node: &Node) -> bool {
    matches!(node.kind, Kind::Map(_) | Kind::Null)
}

fn krate(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> CrateSpec {
    let Some(mut table) = Table::open(node, "`crate`", keys::CRATE, diagnostics) else { return CrateSpec::default() };
    let krate = CrateSpec {
        name: table.text("name", diagnostics),
        version: table.text("version", diagnostics),
        summary: table.text("summary", diagnostics),
        repository: table.text("repository", diagnostics),
        runtime_path: table.text("runtime_path", diagnostics),
    };
    table.close(diagnostics);
    krate
}

fn token(key: &Spanned<MapKey>, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<TokenSpec> {
    let name = Spanned { value: key.value.text.clone(), span: key.span };
    if node.kind == Kind::Null {
        return Some(TokenSpec { name, param: None, doc: None });
    }
    let Some(mut table) = Table::open(node, "a token", keys::TOKEN, diagnostics) else {
        return Some(TokenSpec { name, param: None, doc: None });
    };
    let token = TokenSpec { name, param: table.text("param", diagnostics), doc: table.text("doc", diagnostics) };
    table.close(diagnostics);
    Some(token)
}

fn area(key: &Spanned<MapKey>, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<AreaSpec> {
    // An area without a title is reported; it still exists.
    let id = Spanned { value: key.value.text.clone(), span: key.span };
    let Some(mut table) = Table::open(node, "an area", keys::AREA, diagnostics) else {
        return Some(AreaSpec { title: id.clone(), id, title_zh: None, doc: None, default: None });
    };
    table.require(diagnostics);
    let title = table.text("title", diagnostics).unwrap_or_else(|| id.clone());
    let area = AreaSpec {
        id,
        title,
        title_zh: table.text("title_zh", diagnostics),
        doc: table.text("doc", diagnostics),
        default: table.flag("default", diagnostics),
    };
    table.close(diagnostics);
    Some(area)
}

/// The entries of a mapping, each read by `read`.
pub(super) fn named<T>(
    node: Option<&Node>,
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
    read: fn(&Spanned<MapKey>, &Node, &mut Vec<Diagnostic>) -> Option<T>,
) -> Vec<T> {
    let Some(node) = node.filter(|node| node.kind != Kind::Null) else { return Vec::new() };
    let all = entries(node, what, diagnostics).unwrap_or_default();
    all.into_iter().filter_map(|(key, node)| read(key, node, diagnostics)).collect()
}
