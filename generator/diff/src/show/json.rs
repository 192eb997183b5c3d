//! For programs. [`json_schema`](super::json_schema) describes it.

use serde_json::{Value, json};

use crate::change::Place;
use crate::review::{Review, Reviewed, Side};
use crate::rule::{Bump, Severity};
use crate::{Ignore, LeftOut};
use wxgen::report::visible;

impl Review {
    /// For programs. Texts are as [`visible`] makes them.
    pub fn json(&self) -> Value {
        let counts = self.counts();
        let verdict = &self.verdict;
        json!({
            "old": side(&self.old),
            "new": side(&self.new),
            "verdict": {
                "severity": verdict.severity.map_or("none", Severity::word),
                "wire": verdict.wire.word(),
                "rust": verdict.rust.word(),
                "bump": verdict.bump.map_or("none", Bump::word),
                "declared": visible(&verdict.declared),
                "needed": verdict.needed,
                "enough": verdict.enough,
            },
            "counts": {
                "breaking": counts.breaking,
                "risky": counts.risky,
                "compatible": counts.compatible,
                "docs": counts.docs,
                "accepted": counts.accepted,
            },
            "changes": self.changes.iter().map(change).collect::<Vec<_>>(),
            "left_out": self.left_out().map(|(side, of)| left_out(side, of)).collect::<Vec<_>>(),
            "ignores": {
                "expired": self.expired.iter().map(ignore).collect::<Vec<_>>(),
                "unused": self.unused.iter().map(ignore).collect::<Vec<_>>(),
            },
        })
    }
}

fn side(side: &Side) -> Value {
    json!({ "label": visible(&side.label), "version": visible(&side.version) })
}

fn change(reviewed: &Reviewed) -> Value {
    let change = &reviewed.change;
    let rule = change.rule;
    json!({
        "rule": rule.id,
        "severity": rule.severity().word(),
        "wire": rule.wire.word(),
        "rust": rule.rust.word(),
        "bump": rule.bump().word(),
        "area": shown(&change.subject.area),
        "endpoint": shown(&change.subject.endpoint),
        "part": visible(&change.subject.part),
        "before": shown(&change.before),
        "after": shown(&change.after),
        "old": place(&change.old),
        "new": place(&change.new),
        "what": visible(rule.what),
        "for_rust": visible(rule.for_rust),
        "on_wire": visible(rule.on_wire),
        "fingerprint": reviewed.fingerprint,
        "accepted": reviewed.accepted.as_ref().map(|accepted| json!({
            "reason": visible(&accepted.reason),
            "expires": visible(&accepted.expires),
        })),
    })
}

fn shown(text: &Option<String>) -> Option<String> {
    text.as_deref().map(visible)
}

fn place(place: &Option<Place>) -> Option<Value> {
    let place = place.as_ref()?;
    Some(json!({ "file": visible(&place.shown), "line": place.line, "column": place.column }))
}

fn left_out(side: &str, left_out: &LeftOut) -> Value {
    json!({
        "side": side,
        "file": visible(&left_out.shown),
        "line": left_out.line,
        "endpoint": shown(&left_out.endpoint),
        "code": left_out.code,
        "why": visible(&left_out.why),
        "errors": left_out.errors,
    })
}

fn ignore(entry: &Ignore) -> Value {
    json!({
        "fingerprint": visible(&entry.fingerprint),
        "reason": visible(&entry.accepted.reason),
        "expires": visible(&entry.accepted.expires),
        "file": visible(&entry.file),
        "line": entry.line,
    })
}
