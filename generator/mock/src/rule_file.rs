//! Rules from a YAML file.

use std::time::Duration;

use super::fault::Fault;
use super::rules::{Rule, When};
use crate::rule_spec::{RuleSpec, rules};
use wxgen::model::Api;
use wxgen::report;
use wxgen::report::{Diagnostic, codes};
use wxgen::source::Spanned;
use wxgen::source::{FileId, SourceFile, Sources, Span};

/// Stands for every endpoint.
const ALL: &str = "*";
/// The longest delay, in milliseconds.
const LONGEST: i64 = 600_000;

/// A rule file with mistakes.
#[derive(Debug)]
pub struct RuleFileError {
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The file, for showing them.
    pub sources: Sources,
}

/// Reads the text of a rule file, which people know as `shown`.
///
/// # Errors
///
/// Any mistake in it.
pub fn read_rules(shown: &str, text: &str, api: &Api) -> Result<Vec<Rule>, RuleFileError> {
    let file = SourceFile::new(shown, shown, text);
    let mut diagnostics = Vec::new();
    let written = rules(FileId(0), text, &mut diagnostics);
    let rules = written.iter().map(|spec| rule(spec, api, &mut diagnostics)).collect();
    report::sort(&mut diagnostics);
    match diagnostics.is_empty() {
        true => Ok(rules),
        false => Err(RuleFileError { diagnostics, sources: Sources::of(vec![file]) }),
    }
}

fn rule(spec: &RuleSpec, api: &Api, diagnostics: &mut Vec<Diagnostic>) -> Rule {
    let name = &spec.endpoint;
    let names = || api.areas.iter().flat_map(|area| &area.endpoints).map(|endpoint| endpoint.name.as_str());
    if name.value != ALL && !names().any(|known| known == name.value) {
        diagnostics.push(
            Diagnostic::error(codes::UNKNOWN_ENDPOINT, format!("the spec has no endpoint {:?}", name.value))
                .at(name.span, "")
                .did_you_mean(&name.value, names())
                .help("`*` is every endpoint"),
        );
    }
    check_parts(spec, diagnostics);
    Rule {
        endpoint: (name.value != ALL).then(|| name.value.clone()),
        when: when(spec, diagnostics),
        errcode: spec.errcode.as_ref().map(|code| code.value),
        fault: spec.fault.as_ref().and_then(|fault| Fault::from_name(fault.value)),
        latency: latency(spec, diagnostics),
    }
}

/// A rule does something, and no two things that exclude each other.
fn check_parts(spec: &RuleSpec, diagnostics: &mut Vec<Diagnostic>) {
    if spec.errcode.is_none() && spec.fault.is_none() && spec.latency_ms.is_none() {
        diagnostics.push(
            Diagnostic::error(codes::BAD_RULE, "a rule does nothing")
                .at(spec.endpoint.span, "calls of this endpoint stay as they are")
                .help("add `errcode`, `fault` or `latency_ms`"),
        );
    }
    let whens = [
        ("nth", spec.nth.as_ref().map(|nth| nth.span)),
        ("every", spec.every.as_ref().map(|every| every.span)),
        ("probability", spec.probability.as_ref().map(|probability| probability.span)),
    ];
    let given: Vec<_> = whens.into_iter().filter_map(|(name, span)| Some((name, span?))).collect();
    if let [(first, at), (second, also), ..] = given.as_slice() {
        exclude(first, *at, second, *also, diagnostics);
    }
}

fn exclude(first: &str, at: Span, second: &str, also: Span, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.push(
        Diagnostic::error(codes::BAD_RULE, format!("`{first}` and `{second}` cannot both say which calls are meant"))
            .at(also, "the second one")
            .also(at, "the first one")
            .help("keep one of the two, or write two rules"),
    );
}

fn when(spec: &RuleSpec, diagnostics: &mut Vec<Diagnostic>) -> When {
    if let Some(nth) = &spec.nth {
        return When::Nth(count("nth", nth, diagnostics));
    }
    if let Some(every) = &spec.every {
        return When::Every(count("every", every, diagnostics));
    }
    let Some(probability) = &spec.probability else { return When::Always };
    if !(0.0..=1.0).contains(&probability.value) {
        out_of_range("probability", probability.span, "0 to 1", diagnostics);
    }
    When::Probability(probability.value)
}

fn count(name: &str, given: &Spanned<i64>, diagnostics: &mut Vec<Diagnostic>) -> u64 {
    u64::try_from(given.value).ok().filter(|count| *count > 0).unwrap_or_else(|| {
        out_of_range(name, given.span, "1 or more: calls are counted from 1", diagnostics);
        1
    })
}

fn latency(spec: &RuleSpec, diagnostics: &mut Vec<Diagnostic>) -> Duration {
    let Some(given) = &spec.latency_ms else { return Duration::ZERO };
    if !(0..=LONGEST).contains(&given.value) {
        out_of_range("latency_ms", given.span, &format!("0 to {LONGEST}"), diagnostics);
    }
    Duration::from_millis(u64::try_from(given.value).unwrap_or_default())
}

fn out_of_range(name: &str, span: Span, wanted: &str, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.push(Diagnostic::error(codes::OUT_OF_RANGE, format!("`{name}` is {wanted}")).at(span, ""));
}
