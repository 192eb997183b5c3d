//! Examples fit the spec they are in.

use super::Check;
use super::wanted::wanted;
use crate::model::EnumBase;
use crate::model::fit::{self, Budget, JsonValue, Rules, What};
use crate::model::sent::STATUS;
use crate::parse::{EndpointSpec, EnumValueSpec, ExampleKind, ExampleValue, FieldSpec, TypeSpec};
use crate::report::{Diagnostic, codes, nearest};
use crate::source::{Span, Spanned};

/// How much is compared for one endpoint: fields, entries and known values of all its examples.
const MOST_COMPARED: usize = 2_000_000;
/// How many problems in examples are looked for in one endpoint, and for how many of them what was meant.
const MOST_FOUND: usize = 1_000;
const MOST_GUESSED: usize = 100;

/// Example requests have every required field, no unknown one, and values that fit.
pub(super) fn requests(check: &mut Check<'_>) {
    for endpoint in &check.spec.endpoints {
        let mut examples = Examples::new(REQUEST, "the request");
        for value in
            endpoint.examples.iter().filter_map(|example| example.request.as_ref()).filter(|value| is_said(value))
        {
            examples.object(value, &endpoint.request);
        }
        check.diagnostics.extend(examples.end());
    }
}

/// Example replies have every field that is always there, no unknown one, and values that fit.
pub(super) fn responses(check: &mut Check<'_>) {
    for endpoint in &check.spec.endpoints {
        let mut examples = Examples::new(REPLY, "the reply");
        for value in
            endpoint.examples.iter().filter_map(|example| example.response.as_ref()).filter(|value| is_said(value))
        {
            examples.reply(endpoint, value);
        }
        check.diagnostics.extend(examples.end());
    }
}

/// A key without a value is no example.
fn is_said(value: &ExampleValue) -> bool {
    !matches!(&value.kind, ExampleKind::Scalar(value) if value.is_null())
}

/// Constants are sent by themselves, so examples need not show them.
const REQUEST: Rules = Rules { constants: false, null_is_absent: false };
/// A reply may contain null for what is absent.
const REPLY: Rules = Rules { constants: false, null_is_absent: true };

type Mismatch<'a> = fit::Mismatch<'a, ExampleValue, Spanned<TypeSpec>>;

/// The examples of one endpoint, while they are compared.
struct Examples {
    rules: Rules,
    /// What they are examples of.
    of: &'static str,
    budget: Budget,
    found: Vec<Diagnostic>,
}

impl Examples {
    fn new(rules: Rules, of: &'static str) -> Self {
        let budget = Budget { compared: MOST_COMPARED, found: MOST_FOUND };
        Self { rules, of, budget, found: Vec::new() }
    }

    fn end(mut self) -> Vec<Diagnostic> {
        self.found.truncate(MOST_FOUND);
        self.found
    }

    fn reply(&mut self, endpoint: &EndpointSpec, value: &ExampleValue) {
        let mut failed = false;
        if let Some(code) = value.entry("errcode") {
            let number = code.scalar().and_then(serde_json::Value::as_i64);
            failed = number.is_some_and(|code| code != 0);
            if number.is_none() {
                self.found.push(not(wanted(&TypeSpec::Integer), code.span));
            }
        }
        if let Some(text) = value.entry("errmsg")
            && !text.scalar().is_some_and(serde_json::Value::is_string)
        {
            self.found.push(not(wanted(&TypeSpec::String), text.span));
        }
        let binary = endpoint.returns_binary.as_ref().is_some_and(|flag| flag.value);
        let bytes = value.scalar().is_some_and(serde_json::Value::is_string);
        // The reply of a failed call need not contain anything else; a text takes the place of bytes.
        if !(failed || binary && bytes) {
            self.object(value, &endpoint.response);
        }
    }

    fn object(&mut self, value: &ExampleValue, fields: &[FieldSpec]) {
        if !value.is_object() {
            self.found.push(not("a mapping", value.span));
            return;
        }
        for mismatch in fit::fields::<_, Spanned<TypeSpec>>(fields.iter(), value, self.rules, &mut self.budget) {
            self.add(mismatch, fields);
        }
    }

    fn add(&mut self, mismatch: Mismatch<'_>, top: &[FieldSpec]) {
        let diagnostic = match mismatch.what {
            What::TooMuch { value } => {
                let message = "these are more examples of more fields than are compared";
                let diagnostic = Diagnostic::error(codes::TOO_LARGE, message).at(value.span, "from here on");
                return self.found.insert(0, diagnostic);
            }
            What::Unknown { name, among: None, .. } if self.is_status(name) => return,
            What::Unknown { object, name, among } => self.unknown(object, name, among.unwrap_or(top)),
            What::Missing { object, field } => {
                Diagnostic::error(codes::EXAMPLE_MISSING, format!("the example lacks {:?}", field.wire.value))
                    .at(object.span, "")
                    .also(field.wire.span, "it is required")
            }
            What::Choice { object, group, alternatives, present } => choice(object, group, alternatives, &present),
            What::Constant { value, ty, fixed } => {
                let at = if let TypeSpec::Const(Some(fixed)) = &ty.value { fixed.span } else { ty.span };
                Diagnostic::error(codes::EXAMPLE_CONST, format!("the value is always {fixed}"))
                    .at(value.span, "the example says otherwise")
                    .also(at, "it is fixed here")
            }
            What::Type { value, ty } if matches!(ty.value, TypeSpec::Object { .. }) => {
                not(wanted(&ty.value), value.span)
            }
            What::Type { value, ty } => not(wanted_kind(&ty.value), value.span).also(ty.span, "the type"),
            // WeChat may return what no page lists, but a spec that shows a value also lists it.
            What::EnumValue { value, ty } => {
                let diagnostic = not(wanted(&ty.value), value.span).also(ty.span, "the type");
                match meant(value, &ty.value) {
                    Some(near) => diagnostic.help(format!("did you mean {near:?}?")),
                    None => diagnostic,
                }
            }
        };
        self.found.push(diagnostic);
    }

    /// Is it one of the names that every reply can have?
    fn is_status(&self, name: &str) -> bool {
        self.rules.null_is_absent && STATUS.contains(&name)
    }

    fn unknown(&self, object: &ExampleValue, name: &str, fields: &[FieldSpec]) -> Diagnostic {
        let mut diagnostic = Diagnostic::error(codes::EXAMPLE_UNKNOWN, format!("{name:?} is no field of {}", self.of))
            .at(key(object, name), "");
        if self.found.len() < MOST_GUESSED {
            let known = fields.iter().flat_map(|field| match &field.ty.value {
                TypeSpec::OneOf { alternatives, .. } => alternatives.as_slice(),
                _ => std::slice::from_ref(field),
            });
            diagnostic = diagnostic.did_you_mean(name, known.map(|field| field.wire.value.as_str()));
        }
        diagnostic.help("what only an example shows is a note, not a field")
    }
}

fn choice(object: &ExampleValue, group: &FieldSpec, all: &[FieldSpec], present: &[&FieldSpec]) -> Diagnostic {
    let names: Vec<_> = all.iter().map(|field| field.wire.value.as_str()).collect();
    let names = names.join(", ");
    match present {
        [first, second, ..] => {
            Diagnostic::error(codes::EXAMPLE_CHOICE, format!("the example gives several of {names}"))
                .at(key(object, &second.wire.value), "this one")
                .also(key(object, &first.wire.value), "and this one")
                .help("only one of them is sent")
        }
        _ => Diagnostic::error(codes::EXAMPLE_CHOICE, format!("the example gives none of {names}"))
            .at(object.span, "")
            .also(group.wire.span, "one of them is required"),
    }
}

fn not(wanted: &str, at: Span) -> Diagnostic {
    Diagnostic::error(codes::EXAMPLE_TYPE, format!("the example's value is not {wanted}")).at(at, "")
}

/// Of an enum, the kind of its values; else what the type wants.
fn wanted_kind(ty: &TypeSpec) -> &'static str {
    match ty {
        TypeSpec::Enum { base: EnumBase::String, .. } => wanted(&TypeSpec::String),
        TypeSpec::Enum { base: EnumBase::Integer, .. } => wanted(&TypeSpec::Integer),
        ty => wanted(ty),
    }
}

/// The known value that was probably meant.
fn meant<'a>(value: &ExampleValue, ty: &'a TypeSpec) -> Option<&'a str> {
    let values: &[EnumValueSpec] = if let TypeSpec::Enum { values, .. } = ty { values } else { &[] };
    let text = crate::model::sent::plain(value.scalar()?);
    nearest(&text, values.iter().map(|known| known.wire.value.as_str()))
}

/// Where a key of an object is.
fn key(object: &ExampleValue, name: &str) -> Span {
    match &object.kind {
        ExampleKind::Object(entries) => entries.get(name).map_or(object.span, |(span, _)| *span),
        _ => object.span,
    }
}
