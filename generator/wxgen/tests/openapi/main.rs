//! The OpenAPI document: what it looks like, that it says what the spec says, and what others make of it.

mod examples;
mod says;
mod support;
mod validator;

use self::support::{document, repository, sample};
use wxgen::emit::openapi::Version;

fn snapshot(name: &str, version: Version) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description("tests/openapi/spec");
    let text = serde_json::to_string_pretty(&document(sample(), version)).expect("JSON");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn the_sample_in_3_1() {
    snapshot("sample_3_1", Version::V3_1);
}

#[test]
fn the_sample_in_3_0() {
    snapshot("sample_3_0", Version::V3_0);
}

#[test]
fn the_same_spec_gives_the_same_text() {
    let text = |version| document(repository(), version).to_string();
    for version in [Version::V3_0, Version::V3_1] {
        assert!(text(version) == text(version));
    }
}
