//! Everything a generated file needs, in one import.

pub use crate::codec::{Bytes, Decode, Encode, Map, Reader, Secret, UnknownValue, Writer, show_reply, show_request};
pub use crate::endpoint::Endpoint;
pub use crate::file::File;
pub use crate::kind::{Class, CodeInfo, ErrorKind, show_code};
pub use crate::meta::{Meta, Method, PermissionSet, Permissions, Token};
pub use crate::reply::Binary;
pub use crate::request::{RequestWriter, show_call};
pub use serde_json::Value;
