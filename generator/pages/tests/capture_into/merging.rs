//! Pages are merged into spec files that people edited: facts change where they stand, the rest stays to the byte.

use proptest::prelude::*;
use wxgen_pages::spec_folder::State;

use super::fixture::{PAGE, page};
use super::support::{Folder, bring, file, passes, read};

const PATH: &str = "member/bind_tester.yaml";

/// A spec as a person left it, in a style of their own.
const EDITED: &str = "\
# Testers, see the wiki.
name: bindTester
summary: Let somebody try it.   # ours
doc: |
  Two lines
  of our own.

method: POST
path: /wxa/bind_tester
token: authorizer_access_token
idempotent: true

request:
  # who it is
  wechatid: { type: string, doc: \"The person, who: else?\", name: person } # keep

  remark:
    type: integer   # wrong

response: { userstr: { type: string, secret: true } }

errcodes:
  85001:
    name: NoSuchPerson
    msg: somebody else  # old
    advice: Ask them.
  # the end

sources:
  - page: page.md
    generation: en-2022
    sha256: 0000000000000000000000000000000000000000000000000000000000000000

notes:
  - Ours.
";

fn with(spec: &str) -> Folder {
    let (mut folder, _) = bring(&Vec::new(), &[read("page.md", PAGE)]);
    for (path, text) in &mut folder {
        if path == PATH {
            spec.clone_into(text);
        }
    }
    folder
}

#[test]
fn a_code_of_the_area_is_referred_to() {
    let of_area = ("member/errcodes.yaml".to_owned(), "85002: { name: Full, msg: all are taken }\n".to_owned());
    let more = page(&[("85001 | user not exist | check it |", "85002 | all are taken | remove one |")]);
    for (spec, about) in [(Some(EDITED), "merged"), (None, "new")] {
        let mut folder = spec.map(with).unwrap_or_default();
        if folder.is_empty() {
            let base = bring(&Vec::new(), &[read("page.md", PAGE)]).0;
            folder.extend(base.into_iter().filter(|(path, _)| path != PATH));
        }
        folder.push(of_area.clone());
        folder.sort();
        let (folder, _) = bring(&folder, &[read("page.md", &more)]);
        passes(&folder);
        assert!(file(&folder, PATH).contains("\n  85002:\n"), "{about}: {}", file(&folder, PATH));
    }
}

#[test]
fn facts_change_in_place_and_the_rest_stays() {
    let more = page(&[
        ("remark | string | no | why |", "remark | string | no | why |\nlevel | number | yes | which |"),
        ("userstr | string | an id |", "userstr | string | an id |\nleft | number | how many |"),
        (", \"remark\": \"a\"", ", \"remark\": \"a\", \"level\": 1"),
    ]);
    let (folder, result) = bring(&with(EDITED), &[read("page.md", &more)]);
    passes(&folder);
    insta::assert_snapshot!("merged", file(&folder, PATH).replace(&digest(&more), "(digest)"));
    insta::assert_debug_snapshot!("changes", result.files[0].changes);
}

#[test]
fn windows_line_ends_stay() {
    let (folder, _) = bring(&with(&EDITED.replace('\n', "\r\n")), &[read("page.md", PAGE)]);
    let merged = file(&folder, PATH);
    assert_eq!(merged.matches('\n').count(), merged.matches("\r\n").count());
    let (unix, _) = bring(&with(EDITED), &[read("page.md", PAGE)]);
    assert_eq!(merged.replace("\r\n", "\n"), file(&unix, PATH));
    passes(&folder);
}

#[test]
fn what_people_wrote_is_not_undone_by_the_same_page() {
    let (folder, _) = bring(&Vec::new(), &[read("page.md", PAGE)]);
    let spec = file(&folder, PATH);
    let edits: &[(&str, &str)] = &[
        ("wechatid: { type: string, required: true }", "wechatid: { type: string }"),
        ("remark: string", "remark: { type: enum, values: { a: First } }"),
        ("permission_sets: [18]", "permission_sets: any"),
        ("UserNotExist, msg: user not exist", "Gone, msg: nobody"),
        ("path: /wxa/bind_tester", "path: /wxa/bind_tester # the only one"),
        ("To be described.", "Let somebody try it."),
        ("  remark: string\n", ""),
        ("permission_sets: [18]\n", ""),
        ("response:\n  userstr: string\n\n", ""),
        ("    response: { errcode: 0, errmsg: ok, userstr: x }\n", ""),
    ];
    for (old, new) in edits {
        assert!(spec.contains(old), "{old} is not in {spec}");
        let edited = spec.replace(old, new);
        let mut changed = folder.clone();
        changed.iter_mut().filter(|(path, _)| path == PATH).for_each(|(_, text)| text.clone_from(&edited));
        let (after, _) = bring(&changed, &[read("page.md", PAGE)]);
        assert_eq!(file(&after, PATH), edited);
    }
}

#[test]
fn choices_enums_and_fixed_values_outlive_a_newer_page() {
    let spec = EDITED.replace(
        "  remark:\n    type: integer   # wrong\n",
        "  how:\n    one_of:\n      remark: { type: string }\n      other: string\n  kind: { type: const, value: a }\n",
    );
    let (folder, result) = bring(&with(&spec), &[read("page.md", PAGE)]);
    let merged = file(&folder, PATH);
    assert!(merged.contains("  how:\n    one_of:\n      remark: { type: string }\n      other: string\n  kind: { type: const, value: a }\n"), "{merged}");
    let told: Vec<_> = result.findings.iter().map(|(_, finding)| finding.message.as_str()).collect();
    assert!(told.contains(&"removed request other: in the spec and not on the page"), "{told:?}");
    let spec = EDITED.replace("type: integer   # wrong", "type: map\n    items: string");
    let (folder, result) = bring(&with(&spec), &[read("page.md", PAGE)]);
    assert!(file(&folder, PATH).contains("    type: map\n    items: string\n"));
    let told: Vec<_> = result.findings.iter().map(|(_, finding)| (finding.code, finding.message.as_str())).collect();
    assert!(told.contains(&("WX0672", "type request remark: string on the page, map in the spec")), "{told:?}");
}

#[test]
fn what_the_page_no_longer_has_is_told_and_kept() {
    let (folder, _) = bring(&Vec::new(), &[read("page.md", PAGE)]);
    let less = page(&[
        ("remark | string | no | why |\n", ""),
        (", \"remark\": \"a\"", ""),
        ("85001 | user not exist | check it |\n", ""),
    ]);
    let (after, result) = bring(&folder, &[read("page.md", &less)]);
    let spec = file(&after, PATH);
    assert!(spec.contains("  remark: string\n") && spec.contains("  85001: {"), "{spec}");
    let told: Vec<_> = result.findings.iter().map(|(_, finding)| (finding.code, finding.message.as_str())).collect();
    assert_eq!(
        told,
        [
            ("WX0671", "removed request remark: in the spec and not on the page"),
            ("WX0671", "code removed 85001: in the spec and not on the page"),
        ]
    );
}

#[test]
fn older_page_changes_nothing_but_is_noted() {
    let spec = EDITED.replace("en-2022", "zh-2025");
    let (folder, result) = bring(&with(&spec), &[read("other.md", PAGE)]);
    let merged = file(&folder, PATH);
    assert!(merged.contains("    type: integer   # wrong\n"));
    assert!(merged.contains("  - page: other.md\n    generation: en-2022\n"), "{merged}");
    assert!(merged.find("zh-2025") < merged.find("other.md"), "newest first");
    let told: Vec<_> = result.findings.iter().map(|(_, finding)| finding.message.as_str()).collect();
    assert!(told.contains(&"type request remark: string on the page, integer in the spec"), "{told:?}");
}

#[test]
fn endpoint_is_found_by_its_page_when_its_call_has_changed() {
    let (folder, result) = bring(&with(EDITED), &[read("page.md", &page(&[("/wxa/bind_tester", "/wxa/add_tester")]))]);
    assert!(file(&folder, PATH).contains("path: /wxa/add_tester\n"));
    assert!(result.files[0].changes.contains(&"path: /wxa/bind_tester is now /wxa/add_tester".to_owned()));
}

#[test]
fn new_area_and_new_set_are_added_to_the_shared_files() {
    let mut folder = with(EDITED);
    folder
        .iter_mut()
        .filter(|(path, _)| path == "api.yaml")
        .for_each(|(_, text)| *text = text.replace("member", "other"));
    folder.retain(|(path, _)| path != PATH && path != "permission_sets.yaml");
    folder.push(("permission_sets.yaml".to_owned(), "# ours\n1: { name: a }".to_owned()));
    let (folder, _) = bring(&folder, &[read("page.md", PAGE)]);
    passes(&folder);
    assert_eq!(file(&folder, "permission_sets.yaml"), "# ours\n1: { name: a }\n18:\n");
    assert!(file(&folder, "api.yaml").ends_with("areas:\n  other: { title: Member }\n  member: { title: Member }\n"));
}

#[test]
fn types_that_a_default_or_secret_goes_with_stay() {
    let spec = EDITED.replace("type: integer   # wrong", "type: integer\n    default: 3");
    let (folder, result) = bring(&with(&spec), &[read("page.md", PAGE)]);
    passes(&folder);
    assert!(file(&folder, PATH).contains("    type: integer\n    default: 3\n"));
    let told: Vec<_> = result.findings.iter().map(|(_, finding)| finding.message.as_str()).collect();
    assert!(told.contains(&"type request remark: string on the page, integer in the spec"), "{told:?}");
}

/// Digest of a page, as sources name it.
fn digest(text: &str) -> String {
    read("page.md", text).sha256
}

/// Replacements that each change a fact of the page.
const FACTS: &[(&str, &str)] = &[
    ("remark | string | no", "remark | string | yes"),
    ("remark | string | no", "remark | number | no"),
    ("wechatid | string | yes", "wechatid | string | no"),
    (
        "remark | string | no | why |",
        "remark | string | no | why |\nfirst | object | no | a |\nlist | array | yes | b |",
    ),
    ("userstr | string | an id |", "userstr | string | an id |\ncount | number | c |"),
    ("85001 | user not exist", "85001 | nobody: \"here\""),
    ("85001 | user not exist | check it |", "85001 | user not exist | check it |\n85009 | too many, really | wait |"),
    ("belongs is: 18", "belongs is: 18、25"),
    ("POST https", "GET https"),
    ("/wxa/bind_tester", "/wxa/add_tester"),
];

/// What people do to a spec file.
const HABITS: &[(&str, &str)] = &[
    ("\n\n", "\n\n\n"),
    ("request:\n", "request:   # sent\n"),
    ("  - Ours.\n", "  - Ours."),
    ("response: { userstr: { type: string, secret: true } }", "response:\n  userstr: string"),
    ("response: { userstr: { type: string, secret: true } }", "response: {}"),
    ("response: { userstr: { type: string, secret: true } }\n\n", ""),
    ("  # the end\n", "  -1: { name: Busy }\n"),
    ("idempotent: true\n", "permission_sets:\n  - 18\n"),
    ("idempotent: true\n", "permission_sets: [ 18, ]\n"),
    (
        "errcodes:\n  85001:\n    name: NoSuchPerson\n    msg: somebody else  # old\n    advice: Ask them.\n  # the end\n",
        "errcodes: { 85001: { name: Nobody }, }\n",
    ),
    (
        "errcodes:\n  85001:\n    name: NoSuchPerson\n    msg: somebody else  # old\n    advice: Ask them.\n  # the end\n",
        "errcodes:\n",
    ),
    ("  remark:\n    type: integer   # wrong\n", "  remark: integer\n"),
    ("\n", "\r\n"),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever changed on the page and however the spec is written, a second merge finds nothing to do, what was good
    /// stays good, and comments stay.
    #[test]
    fn merging_twice_changes_nothing(
        facts in proptest::collection::vec(0..FACTS.len(), 0..5),
        habits in proptest::collection::vec(0..HABITS.len(), 0..4),
    ) {
        let mut spec = EDITED.to_owned();
        for habit in habits {
            spec = spec.replacen(HABITS[habit].0, HABITS[habit].1, if HABITS[habit].0 == "\n" { usize::MAX } else { 1 });
            spec = spec.replace("\r\r", "\r");
        }
        let mut text = PAGE.to_owned();
        for fact in facts {
            text = text.replacen(FACTS[fact].0, FACTS[fact].1, 1);
        }
        let before = with(&spec);
        let (once, _) = bring(&before, &[read("page.md", &text)]);
        passes(&once);
        let (twice, result) = bring(&once, &[read("page.md", &text)]);
        prop_assert_eq!(&twice, &once);
        prop_assert!(result.files.iter().all(|file| file.state == State::Unchanged));
        for comment in ["# Testers, see the wiki.", "# ours", "# who it is", "# keep", "  Two lines"] {
            prop_assert!(file(&once, PATH).contains(comment), "{}", comment);
        }
    }
}
