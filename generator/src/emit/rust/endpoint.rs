//! One endpoint: its request, its reply, its error enum, and the call itself.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{deprecated, doc, inner_doc, text_or};
use super::errors::error_enum;
use super::fields::{ident, write, write_to_request};
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
pub(super) fn tokens(context: Context<'_>, endpoint: &Endpoint) -> TokenStream {
    let module_doc = match context.own_file {
        true => inner_doc(&super::crate_files::endpoint_doc(endpoint)),
        false => TokenStream::new(),
    };
    let allow = if mentions_deprecated(endpoint) { quote!(#![allow(deprecated)]) } else { TokenStream::new() };
    let request = request_item(context, endpoint);
    let nested_in_request = nested_in_request(&endpoint.request.fields);
    let call = endpoint_impl(context, endpoint);
    let reply = match &endpoint.reply {
        Reply::Json(object) => {
            let docs = doc(&text_or(&object.doc, &format!("What {} answers.", markdown::code(&endpoint.name))));
            let (item, nested) = (reply_object(object, docs), nested_in_reply(&object.fields));
            quote!(#item #nested)
        }
        Reply::Binary { .. } => TokenStream::new(),
    };
    let errors = error_enum(endpoint);
    quote! {
        #module_doc
        #allow
        use super::super::errcode::Errcode;
        use super::super::permission_set::PERMISSION_SETS;
        use ::wxopen_runtime::rt::*;

        #request
        #call
        #nested_in_request
        #reply
        #errors
    }
}

fn request_item(context: Context<'_>, endpoint: &Endpoint) -> TokenStream {
    let docs = doc(&request_doc(context, endpoint));
    let marks = deprecated(&endpoint.deprecated);
    let item = request_struct(&endpoint.request, quote!(#docs #marks));
    let name = ident(&endpoint.request.type_name);
    quote! {
        #item
        ::wxopen_runtime::serde_endpoint!(#name);
    }
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

fn endpoint_impl(context: Context<'_>, endpoint: &Endpoint) -> TokenStream {
    let name = ident(&endpoint.request.type_name);
    let error = ident(&endpoint.errors.type_name);
    let reply = match &endpoint.reply {
        Reply::Json(object) => ident(&object.type_name),
        Reply::Binary { .. } => ident("Binary"),
    };
    let meta = meta(context, endpoint);
    let writes = endpoint.request.fields.iter().map(|field| write(field, write_to_request));
    let out = if endpoint.request.fields.is_empty() { quote!(_) } else { quote!(out) };
    quote! {
        impl Endpoint for #name {
            type Reply = #reply;
            type Error = #error;
            fn meta() -> &'static Meta {
                static META: Meta = #meta;
                &META
            }
            fn encode(&self, #out: &mut RequestWriter) { #(#writes)* }
        }
    }
}

fn meta(context: Context<'_>, endpoint: &Endpoint) -> TokenStream {
    let Endpoint { name, path, idempotent, .. } = endpoint;
    let (area, host) = (&context.area.id, &context.api.host);
    let method = ident(match endpoint.method {
        Method::Get => "Get",
        Method::Post => "Post",
    });
    let token = match &endpoint.token {
        Some(token) => {
            let (kind, param) = (&token.kind, &token.param);
            quote!(Some(Token { kind: #kind, param: #param }))
        }
        None => quote!(None),
    };
    let permissions = match &endpoint.permissions {
        Permissions::Unstated => quote!(Unstated),
        Permissions::Any => quote!(Any),
        Permissions::Nobody => quote!(Nobody),
        Permissions::OneOf(ids) => {
            let ids = ids.iter().map(|id| Literal::u32_unsuffixed(*id));
            quote!(OneOf(&[#(#ids),*]))
        }
    };
    let docs = endpoint.docs_url.as_deref().unwrap_or_default();
    quote! {
        Meta {
            name: #name,
            area: #area,
            host: #host,
            method: Method::#method,
            path: #path,
            token: #token,
            permissions: Permissions::#permissions,
            permission_sets: &PERMISSION_SETS,
            idempotent: #idempotent,
            docs: #docs,
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
