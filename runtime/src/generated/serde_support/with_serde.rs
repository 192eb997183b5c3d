//! serde's two traits for whatever the codec writes and reads.

pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde::{de, ser};
use serde_json::Value;

use super::restore::{self, Restore};
use crate::codec::{self, Decode, Encode, Mismatch};
use crate::endpoint::{self, Endpoint};

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
pub fn serialize_call<S: Serializer>(call: &impl Endpoint, out: S) -> Result<S::Ok, S::Error> {
    endpoint::to_json(call).serialize(out)
}

/// Deserialises a call or a part of one.
///
/// # Errors
///
/// What the deserialiser says, or what is missing or did not fit.
pub fn deserialize<'de, D: Deserializer<'de>, T: Restore>(input: D) -> Result<T, D::Error> {
    restore::from_value(Value::deserialize(input)?).map_err(|mismatches| serde_error(&mismatches))
}

/// Deserialises a reply or a part of one.
///
/// # Errors
///
/// What the deserialiser says, or what did not fit.
pub fn deserialize_reply<'de, D: Deserializer<'de>, T: Decode + Default>(input: D) -> Result<T, D::Error> {
    codec::from_value(Value::deserialize(input)?).map_err(|mismatches| serde_error(&mismatches))
}

fn serde_error<E: de::Error>(mismatches: &[Mismatch]) -> E {
    let line = |mismatch: &Mismatch| match mismatch.path.as_str() {
        "" => format!("expected {}, found {}", mismatch.expected, mismatch.found),
        _ => mismatch.to_string(),
    };
    E::custom(mismatches.iter().map(line).collect::<Vec<_>>().join("; "))
}
