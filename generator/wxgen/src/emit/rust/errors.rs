//! Error enums: what each endpoint can answer.

use quote::quote;

use super::code::{Code, literal};
use super::docs::error;
use super::template::{Row, Template, docs, each, row, when};
use crate::markdown;
use crate::model::{Area, CodeTable, Endpoint, ErrorClass, ErrorCode};

static ERRORS: Template = Template::items(|| {
    quote! {
        #[__docs]
        #[non_exhaustive]
        pub enum __Name {
            #[each(codes)]
            #[__code_docs]
            __Variant,
            /// A code that any endpoint can answer.
            Common(Errcode),
            /// A code nobody has documented.
            Unknown(i64),
        }

        ::wxopen_runtime::error_enum!(__Name);

        impl ErrorKind for __Name {
            #[inline]
            fn from_code(code: i64) -> Self {
                #[when(has_codes)]
                match code {
                    #[each(codes)]
                    __code => Self::__Variant,
                    _ => Errcode::known(code).map_or(Self::Unknown(code), Self::Common),
                }
                // There is nothing to match.
                #[when(has_none)]
                Errcode::known(code).map_or(Self::Unknown(code), Self::Common)
            }

            #[inline]
            fn code(&self) -> i64 {
                match self {
                    #[each(codes)]
                    Self::__Variant => __code,
                    Self::Common(code) => code.code(),
                    Self::Unknown(code) => *code,
                }
            }

            const CODES: &'static [&'static [CodeInfo]] = &[
                #[when(has_own)]
                &[
                    #[each(own)]
                    CodeInfo {
                        code: __code,
                        name: __name,
                        msg: __msg,
                        advice: __advice,
                        class: Class::__Class,
                    },
                ],
                __tables,
            ];
        }
    }
});

/// The error enum of an endpoint and what the runtime asks of it.
pub(super) fn error_enum(code: &mut Code, area: &Area, endpoint: &Endpoint) {
    let codes = &endpoint.errors.codes;
    let own: Vec<_> = codes.iter().filter(|known| known.table == CodeTable::Endpoint).collect();
    let tables = if area.errcodes.is_empty() { "Errcode::TABLE" } else { "super::CODES, Errcode::TABLE" };
    let values = row! {
        __docs: docs(format!("What {} can answer instead.", markdown::code(&endpoint.name))),
        __Name: &endpoint.errors.type_name,
        has_codes: when(!codes.is_empty()),
        has_none: when(codes.is_empty()),
        codes: each(codes.iter().map(variant)),
        has_own: when(!own.is_empty()),
        __tables: tables,
        own: each(own.into_iter().map(info)),
    };
    ERRORS.fill(code, values);
}

/// A code as a variant.
pub(super) fn variant(known: &ErrorCode) -> Row<'_> {
    row! { __code_docs: docs(error(known)), __Variant: &known.variant, __code: known.code.to_string() }
}

/// A code as data.
pub(super) fn info(known: &ErrorCode) -> Row<'_> {
    row! {
        __code: known.code.to_string(),
        __name: literal(&known.variant),
        __msg: literal(&known.msg),
        __advice: literal(&known.advice),
        __Class: class(known.class),
    }
}

fn class(class: ErrorClass) -> &'static str {
    match class {
        ErrorClass::RefreshToken => "RefreshToken",
        ErrorClass::Ticket => "Ticket",
        ErrorClass::Reauthorize => "Reauthorize",
        ErrorClass::Permission => "Permission",
        ErrorClass::Ip => "Ip",
        ErrorClass::Retry => "Retry",
        ErrorClass::Rate => "Rate",
        ErrorClass::Argument => "Argument",
        ErrorClass::Ok | ErrorClass::Other => "Other",
    }
}
