//! How a review looks.

use wxgen_diff::{Accepted, Change, Ignore, Review, Skipped, show};

use crate::support::{
    ADDED, DOC, PATH, REQUIRED, change, changes, full_review, left_out, review, review_of, without_colour,
};

fn with_left_out() -> Review {
    let mut review = full_review();
    review.old.skipped.push(left_out("member/old.yaml"));
    review.new.skipped.push(left_out("member/new.yaml"));
    review
}

#[test]
fn text_is_for_people() {
    insta::assert_snapshot!("text", with_left_out().text(false));
}

#[test]
fn text_has_colour_only_when_asked() {
    let review = full_review();
    let coloured = review.text(true);
    assert!(coloured.contains("\u{1b}[1m\u{1b}[31mbreaking"), "{coloured:?}");
    assert_eq!(without_colour(&coloured), review.text(false));
}

/// A review whose old version was read from a revision.
fn of_revision(mut changes: Vec<Change>) -> Review {
    for place in changes.iter_mut().filter_map(|change| change.old.as_mut()) {
        place.shown = format!("main:{}", place.shown);
    }
    review(changes)
}

#[test]
fn a_file_is_the_same_in_both_versions() {
    assert_eq!(of_revision(changes()).text(false), review(changes()).text(false));
}

#[test]
fn nothing_changed() {
    let review = review(Vec::new());
    assert_eq!(
        review.text(false),
        "main (0.1.0) → . (0.1.0): 0 changes\nRust: none; wire: none; nothing to release after 0.1.0\n"
    );
    insta::assert_snapshot!("markdown_of_nothing", review.markdown());
    assert_eq!(review.json()["verdict"]["severity"], "none");
    assert_eq!(review.github(), "::notice title=wxgen diff::nothing to release after 0.1.0\n");
}

#[test]
fn enough_is_said() {
    let text = review_of(changes(), "0.1.0", "0.2.0").text(false);
    assert!(text.ends_with("; a major change: 0.2.0 is declared and is enough\n"), "{text}");
}

#[test]
fn groups_stand_together_the_worst_first() {
    let review = review(changes());
    let told: Vec<_> = review
        .changes
        .iter()
        .map(|reviewed| (reviewed.group().1.unwrap_or("-"), reviewed.severity().word(), reviewed.change.rule.id))
        .collect();
    assert_eq!(
        told,
        [
            ("-", "breaking", "errcode-variant-renamed"),
            ("bindTester", "breaking", "request-param-became-required"),
            ("bindTester", "risky", "endpoint-path-changed"),
            ("bindTester", "docs", "doc-changed"),
            ("getTester", "risky", "endpoint-deprecated"),
            ("getTester", "compatible", "response-field-added"),
            ("getTester", "compatible", "response-field-added"),
            ("unbindUser", "risky", "endpoint-path-changed"),
        ]
    );
    let mut turned = changes();
    turned.reverse();
    assert_eq!(crate::support::review(turned), review);
}

#[test]
fn markdown_is_for_a_comment() {
    let text = with_left_out().markdown();
    assert_eq!(text.lines().next(), Some(show::MARKER));
    insta::assert_snapshot!("markdown", text);
}

#[test]
fn annotations_stand_at_their_lines() {
    insta::assert_snapshot!("github", with_left_out().github());
    // What is gone is annotated where it was.
    let gone = Change { new: None, ..change(&REQUIRED, "member/bindTester", "request.id", "string", "") };
    let lines = review(vec![gone]).github();
    assert!(lines.starts_with("::error file=spec/member/bindTester.yaml,line=12,col=3,title="), "{lines}");
    // GitHub knows files of the repository, not of a revision.
    assert_eq!(of_revision(changes()).github(), review(changes()).github());
}

#[test]
fn json_is_for_programs() {
    let json = serde_json::to_string_pretty(&with_left_out().json()).expect("it is JSON");
    insta::assert_snapshot!("json", json);
}

#[test]
fn json_is_as_its_schema_says() {
    let schema = show::json_schema();
    let validator = jsonschema::draft202012::new(&schema).expect("the schema is one");
    for review in [with_left_out(), full_review(), review(Vec::new()), review(changes())] {
        let errors: Vec<_> = validator.iter_errors(&review.json()).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
    assert!(validator.is_valid(&serde_json::json!({ "error": "no such revision" })));
    assert!(!validator.is_valid(&serde_json::json!({})));
    // No entry can be missing, be another word, or be one that the schema does not know.
    let good = with_left_out().json();
    for path in ["/verdict/bump", "/counts/docs", "/changes/0/old", "/changes/0/accepted", "/left_out/0/code"] {
        let mut bad = good.clone();
        *bad.pointer_mut(path).expect("the entry is there") = serde_json::json!(["other"]);
        assert!(!validator.is_valid(&bad), "{path}");
        let (parent, key) = path.rsplit_once('/').expect("a path has a slash");
        for name in ["", "_"] {
            let mut bad = good.clone();
            let parent = bad.pointer_mut(parent).and_then(|parent| parent.as_object_mut()).expect("an object");
            let value = parent.shift_remove(key).expect("the entry is there");
            if !name.is_empty() {
                parent.insert(key.to_owned(), value.clone());
                parent.insert(name.to_owned(), value);
            }
            assert!(!validator.is_valid(&bad), "{path}{name}");
        }
    }
}

#[test]
fn a_comment_is_cut_where_github_would_refuse_it() {
    let many = |n: usize| {
        let one = |at: usize| {
            let rule = if at % 100 == 7 { &REQUIRED } else { [&ADDED, &PATH, &DOC][at % 3] };
            change(rule, &format!("area/endpoint{:04}", at / 3), &format!("request.part{at}"), "客服消息", "after")
        };
        review((0..n).map(one).collect())
    };
    let text = many(3_000).markdown();
    let length = text.chars().count();
    assert!((60_000..=show::LONGEST_COMMENT).contains(&length), "{length}");
    // The worst stay.
    assert_eq!(text.matches("| **breaking** |").count(), 30);
    let more = text.lines().find(|line| line.starts_with("**… and ")).expect("it says how many are cut");
    assert!(more.contains(" more changes (") && more.contains(" docs) that this comment has no room for.**"), "{more}");
    // However much else there is to say.
    let mut full = many(3_000);
    let hidden = "\u{e0001}".repeat(500);
    full.new.skipped = vec![Skipped { why: hidden.clone(), shown: hidden.clone(), ..left_out("") }; 30];
    let entry = Ignore {
        fingerprint: hidden.clone(),
        accepted: Accepted { reason: hidden.clone(), expires: hidden.clone() },
        file: hidden.clone(),
        line: 1,
    };
    full.unused = vec![entry.clone(); 30];
    full.expired = vec![entry; 30];
    let full = full.markdown();
    assert!((60_000..=show::LONGEST_COMMENT).contains(&full.chars().count()));
    assert_eq!(full.matches("| **breaking** |").count(), 30);
    assert_eq!(full.matches("- … and 20 more").count(), 3);
    // Nothing is left open.
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
    let few = many(50).markdown();
    assert!(!few.contains("no room"), "{few}");
}
