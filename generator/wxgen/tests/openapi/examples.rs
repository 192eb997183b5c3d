//! Every documented example fits the schemas of the document.

use serde_json::Value;
use wxgen::emit::openapi::Version;

use crate::support::{all, document, fits, operations};

/// How many examples of a media type fit.
fn check(document: &Value, media: &Value, at: &str) -> usize {
    let Some(examples) = media["examples"].as_object() else { return 0 };
    for (name, example) in examples {
        assert!(fits(document, &media["schema"], &example["value"]), "{at}, {name}: {}", example["value"]);
    }
    examples.len()
}

fn check_all(document: &Value, content: &Value, at: &str) -> usize {
    content.as_object().into_iter().flatten().map(|(_, media)| check(document, media, at)).sum()
}

#[test]
fn every_example_fits_its_schema() {
    for (name, api) in all() {
        let document = document(api, Version::V3_1);
        let (mut requests, mut replies) = (0, 0);
        for (path, method, operation) in operations(&document) {
            let at = format!("{name}: {method} {path}");
            let body = check_all(&document, &operation["requestBody"]["content"], &at);
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                check(&document, parameter, &at);
                check_all(&document, &parameter["content"], &at);
            }
            requests += body;
            replies += check_all(&document, &operation["responses"]["200"]["content"], &at);
        }
        let endpoints = api.areas.iter().flat_map(|area| &area.endpoints);
        let examples: Vec<_> = endpoints.flat_map(|it| it.examples.iter().map(move |example| (it, example))).collect();
        let sent = examples.iter().filter(|(it, example)| it.method.name() == "POST" && example.request.is_some());
        let answered = examples.iter().filter(|(_, example)| example.response.as_ref().is_some_and(Value::is_object));
        assert_eq!((requests, replies), (sent.count(), answered.count()), "{name}: none is left out");
    }
}
