//! Requests: each type in the body and in the URL, fixed values, what is left out.

use wxopen_runtime::{Endpoint, Map, Method, Permissions, json};
use wxopen_tests::golden::shapes::*;

use crate::support::{body, sent};

fn every_type() -> EveryType {
    EveryType::new(
        "h\"i\n汉",
        -3,
        0.5,
        true,
        json!({ "a": [1, null] }),
        b"hi",
        EveryTypePlace::new("Wuhan"),
        vec!["a".to_owned()],
        Map::new(),
        EveryTypeColor::DarkGreen,
    )
}

#[test]
fn required_values_and_fixed_ones_are_sent() {
    assert_eq!(
        body(every_type()),
        concat!(
            r#"{"text":"h\"i\n汉","count":-3,"ratio":0.5,"flag":true,"any":{"a":[1,null]},"bytes":"aGk=","#,
            r#""place":{"city":"Wuhan"},"tags":["a"],"labels":{},"color":"dark green","#,
            r#""action":"every","version":-3,"strict":true}"#
        )
    );
}

#[test]
fn optional_values_are_sent_when_they_are_given() {
    let call = every_type()
        .rows(vec![vec![1, 2], vec![]])
        .people(vec![EveryTypePeople::new("p").roles(vec![EveryTypePeopleRoles::Owner])])
        .scores(Map::from([("k".to_owned(), vec![EveryTypeScores::new().points(7), EveryTypeScores::new()])]))
        .level(Level::Minus)
        .digits(EveryTypeDigits::One)
        .free_remark("n")
        .limit(5);
    let body: wxopen_runtime::Value = body(call).parse().expect("JSON");
    assert_eq!(body["rows"], json!([[1, 2], []]));
    assert_eq!(body["people"], json!([{ "id": "p", "roles": ["owner"] }]));
    assert_eq!(body["scores"], json!({ "k": [{ "points": 7 }, {}] }));
    assert_eq!(body["level"], json!(-5), "an enum of numbers travels as a number");
    assert_eq!(body["digits"], json!("1"), "an enum of texts travels as a text, though it looks like a number");
    assert_eq!((&body["note"], &body["limit"]), (&json!("n"), &json!(5)));
}

#[test]
fn an_enum_sends_what_nobody_has_documented() {
    assert_eq!(Level::from_wire(9).as_wire(), 9);
    assert_eq!(Level::from_wire(1), Level::Middle);
    assert!(body(every_type().level(Level::from_wire(9))).contains(r#""level":9"#));
    assert!(body(every_type().digits(EveryTypeDigits::from_wire("x\"y"))).contains(r#""digits":"x\"y""#));
}

#[test]
fn nested_objects_are_sent() {
    let mut call = every_type();
    call.place = EveryTypePlace::new("Wuhan").street("s").point(GeoPoint::new(30.5, -114.25));
    assert!(
        body(call).contains(r#""place":{"city":"Wuhan","street":"s","point":{"latitude":30.5,"longitude":-114.25}}"#)
    );
}

#[test]
fn a_get_sends_everything_in_the_url() {
    let request = sent(Find::new("a b&c=汉"));
    assert_eq!(request.method, Method::Get);
    let base = "https://api.example.com/shapes/find?access_token=TOKEN";
    assert_eq!(request.url, format!("{base}&query=a%20b%26c%3D%E6%B1%89&format=json"));
    assert!(request.body.is_empty());

    let all = Find::new("q").page(2).exact(true).weight(0.5).order(FindOrder::Down).raw(json!([1, "x"])).key("k");
    let request = sent(all.who(FindWho::NickName("n n".to_owned())));
    let values = "query=q&page=2&exact=true&weight=0.5&order=down&raw=%5B1%2C%22x%22%5D&key=k&format=json";
    assert_eq!(request.url, format!("{base}&{values}&nick%20name=n%20n"));
}

#[test]
fn a_post_sends_some_in_the_url() {
    let request = sent(PostWithQuery::new("t", "hello"));
    let url = "https://api.example.com/shapes/post_with_query?component_access_token=TOKEN&type=t&action=create";
    assert_eq!(request.url, url);
    assert_eq!(request.body, br#"{"title":"hello"}"#);
    assert!(request.headers.iter().any(|header| *header == ("content-type".into(), "application/json".into())));
}

#[test]
fn nothing_to_send_is_an_empty_object_or_no_body() {
    let post = sent(Ping::new());
    assert_eq!((post.method, post.body.as_slice()), (Method::Post, &b"{}"[..]));
    assert_eq!(post.url, "https://api.example.com/shapes/ping?access_token=TOKEN");
    let get = sent(GetPing::new());
    assert_eq!((get.method, get.body.as_slice()), (Method::Get, &b""[..]));
    assert_eq!(get.url, "https://api.example.com/shapes/ping", "no token where none is needed");
}

#[test]
fn a_default_of_the_server_is_not_sent() {
    assert_eq!(body(Defaults::new()), "{}");
    assert_eq!(body(Defaults::new().list(vec![])), r#"{"list":[]}"#);
}

#[test]
fn facts_of_an_endpoint_are_data() {
    let meta = EveryType::meta();
    assert_eq!((meta.name, meta.area, meta.host), ("everyType", "shapes", "api.example.com"));
    assert_eq!((meta.method, meta.path, meta.idempotent), (Method::Post, "/shapes/every_type", true));
    assert_eq!(meta.docs, "https://example.com/docs/every_type.html");
    assert_eq!(meta.permissions, Permissions::OneOf(&[18, 25]));
    assert_eq!(meta.token.map(|token| (token.kind, token.param)), Some(("authorizer_token", "access_token")));
    let token = PostWithQuery::meta().token.expect("it needs a token");
    assert_eq!(
        (token.kind, token.param, token.also),
        ("component_token", "component_access_token", &["authorizer_token"][..])
    );
    assert!(token.takes("component_token") && token.takes("authorizer_token") && !token.takes("another"));
    assert_eq!(ChooseUser::meta().permissions, Permissions::Any);
    assert_eq!(ChooseFreely::meta().permissions, Permissions::Nobody);
    assert_eq!(Ping::meta().permissions, Permissions::Unstated);
    assert_eq!(GetPing::meta().token, None);
    assert_eq!(endpoints().len(), 16);
}
