//! What fitting needs to know of types, fields and values, so that those of the model and those of the spec as written
//! are judged by the same code.

use std::fmt::Debug;

use serde_json::Value;

use crate::model::{EnumBase, Field, Type};

/// A type, as far as fitting goes.
pub trait TypeShape: Sized + Debug {
    /// Its fields, where it has some.
    type Field: FieldShape<Type = Self> + Debug;

    /// What values it has.
    fn shape(&self) -> Shape<'_, Self>;

    /// Of an enum: is this one of its known values, as text?
    fn knows(&self, text: &str) -> bool;
}

/// A field, as far as fitting goes.
pub trait FieldShape {
    /// Its type.
    type Type;

    /// Its name on the wire.
    fn wire(&self) -> &str;

    /// Must it be there? Of a choice: must one of its alternatives?
    fn is_required(&self) -> bool;

    /// What it can be.
    fn ty(&self) -> &Self::Type;
}

/// What values a type has.
#[derive(Debug)]
pub enum Shape<'a, T: TypeShape> {
    /// Any.
    Any,
    /// Texts.
    String,
    /// Whole numbers of 64 bits.
    Integer,
    /// Numbers.
    Float,
    /// True and false.
    Boolean,
    /// Base64 texts.
    Binary,
    /// Files; their names stand in for them.
    File,
    /// This one.
    Const(&'a Value),
    /// Lists.
    Array(&'a T),
    /// Objects with free keys.
    Map(&'a T),
    /// Objects with these fields.
    Object(&'a [T::Field]),
    /// Known texts or whole numbers.
    Enum {
        /// Which of the two.
        base: EnumBase,
        /// How many values are known.
        values: usize,
    },
    /// Exactly one of these fields of the object around it.
    OneOf(&'a [T::Field]),
}

/// A JSON value. A scalar is null, a boolean, a number or a text.
pub trait JsonValue: Sized + Debug {
    /// The value, if it is a scalar.
    fn scalar(&self) -> Option<&Value>;

    /// Its items, if it is a list.
    fn list(&self) -> Option<&[Self]>;

    /// Is it an object?
    fn is_object(&self) -> bool;

    /// How many entries an object has; else 0.
    fn len(&self) -> usize;

    /// Has it no entries?
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An entry of an object.
    fn entry(&self, name: &str) -> Option<&Self>;

    /// All entries of an object; else none.
    fn entries(&self) -> impl Iterator<Item = (&str, &Self)>;
}

impl TypeShape for Type {
    type Field = Field;

    fn shape(&self) -> Shape<'_, Self> {
        match self {
            Self::String => Shape::String,
            Self::Integer => Shape::Integer,
            Self::Float => Shape::Float,
            Self::Boolean => Shape::Boolean,
            Self::Json => Shape::Any,
            Self::Binary => Shape::Binary,
            Self::File => Shape::File,
            Self::Const(value) => Shape::Const(value),
            Self::Array(items) => Shape::Array(items),
            Self::Map(items) => Shape::Map(items),
            Self::Object(object) => Shape::Object(&object.fields),
            Self::Enum(of) => Shape::Enum { base: of.base, values: of.values.len() },
            Self::OneOf(choice) => Shape::OneOf(&choice.alternatives),
        }
    }

    fn knows(&self, text: &str) -> bool {
        matches!(self, Self::Enum(of) if of.values.iter().any(|known| known.wire == text))
    }
}

impl FieldShape for Field {
    type Type = Type;

    fn wire(&self) -> &str {
        &self.wire
    }

    fn is_required(&self) -> bool {
        self.required
    }

    fn ty(&self) -> &Type {
        &self.ty
    }
}

impl JsonValue for Value {
    fn scalar(&self) -> Option<&Value> {
        (!self.is_array() && !self.is_object()).then_some(self)
    }

    fn list(&self) -> Option<&[Self]> {
        self.as_array().map(Vec::as_slice)
    }

    fn is_object(&self) -> bool {
        Value::is_object(self)
    }

    fn len(&self) -> usize {
        self.as_object().map_or(0, serde_json::Map::len)
    }

    fn entry(&self, name: &str) -> Option<&Self> {
        self.get(name)
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        self.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
    }
}
