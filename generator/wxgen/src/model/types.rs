//! Fields and their types.

use serde_json::Value;

/// A struct of the generated crate.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// Rust type; unique within its endpoint.
    pub type_name: String,
    /// What it is, may be empty.
    pub doc: String,
    /// Fields in the order of the spec.
    pub fields: Vec<Field>,
}

/// A value with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Name on the wire. For a one-of group the group's own name, which never travels.
    pub wire: String,
    /// Rust field and setter; for an alternative of a one-of also the end of `by_…`.
    pub ident: String,
    /// Rust variant, for an alternative of a one-of; else empty.
    pub variant: String,
    /// What it is, may be empty.
    pub doc: String,
    /// Where it travels. Only `Body` below the top level.
    pub place: Place,
    /// What it can be.
    pub ty: Type,
    /// In a request: must it be given? In a reply: is it always there?
    pub required: bool,
    /// In a request: what WeChat takes when it is left out (told in the docs only). In a reply: what a missing value means.
    pub default: Option<Value>,
    /// Why not to use it any more, where that is so.
    pub deprecated: Option<String>,
    /// Since when it exists: a date or version.
    pub since: Option<String>,
    /// Must it be kept out of logs and `Debug`? Only on strings.
    pub secret: bool,
}

impl Field {
    /// Of a reply: can the value be absent, so that its Rust type is an `Option`? Lists and maps are empty instead.
    pub fn may_be_absent(&self) -> bool {
        !self.required && !matches!(self.ty, Type::Array(_) | Type::Map(_)) && self.plain_default().is_none()
    }

    /// Of a reply: what a missing value means, where its type has a value for it.
    pub fn plain_default(&self) -> Option<&Value> {
        let default = self.default.as_ref().filter(|_| !self.required)?;
        let fits = match (&self.ty, default) {
            (Type::String, Value::String(_)) => !self.secret,
            (Type::Integer, Value::Number(number)) => number.is_i64(),
            (Type::Float, Value::Number(_)) | (Type::Boolean, Value::Bool(_)) => true,
            (Type::Enum(of), Value::String(_)) => of.base == EnumBase::String,
            (Type::Enum(of), Value::Number(number)) => of.base == EnumBase::Integer && number.is_i64(),
            _ => false,
        };
        fits.then_some(default)
    }
}

/// Where a request field travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the JSON body, or in the form when the endpoint sends a file.
    Body,
    /// In the URL.
    Query,
}

/// What a value can be.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// Text.
    String,
    /// A whole number of 64 bits.
    Integer,
    /// A number with a fraction.
    Float,
    /// True or false.
    Boolean,
    /// Any JSON.
    Json,
    /// Bytes, as Base64 text in JSON.
    Binary,
    /// An uploaded file: a part of a multipart form. Only at the top of a request.
    File,
    /// A fixed value; it is sent by itself and no Rust field exists for it. Only in requests; a string, integer or boolean.
    Const(Value),
    /// A list.
    Array(Box<Type>),
    /// An object with free keys.
    Map(Box<Type>),
    /// An object with known fields.
    Object(Object),
    /// One of several known values; others may come.
    Enum(Enum),
    /// Exactly one of several fields. Only in requests.
    OneOf(OneOf),
}

impl Type {
    /// This type and all types within it, outermost first, in the order of the spec.
    pub fn parts(&self) -> impl Iterator<Item = &Self> {
        let mut waiting = vec![self];
        std::iter::from_fn(move || {
            let ty = waiting.pop()?;
            match ty {
                Self::Array(items) | Self::Map(items) => waiting.push(items),
                ty => waiting.extend(ty.fields().iter().rev().map(|field| &field.ty)),
            }
            Some(ty)
        })
    }

    /// The fields of an object, the alternatives of a choice; else none.
    pub fn fields(&self) -> &[Field] {
        match self {
            Self::Object(object) => &object.fields,
            Self::OneOf(choice) => &choice.alternatives,
            _ => &[],
        }
    }
}

/// An open enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum {
    /// Rust type; unique within its endpoint.
    pub type_name: String,
    /// What it is, may be empty.
    pub doc: String,
    /// What travels.
    pub base: EnumBase,
    /// The known values in the order of the spec.
    pub values: Vec<EnumValue>,
}

/// What an enumeration is on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnumBase {
    /// Text.
    String,
    /// A whole number.
    Integer,
}

/// One known value of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValue {
    /// The value as text; for integers its decimal digits.
    pub wire: String,
    /// Rust variant.
    pub variant: String,
    /// What it means, may be empty.
    pub doc: String,
}

/// A choice between fields, of which exactly one travels.
#[derive(Debug, Clone, PartialEq)]
pub struct OneOf {
    /// Rust type of the choice; unique within its endpoint.
    pub type_name: String,
    /// The alternatives in the order of the spec; at least two.
    pub alternatives: Vec<Field>,
}
