//! Each code is said where it should be, and looks as recorded.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use wxgen::report::codes::CODES;
use wxgen::report::explain;

use super::support::{base, fixtures, load, shown};
use super::{explained, folder};

#[test]
fn good_spec_has_no_problem() {
    let loaded = load(&base());
    assert_eq!(shown(&loaded), "");
    assert!(loaded.api.is_some());
}

#[test]
fn fixtures_look_as_recorded() {
    for (name, files) in fixtures() {
        let loaded = load(&files);
        let code = name.split('-').next().unwrap_or_default();
        let said: BTreeSet<_> = loaded.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert!(said.contains(code), "{name} does not say {code} but {said:?}");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, shown(&loaded));
        });
    }
}

#[test]
fn every_code_is_tested() {
    let fixtures = fixtures();
    let in_memory = fixtures.keys().filter_map(|name| name.split('-').next()).map(str::to_owned);
    let in_folders = folder::CASES.iter().map(|(code, ..)| (*code).to_owned());
    let explained = explained::codes();
    let tested: BTreeSet<_> = in_memory.chain(in_folders).chain(explained).chain(codes_of_other_files()).collect();
    let known = CODES.iter().filter(|entry| !entry.is_of_pages());
    let known: BTreeSet<_> = known.map(|entry| entry.code.to_owned()).collect();
    assert_eq!(known.symmetric_difference(&tested).collect::<Vec<_>>(), Vec::<&String>::new());
}

/// Ignore files and rule files are no part of a spec; their fixtures lie with the tests of `diff` and `mock`.
fn codes_of_other_files() -> impl Iterator<Item = String> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = ["diff/tests/review/ignores", "mock/tests/rule_files/rules"].map(|folder| crates.join(folder));
    let files = folders.into_iter().flat_map(|folder| fs::read_dir(folder).expect("the fixtures are there").flatten());
    let names = files.map(|entry| entry.file_name());
    names.filter_map(|name| name.to_string_lossy().split('-').next().map(str::to_owned))
}

#[test]
fn codes_are_told_in_order_and_at_length() {
    assert!(CODES.is_sorted_by(|a, b| a.code < b.code));
    for entry in CODES.iter().filter(|entry| !entry.is_of_pages()) {
        assert!(entry.title.ends_with('.'), "{}", entry.code);
        for part in ["\n\nWrong:", "\n\nRight:"] {
            assert!(entry.explanation.contains(part), "{} lacks {part:?}", entry.code);
        }
    }
    assert_eq!(explain("wx0201").map(|entry| entry.code), Some("WX0201"));
    assert_eq!(explain("WX9999"), None);
}

#[test]
fn errors_keep_a_spec_from_being_used_and_warnings_do_not() {
    for (name, files) in fixtures() {
        let loaded = load(&files);
        assert_eq!(loaded.api.is_some(), loaded.errors() == 0, "{name}");
    }
    let unused = &fixtures()["WX0309-unused-area"];
    assert_eq!(load(unused).errors(), 0);
}
