//! The ignore file: what it accepts, what it refuses, and what it no longer does.

use std::fs;
use std::path::Path;

use wxgen::report;
use wxgen_diff::{Diff, Ignores, Review, Reviewed, Severity};

use crate::support::{DOC, REQUIRED};
use crate::support::{TODAY, change, changes, left_out, version};

fn reviewed(text: &str) -> Review {
    let ignores = Ignores::read("accepted.yaml", text).expect("the file is right");
    Review::of(&version("main", "0.1.0"), &version(".", "0.1.0"), Diff { changes: changes() }, &ignores, TODAY)
}

fn fingerprint() -> String {
    change(&REQUIRED, "member/bindTester", "request.wechatid", "optional", "required").fingerprint()
}

fn find<'r>(review: &'r Review, fingerprint: &str) -> &'r Reviewed {
    review.changes.iter().find(|reviewed| reviewed.fingerprint == fingerprint).expect("the change is there")
}

#[test]
fn mistakes_look_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/review/ignores");
    let mut seen = 0;
    for entry in fs::read_dir(folder).expect("the fixtures are there") {
        let path = entry.expect("the folder can be listed").path();
        let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a fixture can be read");
        let refused = Ignores::read("accepted.yaml", &text).expect_err(&name);
        let code = name.split('-').next().unwrap_or_default();
        assert!(refused.diagnostics.iter().any(|diagnostic| diagnostic.code == code), "{name} does not say {code}");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, report::text(&refused.diagnostics, &refused.sources, false));
        });
        seen += 1;
    }
    assert!(seen >= 8, "{seen}");
}

#[test]
fn an_empty_file_accepts_nothing() {
    for text in ["", "# nothing yet\n", "[]\n", "---\n"] {
        assert_eq!(Ignores::read("accepted.yaml", text).expect("the file is right"), Ignores::default(), "{text:?}");
    }
}

#[test]
fn an_entry_accepts_its_change_until_its_last_day() {
    let entry = |expires: &str| {
        format!("- fingerprint: {}\n  reason: All callers give it.\n  expires: {expires}\n", fingerprint())
    };
    for (expires, counts) in [("2026-11-20", false), ("2026-11-21", true), ("2027-01-01", true)] {
        let review = reviewed(&entry(expires));
        let accepted = find(&review, &fingerprint()).accepted.as_ref().map(|accepted| accepted.reason.as_str());
        assert_eq!(accepted, counts.then_some("All callers give it."), "{expires}");
        assert_eq!(review.expired.len(), usize::from(!counts), "{expires}");
        assert_eq!(review.unused, [], "{expires}");
        assert_eq!(review.counts().accepted, usize::from(counts));
        // There is one more that breaks.
        assert_eq!(review.verdict.severity, Some(Severity::Breaking));
        assert_eq!(review.verdict.needed, "0.2.0");
    }
}

#[test]
fn an_entry_for_nothing_is_told_with_its_line() {
    let text = "# accepted\n- { fingerprint: 1234567890123456, reason: Digits only., expires: 2020-01-01 }\n";
    let review = reviewed(text);
    let told: Vec<_> = review.unused.iter().map(|entry| (entry.fingerprint.as_str(), entry.line)).collect();
    assert_eq!(told, [("1234567890123456", 2)]);
    // Nothing it could have accepted is here.
    assert_eq!(review.expired, []);
}

#[test]
fn no_entry_is_unused_while_a_part_is_left_out() {
    let text = "- { fingerprint: 1234567890123456, reason: Digits only., expires: 2027-01-01 }\n";
    let ignores = Ignores::read("accepted.yaml", text).expect("the file is right");
    let mut new = version(".", "0.1.0");
    new.skipped.push(left_out("member/broken.yaml"));
    let review = Review::of(&version("main", "0.1.0"), &new, Diff::default(), &ignores, TODAY);
    assert_eq!(review.unused, []);
}

#[test]
fn a_fingerprint_outlives_moves_but_not_the_change() {
    let one = change(&DOC, "member/bindTester", "summary", "Old.", "New.");
    let mut moved = one.clone();
    moved.subject.area = Some("people".to_owned());
    moved.new = None;
    assert_eq!(one.fingerprint(), moved.fingerprint());
    let other = change(&DOC, "member/bindTester", "summary", "Old.", "Newer.");
    assert_ne!(one.fingerprint(), other.fingerprint());
}
