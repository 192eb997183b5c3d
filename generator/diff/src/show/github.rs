//! Annotations of a GitHub workflow: each change at its line.

use super::{WORST_FIRST, release, shorten};
use crate::review::{Review, Reviewed};
use crate::rule::{Effect, Severity};
use crate::{Change, Ignore, Skipped};
use wxgen::report::{github_line, github_note, visible};

/// Longer values are cut, in characters.
const LONGEST_VALUE: usize = 200;

impl Review {
    /// One workflow command per change, the worst first, for GitHub shows only the first ten of each kind; then what
    /// could not be compared and the verdict. Accepted changes are not annotated.
    pub fn github(&self) -> String {
        let mut lines = Vec::new();
        for severity in WORST_FIRST {
            let of_it = self.changes.iter().filter(|reviewed| reviewed.severity() == severity);
            lines.extend(of_it.filter(|reviewed| reviewed.accepted.is_none()).map(|reviewed| change(self, reviewed)));
        }
        lines.extend(self.skipped().map(|(side, of)| skipped(self, side, of)));
        lines.extend(self.expired.iter().map(|entry| ignore("warning", "an accepted change has expired", entry)));
        lines.extend(self.unused.iter().map(|entry| ignore("notice", "no change has this fingerprint", entry)));
        let level = if self.verdict.enough { "notice" } else { "warning" };
        lines.push(github_note(level, "wxgen diff", &visible(&release(self))));
        lines.iter().map(|line| format!("{line}\n")).collect()
    }
}

fn change(review: &Review, reviewed: &Reviewed) -> String {
    let Change { rule, subject, before, after, old, new } = &reviewed.change;
    let level = match reviewed.severity() {
        Severity::Breaking => "error",
        Severity::Risky => "warning",
        Severity::Compatible | Severity::Docs => "notice",
    };
    let about: Vec<_> = subject.endpoint.iter().map(String::as_str).chain([subject.part.as_str()]).collect();
    let about: Vec<_> = about.into_iter().filter(|word| !word.is_empty()).map(one_line).collect();
    let mut lines = vec![format!("{}: {}", about.join(" "), visible(rule.what))];
    let value = |value: &Option<String>| value.as_deref().map(one_line);
    match (value(before), value(after)) {
        (Some(before), Some(after)) => lines.push(format!("{before} → {after}")),
        (Some(before), None) => lines.push(format!("was {before}")),
        (None, Some(after)) => lines.push(format!("now {after}")),
        (None, None) => {}
    }
    for (who, effect, text) in [("Rust", rule.rust, rule.for_rust), ("Wire", rule.wire, rule.on_wire)] {
        if effect != Effect::None {
            lines.push(format!("{who} ({}): {}", effect.word(), visible(text)));
        }
    }
    lines.push(format!("fingerprint {}", reviewed.fingerprint));
    let message = lines.join("\n");
    let new = new.as_ref().map(|place| (place, review.new.path(&place.shown)));
    match new.or(old.as_ref().map(|place| (place, review.old.path(&place.shown)))) {
        Some((place, path)) => github_line(level, &visible(path), place.line, place.column, rule.id, &message),
        None => github_note(level, rule.id, &message),
    }
}

fn skipped(review: &Review, side: &str, skipped: &Skipped) -> String {
    // The new version is what is under review; the old one is as it is.
    let (level, of) = if side == "new" { ("error", &review.new) } else { ("warning", &review.old) };
    let message = format!("this file of the {side} version is not compared: {}", one_line(&skipped.why));
    github_line(level, &visible(of.path(&skipped.shown)), skipped.line, 1, skipped.code, &message)
}

fn ignore(level: &str, what: &str, entry: &Ignore) -> String {
    let message = format!("{what}: {} ({})", visible(&entry.fingerprint), one_line(&entry.accepted.reason));
    github_line(level, &visible(&entry.file), entry.line, 1, "wxgen diff", &message)
}

fn one_line(text: &str) -> String {
    shorten(text, LONGEST_VALUE)
}
