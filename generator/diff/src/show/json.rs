//! For programs.

use serde_json::Value;

use super::view::{
    AcceptedView, ChangeView, CountsView, IgnoreView, IgnoresView, PlaceView, ReviewView, SideView, SkippedView,
    VerdictView,
};
use crate::change::Place;
use crate::review::{Counts, Review, Reviewed, Side};
use crate::rule::{Bump, Severity};
use crate::verdict::Verdict;
use crate::{Ignore, Skipped};
use wxgen::report::visible;

impl Review {
    /// For programs, as [`json_schema`](super::json_schema) describes it. Texts are as [`visible`] makes them.
    pub fn json(&self) -> Value {
        let view = ReviewView {
            old: side(&self.old),
            new: side(&self.new),
            verdict: verdict(&self.verdict),
            counts: counts(&self.counts()),
            changes: self.changes.iter().map(change).collect(),
            left_out: self.skipped().map(|(side, of)| skipped(side, of)).collect(),
            ignores: IgnoresView {
                expired: self.expired.iter().map(ignore).collect(),
                unused: self.unused.iter().map(ignore).collect(),
            },
        };
        // It has nothing but texts, numbers and lists, which all have a form in JSON.
        serde_json::to_value(view).unwrap_or_default()
    }
}

fn side(side: &Side) -> SideView {
    SideView { label: visible(&side.label), version: visible(&side.version) }
}

fn verdict(verdict: &Verdict) -> VerdictView {
    VerdictView {
        severity: verdict.severity.map_or("none", Severity::word),
        wire: verdict.wire.word(),
        rust: verdict.rust.word(),
        bump: verdict.bump.map_or("none", Bump::word),
        declared: visible(&verdict.declared),
        needed: verdict.needed.clone(),
        enough: verdict.enough,
    }
}

fn counts(counts: &Counts) -> CountsView {
    let Counts { breaking, risky, compatible, docs, accepted } = *counts;
    CountsView { breaking, risky, compatible, docs, accepted }
}

fn change(reviewed: &Reviewed) -> ChangeView {
    let change = &reviewed.change;
    let rule = change.rule;
    ChangeView {
        rule: rule.id,
        severity: rule.severity().word(),
        wire: rule.wire.word(),
        rust: rule.rust.word(),
        bump: rule.bump().word(),
        area: shown(&change.subject.area),
        endpoint: shown(&change.subject.endpoint),
        part: visible(&change.subject.part),
        before: shown(&change.before),
        after: shown(&change.after),
        old: change.old.as_ref().map(place),
        new: change.new.as_ref().map(place),
        what: visible(rule.what),
        for_rust: visible(rule.for_rust),
        on_wire: visible(rule.on_wire),
        fingerprint: reviewed.fingerprint.clone(),
        accepted: reviewed
            .accepted
            .as_ref()
            .map(|accepted| AcceptedView { reason: visible(&accepted.reason), expires: visible(&accepted.expires) }),
    }
}

fn shown(text: &Option<String>) -> Option<String> {
    text.as_deref().map(visible)
}

fn place(place: &Place) -> PlaceView {
    PlaceView { file: visible(&place.shown), line: place.line, column: place.column }
}

fn skipped(side: &'static str, skipped: &Skipped) -> SkippedView {
    SkippedView {
        side,
        file: visible(&skipped.shown),
        line: skipped.line,
        endpoint: shown(&skipped.endpoint),
        code: skipped.code,
        why: visible(&skipped.why),
        errors: skipped.errors,
    }
}

fn ignore(entry: &Ignore) -> IgnoreView {
    IgnoreView {
        fingerprint: visible(&entry.fingerprint),
        reason: visible(&entry.accepted.reason),
        expires: visible(&entry.accepted.expires),
        file: visible(&entry.file),
        line: entry.line,
    }
}
