//! Types, fields and values as written, in the shape that fitting wants.

use serde_json::Value;

use crate::model::fit::{FieldShape, JsonValue, Shape, TypeShape};
use crate::parse::{ExampleKind, ExampleValue, FieldSpec, TypeSpec};
use crate::source::Spanned;

impl TypeShape for Spanned<TypeSpec> {
    type Field = FieldSpec;

    fn shape(&self) -> Shape<'_, Self> {
        match &self.value {
            TypeSpec::String => Shape::String,
            TypeSpec::Integer => Shape::Integer,
            TypeSpec::Float => Shape::Float,
            TypeSpec::Boolean => Shape::Boolean,
            TypeSpec::Binary => Shape::Binary,
            TypeSpec::File => Shape::File,
            TypeSpec::Const(Some(fixed)) => Shape::Const(&fixed.value),
            // What is not known is not judged.
            TypeSpec::Json | TypeSpec::Const(None) | TypeSpec::Invalid => Shape::Any,
            TypeSpec::Array(items) => Shape::Array(&items.ty),
            TypeSpec::Map(items) => Shape::Map(&items.ty),
            TypeSpec::Object { fields, .. } => Shape::Object(fields),
            TypeSpec::Enum { base, values, .. } => Shape::Enum { base: *base, values: values.len() },
            TypeSpec::OneOf { alternatives, .. } => Shape::OneOf(alternatives),
        }
    }

    fn knows(&self, text: &str) -> bool {
        matches!(&self.value, TypeSpec::Enum { values, .. } if values.iter().any(|known| known.wire.value == text))
    }
}

impl FieldShape for FieldSpec {
    type Type = Spanned<TypeSpec>;

    fn wire(&self) -> &str {
        &self.wire.value
    }

    fn is_required(&self) -> bool {
        match (&self.ty.value, &self.required) {
            // It was reported already; whether it is required is not known either.
            (TypeSpec::Const(None), _) => false,
            (_, Some(flag)) => flag.value,
            (ty, None) => matches!(ty, TypeSpec::OneOf { .. }),
        }
    }

    fn ty(&self) -> &Self::Type {
        &self.ty
    }
}

impl JsonValue for ExampleValue {
    fn scalar(&self) -> Option<&Value> {
        match &self.kind {
            ExampleKind::Scalar(value) => Some(value),
            ExampleKind::Array(_) | ExampleKind::Object(_) => None,
        }
    }

    fn list(&self) -> Option<&[Self]> {
        match &self.kind {
            ExampleKind::Array(values) => Some(values),
            ExampleKind::Scalar(_) | ExampleKind::Object(_) => None,
        }
    }

    fn is_object(&self) -> bool {
        matches!(self.kind, ExampleKind::Object(_))
    }

    fn len(&self) -> usize {
        match &self.kind {
            ExampleKind::Object(entries) => entries.len(),
            ExampleKind::Scalar(_) | ExampleKind::Array(_) => 0,
        }
    }

    fn entry(&self, name: &str) -> Option<&Self> {
        match &self.kind {
            ExampleKind::Object(entries) => entries.get(name).map(|(_, value)| value),
            ExampleKind::Scalar(_) | ExampleKind::Array(_) => None,
        }
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        let entries = match &self.kind {
            ExampleKind::Object(entries) => Some(entries),
            ExampleKind::Scalar(_) | ExampleKind::Array(_) => None,
        };
        entries.into_iter().flatten().map(|(key, (_, value))| (key.as_str(), value))
    }
}
