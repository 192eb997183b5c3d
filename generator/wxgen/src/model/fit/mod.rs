//! Whether a JSON value fits a type: judged here and nowhere else.
//!
//! The mock judges requests, `call` judges arguments, and `check` judges examples and defaults. All three ask [`fields`]
//! or [`value`], and present each [`Mismatch`] in their own words. Types come from the model or from the spec as
//! written, values with or without places: see `shape`.
//!
//! The time is linear in what the [`Budget`] allows. The depth is that of the type, which the parser bounds.

mod path;
mod shape;

use std::collections::HashSet;

use serde_json::Value;

pub use path::{Path, Step};
pub use shape::{FieldShape, JsonValue, Shape, TypeShape};

use super::EnumBase;

/// What depends on where a value comes from.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Must constants be there? Where the client adds them, they may be left out.
    pub constants: bool,
    /// Does null mean that a field is absent?
    pub null_is_absent: bool,
}

/// How much is done, over any number of values.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// How many fields, entries and known values are still compared.
    pub compared: usize,
    /// How many mismatches are still looked for.
    pub found: usize,
}

/// Where a value does not fit its type.
#[derive(Debug)]
pub struct Mismatch<'a, V, T: TypeShape> {
    /// Where in the value.
    pub path: Path<'a>,
    /// What is wrong there.
    pub what: What<'a, V, T>,
}

/// How a value does not fit.
#[derive(Debug)]
pub enum What<'a, V, T: TypeShape> {
    /// A required field is missing.
    Missing {
        /// The object that lacks it.
        object: &'a V,
        /// The field.
        field: &'a T::Field,
    },
    /// The type has no such field.
    Unknown {
        /// The object that has it.
        object: &'a V,
        /// Its name.
        name: &'a str,
        /// The fields that the object can have; `None` where they are those that [`fields`] was called with.
        among: Option<&'a [T::Field]>,
    },
    /// Not exactly one of a choice.
    Choice {
        /// The object that should have one.
        object: &'a V,
        /// The choice.
        group: &'a T::Field,
        /// What there is to choose from.
        alternatives: &'a [T::Field],
        /// Those that are present: none or several.
        present: Vec<&'a T::Field>,
    },
    /// A value of another type.
    Type {
        /// The value.
        value: &'a V,
        /// The type.
        ty: &'a T,
    },
    /// None of the known values of an enum. Enums are open, so this is not always an error.
    EnumValue {
        /// The value, of the type of the enum.
        value: &'a V,
        /// The enum.
        ty: &'a T,
    },
    /// Another value than the fixed one.
    Constant {
        /// The value.
        value: &'a V,
        /// The type.
        ty: &'a T,
        /// The fixed value.
        fixed: &'a Value,
    },
    /// The budget is used up: from here on nothing is compared.
    TooMuch {
        /// The first value that is not compared.
        value: &'a V,
    },
}

/// Where an object does not fit fields, outermost first; at one level unknown fields come first.
pub fn fields<'a, V: JsonValue, T: TypeShape>(
    fields: impl Iterator<Item = &'a T::Field> + Clone,
    object: &'a V,
    rules: Rules,
    budget: &mut Budget,
) -> Vec<Mismatch<'a, V, T>> {
    let mut judge = Judge { rules, budget, path: Vec::new(), found: Vec::new() };
    judge.fields(fields, None, object);
    judge.found
}

/// Where a value does not fit a type.
pub fn value<'a, V: JsonValue, T: TypeShape>(
    ty: &'a T,
    value: &'a V,
    rules: Rules,
    budget: &mut Budget,
) -> Vec<Mismatch<'a, V, T>> {
    let mut judge = Judge { rules, budget, path: Vec::new(), found: Vec::new() };
    judge.value(ty, value);
    judge.found
}

struct Judge<'a, 'b, V, T: TypeShape> {
    rules: Rules,
    budget: &'b mut Budget,
    path: Vec<Step<'a>>,
    found: Vec<Mismatch<'a, V, T>>,
}

impl<'a, V: JsonValue, T: TypeShape> Judge<'a, '_, V, T> {
    fn add(&mut self, below: Option<&'a str>, what: What<'a, V, T>) {
        if let Some(left) = self.budget.found.checked_sub(1) {
            self.budget.found = left;
            let mut steps = self.path.clone();
            steps.extend(below.map(Step::Name));
            self.found.push(Mismatch { path: Path(steps), what });
        }
    }

    /// Is it time to stop? `cost` is how much is to be compared next.
    fn is_over(&mut self, value: &'a V, cost: usize) -> bool {
        if self.budget.found == 0 {
            return true;
        }
        match self.budget.compared.checked_sub(cost) {
            Some(left) => self.budget.compared = left,
            None => {
                self.add(None, What::TooMuch { value });
                self.budget.found = 0;
            }
        }
        self.budget.found == 0
    }

    /// An entry of an object, unless it counts as absent.
    fn entry(&self, object: &'a V, name: &str) -> Option<&'a V> {
        let value = object.entry(name)?;
        let is_null = value.scalar().is_some_and(Value::is_null);
        (!is_null || !self.rules.null_is_absent).then_some(value)
    }

    fn fields(
        &mut self,
        fields: impl Iterator<Item = &'a T::Field> + Clone,
        among: Option<&'a [T::Field]>,
        object: &'a V,
    ) {
        let alternatives = |field: &'a T::Field| match field.ty().shape() {
            Shape::OneOf(alternatives) => alternatives,
            _ => std::slice::from_ref(field),
        };
        let names: HashSet<&str> = fields.clone().flat_map(alternatives).map(FieldShape::wire).collect();
        if self.is_over(object, names.len().saturating_add(object.len())) {
            return;
        }
        for (name, _) in object.entries().filter(|(name, _)| !names.contains(name)) {
            self.add(Some(name), What::Unknown { object, name, among });
        }
        for field in fields {
            match field.ty().shape() {
                Shape::OneOf(alternatives) => self.choice(field, alternatives, object),
                shape => match self.entry(object, field.wire()) {
                    Some(value) => self.named(field, value),
                    None if match shape {
                        Shape::Const(_) => self.rules.constants,
                        _ => field.is_required(),
                    } =>
                    {
                        self.add(Some(field.wire()), What::Missing { object, field });
                    }
                    None => {}
                },
            }
        }
    }

    fn choice(&mut self, group: &'a T::Field, alternatives: &'a [T::Field], object: &'a V) {
        let present: Vec<_> = alternatives.iter().filter(|field| self.entry(object, field.wire()).is_some()).collect();
        if present.len() > 1 || (present.is_empty() && group.is_required()) {
            let present = present.clone();
            self.add(Some(group.wire()), What::Choice { object, group, alternatives, present });
        }
        for field in present {
            if let Some(value) = self.entry(object, field.wire()) {
                self.named(field, value);
            }
        }
    }

    fn named(&mut self, field: &'a T::Field, value: &'a V) {
        self.below(Step::Name(field.wire()), field.ty(), value);
    }

    fn below(&mut self, step: Step<'a>, ty: &'a T, value: &'a V) {
        self.path.push(step);
        self.value(ty, value);
        self.path.pop();
    }

    fn value(&mut self, ty: &'a T, value: &'a V) {
        let shape = ty.shape();
        let cost = if let Shape::Enum { values, .. } = shape { values } else { 1 };
        if self.is_over(value, cost) {
            return;
        }
        let scalar = value.scalar();
        let fits = match shape {
            // A choice has no value of its own: `fields` judges its alternatives.
            Shape::Any | Shape::OneOf(_) => true,
            Shape::String | Shape::File => scalar.is_some_and(Value::is_string),
            Shape::Integer => scalar.is_some_and(Value::is_i64),
            Shape::Float => scalar.is_some_and(Value::is_number),
            Shape::Boolean => scalar.is_some_and(Value::is_boolean),
            Shape::Binary => scalar.and_then(Value::as_str).is_some_and(is_base64),
            Shape::Const(fixed) => {
                if scalar != Some(fixed) {
                    self.add(None, What::Constant { value, ty, fixed });
                }
                return;
            }
            Shape::Array(items) => match value.list() {
                Some(values) => {
                    for (nth, value) in values.iter().enumerate() {
                        self.below(Step::Index(nth), items, value);
                    }
                    return;
                }
                None => false,
            },
            Shape::Map(items) if value.is_object() => {
                for (key, value) in value.entries() {
                    self.below(Step::Name(key), items, value);
                }
                return;
            }
            Shape::Object(fields) if value.is_object() => return self.fields(fields.iter(), Some(fields), value),
            Shape::Map(_) | Shape::Object(_) => false,
            Shape::Enum { base, .. } => {
                let text = match (base, scalar) {
                    (EnumBase::String, Some(Value::String(text))) => Some(text.clone()),
                    (EnumBase::Integer, Some(Value::Number(number))) if number.is_i64() => Some(number.to_string()),
                    _ => None,
                };
                if text.as_ref().is_some_and(|text| !ty.knows(text)) {
                    self.add(None, What::EnumValue { value, ty });
                }
                text.is_some()
            }
        };
        if !fits {
            self.add(None, What::Type { value, ty });
        }
    }
}

/// Base64 with its padding.
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - digits.len() <= 2
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}
