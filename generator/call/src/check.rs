//! Are values as the spec says? [`fit`] judges; here its mismatches become errors with help for people at a shell.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::argument_error::{ArgumentError, ArgumentErrorKind};
use super::parameters::{Upload, below, unknown};
use wxgen::model::fit::{self, Budget, Mismatch, Path, Rules, What};
use wxgen::model::sent::{flat, plain};
use wxgen::model::words::kind;
use wxgen::model::{Field, Object, Type};

/// How many fields, entries and known values are compared.
const MOST_COMPARED: usize = 20_000_000;
/// How many problems are looked for.
const MOST_FOUND: usize = 1_000;
/// Constants are added before values are judged, and null is a value.
const RULES: Rules = Rules { constants: true, null_is_absent: false };

/// The values in order, with what is fixed. Of parameters in `spoilt` nothing more is reported.
pub(super) fn check(
    request: &Object,
    values: Map<String, Value>,
    files: &[(String, Upload)],
    spoilt: &BTreeSet<String>,
    problems: &mut Vec<ArgumentError>,
) -> Map<String, Value> {
    let mut values = in_order(&request.fields, values);
    // A file is what was read. Other values do not become files.
    for field in flat(&request.fields).filter(|field| matches!(field.ty, Type::File)) {
        if let Some(value) = values.get_mut(&field.wire)
            && !files.iter().any(|(name, _)| *name == field.wire)
        {
            *value = Value::Null;
        }
    }
    let values = Value::Object(values);
    let mut budget = Budget { compared: MOST_COMPARED, found: MOST_FOUND };
    let mismatches = fit::fields::<_, Type>(request.fields.iter(), &values, RULES, &mut budget);
    problems.extend(mismatches.iter().filter_map(|mismatch| problem(mismatch, &request.fields, spoilt)));
    match values {
        Value::Object(values) => values,
        _ => Map::new(),
    }
}

/// The values in the order of the spec, with its constants; unknown ones at the end.
fn in_order(fields: &[Field], mut given: Map<String, Value>) -> Map<String, Value> {
    let mut done = Map::new();
    for field in flat(fields) {
        let value = match (&field.ty, given.shift_remove(&field.wire)) {
            (Type::Const(fixed), Some(value)) if plain(&value) != plain(fixed) => value,
            (Type::Const(fixed), _) => fixed.clone(),
            (ty, Some(value)) => value_in_order(ty, value),
            (_, None) => continue,
        };
        done.insert(field.wire.clone(), value);
    }
    done.extend(given);
    done
}

fn value_in_order(ty: &Type, value: Value) -> Value {
    match (ty, value) {
        (Type::Object(object), Value::Object(given)) => in_order(&object.fields, given).into(),
        (Type::Map(items), Value::Object(given)) => {
            given.into_iter().map(|(key, value)| (key, value_in_order(items, value))).collect::<Map<_, _>>().into()
        }
        (Type::Array(items), Value::Array(given)) => {
            given.into_iter().map(|value| value_in_order(items, value)).collect::<Vec<_>>().into()
        }
        (_, value) => value,
    }
}

/// Was a parameter, or one that contains it, reported already?
fn is_spoilt(path: &Path<'_>, spoilt: &BTreeSet<String>) -> bool {
    !spoilt.is_empty() && (1..=path.0.len()).any(|to| spoilt.contains(&path.up_to(to).to_string()))
}

/// What people read about a mismatch; `None` where it is no error, or was reported already.
fn problem(
    mismatch: &Mismatch<'_, Value, Type>,
    parameters: &[Field],
    spoilt: &BTreeSet<String>,
) -> Option<ArgumentError> {
    let Mismatch { path, what } = mismatch;
    if is_spoilt(path, spoilt) {
        return None;
    }
    let at = path.to_string();
    Some(match what {
        What::Unknown { name, among, .. } => unknown(among.unwrap_or(parameters), name, &at),
        What::Missing { field, .. } => missing(field, &at),
        What::Choice { alternatives, present, .. } => {
            let above = path.up_to(path.0.len().saturating_sub(1)).to_string();
            let is_spoilt = |field: &Field| spoilt.contains(&below(&above, &field.wire));
            if present.is_empty() && alternatives.iter().any(is_spoilt) {
                return None;
            }
            not_one(&above, alternatives, present, &at)
        }
        What::Constant { fixed, .. } => {
            let message = format!("`{at}` is always {fixed} in this call");
            ArgumentError::new(ArgumentErrorKind::Fixed, at, message).help("leave it out; it is sent by itself")
        }
        // Enums are open: a value given as JSON may be new. Texts of the command line were judged when they were read.
        What::EnumValue { .. } => return None,
        What::Type { ty: Type::File, .. } => {
            ArgumentError::new(ArgumentErrorKind::Type, at.as_str(), format!("`{at}` is a file"))
                .help(format!("write {at}@path"))
        }
        What::Type { value, ty } => {
            let message = format!("`{at}` must be {}, not {}", ty.wanted(), kind(value));
            ArgumentError::new(ArgumentErrorKind::Type, at, message)
        }
        What::TooMuch { .. } => {
            ArgumentError::new(ArgumentErrorKind::Form, at.as_str(), format!("`{at}` is more than can be judged"))
        }
    })
}

fn missing(field: &Field, path: &str) -> ArgumentError {
    let sign = match &field.ty {
        Type::File => format!("{path}@path"),
        Type::Array(_) => format!("{path}[]=…"),
        Type::Object(_) | Type::Map(_) => format!("{path}.name=…"),
        _ => format!("{path}=…"),
    };
    let message = format!("`{path}` has to be given, {}: {sign}", field.ty.wanted());
    ArgumentError::new(ArgumentErrorKind::Missing, path, message).help(field.doc.trim())
}

fn not_one(above: &str, alternatives: &[Field], present: &[&Field], path: &str) -> ArgumentError {
    let name = |field: &Field| format!("`{}`", below(above, &field.wire));
    if present.is_empty() {
        let all: Vec<_> = alternatives.iter().map(name).collect();
        let docs: Vec<_> = alternatives.iter().map(|field| format!("{}: {}", field.wire, field.doc.trim())).collect();
        let message = format!("one of {} has to be given", all.join(", "));
        return ArgumentError::new(ArgumentErrorKind::Choice, path, message).help(docs.join("\n"));
    }
    let all: Vec<_> = present.iter().map(|field| name(field)).collect();
    ArgumentError::new(
        ArgumentErrorKind::Choice,
        path,
        format!("{} exclude each other; give one of them", all.join(" and ")),
    )
}
