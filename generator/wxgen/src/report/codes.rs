//! The codes of all diagnostics and of all findings of pages. A code keeps its meaning for ever; the text of each is in
//! `explain/<code>.md`.

/// A stable code.
pub type Code = &'static str;

/// A code and all about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// What it means, how it looks and what to do, in Markdown.
    pub explanation: &'static str,
}

impl Entry {
    /// Is it about pages, and not about specs?
    pub fn is_of_pages(&self) -> bool {
        self.code.starts_with("WX06")
    }
}

/// Makes a constant of each code, and the table of all. The first line of a code's documentation is its title.
macro_rules! codes {
    ($(#[doc = $title:literal] $name:ident = $code:literal;)*) => {
        $(#[doc = $title] pub const $name: Code = $code;)*

        /// All codes, in order.
        pub const CODES: &[Entry] = &[$(Entry {
            code: $code,
            title: $title.trim_ascii(),
            explanation: include_str!(concat!("explain/", $code, ".md")),
        }),*];
    };
}

codes! {
    // Reading.
    /// There is no spec where one was looked for.
    NO_SPEC = "WX0001";
    /// The folder is empty.
    EMPTY = "WX0002";
    /// A file or folder cannot be read.
    UNREADABLE = "WX0003";
    /// A file is not UTF-8.
    NOT_UTF8 = "WX0004";
    /// A file or the folder is too large.
    TOO_LARGE = "WX0005";
    /// A YAML file lies where none is read.
    STRAY_FILE = "WX0006";
    /// More problems in one file than are listed.
    TOO_MANY = "WX0007";

    // YAML.
    /// The text is not YAML.
    BAD_YAML = "WX0101";
    /// Anchors, aliases, tags and merge keys are not part of the format.
    ALIAS = "WX0102";
    /// Nested too deep, or too many values.
    TOO_DEEP = "WX0103";
    /// More than one document in a file.
    MANY_DOCUMENTS = "WX0104";
    /// A key stands twice in one mapping.
    DUPLICATE_KEY = "WX0105";

    // Shape.
    /// A key that the format does not know.
    UNKNOWN_KEY = "WX0201";
    /// A value of the wrong type.
    WRONG_TYPE = "WX0202";
    /// A key that must be there is not.
    MISSING_KEY = "WX0203";
    /// A word that is none of those allowed.
    UNKNOWN_WORD = "WX0204";
    /// `const` without `value`.
    CONST_WITHOUT_VALUE = "WX0205";
    /// `one_of` with fewer than two alternatives, or `enum` without values.
    TOO_FEW = "WX0206";
    /// A text that must say something is empty.
    EMPTY_TEXT = "WX0207";

    // Meaning.
    /// Two files describe the same call.
    DUPLICATE_ENDPOINT = "WX0301";
    /// Two names become the same name in Rust.
    NAME_CLASH = "WX0302";
    /// A permission set that `permission_sets.yaml` does not list.
    UNKNOWN_PERMISSION_SET = "WX0303";
    /// An empty entry for a code that `errcodes.yaml` does not list.
    UNKNOWN_ERRCODE = "WX0304";
    /// A path that is no path of a URL.
    BAD_PATH = "WX0305";
    /// A host that is no host name.
    BAD_HOST = "WX0306";
    /// A kind of token that `api.yaml` does not list.
    UNKNOWN_TOKEN = "WX0307";
    /// A folder that is no area of `api.yaml`.
    UNKNOWN_AREA = "WX0308";
    /// An area without endpoints.
    UNUSED_AREA = "WX0309";
    /// A field travels where it cannot.
    BAD_PLACE = "WX0310";
    /// A type that has no meaning here.
    MISPLACED_TYPE = "WX0311";
    /// A field that is always there and must not be listed.
    IMPLIED_FIELD = "WX0312";
    /// A default that does not fit.
    BAD_DEFAULT = "WX0313";
    /// A flag that does not fit the type.
    BAD_FLAG = "WX0314";
    /// Binary replies have no fields.
    BINARY_WITH_FIELDS = "WX0315";
    /// A URL, date or digest that is none.
    BAD_FACT = "WX0316";
    /// An id or parameter that stands twice under different spellings.
    DUPLICATE = "WX0317";
    /// A crate name or version that cargo would refuse.
    BAD_CRATE = "WX0318";
    /// An area's name that can be no cargo feature.
    BAD_AREA = "WX0319";
    /// A kind of token that cannot be used.
    BAD_TOKEN = "WX0320";

    // Examples.
    /// An example lacks a required field.
    EXAMPLE_MISSING = "WX0401";
    /// An example has a field that the spec does not.
    EXAMPLE_UNKNOWN = "WX0402";
    /// A value in an example has the wrong type.
    EXAMPLE_TYPE = "WX0403";
    /// An example gives none or several of a choice.
    EXAMPLE_CHOICE = "WX0404";
    /// An example gives another value than the fixed one.
    EXAMPLE_CONST = "WX0405";

    // Changes that were accepted.
    /// A fingerprint that can be that of no change.
    BAD_FINGERPRINT = "WX0501";
    /// A change is accepted twice.
    ACCEPTED_TWICE = "WX0502";

    // Pages.
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

    // Rules of the local WeChat.
    /// A rule is about an endpoint that the spec does not have.
    UNKNOWN_ENDPOINT = "WX0701";
    /// A rule that does nothing, or contradicts itself.
    BAD_RULE = "WX0702";
    /// A number of a rule is too small or too large.
    OUT_OF_RANGE = "WX0703";
}
