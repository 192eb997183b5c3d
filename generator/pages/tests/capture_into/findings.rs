//! Each finding has a page that makes it, and is told at length.

use std::collections::BTreeSet;

use wxgen::report::codes::{CODES, Entry};

use super::fixture::{PAGE, page};
use super::support::{bring, read};

/// A code, and what makes it of the good page.
const PAGES: &[(&str, &[(&str, &str)])] = &[
    ("WX0602", &[("POST https://api.weixin.qq.com/wxa/bind_tester?access_token=ACCESS_TOKEN", "")]),
    (
        "WX0603",
        &[
            ("errcode | number | code |\n", ""),
            ("errmsg | string | text |\n", ""),
            ("userstr | string | an id |\n", ""),
            ("attribute | type | Introductions |\n---|---|---|\n", ""),
        ],
    ),
    ("WX0611", &[("wechatid | string", "Wechatid | string")]),
    ("WX0612", &[("remark | string", "初始值_id | string"), (", \"remark\": \"a\"", "")]),
    ("WX0613", &[("remark | string", "(see below) | string"), (", \"remark\": \"a\"", "")]),
    ("WX0621", &[("\"wechatid\": \"tests\",", "\"wechatid\": \"tests\" // who\n,")]),
    ("WX0622", &[("\"userstr\": \"x\"", "\"userstr\": \"x\", \"more\": 1")]),
    ("WX0623", &[("\"userstr\": \"x\"", "\"userstr\": 7")]),
    ("WX0624", &[("remark | string", "remark | moment")]),
    ("WX0625", &[("remark | string | no | why |", "remark | string | no | why |\nremark | string | no | why |")]),
    ("WX0631", &[("POST https", "GET https")]),
    ("WX0632", &[("belongs is: 18", "belongs is: see the console")]),
    ("WX0633", &[("The permission set id to which this interface belongs is: 18", "")]),
    ("WX0641", &[("85001 | user", "others | user")]),
    (
        "WX0642",
        &[(
            "85001 | user not exist | check it |",
            "85001 | user not exist | check it |\n85001 | user is gone | check it |",
        )],
    ),
    ("WX0651", &[("| no | why |", "| yes | Fill in one of them: wechatid, remark |"), (", \"remark\": \"a\"", "")]),
    ("WX0652", &[("| no | why |", "| no | Fill in one of them |"), (", \"remark\": \"a\"", "")]),
];

/// Codes that other tests make: of several pages, of merges, and of layouts.
const ELSEWHERE: &[&str] =
    &["WX0601", "WX0604", "WX0605", "WX0606", "WX0626", "WX0661", "WX0662", "WX0671", "WX0672", "WX0673"];

#[test]
fn each_page_makes_its_finding() {
    assert_eq!(read("page.md", PAGE).captured.findings, []);
    let mut silent = Vec::new();
    for (code, replacements) in PAGES {
        let captured = read("page.md", &page(replacements)).captured;
        let said: Vec<_> = captured.findings.iter().map(|finding| finding.code).collect();
        if !said.contains(code) {
            silent.push(format!("{code} is not among {said:?}"));
        }
    }
    assert_eq!(silent, Vec::<String>::new());
}

fn of_pages() -> impl Iterator<Item = &'static Entry> {
    CODES.iter().filter(|entry| entry.is_of_pages())
}

#[test]
fn every_finding_is_made_somewhere() {
    let made: BTreeSet<_> = PAGES.iter().map(|(code, _)| *code).chain(ELSEWHERE.iter().copied()).collect();
    let known: BTreeSet<_> = of_pages().map(|entry| entry.code).collect();
    assert_eq!(made.symmetric_difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn every_finding_is_told_at_length() {
    for entry in of_pages() {
        assert!(entry.title.ends_with('.'), "{}", entry.code);
        for part in ["\n\nOn the page:\n\n    ", "\n\nWhat to do:\n\n"] {
            assert!(entry.explanation.contains(part), "{} lacks {part:?}", entry.code);
        }
    }
}

#[test]
fn page_of_nothing_says_so() {
    let captured = read("page.md", "Words.\n").captured;
    assert_eq!(captured.endpoints, []);
    assert_eq!(captured.findings[0].code, "WX0601");
}

#[test]
fn two_endpoints_of_one_call_are_one_file() {
    let other = page(&[("bindTester", "addTester")]);
    let (folder, result) = bring(&Vec::new(), &[read("a.md", PAGE), read("b.md", &other)]);
    assert_eq!(folder.iter().filter(|(path, _)| path.contains('/')).count(), 1);
    let (at, finding) = &result.findings[0];
    assert_eq!((*at, finding.code), (1, "WX0662"), "told of the second page");
}

#[test]
fn what_no_spec_can_say_is_told() {
    let (folder, result) = bring(&Vec::new(), &[read("a.md", &page(&[("POST https", "PUT https")]))]);
    assert_eq!(folder, Vec::new(), "not even the files that a spec stands on");
    assert_eq!(result.findings[0].1.code, "WX0673");
}
