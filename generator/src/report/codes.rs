//! The codes of all diagnostics. A code keeps its meaning for ever; [`crate::explain`] tells it at length.

/// A stable code.
pub type Code = &'static str;

// Reading.
/// There is no spec where one was looked for.
pub const NO_SPEC: Code = "WX0001";
/// The folder is empty.
pub const EMPTY: Code = "WX0002";
/// A file or folder cannot be read.
pub const UNREADABLE: Code = "WX0003";
/// A file is not UTF-8.
pub const NOT_UTF8: Code = "WX0004";
/// A file or the folder is too large.
pub const TOO_LARGE: Code = "WX0005";
/// A YAML file lies where none is read.
pub const STRAY_FILE: Code = "WX0006";

// YAML.
/// The text is not YAML.
pub const BAD_YAML: Code = "WX0101";
/// Anchors, aliases, tags and merge keys are not part of the format.
pub const ALIAS: Code = "WX0102";
/// Nested too deep, or too many values.
pub const TOO_DEEP: Code = "WX0103";
/// More than one document in a file.
pub const MANY_DOCUMENTS: Code = "WX0104";
/// A key stands twice in one mapping.
pub const DUPLICATE_KEY: Code = "WX0105";

// Shape.
/// A key that the format does not know.
pub const UNKNOWN_KEY: Code = "WX0201";
/// A value of the wrong type.
pub const WRONG_TYPE: Code = "WX0202";
/// A key that must be there is not.
pub const MISSING_KEY: Code = "WX0203";
/// A word that is none of those allowed.
pub const UNKNOWN_WORD: Code = "WX0204";
/// `const` without `value`.
pub const CONST_WITHOUT_VALUE: Code = "WX0205";
/// `one_of` with fewer than two alternatives, or `enum` without values.
pub const TOO_FEW: Code = "WX0206";
/// A text that must say something is empty.
pub const EMPTY_TEXT: Code = "WX0207";

// Meaning.
/// Two files describe the same call.
pub const DUPLICATE_ENDPOINT: Code = "WX0301";
/// Two names become the same name in Rust.
pub const NAME_CLASH: Code = "WX0302";
/// A permission set that `permission_sets.yaml` does not list.
pub const UNKNOWN_PERMISSION_SET: Code = "WX0303";
/// An empty entry for a code that `errcodes.yaml` does not list.
pub const UNKNOWN_ERRCODE: Code = "WX0304";
/// A path that is no path of a URL.
pub const BAD_PATH: Code = "WX0305";
/// A host that is no host name.
pub const BAD_HOST: Code = "WX0306";
/// A kind of token that `api.yaml` does not list.
pub const UNKNOWN_TOKEN: Code = "WX0307";
/// A folder that is no area of `api.yaml`.
pub const UNKNOWN_AREA: Code = "WX0308";
/// An area without endpoints.
pub const UNUSED_AREA: Code = "WX0309";
/// A field travels where it cannot.
pub const BAD_PLACE: Code = "WX0310";
/// A type that has no meaning here.
pub const MISPLACED_TYPE: Code = "WX0311";
/// A field that is always there and must not be listed.
pub const IMPLIED_FIELD: Code = "WX0312";
/// A default that does not fit.
pub const BAD_DEFAULT: Code = "WX0313";
/// A flag that does not fit the type.
pub const BAD_FLAG: Code = "WX0314";
/// Binary replies have no fields.
pub const BINARY_WITH_FIELDS: Code = "WX0315";
/// A URL, date or digest that is none.
pub const BAD_FACT: Code = "WX0316";
/// An id or parameter that stands twice under different spellings.
pub const DUPLICATE: Code = "WX0317";
/// A crate name or version that cargo would refuse.
pub const BAD_CRATE: Code = "WX0318";

// Examples.
/// An example lacks a required field.
pub const EXAMPLE_MISSING: Code = "WX0401";
/// An example has a field that the spec does not.
pub const EXAMPLE_UNKNOWN: Code = "WX0402";
/// A value in an example has the wrong type.
pub const EXAMPLE_TYPE: Code = "WX0403";
/// An example gives none or several of a choice.
pub const EXAMPLE_CHOICE: Code = "WX0404";
/// An example gives another value than the fixed one.
pub const EXAMPLE_CONST: Code = "WX0405";
