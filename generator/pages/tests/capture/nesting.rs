//! Nested tables whose end is not marked: where their rows stand is told by examples and by what every page has.

use wxgen_pages::{capture, json};

/// Paths of the fields of a reply with these rows and that example.
fn paths(rows: &str, example: &str) -> (Vec<String>, bool) {
    let rows = rows.replace('>', "attribute type Introductions");
    let page = format!(
        "# Interface name\n\nprobe\n\n# HTTPS call\n\nPOST https://api.weixin.qq.com/wxa/probe?access_token=A\n\n\
         # Return parameters\n\nattribute type Introductions\n{rows}\n\n# Call Example\n\n# Return Data Example\n\n{example}\n"
    );
    let captured = capture(&page);
    let endpoint = captured.endpoints.first().expect("the page holds an endpoint");
    let unsure = captured.findings.iter().any(|finding| finding.code == "WX0626");
    assert!(json(&captured)["endpoints"][0]["response"].is_array());
    (endpoint.response.iter().map(|field| field.path.clone()).collect(), unsure)
}

#[test]
fn the_example_tells_where_an_object_ends() {
    let rows = "data object x\n>\nid number x\nname string x\ntotal number x";
    let (told, unsure) = paths(rows, "{\"data\": {\"id\": 1, \"name\": \"a\"}, \"total\": 1}");
    assert_eq!(told, ["data", "data.id", "data.name", "total"]);
    assert!(!unsure);
}

#[test]
fn a_broken_example_tells_too() {
    let rows = "list array x\n>\nid number x\ntotal number x";
    let (told, _) = paths(rows, "{\n  \"list\": [ {\"id\": 1} ] // all\n  \"total\": 1\n");
    assert_eq!(told, ["list", "list[].id", "total"]);
}

#[test]
fn the_return_code_is_at_the_top() {
    let rows = "list array x\n>\nid number x\nerrcode number x\nerrmsg string x";
    let (told, _) = paths(rows, "");
    assert_eq!(told, ["list", "list[].id", "errcode", "errmsg"]);
}

#[test]
fn a_name_stands_once_in_an_object() {
    let rows = "sender object x\n>\nname string x\nphone string x\nreceiver object x\n>\nname string x\nphone string x";
    let example =
        "{\"sender\": {\"name\": \"a\", \"phone\": \"1\"}, \"receiver\": {\"name\": \"b\", \"phone\": \"2\"}}";
    let (told, _) = paths(rows, example);
    assert_eq!(told, ["sender", "sender.name", "sender.phone", "receiver", "receiver.name", "receiver.phone"]);
}

#[test]
fn fields_that_examples_leave_out_stay_among_those_around_them() {
    let rows = "list array x\n>\nid number x\nid_type number x\nnote string x\ntotal number x";
    let (told, unsure) = paths(rows, "{\"list\": [{\"id\": 1, \"note\": \"\"}], \"total\": 1}");
    assert_eq!(told, ["list", "list[].id", "list[].id_type", "list[].note", "total"]);
    assert!(unsure, "nothing but a rule of thumb tells where id_type stands");
}

#[test]
fn a_nested_table_in_a_nested_one() {
    let rows = "data object x\n>\nlist array x\n>\nid number x\ncount number x\ntotal number x";
    let (told, _) = paths(rows, "{\"data\": {\"list\": [{\"id\": 1}], \"count\": 2}, \"total\": 3}");
    assert_eq!(told, ["data", "data.list", "data.list[].id", "data.count", "total"]);
}
