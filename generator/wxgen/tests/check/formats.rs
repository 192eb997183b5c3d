//! The same diagnostics for programs and for GitHub; text from specs cannot forge them.

use wxgen::report;

use super::support::{changed, fixtures, load, shown};

const MANY: &str = "--- member/other.yaml
name: other
summary: Does something.
method: post
path: wxa/other
token: nobody
permission_sets: [19]
request:
  userId: string
  user_id: strnig
  pin: { type: integer, secret: true, requird: true }
errcodes:
  40010:
examples:
  - request: { userId: 3, name: x }
sources:
  - { page: A page, captured: yesterday }
";

#[test]
fn all_problems_come_in_one_run_in_order() {
    let loaded = load(&changed(MANY));
    let codes: Vec<_> = loaded.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(
        codes,
        [
            "WX0204", "WX0305", "WX0307", "WX0303", "WX0302", "WX0204", "WX0314", "WX0201", "WX0304", "WX0403",
            "WX0402", "WX0316"
        ]
    );
    let places: Vec<_> = loaded
        .diagnostics
        .iter()
        .filter_map(|diagnostic| diagnostic.primary.as_ref())
        .map(|label| label.span)
        .collect();
    assert!(places.is_sorted());
}

#[test]
fn json_names_places() {
    let loaded = load(&fixtures()["WX0301-duplicate-endpoint"]);
    let json = report::json(&loaded.diagnostics, &loaded.sources);
    insta::assert_snapshot!("json", serde_json::to_string_pretty(&json).expect("it is JSON"));
}

#[test]
fn json_of_a_folder_has_no_place() {
    let loaded = load(&fixtures()["WX0001-no-api"]);
    let json = report::json(&loaded.diagnostics, &loaded.sources);
    assert_eq!(json["diagnostics"][0]["code"], "WX0001");
    assert_eq!(json["diagnostics"][0]["file"], serde_json::Value::Null);
}

#[test]
fn github_annotations_name_places() {
    let loaded = load(&fixtures()["WX0204-unknown-word"]);
    insta::assert_snapshot!("github", report::github(&loaded.diagnostics, &loaded.sources));
    let loaded = load(&fixtures()["WX0001-no-api"]);
    let text = report::github(&loaded.diagnostics, &loaded.sources);
    assert!(text.starts_with("::error title=WX0001::the folder has no api.yaml%0A"), "{text}");
}

const FORGED: &str = "--- member/other.yaml
name: other
summary: Does something.
method: \"post\\n::error file=x::forged\\e[31m\\u202e\"
path: \"/a\\r\\n::warning::b\" # \u{202e}\u{1b}[2J
token: none
";

#[test]
fn hidden_characters_do_not_reach_the_terminal() {
    let loaded = load(&changed(FORGED));
    let formats = [
        shown(&loaded),
        report::github(&loaded.diagnostics, &loaded.sources),
        serde_json::to_string(&report::json(&loaded.diagnostics, &loaded.sources)).expect("it is JSON"),
    ];
    for text in &formats {
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\r']), "{text:?}");
    }
    assert!(
        formats[1].lines().all(|line| line.starts_with("::error file=spec/member/other.yaml,line=")),
        "{}",
        formats[1]
    );
    assert_eq!(formats[1].lines().count(), loaded.diagnostics.len());
}

#[test]
fn colours_only_where_asked() {
    let loaded = load(&changed(MANY));
    assert!(report::text(&loaded.diagnostics, &loaded.sources, true).contains("\u{1b}["));
    assert!(!shown(&loaded).contains('\u{1b}'));
}

#[test]
fn wide_letters_tabs_and_windows_lines_keep_their_places() {
    let text = "--- member/other.yaml\r\nname: other\r\nsummary: Does something.\r\nmethod: POST\r\npath: /wxa/other\r
token: none\r\nrequest:\r\n  小程序: { doc: 名称, type: strnig }\r\nnotes:\r\n  - a\tb\r\n";
    let loaded = load(&changed(text));
    insta::assert_snapshot!("wide", shown(&loaded));
}
