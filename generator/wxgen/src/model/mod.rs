//! What the API *is*: areas, endpoints, fields, types, errors, permission sets.
//!
//! The model knows no YAML, no places in files and no output format. Every name in it is final: `lower` settles
//! casing, keywords and clashes, so that a target only prints. Every text in it is as the spec has it, unescaped:
//! escaping belongs to the target that prints it.

mod api;
mod endpoint;
pub mod fit;
pub mod sent;
mod types;
pub mod words;

pub use api::{Api, Area, CodeTable, CrateInfo, ErrorClass, ErrorCode, PermissionSet, TokenKind};
pub use endpoint::{Endpoint, ErrorEnum, Example, Method, Permissions, Reply, Source, Token};
pub use types::{Enum, EnumBase, EnumValue, Field, Object, OneOf, Place, Type};
