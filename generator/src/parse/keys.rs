//! The keys of the format: one table per mapping, for the parser, for "did you mean" and for the JSON Schema.

/// A key of a mapping.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// Must it be there?
    pub required: bool,
    /// What its value is.
    pub shape: Shape,
    /// What it says.
    pub doc: &'static str,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Text. Numbers that are not quoted count as text, flags do not.
    Text,
    /// Text that must say something: not blank.
    Words,
    /// `true` or `false`.
    Flag,
    /// One of some words.
    Word(&'static [&'static str]),
    /// Any YAML.
    Any,
    /// A list of texts.
    Texts,
    /// `any`, `none` or a list of ids.
    Permissions,
    /// A mapping described by its own table, by the name in [`TABLES`].
    Mapping(&'static str),
    /// A mapping from free keys to mappings of that table.
    Entries(&'static str),
    /// The same, where a value may be left empty.
    OptionalEntries(&'static str),
    /// A list of mappings of that table.
    List(&'static str),
    /// A type word, or a mapping with the [`ITEM_KEYS`] of a field.
    Item,
    /// A mapping from names to fields, each a type word or a mapping of that table.
    Fields(&'static str),
    /// A mapping from values to nothing, a name, or a mapping of that table.
    Values(&'static str),
}

const fn key(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, required: false, shape, doc }
}

const fn required(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, required: true, shape, doc }
}

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
    key("crate", Shape::Mapping("crate"), "The crate to write."),
    required("host", Shape::Words, "Host of every call, a name without scheme or port."),
    key("fallback_hosts", Shape::Texts, "Hosts to use when the first cannot be reached, in order."),
    key("tokens", Shape::Entries("token"), "Kinds of token, by the name that endpoints use."),
    required("areas", Shape::Entries("area"), "Areas, by the name of their folder."),
];
/// `crate` of `api.yaml`
pub const CRATE: &[Key] = &[
    key("name", Shape::Words, "Name of the crate; default wxopen."),
    key("version", Shape::Words, "Its version; default 0.1.0."),
    key("summary", Shape::Text, "One line about it."),
    key("repository", Shape::Words, "URL of its source."),
    key("runtime_path", Shape::Words, "Path of the runtime crate from the output folder."),
];
/// An entry of `tokens`
pub const TOKEN: &[Key] = &[
    key("param", Shape::Words, "Query parameter it travels in; default access_token."),
    key("doc", Shape::Text, "What it is and who issues it."),
];
/// An entry of `areas`
pub const AREA: &[Key] = &[
    required("title", Shape::Words, "Name for people."),
    key("title_zh", Shape::Words, "The name in Chinese, for the search of the docs."),
    key("doc", Shape::Text, "What the area is for."),
    key("default", Shape::Flag, "Is its cargo feature on by default? Default true."),
];
/// An entry of `permission_sets.yaml`
pub const PERMISSION_SET: &[Key] = &[
    key("name", Shape::Words, "WeChat's name for it."),
    key("account", Shape::Word(ACCOUNTS), "The kind of account it is for."),
    key("exclusive", Shape::Flag, "Can only one platform hold it at a time?"),
];
/// An entry of an `errcodes.yaml` or of an endpoint's `errcodes`
pub const ERRCODE: &[Key] = &[
    key("name", Shape::Words, "Rust variant."),
    key("msg", Shape::Text, "errmsg as on the wire."),
    key("advice", Shape::Text, "What to do about it, in one line."),
    key("class", Shape::Word(CLASSES), "What kind of failure it is."),
];
/// An endpoint file
pub const ENDPOINT: &[Key] = &[
    required("name", Shape::Words, "WeChat's name of the endpoint."),
    required("summary", Shape::Words, "What it does, in one line."),
    key("doc", Shape::Text, "More about it."),
    key("docs", Shape::Words, "URL of WeChat's page about it."),
    required("method", Shape::Word(METHODS), "HTTP method."),
    required("path", Shape::Words, "Path of the URL, from the first slash, without query."),
    required("token", Shape::Words, "Kind of token, a name from api.yaml, or none."),
    key("other_tokens", Shape::Texts, "Kinds of token that will do as well, names from api.yaml."),
    key("token_param", Shape::Words, "Query parameter of the token, where this endpoint differs."),
    key("permission_sets", Shape::Permissions, "Sets of which one is needed; any; none: third parties cannot call."),
    key("returns", Shape::Word(RETURNS), "What comes back; default json."),
    key("returns_doc", Shape::Text, "What the reply is."),
    key("idempotent", Shape::Flag, "Does calling twice do the same as calling once? Default false."),
    key("deprecated", Shape::Words, "Why not to use it any more."),
    key("since", Shape::Words, "Since when it exists."),
    key("request", Shape::Fields("field"), "What is sent, besides the token."),
    key("response", Shape::Fields("field"), "What comes back, besides errcode and errmsg."),
    key(
        "errcodes",
        Shape::OptionalEntries("errcode"),
        "Codes it can answer; an empty entry is a code of the area's or the spec's errcodes.yaml.",
    ),
    key("examples", Shape::List("example"), "Calls as documented."),
    key("sources", Shape::List("source"), "Pages the facts come from, newest first."),
    key("notes", Shape::Texts, "Remarks, such as where pages disagree."),
];
/// A field
pub const FIELD: &[Key] = &[
    key("type", Shape::Word(TYPES), "What it can be."),
    key("one_of", Shape::Fields("field"), "Instead of a type: the fields of which exactly one is sent."),
    key("doc", Shape::Text, "What it is."),
    key(
        "required",
        Shape::Flag,
        "Request: must it be given? Reply: is it always there? Default false, for one_of true.",
    ),
    key("default", Shape::Any, "What it means to leave it out."),
    key("deprecated", Shape::Words, "Why not to use it any more."),
    key("since", Shape::Words, "Since when it exists."),
    key("secret", Shape::Flag, "Keep it out of logs. Only for strings."),
    key("in", Shape::Word(PLACES), "Where it travels; default body."),
    key("name", Shape::Words, "Words for the Rust name, where the wire's will not do."),
    key("type_name", Shape::Words, "Rust type of an object, enum or one_of, where the derived one will not do."),
    key("fields", Shape::Fields("field"), "Fields of an object."),
    key("items", Shape::Item, "What an array or map holds."),
    key("of", Shape::Word(BASES), "What an enum is on the wire; default: integer if all its values are."),
    key("values", Shape::Values("enum_value"), "Values of an enum."),
    key("value", Shape::Any, "Value of a const."),
];
/// The items of an array or map: a field without a name of its own
pub const ITEM_KEYS: &[&str] = &["type", "doc", "type_name", "fields", "items", "of", "values"];
/// A value of an enum
pub const ENUM_VALUE: &[Key] =
    &[key("name", Shape::Words, "Rust variant."), key("doc", Shape::Text, "What the value means.")];
/// An example
pub const EXAMPLE: &[Key] = &[
    key("doc", Shape::Text, "What it shows."),
    key("request", Shape::Any, "The fields that are sent, besides the token and fixed values."),
    key("response", Shape::Any, "The whole reply."),
];
/// A source
pub const SOURCE: &[Key] = &[
    required("page", Shape::Words, "URL or name of the page."),
    key("generation", Shape::Words, "Layout or generation of the page."),
    key("captured", Shape::Words, "Date of capture, YYYY-MM-DD."),
    key("sha256", Shape::Words, "Digest of the page as captured, hex."),
];

/// An entry of the ignore file of `wxgen diff`. Not part of a spec, so not among [`TABLES`].
pub const IGNORE: &[Key] = &[
    required("fingerprint", Shape::Words, "The change, by the fingerprint that `wxgen diff` shows."),
    required("reason", Shape::Words, "Why it is accepted."),
    required("expires", Shape::Words, "Last day on which it is, YYYY-MM-DD."),
];

/// Words of `fault` in a rule of `wxgen mock`.
pub const FAULTS: &[&str] = &["refuse", "drop", "half_body", "content_type", "not_json", "status_500"];

/// A rule of `wxgen mock`. Rule files are no part of a spec.
pub const RULE: &[Key] = &[
    required("endpoint", Shape::Words, "Name of the endpoint, such as bindTester, or * for all."),
    key("nth", Shape::Any, "The one call that is meant, counted from 1."),
    key("every", Shape::Any, "Each call whose count is a multiple of this is meant."),
    key("probability", Shape::Any, "How likely each call is meant, from 0 to 1."),
    key("errcode", Shape::Any, "The return code to answer."),
    key("fault", Shape::Word(FAULTS), "How to spoil the reply."),
    key("latency_ms", Shape::Any, "How many milliseconds to wait before the reply."),
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
