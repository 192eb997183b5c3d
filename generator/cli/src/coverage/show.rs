//! Prints a coverage: for people, for programs, for a page.

use std::fmt::Write;

use serde_json::{Value, json};

use super::Coverage;
use super::count::{Count, Share};
use super::inventory::Listed;
use wxgen::markdown;
use wxgen::report::visible;

const HEAD: [&str; 7] = ["Area", "Endpoints", "Listed", "Parameters", "Reply fields", "Codes", "Examples"];

impl Coverage {
    /// For people: a table, and what is missing.
    pub fn text(&self) -> String {
        let rows: Vec<_> = self.rows();
        let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
        let widths: [usize; 7] = std::array::from_fn(width);
        let mut out = String::new();
        for row in &rows {
            let mut line = format!("{:<1$}", row[0], widths[0]);
            for (cell, width) in row.iter().zip(widths).skip(1) {
                let _ = write!(line, "  {cell:>width$}");
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        let _ = write!(out, "\n{} of {} in the inventory are in the spec", self.covered, self.listed);
        let _ = writeln!(out, "; {} of the spec are not in the inventory.", self.unlisted);
        if !self.missing.is_empty() {
            out.push_str("\nMissing:\n");
        }
        for listed in &self.missing {
            let _ = writeln!(out, "  {}", visible(&call(listed)));
        }
        out
    }

    /// For a page.
    pub fn markdown(&self) -> String {
        let mut out = String::from("# Coverage\n\n");
        let _ = writeln!(
            out,
            "{} of {} endpoints of the inventory are in the spec, which has {} in all.\n",
            self.covered,
            self.listed,
            self.total().endpoints
        );
        out.push_str(
            "Parameters and reply fields: how many have docs, at any depth. Codes: how many have a name. Examples: how \
             many show a reply; each fits its spec, and a generated test sends and reads it.\n\n",
        );
        for (at, row) in self.rows().iter().enumerate() {
            let cells = row.iter().map(|cell| markdown::text_in_cell(cell)).collect::<Vec<_>>();
            let _ = writeln!(out, "| {} |", cells.join(" | "));
            if at == 0 {
                out.push_str("| --- | --: | --: | --: | --: | --: | --: |\n");
            }
        }
        if !self.missing.is_empty() {
            out.push_str("\n## Missing\n\n| Path | Method | Name | Page |\n| --- | --- | --- | --- |\n");
        }
        for listed in &self.missing {
            let path = if listed.action.is_empty() {
                listed.path.clone()
            } else {
                format!("{} ({})", listed.path, listed.action)
            };
            let page = if listed.docs.is_empty() { "unknown" } else { "known" };
            let cells = [
                markdown::code_in_cell(&path),
                markdown::text_in_cell(&listed.method),
                markdown::text_in_cell(&listed.name),
            ];
            let _ = writeln!(out, "| {} | {page} |", cells.join(" | "));
        }
        out
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let areas: Vec<_> = self
            .areas
            .iter()
            .map(|(id, title, count)| {
                let mut area = numbers(count);
                area["area"] = json!(id);
                area["title"] = json!(title);
                area
            })
            .collect();
        let missing: Vec<_> = self
            .missing
            .iter()
            .map(|listed| json!({ "path": listed.path, "action": listed.action, "method": listed.method, "name": listed.name }))
            .collect();
        json!({
            "inventory": { "endpoints": self.listed, "covered": self.covered, "unlisted": self.unlisted },
            "total": numbers(&self.total()),
            "areas": areas,
            "missing": missing,
        })
    }

    fn rows(&self) -> Vec<[String; 7]> {
        let mut rows = vec![HEAD.map(str::to_owned)];
        rows.extend(self.areas.iter().map(|(id, _, count)| row(id, count)));
        rows.push(row("all", &self.total()));
        rows
    }
}

fn row(name: &str, count: &Count) -> [String; 7] {
    [
        name.to_owned(),
        count.endpoints.to_string(),
        count.listed.to_string(),
        share(count.parameters),
        share(count.reply_fields),
        share(count.codes),
        share(count.examples),
    ]
}

fn share(share: Share) -> String {
    format!("{}/{}", share.done, share.all)
}

fn numbers(count: &Count) -> Value {
    let share = |share: Share| json!({ "done": share.done, "all": share.all });
    json!({
        "endpoints": count.endpoints,
        "listed": count.listed,
        "with_examples": count.shown,
        "parameters": share(count.parameters),
        "reply_fields": share(count.reply_fields),
        "codes": share(count.codes),
        "examples": share(count.examples),
    })
}

/// A missing endpoint on a line.
fn call(listed: &Listed) -> String {
    let method = if listed.method.is_empty() { "?" } else { &listed.method };
    let mut line = format!("{method:<4} {}", listed.path);
    for word in [&listed.action, &listed.name] {
        if !word.is_empty() {
            let _ = write!(line, "  {word}");
        }
    }
    line
}
