//! What error enums can do besides [`ErrorKind`](crate::ErrorKind), which is all about their codes.
//!
//! Derived, this would take a tenth of the time that a crate of hundreds of calls compiles.

/// `Debug`, which prints the name of the code; `Copy`, and equality: two are equal when their codes are. With the feature
/// `eq` also `Eq` and `Hash`.
#[macro_export]
macro_rules! error_enum {
    ($name:ident) => {
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::generated::prelude::show_code(self.code(), Self::CODES, f)
            }
        }

        impl Copy for $name {}

        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }

        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.code() == other.code()
            }
        }

        $crate::error_enum_as_key!($name);
    };
}

/// `Eq` and `Hash`.
#[cfg(feature = "eq")]
#[doc(hidden)]
#[macro_export]
macro_rules! error_enum_as_key {
    ($name:ident) => {
        impl Eq for $name {}

        impl ::std::hash::Hash for $name {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.code().hash(state);
            }
        }
    };
}

/// Nothing: the feature `eq` is off.
#[cfg(not(feature = "eq"))]
#[doc(hidden)]
#[macro_export]
macro_rules! error_enum_as_key {
    ($name:ident) => {};
}
