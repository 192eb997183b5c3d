//! Whatever a file holds, the front end ends, soon and with an answer.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use wxgen::report;

use super::support::{Files, base, changed, fixtures, load, shown};

/// No measurement: what takes this long would take hours if the input were a little larger.
const SOON: Duration = Duration::from_secs(180);

fn survives(files: &Files) {
    let loaded = load(files);
    shown(&loaded);
    report::github(&loaded.diagnostics, &loaded.sources);
    report::json(&loaded.diagnostics, &loaded.sources);
    assert_eq!(loaded.api.is_some(), loaded.errors() == 0);
}

/// All files of all fixtures, to take pieces from.
fn pieces() -> Vec<(String, String)> {
    fixtures().into_values().flatten().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "\\PC{0,200}|[\\[\\]{}:,&*!?|>'\"%@`#\\-\n\t a0-9]{0,200}") {
        for path in ["api.yaml", "errcodes.yaml", "permission_sets.yaml", "member/bind_tester.yaml"] {
            let mut files = base();
            files.insert(path.to_owned(), text.clone());
            survives(&files);
        }
    }

    #[test]
    fn mangled_specs(seed in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(),
                     length in 0usize..40, put in "[\\[\\]{}:,&*?|>'\"#\\-\n\t a0-9é\u{202e}]{0,12}") {
        let pieces = pieces();
        let (path, text) = seed.get(&pieces);
        let mut chars: Vec<_> = text.chars().collect();
        let at = cut.index(chars.len() + 1);
        let end = (at + length).min(chars.len());
        chars.splice(at..end, put.chars());
        let mut files = base();
        files.insert(path.clone(), chars.into_iter().collect());
        survives(&files);
    }

    #[test]
    fn lines_in_any_order(picks in prop::collection::vec((any::<prop::sample::Index>(), 0usize..4), 0..30)) {
        let pieces = pieces();
        let lines: Vec<_> = pieces.iter().flat_map(|(_, text)| text.lines()).collect();
        let text: String = picks.iter().map(|(line, indent)| format!("{}{}\n", "  ".repeat(*indent), line.get(&lines).trim())).collect();
        let mut files = base();
        files.insert("member/bind_tester.yaml".to_owned(), text);
        survives(&files);
    }
}

const HEAD: &str = "name: other\nsummary: Does something.\nmethod: POST\npath: /wxa/other\ntoken: none\n";

fn hostile(what: &str, text: String) {
    assert!(text.len() <= 1 << 20, "{what} would not be read at all");
    let start = Instant::now();
    survives(&changed(&format!("--- member/other.yaml\n{text}\n")));
    assert!(start.elapsed() < SOON, "{what} took {:?}", start.elapsed());
}

#[test]
fn floods_end_soon() {
    let many = |n: usize, line: fn(usize) -> String| (0..n).map(line).collect::<String>();
    hostile("brackets", "[".repeat(1 << 19));
    hostile("question marks", "? ".repeat(1 << 18));
    hostile("dashes", "- ".repeat(1 << 18));
    hostile("aliases", format!("a: [{}]", "*a,".repeat(200_000)));
    hostile("unknown keys", HEAD.to_owned() + &many(40_000, |n| format!("summarx{n}: a\n")));
    hostile("a long key", format!("{}: a\n", "k".repeat(500_000)));
    hostile("a long line", format!("{HEAD}doc: {}\nzzz: 1\n", "x".repeat(900_000)));
    hostile("fields", format!("{HEAD}request:\n{}", many(40_000, |n| format!("  field_{n}: strin\n"))));
    hostile(
        "examples of many fields",
        format!(
            "{HEAD}request:\n{}examples:\n{}",
            many(10_000, |n| format!("  field_{n}: {{ type: string, required: true }}\n")),
            many(20_000, |_| "  - request: {}\n".to_owned())
        ),
    );
    hostile(
        "unknown fields in examples",
        format!(
            "{HEAD}request:\n{}examples:\n  - request:\n{}",
            many(15_000, |n| format!("  some_field_{n}: string\n")),
            many(15_000, |n| format!("      some_feild_{n}: a\n"))
        ),
    );
    hostile("one list of sets", format!("{HEAD}permission_sets: [{}]", many(90_000, |n| format!("{n},"))));
    hostile("codes", format!("{HEAD}errcodes:\n{}", many(60_000, |n| format!("  {n}:\n"))));
    hostile(
        "choices",
        format!(
            "{HEAD}request:\n{}",
            many(10_000, |n| format!("  choice_{n}: {{ one_of: {{ a{n}: string, same: string }} }}\n"))
        ),
    );
}
