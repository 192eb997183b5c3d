//! What several rules have to agree on: each thing is told once, under the name it had, and nothing is told of what is
//! not known.

use std::collections::BTreeSet;

use wxgen_diff::{RULES, Skipped, diff};

use super::rules::pairs;
use super::support::{Files, diff_of, pair, shown, version, with};

const FILE: &str = "member/find.yaml";

/// The rules and parts that are told of a file.
fn told(old: &str, new: &str) -> Vec<String> {
    told_of(&with(FILE, old), &with(FILE, new))
}

fn told_of(old: &Files, new: &Files) -> Vec<String> {
    let changes = diff_of(old, new).changes;
    changes.iter().map(|change| format!("{} {}", change.rule.id, change.subject.part).trim_end().to_owned()).collect()
}

fn endpoint(name: &str, more: &str) -> String {
    format!("name: {name}\nsummary: About {name}.\nmethod: POST\npath: /wxa/{name}\ntoken: none\n{more}")
}

#[test]
fn what_is_below_a_type_that_changed_is_not_told() {
    let old = "request:\n  a: { type: object, default: , fields: { b: string, c: { type: object, fields: { d: string } } } }\n";
    let old = &old.replace("default: , ", "");
    assert_eq!(told(old, "request:\n  a: string\n"), ["request-param-type-changed request.a"]);
    assert_eq!(told(old, "request:\n  a: { type: array, items: string }\n"), ["request-param-type-changed request.a"]);
    let new = "request:\n  a: { type: object, fields: { b: integer, c: string } }\n";
    assert_eq!(told(old, new), ["request-param-type-changed request.a.b", "request-param-type-changed request.a.c"]);
}

#[test]
fn names_that_follow_another_are_not_told() {
    let nested = "{ type: object, fields: { b: { type: array, items: { type: enum, values: { x: , y: } } } } }";
    let old = format!("response:\n  a: {nested}\n");
    // The struct is called after the field, the enum after the struct.
    let renamed = format!("response:\n  other: {nested}\n");
    assert_eq!(told(&old, &renamed), ["reply-field-renamed response.a"]);
    let typed = old.replace("{ type: object,", "{ type: object, type_name: Other,");
    assert_eq!(told(&old, &typed), ["reply-object-type-renamed response.a"]);
}

#[test]
fn parameters_become_a_choice() {
    let choice = "request:\n  who: { one_of: { id: string, name: string } }\n";
    let optional = "request:\n  who: { one_of: { id: string, name: string }, required: false }\n";
    let one = "request:\n  id: { type: string, required: true }\n";
    let one_optional = "request:\n  id: string\n";
    assert_eq!(told(one, choice), ["request-param-became-choice request.id"]);
    assert_eq!(told(one, optional), ["request-param-became-choice request.id"]);
    assert_eq!(told(one_optional, optional), ["request-param-became-choice request.id"]);
    // Leaving it out worked, and does not any more.
    assert_eq!(told(one_optional, choice), ["request-params-became-choice request.who"]);
    // A parameter that only looks like one that was gathered is new.
    let with_more = format!("{choice}  nick: {{ type: string, required: true }}\n");
    assert_eq!(
        told(one, &with_more),
        ["request-param-became-choice request.id", "request-required-param-added request.nick"]
    );
    // What the alternative says besides is told of the parameter.
    let with_doc = choice.replace("id: string", "id: { type: integer, doc: The id. }");
    assert_eq!(
        told(one, &with_doc),
        [
            "request-param-became-choice request.id",
            "request-param-type-changed request.id",
            "request-param-doc-changed request.id"
        ]
    );
}

#[test]
fn a_choice_becomes_parameters() {
    let choice = "request:\n  who: { one_of: { id: string, name: string } }\n";
    assert_eq!(told(choice, "request:\n  id: string\n  name: string\n"), ["request-choice-became-params request.who"]);
    assert_eq!(
        told(choice, "request:\n  id: { type: string, required: true }\n"),
        [
            "request-choice-became-params request.who",
            "request-param-became-required request.who.id",
            "request-choice-alternative-removed request.who.name",
        ]
    );
}

#[test]
fn arguments_in_another_order_are_told_only_if_they_are_the_same() {
    let field = |name: &str| format!("  {name}: {{ type: string, required: true }}\n");
    let request = |names: &[&str]| names.iter().fold("request:\n".to_owned(), |text, name| text + &field(name));
    let old = request(&["a", "b", "c"]);
    assert_eq!(told(&old, &request(&["c", "a", "b"])), ["request-arguments-reordered request"]);
    assert_eq!(told(&old, &request(&["b", "a"])), ["request-required-param-removed request.c"]);
    let optional = "request:\n  a: string\n  b: string\n";
    assert_eq!(told(optional, "request:\n  b: string\n  a: string\n"), Vec::<String>::new());
    // Fixed values are no arguments, and replies have none.
    let fixed = "  action: { type: const, value: find }\n";
    assert_eq!(told(&format!("{old}{fixed}"), &old.replacen("request:\n", &format!("request:\n{fixed}"), 1)), [""; 0]);
    let (reply, turned) =
        (old.replace("request", "response"), request(&["c", "b", "a"]).replace("request", "response"));
    assert_eq!(told(&reply, &turned), [""; 0]);
}

#[test]
fn a_rename_has_to_be_sure() {
    let two = "request:\n  a: string\n  b: string\n";
    let others = "request:\n  c: string\n  d: string\n";
    let gone_and_new = [
        "request-param-removed request.a",
        "request-param-removed request.b",
        "request-param-added request.c",
        "request-param-added request.d",
    ];
    assert_eq!(told(two, others), gone_and_new);
    let documented = |text: &str, [x, y]: [&str; 2]| {
        let fields =
            [(x, "One."), (y, "Two.")].map(|(name, doc)| format!("  {name}: {{ type: string, doc: {doc} }}\n"));
        format!("{text}{}", fields.concat())
    };
    let told = told(&documented("request:\n", ["a", "b"]), &documented("request:\n", ["d", "c"]));
    assert_eq!(told, ["request-param-renamed request.a", "request-param-renamed request.b"]);
}

#[test]
fn what_endpoints_inherit_is_told_once() {
    let mut old = with(FILE, "errcodes:\n  -1:\n");
    for name in ["one", "two"] {
        old.insert(format!("member/{name}.yaml"), endpoint(name, "errcodes: { -1: }\n").replace("none", "merchant"));
    }
    let kind = |name: &str, param: &str| format!("tokens:\n  {name}: {{ param: {param}, doc: Of a merchant. }}\n");
    let api = with("api.yaml", &kind("merchant", "token"))["api.yaml"].clone();
    old.insert("api.yaml".to_owned(), api.clone());
    old.insert(FILE.to_owned(), old[FILE].replace("authorizer_access_token", "merchant"));
    let mut new = old.clone();
    new.insert("errcodes.yaml".to_owned(), "-1: { name: Busy, msg: busy, advice: Wait., class: rate }\n".to_owned());
    new.insert("api.yaml".to_owned(), api.replace("param: token", "param: access_token"));
    assert_eq!(
        told_of(&old, &new),
        [
            "token-kind-param-changed tokens.merchant",
            "errcode-variant-renamed errcodes.-1",
            "errcode-msg-changed errcodes.-1",
            "errcode-advice-changed errcodes.-1",
            "errcode-class-changed errcodes.-1",
        ]
    );
    let mut renamed = old.clone();
    renamed.iter_mut().for_each(|(_, text)| *text = text.replace(" merchant", " platform"));
    renamed.insert("api.yaml".to_owned(), api.replace("merchant: {", "platform: {"));
    assert_eq!(told_of(&old, &renamed), ["token-kind-renamed tokens.merchant"]);
}

#[test]
fn an_endpoint_is_found_again() {
    let files = |path: &str, text: &str| {
        let mut files = with("api.yaml", "areas: { member: { title: Members }, shop: { title: Shops } }\n");
        files.insert("shop/stay.yaml".to_owned(), endpoint("stay", ""));
        files.insert(path.to_owned(), text.to_owned());
        files
    };
    let reply = "response: { sum: { type: object, fields: { all: integer } } }\n";
    let old = files("member/count.yaml", &endpoint("count", reply));
    // By its call, with another name in another area.
    let moved = files("shop/tally.yaml", &endpoint("count", reply).replace("name: count", "name: tally"));
    assert_eq!(told_of(&old, &moved), ["endpoint-moved", "endpoint-renamed"]);
    // By all but name and path.
    let turned = endpoint("count", reply).replace("name: count", "name: tally").replace("/wxa/count", "/wxa/tally");
    assert_eq!(told_of(&old, &files("member/tally.yaml", &turned)), ["endpoint-renamed", "endpoint-path-changed path"]);
    // Another one.
    let other = endpoint("tally", reply);
    assert_eq!(told_of(&old, &files("member/tally.yaml", &other)), ["endpoint-removed", "endpoint-added"]);
    assert_eq!(diff_of(&old, &moved).changes[0].subject.endpoint.as_deref(), Some("count"));
}

#[test]
fn what_is_left_out_is_neither_gone_nor_new() {
    let mut whole = with("api.yaml", "areas: { member: { title: Members }, shop: { title: Shops } }\n");
    whole.insert("member/count.yaml".to_owned(), endpoint("count", ""));
    whole.insert("shop/buy.yaml".to_owned(), endpoint("buy", ""));
    let mut part = whole.clone();
    part.remove("member/count.yaml");
    part.remove("shop/buy.yaml");
    let left_out = |file: &str, endpoint: Option<&str>| Skipped {
        file: file.to_owned(),
        shown: format!("spec/{file}"),
        endpoint: endpoint.map(str::to_owned),
        line: 1,
        code: "WX0202",
        why: String::new(),
        errors: 1,
    };
    let whole = version("whole", &whole);
    let mut part = version("part", &part);
    let told = |changes: &[_]| shown(changes).lines().filter(|line| line.contains('|')).count();
    assert_eq!(told(&diff(&whole, &part).changes), 3);
    // One by its name in another file, the other by its file.
    part.skipped = vec![left_out("member/tally.yaml", Some("count")), left_out("shop/buy.yaml", None)];
    assert_eq!(shown(&diff(&whole, &part).changes), "");
    assert_eq!(shown(&diff(&part, &whole).changes), "");
}

#[test]
fn endpoints_of_the_same_name_are_told_apart() {
    let files = |more: &str| {
        let mut files = with("api.yaml", "areas: { member: { title: Members }, shop: { title: Shops } }\n");
        files.insert("shop/list.yaml".to_owned(), endpoint("list", more).replace("/wxa/", "/shop/"));
        files.insert("member/list.yaml".to_owned(), endpoint("list", more));
        files
    };
    let changes = diff_of(&files(""), &files("idempotent: true\n")).changes;
    let names: Vec<_> = changes.iter().filter_map(|change| change.subject.endpoint.as_deref()).collect();
    assert_eq!(names, ["member/list", "shop/list"]);
    let fingerprints: BTreeSet<_> = changes.iter().map(|change| change.fingerprint()).collect();
    assert_eq!(fingerprints.len(), 2);
}

/// What is told of the way back is the opposite of what is told of the way there.
#[test]
fn the_way_back_mirrors_the_way_there() {
    // A choice with more alternatives than the parameter it came from loses them on the way back.
    let one_way = ["request-param-became-choice"];
    for (rule, pair) in pairs().into_iter().filter(|(rule, _)| !one_way.contains(&rule.as_str())) {
        let there = diff_of(&pair.old, &pair.new).changes;
        let back = diff_of(&pair.new, &pair.old).changes;
        assert_eq!(there.len(), back.len(), "{rule}\n{}", shown(&back));
        for change in &there {
            let mirrored = back.iter().find(|other| {
                (&other.before, &other.after) == (&change.after, &change.before)
                    && (&other.old, &other.new) == (&change.new, &change.old)
            });
            let mirrored = mirrored.unwrap_or_else(|| panic!("{rule} is not told on the way back:\n{}", shown(&back)));
            assert_eq!(mirrored.rule.id, opposite(change.rule.id), "{rule}");
        }
    }
}

fn opposite(id: &str) -> String {
    const WORDS: &[(&str, &str)] = &[
        ("-added", "-removed"),
        ("endpoint-deprecated", "endpoint-undeprecated"),
        ("request-param-deprecated", "request-param-undeprecated"),
        ("reply-field-deprecated", "reply-field-undeprecated"),
        ("-stated", "-unstated"),
        ("became-required", "became-optional"),
        ("became-secret", "no-longer-secret"),
        ("became-enum", "no-longer-enum"),
        ("became-default", "left-default"),
        ("became-idempotent", "no-longer-idempotent"),
        ("became-shared", "became-own"),
        ("became-binary", "became-json"),
        ("moved-to-query", "moved-to-body"),
        ("-needed", "-not-needed"),
        ("-opened", "-restricted"),
        ("-closed", "-reopened"),
        ("param-became-const", "const-became-param"),
        ("request-params-became-choice", "request-choice-became-params"),
    ];
    // The way back is told by a rule that has another opposite, or is its own.
    const ONE_WAY: &[(&str, &str)] = &[
        ("request-param-integer-became-float", "request-param-type-changed"),
        ("reply-field-float-became-integer", "reply-field-type-changed"),
        ("request-const-became-required-param", "request-param-became-const"),
        ("request-required-param-deprecated", "request-param-undeprecated"),
        ("request-required-choice-added", "request-choice-removed"),
        ("request-choice-removed", "request-required-choice-added"),
    ];
    if let Some((_, back)) = ONE_WAY.iter().find(|(there, _)| *there == id) {
        return (*back).to_owned();
    }
    let turned =
        WORDS.iter().rev().flat_map(|(there, back)| [(there, back), (back, there)]).find_map(|(end, other)| {
            let start = id.strip_suffix(end)?;
            let turned = format!("{start}{other}");
            RULES.iter().any(|rule| rule.id == turned).then_some(turned)
        });
    turned.unwrap_or_else(|| id.to_owned())
}

#[test]
fn places_count_characters() {
    let text = "--- old member/find.yaml\nrequest:\n  名: { type: string, doc: 名字。, required: true }\n\
                --- new member/find.yaml\nrequest:\n  名: { type: string, doc: 名字。, required: false }\n--- changes\n";
    let pair = pair(text);
    let change = diff_of(&pair.old, &pair.new).changes.remove(0);
    let place = change.old.expect("it stood somewhere");
    assert_eq!((place.line, place.column, place.shown.as_str()), (8, 42, "spec/member/find.yaml"));
}
