//! What stands behind a sign → a value of the parameter's type.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Number, Value};

use wxgen::model::sent::plain;
use wxgen::model::{Enum, EnumBase, Type};
use wxgen::names;
use wxgen::report::nearest;

/// A value that does not fit: what is wanted, and how to give it.
#[derive(Debug)]
pub(super) struct ValueError {
    pub(super) message: String,
    pub(super) help: String,
}

fn misfit<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, ValueError> {
    Err(ValueError { message: message.into(), help: help.into() })
}

/// A text of the command line as the type wants it.
pub(super) fn of_text(ty: &Type, text: &str, key: &str) -> Result<Value, ValueError> {
    match ty {
        Type::String | Type::Binary => Ok(text.into()),
        Type::Integer => match text.parse::<i64>() {
            Ok(number) => Ok(number.into()),
            Err(_) => misfit(format!("must be a whole number, not {text:?}"), ""),
        },
        Type::Float => match text.parse::<Number>() {
            Ok(number) => Ok(Value::Number(number)),
            Err(_) => misfit(format!("must be a number, not {text:?}"), ""),
        },
        Type::Boolean => match text {
            "true" => Ok(true.into()),
            "false" => Ok(false.into()),
            _ => misfit(format!("must be true or false, not {text:?}"), ""),
        },
        Type::Enum(of) => enum_value(of, text, key),
        Type::Json => match text.trim_start().as_bytes().first() {
            Some(b'{' | b'[') => {
                serde_json::from_str(text).or_else(|error| misfit(format!("is not JSON: {error}"), ""))
            }
            _ => Ok(text.into()),
        },
        Type::File => misfit("is a file", format!("write {key}@path")),
        Type::Array(_) => match serde_json::from_str(text) {
            Ok(list @ Value::Array(_)) => Ok(list),
            _ => misfit("must be a list", format!("write {key}[]=… for each item, or {key}:='[…]'")),
        },
        Type::Map(_) | Type::Object(_) => match serde_json::from_str(text) {
            Ok(object @ Value::Object(_)) => Ok(object),
            _ => misfit("must be an object", format!("write {key}.name=… for each part, or {key}:='{{…}}'")),
        },
        // What it must be is told when all is there.
        Type::Const(value) => Ok(if plain(value) == text { value.clone() } else { text.into() }),
        Type::OneOf(_) => misfit("is a choice and travels under no name of its own", ""),
    }
}

/// By the value that travels, or by name.
fn enum_value(of: &Enum, text: &str, key: &str) -> Result<Value, ValueError> {
    let called = |name: &str| name.eq_ignore_ascii_case(text) || names::field(name) == text;
    let known = of.values.iter().find(|known| known.wire == text);
    match (known.or_else(|| of.values.iter().find(|known| called(&known.variant))), of.base) {
        (Some(known), EnumBase::String) => Ok(known.wire.as_str().into()),
        (Some(known), EnumBase::Integer) => Ok(known.wire.parse::<i64>().map_or(Value::Null, Value::from)),
        (None, base) => {
            let all: Vec<_> = of.values.iter().map(|known| shown(of, known)).collect();
            let words = of.values.iter().flat_map(|known| [known.wire.as_str(), known.variant.as_str()]);
            let meant = nearest(text, words).map_or(String::new(), |word| format!("did you mean {word}? "));
            let raw = if base == EnumBase::Integer { "7" } else { "'\"…\"'" };
            let help = format!("{meant}a value that the spec does not know goes as JSON: {key}:={raw}");
            misfit(format!("must be one of {}, not {text:?}", all.join(", ")), help)
        }
    }
}

/// A value with its name, where that says more.
fn shown(of: &Enum, known: &wxgen::model::EnumValue) -> String {
    match of.base {
        EnumBase::Integer => format!("{} ({})", known.wire, known.variant),
        EnumBase::String => known.wire.clone(),
    }
}

/// What a file holds, as the type wants it.
pub(super) fn of_file(ty: &Type, bytes: Vec<u8>) -> Result<Value, ValueError> {
    match ty {
        Type::Binary => Ok(STANDARD.encode(bytes).into()),
        Type::Array(_) | Type::Map(_) | Type::Object(_) | Type::Json => serde_json::from_slice(&bytes)
            .or_else(|error| misfit(format!("comes from a file that is not JSON: {error}"), "")),
        ty => match String::from_utf8(bytes) {
            // An editor's last line break is no part of a text.
            Ok(text) => {
                let text = text.strip_suffix('\n').unwrap_or(&text);
                let text = text.strip_suffix('\r').unwrap_or(text);
                match ty {
                    Type::String => Ok(text.into()),
                    // Not told what it holds: it may be the wrong file.
                    _ => of_text(ty, text, "")
                        .or_else(|_| misfit(format!("comes from a file that is not {}", ty.wanted()), "")),
                }
            }
            Err(_) => misfit("comes from a file that is not text", ""),
        },
    }
}
