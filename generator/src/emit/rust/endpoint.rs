//! One endpoint: its request, its reply, its error enum, and the call itself.

use super::code::{Code, line, literal, open};
use super::docs::{deprecated, text_or};
use super::errors::error_enum;
use super::fields::{Target, write};
use super::objects::{nested_in_reply, nested_in_request, reply_object, request_struct};
use crate::emit::{example, markdown};
use crate::model::{Api, Area, Endpoint, Field, Method, Permissions, Reply, Type};

/// Where an endpoint's module is printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) area: &'a Area,
    /// A crate has a file per module, and its examples can be compiled.
    pub(super) own_file: bool,
}

/// The items of an endpoint's module.
pub(super) fn items(code: &mut Code, context: Context<'_>, endpoint: &Endpoint) {
    if context.own_file {
        code.inner_doc(&super::crate_files::endpoint_doc(endpoint));
    }
    if mentions_deprecated(endpoint) {
        line!(code, "#![allow(deprecated)]");
    }
    code.gap();
    line!(code, "use super::super::errcode::Errcode;");
    line!(code, "use super::super::permission_set::PERMISSION_SETS;");
    line!(code, "use ::wxopen_runtime::rt::*;");
    request_item(code, context, endpoint);
    endpoint_impl(code, context, endpoint);
    nested_in_request(code, &endpoint.request.fields);
    if let Reply::Json(object) = &endpoint.reply {
        let docs = text_or(&object.doc, &format!("What {} answers.", markdown::code(&endpoint.name)));
        reply_object(code, object, &docs);
        nested_in_reply(code, &object.fields);
    }
    error_enum(code, endpoint);
}

fn request_item(code: &mut Code, context: Context<'_>, endpoint: &Endpoint) {
    code.gap();
    code.doc(&request_doc(context, endpoint));
    deprecated(code, &endpoint.deprecated);
    request_struct(code, &endpoint.request);
    code.gap();
    line!(code, "::wxopen_runtime::serde_endpoint!({});", endpoint.request.type_name);
}

fn request_doc(context: Context<'_>, endpoint: &Endpoint) -> String {
    let mut doc = markdown::text(&endpoint.summary);
    let mut paragraph = |text: String| {
        doc.push_str("\n\n");
        doc.push_str(&text);
    };
    if !endpoint.doc.trim().is_empty() {
        paragraph(markdown::paragraphs(&endpoint.doc));
    }
    paragraph(markdown::code(&format!("{} {}", endpoint.method.name(), endpoint.path)));
    if let Some(token) = &endpoint.token {
        paragraph(format!("Token: {}.", markdown::code(&token.kind)));
    }
    paragraph(permissions_doc(&endpoint.permissions));
    if let Reply::Binary { doc } = &endpoint.reply {
        paragraph(format!("Answers bytes. {}", markdown::text(doc)).trim_end().to_owned());
    }
    if let Some(since) = &endpoint.since {
        paragraph(format!("Since {}.", markdown::text(since)));
    }
    if let Some(url) = &endpoint.docs_url {
        paragraph(markdown::link("WeChat's page", url));
    }
    if let Some(call) = example_call(context, endpoint) {
        paragraph(call);
    }
    doc
}

/// The first documented call, as a test that is compiled and not run.
fn example_call(context: Context<'_>, endpoint: &Endpoint) -> Option<String> {
    if endpoint.deprecated.is_some() || !context.own_file {
        return None;
    }
    let request = endpoint.examples.iter().find_map(|example| example.request.as_ref())?;
    let test = example::rust_test(&context.api.krate.name, context.area, endpoint, request)?;
    Some(markdown::block("no_run", &test))
}

fn permissions_doc(permissions: &Permissions) -> String {
    match permissions {
        Permissions::Unstated => "Permission sets: not stated.".to_owned(),
        Permissions::Any => "Permission sets: any.".to_owned(),
        Permissions::Nobody => "Third parties cannot call this.".to_owned(),
        Permissions::OneOf(ids) => {
            let ids: Vec<_> = ids.iter().map(u32::to_string).collect();
            format!("Permission sets: {}{}.", if ids.len() > 1 { "one of " } else { "" }, ids.join(", "))
        }
    }
}

fn endpoint_impl(code: &mut Code, context: Context<'_>, endpoint: &Endpoint) {
    let reply = match &endpoint.reply {
        Reply::Json(object) => &object.type_name,
        Reply::Binary { .. } => "Binary",
    };
    code.gap();
    open!(code, "impl Endpoint for {}", endpoint.request.type_name);
    line!(code, "type Reply = {reply};");
    line!(code, "type Error = {};", endpoint.errors.type_name);
    code.gap();
    meta(code, context, endpoint);
    code.gap();
    let out = if endpoint.request.fields.is_empty() { "_" } else { "out" };
    open!(code, "fn encode(&self, {out}: &mut RequestWriter)");
    endpoint.request.fields.iter().for_each(|field| write(code, field, Target::Request));
    code.close();
    code.close();
}

fn meta(code: &mut Code, context: Context<'_>, endpoint: &Endpoint) {
    open!(code, "fn meta() -> &'static Meta");
    open!(code, "static META: Meta = Meta");
    line!(code, "name: {},", literal(&endpoint.name));
    line!(code, "area: {},", literal(&context.area.id));
    line!(code, "host: {},", literal(&context.api.host));
    line!(code, "method: Method::{},", method(endpoint.method));
    line!(code, "path: {},", literal(&endpoint.path));
    match &endpoint.token {
        Some(token) => {
            open!(code, "token: Some(Token");
            line!(code, "kind: {},", literal(&token.kind));
            line!(code, "param: {},", literal(&token.param));
            code.close_with("}),");
        }
        None => line!(code, "token: None,"),
    }
    line!(code, "permissions: Permissions::{},", permissions(&endpoint.permissions));
    line!(code, "permission_sets: &PERMISSION_SETS,");
    line!(code, "idempotent: {},", endpoint.idempotent);
    line!(code, "docs: {},", literal(endpoint.docs_url.as_deref().unwrap_or_default()));
    code.close_with("};");
    line!(code, "&META");
    code.close();
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "Get",
        Method::Post => "Post",
    }
}

fn permissions(permissions: &Permissions) -> String {
    match permissions {
        Permissions::Unstated => "Unstated".to_owned(),
        Permissions::Any => "Any".to_owned(),
        Permissions::Nobody => "Nobody".to_owned(),
        Permissions::OneOf(ids) => {
            format!("OneOf(&[{}])", ids.iter().map(u32::to_string).collect::<Vec<_>>().join(", "))
        }
    }
}

/// Does the module use something it marks as deprecated?
fn mentions_deprecated(endpoint: &Endpoint) -> bool {
    let reply: &[Field] = match &endpoint.reply {
        Reply::Json(object) => &object.fields,
        Reply::Binary { .. } => &[],
    };
    endpoint.deprecated.is_some() || any_deprecated(&endpoint.request.fields) || any_deprecated(reply)
}

fn any_deprecated(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.deprecated.is_some() || deprecated_inside(&field.ty))
}

fn deprecated_inside(ty: &Type) -> bool {
    match ty {
        Type::Array(items) | Type::Map(items) => deprecated_inside(items),
        Type::Object(object) => any_deprecated(&object.fields),
        Type::OneOf(choice) => any_deprecated(&choice.alternatives),
        _ => false,
    }
}
