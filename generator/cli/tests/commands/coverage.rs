//! `wxgen coverage`: what it counts, and what it says of an inventory that it cannot read.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use wxgen::model::Api;
use wxgen::pipeline;
use wxgen::source::Sources;
use wxgen_cli::coverage::Coverage;
use wxgen_cli::coverage::inventory::Inventory;

const API: &str = "\
host: api.weixin.qq.com
tokens: { authorizer_access_token: { doc: For a merchant. } }
areas:
  member: { title: Members }
  ads: { title: Ads }
";

const BIND: &str = "\
name: bindTester
summary: Add a tester.
method: POST
path: /wxa/bind_tester
token: none
request:
  action: { type: const, value: bind }
  who: { one_of: { wechatid: { type: string, doc: The WeChat ID. }, userstr: string } }
  part: { type: object, doc: A part., fields: { list: { type: array, items: { type: object, fields: { id: integer } } } } }
response:
  userstr: { type: string, doc: The id. }
  more: { type: map, items: { type: object, fields: { a: string } } }
errcodes:
  85001: { name: UserNotFound }
  85002:
    msg: full
examples:
  - request: { wechatid: a }
    response: { errcode: 0 }
  - request: { userstr: a }
";

const LIST: &str = "\
name: listAds
summary: List ads.
method: POST
path: /wxa/ads
token: none
request: { action: { type: const, in: query, value: list } }
returns: binary
";

const INVENTORY: &str = "\
path\taction\tmethod\tname\tseen
/wxa/bind_tester\t\tPOST\tbindTester\there
/wxa/ads\tlist\tPOST\t\tthere
/wxa/ads\tremove\tPOST\tremoveAds\tthere
/wxa/ads\tremove\tPOST\tremoveAds\ttwice
/wxa/other
";

fn api() -> Api {
    let texts = [("api.yaml", API), ("member/bind_tester.yaml", BIND), ("ads/list_ads.yaml", LIST)];
    pipeline::load_sources(Sources::from_texts(texts), Vec::new()).api.expect("a good spec")
}

fn coverage(inventory: &str) -> Coverage {
    Coverage::of(&api(), &Inventory::read(inventory).expect("a good inventory"))
}

#[test]
fn a_report_for_people() {
    insta::assert_snapshot!("text", coverage(INVENTORY).text());
}

#[test]
fn a_report_for_a_page() {
    insta::assert_snapshot!("markdown", coverage(INVENTORY).markdown());
}

#[test]
fn a_report_for_programs() {
    insta::assert_snapshot!("json", serde_json::to_string_pretty(&coverage(INVENTORY).json()).expect("it is JSON"));
}

#[test]
fn endpoints_that_nobody_lists_are_counted() {
    let coverage = coverage("path\n/wxa/bind_tester\n");
    assert_eq!((coverage.covered, coverage.listed, coverage.unlisted), (1, 1, 1));
}

#[test]
fn faults_are_told_by_line() {
    let faults = |text: &str| {
        let faults = Inventory::read(text).expect_err("it is wrong");
        faults.into_iter().map(|fault| format!("{}: {}", fault.line, fault.message)).collect::<Vec<_>>()
    };
    assert_eq!(faults(""), ["1: the inventory is empty"]);
    assert_eq!(faults("name\tmethod\n"), ["1: no column is called `path`; there are name, method"]);
    assert_eq!(
        faults("path\tname\nwxa\ta\n/b\tb\tc\n"),
        ["2: \"wxa\" is no path; one starts with a slash", "3: 3 cells under 2 columns"]
    );
}

/// The inventory is no part of the project.
#[test]
fn the_page_in_docs_is_as_the_spec_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let Ok(text) = fs::read_to_string(root.join("../shared/facts/third_party_endpoints.tsv")) else {
        return eprintln!("skipped: there is no shared/facts/third_party_endpoints.tsv beside the project");
    };
    let api = pipeline::load(&root.join("spec")).api.expect("the spec is in order");
    let coverage = Coverage::of(&api, &Inventory::read(&text).expect("a good inventory"));
    assert!(coverage.covered >= 300, "{} are covered", coverage.covered);
    let page = fs::read_to_string(root.join("docs/coverage.md")).expect("the page is there");
    assert_eq!(page, coverage.markdown(), "run `wxgen coverage --against … --format markdown > docs/coverage.md`");
    let missing = fs::read_to_string(root.join("spec/README.md")).expect("it is there");
    for listed in &coverage.missing {
        assert!(missing.contains(&format!("| `{}` |", listed.path)), "{} is not in spec/README.md", listed.path);
    }
}

fn wxgen(dir: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wxgen")).args(arguments).current_dir(dir).output().expect("wxgen runs")
}

#[test]
fn the_exit_status_answers() {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, text) in [("spec/api.yaml", API), ("spec/member/a.yaml", BIND), ("spec/ads/b.yaml", LIST)] {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    fs::write(dir.path().join("all.tsv"), INVENTORY).expect("a file");
    fs::write(dir.path().join("bad.tsv"), "name\n").expect("a file");
    let status = |arguments: &[&str]| wxgen(dir.path(), arguments).status.code();
    assert_eq!(status(&["coverage", "--against", "all.tsv"]), Some(0));
    assert_eq!(status(&["coverage", "--against", "all.tsv", "--at-least", "2"]), Some(0));
    assert_eq!(status(&["coverage", "--against", "all.tsv", "--at-least", "3"]), Some(1));
    assert_eq!(status(&["coverage", "--against", "none.tsv"]), Some(2));
    let bad = wxgen(dir.path(), &["coverage", "--against", "bad.tsv"]);
    assert_eq!(bad.status.code(), Some(2));
    let said = String::from_utf8_lossy(&bad.stderr).into_owned();
    assert_eq!(said, "error: bad.tsv:1: no column is called `path`; there are name\n");
}
