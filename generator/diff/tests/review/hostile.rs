//! Texts of a spec are shown, never obeyed.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use wxgen_diff::show::MARKER;
use wxgen_diff::show::changelog;
use wxgen_diff::show::changelog::{BEGIN, END};
use wxgen_diff::{Change, Diff, Ignore, Ignores, Place, Review, Subject};

use crate::support::{ADDED, DOC, PATH, REQUIRED, TODAY, left_out, version, without_colour};

/// Pieces that mean something to a terminal, Markdown, HTML, GitHub or a changelog.
const PIECES: &[&str] = &[
    "|",
    "\\",
    "`",
    "``",
    "```",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "- ",
    "# ",
    "## 9.9.9",
    "> ",
    "@octocat",
    "#123",
    "GH-1",
    "https://evil.example/",
    "[a](https://evil.example/)",
    "![a](b)",
    "<script>",
    "</details>",
    "<details>",
    "<!--",
    "-->",
    "&lt;",
    "&#64;",
    "::error::x",
    "::",
    "%0A",
    "%",
    ",",
    "\u{1b}[31m",
    "\u{7}",
    "\u{202e}",
    "\u{200b}",
    "\u{2028}",
    "客服",
    "a",
    " ",
    "1.",
    "***",
    "~~",
    "$",
    BEGIN,
    END,
    "<!-- wxgen diff -->",
    "| --- |",
    "1234567",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..12).prop_map(|pieces| pieces.concat())
}

fn change() -> impl Strategy<Value = Change> {
    let rule = prop::sample::select(vec![&REQUIRED, &PATH, &ADDED, &DOC]);
    (rule, prop::option::of(text()), prop::option::of(text()), text(), prop::option::of(text()), text()).prop_map(
        |(rule, area, endpoint, part, value, file)| Change {
            rule,
            subject: Subject { area, endpoint, part },
            before: value.clone(),
            after: value.map(|value| value + "."),
            old: Some(Place { shown: file.clone(), file: file.clone(), line: 1, column: 1 }),
            new: Some(Place { shown: file.clone(), file, line: 2, column: 1 }),
        },
    )
}

fn review() -> impl Strategy<Value = Review> {
    (prop::collection::vec(change(), 0..8), text(), text()).prop_map(|(changes, label, word)| {
        let (mut old, new) = (version(&label, "0.1.0"), version(&label, "0.1.0"));
        let mut left_out = left_out(&word);
        left_out.why = word.clone();
        left_out.endpoint = Some(word.clone());
        old.skipped.push(left_out);
        let accept = changes.first().map_or("00000000000000aa".to_owned(), Change::fingerprint);
        let text = format!("- {{ fingerprint: {accept}, reason: x, expires: 2027-01-01 }}\n");
        let mut ignores = Ignores::read("accepted.yaml", &text).expect("the file is right");
        for entry in &mut ignores.entries {
            entry.accepted.reason = word.clone();
            entry.file = word.clone();
        }
        let mut review = Review::of(&old, &new, Diff { changes }, &ignores, TODAY);
        review.unused = ignores.entries.iter().cloned().map(|entry| Ignore { line: 3, ..entry }).collect();
        review.expired = review.unused.clone();
        review
    })
}

/// The words outside of code and the pieces of HTML, as another reader of Markdown understands the text.
///
/// # Panics
///
/// When there is a link or a picture.
fn read(text: &str) -> (String, Vec<String>) {
    let (mut words, mut html) = (String::new(), Vec::new());
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) => words = words + &text + " ",
            Event::Html(piece) | Event::InlineHtml(piece) => html.push(piece.trim().to_owned()),
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::BlockQuote(_)) => {
                panic!("{event:?} in {text}")
            }
            _ => {}
        }
    }
    (words, html)
}

/// What only a spec would have brought into these texts.
fn is_harmless(words: &str) -> bool {
    !["@", "#1", "GH-", "evil", "script", "客服", "1234567", "::error"].iter().any(|piece| words.contains(piece))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_comment_keeps_its_shape(review in review()) {
        let text = review.markdown();
        prop_assert!(text.chars().count() <= 65_536);
        let (words, html) = read(&text);
        prop_assert!(is_harmless(&words), "{}", text);
        let is_ours = |piece: &String| piece.starts_with("<details><summary>") && !piece.contains('`');
        prop_assert!(html.iter().all(|piece| piece == MARKER || piece == "</details>" || is_ours(piece)), "{:?}", html);
        let closed = html.iter().filter(|piece| *piece == "</details>").count();
        prop_assert_eq!(html.iter().filter(|piece| is_ours(piece)).count(), closed);
        let mut columns = None;
        for line in text.lines() {
            // A `|` that is escaped stays in its cell.
            let cells = line.replace("\\|", "").matches('|').count();
            match (line.starts_with('|'), columns) {
                (true, None) => columns = Some(cells),
                (true, Some(columns)) => prop_assert_eq!(cells, columns, "{}", line),
                (false, _) => columns = None,
            }
            prop_assert!(!line.contains(['\u{1b}', '\u{202e}', '\u{200b}', '\r', '\u{2028}', '\u{7}']), "{:?}", line);
        }
    }

    #[test]
    fn text_is_lines_of_what_shows(review in review()) {
        let text = review.text(false);
        prop_assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{200b}', '\r', '\u{2028}', '\u{7}']), "{:?}", text);
        // Only our own colours are in the coloured one.
        prop_assert_eq!(without_colour(&review.text(true)), text);
    }

    #[test]
    fn annotations_are_one_command_a_line(review in review()) {
        for line in review.github().lines() {
            let rest = ["::error ", "::warning ", "::notice "].iter().find_map(|start| line.strip_prefix(start));
            let (properties, _) = rest.and_then(|rest| rest.split_once("::")).expect("a command");
            let known = ["file", "line", "col", "title"];
            prop_assert!(properties.split(',').all(|one| one.split_once('=').is_some_and(|(key, _)| known.contains(&key))));
            prop_assert!(!line.contains(['\u{1b}', '\u{202e}', '\r']), "{:?}", line);
        }
    }

    #[test]
    fn a_changelog_stays_one(review in review()) {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("CHANGELOG.md");
        let written = changelog::write(&path, &review).expect("it is written");
        prop_assert_eq!(written, !review.changes.is_empty());
        // The second run finds its markers and changes nothing.
        prop_assert!(!changelog::write(&path, &review).expect("it is written"));
        let (words, html) = read(&changelog::section(&review));
        prop_assert!(is_harmless(&words), "{}", words);
        prop_assert_eq!(html, [BEGIN, END]);
    }

    #[test]
    fn json_is_as_its_schema_says(review in review()) {
        use std::sync::LazyLock;
        static VALIDATOR: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
            jsonschema::draft202012::new(&wxgen_diff::show::json_schema()).expect("the schema is one")
        });
        prop_assert!(VALIDATOR.is_valid(&review.json()));
    }
}
