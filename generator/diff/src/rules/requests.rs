//! Requests as a whole, and the types nested in them.

use super::rules;

rules! {
    ARGUMENTS = {
        id: "request-arguments-reordered", wire: None, rust: Breaking, seen: false,
        what: "the required parameters are in another order",
        for_rust: "`new` takes its arguments in another order; where their types agree, code compiles and sends one for the other.",
        on_wire: "Nothing changes: parameters go by their names.",
    }

    OBJECT_RENAMED = {
        id: "request-object-type-renamed", wire: None, rust: Breaking, seen: true,
        what: "a struct of the request has another name",
        for_rust: "The struct has the other name.",
        on_wire: "Nothing changes.",
    }

    OBJECT_DOC = {
        id: "request-object-doc-changed", wire: None, rust: None, seen: false,
        what: "what is said of a struct of the request changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    ENUM_RENAMED = {
        id: "request-enum-type-renamed", wire: None, rust: Breaking, seen: true,
        what: "an enum of the request has another name",
        for_rust: "The enum has the other name.",
        on_wire: "Nothing changes.",
    }

    ENUM_DOC = {
        id: "request-enum-doc-changed", wire: None, rust: None, seen: false,
        what: "what is said of an enum of the request changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    ENUM_BASE = {
        id: "request-enum-base-changed", wire: Breaking, rust: Breaking, seen: false,
        what: "the values of a parameter are numbers instead of texts, or the reverse",
        for_rust: "`from_wire` takes and `as_wire` gives the other type.",
        on_wire: "Values of the old type may be refused.",
    }

    VALUE_ADDED = {
        id: "request-enum-value-added", wire: Compatible, rust: Compatible, seen: false,
        what: "a parameter takes one more value",
        for_rust: "The enum has a variant more.",
        on_wire: "Calls can give one value more.",
    }

    VALUE_REMOVED = {
        id: "request-enum-value-removed", wire: Breaking, rust: Breaking, seen: true,
        what: "a parameter does not take a value any more",
        for_rust: "The variant is gone.",
        on_wire: "Calls with this value are refused.",
    }

    VALUE_WIRE = {
        id: "request-enum-value-wire-changed", wire: Breaking, rust: Risky, seen: false,
        what: "a value of a parameter is another on the wire, and keeps its name in Rust",
        for_rust: "Code compiles and sends the new value; `from_wire` does not know the old one.",
        on_wire: "Calls with the old value are refused.",
    }

    VALUE_RENAMED = {
        id: "request-enum-variant-renamed", wire: None, rust: Breaking, seen: true,
        what: "a value of a parameter has another name in Rust",
        for_rust: "The variant has the other name.",
        on_wire: "Nothing changes: the value on the wire stays.",
    }

    VALUE_DOC = {
        id: "request-enum-value-doc-changed", wire: None, rust: None, seen: false,
        what: "what is said of a value of a parameter changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }
}
