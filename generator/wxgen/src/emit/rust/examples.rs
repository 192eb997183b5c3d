//! Every documented example as a test of the crate: what is sent, what is read, which code it is.

use serde_json::Value;

use super::code::{Code, literal};
use super::print;
use crate::emit::Files;
use crate::emit::example::{Names, crate_name, exact, imports};
use crate::model::sent::{STATUS, encode, plain, sent};
use crate::model::{Api, Area, Endpoint, Method, Object, Reply, Type};
use crate::report::is_hidden;
use crate::threads;

/// The file that `Cargo.toml` names.
pub(super) const ROOT: &str = "tests/examples.rs";
/// Columns that a call has.
const WIDTH: usize = 100;

/// Has any endpoint an example?
pub(super) fn has_any(api: &Api) -> bool {
    api.areas.iter().any(has_some)
}

fn has_some(area: &Area) -> bool {
    area.endpoints.iter().any(|endpoint| !endpoint.examples.is_empty())
}

/// A file of tests for each area, and the one that holds them together; nothing where there is no example.
pub(super) fn emit(api: &Api) -> Files {
    let mut files = Files::new();
    let areas: Vec<_> = api.areas.iter().filter(|area| has_some(area)).collect();
    if areas.is_empty() {
        return files;
    }
    files.insert(ROOT.to_owned(), print::file("api.yaml", |code| root(code, &areas)));
    let all: Vec<_> =
        areas.iter().flat_map(|area| area.endpoints.iter().map(move |endpoint| (*area, endpoint))).collect();
    let mut tests =
        threads::map(&all, |(area, endpoint)| (area.module.as_str(), tests(endpoint))).into_iter().peekable();
    for area in areas {
        let mut names = Names::default();
        let mut bodies = Vec::new();
        while let Some((_, test)) = tests.next_if(|(module, _)| *module == area.module) {
            names.types.extend(test.names.types);
            names.runtime.extend(test.names.runtime);
            bodies.push(test.text);
        }
        let krate = crate_name(&api.krate.name);
        let text = print::file("the spec", |code| {
            code.inner_doc(&format!("Examples of {}.", crate::markdown::code(&area.id)));
            code.gap();
            code.block(&imports(&format!("::{krate}::{}", area.module), &names.types));
            code.block(&imports("::wxopen_runtime", &names.runtime));
            code.line("use ::wxopen_runtime::generated::example;");
            bodies.iter().for_each(|body| code.block(body));
        });
        files.insert(format!("tests/examples/{}.rs", area.module), text);
    }
    files
}

fn root(code: &mut Code, areas: &[&Area]) {
    code.inner_doc("Every documented example: the call that sends it, and the reply that is read without loss.");
    code.gap();
    // Where something is documented as deprecated, its example stays one.
    code.line("#![allow(deprecated)]");
    // Numbers are those of the example, however many digits it has.
    code.line("#![allow(clippy::approx_constant, clippy::excessive_precision)]");
    code.gap();
    code.line("mod examples {");
    for (nth, area) in areas.iter().enumerate() {
        if nth > 0 {
            code.line("");
        }
        code.line(&format!("    #[cfg(feature = {})]", literal(&area.id)));
        code.line("    #[rustfmt::skip]");
        code.line(&format!("    mod {};", area.module));
    }
    code.line("}");
}

/// The test of an endpoint.
struct Test {
    text: String,
    names: Names,
}

fn tests(endpoint: &Endpoint) -> Test {
    let mut names = Names::default();
    let mut lines = Vec::new();
    for example in &endpoint.examples {
        if let Some(call) = example.request.as_ref().and_then(|request| sends(endpoint, request, &mut names)) {
            lines.push(call);
        }
        if let Some(reply) = example.response.as_ref().filter(|reply| reply.is_object()) {
            lines.push(answers(endpoint, reply, &mut names));
        }
    }
    let Some(last) = lines.pop() else { return Test { text: String::new(), names } };
    let mut text = format!("\n#[test]\nfn {}() -> example::Outcome {{\n", endpoint.module);
    for line in lines {
        text.push_str(&format!("    {};\n", line.replace('\n', "\n    ") + "?"));
    }
    text.push_str(&format!("    {}\n}}\n", last.replace('\n', "\n    ")));
    Test { text, names }
}

/// What the example sends. `None` where it does not fit the endpoint.
fn sends(endpoint: &Endpoint, request: &Value, names: &mut Names) -> Option<String> {
    let call = exact(endpoint, request, WIDTH, names)?;
    let mut sent = sent(endpoint, request);
    let query: Vec<_> = sent
        .query
        .iter()
        .map(|(field, value)| {
            // A number with a fraction has one in the URL too.
            let real = matches!(field.ty, Type::Float).then(|| value.as_f64()).flatten().map(Value::from);
            format!("{}={}", encode(&field.wire), encode(&plain(real.as_ref().unwrap_or(value))))
        })
        .collect();
    let mark = if query.is_empty() { "" } else { "?" };
    let line = format!("{} {}{mark}{}", endpoint.method.name(), endpoint.path, query.join("&"));
    let form = !sent.files.is_empty();
    sent.body.extend(sent.files.iter().map(|(name, file)| ((*name).to_owned(), (*file).clone())));
    let (function, body) = match endpoint.method {
        Method::Get => ("sends", literal("")),
        Method::Post if form => ("sends_form", json(&Value::Object(sent.body))),
        Method::Post => ("sends", json(&Value::Object(sent.body))),
    };
    let call = call.replace('\n', "\n    ");
    Some(format!("example::{function}(\n    &{call},\n    {},\n    {body},\n)", literal(&line)))
}

/// What the example answers.
fn answers(endpoint: &Endpoint, reply: &Value, names: &mut Names) -> String {
    let failed = reply.get("errcode").and_then(Value::as_i64).is_some_and(|code| code != 0);
    match &endpoint.reply {
        Reply::Json(object) if !failed => {
            names.types.insert(object.type_name.clone());
            let known = json(&without_status(object, reply));
            format!("example::answers(&mut {}::default(), {known})", object.type_name)
        }
        _ => {
            names.types.insert(endpoint.errors.type_name.clone());
            format!("example::fails::<{}>({})", endpoint.errors.type_name, json(reply))
        }
    }
}

/// The reply without what says how the call went: the client reads that, not the type.
fn without_status(object: &Object, reply: &Value) -> Value {
    let mut reply = reply.clone();
    if let Value::Object(entries) = &mut reply {
        entries.retain(|name, _| {
            object.fields.iter().any(|field| field.wire == *name) || !STATUS.contains(&name.as_str())
        });
    }
    reply
}

/// JSON as a literal, as plain as can be.
fn json(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().any(is_hidden) {
        return literal(&text);
    }
    let mut marks = "#".to_owned();
    while text.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    format!("r{marks}\"{text}\"{marks}")
}
