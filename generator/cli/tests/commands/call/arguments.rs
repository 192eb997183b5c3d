//! What people type → the values of a call, or everything that is wrong with it.

use std::io;

use serde_json::{Value, json};
use wxgen_call::{ArgumentError, ArgumentErrorKind, arguments, find, spec_location};

use super::support::{api, sources};

fn read(path: &str) -> io::Result<Vec<u8>> {
    match path {
        "note.txt" => Ok(b"from a file\n".to_vec()),
        "dir/list.json" => Ok(b"[\"a\", \"b\"]".to_vec()),
        "bytes" => Ok(vec![0, 159, 146, 150]),
        _ => Err(io::Error::from(io::ErrorKind::NotFound)),
    }
}

fn judged(endpoint: &str, words: &[&str], body: Option<Value>) -> Result<Value, Vec<ArgumentError>> {
    let api = api();
    let found = find(&api, endpoint).expect("it is there");
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    arguments(found.endpoint, &words, body, &read).map(|arguments| Value::Object(arguments.values))
}

/// The values, without what always stands there.
fn good(words: &[&str]) -> Value {
    let mut all = vec!["name=x", "room=hall"];
    all.extend(words);
    let mut values = judged("hangLamp", &all, None).unwrap_or_else(|problems| panic!("{words:?}: {problems:#?}"));
    let object = values.as_object_mut().expect("an object");
    assert_eq!(object.shift_remove("action"), Some(json!("hang")), "what is fixed is sent by itself");
    object.shift_remove("name");
    object.shift_remove("room");
    values
}

fn bad(words: &[&str]) -> Vec<ArgumentError> {
    judged("hangLamp", words, None).expect_err("something is wrong")
}

/// The only problem when these words come after good ones.
fn only(words: &[&str]) -> (ArgumentErrorKind, String, String) {
    let mut all = vec!["name=x", "room=hall"];
    all.extend(words);
    match bad(&all).as_slice() {
        [only] => (only.wrong, only.path.clone(), format!("{} / {}", only.message, only.help)),
        several => panic!("{words:?}: {several:#?}"),
    }
}

#[test]
fn values_have_the_types_of_the_spec() {
    assert_eq!(good(&["watts=60"]), json!({ "watts": 60 }));
    assert_eq!(good(&["height=1.50"]), json!({ "height": 1.5 }));
    assert_eq!(good(&["lit=true"]), json!({ "lit": true }));
    assert_eq!(good(&["shop=007"]), json!({ "shop": "007" }), "a text stays one");
    assert_eq!(good(&["shop=a=b@c:=d"]), json!({ "shop": "a=b@c:=d" }), "the first sign counts");
    assert_eq!(good(&["shop="]), json!({ "shop": "" }));
    for red in ["colour=2", "colour=Red", "colour=red", "colour:=2"] {
        assert_eq!(good(&[red]), json!({ "colour": 2 }), "{red}");
    }
    assert_eq!(good(&["colour=warm_white"]), json!({ "colour": 1 }));
    assert_eq!(good(&["colour:=9"]), json!({ "colour": 9 }), "values that the spec does not know go as JSON");
}

#[test]
fn parts_and_items_are_put_together() {
    assert_eq!(good(&["size.width=3", "size.depth=4"]), json!({ "size": { "width": 3, "depth": 4 } }));
    assert_eq!(good(&["tags[]=a", "tags[]=b"]), json!({ "tags": ["a", "b"] }));
    assert_eq!(good(&["tags:=[\"a\"]"]), json!({ "tags": ["a"] }));
    assert_eq!(good(&["tags[0]=a", "tags[1]=b"]), json!({ "tags": ["a", "b"] }));
    let parts = json!({ "parts": [{ "id": 1, "texts": ["x", "y"] }, { "id": 2 }] });
    assert_eq!(good(&["parts[].id=1", "parts[].texts[]=x", "parts[].texts[]=y", "parts[].id=2"]), parts);
    assert_eq!(good(&["parts[0].id=1", "parts[1].id=2", "parts[0].texts:=[\"x\",\"y\"]"]), parts);
    assert_eq!(good(&["labels.a=1", "labels.b=x"]), json!({ "labels": { "a": "1", "b": "x" } }));
    assert_eq!(
        good(&["data.thing1.value=5", "data.list[]=x"]),
        json!({ "data": { "thing1": { "value": "5" }, "list": ["x"] } })
    );
    assert_eq!(good(&["data={\"a\": 1}"]), json!({ "data": { "a": 1 } }));
}

#[test]
fn files_hold_values_too() {
    assert_eq!(good(&["shop@note.txt"]), json!({ "shop": "from a file" }));
    assert_eq!(good(&["tags@dir/list.json"]), json!({ "tags": ["a", "b"] }));
    assert_eq!(good(&["seal@bytes"]), json!({ "seal": "AJ+Slg==" }));
    let (wrong, path, _) = only(&["shop@nowhere"]);
    assert_eq!((wrong, path.as_str()), (ArgumentErrorKind::File, "shop"));
    assert_eq!(only(&["shop@bytes"]).0, ArgumentErrorKind::Type);
    let api = api();
    let found = find(&api, "sendPicture").expect("it is there");
    let sent = arguments(found.endpoint, &["picture@dir/list.json".to_owned()], None, &read);
    let (name, upload) = sent.expect("good").files.pop().expect("a file");
    assert_eq!((name.as_str(), upload.name.as_str(), upload.bytes.len()), ("picture", "list.json", 10));
    let problems = judged("sendPicture", &["picture=x.png"], None).expect_err("no file");
    assert!(problems.iter().any(|problem| problem.help.contains("picture@")), "{problems:#?}");
}

#[test]
fn a_body_is_judged_like_words_and_words_go_before_it() {
    let body = json!({ "name": "x", "garden": 1, "watts": 5 });
    let values = judged("hangLamp", &["watts=6"], Some(body)).expect("good");
    assert_eq!(values, json!({ "action": "hang", "name": "x", "watts": 6, "garden": 1 }));
    let problems = judged("hangLamp", &[], Some(json!({ "nam": "x", "garden": "1", "size": {} }))).expect_err("bad");
    let mut told: Vec<_> = problems.iter().map(|problem| (problem.wrong, problem.path.as_str())).collect();
    told.sort_by_key(|(_, path)| *path);
    let all = [
        (ArgumentErrorKind::Type, "garden"),
        (ArgumentErrorKind::Unknown, "nam"),
        (ArgumentErrorKind::Missing, "name"),
        (ArgumentErrorKind::Missing, "size.width"),
    ];
    assert_eq!(told, all);
    assert!(judged("hangLamp", &[], Some(json!([1]))).is_err());
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let problems = bad(&["wats=1", "lit=yes", "height=tall"]);
    let told: Vec<_> = problems.iter().map(|problem| (problem.wrong, problem.path.as_str())).collect();
    let all = [
        (ArgumentErrorKind::Unknown, "wats"),
        (ArgumentErrorKind::Type, "lit"),
        (ArgumentErrorKind::Type, "height"),
        (ArgumentErrorKind::Missing, "name"),
        (ArgumentErrorKind::Choice, "place"),
    ];
    assert_eq!(told, all);
    assert_eq!(problems[0].help, "did you mean `watts`?");
    assert_eq!(problems[3].help, "What it is called.");
    assert!(problems[4].help.contains("Which garden."), "{:?}", problems[4]);
}

#[test]
fn each_mistake_has_its_own_words() {
    for (words, wrong, path, text) in [
        (["watts=60W"].as_slice(), ArgumentErrorKind::Type, "watts", "must be a whole number, not \"60W\""),
        (&["watts:=\"60\""], ArgumentErrorKind::Type, "watts", "must be a whole number, not a text"),
        (&["watts:=6,"], ArgumentErrorKind::Type, "watts", "is not JSON"),
        (&["colour=blue"], ArgumentErrorKind::Type, "colour", "1 (WarmWhite), 2 (Red)"),
        (&["colour=Rad"], ArgumentErrorKind::Type, "colour", "did you mean Red?"),
        (&["garden=1"], ArgumentErrorKind::Choice, "place", "exclude each other"),
        (&["place=x"], ArgumentErrorKind::Unknown, "place", "give one of room, garden"),
        (&["action=drop"], ArgumentErrorKind::Fixed, "action", "always \"hang\""),
        (&["watts=1", "watts=2"], ArgumentErrorKind::Twice, "watts", "given twice"),
        (&["tags=a"], ArgumentErrorKind::Type, "tags", "tags[]="),
        (&["tags[1]=a"], ArgumentErrorKind::Form, "tags[1]", "leaves out [0]"),
        (&["watts.x=1"], ArgumentErrorKind::Type, "watts", "no such part"),
        (&["size=3"], ArgumentErrorKind::Type, "size", "size.name="),
        (&["size.depth=3"], ArgumentErrorKind::Missing, "size.width", "has to be given"),
        (&["parts[].texts[]=x"], ArgumentErrorKind::Missing, "parts[0].id", "Its number."),
        (&["watts"], ArgumentErrorKind::Form, "", "none of =, := and @"),
        (&["a..b=1"], ArgumentErrorKind::Form, "a..b", "names no parameter"),
        (&["a[x]=1"], ArgumentErrorKind::Form, "a[x]", "names no parameter"),
    ] {
        let (is, at, told) = only(words);
        assert_eq!((is, at.as_str()), (wrong, path), "{words:?}: {told}");
        assert!(told.contains(text), "{words:?}: {told}");
    }
    assert_eq!(good(&["action=hang"]), json!({}), "what is fixed may be said");
}

#[test]
fn mistakes_have_a_place_in_the_spec() {
    let place = |path| spec_location(&sources(), "lamp/hang_lamp.yaml", path);
    assert_eq!(place("name").as_deref(), Some("spec/lamp/hang_lamp.yaml:10"));
    assert_eq!(place("room").as_deref(), Some("spec/lamp/hang_lamp.yaml:21"), "an alternative");
    assert_eq!(place("place").as_deref(), Some("spec/lamp/hang_lamp.yaml:19"), "a group");
    assert_eq!(place("parts[0].texts[2]").as_deref(), Some("spec/lamp/hang_lamp.yaml:31"));
    assert_eq!(place("size.none").as_deref(), Some("spec/lamp/hang_lamp.yaml:32"), "what comes nearest");
    assert_eq!(place("none"), None);
}

#[test]
fn nothing_that_is_typed_breaks_it() {
    let deep = format!("data{}=x", ".a".repeat(5000));
    let lists = format!("data{}=x", "[]".repeat(5000));
    for word in
        ["", "=", "@", ":=", "[]=", ".=", "x[", "x]=1", "x[99999999999999999999]=1", "tags[9999999]=1", &deep, &lists]
    {
        assert!(judged("hangLamp", &["name=x", "room=y", word], None).is_err(), "{}", &word[..word.len().min(20)]);
    }
}
