//! The rule file of `wxgen mock`: a list of which calls get an error, a fault or a delay.

use serde_json::Value;

use super::keys::{FAULTS, RULE};
use super::spec::Spanned;
use super::table::{Table, list, value, wrong_type};
use super::tree::{Node, read_tree};
use crate::read::FileId;
use crate::report::Diagnostic;

/// A rule as written.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleSpec {
    /// Name of an endpoint, or `*`.
    pub endpoint: Spanned<String>,
    /// The one call that is meant.
    pub nth: Option<Spanned<i64>>,
    /// Each so-and-so-many-th call.
    pub every: Option<Spanned<i64>>,
    /// How likely each call is meant.
    pub probability: Option<Spanned<f64>>,
    /// The code to answer.
    pub errcode: Option<Spanned<i64>>,
    /// How to spoil the reply.
    pub fault: Option<Spanned<&'static str>>,
    /// How long to wait, in milliseconds.
    pub latency_ms: Option<Spanned<i64>>,
}

/// Reads the rules; those that name no endpoint are reported and passed over.
pub fn rules(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<RuleSpec> {
    let Ok(Some(root)) = read_tree(file, text, diagnostics) else { return Vec::new() };
    let mut rules = Vec::new();
    for node in list(&root, "the rule file", diagnostics) {
        let Some(mut table) = Table::open(node, "a rule", RULE, diagnostics) else { continue };
        table.require(diagnostics);
        let endpoint = table.text("endpoint", diagnostics);
        let mut whole = |key: &'static str, diagnostics: &mut Vec<Diagnostic>| {
            table.take(key).and_then(|node| number(node, key, "a whole number", Value::as_i64, diagnostics))
        };
        let (nth, every) = (whole("nth", diagnostics), whole("every", diagnostics));
        let (errcode, latency_ms) = (whole("errcode", diagnostics), whole("latency_ms", diagnostics));
        let probability = table.take("probability");
        let probability =
            probability.and_then(|node| number(node, "probability", "a number", Value::as_f64, diagnostics));
        let fault = table.word("fault", FAULTS, diagnostics);
        table.close(diagnostics);
        let Some(endpoint) = endpoint else { continue };
        rules.push(RuleSpec { endpoint, nth, every, probability, errcode, fault, latency_ms });
    }
    rules
}

fn number<T>(
    node: &Node,
    key: &str,
    wanted: &str,
    read: fn(&Value) -> Option<T>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Spanned<T>> {
    let number = value(node).as_ref().and_then(read);
    if number.is_none() {
        wrong_type(node, &format!("`{key}`"), wanted, diagnostics);
    }
    Some(Spanned { value: number?, span: node.span })
}
