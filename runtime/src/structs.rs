//! What structs of calls and replies can do besides sending and reading: `Debug`, and with the feature `serde` what that
//! brings. `Debug` prints the fields as they are called on the wire, with what is fixed, and no secret.

/// For a call.
#[macro_export]
macro_rules! call_struct {
    ($name:ident) => {
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::rt::show_call(stringify!($name), self, f)
            }
        }

        $crate::serde_endpoint!($name);
    };
}

/// For a part of a request.
#[macro_export]
macro_rules! request_struct {
    ($name:ident) => {
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::rt::show_request(stringify!($name), self, f)
            }
        }

        $crate::serde_request!($name);
    };
}

/// For a reply or a part of one, whose fields follow with what they are called on the wire.
#[macro_export]
macro_rules! reply_struct {
    ($name:ident $($fields:tt)*) => {
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::rt::show_reply(stringify!($name), &mut self.clone(), f)
            }
        }

        $crate::serde_reply!($name $($fields)*);
    };
}
