//! Return codes. WeChat answers 200 whatever became of a call, so an error is a second kind of reply.

use serde_json::{Value, json};

use super::node::Node;
use super::schemas::{Schemas, reference};
use crate::markdown;
use crate::model::{Area, Endpoint, ErrorClass, ErrorCode};
use crate::report::visible;

/// The schema of the codes that any endpoint can answer.
const SHARED: &str = "Errcode";

impl Schemas<'_> {
    /// Adds the codes that any endpoint can answer.
    pub(super) fn add_shared_errors(&mut self) {
        let codes: Vec<_> = failures(&self.api().errcodes).collect();
        if codes.is_empty() {
            return;
        }
        let schema = Node::default()
            .with("type", "integer")
            .with("format", "int64")
            .and(enumeration(&codes))
            .with("description", format!("Codes that any endpoint can answer:\n\n{}", list(&codes)))
            .with_list("x-errors", codes.iter().map(|code| table_entry(code)).collect());
        self.add(SHARED, schema);
    }

    /// What an endpoint answers when it does not do what was asked.
    pub(super) fn errors(&mut self, area: &Area, endpoint: &Endpoint) -> Node {
        let own: Vec<_> = failures(&endpoint.errors.codes).collect();
        let properties = json!({
            "errcode": Value::from(self.errcode(&own)),
            "errmsg": { "type": "string", "description": "What went wrong, often with an `rid`." },
        });
        let description = match own.is_empty() {
            true => "Any code that all endpoints share can come.".to_owned(),
            false => format!("{}\n\nBesides these, any code that all endpoints share can come.", list(&own)),
        };
        let schema = Node::default()
            .with("type", "object")
            .with("properties", properties)
            .with("required", json!(["errcode"]))
            .with("description", description)
            .with_list("x-errors", own.iter().map(|code| table_entry(code)).collect());
        self.add_errors(area, endpoint, schema)
    }

    /// The number itself: one of its own, one that all share, or one that nobody has documented, but never 0.
    fn errcode(&self, own: &[&ErrorCode]) -> Node {
        let number = Node::default().with("type", "integer").with("format", "int64");
        let (key, zero) = self.version().only(&Value::from(0));
        let number = number.with("not", json!({ key: zero }));
        if !self.version().has_open_codes() {
            return number;
        }
        let mut cases = Vec::new();
        if !own.is_empty() {
            cases.push(Value::from(Node::default().with("title", "Documented").and(enumeration(own))));
        }
        if failures(&self.api().errcodes).next().is_some() {
            cases.push(reference(SHARED).into());
        }
        if cases.is_empty() {
            return number;
        }
        cases.push(json!({ "title": "Undocumented", "type": "integer" }));
        number.with("anyOf", cases)
    }
}

fn failures(codes: &[ErrorCode]) -> impl Iterator<Item = &ErrorCode> {
    codes.iter().filter(|code| code.code != 0 && code.class != ErrorClass::Ok)
}

fn enumeration(codes: &[&ErrorCode]) -> Node {
    Node::default()
        .with("enum", codes.iter().map(|code| code.code).collect::<Vec<_>>())
        .with("x-enum-varnames", codes.iter().map(|code| code.variant.as_str()).collect::<Vec<_>>())
        .with("x-enum-descriptions", codes.iter().map(|code| says(code)).collect::<Vec<_>>())
}

/// Message and advice on one line.
fn says(code: &ErrorCode) -> String {
    let parts = [&code.msg, &code.advice].into_iter().map(|text| visible(text));
    parts.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join(": ")
}

/// The codes as a Markdown list.
fn list(codes: &[&ErrorCode]) -> String {
    let lines = codes.iter().map(|code| {
        let message = if code.msg.is_empty() { String::new() } else { format!(" {}", markdown::code(&code.msg)) };
        let advice = markdown::text(&code.advice);
        let advice = if advice.is_empty() { String::new() } else { format!(": {advice}") };
        format!("- {} {}{message}{advice}", markdown::code(&code.code.to_string()), markdown::text(&code.variant))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn table_entry(code: &ErrorCode) -> Value {
    Node::default()
        .with("code", code.code)
        .with("name", code.variant.as_str())
        .with_line("message", &code.msg)
        .with_line("advice", &code.advice)
        .with("class", code.class.name())
        .into()
}
