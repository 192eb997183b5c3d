//! Rules over the spec as written: what it says has to hold together.
//!
//! A spec that passes is guaranteed to have: an `api.yaml` with a usable host and crate; endpoints in declared areas
//! only; names that stay apart after Rust casing wherever people chose them; known tokens, permission sets and shared
//! codes; proper paths; types only where they have a meaning (files and choices in requests, fixed values in requests
//! and never among the alternatives of a choice, secrets on strings); defaults and examples that fit. `lower` relies
//! on it.
//!
//! Each rule is one small function that looks at one thing and reports all it finds.

mod api;
mod calls;
mod endpoint;
mod examples;
mod facts;
mod fields;
mod names;

use crate::parse::Spec;
use crate::read::Sources;
use crate::report::Diagnostic;

/// What a rule sees and where it reports.
struct Check<'a> {
    spec: &'a Spec,
    sources: &'a Sources,
    diagnostics: Vec<Diagnostic>,
}

/// All rules, in no particular order: diagnostics are sorted later.
const RULES: &[fn(&mut Check<'_>)] = &[
    api::there_is_an_api,
    api::crate_is_one_cargo_takes,
    api::hosts_are_names,
    api::areas_are_declared,
    api::areas_are_used,
    api::area_names_are_features,
    api::ids_stand_once,
    names::endpoints_of_an_area,
    names::fields_of_objects,
    names::variants,
    names::error_variants,
    names::shared_variants,
    calls::each_call_once,
    endpoint::texts_say_something,
    endpoint::paths,
    endpoint::tokens,
    endpoint::permission_sets,
    endpoint::shared_codes,
    endpoint::binary_replies,
    fields::places,
    fields::misplaced_types,
    fields::implied_fields,
    fields::params_stand_once,
    fields::defaults,
    fields::secrets,
    facts::urls,
    facts::dates,
    facts::digests,
    examples::requests,
    examples::responses,
];

/// Judges a spec.
pub fn check(spec: &Spec, sources: &Sources) -> Vec<Diagnostic> {
    let mut check = Check { spec, sources, diagnostics: Vec::new() };
    for rule in RULES {
        rule(&mut check);
    }
    check.diagnostics
}

impl Check<'_> {
    fn add(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}
