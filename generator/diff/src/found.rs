//! Changes found so far.

use super::change::{Change, Subject};
use super::places::Places;
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

/// Changes found so far, and where both versions say things.
pub(super) struct Found<'a> {
    pub(super) changes: Vec<Change>,
    pub(super) places: Both<Places<'a>>,
}

/// Takes the changes of one area or endpoint, or of what all share.
pub(super) struct Teller<'f, 'a> {
    pub(super) found: &'f mut Found<'a>,
    pub(super) area: Option<&'f str>,
    pub(super) endpoint: Option<&'f str>,
}

impl Teller<'_, '_> {
    /// Tells a change.
    pub(super) fn tell(&mut self, rule: &'static Rule, part: &str, words: Both<Words>, spans: Both<Option<Span>>) {
        let subject = Subject {
            area: self.area.map(str::to_owned),
            endpoint: self.endpoint.map(str::to_owned),
            part: part.to_owned(),
        };
        let places = &self.found.places;
        let old = spans.old.and_then(|span| places.old.place(span));
        let new = spans.new.and_then(|span| places.new.place(span));
        self.found.changes.push(Change { rule, subject, before: words.old, after: words.new, old, new });
    }

    /// Tells that something is there now.
    pub(super) fn added(&mut self, rule: &'static Rule, part: &str, what: impl Into<String>, span: Option<Span>) {
        self.tell(rule, part, both(None, Some(what.into())), both(None, span));
    }

    /// Tells that something is gone.
    pub(super) fn removed(&mut self, rule: &'static Rule, part: &str, what: impl Into<String>, span: Option<Span>) {
        self.tell(rule, part, both(Some(what.into()), None), both(span, None));
    }

    /// Tells a change of a text, if it is one. An empty text is none.
    pub(super) fn text(&mut self, rule: &'static Rule, part: &str, texts: Both<&str>, spans: Both<Option<Span>>) {
        if texts.differ() {
            self.tell(rule, part, texts.map(some_text), spans);
        }
    }

    /// Tells a change of a flag, if it is one, in the words for no and yes.
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
            self.tell(rule, part, words, spans);
        }
    }
}

/// What is told of a flag.
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
