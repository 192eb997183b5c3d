//! Examples fit the spec they stand in.

use std::collections::HashSet;

use super::Check;
use super::example_values::{Wrong, unfit};
use crate::model::sent::STATUS;
use crate::parse::{EndpointSpec, ExampleKind, ExampleValue, FieldSpec, TypeSpec};
use crate::report::{Diagnostic, codes};
use crate::source::Span;

/// How much is compared for one endpoint: fields times examples.
const MOST_COMPARED: usize = 2_000_000;
/// How many problems in examples are looked for in one endpoint, and for how many of them what was meant.
const MOST_FOUND: usize = 1_000;
const MOST_GUESSED: usize = 100;

/// Example requests have every required field, no unknown one, and values that fit.
pub(super) fn requests(check: &mut Check<'_>) {
    for endpoint in &check.spec.endpoints {
        let mut examples = Examples::new(Side::Request);
        for value in
            endpoint.examples.iter().filter_map(|example| example.request.as_ref()).filter(|value| is_said(value))
        {
            examples.object(value, &endpoint.request, &[]);
        }
        check.diagnostics.extend(examples.end());
    }
}

/// Example replies have every field that is always there, no unknown one, and values that fit.
pub(super) fn responses(check: &mut Check<'_>) {
    for endpoint in &check.spec.endpoints {
        let mut examples = Examples::new(Side::Reply);
        for value in
            endpoint.examples.iter().filter_map(|example| example.response.as_ref()).filter(|value| is_said(value))
        {
            examples.reply(endpoint, value);
        }
        check.diagnostics.extend(examples.end());
    }
}

/// A key without a value says nothing.
fn is_said(value: &ExampleValue) -> bool {
    !matches!(&value.kind, ExampleKind::Scalar(value) if value.is_null())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Request,
    Reply,
}

/// The examples of one endpoint, while they are compared.
struct Examples {
    side: Side,
    compared: usize,
    found: Vec<Diagnostic>,
}

fn entry<'a>(value: &'a ExampleValue, key: &str) -> Option<&'a (Span, ExampleValue)> {
    match &value.kind {
        ExampleKind::Object(entries) => entries.get(key),
        _ => None,
    }
}

impl Examples {
    fn new(side: Side) -> Self {
        Self { side, compared: 0, found: Vec::new() }
    }

    fn end(mut self) -> Vec<Diagnostic> {
        self.found.truncate(MOST_FOUND);
        self.found
    }

    /// Has enough been said, or done? `more` is what is to be compared next.
    fn is_enough(&mut self, value: &ExampleValue, more: usize) -> bool {
        let before = self.compared;
        self.compared = before.saturating_add(more);
        if before <= MOST_COMPARED && self.compared > MOST_COMPARED {
            let message = "these are more examples of more fields than are compared";
            self.found.insert(0, Diagnostic::error(codes::TOO_LARGE, message).at(value.span, "from here on"));
        }
        self.compared > MOST_COMPARED || self.found.len() > MOST_FOUND
    }

    fn reply(&mut self, endpoint: &EndpointSpec, value: &ExampleValue) {
        let mut failed = false;
        if let Some((_, code)) = entry(value, "errcode") {
            let number = match &code.kind {
                ExampleKind::Scalar(code) => code.as_i64(),
                _ => None,
            };
            failed = number.is_some_and(|code| code != 0);
            if number.is_none() {
                self.unfit(Wrong { span: code.span, wanted: "a whole number", near: None }, None);
            }
        }
        if let Some((_, text)) = entry(value, "errmsg") {
            self.found.extend(unfit(text, &TypeSpec::String).map(|wrong| misfit(wrong, None)));
        }
        let binary = endpoint.returns_binary.as_ref().is_some_and(|flag| flag.value);
        let bytes = matches!(&value.kind, ExampleKind::Scalar(value) if value.is_string());
        // A reply that tells of an error need not have anything else in it; bytes stand in as text.
        if failed || (binary && bytes) {
            return;
        }
        self.object(value, &endpoint.response, STATUS);
    }

    /// `implied`: keys that may stand there without being fields.
    fn object(&mut self, value: &ExampleValue, fields: &[FieldSpec], implied: &[&str]) {
        let ExampleKind::Object(entries) = &value.kind else {
            return self.unfit(Wrong { span: value.span, wanted: "a mapping", near: None }, None);
        };
        if self.is_enough(value, fields.len() + entries.len()) {
            return;
        }
        let mut known = HashSet::with_capacity(fields.len());
        for field in fields {
            match &field.ty.value {
                TypeSpec::OneOf { alternatives, .. } => {
                    self.choice(value, field, alternatives);
                    known.extend(alternatives.iter().map(|alternative| alternative.wire.value.as_str()));
                }
                _ => {
                    self.given(value, field);
                    known.insert(field.wire.value.as_str());
                }
            }
        }
        for (key, (span, _)) in entries {
            if !known.contains(key.as_str()) && !implied.contains(&key.as_str()) {
                self.unknown(key, *span, fields);
            }
        }
    }

    fn unknown(&mut self, key: &str, span: Span, fields: &[FieldSpec]) {
        let what = if self.side == Side::Request { "the request" } else { "the reply" };
        let mut diagnostic =
            Diagnostic::error(codes::EXAMPLE_UNKNOWN, format!("{key:?} is no field of {what}")).at(span, "");
        if self.found.len() < MOST_GUESSED {
            let known = fields.iter().flat_map(|field| match &field.ty.value {
                TypeSpec::OneOf { alternatives, .. } => alternatives.as_slice(),
                _ => std::slice::from_ref(field),
            });
            diagnostic = diagnostic.did_you_mean(key, known.map(|field| field.wire.value.as_str()));
        }
        self.found.push(diagnostic.help("what only an example shows is a note, not a field"));
    }

    fn given(&mut self, value: &ExampleValue, field: &FieldSpec) {
        let given = entry(value, &field.wire.value).map(|(_, value)| value);
        // A reply may say null for what is not there.
        let given = given.filter(|value| self.side == Side::Request || is_said(value));
        match given {
            Some(value) => self.fits(value, &field.ty.value, field.ty.span),
            None if field.required.as_ref().is_some_and(|flag| flag.value)
                && !matches!(field.ty.value, TypeSpec::Const(_)) =>
            {
                self.found.push(
                    Diagnostic::error(codes::EXAMPLE_MISSING, format!("the example lacks {:?}", field.wire.value))
                        .at(value.span, "")
                        .also(field.wire.span, "it is required"),
                );
            }
            None => {}
        }
    }

    fn choice(&mut self, value: &ExampleValue, field: &FieldSpec, alternatives: &[FieldSpec]) {
        if self.is_enough(value, alternatives.len()) {
            return;
        }
        let chosen: Vec<_> = alternatives
            .iter()
            .filter_map(|alternative| Some((alternative, entry(value, &alternative.wire.value)?)))
            .collect();
        for (alternative, (_, value)) in &chosen {
            self.fits(value, &alternative.ty.value, alternative.ty.span);
        }
        let required = field.required.as_ref().is_none_or(|flag| flag.value);
        let names = || {
            let names: Vec<_> = alternatives.iter().map(|alternative| alternative.wire.value.as_str()).collect();
            names.join(", ")
        };
        match chosen.as_slice() {
            [] if required => self.found.push(
                Diagnostic::error(codes::EXAMPLE_CHOICE, format!("the example gives none of {}", names()))
                    .at(value.span, "")
                    .also(field.wire.span, "one of them is required"),
            ),
            [(_, (first, _)), (_, (second, _)), ..] => self.found.push(
                Diagnostic::error(codes::EXAMPLE_CHOICE, format!("the example gives several of {}", names()))
                    .at(*second, "this one")
                    .also(*first, "and this one")
                    .help("only one of them is sent"),
            ),
            _ => {}
        }
    }

    fn fits(&mut self, value: &ExampleValue, ty: &TypeSpec, ty_span: Span) {
        match (ty, &value.kind) {
            (TypeSpec::Object { fields, .. }, _) => self.object(value, fields, &[]),
            (TypeSpec::Array(items), ExampleKind::Array(values)) => {
                values.iter().for_each(|value| self.fits(value, &items.ty.value, items.ty.span));
            }
            (TypeSpec::Map(items), ExampleKind::Object(entries)) => {
                entries.values().for_each(|(_, value)| self.fits(value, &items.ty.value, items.ty.span));
            }
            (TypeSpec::Const(fixed), ExampleKind::Scalar(given)) => {
                if let Some(fixed) = fixed.as_ref().filter(|fixed| fixed.value != *given) {
                    self.found.push(
                        Diagnostic::error(codes::EXAMPLE_CONST, format!("the value is always {}", fixed.value))
                            .at(value.span, "the example says otherwise")
                            .also(fixed.span, "it is fixed here"),
                    );
                }
            }
            _ => {
                let values = if let TypeSpec::Enum { values, .. } = ty { values.len() } else { 1 };
                if let (false, Some(wrong)) = (self.is_enough(value, values), unfit(value, ty)) {
                    self.unfit(wrong, Some(ty_span));
                }
            }
        }
    }

    fn unfit(&mut self, wrong: Wrong, ty: Option<Span>) {
        self.found.push(misfit(wrong, ty));
    }
}

fn misfit(wrong: Wrong, ty: Option<Span>) -> Diagnostic {
    let message = format!("the example's value is not {}", wrong.wanted);
    let mut diagnostic = Diagnostic::error(codes::EXAMPLE_TYPE, message).at(wrong.span, "");
    if let Some(ty) = ty {
        diagnostic = diagnostic.also(ty, "the type");
    }
    match wrong.near {
        Some(near) => diagnostic.help(format!("did you mean {near:?}?")),
        None => diagnostic,
    }
}
