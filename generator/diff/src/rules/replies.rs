//! Replies as a whole, and the types nested in them.

use super::rules;

rules! {
    BECAME_BINARY = {
        id: "reply-became-binary", wire: Breaking, rust: Breaking, seen: true,
        what: "the call answers bytes instead of JSON",
        for_rust: "The reply is `Binary`, and the struct is gone.",
        on_wire: "Callers that read JSON find bytes.",
    }

    BECAME_JSON = {
        id: "reply-became-json", wire: Breaking, rust: Breaking, seen: false,
        what: "the call answers JSON instead of bytes",
        for_rust: "The reply is a struct instead of `Binary`.",
        on_wire: "Callers that read bytes find JSON.",
    }

    DOC = {
        id: "reply-doc-changed", wire: None, rust: None, seen: false,
        what: "what is said of the reply changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    OBJECT_RENAMED = {
        id: "reply-object-type-renamed", wire: None, rust: Breaking, seen: true,
        what: "a struct of the reply has another name",
        for_rust: "The struct has the other name.",
        on_wire: "Nothing changes.",
    }

    OBJECT_DOC = {
        id: "reply-object-doc-changed", wire: None, rust: None, seen: false,
        what: "what is said of a struct of the reply changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    ENUM_RENAMED = {
        id: "reply-enum-type-renamed", wire: None, rust: Breaking, seen: true,
        what: "an enum of the reply has another name",
        for_rust: "The enum has the other name.",
        on_wire: "Nothing changes.",
    }

    ENUM_DOC = {
        id: "reply-enum-doc-changed", wire: None, rust: None, seen: false,
        what: "what is said of an enum of the reply changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    ENUM_BASE = {
        id: "reply-enum-base-changed", wire: Breaking, rust: Breaking, seen: false,
        what: "the values of a field are numbers instead of texts, or the reverse",
        for_rust: "`from_wire` takes and `as_wire` gives the other type.",
        on_wire: "Callers that read the old type find another.",
    }

    VALUE_ADDED = {
        id: "reply-enum-value-added", wire: Risky, rust: Risky, seen: false,
        what: "a field of the reply has one more value",
        for_rust: "A value that came as `Unknown` now is a variant.",
        on_wire: "A value may come that callers do not know.",
    }

    VALUE_REMOVED = {
        id: "reply-enum-value-removed", wire: None, rust: Breaking, seen: true,
        what: "a field of the reply does not have a value any more",
        for_rust: "The variant is gone; the value, should it come, comes as `Unknown`.",
        on_wire: "Nothing breaks: a value callers wait for no longer comes.",
    }

    VALUE_WIRE = {
        id: "reply-enum-value-wire-changed", wire: Risky, rust: Risky, seen: false,
        what: "a value of a field is another on the wire, and keeps its name in Rust",
        for_rust: "Code compiles; the variant stands for the new value, and the old one comes as `Unknown`.",
        on_wire: "A value comes that callers do not know.",
    }

    VALUE_RENAMED = {
        id: "reply-enum-variant-renamed", wire: None, rust: Breaking, seen: true,
        what: "a value of a field has another name in Rust",
        for_rust: "The variant has the other name.",
        on_wire: "Nothing changes: the value on the wire stays.",
    }

    VALUE_DOC = {
        id: "reply-enum-value-doc-changed", wire: None, rust: None, seen: false,
        what: "what is said of a value of a field changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }
}
