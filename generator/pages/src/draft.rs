//! An endpoint as a page tells of it. What the page does not say is absent; nothing is guessed.

use std::fmt;

/// An endpoint as captured.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// WeChat's name of it.
    pub name: Option<String>,
    /// Title of the page or section.
    pub title: Option<String>,
    /// HTTP method.
    pub method: Option<String>,
    /// Path of the URL.
    pub path: Option<String>,
    /// Line of the page where the call stands, or where the endpoint begins.
    pub line: usize,
    /// The token it is called with; absent where the page shows none.
    pub token: Option<Token>,
    /// Fixed parameters of the URL.
    pub query: Vec<(String, String)>,
    /// Fixed parameters of the body.
    pub fixed: Vec<(String, String)>,
    /// Permission sets.
    pub permissions: Permissions,
    /// What is sent.
    pub request: Vec<Param>,
    /// What comes back.
    pub response: Vec<Param>,
    /// Is the reply bytes?
    pub binary: bool,
    /// Return codes.
    pub errcodes: Vec<Code>,
    /// Names of which exactly one is sent.
    pub one_of: Vec<Vec<String>>,
    /// Examples, as they stand: requests, then replies.
    pub examples: Vec<Example>,
}

/// The token of a call as a page tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The parameter of the URL it travels in.
    pub param: String,
    /// Does the page say that it is the platform's own?
    pub component: bool,
}

/// What the page says of permission sets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Permissions {
    /// Nothing.
    #[default]
    Unsaid,
    /// Any set will do.
    Any,
    /// Third parties cannot call.
    None,
    /// One of these is needed.
    Ids(Vec<u32>),
}

/// A parameter, or a field of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    /// Where it travels.
    pub place: Place,
    /// `a.b[].c`
    pub path: String,
    /// What it can be.
    pub ty: Type,
    /// Must it be sent? `None` where the page does not say.
    pub required: Option<bool>,
    /// Line of the page.
    pub line: usize,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In the URL.
    Query,
    /// In the body.
    Body,
}

/// A type as pages name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Type {
    /// The page does not say.
    #[default]
    Unsaid,
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Float,
    /// A number; whole or not is not said.
    Number,
    /// True or false.
    Boolean,
    /// An object.
    Object,
    /// A list.
    Array,
    /// Bytes, or an upload.
    Binary,
    /// Anything.
    Json,
}

/// A return code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The code.
    pub code: i64,
    /// `errmsg` as on the wire; empty where the page has other words.
    pub msg: String,
    /// Line of the page.
    pub line: usize,
}

/// An example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Of the request or of the reply?
    pub side: Side,
    /// The text.
    pub text: String,
    /// Line of the page.
    pub line: usize,
}

/// Which way something travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// To WeChat.
    Request,
    /// From WeChat.
    Reply,
}

impl Side {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Reply => "reply",
        }
    }
}

/// More of anything than that is no page of an endpoint.
const MOST: usize = 1_000;

impl Draft {
    /// Has it more parameters, fields or codes than any endpoint has?
    pub fn is_huge(&self) -> bool {
        self.request.len() > MOST || self.response.len() > MOST || self.errcodes.len() > MOST
    }
}

impl Type {
    /// The word for it; empty where the page does not say.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unsaid => "",
            Self::String => "string",
            Self::Integer => "integer",
            Self::Float => "float",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::Array => "array",
            Self::Binary => "binary",
            Self::Json => "json",
        }
    }

    /// Is it some number?
    pub fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Float | Self::Number)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Place {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Body => "body",
        }
    }
}

impl Param {
    /// The path without marks of lists, and its parent.
    pub fn parent(&self) -> Option<&str> {
        self.path.rsplit_once('.').map(|(parent, _)| parent)
    }

    /// The last name of the path.
    pub fn last(&self) -> &str {
        self.path.rsplit_once('.').map_or(self.path.as_str(), |(_, last)| last)
    }
}
