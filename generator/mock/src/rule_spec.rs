//! The rule file of `wxgen mock`: a list of which calls get an error, a fault or a delay.

use serde_json::Value;

use wxgen::report::Diagnostic;
use wxgen::source::FileId;
use wxgen::source::Spanned;
use wxgen::yaml::tree::{Node, read_tree};
use wxgen::yaml::{Key, Shape, Table, list, value, wrong_type};

/// Words of `fault` in a rule of `wxgen mock`.
pub const FAULTS: &[&str] = &["refuse", "drop", "half_body", "content_type", "not_json", "status_500"];

/// A rule of `wxgen mock`. Rule files are no part of a spec.
pub(crate) const RULE: &[Key] = &[
    Key::required("endpoint", Shape::Words, "Name of the endpoint, such as bindTester, or * for all."),
    Key::optional("nth", Shape::Any, "The one call that is meant, counted from 1."),
    Key::optional("every", Shape::Any, "Each call whose count is a multiple of this is meant."),
    Key::optional("probability", Shape::Any, "How likely each call is meant, from 0 to 1."),
    Key::optional("errcode", Shape::Any, "The return code to answer."),
    Key::optional("fault", Shape::Word(FAULTS), "How to spoil the reply."),
    Key::optional("latency_ms", Shape::Any, "How many milliseconds to wait before the reply."),
];

/// A rule as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RuleSpec {
    /// Name of an endpoint, or `*`.
    pub(crate) endpoint: Spanned<String>,
    /// The one call that is meant.
    pub(crate) nth: Option<Spanned<i64>>,
    /// Each so-and-so-many-th call.
    pub(crate) every: Option<Spanned<i64>>,
    /// How likely each call is meant.
    pub(crate) probability: Option<Spanned<f64>>,
    /// The code to answer.
    pub(crate) errcode: Option<Spanned<i64>>,
    /// How to spoil the reply.
    pub(crate) fault: Option<Spanned<&'static str>>,
    /// How long to wait, in milliseconds.
    pub(crate) latency_ms: Option<Spanned<i64>>,
}

/// Reads the rules; those that name no endpoint are reported and passed over.
pub(crate) fn rules(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<RuleSpec> {
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
