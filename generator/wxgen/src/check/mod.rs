//! Rules over the spec as written: what it says has to hold together.
//!
//! A spec that passes reading, parsing and checking without errors is guaranteed this, and `lower` relies on it:
//!
//! - There is an `api.yaml`, and at least one endpoint. No endpoint is incomplete; no type is `Invalid`.
//! - Hosts are bare names, each once. Cargo takes the crate's name and version.
//! - Every endpoint lies in an area of `api.yaml`; an area's name is a cargo feature and a module of its own. (An area may
//!   be empty: that is only a warning.)
//! - Tokens are kinds of `api.yaml` or `none`, each once; `token_param` and `other_tokens` stand only beside a token.
//!   Permission sets are known, each once, and a list of them is never empty. A code without name, message, advice and
//!   class is a shared code. Each code and each set stands once.
//! - Paths start with `/`, have neither host nor query nor dot parts, and only characters that a URL has. No two endpoints
//!   share method, path and fixed values.
//! - These stay apart after Rust casing: areas; the endpoints of an area; their requests, replies, errors and every
//!   `type_name` in the area; fields side by side; alternatives of a choice; values of an enum; variants of an error enum,
//!   of which none is `Common` or `Unknown`. Names of nested types that are derived may still meet, and are numbered.
//! - On the wire, no parameter stands twice in one object, choices counted in; no field has an empty name.
//! - Files, choices and fixed values stand in requests only; files at their top only (alone or in a choice); none of the
//!   three is an item of an array or map; alternatives are neither choices nor fixed values, and say no `required`; a
//!   choice has two or more of them. A fixed value is a text, whole number or flag, and never `required: false`.
//! - `in` stands at the top of a request only, and on alternatives instead of their choice. A GET sends no body. What
//!   travels in the query is no object, array, map or file.
//! - `errcode` and `errmsg` are no fields of a reply, the token's parameter is none of a request. A binary reply has no
//!   fields. Secrets are strings. A default fits its type (never an object, binary, file, fixed value or choice) and does
//!   not stand beside `required: true`. An enum has values, each once.
//! - Example requests and replies are objects (a binary reply: also a text) that fit the spec: nothing required is missing
//!   and nothing else is in them, but for `errcode` and `errmsg` of replies. An example reply with an `errcode` other than
//!   0 may hold anything else.
//! - `docs`, `repository` and pages with a scheme are URLs, dates are days that exist, digests are 64 hex digits.
//!
//! Each rule is one small function that looks at one thing and reports all it finds.

mod api;
mod calls;
mod endpoint;
mod examples;
mod facts;
mod fields;
mod names;
mod shapes;
mod values;
mod walk;
mod wanted;

pub use facts::is_date;

use crate::parse::Spec;
use crate::report::Diagnostic;
use crate::source::Sources;
use crate::threads;

/// What a rule sees and where it reports.
struct Check<'a> {
    spec: &'a Spec,
    sources: &'a Sources,
    diagnostics: Vec<Diagnostic>,
}

/// One rule.
type Rule = fn(&mut Check<'_>);

/// All rules, in no particular order: diagnostics are sorted later.
const RULES: &[Rule] = &[
    api::there_is_an_api,
    api::crate_is_one_cargo_takes,
    api::hosts_are_names,
    api::tokens_can_be_used,
    api::areas_are_declared,
    api::areas_are_used,
    api::area_names_are_features,
    api::ids_stand_once,
    names::endpoints_of_an_area,
    names::types_of_an_area,
    names::fields_of_objects,
    names::variants,
    names::error_variants,
    names::shared_variants,
    calls::each_call_once,
    endpoint::paths,
    endpoint::tokens,
    endpoint::permission_sets,
    endpoint::shared_codes,
    endpoint::binary_replies,
    fields::places,
    fields::files_at_the_top,
    fields::alternatives_are_values,
    fields::replies_are_values,
    fields::items_are_values,
    fields::implied_fields,
    fields::params_stand_once,
    values::fields_have_names,
    values::defaults,
    values::secrets,
    values::required,
    values::enum_values_stand_once,
    facts::urls,
    facts::dates,
    facts::digests,
    examples::requests,
    examples::responses,
];

/// With this many endpoints, rules are applied on all cores.
const MANY: usize = 64;

/// Judges a spec.
pub fn check(spec: &Spec, sources: &Sources) -> Vec<Diagnostic> {
    // Of a small spec, all rules together take less time than it takes to start a thread.
    let at_least = if spec.endpoints.len() < MANY { RULES.len() } else { 1 };
    let found = threads::map_shares(RULES, at_least, |rule| {
        let mut check = Check { spec, sources, diagnostics: Vec::new() };
        rule(&mut check);
        check.diagnostics
    });
    found.into_iter().flatten().collect()
}
