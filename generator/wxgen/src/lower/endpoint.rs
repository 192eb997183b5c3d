//! Endpoints.

use super::fields::{self, Side};
use super::scope::Scope;
use super::{codes, flag, text};
use crate::model::{Endpoint, ErrorCode, ErrorEnum, Example, Object, Permissions, Reply, Source, Token, TokenKind};
use crate::names;
use crate::parse::{EndpointSpec, ExampleSpec, ExampleValue, PermissionsSpec, SourceSpec};
use crate::source::Sources;

/// The three types every endpoint has.
struct Types {
    request: String,
    reply: String,
    error: String,
}

/// All endpoints of an area, in the given order. They share one scope for types, for the area re-exports them all:
/// the types named after endpoints come first, so that a nested type never takes the name of an endpoint.
pub(super) fn lower_area(
    specs: &[&EndpointSpec],
    tokens: &[TokenKind],
    shared: &[ErrorCode],
    sources: &Sources,
) -> Vec<Endpoint> {
    let mut types = Scope::of_types();
    let mut modules = Scope::default();
    let own: Vec<_> =
        specs.iter().map(|spec| names::type_name(&spec.name.value)).map(|name| types.take(&name)).collect();
    let own: Vec<_> = own
        .into_iter()
        .map(|request| Types {
            reply: types.take(&format!("{request}Reply")),
            error: types.take(&format!("{request}Error")),
            request,
        })
        .collect();
    specs
        .iter()
        .zip(own)
        .map(|(spec, own)| {
            let module = modules.take(&names::module(&spec.name.value));
            lower_endpoint(spec, own, module, &mut types, tokens, shared, sources)
        })
        .collect()
}

fn lower_endpoint(
    spec: &EndpointSpec,
    own: Types,
    module: String,
    types: &mut Scope,
    tokens: &[TokenKind],
    shared: &[ErrorCode],
    sources: &Sources,
) -> Endpoint {
    let request = Object {
        fields: fields::lower_fields(&spec.request, &own.request, Side::Request, types),
        type_name: own.request,
        doc: String::new(),
    };
    let reply = if flag(&spec.returns_binary, false) {
        Reply::Binary { doc: text(&spec.returns_doc).unwrap_or_default() }
    } else {
        Reply::Json(Object {
            fields: fields::lower_fields(&spec.response, &own.reply, Side::Reply, types),
            type_name: own.reply,
            doc: text(&spec.returns_doc).unwrap_or_default(),
        })
    };
    Endpoint {
        name: spec.name.value.clone(),
        module,
        summary: spec.summary.value.clone(),
        doc: text(&spec.doc).unwrap_or_default(),
        docs_url: text(&spec.docs),
        method: spec.method.value,
        path: spec.path.value.clone(),
        token: token(spec, tokens),
        permissions: permissions(spec),
        idempotent: flag(&spec.idempotent, false),
        deprecated: text(&spec.deprecated),
        since: text(&spec.since),
        request,
        reply,
        errors: ErrorEnum { type_name: own.error, codes: codes::of_endpoint(&spec.errcodes, shared) },
        examples: spec.examples.iter().map(example).collect(),
        sources: spec.sources.iter().map(source).collect(),
        notes: spec.notes.iter().map(|note| note.value.clone()).collect(),
        spec_file: sources.path(spec.file).to_owned(),
    }
}

fn token(spec: &EndpointSpec, tokens: &[TokenKind]) -> Option<Token> {
    let kind = tokens.iter().find(|kind| kind.name == spec.token.value)?;
    Some(Token {
        kind: kind.name.clone(),
        param: text(&spec.token_param).unwrap_or_else(|| kind.param.clone()),
        also: spec.other_tokens.iter().map(|kind| kind.value.clone()).collect(),
    })
}

fn permissions(spec: &EndpointSpec) -> Permissions {
    match spec.permission_sets.as_ref().map(|sets| &sets.value) {
        None => Permissions::Unstated,
        Some(PermissionsSpec::Any) => Permissions::Any,
        Some(PermissionsSpec::Nobody) => Permissions::Nobody,
        Some(PermissionsSpec::Ids(ids)) if ids.is_empty() => Permissions::Unstated,
        Some(PermissionsSpec::Ids(ids)) => Permissions::OneOf(ids.iter().map(|id| id.value).collect()),
    }
}

fn example(spec: &ExampleSpec) -> Example {
    Example {
        doc: text(&spec.doc).unwrap_or_default(),
        request: spec.request.as_ref().map(ExampleValue::to_json),
        response: spec.response.as_ref().map(ExampleValue::to_json),
    }
}

fn source(spec: &SourceSpec) -> Source {
    Source {
        page: spec.page.value.clone(),
        generation: text(&spec.generation),
        captured: text(&spec.captured),
        sha256: text(&spec.sha256),
    }
}
