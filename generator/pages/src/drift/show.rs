//! Disagreements as text, as Markdown and as JSON.

use std::fmt::Write;

use serde_json::{Value, json};

use super::Drift;
use super::{Change, Place};
use wxgen::report::visible;

impl Drift {
    /// For people: endpoints, and below each what is disagreed on.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut endpoint = None;
        for change in &self.changes {
            if endpoint != Some(&change.endpoint) {
                endpoint = Some(&change.endpoint);
                line(&mut text, &visible(&change.endpoint));
            }
            line(&mut text, &format!("  {}", visible(&change.about())));
            for (who, says, place) in
                [("page", &change.page_says, &change.page), ("spec", &change.spec_says, &change.spec)]
            {
                if says.is_none() && place.is_none() {
                    continue;
                }
                let at = place.as_ref().map(shown).unwrap_or_default();
                let says = says.as_ref().map_or_else(|| "-".to_owned(), |says| visible(says).to_string());
                line(&mut text, &format!("    {who}  {says}  ({at})"));
            }
        }
        line(&mut text, &self.summary());
        text
    }

    /// For a pull request: one table.
    pub fn markdown(&self) -> String {
        let mut text = format!("{}\n", self.summary());
        if self.changes.is_empty() {
            return text;
        }
        text.push_str(
            "\n| Endpoint | What | Of | The pages say | The spec says | Page | Spec |\n|---|---|---|---|---|---|---|\n",
        );
        for change in &self.changes {
            let place = |place: &Option<Place>| place.as_ref().map(|place| code(&shown(place))).unwrap_or_default();
            let says = |says: &Option<String>| says.as_deref().map(cell).unwrap_or_default();
            let about = about(change);
            let about = if about.is_empty() { about } else { code(&about) };
            let cells = [
                cell(&change.endpoint),
                change.kind.words().to_owned(),
                about,
                says(&change.page_says),
                says(&change.spec_says),
                place(&change.page),
                place(&change.spec),
            ];
            line(&mut text, &format!("| {} |", cells.join(" | ")));
        }
        text
    }

    /// For programs.
    pub fn json(&self) -> Value {
        json!({
            "drifted": !self.changes.is_empty(),
            "pages": self.pages,
            "endpoints": self.endpoints,
            "changes": self.changes.iter().map(change_json).collect::<Vec<_>>(),
        })
    }

    fn summary(&self) -> String {
        let count = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
        let read = format!("{}, {}", count(self.pages, "page"), count(self.endpoints, "endpoint"));
        match self.changes.len() {
            0 => format!("{read}: pages and spec agree"),
            n => format!("{read}: {}", count(n, "disagreement")),
        }
    }
}

/// `request tester.id`, `85004`.
fn about(change: &Change) -> String {
    let side = change.side.map(|side| side.word());
    let words: Vec<_> = side.into_iter().chain(Some(change.name.as_str()).filter(|name| !name.is_empty())).collect();
    words.join(" ")
}

fn shown(place: &Place) -> String {
    format!("{}:{}", place.file, place.line)
}

fn change_json(change: &Change) -> Value {
    let place = |place: &Option<Place>| place.as_ref().map(|place| json!({ "file": place.file, "line": place.line }));
    json!({
        "endpoint": change.endpoint,
        "change": change.kind.id(),
        "side": change.side.map(|side| side.word()),
        "name": change.name,
        "page_says": change.page_says,
        "spec_says": change.spec_says,
        "page": place(&change.page),
        "spec": place(&change.spec),
    })
}

fn line(text: &mut String, line: &str) {
    let _ = writeln!(text, "{line}");
}

/// Text that stands in a cell as it is: nothing in it is markup, and it stays on its line.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for c in visible(text).chars() {
        if c.is_ascii_punctuation() && !matches!(c, '/' | '.' | ',' | ':' | '\'' | '"' | '%' | '?' | '=' | ';') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Text as code. Backticks would end it, and a pipe the cell.
fn code(text: &str) -> String {
    format!("`{}`", visible(text).replace('`', "'").replace('|', "\\|"))
}
