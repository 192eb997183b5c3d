//! An independent validator, where one is installed: `pip install openapi-spec-validator`.

use std::env;
use std::fs;
use std::io::Write;
use std::process::Command;

use wxgen::emit::openapi::Version;

use crate::support::{all, document};

/// The program, and the variable that names another place of it.
const PROGRAM: &str = "openapi-spec-validator";
const PLACE: &str = "OPENAPI_SPEC_VALIDATOR";
/// Set where its absence is a failure.
const REQUIRED: &str = "REQUIRE_OPENAPI_VALIDATOR";

fn program() -> Option<String> {
    let program = env::var(PLACE).unwrap_or_else(|_| PROGRAM.to_owned());
    if Command::new(&program).arg("--version").output().is_ok_and(|output| output.status.success()) {
        return Some(program);
    }
    assert!(env::var_os(REQUIRED).is_none(), "{REQUIRED} is set, and there is no {program}");
    // Past the test's own output, which nobody sees when it passes.
    let told = std::io::stderr().write_all(
        b"SKIPPED: OpenAPI documents are not validated, for openapi-spec-validator is not installed \
          (pip install openapi-spec-validator)\n",
    );
    told.expect("the terminal takes it");
    None
}

#[test]
fn the_documents_are_valid() {
    let Some(program) = program() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let mut files = Vec::new();
    for (name, api) in all() {
        for version in [Version::V3_0, Version::V3_1] {
            let path = dir.path().join(format!("{name}-{}.json", version.number()));
            fs::write(&path, document(api, version).to_string()).expect("written");
            files.push(path);
        }
    }
    let output = Command::new(program).args(&files).output().expect("it runs");
    let (said, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}{complained}");
}

/// It does look: a document with a mistake is refused.
#[test]
fn a_mistake_is_found() {
    let Some(program) = program() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let mut wrong = document(all()[0].1, Version::V3_1);
    wrong["paths"]["/stall/orders"]["get"]["parameters"][0]["in"] = "nowhere".into();
    let path = dir.path().join("wrong.json");
    fs::write(&path, wrong.to_string()).expect("written");
    assert!(!Command::new(program).arg(&path).output().expect("it runs").status.success());
}
