//! Fields of replies, at any depth: `response.members[].userstr`.

use super::rules;

rules! {
    ADDED = {
        id: "reply-field-added", wire: Compatible, rust: Compatible, seen: false,
        what: "the reply has one more field",
        for_rust: "The struct has a field more.",
        on_wire: "The reply says one thing more.",
    }

    REMOVED = {
        id: "reply-field-removed", wire: Breaking, rust: Breaking, seen: true,
        what: "a field of the reply is gone",
        for_rust: "The field of the struct is gone.",
        on_wire: "The reply does not say it any more.",
    }

    RENAMED = {
        id: "reply-field-renamed", wire: Breaking, rust: Breaking, seen: true,
        what: "a field of the reply has another name",
        for_rust: "The field of the struct has another name.",
        on_wire: "Nothing is found under the old name.",
    }

    RESPELLED = {
        id: "reply-field-wire-name-changed", wire: Breaking, rust: Risky, seen: false,
        what: "a field of the reply has another name on the wire, and keeps the one in Rust",
        for_rust: "Code compiles and reads the field under its new name.",
        on_wire: "Nothing is found under the old name.",
    }

    IDENT = {
        id: "reply-field-rust-name-changed", wire: None, rust: Breaking, seen: true,
        what: "a field of the reply has another name in Rust",
        for_rust: "The field of the struct has another name.",
        on_wire: "Nothing changes: the name on the wire stays.",
    }

    BECAME_REQUIRED = {
        id: "reply-field-became-required", wire: Compatible, rust: Breaking, seen: false,
        what: "a field of the reply is always there now",
        for_rust: "The field is `T` instead of `Option<T>`, and a reply without it is an error.",
        on_wire: "Callers need not fear that it is missing.",
    }

    BECAME_OPTIONAL = {
        id: "reply-field-became-optional", wire: Breaking, rust: Breaking, seen: false,
        what: "a field of the reply may be missing now",
        for_rust: "The field is `Option<T>` instead of `T`.",
        on_wire: "Callers that count on the field do not find it in every reply.",
    }

    VALUED_BECAME_REQUIRED = {
        id: "reply-valued-field-became-required", wire: Compatible, rust: Risky, seen: false,
        what: "a list, a map or a field with a default is always there now",
        for_rust: "The field keeps its type; a reply without it is an error, where it was empty or the default.",
        on_wire: "Callers need not fear that it is missing.",
    }

    VALUED_BECAME_OPTIONAL = {
        id: "reply-valued-field-became-optional", wire: Breaking, rust: Risky, seen: false,
        what: "a list, a map or a field with a default may be missing now",
        for_rust: "The field keeps its type; where it is missing, it is empty or the default, and no error any more.",
        on_wire: "Callers that count on the field do not find it in every reply.",
    }

    TYPE = {
        id: "reply-field-type-changed", wire: Breaking, rust: Breaking, seen: false,
        what: "a field of the reply has another type",
        for_rust: "The field of the struct has another type.",
        on_wire: "Callers that read the old type find another.",
    }

    FLOAT_TO_INTEGER = {
        id: "reply-field-float-became-integer", wire: Compatible, rust: Breaking, seen: false,
        what: "a field of the reply that had fractions has whole numbers now",
        for_rust: "The field is an `i64` instead of an `f64`.",
        on_wire: "Whole numbers still are numbers.",
    }

    BECAME_ENUM = {
        id: "reply-field-became-enum", wire: None, rust: Breaking, seen: false,
        what: "the values of a field of the reply are listed now",
        for_rust: "The field is an enum; `as_wire` gives the value.",
        on_wire: "Nothing changes: the values are of the type they were.",
    }

    NO_LONGER_ENUM = {
        id: "reply-field-no-longer-enum", wire: Risky, rust: Breaking, seen: true,
        what: "the values of a field of the reply are not listed any more",
        for_rust: "The enum is gone; the field is a `String` or `i64`.",
        on_wire: "Values that callers do not know may come.",
    }

    DEFAULT_ADDED = {
        id: "reply-field-default-added", wire: None, rust: Breaking, seen: false,
        what: "a missing field of the reply means a value now",
        for_rust: "The field is `T` instead of `Option<T>`, and holds the default where it is missing.",
        on_wire: "Nothing changes: what its absence means is known now.",
    }

    DEFAULT_REMOVED = {
        id: "reply-field-default-removed", wire: None, rust: Breaking, seen: false,
        what: "a missing field of the reply does not mean a value any more",
        for_rust: "The field is `Option<T>` instead of `T`.",
        on_wire: "What its absence means is not known any more.",
    }

    DEFAULT = {
        id: "reply-field-default-changed", wire: Risky, rust: Risky, seen: false,
        what: "a missing field of the reply means another value now",
        for_rust: "Code compiles; where the field is missing, it holds the other value.",
        on_wire: "Callers that fill in the old value are wrong.",
    }

    DEFAULT_NOTE = {
        id: "reply-field-default-note-changed", wire: Risky, rust: None, seen: false,
        what: "what is said of a missing list, map or other field without a plain default changed",
        for_rust: "Nothing changes in code: such a default is told in the docs only.",
        on_wire: "Callers that fill in the old value are wrong.",
    }

    DEPRECATED = {
        id: "reply-field-deprecated", wire: None, rust: Risky, seen: true,
        what: "a field of the reply is not to be used any more",
        for_rust: "Reading the field gives a warning, which is an error where warnings are denied.",
        on_wire: "The field still comes; WeChat advises against it.",
    }

    UNDEPRECATED = {
        id: "reply-field-undeprecated", wire: None, rust: Compatible, seen: false,
        what: "a field of the reply may be used again",
        for_rust: "A warning is gone.",
        on_wire: "Nothing changes.",
    }

    DEPRECATION_NOTE = {
        id: "reply-field-deprecation-note-changed", wire: None, rust: None, seen: false,
        what: "why not to use a field of the reply reads otherwise",
        for_rust: "The warning reads otherwise.",
        on_wire: "Nothing changes.",
    }

    SINCE = {
        id: "reply-field-since-changed", wire: None, rust: None, seen: false,
        what: "since when a field of the reply exists changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    BECAME_SECRET = {
        id: "reply-field-became-secret", wire: None, rust: Breaking, seen: false,
        what: "a field of the reply is kept out of logs now",
        for_rust: "The field is a `Secret` instead of a `String`; `expose` gives the text.",
        on_wire: "Nothing changes.",
    }

    NO_LONGER_SECRET = {
        id: "reply-field-no-longer-secret", wire: None, rust: Breaking, seen: false,
        what: "a field of the reply is not kept out of logs any more",
        for_rust: "The field is a `String` instead of a `Secret`, and `Debug` shows it.",
        on_wire: "Nothing changes.",
    }

    DOC = {
        id: "reply-field-doc-changed", wire: None, rust: None, seen: false,
        what: "what is said of a field of the reply changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }
}
