//! The keys of the format: one table per mapping, for the parser, for "did you mean" and for the JSON Schema.

use crate::yaml::{Key, Shape};

/// Words of `type`.
pub const TYPES: &[&str] =
    &["string", "integer", "float", "boolean", "json", "binary", "file", "object", "array", "map", "enum", "const"];
/// What a type needs besides its word, and what else goes with it. Types that are not here need nothing.
pub const TYPE_PARTS: &[TypeParts] = &[
    TypeParts { word: "object", needs: "fields", takes: &["type_name"] },
    TypeParts { word: "array", needs: "items", takes: &[] },
    TypeParts { word: "map", needs: "items", takes: &[] },
    TypeParts { word: "enum", needs: "values", takes: &["type_name", "of"] },
    TypeParts { word: "const", needs: "value", takes: &[] },
];

/// What goes with one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeParts {
    /// The word after `type`.
    pub word: &'static str,
    /// The key it cannot do without.
    pub needs: &'static str,
    /// Keys it may have besides.
    pub takes: &'static [&'static str],
}
/// Words of `method`.
pub const METHODS: &[&str] = &["GET", "POST"];
/// Words of `in`.
pub const PLACES: &[&str] = &["body", "query"];
/// Words of `returns`.
pub const RETURNS: &[&str] = &["json", "binary"];
/// Words of `of` of an enum.
pub const BASES: &[&str] = &["string", "integer"];
/// Words of `account` of a permission set.
pub const ACCOUNTS: &[&str] = &["official_account", "miniprogram"];
/// Words of `class` of a code.
pub const CLASSES: &[&str] =
    &["ok", "refresh_token", "ticket", "reauthorize", "permission", "ip", "retry", "rate", "argument", "other"];

/// `api.yaml`
pub const API: &[Key] = &[
    Key::optional("crate", Shape::Mapping("crate"), "The crate to write."),
    Key::required("host", Shape::Words, "Host of every call, a name without scheme or port."),
    Key::optional("fallback_hosts", Shape::Texts, "Hosts to use when the first cannot be reached, in order."),
    Key::optional("tokens", Shape::Entries("token"), "Kinds of token, by the name that endpoints use."),
    Key::required("areas", Shape::Entries("area"), "Areas, by the name of their folder."),
];
/// `crate` of `api.yaml`
pub const CRATE: &[Key] = &[
    Key::optional("name", Shape::Words, "Name of the crate; default wxopen."),
    Key::optional("version", Shape::Words, "Its version; default 0.1.0."),
    Key::optional("summary", Shape::Text, "One line about it."),
    Key::optional("repository", Shape::Words, "URL of its source."),
    Key::optional("runtime_path", Shape::Words, "Path of the runtime crate from the output folder."),
];
/// An entry of `tokens`
pub const TOKEN: &[Key] = &[
    Key::optional("param", Shape::Words, "Query parameter it travels in; default access_token."),
    Key::optional("doc", Shape::Text, "What it is and who issues it."),
];
/// An entry of `areas`
pub const AREA: &[Key] = &[
    Key::required("title", Shape::Words, "Name for people."),
    Key::optional("title_zh", Shape::Words, "The name in Chinese, for the search of the docs."),
    Key::optional("doc", Shape::Text, "What the area is for."),
    Key::optional("default", Shape::Flag, "Is its cargo feature on by default? Default true."),
];
/// An entry of `permission_sets.yaml`
pub const PERMISSION_SET: &[Key] = &[
    Key::optional("name", Shape::Words, "WeChat's name for it."),
    Key::optional("account", Shape::Word(ACCOUNTS), "The kind of account it is for."),
    Key::optional("exclusive", Shape::Flag, "Can only one platform hold it at a time?"),
];
/// An entry of an `errcodes.yaml` or of an endpoint's `errcodes`
pub const ERRCODE: &[Key] = &[
    Key::optional("name", Shape::Words, "Rust variant."),
    Key::optional("msg", Shape::Text, "errmsg as on the wire."),
    Key::optional("advice", Shape::Text, "What to do about it, in one line."),
    Key::optional("class", Shape::Word(CLASSES), "What kind of failure it is."),
];
/// An endpoint file
pub const ENDPOINT: &[Key] = &[
    Key::required("name", Shape::Words, "WeChat's name of the endpoint."),
    Key::required("summary", Shape::Words, "What it does, in one line."),
    Key::optional("doc", Shape::Text, "More about it."),
    Key::optional("docs", Shape::Words, "URL of WeChat's page about it."),
    Key::required("method", Shape::Word(METHODS), "HTTP method."),
    Key::required("path", Shape::Words, "Path of the URL, from the first slash, without query."),
    Key::required("token", Shape::Words, "Kind of token, a name from api.yaml, or none."),
    Key::optional("other_tokens", Shape::Texts, "Kinds of token that will do as well, names from api.yaml."),
    Key::optional("token_param", Shape::Words, "Query parameter of the token, where this endpoint differs."),
    Key::optional(
        "permission_sets",
        Shape::Permissions,
        "Sets of which one is needed; any; none: third parties cannot call.",
    ),
    Key::optional("returns", Shape::Word(RETURNS), "What comes back; default json."),
    Key::optional("returns_doc", Shape::Text, "What the reply is."),
    Key::optional("idempotent", Shape::Flag, "Does calling twice do the same as calling once? Default false."),
    Key::optional("deprecated", Shape::Words, "Why not to use it any more."),
    Key::optional("since", Shape::Words, "Since when it exists."),
    Key::optional("request", Shape::Fields("field"), "What is sent, besides the token."),
    Key::optional("response", Shape::Fields("field"), "What comes back, besides errcode and errmsg."),
    Key::optional(
        "errcodes",
        Shape::OptionalEntries("errcode"),
        "Codes it can answer; an empty entry is a code of the area's or the spec's errcodes.yaml.",
    ),
    Key::optional("examples", Shape::List("example"), "Calls as documented."),
    Key::optional("sources", Shape::List("source"), "Pages the facts come from, newest first."),
    Key::optional("notes", Shape::Texts, "Remarks, such as where pages disagree."),
];
/// A field
pub const FIELD: &[Key] = &[
    Key::optional("type", Shape::Word(TYPES), "What it can be."),
    Key::optional("one_of", Shape::Fields("field"), "Instead of a type: the fields of which exactly one is sent."),
    Key::optional("doc", Shape::Text, "What it is."),
    Key::optional(
        "required",
        Shape::Flag,
        "Request: must it be given? Reply: is it always there? Default false, for one_of true.",
    ),
    Key::optional("default", Shape::Any, "What it means to leave it out."),
    Key::optional("deprecated", Shape::Words, "Why not to use it any more."),
    Key::optional("since", Shape::Words, "Since when it exists."),
    Key::optional("secret", Shape::Flag, "Keep it out of logs. Only for strings."),
    Key::optional("in", Shape::Word(PLACES), "Where it travels; default body."),
    Key::optional("name", Shape::Words, "Words for the Rust name, where the wire's will not do."),
    Key::optional(
        "type_name",
        Shape::Words,
        "Rust type of an object, enum or one_of, where the derived one will not do.",
    ),
    Key::optional("fields", Shape::Fields("field"), "Fields of an object."),
    Key::optional("items", Shape::Item, "What an array or map holds."),
    Key::optional("of", Shape::Word(BASES), "What an enum is on the wire; default: integer if all its values are."),
    Key::optional("values", Shape::Values("enum_value"), "Values of an enum."),
    Key::optional("value", Shape::Any, "Value of a const."),
];
/// The items of an array or map: a field without a name of its own
pub const ITEM_KEYS: &[&str] = &["type", "doc", "type_name", "fields", "items", "of", "values"];
/// A value of an enum
pub const ENUM_VALUE: &[Key] =
    &[Key::optional("name", Shape::Words, "Rust variant."), Key::optional("doc", Shape::Text, "What the value means.")];
/// An example
pub const EXAMPLE: &[Key] = &[
    Key::optional("doc", Shape::Text, "What it shows."),
    Key::optional("request", Shape::Any, "The fields that are sent, besides the token and fixed values."),
    Key::optional("response", Shape::Any, "The whole reply."),
];
/// A source
pub const SOURCE: &[Key] = &[
    Key::required("page", Shape::Words, "URL or name of the page."),
    Key::optional("generation", Shape::Words, "Layout or generation of the page."),
    Key::optional("captured", Shape::Words, "Date of capture, YYYY-MM-DD."),
    Key::optional("sha256", Shape::Words, "Digest of the page as captured, hex."),
];

/// Every table by the name that shapes use.
pub const TABLES: &[(&str, &[Key])] = &[
    ("api", API),
    ("crate", CRATE),
    ("token", TOKEN),
    ("area", AREA),
    ("permission_set", PERMISSION_SET),
    ("errcode", ERRCODE),
    ("endpoint", ENDPOINT),
    ("field", FIELD),
    ("enum_value", ENUM_VALUE),
    ("example", EXAMPLE),
    ("source", SOURCE),
];
