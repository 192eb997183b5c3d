//! What is wrong with arguments.

use serde_json::{Value, json};

/// Something wrong with an argument, or one that is missing. Holds no value that could be secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArgumentError {
    /// What kind of problem it is.
    pub wrong: ArgumentErrorKind,
    /// The parameter, as a path such as `list[0].name`; may be empty.
    pub path: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do about it, where that can be said; a missing parameter's docs.
    pub help: String,
}

/// Kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgumentErrorKind {
    /// It is not of the form that arguments have.
    Form,
    /// There is no such parameter.
    Unknown,
    /// It has to be given.
    Missing,
    /// The value is of another type.
    Type,
    /// Not exactly one of a choice.
    Choice,
    /// A value that is fixed.
    Fixed,
    /// Given twice.
    Twice,
    /// A file cannot be read.
    File,
}

impl ArgumentErrorKind {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Unknown => "unknown",
            Self::Missing => "missing",
            Self::Type => "type",
            Self::Choice => "choice",
            Self::Fixed => "fixed",
            Self::Twice => "twice",
            Self::File => "file",
        }
    }
}

impl ArgumentError {
    /// A problem with a parameter.
    pub fn new(wrong: ArgumentErrorKind, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { wrong, path: path.into(), message: message.into(), help: String::new() }
    }

    /// The same, with what to do about it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = text.into();
        self
    }

    /// For programs; `place` is where the parameter stands in the spec.
    pub fn json(&self, place: Option<&str>) -> Value {
        let Self { wrong, path, message, help } = self;
        json!({ "problem": wrong.name(), "parameter": path, "message": message, "help": help, "spec": place })
    }
}
