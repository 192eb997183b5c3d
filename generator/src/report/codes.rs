//! The codes of all diagnostics. A code keeps its meaning for ever; the text of each stands in `explain/<code>.md`.

use crate::explain::Entry;

/// A stable code.
pub type Code = &'static str;

/// Makes a constant of each code, and the table of all. The first line of a code's documentation is its title.
macro_rules! codes {
    ($(#[doc = $title:literal] $name:ident = $code:literal;)*) => {
        $(#[doc = $title] pub const $name: Code = $code;)*

        /// All codes, in order.
        pub const CODES: &[Entry] = &[$(Entry {
            code: $code,
            title: $title.trim_ascii(),
            explanation: include_str!(concat!("../explain/", $code, ".md")),
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
}
