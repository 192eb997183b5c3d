//! Drift and capture judge alike: what drift reports, a capture into the folder settles or reports by the same words.

use std::collections::BTreeSet;

use proptest::prelude::*;
use wxgen::source::Sources;
use wxgen_pages::Page;
use wxgen_pages::drift::{self, Kind};

use super::fixture::{PAGE, page};
use super::support::{Folder, bring, read};

const PATH: &str = "member/bind_tester.yaml";

/// What drift says, each as the words that a finding has too.
fn drifted(folder: &Folder, pages: &[Page]) -> BTreeSet<String> {
    let sources = Sources::from_texts(folder.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let drift = drift::drift(&sources, pages).expect("a folder in order");
    drift.changes.iter().filter(|change| change.kind != Kind::EndpointGone).map(drift::Change::about).collect()
}

/// Captures pages into a folder, and what drift then reports that the capture neither settled nor reported.
fn unsaid(folder: &Folder, pages: &[Page]) -> Vec<String> {
    let (after, result) = bring(folder, pages);
    let said: Vec<_> = result.findings.iter().map(|(_, finding)| finding.message.as_str()).collect();
    let is_said = |about: &String| said.iter().any(|message| message.starts_with(&format!("{about}:")));
    drifted(&after, pages).into_iter().filter(|about| !is_said(about)).collect()
}

/// A folder whose spec has other facts.
fn with(replacements: &[(&str, &str)]) -> Folder {
    let (mut folder, _) = bring(&Vec::new(), &[read("page.md", PAGE)]);
    for (_, text) in folder.iter_mut().filter(|(path, _)| path == PATH) {
        for (old, new) in replacements {
            *text = text.replace(old, new);
        }
    }
    folder
}

#[test]
fn kinds_of_values_are_judged_alike() {
    let rows = [
        ("boolean", "{ type: enum, values: { a: , b: } }"),
        ("object | no | x |\nremark.name | string", "{ type: map, items: string }"),
        ("array | no | x |\nremark[].id | string", "{ type: array, items: json }"),
        ("array", "string"),
        ("number", "{ type: string, default: x }"),
    ];
    for (of_page, of_spec) in rows {
        let pages = [read("page.md", &page(&[("remark | string |", &format!("remark | {of_page} |"))]))];
        let folder = with(&[("  remark: string\n", &format!("  remark: {of_spec}\n"))]);
        let before = drifted(&folder, &pages);
        assert!(before.iter().any(|about| about == "type request remark"), "{of_page}: {before:?}");
        assert_eq!(unsaid(&folder, &pages), Vec::<String>::new(), "{of_page}");
    }
}

/// Changes of the spec, each of a fact that the page has too.
const CHANGES: &[(&str, &str)] = &[
    ("path: /wxa/bind_tester", "path: /wxa/add_tester"),
    ("permission_sets: [18]", "permission_sets: [1]"),
    ("permission_sets: [18]", "permission_sets:\n  - 1\n  - 2"),
    ("wechatid: { type: string, required: true }", "wechatid: string"),
    ("  remark: string\n", "  remark: { type: enum, values: { a: First } }\n"),
    ("  remark: string\n", "  remark: { type: string, required: true }\n"),
    ("  remark: string\n", ""),
    ("  remark: string\n", "  remark: string\n  more: string\n"),
    ("userstr: string", "userstr: integer"),
    ("msg: user not exist", "msg: somebody else"),
    ("  85001:", "  85002: { name: Other, msg: other }\n  85001:"),
    ("generation: en-2022", "generation: zh-2025"),
];

#[test]
fn each_change_is_one_of_the_spec() {
    let (folder, _) = bring(&Vec::new(), &[read("page.md", PAGE)]);
    for (old, _) in CHANGES {
        assert!(folder.iter().any(|(path, text)| path == PATH && text.contains(old)), "{old:?}");
    }
}

proptest! {
    #[test]
    fn whatever_differs(chosen in proptest::sample::subsequence(CHANGES.to_vec(), 0..=4), same_page in any::<bool>()) {
        let folder = with(&chosen);
        let text = if same_page { PAGE.to_owned() } else { format!("{PAGE}\nMore words.\n") };
        prop_assert_eq!(unsaid(&folder, &[read("page.md", &text)]), Vec::<String>::new());
    }
}
