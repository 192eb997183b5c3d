//! Is a spec file good? It is judged as `wxgen check` would judge it, beside nothing else.

use std::ops::Range;

use serde_json::Value;

use super::{Shared, Yaml, entry};
use wxgen::parse;
use wxgen::parse::EndpointSpec;
use wxgen::report::{Diagnostic, Severity};
use wxgen::source::{FileId, Sources};

/// A request and a reply.
type Pair = [Option<Value>; 2];

/// `examples` as a block of a spec file, with the blank line before it.
pub(super) fn block(examples: &[Pair]) -> String {
    let (text, _) = with_places(examples);
    text
}

/// The block, and where each half of each example stands in it.
fn with_places(examples: &[Pair]) -> (String, Vec<(usize, usize, Range<usize>)>) {
    let mut text = "\nexamples:\n".to_owned();
    let mut places = Vec::new();
    for (number, pair) in examples.iter().enumerate() {
        let mut lead = "  - ";
        for (side, (key, value)) in ["request", "response"].iter().zip(pair).enumerate() {
            let Some(value) = value else { continue };
            let start = text.len();
            text.push_str(lead);
            text.push_str(entry(&Value::from(*key), &Yaml::json(value), 4).trim_start());
            places.push((number, side, start..text.len()));
            lead = "    ";
        }
    }
    if places.is_empty() { (String::new(), places) } else { (text, places) }
}

/// The examples that fit the spec that stands around them.
pub(super) fn fitting(head: &str, tail: &str, mut examples: Vec<Pair>, shared: &Shared) -> Vec<Pair> {
    // What is left out can matter to nothing else, so the second round finds nothing; it is cheap to be sure.
    for _ in 0..3 {
        let (text, places) = with_places(&examples);
        if places.is_empty() {
            return Vec::new();
        }
        let whole = format!("{head}{text}{tail}");
        let found = problems(&whole, shared);
        let bad: Vec<_> = places
            .into_iter()
            .filter(|(_, _, range)| {
                found
                    .iter()
                    .filter_map(|problem| problem.primary.as_ref())
                    .any(|at| (at.span.start as usize).checked_sub(head.len()).is_some_and(|at| range.contains(&at)))
            })
            .collect();
        if bad.is_empty() {
            return examples;
        }
        for (number, side, _) in bad {
            if let Some(half) = examples.get_mut(number).and_then(|pair| pair.get_mut(side)) {
                *half = None;
            }
        }
        examples.retain(|pair| pair.iter().any(Option::is_some));
    }
    Vec::new()
}

/// What `wxgen check` would say of a spec file that stands alone in its folder.
pub(crate) fn problems(text: &str, shared: &Shared) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let codes: String = shared
        .names()
        .map(|(code, name)| entry(&Value::from(code), &Yaml::map([("name", Yaml::text(name))]), 0))
        .collect();
    let api = "host: api.weixin.qq.com\ntokens:\n  authorizer_access_token: {}\n  component_access_token: {}\n\
               areas:\n  a: { title: A }\n";
    let texts = [("api.yaml", api), ("errcodes.yaml", codes.as_str()), ("a/a.yaml", text)];
    let sources = Sources::from_texts(texts);
    let mut spec = parse::parse(&sources, &mut found);
    // Which sets there are, and which kinds of token, is for the spec that the file goes to.
    spec.permission_sets_are_broken = true;
    let kinds = ["none", "authorizer_access_token", "component_access_token"];
    let token = |endpoint: &EndpointSpec| kinds.contains(&endpoint.token.value.as_str());
    spec.api_is_broken = !spec.endpoints.iter().all(token);
    found.extend(wxgen::check::check(&spec, &sources));
    let of_file = |problem: &Diagnostic| problem.primary.as_ref().is_some_and(|at| at.span.file == FileId(0));
    found.retain(|problem| problem.severity == Severity::Error && of_file(problem));
    found
}
