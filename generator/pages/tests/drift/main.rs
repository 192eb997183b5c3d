//! What pages and spec disagree on is told, each with both places; what pages leave unsaid is not.

mod fixture;

use fixture::{API, ERRCODES, PAGE, SETS, SPEC};
use wxgen::source::Sources;
use wxgen_pages::Page;
use wxgen_pages::drift;
use wxgen_pages::drift::{Drift, Kind};

fn page(file: &str, text: &str) -> Page {
    Page::read(file, text.as_bytes().to_vec(), None).expect("the page is read")
}

fn drift(pages: &[Page], spec: &str) -> Drift {
    let files = [
        ("api.yaml", API),
        ("errcodes.yaml", ERRCODES),
        ("permission_sets.yaml", SETS),
        ("probe/set_probe.yaml", spec),
    ];
    drift::drift(&Sources::from_texts(files), pages).expect("the spec is understood")
}

/// Kind, name, what the page says, what the spec says, and the lines of both.
type Told = (Kind, String, Option<String>, Option<String>, usize, usize);

fn told(drift: &Drift) -> Vec<Told> {
    let line = |place: &Option<drift::Place>| place.as_ref().map_or(0, |place| place.line);
    let one = |change: &drift::Change| {
        let drift::Change { kind, name, page_says, spec_says, page, spec, .. } = change.clone();
        (kind, name, page_says, spec_says, line(&page), line(&spec))
    };
    drift.changes.iter().map(one).collect()
}

/// What is told when the spec has something else.
fn with_spec(old: &str, new: &str) -> Vec<Told> {
    assert!(SPEC.contains(old), "{old}");
    told(&drift(&[page("page.md", PAGE)], &SPEC.replacen(old, new, 1)))
}

/// What is told when the page has something else.
fn with_page(old: &str, new: &str) -> Vec<Told> {
    assert!(PAGE.contains(old), "{old}");
    told(&drift(&[page("page.md", &PAGE.replacen(old, new, 1))], SPEC))
}

fn says(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_page_and_its_spec_agree() {
    let drift = drift(&[page("page.md", PAGE)], SPEC);
    assert_eq!(drift.changes, []);
    assert_eq!(drift.text(), "1 page, 1 endpoint: pages and spec agree\n");
    assert_eq!(drift.json()["drifted"], false);
}

#[test]
fn the_call() {
    assert_eq!(
        with_spec("method: POST", "method: GET").first(),
        Some(&(Kind::MethodChanged, String::new(), says("POST"), says("GET"), 1, 3))
    );
    assert_eq!(
        with_spec("path: /wxa/probe", "path: /wxa/old_probe"),
        [(Kind::PathChanged, String::new(), says("/wxa/probe"), says("/wxa/old_probe"), 1, 4)]
    );
    assert_eq!(
        with_spec("permission_sets: [18]", "permission_sets: [19, 18]"),
        [(Kind::PermissionSetsChanged, String::new(), says("18"), says("18, 19"), 1, 6)]
    );
}

#[test]
fn parameters() {
    let added = (Kind::ParamAdded, "note".to_owned(), says("string, not required"), None, 20, 1);
    assert_eq!(with_spec("  note: string\n", ""), [added]);
    let removed = (Kind::ParamRemoved, "extra".to_owned(), None, says("integer"), 1, 10);
    assert_eq!(with_spec("  note: string\n", "  note: string\n  extra: integer\n"), [removed]);
    let required = (Kind::RequiredChanged, "probeid".to_owned(), says("required"), says("not required"), 19, 8);
    assert_eq!(with_spec("{ type: string, required: true }", "string"), [required]);
    let ty = (Kind::TypeChanged, "note".to_owned(), says("string"), says("integer"), 20, 9);
    assert_eq!(with_spec("note: string", "note: integer"), [ty]);
    let place = (Kind::PlaceChanged, "note".to_owned(), says("body"), says("query"), 20, 9);
    assert_eq!(with_spec("note: string", "note: { type: string, in: query }"), [place]);
}

#[test]
fn fields_within_fields() {
    let added = (Kind::ParamAdded, "list[].count".to_owned(), says("number"), None, 36, 12);
    let removed = (Kind::ParamRemoved, "list[].other".to_owned(), None, says("integer"), 1, 17);
    assert_eq!(with_spec("count: integer", "other: integer"), [added, removed]);
    let ty = (Kind::TypeChanged, "list".to_owned(), says("array of objects"), says("string"), 30, 12);
    let list = "\n    type: array\n    items:\n      type: object\n      fields:\n        count: integer\n";
    assert_eq!(with_spec(list, " string\n"), [ty]);
}

#[test]
fn return_codes() {
    let added = (Kind::CodeAdded, "85099".to_owned(), says("no such probe"), None, 43, 1);
    assert_eq!(with_spec("  85099: { name: NoProbe, msg: no such probe }\n", ""), [added]);
    let removed = (Kind::CodeRemoved, "85100".to_owned(), None, says("gone"), 1, 22);
    assert_eq!(with_spec("no such probe }\n", "no such probe }\n  85100: { name: Gone, msg: gone }\n"), [removed]);
    let text = (Kind::CodeTextChanged, "85099".to_owned(), says("no probe at all"), says("no such probe"), 43, 21);
    assert_eq!(with_page("no such probe", "no probe at all"), [text]);
    // The text of a shared code is in the shared file.
    let text = (Kind::CodeTextChanged, "-1".to_owned(), says("system fault"), says("system error"), 42, 20);
    assert_eq!(with_page("system error", "system fault"), [text]);
}

#[test]
fn what_a_page_leaves_unsaid_is_no_disagreement() {
    let permissions = PAGE.lines().find(|line| line.contains("权限集")).expect("the page names sets");
    assert_eq!(with_page(permissions, ""), []);
    let codes = PAGE.find("## 错误码").expect("the page has codes");
    assert_eq!(told(&drift(&[page("page.md", &PAGE[..codes])], SPEC)), []);
    assert_eq!(with_page("| number | 数量 |", "| | 数量 |"), []);
}

#[test]
fn endpoints_that_came_and_went() {
    let other = PAGE.replace("setProbe", "addProbe").replace("/wxa/probe", "/wxa/add_probe");
    let both = drift(&[page("page.md", PAGE), page("other.md", &other)], SPEC);
    assert_eq!(told(&both), [(Kind::EndpointNew, String::new(), says("POST /wxa/add_probe"), None, 1, 0)]);
    // The page that the spec is from tells of another endpoint now.
    let moved = drift(&[page("folder/page.md", &other)], SPEC);
    assert_eq!(told(&moved).first(), Some(&(Kind::EndpointGone, String::new(), None, says("POST /wxa/probe"), 1, 4)));
    assert_eq!(moved.changes.len(), 2);
    // Pages of other endpoints say nothing of it.
    assert_eq!(drift(&[page("elsewhere.md", &other)], SPEC).changes.len(), 1);
}

#[test]
fn several_pages_are_reconciled_first() {
    let text = PAGE.replace("| note | string | 否 |", "| note | | 否 |");
    let pages = [page("page.md", PAGE), page("less.md", &text)];
    assert_eq!(drift(&pages, SPEC).changes, []);
}

#[test]
fn markdown_shows_text_as_it_is() {
    let drift = drift(&[page("a|b`.md", &PAGE.replace("no such probe", "no <b>*probe*</b> a"))], SPEC);
    let markdown = drift.markdown();
    let row = markdown.lines().last().expect("there is a row");
    assert!(row.contains("no \\<b\\>\\*probe\\*\\</b\\> a"), "{row}");
    assert!(row.contains("`a\\|b'.md:43`"), "{row}");
}

#[test]
fn every_kind_has_its_own_words() {
    let mut ids: Vec<_> = Kind::ALL.iter().flat_map(|kind| [kind.id(), kind.words()]).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}
