//! What all endpoints share: return codes and permission sets.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{doc, error};
use super::errors::{code_info, number};
use super::fields::ident;
use crate::model::{Api, PermissionSet};

/// `errcode.rs`: the codes any endpoint can answer.
pub(super) fn errcode(api: &Api) -> TokenStream {
    let variants: Vec<_> = api.errcodes.iter().map(|code| ident(&code.variant)).collect();
    let variant_docs = api.errcodes.iter().map(|code| doc(&error(code)));
    let numbers: Vec<_> = api.errcodes.iter().map(|code| number(code.code)).collect();
    let infos = api.errcodes.iter().map(code_info);
    // An enum without variants cannot be matched through a reference.
    let code_body = match variants.is_empty() {
        true => quote!(match *self {}),
        false => quote!(match self { #(Self::#variants => #numbers,)* }),
    };
    quote! {
        use ::wxopen_runtime::rt::*;

        /// A code that any endpoint can answer.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Errcode { #(#variant_docs #variants,)* }

        impl Errcode {
            /// All of them as data, by code.
            pub const TABLE: &'static [CodeInfo] = &[#(#infos),*];

            /// The code of that number.
            pub fn known(code: i64) -> Option<Self> {
                Some(match code { #(#numbers => Self::#variants,)* _ => return None })
            }
            /// Its number.
            pub fn code(&self) -> i64 { #code_body }
        }
    }
}

/// `permission_set.rs`: the sets a merchant can grant.
pub(super) fn permission_sets(api: &Api) -> TokenStream {
    let count = Literal::usize_unsuffixed(api.permission_sets.len());
    let sets = api.permission_sets.iter().map(permission_set);
    quote! {
        use ::wxopen_runtime::rt::*;

        /// Every known permission set, by id. New ids appear without notice: one that is missing here is not an error.
        pub static PERMISSION_SETS: [PermissionSet; #count] = [#(#sets),*];
    }
}

fn permission_set(set: &PermissionSet) -> TokenStream {
    let id = Literal::u32_unsuffixed(set.id);
    let name = optional(set.name.as_ref());
    let account_kind = optional(set.account_kind.as_ref());
    let exclusive = optional(set.exclusive.as_ref());
    quote!(PermissionSet { id: #id, name: #name, account_kind: #account_kind, exclusive: #exclusive })
}

fn optional(value: Option<&impl quote::ToTokens>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}
