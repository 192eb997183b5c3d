//! What all endpoints share: the crate, hosts, kinds of token, known permission sets.

use std::collections::{HashMap, HashSet};

use super::changes::{Both, Changes, Recorder, both, plain, some_text, span_of};
use super::matching::Matching;
use super::rules::shared as rules;
use super::version::Version;
use wxgen::model::{PermissionSet, TokenKind};
use wxgen::parse::{ApiSpec, CrateSpec, PermissionSetSpec, TokenSpec};
use wxgen::source::Span;
use wxgen::source::Spanned;

/// Compares what all endpoints share, but for areas and codes.
pub(super) fn compare(changes: &mut Changes<'_>, versions: Both<&Version>, kinds: &Kinds<'_>) {
    let mut recorder = Recorder { changes, area: None, endpoint: None };
    compare_crate(&mut recorder, versions);
    compare_hosts(&mut recorder, versions);
    compare_tokens(&mut recorder, versions, kinds);
    compare_sets(&mut recorder, versions);
}

fn compare_crate(recorder: &mut Recorder<'_, '_>, versions: Both<&Version>) {
    let krates = versions.map(|version| &version.api.krate);
    let specs = versions.map(|version| version.spec.api.as_ref().map(|api| &api.krate));
    let spans = |of: fn(&CrateSpec) -> &Option<Spanned<String>>| specs.map(|spec| span_of(of(spec?)));
    let name = krates.map(|krate| krate.name.as_str());
    recorder.text(rules::CRATE_NAME, "crate.name", name, spans(|spec| &spec.name));
    let summary = krates.map(|krate| krate.summary.as_str());
    let host = versions.map(|version| &version.api.host);
    // A summary that nobody wrote names the host, and changes with it.
    if !(host.differ() && specs.map(|spec| spec.is_none_or(|spec| spec.summary.is_none())) == both(true, true)) {
        recorder.text(rules::CRATE_SUMMARY, "crate.summary", summary, spans(|spec| &spec.summary));
    }
    let repository = krates.map(|krate| plain(&krate.repository));
    recorder.text(rules::CRATE_REPOSITORY, "crate.repository", repository, spans(|spec| &spec.repository));
    let runtime = krates.map(|krate| plain(&krate.runtime_path));
    recorder.text(rules::CRATE_RUNTIME, "crate.runtime_path", runtime, spans(|spec| &spec.runtime_path));
}

fn compare_hosts(recorder: &mut Recorder<'_, '_>, versions: Both<&Version>) {
    let specs = versions.map(|version| version.spec.api.as_ref());
    let host = versions.map(|version| version.api.host.as_str());
    recorder.text(rules::HOST, "host", host, specs.map(|spec| Some(spec?.host.span)));
    let hosts = versions.map(|version| version.api.fallback_hosts.as_slice());
    let known = hosts.map(|hosts| hosts.iter().collect::<HashSet<_>>());
    let span = |spec: Option<&ApiSpec>, host: &String| {
        spec?.fallback_hosts.iter().find(|written| written.value == *host).map(|written| written.span)
    };
    for host in hosts.old.iter().filter(|host| !known.new.contains(host)) {
        recorder.removed(rules::FALLBACK_REMOVED, "fallback_hosts", host, span(specs.old, host));
    }
    for host in hosts.new.iter().filter(|host| !known.old.contains(host)) {
        recorder.added(rules::FALLBACK_ADDED, "fallback_hosts", host, span(specs.new, host));
    }
}

/// Kinds of token: which of the old is which of the new.
pub(super) struct Kinds<'a> {
    old: &'a [TokenKind],
    new: &'a [TokenKind],
    matching: Matching,
    /// The new kind of each old one, by name.
    by_name: HashMap<&'a str, (&'a TokenKind, &'a TokenKind)>,
}

impl<'a> Kinds<'a> {
    /// Pairs the kinds: by name, then by all else.
    pub(super) fn of(versions: Both<&'a Version>) -> Self {
        let kinds = versions.map(|version| version.api.tokens.as_slice());
        let mut matching = Matching::none(kinds.old.len(), kinds.new.len());
        matching.join_by(kinds.old, kinds.new, |kind| Some(&kind.name));
        matching.join_by(kinds.old, kinds.new, |kind| Some((&kind.param, &kind.doc)));
        let of = |(old, new): (usize, usize)| {
            let (old, new) = (kinds.old.get(old)?, kinds.new.get(new)?);
            Some((old.name.as_str(), (old, new)))
        };
        let by_name = matching.joined().filter_map(of).collect();
        Self { old: kinds.old, new: kinds.new, matching, by_name }
    }

    /// A kind of the old version and what became of it.
    pub(super) fn get(&self, name: &str) -> Option<(&'a TokenKind, &'a TokenKind)> {
        self.by_name.get(name).copied()
    }
}

fn compare_tokens(recorder: &mut Recorder<'_, '_>, versions: Both<&Version>, kinds: &Kinds<'_>) {
    let specs = versions.map(|version| {
        let specs = version.spec.api.iter().flat_map(|api| &api.tokens);
        specs.map(|spec| (spec.name.value.as_str(), spec)).collect::<HashMap<_, _>>()
    });
    let part = |kind: &TokenKind| format!("tokens.{}", kind.name);
    let span = |spec: Option<&&TokenSpec>| spec.map(|spec| spec.name.span);
    for kind in kinds.matching.left_old().filter_map(|index| kinds.old.get(index)) {
        recorder.removed(rules::TOKEN_KIND_REMOVED, &part(kind), &kind.name, span(specs.old.get(kind.name.as_str())));
    }
    for (old, new) in kinds.old.iter().filter_map(|kind| kinds.get(&kind.name)) {
        let specs = both(specs.old.get(old.name.as_str()), specs.new.get(new.name.as_str()));
        let key = |of: fn(&TokenSpec) -> &Option<Spanned<String>>| specs.map(|spec| span_of(of(spec?)).or(span(spec)));
        let kinds = both(old, new);
        recorder.text(rules::TOKEN_KIND_RENAMED, &part(old), kinds.map(|kind| kind.name.as_str()), specs.map(span));
        let param = kinds.map(|kind| kind.param.as_str());
        recorder.text(rules::TOKEN_KIND_PARAM, &part(old), param, key(|spec| &spec.param));
        recorder.text(rules::TOKEN_KIND_DOC, &part(old), kinds.map(|kind| kind.doc.as_str()), key(|spec| &spec.doc));
    }
    for kind in kinds.matching.left_new().filter_map(|index| kinds.new.get(index)) {
        recorder.added(rules::TOKEN_KIND_ADDED, &part(kind), &kind.name, span(specs.new.get(kind.name.as_str())));
    }
}

fn compare_sets(recorder: &mut Recorder<'_, '_>, versions: Both<&Version>) {
    let sets = versions.map(|version| version.api.permission_sets.as_slice());
    let specs = versions.map(|version| {
        let specs = version.spec.permission_sets.iter();
        specs.map(|spec| (spec.id.value, spec)).collect::<HashMap<_, _>>()
    });
    let by_id = sets.map(|sets| sets.iter().map(|set| (set.id, set)).collect::<HashMap<_, _>>());
    let part = |set: &PermissionSet| format!("permission_sets.{}", set.id);
    let shown = |set: &PermissionSet| set.name.clone().unwrap_or_else(|| set.id.to_string());
    let span = |spec: Option<&&PermissionSetSpec>| spec.map(|spec| spec.id.span);
    for old in sets.old {
        let Some(new) = by_id.new.get(&old.id) else {
            recorder.removed(rules::SET_REMOVED, &part(old), shown(old), span(specs.old.get(&old.id)));
            continue;
        };
        let set = both(old, *new);
        let specs = both(specs.old.get(&old.id), specs.new.get(&old.id));
        let key = |of: fn(&PermissionSetSpec) -> Option<Span>| specs.map(|spec| of(spec?).or(span(spec)));
        let name = set.map(|set| plain(&set.name));
        recorder.text(rules::SET_NAME, &part(old), name, key(|spec| span_of(&spec.name)));
        let account = set.map(|set| plain(&set.account_kind));
        recorder.text(rules::SET_ACCOUNT, &part(old), account, key(|spec| span_of(&spec.account)));
        let word = |flag: Option<bool>| flag.map_or("", |flag| if flag { "exclusive" } else { "not exclusive" });
        let exclusive = set.map(|set| word(set.exclusive));
        recorder.text(rules::SET_EXCLUSIVE, &part(old), exclusive, key(|spec| span_of(&spec.exclusive)));
    }
    for new in sets.new.iter().filter(|set| !by_id.old.contains_key(&set.id)) {
        let words = both(None, some_text(&shown(new)));
        recorder.record(rules::SET_ADDED, &part(new), words, both(None, span(specs.new.get(&new.id))));
    }
}
