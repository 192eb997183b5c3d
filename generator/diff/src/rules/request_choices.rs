//! Choices of requests: exactly one of several parameters is sent.

use super::rules;

rules! {
    ADDED = {
        id: "request-choice-added", wire: Compatible, rust: Compatible, seen: false,
        what: "there is one more choice, which may be left out",
        for_rust: "The struct has a field and a setter more, and there is an enum for the choice.",
        on_wire: "Calls can give one thing more.",
    }

    REQUIRED_ADDED = {
        id: "request-required-choice-added", wire: Breaking, rust: Breaking, seen: true,
        what: "there is one more choice, which has to be made",
        for_rust: "`new` takes one argument more.",
        on_wire: "Calls that give none of its parameters are refused.",
    }

    REMOVED = {
        id: "request-choice-removed", wire: Risky, rust: Breaking, seen: true,
        what: "a choice is gone",
        for_rust: "The enum, the field and what sets it are gone.",
        on_wire: "Calls that give one of its parameters are refused, or it has no effect.",
    }

    RENAMED = {
        id: "request-choice-renamed", wire: None, rust: Breaking, seen: true,
        what: "a choice has another name",
        for_rust: "The field, and the setter where there is one, has another name.",
        on_wire: "Nothing changes: a choice has no name on the wire.",
    }

    TYPE_RENAMED = {
        id: "request-choice-type-renamed", wire: None, rust: Breaking, seen: true,
        what: "the enum of a choice has another name",
        for_rust: "The enum has the other name.",
        on_wire: "Nothing changes.",
    }

    BECAME_REQUIRED = {
        id: "request-choice-became-required", wire: Breaking, rust: Breaking, seen: true,
        what: "a choice has to be made now",
        for_rust: "`new` takes one argument more, and the setter is gone.",
        on_wire: "Calls that give none of its parameters are refused.",
    }

    BECAME_OPTIONAL = {
        id: "request-choice-became-optional", wire: Compatible, rust: Breaking, seen: true,
        what: "a choice may be left out now",
        for_rust: "`new` takes one argument less, constructors `by_…` are gone, and a setter makes the choice.",
        on_wire: "Calls work without any of its parameters.",
    }

    ALTERNATIVE_ADDED = {
        id: "request-choice-alternative-added", wire: Compatible, rust: Compatible, seen: false,
        what: "a choice has one more alternative",
        for_rust: "The enum has a variant more, and there is a constructor `by_…` where the choice is required.",
        on_wire: "Calls can give something else instead.",
    }

    ALTERNATIVE_REMOVED = {
        id: "request-choice-alternative-removed", wire: Breaking, rust: Breaking, seen: true,
        what: "a choice has one alternative less",
        for_rust: "The variant is gone, and its constructor `by_…`.",
        on_wire: "Calls by this alternative are refused.",
    }

    ALTERNATIVE_RENAMED = {
        id: "request-choice-alternative-renamed", wire: Breaking, rust: Breaking, seen: true,
        what: "an alternative of a choice has another name",
        for_rust: "The variant, and its constructor `by_…`, has another name.",
        on_wire: "The parameter is not seen under its old name.",
    }

    VARIANT_RENAMED = {
        id: "request-choice-variant-renamed", wire: None, rust: Breaking, seen: true,
        what: "an alternative of a choice has another name in Rust",
        for_rust: "The variant, and its constructor `by_…`, has another name.",
        on_wire: "Nothing changes: the name on the wire stays.",
    }

    PARAM_BECAME_CHOICE = {
        id: "request-param-became-choice", wire: Compatible, rust: Breaking, seen: true,
        what: "something else can be given instead of a parameter",
        for_rust: "The field is an enum of the alternatives, with constructors `by_…` where it is required.",
        on_wire: "Calls that give the parameter still work.",
    }

    PARAMS_BECAME_CHOICE = {
        id: "request-params-became-choice", wire: Breaking, rust: Breaking, seen: true,
        what: "exactly one of some parameters is to be given",
        for_rust: "The fields and their setters are gone; one field is an enum of the alternatives, with constructors `by_…` where it is required.",
        on_wire: "Calls that give several of them, or none where one has to be given, are refused.",
    }

    CHOICE_BECAME_PARAMS = {
        id: "request-choice-became-params", wire: Compatible, rust: Breaking, seen: true,
        what: "the parameters of a choice can be given each for itself",
        for_rust: "The enum and constructors `by_…` are gone; each parameter is a field.",
        on_wire: "Calls that give one of them still work, unless another has to be given now, which is told on its own.",
    }
}
