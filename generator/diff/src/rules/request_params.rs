//! Parameters of requests, at any depth: `request.id`, `request.options.user_ids[]`.

use super::rules;

rules! {
    ADDED = {
        id: "request-param-added", wire: Compatible, rust: Compatible, seen: false,
        what: "there is one more parameter, which may be left out",
        for_rust: "The struct has a field and a setter more.",
        on_wire: "Calls can give one thing more.",
    }

    REQUIRED_ADDED = {
        id: "request-required-param-added", wire: Breaking, rust: Breaking, seen: true,
        what: "there is one more parameter, which has to be given",
        for_rust: "`new` takes one argument more.",
        on_wire: "Calls without the parameter are refused.",
    }

    REMOVED = {
        id: "request-param-removed", wire: Risky, rust: Breaking, seen: true,
        what: "a parameter that could be left out is gone",
        for_rust: "The field and its setter are gone.",
        on_wire: "Calls that give the parameter are refused, or it has no effect.",
    }

    REQUIRED_REMOVED = {
        id: "request-required-param-removed", wire: Risky, rust: Breaking, seen: true,
        what: "a parameter that had to be given is gone",
        for_rust: "The field is gone, and `new` takes one argument less.",
        on_wire: "Calls that give the parameter are refused, or it has no effect.",
    }

    RENAMED = {
        id: "request-param-renamed", wire: Breaking, rust: Breaking, seen: true,
        what: "a parameter has another name",
        for_rust: "The field and its setter have another name.",
        on_wire: "The parameter is not seen under its old name.",
    }

    RESPELLED = {
        id: "request-param-wire-name-changed", wire: Breaking, rust: Risky, seen: false,
        what: "a parameter has another name on the wire, and keeps the one in Rust",
        for_rust: "Code compiles and sends the parameter under its new name.",
        on_wire: "The parameter is not seen under its old name.",
    }

    IDENT = {
        id: "request-param-rust-name-changed", wire: None, rust: Breaking, seen: true,
        what: "a parameter has another name in Rust",
        for_rust: "The field and its setter have another name.",
        on_wire: "Nothing changes: the name on the wire stays.",
    }

    BECAME_REQUIRED = {
        id: "request-param-became-required", wire: Breaking, rust: Breaking, seen: true,
        what: "a parameter has to be given now",
        for_rust: "`new` takes one argument more, the setter is gone, and the field is no `Option` any more.",
        on_wire: "Calls that leave the parameter out are refused.",
    }

    BECAME_OPTIONAL = {
        id: "request-param-became-optional", wire: Compatible, rust: Breaking, seen: true,
        what: "a parameter may be left out now",
        for_rust: "`new` takes one argument less; a setter sets the field, which is an `Option` now.",
        on_wire: "Calls work without the parameter.",
    }

    TYPE = {
        id: "request-param-type-changed", wire: Breaking, rust: Breaking, seen: false,
        what: "a parameter has another type",
        for_rust: "The field, and what `new` or the setter takes, has another type.",
        on_wire: "Values of the old type are refused.",
    }

    INTEGER_TO_FLOAT = {
        id: "request-param-integer-became-float", wire: Compatible, rust: Breaking, seen: false,
        what: "a parameter that took whole numbers takes fractions now",
        for_rust: "The field, and what `new` or the setter takes, is an `f64` instead of an `i64`.",
        on_wire: "Whole numbers still are numbers.",
    }

    BECAME_ENUM = {
        id: "request-param-became-enum", wire: Risky, rust: Breaking, seen: false,
        what: "the values of a parameter are listed now",
        for_rust: "The field, and what `new` or the setter takes, is an enum; `from_wire` makes any value.",
        on_wire: "Values that are not listed may be refused.",
    }

    NO_LONGER_ENUM = {
        id: "request-param-no-longer-enum", wire: Compatible, rust: Breaking, seen: true,
        what: "the values of a parameter are not listed any more",
        for_rust: "The enum is gone; the field, and what `new` or the setter takes, is a `String` or `i64`.",
        on_wire: "The values that were listed still are values.",
    }

    TO_QUERY = {
        id: "request-param-moved-to-query", wire: Breaking, rust: Risky, seen: false,
        what: "a parameter travels in the URL now",
        for_rust: "Code compiles and sends the parameter in the URL.",
        on_wire: "The parameter is not seen in the body.",
    }

    TO_BODY = {
        id: "request-param-moved-to-body", wire: Breaking, rust: Risky, seen: false,
        what: "a parameter travels in the body now",
        for_rust: "Code compiles and sends the parameter in the body.",
        on_wire: "The parameter is not seen in the URL.",
    }

    DEFAULT = {
        id: "request-param-default-changed", wire: Risky, rust: None, seen: false,
        what: "leaving a parameter out means another value now",
        for_rust: "Nothing changes in code: WeChat fills the value in.",
        on_wire: "Calls that leave the parameter out mean something else.",
    }

    DEFAULT_STATED = {
        id: "request-param-default-stated", wire: None, rust: None, seen: false,
        what: "what leaving a parameter out means is known now",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing is known to change: it was not said before.",
    }

    DEFAULT_UNSTATED = {
        id: "request-param-default-unstated", wire: None, rust: None, seen: false,
        what: "what leaving a parameter out means is not known any more",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing is known to change: it is not said any more.",
    }

    DEPRECATED = {
        id: "request-param-deprecated", wire: None, rust: Risky, seen: true,
        what: "a parameter is not to be used any more",
        for_rust: "Its setter, or the variant of its choice, gives a warning, which is an error where warnings are denied.",
        on_wire: "The parameter still works; WeChat advises against it.",
    }

    REQUIRED_DEPRECATED = {
        id: "request-required-param-deprecated", wire: None, rust: None, seen: false,
        what: "a parameter that has to be given is not to be used any more",
        for_rust: "Nothing changes in code: `new` takes it all the same, without a warning.",
        on_wire: "The parameter still has to be given.",
    }

    UNDEPRECATED = {
        id: "request-param-undeprecated", wire: None, rust: Compatible, seen: false,
        what: "a parameter may be used again",
        for_rust: "A warning is gone, if there was one.",
        on_wire: "Nothing changes.",
    }

    DEPRECATION_NOTE = {
        id: "request-param-deprecation-note-changed", wire: None, rust: None, seen: false,
        what: "why not to use a parameter reads otherwise",
        for_rust: "The warning reads otherwise.",
        on_wire: "Nothing changes.",
    }

    SINCE = {
        id: "request-param-since-changed", wire: None, rust: None, seen: false,
        what: "since when a parameter exists changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    BECAME_SECRET = {
        id: "request-param-became-secret", wire: None, rust: Breaking, seen: false,
        what: "a parameter is kept out of logs now",
        for_rust: "The field is a `Secret` instead of a `String`; `new` and setters still take texts.",
        on_wire: "Nothing changes.",
    }

    NO_LONGER_SECRET = {
        id: "request-param-no-longer-secret", wire: None, rust: Breaking, seen: false,
        what: "a parameter is not kept out of logs any more",
        for_rust: "The field is a `String` instead of a `Secret`, and `Debug` shows it; `new` and setters no longer take a `Secret`.",
        on_wire: "Nothing changes.",
    }

    DOC = {
        id: "request-param-doc-changed", wire: None, rust: None, seen: false,
        what: "what is said of a parameter changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    CONST_ADDED = {
        id: "request-const-added", wire: Breaking, rust: Risky, seen: false,
        what: "there is one more fixed parameter",
        for_rust: "Code compiles and sends the parameter by itself.",
        on_wire: "Calls without the parameter are refused, or are other calls.",
    }

    CONST_REMOVED = {
        id: "request-const-removed", wire: Risky, rust: Risky, seen: false,
        what: "a fixed parameter is gone",
        for_rust: "Code compiles and does not send the parameter any more.",
        on_wire: "Calls that give the parameter are refused, or it has no effect.",
    }

    CONST_VALUE = {
        id: "request-const-value-changed", wire: Breaking, rust: Risky, seen: false,
        what: "a fixed parameter has another value",
        for_rust: "Code compiles and sends the new value.",
        on_wire: "Calls with the old value are refused, or are other calls.",
    }

    BECAME_CONST = {
        id: "request-param-became-const", wire: Breaking, rust: Breaking, seen: true,
        what: "a parameter is fixed to one value now",
        for_rust: "The field is gone, with its setter or its place in `new`; the value is sent by itself.",
        on_wire: "Calls with another value, or without one, are refused.",
    }

    CONST_TO_PARAM = {
        id: "request-const-became-param", wire: Compatible, rust: Risky, seen: false,
        what: "a fixed parameter can be given, or left out",
        for_rust: "Code compiles, but does not send the value by itself any more: set it.",
        on_wire: "Calls with the value that was fixed still work.",
    }

    CONST_TO_REQUIRED = {
        id: "request-const-became-required-param", wire: Compatible, rust: Breaking, seen: true,
        what: "a fixed parameter has to be given",
        for_rust: "`new` takes one argument more: the value that was sent by itself.",
        on_wire: "Calls with the value that was fixed still work.",
    }
}
