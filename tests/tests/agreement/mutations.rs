//! Edits of the golden spec, as data. What each of them is, is for the rules to say.

/// An edit of one file: its path, and texts with what takes their place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mutation {
    /// The file, in the golden spec.
    pub(crate) file: &'static str,
    /// Each stands in the file, and only the first occurrence is replaced.
    pub(crate) edits: &'static [(&'static str, &'static str)],
}

/// The endpoint that has the most.
pub(crate) const EVERY_TYPE: &str = "shapes/every_type.yaml";
const CHOICE: &str = "shapes/choose_user.yaml";
const DEFAULTS: &str = "shapes/defaults.yaml";
const FIND: &str = "shapes/find.yaml";
const SECRETS: &str = "shapes/sign_in.yaml";
const OLD: &str = "shapes/half_old.yaml";
const FILE: &str = "shapes/upload.yaml";
const CODES: &str = "errcodes.yaml";
const SETS: &str = "permission_sets.yaml";
const API: &str = "api.yaml";

macro_rules! mutations {
    ($($file:ident: $($from:literal => $to:literal),+;)*) => {
        /// Every kind of edit, at every depth.
        pub(crate) const MUTATIONS: &[Mutation] = &[$(Mutation { file: $file, edits: &[$(($from, $to)),+] }),*];
    };
}

mutations! {
    // Of a request: comes, goes, must be given, need not be given, in another order.
    EVERY_TYPE: "  limit: { type: integer, default: 20 }" => "  limit: { type: integer, default: 20 }\n  extra: { type: string }";
    EVERY_TYPE: "  limit: { type: integer, default: 20 }" => "  limit: { type: integer, default: 20 }\n  extra: { type: string, required: true }";
    EVERY_TYPE: "  limit: { type: integer, default: 20 }\n" => "";
    EVERY_TYPE: "  flag: { type: boolean, required: true, doc: Yes or no. }\n" => "";
    EVERY_TYPE: "limit: { type: integer, default: 20 }" => "limit: { type: integer, required: true }";
    EVERY_TYPE: "flag: { type: boolean, required: true, doc: Yes or no. }" => "flag: { type: boolean, doc: Yes or no. }";
    EVERY_TYPE: "  count: { type: integer, required: true, doc: A whole number. }\n" => "",
        "  flag: { type: boolean, required: true, doc: Yes or no. }\n" => "  flag: { type: boolean, required: true, doc: Yes or no. }\n  count: { type: integer, required: true, doc: A whole number. }\n";
    // The same below the top.
    EVERY_TYPE: "      street: string\n" => "";
    EVERY_TYPE: "      street: string\n" => "      street: string\n      house: integer\n";
    EVERY_TYPE: "      street: string\n" => "      street: { type: string, required: true }\n";
    EVERY_TYPE: "          longitude: { type: float, required: true }" => "          longitude: { type: float }";
    // Types.
    EVERY_TYPE: "count: { type: integer, required: true, doc" => "count: { type: float, required: true, doc";
    EVERY_TYPE: "count: { type: integer, required: true, doc" => "count: { type: string, required: true, doc";
    EVERY_TYPE: "text: { type: string, required: true, doc" => "text: { type: binary, required: true, doc";
    EVERY_TYPE: "tags: { type: array, items: string, required: true, doc" => "tags: { type: array, items: integer, required: true, doc";
    EVERY_TYPE: "labels: { type: map, items: string, required: true, doc" => "labels: { type: json, required: true, doc";
    EVERY_TYPE: "note: { type: string, doc: A text that may be left out., default: none," => "note: { type: json, doc: A text that may be left out., default: none,";
    EVERY_TYPE: "any: { type: json, required: true, doc" => "any: { type: string, required: true, doc";
    EVERY_TYPE: "type_name: GeoPoint" => "type_name: WorldPoint";
    EVERY_TYPE: "type_name: Level" => "type_name: Height";
    // Names in Rust alone, and on the wire alone.
    EVERY_TYPE: "name: free remark" => "name: remark";
    EVERY_TYPE: "  note: { type: string, doc: A text that may be left out., default: none, since: 2024-01, name: free remark }" => "  remark: { type: string, doc: A text that may be left out., default: none, since: 2024-01, name: free remark }";
    // Fixed values.
    EVERY_TYPE: "value: every" => "value: all";
    EVERY_TYPE: "  strict: { type: const, value: true }\n" => "";
    EVERY_TYPE: "  strict: { type: const, value: true }\n" => "  strict: { type: const, value: true }\n  loud: { type: const, value: 1 }\n";
    EVERY_TYPE: "strict: { type: const, value: true }" => "strict: boolean";
    EVERY_TYPE: "strict: { type: const, value: true }" => "strict: { type: boolean, required: true }";
    // Values of enums.
    EVERY_TYPE: "      blue:\n  level:" => "      blue:\n      green:\n  level:";
    EVERY_TYPE: "      blue:\n  level:" => "  level:";
    EVERY_TYPE: "{ name: DarkGreen }" => "{ name: Green }";
    EVERY_TYPE: "1: { name: Middle, doc: Neither nor. }" => "1: { name: Middle, doc: In between. }";
    EVERY_TYPE: "digits: { type: enum, of: string," => "digits: { type: enum, of: integer,";
    EVERY_TYPE: "digits: { type: enum, of: string, values: { '1': One, '2': Two } }" => "digits: string";
    EVERY_TYPE: "owner: { doc: Everything. }, guest: }" => "owner: { doc: Everything. } }";
    // Of a reply.
    EVERY_TYPE: "  maybe_text: string\n" => "";
    EVERY_TYPE: "  maybe_text: string\n" => "  maybe_text: string\n  more_text: string\n";
    EVERY_TYPE: "  maybe_text: string\n" => "  maybe_text: { type: string, required: true }\n";
    EVERY_TYPE: "  maybe_text: string\n" => "  maybe_text: { type: string, default: '' }\n";
    EVERY_TYPE: "  maybe_text: string\n" => "  maybe_text: integer\n";
    EVERY_TYPE: "  maybe_text: string\n" => "  maybe_text: { type: string, deprecated: Always empty. }\n";
    EVERY_TYPE: "  maybe_text: string\n" => "  maybe_text: { type: string, secret: true }\n";
    EVERY_TYPE: "  maybe_text: string\n" => "  maybe_text: { type: string, doc: Some text. }\n";
    EVERY_TYPE: "  maybe_text: string\n" => "  perhaps_text: { type: string, name: maybe text }\n";
    EVERY_TYPE: "maybe_place: { type: object, fields: { city: string } }" => "maybe_place: { type: object, fields: { city: string, street: string } }";
    EVERY_TYPE: "maybe_place: { type: object, fields: { city: string } }" => "maybe_place: { type: object, fields: { street: string } }";
    EVERY_TYPE: "  ratio: { type: float, required: true }\n" => "  ratio: { type: float }\n";
    EVERY_TYPE: "  tags: { type: array, items: string, required: true }\n" => "  tags: { type: array, items: string }\n";
    EVERY_TYPE: "color: { type: enum, required: true, values: { red: , blue: } }" => "color: { type: enum, required: true, values: { red: , blue: , green: } }";
    EVERY_TYPE: "color: { type: enum, required: true, values: { red: , blue: } }" => "color: { type: enum, required: true, values: { red: } }";
    EVERY_TYPE: "items: { type: object, doc: Somebody., fields: { id: { type: string, required: true } } } }" => "items: { type: object, doc: Somebody., fields: { id: { type: integer, required: true } } } }";
    DEFAULTS: "count: { type: integer, default: -20 }" => "count: { type: integer, default: 20 }";
    DEFAULTS: "count: { type: integer, default: -20 }" => "count: { type: integer }";
    DEFAULTS: "color: { type: enum, values: { red: , blue: }, default: blue }" => "color: { type: enum, values: { red: , blue: }, default: red }";
    DEFAULTS: "list: { type: array, items: integer, default: [1, 2] }" => "list: { type: array, items: integer }";
    // Choices.
    CHOICE: "      number: { type: integer, doc: Their number. }\n" => "";
    CHOICE: "      number: { type: integer, doc: Their number. }\n" => "      number: { type: integer, doc: Their number. }\n      phone: string\n";
    CHOICE: "number: { type: integer, doc: Their number. }" => "number: { type: string, doc: Their number. }";
    CHOICE: "    doc: Who it is." => "    doc: Who it is.\n    required: false";
    CHOICE: "fields: { city: { type: string, required: true } }" => "fields: { city: { type: string, required: true }, street: string }";
    CHOICE: "fields: { city: { type: string, required: true } }" => "fields: { city: string }";
    FIND: "    required: false\n" => "";
    FIND: "uid: { type: integer, in: query }" => "uid: { type: integer, in: query, name: user }";
    // Places, secrets, what is out of use.
    FIND: "exact: { type: boolean, in: query }" => "exact: { type: boolean, in: query, since: 2025 }";
    FILE: "kind: { type: enum, in: query," => "kind: { type: enum,";
    FILE: "thumb: { type: file, doc: A smaller one. }" => "thumb: { type: binary, doc: A smaller one. }";
    SECRETS: "app_secret: { type: string, required: true, secret: true }" => "app_secret: { type: string, required: true }";
    SECRETS: "refresh_token: { type: string, secret: true }" => "refresh_token: { type: string }";
    OLD: "fresh: { type: integer, since: 2020 }" => "fresh: { type: integer, deprecated: Has no effect. }";
    OLD: "old: { type: integer, deprecated: Has no effect. }" => "old: { type: integer }";
    // The call itself.
    EVERY_TYPE: "method: POST" => "method: POST\ndeprecated: Use another.";
    EVERY_TYPE: "name: everyType" => "name: allTypes";
    EVERY_TYPE: "path: /shapes/every_type" => "path: /shapes/all_types";
    EVERY_TYPE: "token: authorizer_token" => "token: component_token";
    EVERY_TYPE: "permission_sets: [18, 25]" => "permission_sets: [18]";
    EVERY_TYPE: "idempotent: true\n" => "";
    CHOICE: "method: POST" => "method: POST\nreturns: binary";
    // Codes.
    EVERY_TYPE: "  90002: { msg: nameless }\n" => "";
    EVERY_TYPE: "  90002: { msg: nameless }\n" => "  90002: { msg: nameless }\n  90004: { name: TooLate, msg: too late }\n";
    EVERY_TYPE: "name: NoSuchColor" => "name: UnknownColor";
    EVERY_TYPE: "msg: nameless }" => "msg: no name }";
    EVERY_TYPE: "advice: Use one of the known ones." => "advice: Use another.";
    EVERY_TYPE: "class: argument" => "class: retry";
    EVERY_TYPE: "  40001: { advice: Ask the merchant to authorise the platform again. }\n" => "";
    EVERY_TYPE: "  -1:\n" => "  -1:\n  45009:\n";
    EVERY_TYPE: "90002: { msg: nameless }" => "90002: { name: Nameless, msg: nameless }";
    CODES: "name: InvalidCredential" => "name: BadCredential";
    CODES: "name: DailyLimit" => "name: DailyQuota";
    CODES: "48001: { name: ApiUnauthorized, msg: api unauthorized, class: permission }\n" => "";
    CODES: "class: ticket" => "class: other";
    CODES: "50000:" => "50000: { name: Unheard }";
    CODES: "50000:" => "50000:\n50001: { name: Late }";
    // What all share.
    SETS: "99:" => "99:\n100:";
    SETS: "18: { name: Development" => "18: { name: Building";
    API: "host: api.example.com" => "host: api.example.org";
    API: "param: component_access_token" => "param: component_token";
    API: "    title: Shapes\n" => "    title: Shapes\n    default: false\n";
    // Names of types that are made of others, and so may move when others come.
    EVERY_TYPE: "  limit: { type: integer, default: 20 }" => "  limit: { type: integer, default: 20 }\n  reply_place: { type: object, fields: { a: string } }";
    EVERY_TYPE: "type_name: GeoPoint" => "since: 2020";
    EVERY_TYPE: "  limit: { type: integer, default: 20 }" => "  limit: { type: array, items: integer, default: [20] }";
    EVERY_TYPE: "people:\n    type: array\n    items:" => "persons:\n    type: array\n    items:";
    EVERY_TYPE: "  any: { type: json, required: true, doc" => "  whatever: { type: json, required: true, doc";
    EVERY_TYPE: "  text: { type: string, required: true, doc: A text. }" => "  text: { type: enum, required: true, doc: A text., values: { a: , b: } }";
}
