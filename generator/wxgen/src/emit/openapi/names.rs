//! Names of schemas and operations, which the whole document shares. The model's are unique within an area only.

use std::collections::{HashMap, HashSet};

use heck::ToUpperCamelCase;

use super::endpoints;
use crate::model::{Api, Area, Endpoint, Reply, Type};

/// Which names are used in which areas.
pub(super) struct Names<'a> {
    /// Areas of each type.
    types: HashMap<&'a str, HashSet<&'a str>>,
    /// Areas of each endpoint's name.
    operations: HashMap<&'a str, HashSet<&'a str>>,
}

impl<'a> Names<'a> {
    /// The names of an API.
    pub(super) fn of(api: &'a Api) -> Self {
        let mut names = Self { types: HashMap::new(), operations: HashMap::new() };
        for (area, endpoint) in endpoints(api) {
            names.operations.entry(&endpoint.name).or_default().insert(&area.id);
            let mut take = |name: &'a str| {
                names.types.entry(name).or_default().insert(&area.id);
            };
            take(&endpoint.errors.type_name);
            take(&endpoint.request.type_name);
            if let Reply::Json(reply) = &endpoint.reply {
                take(&reply.type_name);
            }
            for ty in endpoint.types() {
                match ty {
                    Type::Object(object) => take(&object.type_name),
                    Type::Enum(of) => take(&of.type_name),
                    _ => {}
                }
            }
        }
        names
    }

    /// `operationId`: WeChat's name, and the area's too where several areas have one of that name.
    pub(super) fn operation(&self, area: &Area, endpoint: &Endpoint) -> String {
        match is_shared(&self.operations, &endpoint.name) {
            true => plain(&format!("{}_{}", endpoint.name, area.id)),
            false => plain(&endpoint.name),
        }
    }

    /// The schema of a type: its name in Rust, after the area's where several areas have one of that name.
    pub(super) fn schema(&self, area: &Area, type_name: &str) -> String {
        match is_shared(&self.types, type_name) {
            true => format!("{}{}", plain(&area.id.to_upper_camel_case()), plain(type_name)),
            false => plain(type_name),
        }
    }
}

fn is_shared(names: &HashMap<&str, HashSet<&str>>, name: &str) -> bool {
    names.get(name).is_some_and(|areas| areas.len() > 1)
}

/// Names are ASCII and can stand in a URL; other letters are written as their numbers, marks as `_`.
fn plain(name: &str) -> String {
    let letter = |c: char| match c {
        c if c.is_ascii_alphanumeric() => c.to_string(),
        c if c.is_ascii() => "_".to_owned(),
        c => format!("u{:x}", u32::from(c)),
    };
    name.chars().map(letter).collect()
}
