//! What a person should look at after a capture.

/// Something about a page that needs a person, or was repaired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable code.
    pub code: &'static str,
    /// Line of the page, from 1.
    pub line: usize,
    /// What it is, in one line.
    pub message: String,
}

impl Finding {
    /// A finding.
    pub(super) fn new(code: &'static str, line: usize, message: impl Into<String>) -> Self {
        Self { code, line, message: message.into() }
    }
}

macro_rules! findings {
    ($($(#[doc = $doc:literal])* $name:ident = $code:literal;)*) => {
        $($(#[doc = $doc])* pub(super) const $name: &str = $code;)*
        /// All codes of findings, with a line about each.
        pub const FINDINGS: &[(&str, &str)] = &[$(($code, concat!($($doc),*).trim_ascii())),*];
    };
}

findings! {
    /// The page holds no endpoint.
    NO_ENDPOINT = "WX0601";
    /// The page does not keep method or path.
    NO_CALL = "WX0602";
    /// The page keeps no table where one belongs.
    LOST_TABLE = "WX0603";
    /// Fields of a nested object are lost.
    LOST_FIELDS = "WX0604";
    /// Cells run together; they were cut by what the first column and the types look like.
    GLUED_CELLS = "WX0605";
    /// Whether a parameter is required is lost.
    LOST_REQUIRED = "WX0606";
    /// A name was repaired.
    REPAIRED_NAME = "WX0611";
    /// A name has a hole, and nothing tells what stood there.
    HOLE = "WX0612";
    /// A name is no name.
    BAD_NAME = "WX0613";
    /// An example is not JSON; it was read as far as it goes.
    BROKEN_EXAMPLE = "WX0621";
    /// A field stands in an example and in no table.
    ONLY_IN_EXAMPLE = "WX0622";
    /// Table and example disagree on a type.
    TYPE_DIFFERS = "WX0623";
    /// A type is said in a word that is not known.
    UNKNOWN_TYPE = "WX0624";
    /// A parameter is listed twice.
    LISTED_TWICE = "WX0625";
    /// The end of a nested table is not marked; where it ends was told by the example, or not at all.
    OPEN_NESTING = "WX0626";
    /// A call without a body has a table of one.
    GET_WITH_BODY = "WX0631";
    /// Permission sets could not be read.
    BAD_PERMISSIONS = "WX0632";
    /// The page names no permission set.
    NO_PERMISSIONS = "WX0633";
    /// A row of the table of return codes has no number.
    NO_NUMBER = "WX0641";
    /// One code has two texts.
    TWO_TEXTS = "WX0642";
    /// Exactly one of some parameters is sent, but the table marks them otherwise.
    ONE_OF_REQUIRED = "WX0651";
    /// Two parameters may be alternatives; the page does not name them clearly.
    MAYBE_ONE_OF = "WX0652";
    /// Pages disagree.
    PAGES_DISAGREE = "WX0661";
    /// Two endpoints are the same call.
    SAME_CALL = "WX0662";
    /// The spec has something that the page does not have, or no longer.
    NOT_IN_PAGE = "WX0671";
    /// Page and spec disagree, and the spec was kept.
    SPEC_KEPT = "WX0672";
    /// What the page says has no form in a spec.
    NO_SPEC_FORM = "WX0673";
}
