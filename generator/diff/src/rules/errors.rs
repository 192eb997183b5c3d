//! What an endpoint answers when it fails.

use super::rules;

rules! {
    ADDED = {
        id: "endpoint-errcode-added", wire: Risky, rust: Risky, seen: false,
        what: "the call can answer one more code",
        for_rust: "A code that came as `Unknown` or `Common` now is a variant of the error enum.",
        on_wire: "The call may answer a code that callers do not know.",
    }

    SHARED_ADDED = {
        id: "endpoint-shared-errcode-added", wire: None, rust: Risky, seen: false,
        what: "the call is documented to answer a shared code",
        for_rust: "A code that came as `Common` now is a variant of the error enum.",
        on_wire: "Nothing changes: any call could answer the code.",
    }

    REMOVED = {
        id: "endpoint-errcode-removed", wire: None, rust: Breaking, seen: true,
        what: "the call does not answer a code any more",
        for_rust: "The variant of the error enum is gone; the code comes as `Common` or `Unknown`.",
        on_wire: "Nothing breaks: a code callers wait for no longer comes.",
    }

    SHARED_REMOVED = {
        id: "endpoint-shared-errcode-removed", wire: None, rust: Breaking, seen: true,
        what: "the call is no longer documented to answer a shared code",
        for_rust: "The variant of the error enum is gone; the code comes as `Common`.",
        on_wire: "Nothing changes: any call can answer the code.",
    }

    NUMBER = {
        id: "endpoint-errcode-number-changed", wire: Risky, rust: Risky, seen: false,
        what: "a code of the call has another number",
        for_rust: "Code compiles; the variant now stands for the other number, and the old number comes as `Unknown` or `Common`.",
        on_wire: "The failure is told by a code that callers do not know.",
    }

    RENAMED = {
        id: "endpoint-errcode-variant-renamed", wire: None, rust: Breaking, seen: true,
        what: "a code of the call has another name in Rust",
        for_rust: "The variant of the error enum has the other name.",
        on_wire: "Nothing changes: the number stays.",
    }

    MSG = {
        id: "endpoint-errcode-msg-changed", wire: None, rust: None, seen: false,
        what: "the documented message of a code changed",
        for_rust: "`msg()` gives the other text; what WeChat sends is still in `errmsg`.",
        on_wire: "The message may read otherwise; the number tells what happened.",
    }

    ADVICE = {
        id: "endpoint-errcode-advice-changed", wire: None, rust: None, seen: false,
        what: "the advice on a code changed",
        for_rust: "`advice()` gives the other text.",
        on_wire: "Nothing changes.",
    }

    CLASS = {
        id: "endpoint-errcode-class-changed", wire: None, rust: Risky, seen: false,
        what: "a code of the call is another kind of failure",
        for_rust: "`class()` and `is_retryable()` answer otherwise; code that decides by them decides otherwise.",
        on_wire: "Nothing changes: the code means to callers what it meant.",
    }

    BECAME_SHARED = {
        id: "endpoint-errcode-became-shared", wire: None, rust: None, seen: false,
        what: "a code of the call is described by the shared table now",
        for_rust: "The variant stays; `own()` does not list it, and what is said of it comes from `Errcode::TABLE`.",
        on_wire: "Nothing changes.",
    }

    BECAME_OWN = {
        id: "endpoint-errcode-became-own", wire: None, rust: None, seen: false,
        what: "the call describes a shared code in its own words now",
        for_rust: "The variant stays; `own()` lists it with what the endpoint says.",
        on_wire: "Nothing changes.",
    }
}
