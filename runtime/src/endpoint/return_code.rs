//! What a return code means.

use std::fmt::{self, Debug};

/// A return code as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeInfo {
    /// The number on the wire.
    pub code: i64,
    /// Its name in Rust.
    pub name: &'static str,
    /// `errmsg` as documented; may be empty.
    pub msg: &'static str,
    /// What to do about it; may be empty.
    pub advice: &'static str,
    /// What kind of failure it is.
    pub class: Class,
}

/// What kind of failure a code reports, and so what a caller can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Class {
    /// The token is wrong or old: refresh it once and repeat.
    RefreshToken,
    /// The platform's ticket is wrong, old or missing.
    Ticket,
    /// The merchant has to authorise the platform again.
    Reauthorize,
    /// A permission set is missing.
    Permission,
    /// The caller's address is not on the platform's list.
    Ip,
    /// Busy: wait a little and repeat.
    Retry,
    /// Too many calls in a minute or a day.
    Rate,
    /// What was sent is wrong.
    Argument,
    /// Any other failure; repeating does not help.
    Other,
}

/// The error enum of an endpoint.
pub trait ErrorKind: Debug + Clone + PartialEq + Send + Sync + 'static {
    /// The variant of a code; every code has one.
    fn from_code(code: i64) -> Self;

    /// The number on the wire.
    fn code(&self) -> i64;

    /// What is documented: the codes that are this endpoint's own, those of its area, then those that all endpoints share.
    const CODES: &'static [&'static [CodeInfo]];

    /// What is documented of the code.
    fn info(&self) -> Option<&'static CodeInfo> {
        find(self.code(), Self::CODES)
    }

    /// Its name in Rust, where it is documented.
    fn name(&self) -> Option<&'static str> {
        self.info().map(|info| info.name)
    }

    /// `errmsg` as documented.
    fn msg(&self) -> Option<&'static str> {
        self.info().map(|info| info.msg).filter(|msg| !msg.is_empty())
    }

    /// What to do about it, where that is known.
    fn advice(&self) -> Option<&'static str> {
        self.info().map(|info| info.advice).filter(|advice| !advice.is_empty())
    }

    /// What kind of failure it is.
    fn class(&self) -> Class {
        self.info().map_or(Class::Other, |info| info.class)
    }

    /// May the same call work in a little while?
    fn is_retryable(&self) -> bool {
        self.class() == Class::Retry
    }
}

/// The entry of a code, the endpoint's own before a shared one.
fn find(code: i64, tables: &[&'static [CodeInfo]]) -> Option<&'static CodeInfo> {
    tables.iter().copied().flatten().find(|info| info.code == code)
}

/// Prints a code by its name, or `Unknown(7)`. It is what `Debug` of error enums does.
#[doc(hidden)]
pub fn show_code(code: i64, tables: &[&'static [CodeInfo]], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match find(code, tables) {
        Some(info) => f.write_str(info.name),
        None => write!(f, "Unknown({code})"),
    }
}

/// Any code of any endpoint, with what is documented of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnyCode {
    code: i64,
    info: Option<&'static CodeInfo>,
}

impl AnyCode {
    /// The code of an endpoint's error enum.
    pub fn of(kind: &impl ErrorKind) -> Self {
        Self { code: kind.code(), info: kind.info() }
    }
}

impl ErrorKind for AnyCode {
    fn from_code(code: i64) -> Self {
        Self { code, info: None }
    }

    fn code(&self) -> i64 {
        self.code
    }

    const CODES: &'static [&'static [CodeInfo]] = &[];

    fn info(&self) -> Option<&'static CodeInfo> {
        self.info
    }
}
