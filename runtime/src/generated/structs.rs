//! What structs and enums of calls and replies can do besides sending and reading: `Debug`, and with the feature `serde`
//! what that brings. `Debug` prints the fields as they are called on the wire, with what is fixed, and no secret.

/// For a call, whose fields follow with what they are called on the wire; a choice between fields has no name of its own,
/// but `_`.
#[macro_export]
macro_rules! call_struct {
    ($name:ident $($fields:tt)*) => {
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::generated::prelude::show_call(stringify!($name), self, f)
            }
        }

        $crate::serde_call!($name $($fields)*);
    };
}

/// For a part of a request, whose fields follow as those of a call.
#[macro_export]
macro_rules! request_struct {
    ($name:ident $($fields:tt)*) => {
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::generated::prelude::show_request(stringify!($name), self, f)
            }
        }

        $crate::serde_request!($name $($fields)*);
    };
}

/// For an open enum of a request, with what its values are on the wire: `String` or `i64`.
#[macro_export]
macro_rules! request_enum {
    ($name:ident, $wire:ident) => {
        impl $crate::generated::prelude::Encode for $name {
            #[inline]
            fn encode(&self, out: &mut $crate::generated::prelude::Writer) {
                $crate::generated::prelude::Encode::encode(&self.as_wire(), out);
            }
        }

        $crate::serde_request_enum!($name, $wire);
    };
}

/// For a choice between fields of a request, whose alternatives follow with the names of those fields.
#[macro_export]
macro_rules! request_choice {
    ($name:ident $($alternatives:tt)*) => {
        $crate::serde_request_choice!($name $($alternatives)*);
    };
}

/// For a reply or a part of one, whose fields follow with what they are called on the wire.
#[macro_export]
macro_rules! reply_struct {
    ($name:ident $($fields:tt)*) => {
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::generated::prelude::show_reply(stringify!($name), &mut self.clone(), f)
            }
        }

        $crate::serde_reply!($name $($fields)*);
    };
}

/// For an open enum of a reply, with what its values are on the wire: `String` or `i64`.
#[macro_export]
macro_rules! reply_enum {
    ($name:ident, $wire:ident) => {
        impl ::std::default::Default for $name {
            #[inline]
            fn default() -> Self {
                $crate::enum_from_wire!($wire, $wire::default())
            }
        }

        impl $crate::generated::prelude::Decode for $name {
            #[inline]
            fn decode(&mut self, input: &mut $crate::generated::prelude::Reader<'_>) {
                let mut wire = $wire::default();
                $crate::generated::prelude::Decode::decode(&mut wire, input);
                *self = $crate::enum_from_wire!($wire, wire);
            }
        }

        $crate::serde_reply_enum!($name);
    };
}

/// The value of an open enum, from what it is on the wire.
#[doc(hidden)]
#[macro_export]
macro_rules! enum_from_wire {
    (String, $wire:expr) => {
        Self::from_wire(&$wire)
    };
    (i64, $wire:expr) => {
        Self::from_wire($wire)
    };
}
