//! Everything a generated file needs, in one import.

pub use crate::codec::{Bytes, Decode, Encode, Map, Reader, Secret, UnknownValue, Writer, show_reply, show_request};
pub use crate::endpoint::file::File;
pub use crate::endpoint::meta::{Meta, Method, PermissionSet, Permissions, Token};
pub use crate::endpoint::reply::Binary;
pub use crate::endpoint::request::RequestWriter;
pub use crate::endpoint::return_code::{Class, CodeInfo, ErrorKind, show_code};
pub use crate::endpoint::{Endpoint, show_call};
pub use serde_json::Value;
