//! `Serialize` and `Deserialize` for generated types, through the codec. Without the feature `serde` the macros expand
//! to nothing.

/// `Serialize` and `Deserialize` for a part of a reply, whose fields follow with what they are called on the wire. Only
/// `Serialize` needs to write a reply, so what writes it is here.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_reply {
    ($name:ident $(, $field:ident = $wire:literal)* $(,)?) => {
        impl $crate::generated::prelude::Encode for $name {
            fn encode(&self, out: &mut $crate::generated::prelude::Writer) {
                out.begin();
                $(out.field($wire, &self.$field);)*
                out.end();
            }
        }

        $crate::serde_impls!($name, serialize, deserialize_reply);
    };
}

/// The same for an enum of a reply.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_reply_enum {
    ($name:ident) => {
        impl $crate::generated::prelude::Encode for $name {
            fn encode(&self, out: &mut $crate::generated::prelude::Writer) {
                $crate::generated::prelude::Encode::encode(&self.as_wire(), out);
            }
        }

        $crate::serde_impls!($name, serialize, deserialize_reply);
    };
}

/// `Serialize` and `Deserialize` for a part of a request, whose fields follow as in
/// [`request_struct!`](crate::request_struct).
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_request {
    ($name:ident $(, $field:ident = $wire:tt)* $(,)?) => {
        impl $crate::generated::serde_support::Restore for $name {
            fn restore(input: &mut $crate::generated::prelude::Reader<'_>) -> Option<Self> {
                let mut fields = $crate::generated::serde_support::RestoredFields::of(input);
                $(let $field = $crate::restored!($wire, fields);)*
                let part = Self { $($field: $field?),* };
                fields.check_part(&part);
                Some(part)
            }
        }

        $crate::serde_impls!($name, serialize, deserialize);
    };
}

/// The same for a call: all its parameters are one object, wherever they travel.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_call {
    ($name:ident $(, $field:ident = $wire:tt)* $(,)?) => {
        impl $crate::generated::serde_support::Restore for $name {
            fn restore(input: &mut $crate::generated::prelude::Reader<'_>) -> Option<Self> {
                let mut fields = $crate::generated::serde_support::RestoredFields::of(input);
                $(let $field = $crate::restored!($wire, fields);)*
                let call = Self { $($field: $field?),* };
                fields.check_call(&call);
                Some(call)
            }
        }

        $crate::serde_impls!($name, serialize_call, deserialize);
    };
}

/// A field of a request, or a choice between several.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! restored {
    (_, $fields:ident) => {
        $fields.choice()
    };
    ($wire:literal, $fields:ident) => {
        $fields.field($wire)
    };
}

/// `Serialize` and `Deserialize` for an enum of a request.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_request_enum {
    ($name:ident, $wire:ident) => {
        impl $crate::generated::serde_support::Restore for $name {
            fn restore(input: &mut $crate::generated::prelude::Reader<'_>) -> Option<Self> {
                let wire = <$wire as $crate::generated::serde_support::Restore>::restore(input)?;
                Some($crate::enum_from_wire!($wire, wire))
            }
        }

        $crate::serde_impls!($name, serialize, deserialize);
    };
}

/// `Serialize` and `Deserialize` for a choice between fields, as an object with the one that was chosen.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_request_choice {
    ($name:ident $(, $variant:ident = $wire:literal)+ $(,)?) => {
        impl $crate::generated::prelude::Encode for $name {
            fn encode(&self, out: &mut $crate::generated::prelude::Writer) {
                out.begin();
                match self {
                    $(Self::$variant(value) => out.field($wire, value),)+
                }
                out.end();
            }
        }

        impl $crate::generated::serde_support::Alternatives for $name {
            const NAMES: &'static [&'static str] = &[$($wire),+];
            const EXPECTED: &'static str = concat!("exactly one of" $(, " `", $wire, "`")+);

            fn alternative(name: &str, input: &mut $crate::generated::prelude::Reader<'_>) -> Option<Self> {
                match name {
                    $($wire => $crate::generated::serde_support::field(input, name).map(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl $crate::generated::serde_support::RestoreChoice for $name {
            const NAMES: &'static [&'static str] = <Self as $crate::generated::serde_support::Alternatives>::NAMES;

            fn restore_choice(input: &mut $crate::generated::prelude::Reader<'_>) -> Option<Self> {
                $crate::generated::serde_support::chosen(input)
            }
        }

        impl $crate::generated::serde_support::Restore for $name {
            fn restore(input: &mut $crate::generated::prelude::Reader<'_>) -> Option<Self> {
                $crate::generated::serde_support::chosen(input)
            }
        }

        $crate::serde_impls!($name, serialize, deserialize);
    };
}

/// Both impls, by two functions of this module.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_impls {
    ($name:ident, $serialize:ident, $deserialize:ident) => {
        impl $crate::generated::serde_support::Serialize for $name {
            fn serialize<S: $crate::generated::serde_support::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                $crate::generated::serde_support::$serialize(self, out)
            }
        }

        impl<'de> $crate::generated::serde_support::Deserialize<'de> for $name {
            fn deserialize<D: $crate::generated::serde_support::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                $crate::generated::serde_support::$deserialize(input)
            }
        }
    };
}

/// Nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_reply {
    ($($ignored:tt)*) => {};
}

/// Nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_reply_enum {
    ($($ignored:tt)*) => {};
}

/// Nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_request {
    ($($ignored:tt)*) => {};
}

/// Nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_call {
    ($($ignored:tt)*) => {};
}

/// Nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_request_enum {
    ($($ignored:tt)*) => {};
}

/// Nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_request_choice {
    ($($ignored:tt)*) => {};
}

#[cfg(feature = "serde")]
mod restore;
#[cfg(feature = "serde")]
mod with_serde;

#[cfg(feature = "serde")]
pub use restore::{Alternatives, Restore, RestoreChoice, RestoredFields, chosen, field};
#[cfg(feature = "serde")]
pub use with_serde::{
    Deserialize, Deserializer, Serialize, Serializer, deserialize, deserialize_reply, serialize, serialize_call,
};
