//! The rules of requests and those of replies, as tables: the comparison of fields is the same for both.

use super::changes::FlagRules;
use super::rule::Rule;
use super::rules::{replies, reply_fields, request_choices, request_params, requests};

/// The rules of one half of a call: request or reply.
pub(super) struct RuleTable {
    pub(super) is_request: bool,
    pub(super) fields: FieldRules,
    pub(super) types: TypeRules,
}

/// The rules of a field, besides its names and whether it is required.
pub(super) struct FieldRules {
    pub(super) deprecated: &'static Rule,
    pub(super) undeprecated: &'static Rule,
    pub(super) deprecation_note: &'static Rule,
    pub(super) since: &'static Rule,
    pub(super) secret: FlagRules,
    pub(super) doc: &'static Rule,
}

/// The rules of types.
pub(super) struct TypeRules {
    pub(super) changed: &'static Rule,
    pub(super) became_enum: &'static Rule,
    pub(super) no_longer_enum: &'static Rule,
    pub(super) integer_to_float: &'static Rule,
    pub(super) float_to_integer: &'static Rule,
    pub(super) object_renamed: &'static Rule,
    pub(super) object_doc: &'static Rule,
    pub(super) enum_renamed: &'static Rule,
    pub(super) enum_doc: &'static Rule,
    pub(super) enum_base: &'static Rule,
    pub(super) value_added: &'static Rule,
    pub(super) value_removed: &'static Rule,
    pub(super) value_wire: &'static Rule,
    pub(super) value_renamed: &'static Rule,
    pub(super) value_doc: &'static Rule,
}

/// The rules of something with a name among others: a parameter, a choice, an alternative, a field of a reply.
pub(super) struct NameRules {
    /// Not required, required.
    pub(super) added: [&'static Rule; 2],
    /// Not required, required.
    pub(super) removed: [&'static Rule; 2],
    /// The name changed on the wire and in Rust, on the wire alone, in Rust alone.
    pub(super) renamed: [Option<&'static Rule>; 3],
}

pub(super) static REQUEST: RuleTable = RuleTable {
    is_request: true,
    fields: FieldRules {
        deprecated: request_params::DEPRECATED,
        undeprecated: request_params::UNDEPRECATED,
        deprecation_note: request_params::DEPRECATION_NOTE,
        since: request_params::SINCE,
        secret: FlagRules { set: request_params::BECAME_SECRET, cleared: request_params::NO_LONGER_SECRET },
        doc: request_params::DOC,
    },
    types: TypeRules {
        changed: request_params::TYPE,
        became_enum: request_params::BECAME_ENUM,
        no_longer_enum: request_params::NO_LONGER_ENUM,
        integer_to_float: request_params::INTEGER_TO_FLOAT,
        float_to_integer: request_params::TYPE,
        object_renamed: requests::OBJECT_RENAMED,
        object_doc: requests::OBJECT_DOC,
        enum_renamed: requests::ENUM_RENAMED,
        enum_doc: requests::ENUM_DOC,
        enum_base: requests::ENUM_BASE,
        value_added: requests::VALUE_ADDED,
        value_removed: requests::VALUE_REMOVED,
        value_wire: requests::VALUE_WIRE,
        value_renamed: requests::VALUE_RENAMED,
        value_doc: requests::VALUE_DOC,
    },
};

pub(super) static REPLY: RuleTable = RuleTable {
    is_request: false,
    fields: FieldRules {
        deprecated: reply_fields::DEPRECATED,
        undeprecated: reply_fields::UNDEPRECATED,
        deprecation_note: reply_fields::DEPRECATION_NOTE,
        since: reply_fields::SINCE,
        secret: FlagRules { set: reply_fields::BECAME_SECRET, cleared: reply_fields::NO_LONGER_SECRET },
        doc: reply_fields::DOC,
    },
    types: TypeRules {
        changed: reply_fields::TYPE,
        became_enum: reply_fields::BECAME_ENUM,
        no_longer_enum: reply_fields::NO_LONGER_ENUM,
        integer_to_float: reply_fields::TYPE,
        float_to_integer: reply_fields::FLOAT_TO_INTEGER,
        object_renamed: replies::OBJECT_RENAMED,
        object_doc: replies::OBJECT_DOC,
        enum_renamed: replies::ENUM_RENAMED,
        enum_doc: replies::ENUM_DOC,
        enum_base: replies::ENUM_BASE,
        value_added: replies::VALUE_ADDED,
        value_removed: replies::VALUE_REMOVED,
        value_wire: replies::VALUE_WIRE,
        value_renamed: replies::VALUE_RENAMED,
        value_doc: replies::VALUE_DOC,
    },
};

pub(super) static PARAM: NameRules = NameRules {
    added: [request_params::ADDED, request_params::REQUIRED_ADDED],
    removed: [request_params::REMOVED, request_params::REQUIRED_REMOVED],
    renamed: [Some(request_params::RENAMED), Some(request_params::RESPELLED), Some(request_params::IDENT)],
};

/// A fixed value has no name in Rust.
pub(super) static CONST: NameRules = NameRules {
    added: [request_params::CONST_ADDED, request_params::CONST_ADDED],
    removed: [request_params::CONST_REMOVED, request_params::CONST_REMOVED],
    renamed: [None, None, None],
};

/// A choice has no name on the wire.
pub(super) static CHOICE: NameRules = NameRules {
    added: [request_choices::ADDED, request_choices::REQUIRED_ADDED],
    removed: [request_choices::REMOVED, request_choices::REMOVED],
    renamed: [Some(request_choices::RENAMED), None, Some(request_choices::RENAMED)],
};

pub(super) static ALTERNATIVE: NameRules = NameRules {
    added: [request_choices::ALTERNATIVE_ADDED, request_choices::ALTERNATIVE_ADDED],
    removed: [request_choices::ALTERNATIVE_REMOVED, request_choices::ALTERNATIVE_REMOVED],
    renamed: [
        Some(request_choices::ALTERNATIVE_RENAMED),
        Some(request_params::RESPELLED),
        Some(request_choices::VARIANT_RENAMED),
    ],
};

pub(super) static FIELD: NameRules = NameRules {
    added: [reply_fields::ADDED, reply_fields::ADDED],
    removed: [reply_fields::REMOVED, reply_fields::REMOVED],
    renamed: [Some(reply_fields::RENAMED), Some(reply_fields::RESPELLED), Some(reply_fields::IDENT)],
};
