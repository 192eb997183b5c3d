//! The five documents the project was made from, against the five specs in `spec/` that people wrote from them. The
//! documents are not part of the project: they lie beside it, in `../../shared/docs`. Without them these tests pass.

use std::fs;
use std::path::Path;

use wxgen_pages::spec_folder::State;
use wxgen_pages::{Page, json, reconcile};

use super::support::{Folder, bring, passes};

/// The documents, by file name; nothing where they are not there.
fn seeds() -> Vec<Page> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/docs/seeds");
    let mut files: Vec<_> = fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let page = |path: &std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        Page::read(&name, fs::read(path).expect("read"), Some("2026-11-21")).expect("a page")
    };
    files.iter().map(page).collect()
}

/// The specs in `spec/`.
fn specs() -> Folder {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let mut diagnostics = Vec::new();
    let sources = wxgen::read::read_spec(&dir, &mut diagnostics);
    sources.files().iter().map(|file| (file.path.clone(), file.text.clone())).collect()
}

#[test]
fn seeds_change_no_fact_of_the_specs() {
    let pages = seeds();
    let (folder, result) = bring(&specs(), &pages);
    assert_eq!(folder, specs());
    for file in result.files {
        assert_eq!((file.state, file.changes), (State::Unchanged, Vec::new()), "{}", file.path);
    }
    if !pages.is_empty() {
        // Where a page says otherwise than the spec, that is known, and the notes of the spec say why.
        let told: Vec<_> = result.findings.iter().map(|(page, finding)| told(&pages[*page], finding)).collect();
        insta::assert_snapshot!("seeds_against_specs", told.join("\n"));
    }
}

#[test]
fn seeds_say_what_they_said() {
    let pages = seeds();
    if pages.is_empty() {
        return;
    }
    let lines = pages.iter().map(|page| {
        let mut object = json(&page.captured);
        // What a message quotes is the page's own.
        let findings: Vec<_> =
            page.captured.findings.iter().map(|finding| format!("{} line {}", finding.code, finding.line)).collect();
        object["findings"] = findings.into();
        format!("{}\n{}", page.file, serde_json::to_string_pretty(&object).expect("JSON"))
    });
    insta::assert_snapshot!("seeds_as_json", lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn seeds_make_good_specs_of_their_own() {
    let pages = seeds();
    let (folder, _) = bring(&Vec::new(), &pages);
    if pages.is_empty() {
        return;
    }
    passes(&folder);
    let (again, result) = bring(&folder, &pages);
    assert_eq!(again, folder);
    assert!(result.files.iter().all(|file| file.state == State::Unchanged));
    let (endpoints, _) = reconcile(&pages);
    let mut calls: Vec<_> = endpoints.iter().filter_map(|endpoint| endpoint.draft.path.clone()).collect();
    calls.sort();
    let known = [
        "/cgi-bin/open/unbind",
        "/wedata/wedata_unbind_user",
        "/wxa/bind_tester",
        "/wxa/memberauth",
        "/wxa/unbind_tester",
    ];
    assert_eq!(calls, known);
}

fn told(page: &Page, finding: &wxgen_pages::Finding) -> String {
    format!("{}:{} {}: {}", page.file, finding.line, finding.code, finding.message)
}
