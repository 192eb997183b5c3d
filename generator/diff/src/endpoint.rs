//! One endpoint in both versions.

use std::collections::HashSet;

use super::areas::Areas;
use super::changes::{Both, Changes, FlagRules, Recorder, both, plain, span_of};
use super::codes::{self, Tables};
use super::endpoints::Placing;
use super::fields;
use super::locations::with_specs;
use super::permissions;
use super::rule::Rule;
use super::rule_tables::{REPLY, REQUEST};
use super::rules::{endpoints as rules, replies};
use super::scope::Scope;
use super::shared::Kinds;
use wxgen::model::{Endpoint, Example, Reply, Source, Token};
use wxgen::parse::{EndpointSpec, FieldSpec};
use wxgen::source::Span;
use wxgen::source::Spanned;

/// What endpoints share, compared already.
pub(super) struct Known<'k> {
    pub(super) areas: &'k Areas<'k>,
    pub(super) kinds: &'k Kinds<'k>,
    pub(super) tables: &'k Tables<'k>,
}

type Specs<'a> = Both<Option<&'a EndpointSpec>>;

/// Compares an endpoint with what became of it.
pub(super) fn compare(changes: &mut Changes<'_>, placings: Both<Placing<'_>>, known: &Known<'_>) {
    let both_endpoints = placings.map(|placing| placing.endpoint);
    let specs = both(
        changes.locations.old.endpoint(&both_endpoints.old.spec_file),
        changes.locations.new.endpoint(&both_endpoints.new.spec_file),
    );
    let name = placings.old.name();
    let area = placings.old.area.id.as_str();
    let mut recorder = Recorder { changes, area: Some(area), endpoint: Some(&name) };
    if known.areas.get(area) != Some(&placings.new.area.id) {
        let words = placings.map(|placing| Some(placing.area.id.clone()));
        recorder.record(rules::MOVED, "", words, specs.map(|spec| spec.map(|spec| spec.name.span)));
    }
    compare_call(&mut recorder, both_endpoints, specs);
    token(&mut recorder, both_endpoints, specs, known.kinds);
    permissions::compare(&mut recorder, both_endpoints.map(|endpoint| &endpoint.permissions), specs);
    // Most endpoints are as they were; what follows is for the others.
    if both_endpoints.map(|endpoint| &endpoint.request).differ() {
        compare_request(&mut recorder, both_endpoints, specs);
    }
    if both_endpoints.map(|endpoint| &endpoint.reply).differ() {
        compare_reply(&mut recorder, both_endpoints, specs);
    }
    let own = both_endpoints.map(|endpoint| endpoint.errors.codes.as_slice());
    if own.differ() {
        let written = specs.map(|spec| spec.map_or(&[][..], |spec| &spec.errcodes));
        codes::compare_own(&mut recorder, own, written, known.tables);
    }
    compare_lists(&mut recorder, both_endpoints, specs);
}

/// Records that an endpoint is gone or new.
pub(super) fn record_alone(changes: &mut Changes<'_>, placing: Placing<'_>, is_new: bool) {
    let name = placing.name();
    let file = &placing.endpoint.spec_file;
    let locations = &changes.locations;
    let spec = if is_new { locations.new.endpoint(file) } else { locations.old.endpoint(file) };
    let span = spec.map(|spec| spec.name.span);
    let call = format!("{} {}", placing.endpoint.method.name(), placing.endpoint.path);
    let mut recorder = Recorder { changes, area: Some(&placing.area.id), endpoint: Some(&name) };
    match is_new {
        true => recorder.added(rules::ADDED, "", call, span),
        false => recorder.removed(rules::REMOVED, "", call, span),
    }
}

/// Where a key stands, or else the name of the endpoint.
fn keys(specs: Specs<'_>, key: fn(&EndpointSpec) -> Option<Span>) -> Both<Option<Span>> {
    specs.map(|spec| spec.and_then(|spec| key(spec).or(Some(spec.name.span))))
}

fn compare_call(recorder: &mut Recorder<'_, '_>, endpoints: Both<&Endpoint>, specs: Specs<'_>) {
    const IDEMPOTENT: FlagRules = FlagRules { set: rules::BECAME_IDEMPOTENT, cleared: rules::NO_LONGER_IDEMPOTENT };
    let types = endpoints.map(|endpoint| &endpoint.request.type_name);
    let renamed = if types.differ() { rules::RENAMED } else { rules::RESPELLED };
    type Text = (&'static Rule, &'static str, fn(&Endpoint) -> &str, fn(&EndpointSpec) -> Option<Span>);
    let texts: [Text; 7] = [
        (renamed, "", |endpoint| &endpoint.name, |spec| Some(spec.name.span)),
        (rules::METHOD, "method", |endpoint| endpoint.method.name(), |spec| Some(spec.method.span)),
        (rules::PATH, "path", |endpoint| &endpoint.path, |spec| Some(spec.path.span)),
        (rules::SUMMARY, "summary", |endpoint| &endpoint.summary, |spec| Some(spec.summary.span)),
        (rules::DOC, "doc", |endpoint| &endpoint.doc, |spec| span_of(&spec.doc)),
        (rules::DOCS_URL, "docs", |endpoint| plain(&endpoint.docs_url), |spec| span_of(&spec.docs)),
        (rules::SINCE, "since", |endpoint| plain(&endpoint.since), |spec| span_of(&spec.since)),
    ];
    for (rule, part, of, key) in texts {
        recorder.text(rule, part, endpoints.map(of), keys(specs, key));
    }
    let words = ["not idempotent", "idempotent"];
    let idempotent = endpoints.map(|endpoint| endpoint.idempotent);
    recorder.flag(IDEMPOTENT, "idempotent", idempotent, words, keys(specs, |spec| span_of(&spec.idempotent)));
    let notes = endpoints.map(|endpoint| &endpoint.deprecated);
    if notes.differ() {
        let rule = match (notes.old, notes.new) {
            (None, _) => rules::DEPRECATED,
            (_, None) => rules::UNDEPRECATED,
            _ => rules::DEPRECATION_NOTE,
        };
        recorder.record(rule, "deprecated", notes.map(Option::clone), keys(specs, |spec| span_of(&spec.deprecated)));
    }
}

fn token(recorder: &mut Recorder<'_, '_>, endpoints: Both<&Endpoint>, specs: Specs<'_>, kinds: &Kinds<'_>) {
    let tokens = endpoints.map(|endpoint| endpoint.token.as_ref());
    let spans = keys(specs, |spec| Some(spec.token.span));
    match (tokens.old, tokens.new) {
        (None, None) => {}
        (None, Some(new)) => {
            recorder.record(rules::TOKEN_NEEDED, "token", both(Some("none".to_owned()), Some(new.kind.clone())), spans);
        }
        (Some(old), None) => {
            recorder.record(
                rules::TOKEN_NOT_NEEDED,
                "token",
                both(Some(old.kind.clone()), Some("none".to_owned())),
                spans,
            );
        }
        (Some(old), Some(new)) => {
            let kind = kinds.get(&old.kind);
            let same_kind = kind.is_some_and(|(_, kind)| kind.name == new.kind);
            if !same_kind {
                recorder.text(rules::TOKEN_KIND, "token", both(&old.kind, &new.kind), spans);
            }
            // What all calls with this kind have in common is recorded of the kind.
            let inherited = |(was, is): (_, _)| params(was, is) == (&*old.param, &*new.param);
            if !(same_kind && kind.is_some_and(inherited)) {
                let spans = keys(specs, |spec| span_of(&spec.token_param).or(Some(spec.token.span)));
                recorder.text(rules::TOKEN_PARAM, "token_param", both(&old.param, &new.param), spans);
            }
            other_tokens(recorder, both(old, new), specs, kinds);
        }
    }
}

/// Kinds that do as well. One that took the usual one's place is recorded as that.
fn other_tokens(recorder: &mut Recorder<'_, '_>, tokens: Both<&Token>, specs: Specs<'_>, kinds: &Kinds<'_>) {
    const PART: &str = "other_tokens";
    let renamed = |kind: &String| kinds.get(kind).map_or_else(|| kind.clone(), |(_, is)| is.name.clone());
    let old: Vec<_> = tokens.old.also.iter().map(|kind| (kind, renamed(kind))).collect();
    let span = |spec: Option<&EndpointSpec>, kind: &String| {
        spec?.other_tokens.iter().find(|written| written.value == *kind).map(|written| written.span)
    };
    for (kind, _) in old.iter().filter(|(_, is)| tokens.new.kinds().all(|kind| kind != is)) {
        recorder.removed(rules::TOKEN_OTHER_REMOVED, PART, *kind, span(specs.old, kind));
    }
    let was = renamed(&tokens.old.kind);
    for kind in tokens.new.also.iter().filter(|kind| **kind != was && old.iter().all(|(_, is)| is != *kind)) {
        recorder.added(rules::TOKEN_OTHER_ADDED, PART, kind, span(specs.new, kind));
    }
}

fn params<'a>(old: &'a wxgen::model::TokenKind, new: &'a wxgen::model::TokenKind) -> (&'a str, &'a str) {
    (&old.param, &new.param)
}

fn compare_request(recorder: &mut Recorder<'_, '_>, endpoints: Both<&Endpoint>, specs: Specs<'_>) {
    let written = specs.map(|spec| spec.map_or(&[][..], |spec| &spec.request));
    let requests = endpoints.map(|endpoint| &endpoint.request);
    let fields = both(with_specs(&requests.old.fields, written.old), with_specs(&requests.new.fields, written.new));
    let parents = requests.map(|request| request.type_name.as_str());
    let scope = Scope { table: &REQUEST, in_choice: false, path: "request", parents };
    fields::compare(recorder, scope, both(&fields.old, &fields.new));
}

fn compare_reply(recorder: &mut Recorder<'_, '_>, endpoints: Both<&Endpoint>, specs: Specs<'_>) {
    let kinds = keys(specs, |spec| span_of(&spec.returns_binary));
    let docs = keys(specs, |spec| span_of(&spec.returns_doc));
    let words = |old: &str, new: &str| both(Some(old.to_owned()), Some(new.to_owned()));
    match (&endpoints.old.reply, &endpoints.new.reply) {
        (Reply::Json(_), Reply::Binary { .. }) => {
            recorder.record(replies::BECAME_BINARY, "returns", words("json", "binary"), kinds);
        }
        (Reply::Binary { .. }, Reply::Json(_)) => {
            recorder.record(replies::BECAME_JSON, "returns", words("binary", "json"), kinds);
        }
        (Reply::Binary { doc: old }, Reply::Binary { doc: new }) => {
            recorder.text(replies::DOC, "returns_doc", both(old, new), docs);
        }
        (Reply::Json(old), Reply::Json(new)) => {
            recorder.text(replies::DOC, "returns_doc", both(&*old.doc, &*new.doc), docs);
            let written: Both<&[FieldSpec]> = specs.map(|spec| spec.map_or(&[][..], |spec| &spec.response));
            let fields = both(with_specs(&old.fields, written.old), with_specs(&new.fields, written.new));
            let parents = both(old.type_name.as_str(), new.type_name.as_str());
            let scope = Scope { table: &REPLY, in_choice: false, path: "response", parents };
            fields::compare(recorder, scope, both(&fields.old, &fields.new));
        }
    }
}

fn compare_lists(recorder: &mut Recorder<'_, '_>, endpoints: Both<&Endpoint>, specs: Specs<'_>) {
    if endpoints.map(|endpoint| &endpoint.examples).differ() {
        let examples = endpoints.map(|endpoint| endpoint.examples.iter().map(example).collect());
        let starts = specs.map(|spec| {
            let first = spec?.examples.first()?;
            first.request.as_ref().or(first.response.as_ref()).map(|value| value.span)
        });
        list(recorder, rules::EXAMPLES, "examples", examples, or_name(starts, specs));
    }
    if endpoints.map(|endpoint| &endpoint.notes).differ() {
        let starts = specs.map(|spec| spec?.notes.first().map(|note: &Spanned<String>| note.span));
        list(recorder, rules::NOTES, "notes", endpoints.map(|endpoint| endpoint.notes.clone()), or_name(starts, specs));
    }
    if endpoints.map(|endpoint| &endpoint.sources).differ() {
        let sources = endpoints.map(|endpoint| endpoint.sources.iter().map(source).collect());
        let starts = specs.map(|spec| spec?.sources.first().map(|source| source.page.span));
        list(recorder, rules::SOURCES, "sources", sources, or_name(starts, specs));
    }
}

fn or_name(spans: Both<Option<Span>>, specs: Specs<'_>) -> Both<Option<Span>> {
    let name = keys(specs, |spec| Some(spec.name.span));
    both(spans.old.or(name.old), spans.new.or(name.new))
}

/// Records what only one of two lists has. Their order means nothing.
fn list(
    recorder: &mut Recorder<'_, '_>,
    rule: &'static Rule,
    part: &str,
    lists: Both<Vec<String>>,
    spans: Both<Option<Span>>,
) {
    let only = |own: &[String], other: &[String]| {
        let other: HashSet<_> = other.iter().collect();
        let only: Vec<_> = own.iter().filter(|text| !other.contains(text)).map(String::as_str).collect();
        (!only.is_empty()).then(|| only.join("; "))
    };
    let words = both(only(&lists.old, &lists.new), only(&lists.new, &lists.old));
    if words.differ() {
        recorder.record(rule, part, words, spans);
    }
}

fn example(example: &Example) -> String {
    let Example { doc, request, response } = example;
    let shown = |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string);
    let parts = [(!doc.is_empty()).then(|| doc.clone()), shown(request), shown(response)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn source(source: &Source) -> String {
    let Source { page, generation, captured, sha256 } = source;
    let facts: Vec<_> = [generation, captured, sha256].into_iter().flatten().map(String::as_str).collect();
    if facts.is_empty() { page.clone() } else { format!("{page} ({})", facts.join(", ")) }
}
