//! Areas: modules and cargo features.

use super::rules;

rules! {
    ADDED = {
        id: "area-added", wire: None, rust: Compatible, seen: false,
        what: "there is one more area",
        for_rust: "The crate has one module and one feature more.",
        on_wire: "Nothing by itself; its endpoints are told of on their own.",
    }

    REMOVED = {
        id: "area-removed", wire: None, rust: Breaking, seen: true,
        what: "an area is gone",
        for_rust: "The module and the feature are gone; `Cargo.toml` files that name the feature no longer resolve.",
        on_wire: "Nothing by itself; its endpoints are told of on their own.",
    }

    RENAMED = {
        id: "area-renamed", wire: None, rust: Breaking, seen: true,
        what: "an area has another name",
        for_rust: "Module and feature have the other name: `use` lines and `Cargo.toml` have to follow.",
        on_wire: "Nothing changes: calls stay what they are.",
    }

    TITLE = {
        id: "area-title-changed", wire: None, rust: None, seen: false,
        what: "the title of an area changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    DOC = {
        id: "area-doc-changed", wire: None, rust: None, seen: false,
        what: "what is said of an area changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    BECAME_DEFAULT = {
        id: "area-became-default", wire: None, rust: Compatible, seen: false,
        what: "the feature of an area is on by default now",
        for_rust: "The module is there without naming its feature.",
        on_wire: "Nothing changes.",
    }

    LEFT_DEFAULT = {
        id: "area-left-default", wire: None, rust: Breaking, seen: true,
        what: "the feature of an area is not on by default any more",
        for_rust: "Code that did not name the feature in `Cargo.toml` does not find the module.",
        on_wire: "Nothing changes.",
    }
}
