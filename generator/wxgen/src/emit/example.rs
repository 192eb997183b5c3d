//! Example values → Rust that makes the call.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proc_macro2::Literal;
use serde_json::{Number, Value};

use super::expression::Expression;
use super::rust::code::{WIDTH, literal};
use crate::model::{Area, Endpoint, Enum, EnumBase, Field, Object, Type};

/// The call with the values of an example, in an async function that can fail with the endpoint's error. `None` where
/// the example does not fit the endpoint.
pub fn rust_call(krate: &str, area: &Area, endpoint: &Endpoint, request: &Value) -> Option<String> {
    let mut names = Names::default();
    let call = build(&endpoint.request, request, &mut names)?;
    let krate = crate_name(krate);
    let mut text = imports(&format!("{krate}::{}", area.module), &names.types);
    text.push_str(&imports(&krate, &names.runtime));
    let send = vec![Expression::call(".send", vec![call]), Expression::text(".await?;")];
    text.push_str("let reply = ");
    Expression::Chain(Box::new(Expression::text("client")), send).lay_out(&mut text, WIDTH);
    Some(text)
}

/// The same as a test that is compiled and not run.
pub fn rust_test(krate: &str, area: &Area, endpoint: &Endpoint, request: &Value) -> Option<String> {
    let body = rust_call(krate, area, endpoint, request)?;
    let (krate, module, error) = (crate_name(krate), &area.module, &endpoint.errors.type_name);
    let head = format!(
        "# async fn call(client: {krate}::Client) -> Result<(), {krate}::Error<{krate}::{module}::{error}>> {{"
    );
    let body: String = body
        .lines()
        .map(|line| if line.starts_with('#') { format!("#{line}\n") } else { format!("{line}\n") })
        .collect();
    Some(format!("{head}\n{body}# Ok(())\n# }}"))
}

/// The values of an example to the byte, as an expression of at most `width` columns where that can be. The names it
/// needs are added to `names`.
pub(super) fn exact(endpoint: &Endpoint, request: &Value, width: usize, names: &mut Names) -> Option<String> {
    names.exact = true;
    let call = build(&endpoint.request, request, names)?;
    let mut text = String::new();
    call.lay_out(&mut text, width);
    Some(text)
}

/// Names that calls need.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Of the area.
    pub(super) types: BTreeSet<String>,
    /// Of the runtime.
    pub(super) runtime: BTreeSet<String>,
    /// Are bytes those of the example, and deprecated fields set? A reader is better served without.
    exact: bool,
}

impl Names {
    /// Bytes of an example.
    fn bytes(&self, base64: &str) -> Option<String> {
        if !self.exact {
            return Some("b\"bytes\"".to_owned());
        }
        let bytes = STANDARD.decode(base64).ok()?;
        Some(Literal::byte_string(&bytes).to_string())
    }
}

/// `use` of these names, as many on a line as it holds; nothing for none.
pub(super) fn imports(module: &str, names: &BTreeSet<String>) -> String {
    let all: Vec<_> = names.iter().map(String::as_str).collect();
    let on_one_line = match all.as_slice() {
        [] => return String::new(),
        [one] => return format!("use {module}::{one};\n"),
        _ => format!("use {module}::{{{}}};\n", all.join(", ")),
    };
    if on_one_line.len() <= WIDTH {
        return on_one_line;
    }
    let mut text = format!("use {module}::{{\n   ");
    let mut column = 3;
    for name in all {
        if column + name.len() + 2 > WIDTH {
            text.push_str("\n   ");
            column = 3;
        }
        text.push_str(&format!(" {name},"));
        column += name.len() + 2;
    }
    text + "\n};\n"
}

/// An object made by its constructor and setters.
fn build(object: &Object, value: &Value, names: &mut Names) -> Option<Expression> {
    let value = value.as_object()?;
    let ty = &object.type_name;
    names.types.insert(ty.clone());
    let given: Vec<_> = object.fields.iter().filter(|field| !matches!(field.ty, Type::Const(_))).collect();
    let required: Vec<_> = given.iter().filter(|field| field.required).copied().collect();
    let choices = required.iter().filter(|field| matches!(field.ty, Type::OneOf(_))).count();
    let mut arguments = Vec::new();
    let mut by = None;
    for field in &required {
        match &field.ty {
            Type::OneOf(choice) if choices == 1 => {
                let chosen = choice.alternatives.iter().find(|field| value.contains_key(&field.wire))?;
                let argument = expression(chosen, value.get(&chosen.wire)?, names)?;
                by = Some((format!("by_{}", chosen.ident), argument));
            }
            _ => arguments.push(argument(field, value, names)?),
        }
    }
    let constructor = match by {
        Some((constructor, value)) => {
            arguments.push(value);
            constructor
        }
        None => "new".to_owned(),
    };
    let start = Expression::call(format!("{ty}::{constructor}"), arguments);
    let mut setters = Vec::new();
    let exact = names.exact;
    for field in given.iter().filter(|field| !field.required && (exact || field.deprecated.is_none())) {
        let is_there = match &field.ty {
            Type::OneOf(choice) => choice.alternatives.iter().any(|field| value.contains_key(&field.wire)),
            _ => value.get(&field.wire).is_some_and(|value| !value.is_null()),
        };
        if is_there {
            setters.push(Expression::call(format!(".{}", field.ident), vec![argument(field, value, names)?]));
        }
    }
    Some(if setters.is_empty() { start } else { Expression::Chain(Box::new(start), setters) })
}

/// The value of a field, or of the alternative that is given.
fn argument(field: &Field, object: &serde_json::Map<String, Value>, names: &mut Names) -> Option<Expression> {
    let Type::OneOf(choice) = &field.ty else { return expression(field, object.get(&field.wire)?, names) };
    let chosen = choice.alternatives.iter().find(|field| object.contains_key(&field.wire))?;
    names.types.insert(choice.type_name.clone());
    let value = owned(chosen, object.get(&chosen.wire)?, names)?;
    Some(Expression::call(format!("{}::{}", choice.type_name, chosen.variant), vec![value]))
}

/// A value where `impl Into<…>` is taken.
fn expression(field: &Field, value: &Value, names: &mut Names) -> Option<Expression> {
    match (&field.ty, value) {
        (Type::String, Value::String(text)) => Some(Expression::Text(literal(text))),
        (Type::Binary, Value::String(base64)) => Some(Expression::Text(names.bytes(base64)?)),
        _ => of_type(&field.ty, value, names),
    }
}

/// A value where the very type is wanted.
fn owned(field: &Field, value: &Value, names: &mut Names) -> Option<Expression> {
    match field.secret {
        true => value.as_str().map(|text| Expression::Text(format!("{}.into()", literal(text)))),
        false => of_type(&field.ty, value, names),
    }
}

fn of_type(ty: &Type, value: &Value, names: &mut Names) -> Option<Expression> {
    Some(match (ty, value) {
        (Type::String, Value::String(text)) => Expression::Text(format!("{}.to_owned()", literal(text))),
        (Type::Integer, Value::Number(number)) => Expression::Text(number.as_i64()?.to_string()),
        (Type::Float, Value::Number(number)) => Expression::Text(format!("{:?}", number.as_f64()?)),
        (Type::Boolean, Value::Bool(flag)) => Expression::Text(flag.to_string()),
        (Type::Json, value) => {
            names.runtime.insert("json".to_owned());
            Expression::List("json!(".to_owned(), vec![json(value)?], ")")
        }
        (Type::Binary, Value::String(base64)) => Expression::Text(names.bytes(base64)? + ".into()"),
        (Type::File, Value::String(name)) => {
            names.runtime.insert("File".to_owned());
            Expression::Text(format!("File::new({}, b\"bytes\")", literal(name)))
        }
        (Type::Array(items), Value::Array(values)) => {
            let values = values.iter().map(|value| of_type(items, value, names)).collect::<Option<Vec<_>>>()?;
            Expression::List("vec![".to_owned(), values, "]")
        }
        (Type::Map(items), Value::Object(entries)) => {
            names.runtime.insert("Map".to_owned());
            let pair = |(key, value): (&String, &Value), names: &mut Names| {
                let key = Expression::Text(format!("{}.to_owned()", literal(key)));
                Some(Expression::List("(".to_owned(), vec![key, of_type(items, value, names)?], ")"))
            };
            let pairs = entries.iter().map(|entry| pair(entry, names)).collect::<Option<Vec<_>>>()?;
            Expression::List("Map::from([".to_owned(), pairs, "])")
        }
        (Type::Object(object), value) => build(object, value, names)?,
        (Type::Enum(of), value) => enum_value(of, value, names)?,
        _ => return None,
    })
}

fn enum_value(of: &Enum, value: &Value, names: &mut Names) -> Option<Expression> {
    let wire = match (of.base, value) {
        (EnumBase::String, Value::String(text)) => text.clone(),
        (EnumBase::Integer, Value::Number(number)) => number.as_i64()?.to_string(),
        _ => return None,
    };
    let ty = &of.type_name;
    names.types.insert(ty.clone());
    Some(Expression::Text(match of.values.iter().find(|known| known.wire == wire) {
        Some(known) => format!("{ty}::{}", known.variant),
        None if of.base == EnumBase::Integer => format!("{ty}::from_wire({wire})"),
        None => format!("{ty}::from_wire({})", literal(&wire)),
    }))
}

/// Any JSON, inside `json!`.
fn json(value: &Value) -> Option<Expression> {
    Some(match value {
        Value::Null | Value::Bool(_) => Expression::Text(value.to_string()),
        Value::Number(number) => Expression::Text(json_number(number)),
        Value::String(text) => Expression::Text(literal(text)),
        Value::Array(values) => {
            Expression::List("[".to_owned(), values.iter().map(json).collect::<Option<Vec<_>>>()?, "]")
        }
        Value::Object(entries) => {
            let entry = |(key, value): (&String, &Value)| {
                Some(match json(value)? {
                    Expression::List(start, items, end) => {
                        Expression::List(format!("{}: {start}", literal(key)), items, end)
                    }
                    Expression::Text(text) => Expression::Text(format!("{}: {text}", literal(key))),
                    Expression::Chain(..) => return None,
                })
            };
            Expression::List("{".to_owned(), entries.iter().map(entry).collect::<Option<Vec<_>>>()?, "}")
        }
    })
}

/// A number as Rust takes it: an `i32` unless it says otherwise.
fn json_number(number: &Number) -> String {
    match (number.as_i64(), number.as_u64(), number.as_f64()) {
        (Some(whole), ..) if i32::try_from(whole).is_ok() => whole.to_string(),
        (Some(whole), ..) => format!("{whole}i64"),
        (_, Some(whole), _) => format!("{whole}u64"),
        (.., Some(real)) => format!("{real:?}"),
        _ => number.to_string(),
    }
}

/// How a crate is called in code.
pub(super) fn crate_name(name: &str) -> String {
    crate::names::module(name)
}
