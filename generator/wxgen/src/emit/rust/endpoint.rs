//! One endpoint: its request, its reply, its error enum, and the call itself.

use quote::quote;

use super::code::{Code, literal};
use super::docs::{deprecated, text_or};
use super::errors::error_enum;
use super::fields::{Target, write};
use super::objects::{besides, nested_in_reply, nested_in_request, reply_object, request_struct, with_names};
use super::template::{Template, each, lines, list, row, when};
use crate::emit::example;
use crate::markdown;
use crate::model::{Api, Area, Endpoint, Method, Permissions, Reply, Type};

/// Where an endpoint's module is printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) area: &'a Area,
    /// A crate has a file per module, and its examples can be compiled.
    pub(super) own_file: bool,
}

static HEAD: Template = Template::items(|| {
    quote! {
        #![__marks]
        use super::super::errcode::Errcode;
        use super::super::permission_set::PERMISSION_SETS;
        use ::wxopen_runtime::generated::prelude::*;
    }
});

static CALL: Template = Template::items(|| {
    quote! {
        impl Endpoint for __Request {
            type Reply = __Reply;
            type Error = __Error;

            fn meta() -> &'static Meta {
                &Meta {
                    name: __name,
                    area: __area,
                    host: __host,
                    fallback_hosts: &[__fallback_hosts],
                    method: Method::__Method,
                    path: __path,
                    #[each(tokens)]
                    token: Some(Token { kind: __token_kind, param: __token_param, also: __token_also }),
                    #[when(no_token)]
                    token: None,
                    permissions: Permissions::__Permissions,
                    permission_sets: PERMISSION_SETS,
                    idempotent: __idempotent,
                    docs: __docs_url,
                }
            }

            #[inline]
            fn encode(&self, __out: &mut RequestWriter) {
                __writes!();
            }
        }
    }
});

/// The items of an endpoint's module.
pub(super) fn items(code: &mut Code, context: Context<'_>, endpoint: &Endpoint) {
    let marks = lines(|code| {
        if context.own_file {
            code.inner_doc(&super::crate_files::endpoint_doc(endpoint));
        }
        if mentions_deprecated(endpoint) {
            code.line("#![allow(deprecated)]");
        }
        code.gap();
    });
    HEAD.fill(code, row! { __marks: marks });
    let marks = |code: &mut Code| {
        code.doc(&request_doc(context, endpoint));
        deprecated(code, &endpoint.deprecated);
    };
    request_struct(code, &endpoint.request, lines(marks));
    besides(code, "call_struct", with_names(&endpoint.request));
    call(code, context, endpoint);
    nested_in_request(code, &endpoint.request.fields);
    if let Reply::Json(object) = &endpoint.reply {
        let docs = text_or(&object.doc, &format!("What {} answers.", markdown::code(&endpoint.name)));
        reply_object(code, object, docs);
        nested_in_reply(code, &object.fields);
    }
    error_enum(code, context.area, endpoint);
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
        let kinds: Vec<_> = token.kinds().map(markdown::code).collect();
        paragraph(format!("Token: {}.", kinds.join(" or ")));
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

fn call(code: &mut Code, context: Context<'_>, endpoint: &Endpoint) {
    let fields = &endpoint.request.fields;
    let tokens = endpoint.token.iter().map(|token| {
        let also: Vec<_> = token.also.iter().map(|kind| literal(kind)).collect();
        row! {
            __token_kind: literal(&token.kind),
            __token_param: literal(&token.param),
            __token_also: format!("&[{}]", also.join(", ")),
        }
    });
    let values = row! {
        __Request: &endpoint.request.type_name,
        __Reply: match &endpoint.reply {
            Reply::Json(object) => &object.type_name,
            Reply::Binary { .. } => "Binary",
        },
        __Error: &endpoint.errors.type_name,
        __name: literal(&endpoint.name),
        __area: literal(&context.area.id),
        __host: literal(&context.api.host),
        __fallback_hosts: list(context.api.fallback_hosts.iter().map(|host| literal(host))),
        __Method: match endpoint.method {
            Method::Get => "Get",
            Method::Post => "Post",
        },
        __path: literal(&endpoint.path),
        tokens: each(tokens),
        no_token: when(endpoint.token.is_none()),
        __Permissions: permissions(&endpoint.permissions),
        __idempotent: endpoint.idempotent.to_string(),
        __docs_url: literal(endpoint.docs_url.as_deref().unwrap_or_default()),
        __out: if fields.is_empty() { "_" } else { "out" },
        __writes: lines(|code| fields.iter().for_each(|field| write(code, field, Target::Request))),
    };
    CALL.fill(code, values);
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
    let nested = endpoint.types().flat_map(Type::fields);
    endpoint.deprecated.is_some() || endpoint.fields().chain(nested).any(|field| field.deprecated.is_some())
}
