//! Types → schemas. Objects and enums have a name, and are referred to by it.

use serde_json::{Map, Value, json};

use super::Context;
use super::node::Node;
use super::version::Version;
use crate::model::{Api, Area, Endpoint, Enum, EnumBase, Field, Object, Place, Type};
use crate::names;
use crate::report::visible;

/// Schemas that have a name.
pub(super) struct Schemas<'a> {
    context: &'a Context<'a>,
    all: Map<String, Value>,
}

impl<'a> Schemas<'a> {
    /// None yet.
    pub(super) fn new(context: &'a Context<'a>) -> Self {
        Self { context, all: Map::new() }
    }

    /// All of them by name.
    pub(super) fn into_sorted(self) -> Map<String, Value> {
        let mut all: Vec<_> = self.all.into_iter().collect();
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        all.into_iter().collect()
    }

    /// The version that is written.
    pub(super) fn version(&self) -> Version {
        self.context.version
    }

    /// Adds a schema; gives a reference to it. The name is numbered if another has it.
    pub(super) fn add(&mut self, name: &str, schema: impl Into<Value>) -> Node {
        let schema = schema.into();
        let name = names::unique(name, |name| self.all.get(name).is_some_and(|taken| *taken != schema));
        self.all.insert(name.clone(), schema);
        reference(&name)
    }

    /// A part of a body or reply.
    pub(super) fn object(&mut self, area: &Area, object: &Object) -> Node {
        let fields: Vec<_> = object.fields.iter().collect();
        let schema = self.fields(area, &fields).with_paragraphs("description", &object.doc);
        self.add(&self.context.names.schema(area, &object.type_name), schema)
    }

    /// The reply of a call that worked, with what every reply has.
    pub(super) fn reply(&mut self, area: &Area, reply: &Object) -> Node {
        let fields: Vec<_> = reply.fields.iter().collect();
        let mut schema = self.fields(area, &fields).with_paragraphs("description", &reply.doc);
        let (key, zero) = self.version().only(&Value::from(0));
        schema.add_property("errcode", json!({ "type": "integer", "format": "int64", key: zero }));
        schema.add_property("errmsg", json!({ "type": "string" }));
        self.add(&self.context.names.schema(area, &reply.type_name), schema)
    }

    /// An object with these fields; what travels in the URL is not among them.
    pub(super) fn fields(&mut self, area: &Area, fields: &[&Field]) -> Node {
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut choices = Vec::new();
        for field in fields {
            match &field.ty {
                Type::OneOf(choice) => {
                    let in_body: Vec<_> = choice.alternatives.iter().filter(|it| it.place == Place::Body).collect();
                    for alternative in &in_body {
                        properties.insert(alternative.wire.clone(), self.field(area, alternative).into());
                    }
                    let elsewhere = in_body.len() < choice.alternatives.len();
                    choices.extend(exclusive(&in_body, field.required && !elsewhere));
                }
                _ if field.place == Place::Query => {}
                _ => {
                    properties.insert(field.wire.clone(), self.field(area, field).into());
                    if field.required || matches!(field.ty, Type::Const(_)) {
                        required.push(Value::from(field.wire.as_str()));
                    }
                }
            }
        }
        let object = Node::default()
            .with("type", "object")
            .with_object("properties", properties)
            .with_list("required", required);
        match <[Node; 1]>::try_from(choices) {
            Ok([choice]) => object.and(choice),
            Err(choices) => object.with_list("allOf", choices.into_iter().map(Value::from).collect()),
        }
    }

    /// What a field holds, and what is to be said about it.
    pub(super) fn field(&mut self, area: &Area, field: &Field) -> Node {
        let mut about = Node::default()
            .with_paragraphs("description", &description(field))
            .with_some("default", field.default.clone())
            .with_some("deprecated", field.deprecated.as_ref().map(|_| true))
            .with_some("x-since", field.since.as_deref().map(visible));
        if field.secret {
            about = about.with("format", "password");
        }
        let is_reference = matches!(field.ty, Type::Object(_) | Type::Enum(_));
        let value = self.of_type(area, &field.ty);
        match is_reference && !about.is_empty() && !self.version().refers_with_siblings() {
            true => Node::default().with_list("allOf", vec![value.into()]).and(about),
            false => value.and(about),
        }
    }

    /// What a value can be.
    fn of_type(&mut self, area: &Area, ty: &Type) -> Node {
        let version = self.version();
        let plain = |name: &str| Node::default().with("type", name);
        match ty {
            Type::String => plain("string"),
            Type::Integer => plain("integer").with("format", "int64"),
            Type::Float => plain("number").with("format", "double"),
            Type::Boolean => plain("boolean"),
            Type::Json | Type::OneOf(_) => Node::default(),
            Type::Binary => {
                let (key, value) = version.base64();
                plain("string").with(key, value)
            }
            Type::File => plain("string").with("format", "binary"),
            Type::Const(value) => {
                let (key, only) = version.only(value);
                plain(kind(value)).with(key, only)
            }
            Type::Array(items) => plain("array").with("items", self.of_type(area, items)),
            Type::Map(items) => plain("object").with("additionalProperties", self.of_type(area, items)),
            Type::Object(object) => self.object(area, object),
            Type::Enum(of) => self.add(&self.context.names.schema(area, &of.type_name), enumeration(of)),
        }
    }

    /// Adds a schema of an endpoint that is no type in Rust.
    pub(super) fn add_part(&mut self, area: &Area, endpoint: &Endpoint, part: &str, schema: Node) -> Node {
        let name = self.context.names.schema(area, &endpoint.request.type_name);
        self.add(&format!("{name}{part}"), schema)
    }

    /// Adds the errors of an endpoint.
    pub(super) fn add_errors(&mut self, area: &Area, endpoint: &Endpoint, schema: Node) -> Node {
        self.add(&self.context.names.schema(area, &endpoint.errors.type_name), schema)
    }

    /// The API that is written.
    pub(super) fn api(&self) -> &'a Api {
        self.context.api
    }
}

/// A reference to a schema.
pub(super) fn reference(name: &str) -> Node {
    Node::default().with("$ref", format!("#/components/schemas/{name}"))
}

/// Which of some fields have to be there: exactly one of them, or at most one.
fn exclusive(alternatives: &[&Field], required: bool) -> Option<Node> {
    let mut cases: Vec<_> = alternatives.iter().map(|field| json!({ "required": [field.wire] })).collect();
    if cases.is_empty() || (cases.len() == 1 && !required) {
        return None;
    }
    if !required {
        cases.push(json!({ "not": { "anyOf": cases } }));
    }
    Some(Node::default().with("oneOf", cases))
}

fn description(field: &Field) -> String {
    let deprecated = field.deprecated.as_ref().map(|why| format!("Deprecated: {why}"));
    let parts = [Some(field.doc.clone()), deprecated].into_iter().flatten().filter(|text| !text.trim().is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

fn enumeration(of: &Enum) -> Node {
    let (ty, format) = match of.base {
        EnumBase::String => ("string", None),
        EnumBase::Integer => ("integer", Some("int64")),
    };
    let values = of.values.iter().map(|value| match of.base {
        EnumBase::String => Value::from(value.wire.as_str()),
        EnumBase::Integer => value.wire.parse::<i64>().map_or(Value::Null, Value::from),
    });
    let described = of.values.iter().any(|value| !value.doc.trim().is_empty());
    Node::default()
        .with("type", ty)
        .with_some("format", format)
        .with("enum", values.collect::<Vec<_>>())
        .with("x-enum-varnames", of.values.iter().map(|value| value.variant.as_str()).collect::<Vec<_>>())
        .with_some(
            "x-enum-descriptions",
            described.then(|| of.values.iter().map(|value| visible(&value.doc)).collect::<Vec<_>>()),
        )
        .with_paragraphs("description", &of.doc)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        _ => "string",
    }
}
