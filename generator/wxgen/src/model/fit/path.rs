//! Where in a value something is: `list[0].name`.

use std::fmt;

/// A way into a value; empty: the value itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Path<'a>(pub Vec<Step<'a>>);

/// One step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// Into an object or map.
    Name(&'a str),
    /// Into a list, from 0.
    Index(usize),
}

impl<'a> Path<'a> {
    /// The first steps.
    pub fn up_to(&self, steps: usize) -> Self {
        Self(self.0.iter().take(steps).copied().collect())
    }

    /// The last name on the way; empty where there is none.
    pub fn last_name(&self) -> &'a str {
        let mut names = self.0.iter().rev().filter_map(|step| match step {
            Step::Name(name) => Some(*name),
            Step::Index(_) => None,
        });
        names.next().unwrap_or_default()
    }

    /// The path with each name as `name` shows it, for names that others chose.
    pub fn shown(&self, name: impl Fn(&str) -> String) -> String {
        let mut text = String::new();
        for step in &self.0 {
            match step {
                Step::Name(next) if text.is_empty() => text.push_str(&name(next)),
                Step::Name(next) => text.push_str(&format!(".{}", name(next))),
                Step::Index(nth) => text.push_str(&format!("[{nth}]")),
            }
        }
        text
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown(str::to_owned))
    }
}
