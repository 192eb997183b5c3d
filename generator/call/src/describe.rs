//! What an endpoint takes and answers, for people and programs.

use serde_json::{Value, json};

use super::api_error::{needed, set_name};
use super::curl::quoted;
use super::find::Found;
use wxgen::model::sent::plain;
use wxgen::model::{Enum, ErrorCode, Field, Permissions, Place, Reply, Type};

/// How deep parameters are told.
const DEEPEST: usize = 12;

/// A parameter or a field of a reply, on a line of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// The way to it, as on the command line: `list[].name`.
    pub path: String,
    /// The field, or the one whose items it stands for.
    pub field: &'a Field,
    /// Its type, lists taken off.
    pub ty: &'a Type,
    /// The choice it belongs to.
    pub choice: Option<&'a Field>,
}

/// All fields, each after what it is a part of; an alternative instead of its group.
pub fn rows(fields: &[Field]) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    gather(fields, "", None, 0, &mut rows);
    rows
}

fn gather<'a>(fields: &'a [Field], at: &str, choice: Option<&'a Field>, depth: usize, rows: &mut Vec<Row<'a>>) {
    for field in fields {
        if let Type::OneOf(of) = &field.ty {
            gather(&of.alternatives, at, Some(field), depth, rows);
            continue;
        }
        let mut path = if at.is_empty() { field.wire.clone() } else { format!("{at}.{}", field.wire) };
        let mut ty = &field.ty;
        while let Type::Array(items) = ty {
            path.push_str("[]");
            ty = items;
        }
        rows.push(Row { path: path.clone(), field, ty, choice });
        if let Type::Object(object) = ty
            && depth < DEEPEST
        {
            gather(&object.fields, &path, None, depth + 1, rows);
        }
    }
}

impl Row<'_> {
    /// `text`, `list of whole number`, …
    fn type_words(&self) -> String {
        let word = self.ty.wanted().trim_start_matches("an ").trim_start_matches("a ");
        if self.path.ends_with("[]") { format!("list of {word}") } else { word.to_owned() }
    }

    /// Its docs, and what else is to be known.
    fn words(&self, request: bool) -> String {
        let mut words = vec![self.field.doc.trim().replace('\n', " ")];
        if let (Some(choice), true) = (self.choice, request) {
            words.push(format!("(one of the choice {})", choice.wire));
        }
        if let Type::Enum(of) = self.ty {
            words.push(format!("One of {}.", values(of)));
        }
        if let Type::Const(value) = self.ty {
            words.push(format!("Always {value}; sent by itself."));
        }
        if let (Some(default), true) = (&self.field.default, request) {
            words.push(format!("Default: {}.", plain(default)));
        }
        if self.field.secret {
            words.push("Secret.".to_owned());
        }
        if let Some(why) = &self.field.deprecated {
            words.push(format!("Deprecated: {why}"));
        }
        words.retain(|words| !words.is_empty());
        words.join(" ")
    }

    fn json(&self, request: bool) -> Value {
        let values = match self.ty {
            Type::Enum(of) => {
                of.values.iter().map(|v| json!({ "value": v.wire, "name": v.variant, "doc": v.doc })).collect()
            }
            _ => Vec::new(),
        };
        let field = self.field;
        let mut row = json!({
            "name": self.path, "type": self.type_words(), "required": field.required, "doc": field.doc, "values": values,
        });
        if let (Value::Object(row), true) = (&mut row, request) {
            let fixed = matches!(self.ty, Type::Const(_));
            row.insert("in".to_owned(), json!(if field.place == Place::Query { "query" } else { "body" }));
            row.insert("choice".to_owned(), json!(self.choice.map(|choice| &choice.wire)));
            row.insert("fixed".to_owned(), json!(fixed));
            row.insert("secret".to_owned(), json!(field.secret));
        }
        row
    }
}

fn values(of: &Enum) -> String {
    let all = of.values.iter().map(|known| match known.variant.eq_ignore_ascii_case(&known.wire) {
        true => known.wire.clone(),
        false => format!("{} ({})", known.wire, known.variant),
    });
    all.collect::<Vec<_>>().join(", ")
}

/// An endpoint for people.
pub fn text(found: Found<'_>) -> String {
    let endpoint = found.endpoint;
    let mut text = format!("{}: {}\n", found.full_name(), endpoint.summary.trim());
    if !endpoint.doc.trim().is_empty() {
        text.push_str(&format!("{}\n", endpoint.doc.trim()));
    }
    let facts = [
        ("calls", format!("{} {}", endpoint.method.name(), endpoint.path)),
        (
            "token",
            endpoint.token.as_ref().map_or("none".to_owned(), |token| token.kinds().collect::<Vec<_>>().join(" or ")),
        ),
        ("needs", permissions(found)),
        (
            "replies",
            if matches!(endpoint.reply, Reply::Binary { .. }) {
                "bytes; --output says where to".to_owned()
            } else {
                "JSON".to_owned()
            },
        ),
        ("docs", endpoint.docs_url.clone().unwrap_or_default()),
        ("spec", endpoint.spec_file.clone()),
        ("old", endpoint.deprecated.clone().unwrap_or_default()),
    ];
    text.push('\n');
    for (label, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        text.push_str(&format!("  {label:<8}{fact}\n"));
    }
    table(&mut text, "Parameters (* has to be given)", &endpoint.request.fields, true);
    if let Reply::Json(object) = &endpoint.reply {
        table(&mut text, "Reply (* always there)", &object.fields, false);
    }
    let codes = &endpoint.errors.codes;
    if !codes.is_empty() {
        text.push_str("\nErrors\n");
    }
    for ErrorCode { code, variant, msg, advice, .. } in codes {
        let msg = if msg.is_empty() { String::new() } else { format!(": {msg}") };
        text.push_str(&format!("  {code:>7}  {variant}{msg}\n"));
        if !advice.is_empty() {
            text.push_str(&format!("           {advice}\n"));
        }
    }
    text.push_str(&format!("\nTry\n  {}\n", attempt(found)));
    text
}

fn table(text: &mut String, title: &str, fields: &[Field], request: bool) {
    let rows: Vec<_> = rows(fields)
        .into_iter()
        .map(|row| {
            let star = if row.field.required && row.choice.is_none_or(|choice| choice.required) { "*" } else { "" };
            (format!("{}{star}", row.path), row.type_words(), row.words(request))
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    let width = |part: fn(&(String, String, String)) -> &String| {
        rows.iter().map(|row| part(row).len()).max().unwrap_or_default()
    };
    let (names, types) = (width(|row| &row.0).min(40), width(|row| &row.1));
    text.push_str(&format!("\n{title}\n"));
    for (name, ty, words) in &rows {
        let line = format!("  {name:<names$}  {ty:<types$}  {words}");
        text.push_str(&format!("{}\n", line.trim_end()));
    }
}

fn permissions(found: Found<'_>) -> String {
    match &found.endpoint.permissions {
        Permissions::Unstated => "unknown permission sets: WeChat's pages do not say".to_owned(),
        Permissions::Any => "any permission set".to_owned(),
        Permissions::Nobody => "third parties cannot call it".to_owned(),
        Permissions::OneOf(_) => needed(found).iter().map(set_name).collect::<Vec<_>>().join(" or "),
    }
}

/// A command line for the first example that has one, against the mock.
pub fn attempt(found: Found<'_>) -> String {
    let example = found.endpoint.examples.iter().find_map(|example| example.request.as_ref()?.as_object());
    let mut command = format!("wxgen call {} --mock", found.endpoint.name);
    let rows = rows(&found.endpoint.request.fields);
    for (name, value) in example.into_iter().flatten() {
        let row = rows.iter().find(|row| row.path.trim_end_matches("[]") == name);
        let Some(row) = row.filter(|row| !matches!(row.ty, Type::Const(_))) else { continue };
        let argument = match value {
            Value::Array(_) | Value::Object(_) | Value::Null => format!("{name}:={value}"),
            value if matches!(row.ty, Type::File) => format!("{name}@{}", plain(value)),
            value => format!("{name}={}", plain(value)),
        };
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+=,@:".contains(c);
        command.push(' ');
        command.push_str(&if argument.chars().all(is_plain) { argument } else { quoted(&argument) });
    }
    command
}

/// An endpoint for programs.
pub fn json(found: Found<'_>) -> Value {
    let endpoint = found.endpoint;
    let table = |fields, request| rows(fields).iter().map(|row| row.json(request)).collect::<Vec<_>>();
    let reply = match &endpoint.reply {
        Reply::Json(object) => table(&object.fields, false),
        Reply::Binary { .. } => Vec::new(),
    };
    let code = |code: &ErrorCode| {
        let ErrorCode { code, variant, msg, advice, class, .. } = code;
        json!({ "code": code, "name": variant, "msg": msg, "advice": advice, "class": class.name() })
    };
    let sets: Vec<_> = needed(found).iter().map(|set| json!({ "id": set.id, "name": set.name })).collect();
    json!({
        "endpoint": endpoint.name,
        "area": found.area.id,
        "summary": endpoint.summary,
        "method": endpoint.method.name(),
        "path": endpoint.path,
        "token": endpoint.token.as_ref().map(|token| token.kinds().collect::<Vec<_>>()).unwrap_or_default(),
        "permission_sets": sets,
        "docs": endpoint.docs_url,
        "spec": endpoint.spec_file,
        "parameters": table(&endpoint.request.fields, true),
        "reply": { "binary": matches!(endpoint.reply, Reply::Binary { .. }), "fields": reply },
        "errors": endpoint.errors.codes.iter().map(code).collect::<Vec<_>>(),
        "try": attempt(found),
    })
}
