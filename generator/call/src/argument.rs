//! One argument: `key=value`, `key:=json` or `key@file`.

use serde_json::Value;

use super::argument_error::{ArgumentError, ArgumentErrorKind};

/// The most steps of a key.
const MOST_STEPS: usize = 32;

/// An argument, read but not judged yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// The way to the parameter.
    pub path: Vec<KeyStep>,
    /// What it is to be.
    pub given: ArgumentValue,
}

/// A step of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyStep {
    /// A field or the key of a map: `.name`.
    Name(String),
    /// A new item of a list: `[]`.
    Append,
    /// An item of a list: `[0]`.
    At(usize),
}

/// What was given.
#[derive(Debug, Clone, PartialEq)]
pub enum ArgumentValue {
    /// `=`: a text that is read by the parameter's type.
    Text(String),
    /// `:=`: JSON.
    Json(Value),
    /// `@`: what a file holds; `-` is standard input.
    File(String),
}

/// The signs between key and value. The first one in an argument counts.
const SIGNS: &[&str] = &[":=", "=", "@"];

impl Argument {
    /// Key, sign and value of an argument.
    pub fn split(argument: &str) -> Option<(&str, &'static str, &str)> {
        let (at, sign) =
            SIGNS.iter().filter_map(|sign| Some((argument.find(sign)?, *sign))).min_by_key(|(at, _)| *at)?;
        let value = argument.get(at + sign.len()..)?;
        Some((argument.get(..at)?, sign, value))
    }

    /// Reads an argument.
    ///
    /// # Errors
    ///
    /// When it is none. What it says is not repeated: it may be a secret.
    pub fn parse(argument: &str, number: usize) -> Result<Self, ArgumentError> {
        let Some((key, sign, value)) = Self::split(argument) else {
            let message = format!("parameter {number} on the command line has none of =, := and @");
            return Err(
                ArgumentError::new(ArgumentErrorKind::Form, "", message).help("write key=value, key:=json or key@file")
            );
        };
        let path = steps(key).ok_or_else(|| {
            let message = format!("{key:?} names no parameter");
            ArgumentError::new(ArgumentErrorKind::Form, key, message)
                .help("write name, object.field, list[] or list[0].field")
        })?;
        let given = match sign {
            "=" => ArgumentValue::Text(value.to_owned()),
            "@" => ArgumentValue::File(value.to_owned()),
            _ => ArgumentValue::Json(serde_json::from_str(value).map_err(|error| {
                let message = format!("`{key}` is not JSON: {error}");
                ArgumentError::new(ArgumentErrorKind::Type, key, message).help(format!("write {key}=… for a text"))
            })?),
        };
        Ok(Self { path, given })
    }
}

/// The steps of a key.
fn steps(key: &str) -> Option<Vec<KeyStep>> {
    let mut steps = Vec::new();
    for part in key.split('.') {
        let (name, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
        if name.is_empty() {
            return None;
        }
        steps.push(KeyStep::Name(name.to_owned()));
        while !rest.is_empty() {
            let (index, after) = rest.strip_prefix('[')?.split_once(']')?;
            steps.push(if index.is_empty() { KeyStep::Append } else { KeyStep::At(index.parse().ok()?) });
            rest = after;
            if steps.len() > MOST_STEPS {
                return None;
            }
        }
        if steps.len() > MOST_STEPS {
            return None;
        }
    }
    Some(steps)
}
