//! What is checked in is what the specs say: fresh, complete, the same everywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wxgen::model::{Api, Field, Place};
use wxgen::persist;
use wxgen::persist::Manifest;
use wxgen::{pipeline, report};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the workspace").to_owned()
}

fn load(spec: &Path) -> Api {
    let loaded = pipeline::load(spec);
    let shown = report::text(&loaded.diagnostics, &loaded.sources, false);
    assert_eq!(shown, "", "the spec is without errors and warnings");
    loaded.api.expect("a spec without errors has a meaning")
}

fn generate(spec: &Path) -> BTreeMap<String, String> {
    pipeline::emit(&load(spec))
}

/// A copy of the specs that may be changed.
fn copy_of_spec() -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    copy_folder(&root().join("spec"), copy.path());
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a listing") {
        let from = entry.expect("an entry").path();
        let to = to.join(from.file_name().expect("a name"));
        if from.is_dir() {
            copy_folder(&from, &to);
        } else {
            fs::copy(&from, &to).expect("a copy");
        }
    }
}

fn edit(spec: &Path, file: &str, from: &str, to: &str) {
    let path = spec.join(file);
    let text = fs::read_to_string(&path).expect("the spec can be read");
    assert!(text.contains(from), "{file} says {from:?}");
    fs::write(path, text.replacen(from, to, 1)).expect("the spec can be written");
}

/// Paths whose text differs, or that only one side has.
fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> BTreeSet<String> {
    let paths = before.keys().chain(after.keys());
    paths.filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}

fn set(paths: &[&str]) -> BTreeSet<String> {
    paths.iter().map(|path| (*path).to_owned()).collect()
}

#[test]
fn the_checked_in_crate_is_what_the_specs_say() {
    let files = generate(&root().join("spec"));
    let findings = persist::compare(&root().join("generated"), &files).expect("the folder is ours");
    assert!(findings.is_empty(), "run `cargo run --release -- generate`: {findings:#?}");
    let manifest = persist::open(&root().join("generated")).expect("the folder is ours");
    assert_eq!(manifest, Manifest::of(&files));
}

#[test]
fn every_endpoint_has_its_page_and_is_in_every_index() {
    let api = load(&root().join("spec"));
    let files = pipeline::emit(&api);
    let text = |path: &str| files.get(path).unwrap_or_else(|| panic!("{path} is generated")).as_str();
    let (index, errors, permissions) = (text("docs/README.md"), text("docs/errors.md"), text("docs/permissions.md"));
    for area in &api.areas {
        let area_page = text(&format!("docs/{}/README.md", area.module));
        assert!(index.contains(&format!("({}/README.md)", area.module)), "{}: index → area", area.id);
        assert!(area_page.contains("(../README.md)"), "{}: area → index", area.id);
        for endpoint in &area.endpoints {
            let (name, page_path) = (&endpoint.name, format!("{}/{}.md", area.module, endpoint.module));
            let page = text(&format!("docs/{page_path}"));
            assert!(index.contains(&format!("[{name}]({page_path})")), "{name}: index → page");
            assert!(area_page.contains(&format!("{}.md)", endpoint.module)), "{name}: area → page");
            assert!(page.contains("(README.md)"), "{name}: page → area");
            for code in &endpoint.errors.codes {
                let anchor = format!("code-{}", code.code).replace("--", "-minus-");
                assert!(page.contains(&format!("(../errors.md#{anchor})")), "{name}: page → {anchor}");
                let starts = [format!("| <a id=\"{anchor}\"></a>{} |", code.code), format!("| {} |", code.code)];
                let mut rows = errors.lines().filter(|row| starts.iter().any(|start| row.starts_with(start)));
                assert!(rows.any(|row| row.contains(&format!("[{name}]({page_path})"))), "{name}: {anchor} → page");
            }
            if let wxgen::model::Permissions::OneOf(ids) = &endpoint.permissions {
                for id in ids {
                    assert!(page.contains(&format!("(../permissions.md#set-{id})")), "{name}: page → set {id}");
                    let row = permissions.lines().find(|row| row.contains(&format!("\"set-{id}\"")));
                    let row = row.unwrap_or_else(|| panic!("set {id} has a row"));
                    assert!(row.contains(&format!("[{name}]({page_path})")), "{name}: set {id} → page");
                }
            }
        }
    }
}

#[test]
fn every_example_is_a_test() {
    let api = load(&root().join("spec"));
    let files = pipeline::emit(&api);
    for area in api.areas.iter() {
        let test = files.get(&format!("tests/examples/{}.rs", area.module)).map_or("", String::as_str);
        let said = |what: &str| test.matches(what).count();
        let examples: Vec<_> = area.endpoints.iter().flat_map(|endpoint| &endpoint.examples).collect();
        let sent = examples.iter().filter(|example| example.request.is_some()).count();
        let answered = examples.iter().filter(|example| example.response.as_ref().is_some_and(|it| it.is_object()));
        assert_eq!(said("example::sends(") + said("example::sends_form("), sent, "{}: requests", area.id);
        assert_eq!(said("example::answers(") + said("example::fails::<"), answered.count(), "{}: replies", area.id);
    }
}

#[test]
fn what_signs_a_call_is_a_secret() {
    let api = load(&root().join("spec"));
    let is_signature = |field: &Field| match field.wire.as_str() {
        "pay_sig" | "delivery_sign" => true,
        // In a body it is what an account says of itself.
        "signature" => field.place == Place::Query,
        _ => false,
    };
    let endpoints = api.areas.iter().flat_map(|area| &area.endpoints);
    let signatures: Vec<_> = endpoints
        .flat_map(|endpoint| endpoint.request.fields.iter().map(move |field| (&endpoint.name, field)))
        .filter(|(_, field)| is_signature(field))
        .collect();
    assert!(signatures.len() > 30, "{}", signatures.len());
    let shown: Vec<_> = signatures.iter().filter(|(_, field)| !field.secret).map(|(name, _)| name).collect();
    assert!(shown.is_empty(), "{shown:?} show it");
}

#[test]
fn the_same_spec_gives_the_same_bytes_wherever_it_lies() {
    let (one, other) = (copy_of_spec(), copy_of_spec());
    let deeper = other.path().join("a/b");
    copy_folder(&root().join("spec"), &deeper);
    let first = generate(one.path());
    assert_eq!(changed(&first, &generate(&deeper)), set(&[]));
    assert_eq!(changed(&first, &generate(&root().join("spec"))), set(&[]));
    let single = wxgen::emit::rust::emit_single(&load(one.path()));
    assert!(single == wxgen::emit::rust::emit_single(&load(&deeper)));
    for (path, text) in &first {
        assert!(!text.contains(&*one.path().to_string_lossy()), "{path} tells where it was made");
    }
}

/// Enough endpoints that their printing is spread over threads.
fn many_endpoints(spec: &Path) {
    let template = fs::read_to_string(spec.join("member/bind_tester.yaml")).expect("the spec can be read");
    for number in 0..150 {
        let text = template
            .replace("bindTester", &format!("bindTester{number}"))
            .replace("/wxa/bind_tester", &format!("/wxa/bind_tester_{number}"));
        fs::write(spec.join(format!("member/bind_tester{number}.yaml")), text).expect("the spec can be written");
    }
}

#[test]
fn the_number_of_threads_does_not_show() {
    let spec = copy_of_spec();
    many_endpoints(spec.path());
    let here = digest_of(&generate(spec.path()));
    let alone = on_one_core(spec.path());
    // Where a process cannot be bound to one core, two runs on all of them have to do.
    assert_eq!(here, alone.unwrap_or_else(|| digest_of(&generate(spec.path()))));
}

fn digest_of(files: &BTreeMap<String, String>) -> String {
    Manifest::of(files).to_text()
}

/// Generates in a process that may use one core only.
fn on_one_core(spec: &Path) -> Option<String> {
    let into = tempfile::NamedTempFile::new().ok()?;
    let output = Command::new("taskset")
        .args(["-c", &first_core()?])
        .arg(std::env::current_exe().ok()?)
        .args(["--exact", "generates_for_another_process", "--ignored"])
        .env("GENERATE_FROM", spec)
        .env("GENERATE_INTO", into.path())
        .output()
        .ok()?;
    let text = fs::read_to_string(into.path()).ok()?;
    (output.status.success() && !text.is_empty()).then_some(text)
}

/// A core that this process may use.
fn first_core() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let list = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"))?;
    Some(list.trim().split([',', '-']).next()?.to_owned())
}

#[test]
#[ignore = "the process that on_one_core starts"]
fn generates_for_another_process() {
    let (Some(from), Some(into)) = (std::env::var_os("GENERATE_FROM"), std::env::var_os("GENERATE_INTO")) else {
        return;
    };
    fs::write(into, digest_of(&generate(Path::new(&from)))).expect("the result can be written");
}

#[test]
fn a_changed_field_changes_one_source_file_and_one_page() {
    let spec = copy_of_spec();
    let before = generate(spec.path());
    edit(spec.path(), "member/bind_tester.yaml", "doc: The person's WeChat ID.", "doc: Whom to add.");
    let after = generate(spec.path());
    assert_eq!(changed(&before, &after), set(&["docs/member/bind_tester.md", "src/member/bind_tester.rs"]));
}

#[test]
fn a_changed_summary_shows_in_the_indexes_too() {
    let spec = copy_of_spec();
    let before = generate(spec.path());
    edit(spec.path(), "member/bind_tester.yaml", "summary: Add a person", "summary: Add someone");
    let expected =
        ["docs/README.md", "docs/member/README.md", "docs/member/bind_tester.md", "src/member/bind_tester.rs"];
    assert_eq!(changed(&before, &generate(spec.path())), set(&expected));
}

#[test]
fn a_new_code_shows_on_its_page_and_among_the_codes() {
    let spec = copy_of_spec();
    let before = generate(spec.path());
    let code = "errcodes:\n  85999: { name: TooEarly, msg: too early, advice: Wait. }";
    edit(spec.path(), "member/bind_tester.yaml", "errcodes:", code);
    let expected = ["docs/errors.md", "docs/member/bind_tester.md", "src/member/bind_tester.rs"];
    assert_eq!(changed(&before, &generate(spec.path())), set(&expected));
}

#[test]
fn a_new_endpoint_adds_two_files_and_touches_indexes() {
    let spec = copy_of_spec();
    let before = generate(spec.path());
    let text = "name: countTesters\nsummary: Count them.\nmethod: GET\npath: /wxa/count\ntoken: none\n";
    fs::write(spec.path().join("member/count_testers.yaml"), text).expect("the spec can be written");
    let expected = [
        "docs/README.md",
        "docs/member/README.md",
        "docs/member/count_testers.md",
        "docs/permissions.md",
        "src/member/count_testers.rs",
        "src/member/mod.rs",
    ];
    assert_eq!(changed(&before, &generate(spec.path())), set(&expected));
}
