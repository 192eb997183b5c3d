//! Counts what is said of endpoints.

use wxgen::model::{Endpoint, Field, Reply, Type};

/// How many of something there are, and how many of them are in order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Those in order.
    pub done: usize,
    /// All.
    pub all: usize,
}

/// What is said of some endpoints.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// How many endpoints.
    pub endpoints: usize,
    /// How many of them an inventory names.
    pub listed: usize,
    /// Parameters, at any depth, that have docs. What is always the same is none.
    pub parameters: Share,
    /// Fields of replies, at any depth, that have docs.
    pub reply_fields: Share,
    /// Error codes that have a name, each as often as an endpoint lists it.
    pub codes: Share,
    /// Examples that hold a reply.
    pub examples: Share,
    /// Endpoints with an example.
    pub shown: usize,
}

/// Counts one endpoint.
pub fn count(endpoint: &Endpoint) -> Count {
    let mut parameters = Share::default();
    fields(&endpoint.request.fields, &mut parameters);
    let mut reply_fields = Share::default();
    if let Reply::Json(reply) = &endpoint.reply {
        fields(&reply.fields, &mut reply_fields);
    }
    let codes = &endpoint.errors.codes;
    let examples = &endpoint.examples;
    Count {
        endpoints: 1,
        listed: 0,
        parameters,
        reply_fields,
        codes: Share { done: codes.iter().filter(|code| is_named(&code.variant)).count(), all: codes.len() },
        examples: Share {
            done: examples.iter().filter(|example| example.response.is_some()).count(),
            all: examples.len(),
        },
        shown: usize::from(!examples.is_empty()),
    }
}

impl Count {
    /// Adds those of others.
    pub fn add(&mut self, other: &Self) {
        self.endpoints += other.endpoints;
        self.listed += other.listed;
        self.shown += other.shown;
        self.parameters.add(other.parameters);
        self.reply_fields.add(other.reply_fields);
        self.codes.add(other.codes);
        self.examples.add(other.examples);
    }
}

impl Share {
    fn add(&mut self, other: Self) {
        self.done += other.done;
        self.all += other.all;
    }
}

fn fields(all: &[Field], share: &mut Share) {
    for field in all {
        // The name of a choice is ours; its alternatives are what travels.
        if !matches!(field.ty, Type::Const(_) | Type::OneOf(_)) {
            share.add(Share { done: usize::from(!field.doc.trim().is_empty()), all: 1 });
        }
        inside(&field.ty, share);
    }
}

fn inside(ty: &Type, share: &mut Share) {
    match ty {
        Type::Array(items) | Type::Map(items) => inside(items, share),
        Type::Object(object) => fields(&object.fields, share),
        Type::OneOf(one_of) => fields(&one_of.alternatives, share),
        _ => {}
    }
}

/// A code without a name is called by its number.
fn is_named(variant: &str) -> bool {
    let number = variant.strip_prefix("CodeMinus").or_else(|| variant.strip_prefix("Code"));
    !number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
