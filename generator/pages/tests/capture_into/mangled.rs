//! However broken a page is, what becomes of it is a good spec or none, soon.

use proptest::prelude::*;
use serde_json::json;
use wxgen::source::Sources;

use super::fixture::{PAGE, page};
use super::support::{bring, file, passes, read};

/// What breaks YAML, Rust names or the format where it is not looked after.
const TRAPS: &[&str] = &[
    "a: b",
    "- x",
    "#",
    "\"",
    "'",
    "{",
    "}",
    "[a]",
    "*a",
    "&a",
    "!x",
    "null",
    "~",
    "true",
    "0x12",
    "1e5",
    ".5",
    "yes",
    "type",
    "Self",
    "errcode",
    "a.b",
    "a[].b",
    "a..b",
    ".",
    "a b",
    "access_token",
    "UserName",
    "user_name",
    "名字",
    "\u{200b}",
    "\u{feff}x",
    "\u{85}",
    "x\ty",
    "%",
    "@",
    "`",
    "\\",
    "a\u{301}",
    "😀",
    "--- ",
    "...",
    "? x",
    "Common",
    "Unknown",
    "0",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any word in any place of the page.
    #[test]
    fn traps_are_harmless(traps in proptest::collection::vec((0..TRAPS.len(), 0..110_usize), 1..12)) {
        let mut words: Vec<String> = PAGE.split(' ').map(str::to_owned).collect();
        for (trap, place) in traps {
            // The end of the page, where the tables are.
            let at = words.len() - 1 - place;
            words[at] = if words[at].contains('\n') { format!("{}\n", TRAPS[trap]) } else { TRAPS[trap].to_owned() };
        }
        harmless(&words.join(" "));
    }

    /// Any text of an example stands in the spec as it was.
    #[test]
    fn examples_are_copied_exactly(value in any::<String>(), trap in 0..TRAPS.len(), key in "[a-z_]{1,9}") {
        for value in [value, TRAPS[trap].to_owned()] {
            let more = format!("{}, \"more\": [{{ \"{key}\": {} }}, 1, null]", escaped(&value), escaped(&value));
            let text = page(&[
                ("remark | string | no | why |", "remark | string | no | why |\nmore | json | no | any |"),
                ("\"a\"", &more),
            ]);
            let (folder, _) = bring(&Vec::new(), &[read("page.md", &text)]);
            let path = "member/bind_tester.yaml";
            let sources = Sources::from_texts([(path, file(&folder, path))]);
            let mut found = Vec::new();
            let spec = wxgen::parse::parse(&sources, &mut found);
            let request = spec.endpoints[0].examples[0].request.as_ref().expect("a request").to_json();
            let wanted = json!({ "wechatid": "tests", "remark": value, "more": [{ (key.as_str()): value }, 1, null] });
            prop_assert_eq!(request, wanted);
        }
    }

    /// Lines lost, doubled and out of order.
    #[test]
    fn lost_lines_are_harmless(order in proptest::collection::vec(0..48_usize, 0..80)) {
        let lines: Vec<_> = PAGE.lines().collect();
        let text: Vec<_> = order.iter().filter_map(|line| lines.get(*line).copied()).collect();
        harmless(&text.join("\n"));
        let mut text = PAGE.to_owned();
        text.push_str(&order.iter().filter_map(|line| lines.get(*line).copied()).collect::<Vec<_>>().join("\n"));
        harmless(&text);
    }
}

/// A text as JSON has it, in ASCII.
fn escaped(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    format!("\"{units}\"")
}

fn harmless(text: &str) {
    let pages = [read("page.md", text)];
    let (folder, _) = bring(&Vec::new(), &pages);
    if folder.is_empty() {
        return;
    }
    passes(&folder);
    let (again, _) = bring(&folder, &pages);
    assert_eq!(again, folder);
    // A good page into what came of it, and the other way round.
    let (mixed, _) = bring(&folder, &[read("other.md", PAGE)]);
    let (twice, _) = bring(&mixed, &[read("other.md", PAGE)]);
    assert_eq!(twice, mixed);
    let (good, _) = bring(&Vec::new(), &[read("other.md", PAGE)]);
    let (mixed, _) = bring(&good, &pages);
    let (twice, _) = bring(&mixed, &pages);
    assert_eq!(twice, mixed);
}

#[test]
fn huge_tables_and_deep_names_end_soon() {
    let rows: String = (0..3_000).map(|row| format!("x{row} | string | no | y |\n")).collect();
    let codes: String = (0..3_000).map(|code| format!("{code} | one text for all | y |\n")).collect();
    let huge = page(&[("remark | string | no | why |\n", &rows), ("85001 | user not exist | check it |\n", &codes)]);
    let (folder, result) = bring(&Vec::new(), &[read("a.md", &huge), read("b.md", &huge)]);
    assert_eq!(folder, Vec::new());
    assert!(result.findings.iter().any(|(_, finding)| finding.code == "WX0673"));
    let deep = format!("{}a", "a.".repeat(3_000));
    harmless(&page(&[("userstr | string", &format!("{deep} | string"))]));
}

#[test]
fn many_codes_of_one_text_have_names_of_their_own() {
    let codes: String = (0..300).map(|code| format!("{} | one text | y |\n", 85_100 + code)).collect();
    let (folder, _) = bring(&Vec::new(), &[read("a.md", &page(&[("85001 | user not exist | check it |\n", &codes)]))]);
    passes(&folder);
    assert!(file(&folder, "member/bind_tester.yaml").contains("  85399: { name: OneText300, msg: one text }\n"));
}
