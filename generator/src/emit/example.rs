//! Example values → Rust that makes the call.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::model::{Area, Endpoint, Enum, EnumBase, Field, Object, Type};

/// The call with the values of an example, in an async function that can fail with the endpoint's error. `None` where
/// the example does not fit the endpoint.
pub fn rust_call(krate: &str, area: &Area, endpoint: &Endpoint, request: &Value) -> Option<String> {
    let (imports, call) = parts(krate, area, endpoint, request)?;
    Some(lay_out(quote! { #imports let reply = client.send(#call).await?; }))
}

/// The same as a test that is compiled and not run.
pub fn rust_test(krate: &str, area: &Area, endpoint: &Endpoint, request: &Value) -> Option<String> {
    let (imports, call) = parts(krate, area, endpoint, request)?;
    let (krate, module) = (crate_ident(krate), ident(&area.module));
    let error = ident(&endpoint.errors.type_name);
    let body = lay_out(quote! { #imports let reply = client.send(#call).await?; });
    let head = format!(
        "# async fn call(client: {krate}::Client) -> Result<(), {krate}::Error<{krate}::{module}::{error}>> {{"
    );
    let body: String = body
        .lines()
        .map(|line| if line.starts_with('#') { format!("#{line}\n") } else { format!("{line}\n") })
        .collect();
    Some(format!("{head}\n{body}# Ok(())\n# }}"))
}

fn parts(krate: &str, area: &Area, endpoint: &Endpoint, request: &Value) -> Option<(TokenStream, TokenStream)> {
    let mut types = Vec::new();
    let call = build(&endpoint.request, request, &mut types)?;
    types.sort();
    types.dedup();
    let (krate, module) = (crate_ident(krate), ident(&area.module));
    let names = types.iter().map(|name| ident(name));
    let imports = match types.len() {
        1 => quote!(use #krate::#module::#(#names)*;),
        _ => quote!(use #krate::#module::{#(#names),*};),
    };
    let runtime: Vec<_> = ["File", "Map", "json"].into_iter().filter(|name| mentions(&call, name)).map(ident).collect();
    let runtime = match runtime.as_slice() {
        [] => TokenStream::new(),
        [one] => quote!(use #krate::#one;),
        all => quote!(use #krate::{#(#all),*};),
    };
    Some((quote!(#imports #runtime), call))
}

/// Lays statements out as prettyplease does, without the function around them.
fn lay_out(statements: TokenStream) -> String {
    let Ok(file) = syn::parse2::<syn::File>(quote! { async fn call() { #statements } }) else {
        return statements.to_string();
    };
    let text = prettyplease::unparse(&file);
    let lines: Vec<_> = text.lines().collect();
    let inner = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
    inner.iter().map(|line| line.strip_prefix("    ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// An object made by its constructor and setters.
fn build(object: &Object, value: &Value, types: &mut Vec<String>) -> Option<TokenStream> {
    let value = value.as_object()?;
    types.push(object.type_name.clone());
    let ty = ident(&object.type_name);
    let given: Vec<_> = object.fields.iter().filter(|field| !matches!(field.ty, Type::Const(_))).collect();
    let required: Vec<_> = given.iter().filter(|field| field.required).copied().collect();
    let choices = required.iter().filter(|field| matches!(field.ty, Type::OneOf(_))).count();
    let mut arguments = Vec::new();
    let mut by = None;
    for field in &required {
        match &field.ty {
            Type::OneOf(choice) if choices == 1 => {
                let chosen = choice.alternatives.iter().find(|field| value.contains_key(&field.wire))?;
                by = Some((
                    ident(&format!("by_{}", chosen.ident)),
                    expression(chosen, value.get(&chosen.wire)?, types)?,
                ));
            }
            _ => arguments.push(argument(field, value, types)?),
        }
    }
    let start = match by {
        Some((constructor, value)) => quote!(#ty::#constructor(#(#arguments,)* #value)),
        None => quote!(#ty::new(#(#arguments),*)),
    };
    let mut setters = Vec::new();
    for field in given.iter().filter(|field| !field.required && field.deprecated.is_none()) {
        let is_there = match &field.ty {
            Type::OneOf(choice) => choice.alternatives.iter().any(|field| value.contains_key(&field.wire)),
            _ => value.get(&field.wire).is_some_and(|value| !value.is_null()),
        };
        if is_there {
            let (setter, argument) = (ident(&field.ident), argument(field, value, types)?);
            setters.push(quote!(.#setter(#argument)));
        }
    }
    Some(quote!(#start #(#setters)*))
}

/// The value of a field, or of the alternative that is given.
fn argument(field: &Field, object: &serde_json::Map<String, Value>, types: &mut Vec<String>) -> Option<TokenStream> {
    let Type::OneOf(choice) = &field.ty else { return expression(field, object.get(&field.wire)?, types) };
    let chosen = choice.alternatives.iter().find(|field| object.contains_key(&field.wire))?;
    types.push(choice.type_name.clone());
    let (ty, variant) = (ident(&choice.type_name), ident(&chosen.variant));
    let value = owned(chosen, object.get(&chosen.wire)?, types)?;
    Some(quote!(#ty::#variant(#value)))
}

/// A value where `impl Into<…>` is taken.
fn expression(field: &Field, value: &Value, types: &mut Vec<String>) -> Option<TokenStream> {
    match (&field.ty, value) {
        (Type::String, Value::String(text)) => Some(quote!(#text)),
        (Type::Binary, Value::String(_)) => Some(quote!(b"bytes")),
        _ => of_type(&field.ty, value, types),
    }
}

/// A value where the very type is wanted.
fn owned(field: &Field, value: &Value, types: &mut Vec<String>) -> Option<TokenStream> {
    match field.secret {
        true => value.as_str().map(|text| quote!(#text.into())),
        false => of_type(&field.ty, value, types),
    }
}

fn of_type(ty: &Type, value: &Value, types: &mut Vec<String>) -> Option<TokenStream> {
    Some(match (ty, value) {
        (Type::String, Value::String(text)) => quote!(#text.to_owned()),
        (Type::Integer, Value::Number(number)) => integer(number.as_i64()?),
        (Type::Float, Value::Number(number)) => {
            let number = number.as_f64()?;
            let literal = Literal::f64_unsuffixed(number.abs());
            if number < 0.0 { quote!(-#literal) } else { quote!(#literal) }
        }
        (Type::Boolean, Value::Bool(flag)) => quote!(#flag),
        (Type::Json, value) => {
            let json: TokenStream = value.to_string().parse().ok()?;
            quote!(json!(#json))
        }
        (Type::Binary, Value::String(_)) => quote!(b"bytes".into()),
        (Type::File, Value::String(name)) => quote!(File::new(#name, b"bytes")),
        (Type::Array(items), Value::Array(values)) => {
            let values = values.iter().map(|value| of_type(items, value, types)).collect::<Option<Vec<_>>>()?;
            quote!(vec![#(#values),*])
        }
        (Type::Map(items), Value::Object(entries)) => {
            let keys: Vec<_> = entries.keys().collect();
            let values = entries.values().map(|value| of_type(items, value, types)).collect::<Option<Vec<_>>>()?;
            quote!(Map::from([#((#keys.to_owned(), #values)),*]))
        }
        (Type::Object(object), value) => build(object, value, types)?,
        (Type::Enum(of), value) => enum_value(of, value, types)?,
        _ => return None,
    })
}

fn enum_value(of: &Enum, value: &Value, types: &mut Vec<String>) -> Option<TokenStream> {
    let wire = match (of.base, value) {
        (EnumBase::String, Value::String(text)) => text.clone(),
        (EnumBase::Integer, Value::Number(number)) => number.as_i64()?.to_string(),
        _ => return None,
    };
    types.push(of.type_name.clone());
    let ty = ident(&of.type_name);
    Some(match of.values.iter().find(|known| known.wire == wire) {
        Some(known) => {
            let variant = ident(&known.variant);
            quote!(#ty::#variant)
        }
        None => {
            let wire = if of.base == EnumBase::Integer { integer(wire.parse().ok()?) } else { quote!(#wire) };
            quote!(#ty::from_wire(#wire))
        }
    })
}

fn integer(number: i64) -> TokenStream {
    let digits = Literal::u64_unsuffixed(number.unsigned_abs());
    if number < 0 { quote!(-#digits) } else { quote!(#digits) }
}

fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == name,
        proc_macro2::TokenTree::Group(group) => mentions(&group.stream(), name),
        _ => false,
    })
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// How a crate is called in code.
fn crate_ident(name: &str) -> Ident {
    ident(&crate::names::module(name))
}
