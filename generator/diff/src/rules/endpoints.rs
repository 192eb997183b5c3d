//! Endpoints: what they are called, where they are, who may call them.

use super::rules;

rules! {
    ADDED = {
        id: "endpoint-added", wire: Compatible, rust: Compatible, seen: false,
        what: "there is one more endpoint",
        for_rust: "There is one call more.",
        on_wire: "One call more can be made.",
    }

    REMOVED = {
        id: "endpoint-removed", wire: Breaking, rust: Breaking, seen: true,
        what: "an endpoint is gone",
        for_rust: "Its request, reply and error types are gone.",
        on_wire: "The call fails.",
    }

    RENAMED = {
        id: "endpoint-renamed", wire: None, rust: Breaking, seen: true,
        what: "an endpoint has another name",
        for_rust: "Its types and those nested in them have other names.",
        on_wire: "Nothing changes: the name does not travel.",
    }

    RESPELLED = {
        id: "endpoint-name-respelled", wire: None, rust: Risky, seen: false,
        what: "the name of an endpoint is spelled otherwise",
        for_rust: "The types keep their names; `Meta::name`, errors and logs have the other spelling.",
        on_wire: "Nothing changes: the name does not travel.",
    }

    MOVED = {
        id: "endpoint-moved", wire: None, rust: Breaking, seen: true,
        what: "an endpoint is in another area",
        for_rust: "Its types are in another module, behind another feature.",
        on_wire: "Nothing changes: the call stays what it is.",
    }

    METHOD = {
        id: "endpoint-method-changed", wire: Breaking, rust: Risky, seen: false,
        what: "the HTTP method changed",
        for_rust: "Code compiles and calls with the other method.",
        on_wire: "Calls with the old method are refused.",
    }

    PATH = {
        id: "endpoint-path-changed", wire: Breaking, rust: Risky, seen: false,
        what: "the path changed",
        for_rust: "Code compiles and calls the other path.",
        on_wire: "Calls to the old path find nothing.",
    }

    SUMMARY = {
        id: "endpoint-summary-changed", wire: None, rust: None, seen: false,
        what: "the summary of an endpoint changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    DOC = {
        id: "endpoint-doc-changed", wire: None, rust: None, seen: false,
        what: "what is said of an endpoint changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    DOCS_URL = {
        id: "endpoint-docs-url-changed", wire: None, rust: None, seen: false,
        what: "WeChat's page about an endpoint is elsewhere",
        for_rust: "`Meta::docs` and the docs link elsewhere.",
        on_wire: "Nothing changes.",
    }

    BECAME_IDEMPOTENT = {
        id: "endpoint-became-idempotent", wire: Compatible, rust: Risky, seen: false,
        what: "calling twice now does the same as calling once",
        for_rust: "Code compiles; what repeats calls by `Meta::idempotent` now repeats this one.",
        on_wire: "A call can be repeated without harm.",
    }

    NO_LONGER_IDEMPOTENT = {
        id: "endpoint-no-longer-idempotent", wire: Risky, rust: Risky, seen: false,
        what: "calling twice no longer does the same as calling once",
        for_rust: "Code compiles; what repeats calls by `Meta::idempotent` leaves this one alone.",
        on_wire: "A call that is repeated may take effect twice.",
    }

    DEPRECATED = {
        id: "endpoint-deprecated", wire: None, rust: Risky, seen: true,
        what: "an endpoint is not to be used any more",
        for_rust: "Using the request gives a warning, which is an error where warnings are denied.",
        on_wire: "Calls still work; WeChat advises against them.",
    }

    UNDEPRECATED = {
        id: "endpoint-undeprecated", wire: None, rust: Compatible, seen: false,
        what: "an endpoint may be used again",
        for_rust: "A warning is gone.",
        on_wire: "Nothing changes.",
    }

    DEPRECATION_NOTE = {
        id: "endpoint-deprecation-note-changed", wire: None, rust: None, seen: false,
        what: "why not to use an endpoint reads otherwise",
        for_rust: "The warning reads otherwise.",
        on_wire: "Nothing changes.",
    }

    SINCE = {
        id: "endpoint-since-changed", wire: None, rust: None, seen: false,
        what: "since when an endpoint exists changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    EXAMPLES = {
        id: "endpoint-examples-changed", wire: None, rust: None, seen: false,
        what: "the examples of an endpoint changed",
        for_rust: "Nothing changes in code; the docs show other calls.",
        on_wire: "Nothing changes.",
    }

    NOTES = {
        id: "endpoint-notes-changed", wire: None, rust: None, seen: false,
        what: "the remarks on an endpoint changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    SOURCES = {
        id: "endpoint-sources-changed", wire: None, rust: None, seen: false,
        what: "the pages an endpoint's facts come from changed",
        for_rust: "Nothing changes in code; a text of the docs reads otherwise.",
        on_wire: "Nothing changes.",
    }

    TOKEN_NEEDED = {
        id: "endpoint-token-needed", wire: Breaking, rust: Risky, seen: false,
        what: "the call needs a token now",
        for_rust: "Code compiles; the client asks its `TokenProvider` before the call, and fails without a token.",
        on_wire: "Calls without token are refused.",
    }

    TOKEN_NOT_NEEDED = {
        id: "endpoint-token-not-needed", wire: Compatible, rust: Compatible, seen: false,
        what: "the call needs no token any more",
        for_rust: "The client no longer asks for a token before the call.",
        on_wire: "Calls work without token.",
    }

    TOKEN_KIND = {
        id: "endpoint-token-kind-changed", wire: Breaking, rust: Risky, seen: false,
        what: "the call needs another kind of token",
        for_rust: "Code compiles; the client asks its `TokenProvider` for the other kind.",
        on_wire: "Calls with the old kind of token are refused.",
    }

    TOKEN_PARAM = {
        id: "endpoint-token-param-changed", wire: Breaking, rust: Risky, seen: false,
        what: "the token of the call travels in another query parameter",
        for_rust: "Code compiles and sends the token in the other parameter.",
        on_wire: "A token in the old parameter is not seen.",
    }

    TOKEN_OTHER_ADDED = {
        id: "endpoint-other-token-added", wire: Compatible, rust: Compatible, seen: false,
        what: "another kind of token will do as well",
        for_rust: "A `TokenProvider` that has only this kind can make the call.",
        on_wire: "Calls with this kind of token work.",
    }

    TOKEN_OTHER_REMOVED = {
        id: "endpoint-other-token-removed", wire: Breaking, rust: Risky, seen: false,
        what: "another kind of token will not do any more",
        for_rust: "Code compiles; a `TokenProvider` that has only this kind is asked for the usual one.",
        on_wire: "Calls with this kind of token are refused.",
    }

    PERMISSION_ADDED = {
        id: "endpoint-permission-added", wire: Compatible, rust: Compatible, seen: false,
        what: "one more permission set allows the call",
        for_rust: "Calls for merchants who granted only this set are sent, where they failed before the network.",
        on_wire: "Merchants who granted only this set can be served.",
    }

    PERMISSION_REMOVED = {
        id: "endpoint-permission-removed", wire: Breaking, rust: Risky, seen: false,
        what: "a permission set does not allow the call any more",
        for_rust: "Code compiles; calls for merchants who granted only this set fail before the network.",
        on_wire: "Calls for merchants who granted only this set are refused.",
    }

    PERMISSIONS_ANY = {
        id: "endpoint-permissions-opened", wire: Compatible, rust: Compatible, seen: false,
        what: "any permission set allows the call now",
        for_rust: "Calls for merchants who granted any set at all are sent, where they failed before the network.",
        on_wire: "Merchants who granted any set at all can be served.",
    }

    PERMISSIONS_RESTRICTED = {
        id: "endpoint-permissions-restricted", wire: Breaking, rust: Risky, seen: false,
        what: "not any permission set allows the call now, but only some",
        for_rust: "Code compiles; calls for merchants who granted none of these sets fail before the network.",
        on_wire: "Calls for merchants who granted none of these sets are refused.",
    }

    PERMISSIONS_CLOSED = {
        id: "endpoint-permissions-closed", wire: Breaking, rust: Risky, seen: false,
        what: "third parties cannot make the call any more",
        for_rust: "Code compiles; where granted sets are known, the call fails before the network.",
        on_wire: "Calls by third parties are refused.",
    }

    PERMISSIONS_REOPENED = {
        id: "endpoint-permissions-reopened", wire: Compatible, rust: Compatible, seen: false,
        what: "third parties can make the call now",
        for_rust: "The call is sent, where it failed before the network.",
        on_wire: "Third parties can make the call.",
    }

    PERMISSIONS_STATED = {
        id: "endpoint-permissions-stated", wire: Risky, rust: Risky, seen: false,
        what: "which permission sets allow the call is known now",
        for_rust: "Code compiles; where granted sets are known, calls that lack one of these now fail before the network.",
        on_wire: "Calls that lack one of these sets are refused; they may have been before.",
    }

    PERMISSIONS_UNSTATED = {
        id: "endpoint-permissions-unstated", wire: Risky, rust: Risky, seen: false,
        what: "which permission sets allow the call is not known any more",
        for_rust: "Code compiles; calls are sent whatever is granted, and WeChat may refuse them.",
        on_wire: "Which sets are needed has to be tried out.",
    }
}
