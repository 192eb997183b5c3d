//! For people at a terminal.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::{at, count, counted, release, shorten};
use crate::change::Place;
use crate::review::{Review, Reviewed};
use crate::rule::{Effect, Severity};
use crate::{Ignore, Skipped};
use wxgen::report::visible;

/// Longer values are cut, in characters.
const LONGEST_VALUE: usize = 100;
/// Before what is said about a change: as wide as the longest severity and the blanks around it.
const INDENT: &str = "              ";

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Text that may be coloured.
struct Paper {
    text: String,
    colour: bool,
}

impl Review {
    /// For people: changes by endpoint, the worst of each first, and the verdict at the end, where a terminal stops.
    pub fn text(&self, colour: bool) -> String {
        let mut paper = Paper { text: String::new(), colour };
        for group in self.groups() {
            paper.heading(group);
            for reviewed in group {
                paper.change(self, reviewed);
            }
        }
        paper.gap();
        for (side, skipped) in self.skipped() {
            paper.skipped(side, skipped);
        }
        for entry in &self.expired {
            paper.ignore("expired", &format!("ended on {}", entry.accepted.expires), entry);
        }
        for entry in &self.unused {
            paper.ignore("unused", "no change has this fingerprint", entry);
        }
        paper.verdict(self);
        paper.text
    }
}

impl Paper {
    fn paint(&self, style: Style, text: &str) -> String {
        let text = visible(text);
        if self.colour { format!("{style}{text}{style:#}") } else { text }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A blank line between what there is and what comes.
    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.line("");
        }
    }

    fn heading(&mut self, group: &[Reviewed]) {
        let Some((area, endpoint)) = group.first().map(Reviewed::group) else { return };
        let name = match (endpoint, area) {
            (Some(endpoint), Some(area)) => format!("{endpoint} ({area})"),
            (Some(endpoint), None) => endpoint.to_owned(),
            (None, Some(area)) => format!("area {area}"),
            (None, None) => "what all endpoints share".to_owned(),
        };
        self.gap();
        let heading = self.paint(BOLD, &name);
        self.line(&heading);
    }

    fn change(&mut self, review: &Review, reviewed: &Reviewed) {
        let change = &reviewed.change;
        let rule = change.rule;
        let word = match reviewed.accepted {
            Some(_) => self.paint(DIM, &format!("{:<10}", "accepted")),
            None => self.paint(colour_of(reviewed.severity()), &format!("{:<10}", reviewed.severity().word())),
        };
        let part = self.paint(BOLD, &shorten(&change.subject.part, LONGEST_VALUE));
        let line = match change.subject.part.is_empty() {
            true => format!("  {word}  {}", visible(rule.what)),
            false => format!("  {word}  {part}: {}", visible(rule.what)),
        };
        self.line(&line);
        let value = |value: &Option<String>| value.as_deref().map(|value| shorten(value, LONGEST_VALUE));
        match (value(&change.before), value(&change.after)) {
            (Some(before), Some(after)) => self.more(&format!("{before} → {after}")),
            (Some(before), None) => self.more(&format!("was {before}")),
            (None, Some(after)) => self.more(&format!("now {after}")),
            (None, None) => {}
        }
        for (who, effect, text) in [("Rust", rule.rust, rule.for_rust), ("wire", rule.wire, rule.on_wire)] {
            if effect != Effect::None && !text.is_empty() {
                self.more(&format!("{who} ({}): {}", effect.word(), visible(text)));
            }
        }
        if let Some(accepted) = &reviewed.accepted {
            let reason = shorten(&accepted.reason, LONGEST_VALUE);
            self.more(&format!("accepted until {}: {}", visible(&accepted.expires), visible(&reason)));
        }
        let tail =
            [places(review, change.old.as_ref(), change.new.as_ref()), format!("{} {}", rule.id, reviewed.fingerprint)];
        let tail: Vec<_> = tail.into_iter().filter(|part| !part.is_empty()).collect();
        let tail = self.paint(DIM, &tail.join("  "));
        self.line(&format!("{INDENT}{tail}"));
    }

    fn more(&mut self, text: &str) {
        self.line(&format!("{INDENT}{text}"));
    }

    fn skipped(&mut self, side: &str, skipped: &Skipped) {
        let Skipped { shown, line, code, why, errors, endpoint, .. } = skipped;
        let word = self.paint(AnsiColor::Red.on_default().bold(), "not compared");
        let of = endpoint.as_ref().map(|endpoint| format!(" ({})", visible(endpoint))).unwrap_or_default();
        let errors = if *errors > 1 { format!(" (the first of {errors} errors)") } else { String::new() };
        let why = shorten(why, LONGEST_VALUE);
        let line = format!("{word}: {side} {}:{line}{of}: {code}: {why}{errors}", visible(shown));
        self.line(&line);
    }

    fn ignore(&mut self, word: &str, why: &str, entry: &Ignore) {
        let word = self.paint(AnsiColor::Yellow.on_default().bold(), word);
        let reason = shorten(&entry.accepted.reason, LONGEST_VALUE);
        let place = format!("{}:{}", visible(&entry.file), entry.line);
        let line = format!("{word}: {place}: {} ({reason}): {}", visible(&entry.fingerprint), visible(why));
        self.line(&line);
    }

    fn verdict(&mut self, review: &Review) {
        self.gap();
        let sides = [&review.old, &review.new].map(|side| format!("{} ({})", visible(&side.label), side.version));
        let kinds = counted(&review.counts());
        let kinds: Vec<_> = kinds.into_iter().map(|(n, word)| format!("{n} {word}")).collect();
        let mut line = format!("{}: {}", sides.join(" → "), count(review.changes.len(), "change"));
        if !kinds.is_empty() {
            let _ = write!(line, ": {}", kinds.join(", "));
        }
        let skipped = review.skipped().count();
        if skipped > 0 {
            let _ = write!(line, "; {} not compared", count(skipped, "file"));
        }
        self.line(&line);
        let style = if review.verdict.enough { AnsiColor::Green } else { AnsiColor::Red };
        let release = self.paint(style.on_default().bold(), &release(review));
        let (wire, rust) = (review.verdict.wire.word(), review.verdict.rust.word());
        self.line(&format!("Rust: {rust}; wire: {wire}; {release}"));
    }
}

fn colour_of(severity: Severity) -> Style {
    match severity {
        Severity::Breaking => AnsiColor::Red.on_default().bold(),
        Severity::Risky => AnsiColor::Yellow.on_default().bold(),
        Severity::Compatible => AnsiColor::Green.on_default(),
        Severity::Docs => AnsiColor::Blue.on_default(),
    }
}

/// `spec/a.yaml:4`, and where it was if that is another place.
fn places(review: &Review, old: Option<&Place>, new: Option<&Place>) -> String {
    let is_same_file = |old: &Place, new: &Place| review.old.path(&old.shown) == review.new.path(&new.shown);
    match (old, new) {
        (Some(old), Some(new)) if !is_same_file(old, new) => format!("{} → {}", at(old), at(new)),
        (Some(old), Some(new)) if old.line != new.line => format!("{} (was {})", at(new), old.line),
        (_, Some(new)) => at(new),
        (Some(old), None) => format!("{} (old)", at(old)),
        (None, None) => String::new(),
    }
}
