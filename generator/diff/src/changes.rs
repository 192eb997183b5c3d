//! The changes recorded so far, and how one is recorded.

use super::change::{Change, Subject};
use super::locations::Locations;
use super::rule::Rule;
use wxgen::source::Span;
use wxgen::source::Spanned;

/// The same thing in both versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Both<T> {
    pub(super) old: T,
    pub(super) new: T,
}

/// Both, in the order of time.
pub(super) fn both<T>(old: T, new: T) -> Both<T> {
    Both { old, new }
}

impl<T> Both<T> {
    /// The same of each.
    pub(super) fn map<U>(self, mut of: impl FnMut(T) -> U) -> Both<U> {
        Both { old: of(self.old), new: of(self.new) }
    }
}

impl<T: PartialEq> Both<T> {
    /// Do they differ?
    pub(super) fn differ(&self) -> bool {
        self.old != self.new
    }
}

/// A value as people read it; absent where there is none.
pub(super) type Words = Option<String>;

/// The changes recorded so far, and where both versions are written.
pub(super) struct Changes<'a> {
    pub(super) list: Vec<Change>,
    pub(super) locations: Both<Locations<'a>>,
}

/// Records the changes of one area or endpoint, or of what all share.
pub(super) struct Recorder<'f, 'a> {
    pub(super) changes: &'f mut Changes<'a>,
    pub(super) area: Option<&'f str>,
    pub(super) endpoint: Option<&'f str>,
}

impl Recorder<'_, '_> {
    /// Records a change.
    pub(super) fn record(&mut self, rule: &'static Rule, part: &str, words: Both<Words>, spans: Both<Option<Span>>) {
        let subject = Subject {
            area: self.area.map(str::to_owned),
            endpoint: self.endpoint.map(str::to_owned),
            part: part.to_owned(),
        };
        let locations = &self.changes.locations;
        let old = spans.old.and_then(|span| locations.old.locate(span));
        let new = spans.new.and_then(|span| locations.new.locate(span));
        self.changes.list.push(Change { rule, subject, before: words.old, after: words.new, old, new });
    }

    /// Records that something is there now.
    pub(super) fn added(&mut self, rule: &'static Rule, part: &str, what: impl Into<String>, span: Option<Span>) {
        self.record(rule, part, both(None, Some(what.into())), both(None, span));
    }

    /// Records that something is gone.
    pub(super) fn removed(&mut self, rule: &'static Rule, part: &str, what: impl Into<String>, span: Option<Span>) {
        self.record(rule, part, both(Some(what.into()), None), both(span, None));
    }

    /// Records a change of a text, if it is one. An empty text is none.
    pub(super) fn text(&mut self, rule: &'static Rule, part: &str, texts: Both<&str>, spans: Both<Option<Span>>) {
        if texts.differ() {
            self.record(rule, part, texts.map(some_text), spans);
        }
    }

    /// Records a change of a flag, if it is one, in the words for no and yes.
    pub(super) fn flag(
        &mut self,
        rules: FlagRules,
        part: &str,
        flags: Both<bool>,
        [no, yes]: [&str; 2],
        spans: Both<Option<Span>>,
    ) {
        if flags.differ() {
            let rule = if flags.new { rules.set } else { rules.cleared };
            let words = flags.map(|flag| Some(if flag { yes } else { no }.to_owned()));
            self.record(rule, part, words, spans);
        }
    }
}

/// The rules of a flag.
#[derive(Clone, Copy)]
pub(super) struct FlagRules {
    pub(super) set: &'static Rule,
    pub(super) cleared: &'static Rule,
}

/// A text; an empty one is none.
pub(super) fn some_text(text: &str) -> Words {
    (!text.is_empty()).then(|| text.to_owned())
}

/// An optional text as written; left out, it is empty.
pub(super) fn plain(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

/// Where an optional value stands.
pub(super) fn span_of<T>(value: &Option<Spanned<T>>) -> Option<Span> {
    value.as_ref().map(|value| value.span)
}
