//! Error enums: what each endpoint can answer.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{doc, error};
use super::fields::ident;
use crate::emit::markdown;
use crate::model::{Endpoint, ErrorClass, ErrorCode};

/// The error enum of an endpoint and what the runtime asks of it.
pub(super) fn error_enum(endpoint: &Endpoint) -> TokenStream {
    let name = ident(&endpoint.errors.type_name);
    let docs = doc(&format!("What {} can answer instead.", markdown::code(&endpoint.name)));
    let codes = &endpoint.errors.codes;
    let variants: Vec<_> = codes.iter().map(|code| ident(&code.variant)).collect();
    let variant_docs = codes.iter().map(|code| doc(&error(code)));
    let numbers: Vec<_> = codes.iter().map(|code| number(code.code)).collect();
    // Without codes there is nothing to match.
    let common = quote!(Errcode::known(code).map_or(Self::Unknown(code), Self::Common));
    let from_code = match codes.is_empty() {
        true => common,
        false => quote!(match code { #(#numbers => Self::#variants,)* _ => #common, }),
    };
    let table = codes.iter().filter(|code| !code.shared).map(code_info);
    quote! {
        #docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants,)*
            /// A code that any endpoint can answer.
            Common(Errcode),
            /// A code nobody has documented.
            Unknown(i64),
        }

        impl ErrorKind for #name {
            fn from_code(code: i64) -> Self { #from_code }
            fn code(&self) -> i64 {
                match self {
                    #(Self::#variants => #numbers,)*
                    Self::Common(code) => code.code(),
                    Self::Unknown(code) => *code,
                }
            }
            fn own() -> &'static [CodeInfo] { &[#(#table),*] }
            fn shared() -> &'static [CodeInfo] { Errcode::TABLE }
        }
    }
}

/// A code as data.
pub(super) fn code_info(code: &ErrorCode) -> TokenStream {
    let number = number(code.code);
    let ErrorCode { variant, msg, advice, .. } = code;
    let class = class(code.class);
    quote!(CodeInfo { code: #number, name: #variant, msg: #msg, advice: #advice, class: Class::#class })
}

/// A code as a literal or its negation, also good as a pattern.
pub(super) fn number(code: i64) -> TokenStream {
    let digits = Literal::u64_unsuffixed(code.unsigned_abs());
    if code < 0 { quote!(-#digits) } else { quote!(#digits) }
}

fn class(class: ErrorClass) -> proc_macro2::Ident {
    ident(match class {
        ErrorClass::RefreshToken => "RefreshToken",
        ErrorClass::Ticket => "Ticket",
        ErrorClass::Reauthorize => "Reauthorize",
        ErrorClass::Permission => "Permission",
        ErrorClass::Ip => "Ip",
        ErrorClass::Retry => "Retry",
        ErrorClass::Rate => "Rate",
        ErrorClass::Argument => "Argument",
        ErrorClass::Ok | ErrorClass::Other => "Other",
    })
}
