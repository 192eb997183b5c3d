//! For a comment on a pull request.
//!
//! GitHub turns `@name`, `#12` and long hex numbers into links after it has read the Markdown, whatever is escaped, but
//! not in code. So all that comes from a spec stands as code.

use std::fmt::Write;

use super::{WORST_FIRST, at, count, counted, release, shorten};
use crate::change::Place;
use crate::review::{Review, Reviewed};
use crate::rule::{Effect, Rule, Severity};
use crate::{Ignore, Skipped};
use wxgen::markdown::{code, code_in_cell, text, text_in_cell};

/// The first line of the comment, by which a workflow finds it again.
pub const MARKER: &str = "<!-- wxgen diff -->";

/// The most characters that GitHub takes in a comment.
pub const LONGEST_COMMENT: usize = 65_536;

/// Longer values are cut, in characters.
const LONGEST_VALUE: usize = 120;
/// Of files that could not be compared and entries that do nothing, this many are listed, each.
const MOST_NOTES: usize = 10;

impl Review {
    /// For a comment on a pull request: a summary, a table for each endpoint, the rest folded. Of changes that do not fit
    /// in a comment the mildest are counted, not listed.
    pub fn markdown(&self) -> String {
        // Which changes stay when not all fit: the worst, and of these the first.
        let mut by_weight: Vec<usize> = (0..self.changes.len()).collect();
        by_weight.sort_by_key(|at| self.changes.get(*at).map(|reviewed| std::cmp::Reverse(weight(reviewed))));
        let page = |most: usize| {
            let mut kept: Vec<_> = by_weight.iter().take(most).copied().collect();
            kept.sort_unstable();
            let kept: Vec<_> = kept.into_iter().filter_map(|at| self.changes.get(at)).collect();
            let cut: Vec<_> = by_weight.iter().skip(most).filter_map(|at| self.changes.get(*at)).collect();
            comment(self, &kept, &cut)
        };
        let fits = |page: &str| page.chars().count() <= LONGEST_COMMENT;
        let whole = page(self.changes.len());
        if fits(&whole) {
            return whole;
        }
        // The largest number that fits, by halving; none at all always does.
        let (mut fitting, mut too_many) = (0, self.changes.len());
        while too_many - fitting > 1 {
            let middle = fitting + (too_many - fitting) / 2;
            *(if fits(&page(middle)) { &mut fitting } else { &mut too_many }) = middle;
        }
        page(fitting)
    }
}

/// What is not accepted weighs more than what is.
fn weight(reviewed: &Reviewed) -> (bool, Severity) {
    (reviewed.accepted.is_none(), reviewed.severity())
}

fn comment(review: &Review, kept: &[&Reviewed], cut: &[&Reviewed]) -> String {
    let mut out = format!("{MARKER}\n");
    summary(review, &mut out);
    not_compared(review, &mut out);
    let in_tables = |reviewed: &&Reviewed| reviewed.accepted.is_none() && reviewed.severity() != Severity::Docs;
    tables(&kept.iter().copied().filter(in_tables).collect::<Vec<_>>(), &mut out);
    let accepted: Vec<_> = kept.iter().copied().filter(|reviewed| reviewed.accepted.is_some()).collect();
    let docs: Vec<_> = kept.iter().copied().filter(|reviewed| weight(reviewed) == (true, Severity::Docs)).collect();
    folded(&format!("{} of texts only", count(docs.len(), "change")), &docs, None, &mut out);
    folded(&count(accepted.len(), "accepted change"), &accepted, Some(("accepted", why_accepted)), &mut out);
    meanings(kept, &mut out);
    if !cut.is_empty() {
        let of = |severity| cut.iter().filter(|reviewed| reviewed.severity() == severity).count();
        let kinds = WORST_FIRST.map(|severity| (of(severity), severity.word()));
        let kinds: Vec<_> = kinds.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        let more = count(cut.len(), "more change");
        let _ = writeln!(out, "\n**… and {more} ({}) that this comment has no room for.**", kinds.join(", "));
    }
    ignores("Accepted no longer", "the entry has expired", &review.expired, &mut out);
    ignores("Not needed in the ignore file", "no change has this fingerprint", &review.unused, &mut out);
    out
}

fn summary(review: &Review, out: &mut String) {
    let kinds: Vec<_> = counted(&review.counts()).iter().map(|(n, word)| format!("{n} {word}")).collect();
    let kinds = if kinds.is_empty() { "no changes".to_owned() } else { kinds.join(", ") };
    let mark = if review.verdict.enough { "✅" } else { "⚠️" };
    let [old, new] = [&review.old, &review.new].map(|side| code(&shorten(&side.label, LONGEST_VALUE)));
    let _ = writeln!(out, "**API: {kinds}** · {mark} {}\n", text(&release(review)));
    let (rust, wire) = (review.verdict.rust.word(), review.verdict.wire.word());
    let _ = writeln!(out, "{old} → {new} · Rust: {rust} · wire: {wire}");
}

fn not_compared(review: &Review, out: &mut String) {
    let all: Vec<_> = review.skipped().collect();
    if all.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n**⚠️ {} not compared:**\n", count(all.len(), "file"));
    for (side, Skipped { shown, line, code: id, why, .. }) in all.iter().take(MOST_NOTES) {
        let place = code(&shorten(&format!("{shown}:{line}"), LONGEST_VALUE));
        let _ = writeln!(out, "- {side} {place}: {id}: {}", code(&shorten(why, LONGEST_VALUE)));
    }
    more_notes(all.len(), out);
}

fn ignores(title: &str, why: &str, entries: &[Ignore], out: &mut String) {
    if entries.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n**{title}:**\n");
    for entry in entries.iter().take(MOST_NOTES) {
        let place = code(&shorten(&format!("{}:{}", entry.file, entry.line), LONGEST_VALUE));
        let reason = code(&shorten(&entry.accepted.reason, LONGEST_VALUE));
        let _ = writeln!(out, "- {place}: {}: {why} ({reason})", code(&shorten(&entry.fingerprint, LONGEST_VALUE)));
    }
    more_notes(entries.len(), out);
}

fn more_notes(all: usize, out: &mut String) {
    if all > MOST_NOTES {
        let _ = writeln!(out, "- … and {} more", all - MOST_NOTES);
    }
}

/// A heading and a table for each endpoint.
fn tables(changes: &[&Reviewed], out: &mut String) {
    for group in changes.chunk_by(|a, b| a.group() == b.group()) {
        let Some(first) = group.first() else { continue };
        let _ = writeln!(out, "\n### {}\n", heading(first));
        out.push_str("| | what changed | part | before | after | where |\n");
        out.push_str("| --- | --- | --- | --- | --- | --- |\n");
        for reviewed in group {
            let severity = match reviewed.severity() {
                Severity::Breaking => "**breaking**",
                other => other.word(),
            };
            let _ = writeln!(out, "| {severity} | {} |", cells(reviewed).join(" | "));
        }
    }
}

fn heading(reviewed: &Reviewed) -> String {
    let name = |name: &str| code(&shorten(name, LONGEST_VALUE));
    match reviewed.group() {
        (Some(area), Some(endpoint)) => format!("{} · {}", name(endpoint), name(area)),
        (None, Some(endpoint)) => name(endpoint),
        (Some(area), None) => format!("Area {}", name(area)),
        (None, None) => "What all endpoints share".to_owned(),
    }
}

/// What changed, part, before, after, where.
fn cells(reviewed: &Reviewed) -> [String; 5] {
    let change = &reviewed.change;
    let cell = |text: &str| match text.is_empty() {
        true => String::new(),
        false => code_in_cell(&shorten(text, LONGEST_VALUE)),
    };
    let value = |value: &Option<String>| value.as_deref().map(cell).unwrap_or_default();
    let place = |place: &Place| cell(&at(place));
    let place = match (&change.new, &change.old) {
        (Some(new), _) => place(new),
        (None, Some(old)) => format!("{} (old)", place(old)),
        (None, None) => String::new(),
    };
    let part = cell(&change.subject.part);
    [text_in_cell(change.rule.what), part, value(&change.before), value(&change.after), place]
}

/// A column of a table: its heading, and the cell of each change.
type Column = (&'static str, fn(&Reviewed) -> String);

/// A table of changes of all endpoints that opens on a click. The last column is for what else there is to say.
fn folded(title: &str, changes: &[&Reviewed], last: Option<Column>, out: &mut String) {
    if changes.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n<details><summary>{title}</summary>\n");
    let last_heading = last.map(|(heading, _)| format!(" {heading} |")).unwrap_or_default();
    let _ = writeln!(out, "| endpoint | what changed | part | before | after | where |{last_heading}");
    let _ = writeln!(out, "| --- | --- | --- | --- | --- | --- |{}", if last.is_some() { " --- |" } else { "" });
    for reviewed in changes {
        let endpoint = reviewed.change.subject.endpoint.as_deref();
        let endpoint = endpoint.map(|name| code_in_cell(&shorten(name, LONGEST_VALUE))).unwrap_or_default();
        let last = last.map(|(_, cell)| format!(" {} |", cell(reviewed))).unwrap_or_default();
        let _ = writeln!(out, "| {endpoint} | {} |{last}", cells(reviewed).join(" | "));
    }
    out.push_str("\n</details>\n");
}

fn why_accepted(reviewed: &Reviewed) -> String {
    let Some(accepted) = &reviewed.accepted else { return String::new() };
    let reason = code_in_cell(&shorten(&accepted.reason, LONGEST_VALUE));
    format!("until {}: {reason}", text_in_cell(&accepted.expires))
}

/// What each kind of change means, once, with the fingerprints of its changes.
fn meanings(changes: &[&Reviewed], out: &mut String) {
    // A change of texts means what it says.
    let changes: Vec<_> = changes.iter().filter(|reviewed| reviewed.severity() != Severity::Docs).collect();
    if changes.is_empty() {
        return;
    }
    out.push_str("\n<details><summary>What this means, and the fingerprints</summary>\n\n");
    let mut rules: Vec<&Rule> = changes.iter().map(|reviewed| reviewed.change.rule).collect();
    rules.sort_by_key(|rule| (std::cmp::Reverse(rule.severity()), rule.id));
    rules.dedup_by_key(|rule| rule.id);
    for rule in rules {
        let _ = writeln!(out, "- {} ({}): {}", code(rule.id), rule.severity().word(), text(rule.what));
        for (who, effect, meaning) in [("Rust", rule.rust, rule.for_rust), ("Wire", rule.wire, rule.on_wire)] {
            if effect != Effect::None {
                let _ = writeln!(out, "  - {who} ({}): {}", effect.word(), text(meaning));
            }
        }
        let mut last = None;
        for reviewed in changes.iter().filter(|reviewed| reviewed.change.rule.id == rule.id) {
            let subject = &reviewed.change.subject;
            let about: Vec<_> =
                subject.endpoint.iter().chain([&subject.part]).filter(|word| !word.is_empty()).collect();
            let about = about.into_iter().map(|word| code(&shorten(word, LONGEST_VALUE))).collect::<Vec<_>>().join(" ");
            // Those that are alike in all that is told would read as one said twice.
            if last != Some(&reviewed.fingerprint) {
                let _ = writeln!(out, "  - {} {about}", code(&reviewed.fingerprint));
            }
            last = Some(&reviewed.fingerprint);
        }
    }
    out.push_str("\n</details>\n");
}
