//! What all endpoints share: the crate, the hosts, kinds of token, known permission sets, shared return codes.

use super::rules;

rules! {
    CRATE_NAME = {
        id: "crate-name-changed", wire: None, rust: Breaking, seen: false,
        what: "the crate has another name",
        for_rust: "`Cargo.toml` and every path have to name the other crate.",
        on_wire: "Nothing changes.",
    }

    CRATE_SUMMARY = {
        id: "crate-summary-changed", wire: None, rust: None, seen: false,
        what: "the crate's summary changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    CRATE_REPOSITORY = {
        id: "crate-repository-changed", wire: None, rust: None, seen: false,
        what: "the crate's repository changed",
        for_rust: "Nothing changes in code; crates.io links elsewhere.",
        on_wire: "Nothing changes.",
    }

    CRATE_RUNTIME = {
        id: "crate-runtime-path-changed", wire: None, rust: None, seen: false,
        what: "the runtime crate is taken from elsewhere while developing",
        for_rust: "Nothing changes for a published crate, which names the runtime by version.",
        on_wire: "Nothing changes.",
    }

    HOST = {
        id: "host-changed", wire: Breaking, rust: Risky, seen: false,
        what: "the host of every call changed",
        for_rust: "Code compiles; its calls go to the other host, and `Meta::host` names it.",
        on_wire: "Calls to the old host may find nobody there.",
    }

    FALLBACK_ADDED = {
        id: "host-fallback-added", wire: Compatible, rust: None, seen: false,
        what: "there is one more host to fall back to",
        for_rust: "`Meta` lists other hosts; only a client that fails over calls them.",
        on_wire: "One host more can be tried when the first is out of reach.",
    }

    FALLBACK_REMOVED = {
        id: "host-fallback-removed", wire: Risky, rust: None, seen: false,
        what: "a host to fall back to is gone",
        for_rust: "`Meta` lists other hosts; only a client that fails over calls them.",
        on_wire: "Who falls back to this host may find nobody there.",
    }

    TOKEN_KIND_ADDED = {
        id: "token-kind-added", wire: None, rust: None, seen: false,
        what: "there is one more kind of token",
        for_rust: "Nothing changes until a call needs it.",
        on_wire: "Nothing changes until a call needs it.",
    }

    TOKEN_KIND_REMOVED = {
        id: "token-kind-removed", wire: None, rust: None, seen: false,
        what: "a kind of token is gone",
        for_rust: "Nothing by itself: no call needs it any more, and calls that did are told of on their own.",
        on_wire: "Nothing by itself: no call needs it any more.",
    }

    TOKEN_KIND_RENAMED = {
        id: "token-kind-renamed", wire: None, rust: Breaking, seen: false,
        what: "a kind of token has another name",
        for_rust: "Code compiles, but a `TokenProvider` is asked for the new name and fails if it only knows the old.",
        on_wire: "Nothing changes: the name does not travel.",
    }

    TOKEN_KIND_PARAM = {
        id: "token-kind-param-changed", wire: Breaking, rust: Risky, seen: false,
        what: "a kind of token travels in another query parameter",
        for_rust: "Code compiles; every call with this token sends it in the other parameter.",
        on_wire: "A token in the old parameter is not seen.",
    }

    TOKEN_KIND_DOC = {
        id: "token-kind-doc-changed", wire: None, rust: None, seen: false,
        what: "what is said of a kind of token changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    SET_ADDED = {
        id: "permission-set-added", wire: Compatible, rust: Compatible, seen: false,
        what: "one more permission set is known",
        for_rust: "`PERMISSION_SETS` has an entry more, and errors name the set.",
        on_wire: "Merchants can grant one set more.",
    }

    SET_REMOVED = {
        id: "permission-set-removed", wire: Risky, rust: Risky, seen: false,
        what: "a permission set is not known any more",
        for_rust: "`PERMISSION_SETS` has no entry for it; code that looks it up finds nothing, and errors show its number alone.",
        on_wire: "Merchants may not be able to grant it any more.",
    }

    SET_NAME = {
        id: "permission-set-name-changed", wire: None, rust: None, seen: false,
        what: "a permission set has another name",
        for_rust: "Errors and `PERMISSION_SETS` show the other name.",
        on_wire: "Nothing changes: sets go by their numbers.",
    }

    SET_ACCOUNT = {
        id: "permission-set-account-kind-changed", wire: Risky, rust: Risky, seen: false,
        what: "a permission set is for another kind of account",
        for_rust: "`account_kind` in `PERMISSION_SETS` has another value; code that decides by it decides otherwise.",
        on_wire: "Merchants with the other kind of account grant it.",
    }

    SET_EXCLUSIVE = {
        id: "permission-set-exclusive-changed", wire: Risky, rust: Risky, seen: false,
        what: "whether only one platform can hold a permission set changed",
        for_rust: "`exclusive` in `PERMISSION_SETS` has another value; code that decides by it decides otherwise.",
        on_wire: "Granting the set to one platform may now take it from another, or not any more.",
    }

    CODE_ADDED = {
        id: "errcode-added", wire: Risky, rust: Risky, seen: false,
        what: "one more return code is shared by all endpoints",
        for_rust: "A code that came as `Unknown` now comes as `Common` of a new `Errcode`, and has a class that retries may go by.",
        on_wire: "Any call may answer a code that callers do not know.",
    }

    CODE_REMOVED = {
        id: "errcode-removed", wire: None, rust: Breaking, seen: true,
        what: "a return code is not shared any more",
        for_rust: "The variant of `Errcode` is gone; the code comes as `Unknown`.",
        on_wire: "Nothing breaks: a code callers wait for no longer comes.",
    }

    CODE_NUMBER = {
        id: "errcode-number-changed", wire: Risky, rust: Breaking, seen: true,
        what: "a shared return code has another number",
        for_rust: "The variant of `Errcode` stands for the other number, which is its discriminant; the old number comes as `Unknown`.",
        on_wire: "The failure is told by a code that callers do not know.",
    }

    CODE_RENAMED = {
        id: "errcode-variant-renamed", wire: None, rust: Breaking, seen: true,
        what: "a shared return code has another name in Rust",
        for_rust: "The variant has another name, in `Errcode` and in the error enums that list the code.",
        on_wire: "Nothing changes: the number stays.",
    }

    CODE_MSG = {
        id: "errcode-msg-changed", wire: None, rust: None, seen: false,
        what: "the documented message of a shared return code changed",
        for_rust: "`msg()` gives the other text; what WeChat sends is still in `errmsg`.",
        on_wire: "The message may read otherwise; the number tells what happened.",
    }

    CODE_ADVICE = {
        id: "errcode-advice-changed", wire: None, rust: None, seen: false,
        what: "the advice on a shared return code changed",
        for_rust: "`advice()` gives the other text.",
        on_wire: "Nothing changes.",
    }

    CODE_CLASS = {
        id: "errcode-class-changed", wire: None, rust: Risky, seen: false,
        what: "a shared return code is another kind of failure",
        for_rust: "`class()` and `is_retryable()` answer otherwise; code that decides by them decides otherwise.",
        on_wire: "Nothing changes: the code means to callers what it meant.",
    }
}
