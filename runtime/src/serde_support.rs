//! `Serialize` and `Deserialize` for generated types, through the codec. Without the feature `serde` the macros expand
//! to nothing.

/// `Serialize` and `Deserialize` for a part of a reply, whose fields follow with what they are called on the wire. Only
/// `Serialize` needs to write a reply, so what writes it stands here.
#[cfg(feature = "serde")]
#[macro_export]
macro_rules! serde_reply {
    ($name:ident $(, $field:ident = $wire:literal)* $(,)?) => {
        $crate::serde_request!($name);

        impl $crate::rt::Encode for $name {
            fn encode(&self, out: &mut $crate::rt::Writer) {
                out.begin();
                $(out.field($wire, &self.$field);)*
                out.end();
            }
        }

        impl<'de> $crate::serde_support::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde_support::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                $crate::serde_support::deserialize(input)
            }
        }
    };
}

/// What [`serde_reply!`](crate::serde_reply) needs to write an enum of a reply.
#[cfg(feature = "serde")]
#[macro_export]
macro_rules! serde_reply_enum {
    ($name:ident) => {
        impl $crate::rt::Encode for $name {
            fn encode(&self, out: &mut $crate::rt::Writer) {
                self.as_wire().encode(out);
            }
        }
    };
}

/// `Serialize` for a part of a request.
#[cfg(feature = "serde")]
#[macro_export]
macro_rules! serde_request {
    ($name:ident) => {
        impl $crate::serde_support::Serialize for $name {
            fn serialize<S: $crate::serde_support::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                $crate::serde_support::serialize(self, out)
            }
        }
    };
}

/// `Serialize` for a call: all its parameters as one object, wherever they travel.
#[cfg(feature = "serde")]
#[macro_export]
macro_rules! serde_endpoint {
    ($name:ident) => {
        impl $crate::serde_support::Serialize for $name {
            fn serialize<S: $crate::serde_support::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                $crate::serde_support::serialize_endpoint(self, out)
            }
        }
    };
}

/// Nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[macro_export]
macro_rules! serde_reply {
    ($($reply:tt)*) => {};
}

/// Nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[macro_export]
macro_rules! serde_reply_enum {
    ($name:ident) => {};
}

/// Nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[macro_export]
macro_rules! serde_request {
    ($name:ident) => {};
}

/// Nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[macro_export]
macro_rules! serde_endpoint {
    ($name:ident) => {};
}

#[cfg(feature = "serde")]
mod with_serde {
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde::{de, ser};
    use serde_json::Value;

    use crate::codec::{self, Decode, Encode};
    use crate::endpoint::Endpoint;
    use crate::request::RequestWriter;

    /// Serialises what the codec writes.
    ///
    /// # Errors
    ///
    /// What the serialiser says.
    pub fn serialize<S: Serializer>(value: &dyn Encode, out: S) -> Result<S::Ok, S::Error> {
        let value: Value = serde_json::from_str(&codec::to_json(value)).map_err(ser::Error::custom)?;
        value.serialize(out)
    }

    /// Serialises the parameters of a call.
    ///
    /// # Errors
    ///
    /// What the serialiser says.
    pub fn serialize_endpoint<S: Serializer>(endpoint: &impl Endpoint, out: S) -> Result<S::Ok, S::Error> {
        RequestWriter::as_json(endpoint).serialize(out)
    }

    /// Deserialises what the codec reads.
    ///
    /// # Errors
    ///
    /// What the deserialiser says, or what did not fit.
    pub fn deserialize<'de, D: Deserializer<'de>, T: Decode + Default>(input: D) -> Result<T, D::Error> {
        codec::from_value(Value::deserialize(input)?).map_err(|problems| {
            let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
            de::Error::custom(problems.join("; "))
        })
    }
}

#[cfg(feature = "serde")]
pub use with_serde::*;
