//! Where the section of a release goes in a changelog that people wrote.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

use semver::Version;

use super::section::{BEGIN, END, release, section};
use crate::review::Review;
use wxgen::persist::PersistError;

/// Why nothing was written.
#[derive(Debug)]
pub enum ChangelogError {
    /// The markers of the file do not pair: what is wrong, and the line.
    BrokenMarkers(usize, &'static str),
    /// Reading failed.
    Io(PathBuf, io::Error),
    /// Writing failed, or was refused.
    Write(PersistError),
}

impl fmt::Display for ChangelogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BrokenMarkers(line, what) => {
                write!(f, "the changelog is left alone: {what} in line {line}; mend the markers, then run again")
            }
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ChangelogError {}

/// A section, from its heading to the next: lines by number.
struct Section {
    lines: Range<usize>,
    heading: Heading,
    /// The lines of the markers, both included.
    block: Option<Range<usize>>,
}

/// What a heading says.
enum Heading {
    /// What stands before the first section.
    None,
    Unreleased,
    /// A version, and whether more stands behind it, which is taken for a date.
    Version(String, bool),
    Other,
}

/// The text of a changelog with the section of a release in it.
pub(super) fn with_section(old: &str, review: &Review) -> Result<String, ChangelogError> {
    let newline = if old.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines: Vec<String> = old.lines().map(str::to_owned).collect();
    let sections = sections(&lines)?;
    let version = release(review);
    let block: Vec<String> = section(review).lines().map(str::to_owned).collect();
    match target(&sections, version) {
        Some(found) => {
            if let Heading::Version(of, false) = &found.heading
                && of != version
                && let Some(heading) = lines.get_mut(found.lines.start)
            {
                *heading = heading.replacen(of.as_str(), version, 1);
            }
            match &found.block {
                Some(block_at) => drop(lines.splice(block_at.clone(), block)),
                None if review.changes.is_empty() => {}
                None => insert_below(&mut lines, found.lines.start, block),
            }
        }
        None if review.changes.is_empty() => return Ok(old.to_owned()),
        None => insert_section(&mut lines, &sections, version, block),
    }
    Ok(lines.iter().map(|line| format!("{line}{newline}")).collect())
}

/// The section that the release belongs to, if there is one.
fn target<'s>(sections: &'s [Section], version: &str) -> Option<&'s Section> {
    let lower = |of: &str| matches!((Version::parse(of), Version::parse(version)), (Ok(of), Ok(to)) if of < to);
    let kept_unreleased = |s: &&Section| matches!(s.heading, Heading::Unreleased) && s.block.is_some();
    let of_version = |s: &&Section| matches!(&s.heading, Heading::Version(of, _) if of == version);
    let not_out_yet =
        |s: &&Section| matches!(&s.heading, Heading::Version(of, false) if s.block.is_some() && lower(of));
    // Only the topmost version can be one that is not out yet.
    let topmost = sections.iter().find(|section| matches!(section.heading, Heading::Version(..)));
    let first = |wanted: &dyn Fn(&&Section) -> bool| sections.iter().find(|section| wanted(section));
    first(&kept_unreleased).or_else(|| first(&of_version)).or_else(|| topmost.filter(not_out_yet))
}

/// Puts lines below a heading, blank lines around them.
fn insert_below(lines: &mut Vec<String>, heading: usize, block: Vec<String>) {
    let at = (heading + 1).min(lines.len());
    let ends_blank = lines.get(at).is_none_or(|line| line.trim().is_empty());
    let blank = (!ends_blank).then(String::new);
    lines.splice(at..at, std::iter::once(String::new()).chain(block).chain(blank));
}

/// Makes a section above those of all versions, below `Unreleased`.
fn insert_section(lines: &mut Vec<String>, sections: &[Section], version: &str, block: Vec<String>) {
    let above = sections.iter().find(|section| matches!(section.heading, Heading::Version(..)));
    let at = above.map_or(end_of_text(lines), |section| section.lines.start);
    // As the other headings are written.
    let brackets =
        !lines.iter().any(|line| line.starts_with("## ")) || lines.iter().any(|line| line.starts_with("## ["));
    let heading = if brackets { format!("## [{version}]") } else { format!("## {version}") };
    let before = at.checked_sub(1).and_then(|before| lines.get(before)).is_some_and(|line| !line.trim().is_empty());
    let after = lines.get(at).is_some_and(|line| !line.trim().is_empty());
    let blank = |wanted: bool| wanted.then(String::new);
    let section = blank(before).into_iter().chain([heading, String::new()]).chain(block).chain(blank(after));
    lines.splice(at..at, section.collect::<Vec<_>>());
}

/// Behind the last line, but before the definitions of links that a changelog ends with.
fn end_of_text(lines: &[String]) -> usize {
    let links = lines.iter().rev().take_while(|line| line.trim().is_empty() || is_link(line)).count();
    let has_links = lines.iter().rev().take(links).any(|line| is_link(line));
    if has_links { lines.len() - links } else { lines.len() }
}

fn is_link(line: &str) -> bool {
    line.starts_with('[') && line.contains("]: ")
}

/// All sections, with the markers checked.
fn sections(lines: &[String]) -> Result<Vec<Section>, ChangelogError> {
    let broken = |at: usize, what| Err(ChangelogError::BrokenMarkers(at + 1, what));
    let mut sections = vec![Section { lines: 0..0, heading: Heading::None, block: None }];
    let mut open = None;
    let mut fenced = false;
    for (at, line) in lines.iter().enumerate() {
        let trimmed = line.trim();
        if trimmed.starts_with("```") {
            fenced = !fenced;
        }
        if !fenced && let Some(title) = line.strip_prefix("## ") {
            if let Some(begin) = open {
                return broken(begin, "a marker that begins what is written has no end in its section");
            }
            sections.push(Section { lines: at..at, heading: heading(title), block: None });
        }
        let Some(section) = sections.last_mut() else { continue };
        section.lines.end = at + 1;
        match trimmed {
            BEGIN if open.is_some() || section.block.is_some() => return broken(at, "a second beginning"),
            BEGIN => open = Some(at),
            END => match open.take() {
                Some(begin) => section.block = Some(begin..at + 1),
                None => return broken(at, "an end without beginning"),
            },
            _ => {}
        }
    }
    match open {
        Some(begin) => broken(begin, "a marker that begins what is written has no end"),
        None => Ok(sections),
    }
}

/// `[0.2.0] - 2026-11-21`, `0.2.0`, `[Unreleased]`.
fn heading(title: &str) -> Heading {
    let (name, rest) = match title.strip_prefix('[').and_then(|title| title.split_once(']')) {
        Some((name, rest)) => (name, rest),
        None => title.split_once(char::is_whitespace).unwrap_or((title, "")),
    };
    let name = name.trim();
    if name.eq_ignore_ascii_case("unreleased") {
        return Heading::Unreleased;
    }
    match Version::parse(name) {
        Ok(_) => Heading::Version(name.to_owned(), !rest.trim().is_empty()),
        Err(_) => Heading::Other,
    }
}
