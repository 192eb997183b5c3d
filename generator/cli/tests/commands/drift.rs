//! `wxgen drift` as people and scripts run it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

#[path = "../../../pages/tests/drift/fixture.rs"]
pub(crate) mod fixture;

use fixture::{API, ERRCODES, PAGE, SETS, SPEC};

fn folder(spec: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, text).expect("a file is written");
    };
    write("page.md", PAGE);
    write("spec/api.yaml", API);
    write("spec/errcodes.yaml", ERRCODES);
    write("spec/permission_sets.yaml", SETS);
    write("spec/probe/set_probe.yaml", spec);
    folder
}

fn drift(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wxgen"));
    command.current_dir(folder).arg("drift").args(args).output().expect("wxgen runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_status_tells() {
    let same = folder(SPEC);
    assert_eq!(drift(same.path(), &["page.md"]).status.code(), Some(0));
    let other = folder(&SPEC.replace("note: string", "note: integer"));
    let output = drift(other.path(), &["page.md"]);
    assert_eq!(output.status.code(), Some(1));
    let expected = "\
setProbe
  type request note
    page  string  (page.md:20)
    spec  integer  (probe/set_probe.yaml:9)
1 page, 1 endpoint: 1 disagreement
";
    assert_eq!(text(&output.stdout), expected);
    assert_eq!(drift(other.path(), &["missing.md"]).status.code(), Some(2));
    let broken = folder("name: [");
    assert_eq!(drift(broken.path(), &["page.md"]).status.code(), Some(2));
    assert_eq!(drift(same.path(), &["page.md", "--spec", "nowhere"]).status.code(), Some(2));
}

#[test]
fn json_says_what_help_says() {
    let other = folder(&SPEC.replace("note: string", "note: integer"));
    let output = drift(other.path(), &["page.md", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let expected = serde_json::json!({
        "drifted": true, "pages": 1, "endpoints": 1,
        "changes": [{
            "endpoint": "setProbe", "change": "type_changed", "side": "request", "name": "note",
            "page_says": "string", "spec_says": "integer",
            "page": { "file": "page.md", "line": 20 }, "spec": { "file": "probe/set_probe.yaml", "line": 9 },
        }],
    });
    assert_eq!(json, expected);
    let help = text(&drift(other.path(), &["--help"]).stdout);
    for kind in wxgen_pages::drift::Kind::ALL {
        assert!(help.contains(kind.id()), "{} is not in the help", kind.id());
    }
    let failed = drift(other.path(), &["missing.md", "--format", "json"]);
    assert_eq!(failed.status.code(), Some(2));
    let json: serde_json::Value = serde_json::from_slice(&failed.stdout).expect("it is JSON");
    assert!(json["error"].is_string(), "{json}");
}
