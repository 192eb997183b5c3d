//! What all endpoints share: return codes and permission sets.

use quote::quote;

use super::code::{Code, literal};
use super::errors::{info, variant};
use super::template::{Row, Template, each, lines, row, when};
use crate::model::{Api, PermissionSet};

static ERRCODE: Template = Template::items(|| {
    quote! {
        use ::wxopen_runtime::generated::prelude::*;

        /// A code that any endpoint can answer.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[__repr]
        pub enum Errcode {
            #[each(codes)]
            #[__code_docs]
            __Variant = __code,
        }

        impl Errcode {
            /// All of them as data, by code.
            pub const TABLE: &'static [CodeInfo] = &[
                #[each(table)]
                CodeInfo {
                    code: __code,
                    name: __name,
                    msg: __msg,
                    advice: __advice,
                    class: Class::__Class,
                },
            ];

            /// The code of that number.
            pub fn known(__number: i64) -> Option<Self> {
                #[when(has_codes)]
                match code {
                    #[each(codes)]
                    __code => Some(Self::__Variant),
                    _ => None,
                }
                #[when(has_none)]
                None
            }

            /// Its number.
            pub fn code(&self) -> i64 {
                match __variant {
                    #[each(codes)]
                    Self::__Variant => __code,
                }
            }
        }
    }
});

static PERMISSION_SETS: Template = Template::items(|| {
    quote! {
        use ::wxopen_runtime::generated::prelude::*;

        /// Every known permission set, by id. New ids appear without notice: one that is missing here is not an error.
        pub const PERMISSION_SETS: &[PermissionSet] = &[
            #[each(sets)]
            PermissionSet {
                id: __id,
                name: __name,
                account_kind: __account_kind,
                exclusive: __exclusive,
            },
        ];
    }
});

/// `errcode.rs`: the codes any endpoint can answer.
pub(super) fn errcode(code: &mut Code, api: &Api) {
    // A variant's number is its code, whatever stands before it; else each new code would change those of the others.
    let repr = |code: &mut Code| {
        if !api.errcodes.is_empty() {
            code.line("#[repr(i64)]");
        }
    };
    let values = row! {
        __repr: lines(repr),
        codes: each(api.errcodes.iter().map(variant)),
        table: each(api.errcodes.iter().map(info)),
        __number: if api.errcodes.is_empty() { "_" } else { "code" },
        has_codes: when(!api.errcodes.is_empty()),
        has_none: when(api.errcodes.is_empty()),
        // An enum without variants cannot be matched through a reference.
        __variant: if api.errcodes.is_empty() { "*self" } else { "self" },
    };
    ERRCODE.fill(code, values);
}

/// `permission_set.rs`: the sets a merchant can grant.
pub(super) fn permission_sets(code: &mut Code, api: &Api) {
    PERMISSION_SETS.fill(code, row! { sets: each(api.permission_sets.iter().map(permission_set)) });
}

fn permission_set(set: &PermissionSet) -> Row<'_> {
    row! {
        __id: set.id.to_string(),
        __name: optional(set.name.as_deref().map(literal)),
        __account_kind: optional(set.account_kind.as_deref().map(literal)),
        __exclusive: optional(set.exclusive.map(|flag| flag.to_string())),
    }
}

fn optional(value: Option<String>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"))
}
