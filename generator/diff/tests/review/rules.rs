//! The table of rules, and the page of the docs that shows it.

use std::fs;
use std::path::Path;

use wxgen_diff::{RULES, show};

/// `WXGEN_UPDATE_DOCS=1 cargo test -p wxgen-diff --test review` writes the page.
#[test]
fn the_page_of_rules_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diff-rules.md");
    let text = show::rules_markdown();
    if std::env::var_os("WXGEN_UPDATE_DOCS").is_some() {
        fs::write(&path, &text).expect("the page is written");
    }
    let page = fs::read_to_string(&path).expect("the page is there");
    assert!(page == text, "docs/diff-rules.md is stale: wxgen diff --rules --format markdown > docs/diff-rules.md");
}

#[test]
fn every_rule_is_in_every_format() {
    let (text, json, markdown) = (show::rules_text(), show::rules_json(), show::rules_markdown());
    let listed = json["rules"].as_array().expect("a list");
    assert_eq!(listed.len(), RULES.len());
    for (rule, entry) in RULES.iter().zip(listed) {
        assert_eq!(entry["rule"], rule.id);
        assert_eq!(text.lines().filter(|line| line.split("  ").next() == Some(rule.id)).count(), 1, "{}", rule.id);
        let row = format!("| `{}` |", rule.id);
        assert_eq!(markdown.lines().filter(|line| line.starts_with(&row)).count(), 1, "{}", rule.id);
    }
    // Every row has as many cells as its heading.
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(markdown.lines().filter(|line| line.starts_with('|')).all(|line| cells(line) == 7), "{markdown}");
}
