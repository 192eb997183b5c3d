//! `api.yaml`.

use super::keys;
use super::spec::{ApiSpec, AreaSpec, CrateSpec, Spanned, TokenSpec};
use super::table::{Table, entries};
use super::tree::{Key, Kind, Node};
use crate::read::FileId;
use crate::report::Diagnostic;

/// Reads `api.yaml`. `None` when a part that everything needs is missing.
pub(super) fn parse(file: FileId, root: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<ApiSpec> {
    let mut table = Table::open(root, "api.yaml", keys::API, diagnostics)?;
    table.require(diagnostics);
    let krate = table.take("crate").map(|node| krate(node, diagnostics)).unwrap_or_default();
    let host = table.text("host", diagnostics);
    let fallback_hosts = table.texts("fallback_hosts", diagnostics);
    let tokens = named(table.take("tokens"), "`tokens`", diagnostics, token);
    let has_areas = table.key_span("areas").is_some();
    let areas = named(table.take("areas"), "`areas`", diagnostics, area);
    table.close(diagnostics);
    has_areas.then_some(())?;
    Some(ApiSpec { file, krate, host: host?, fallback_hosts, tokens, areas })
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

fn token(key: &Spanned<Key>, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<TokenSpec> {
    let name = Spanned { value: key.value.text.clone(), span: key.span };
    if node.kind == Kind::Null {
        return Some(TokenSpec { name, param: None, doc: None });
    }
    let mut table = Table::open(node, "a token", keys::TOKEN, diagnostics)?;
    let token = TokenSpec { name, param: table.text("param", diagnostics), doc: table.text("doc", diagnostics) };
    table.close(diagnostics);
    Some(token)
}

fn area(key: &Spanned<Key>, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<AreaSpec> {
    let mut table = Table::open(node, "an area", keys::AREA, diagnostics)?;
    table.require(diagnostics);
    let id = Spanned { value: key.value.text.clone(), span: key.span };
    // An area without a title was reported; it still exists.
    let title = table.text("title", diagnostics).unwrap_or_else(|| id.clone());
    let area = AreaSpec { id, title, doc: table.text("doc", diagnostics), default: table.flag("default", diagnostics) };
    table.close(diagnostics);
    Some(area)
}

/// The entries of a mapping, each read by `read`.
pub(super) fn named<T>(
    node: Option<&Node>,
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
    read: fn(&Spanned<Key>, &Node, &mut Vec<Diagnostic>) -> Option<T>,
) -> Vec<T> {
    let Some(node) = node.filter(|node| node.kind != Kind::Null) else { return Vec::new() };
    let all = entries(node, what, diagnostics).unwrap_or_default();
    all.into_iter().filter_map(|(key, node)| read(key, node, diagnostics)).collect()
}
