//! The feature `serde`: calls and replies as data of anybody's choice.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use wxopen_runtime::{Endpoint, File, Map};
use wxopen_tests::golden::shapes::*;

use crate::support::answer_json;

#[test]
fn a_reply_goes_there_and_back() {
    let body = json!({ "text": "x", "count": -1, "level": 2, "list": [1], "hidden": "h" });
    let reply = answer_json(Defaults::new(), &body.to_string()).expect("a good reply").into_inner();
    let stored = serde_json::to_string(&reply).expect("JSON");
    let restored: DefaultsReply = serde_json::from_str(&stored).expect("a reply");
    assert_eq!(restored, reply);
    let many: ManyReply = serde_json::from_value(json!({ "deep": [{ "k": [{ "l": ["x"] }] }] })).expect("a reply");
    assert_eq!(serde_json::to_value(&many).expect("JSON"), json!({ "deep": [{ "k": [{ "l": ["x"] }] }] }));
}

#[test]
fn what_does_not_fit_says_where() {
    let error = serde_json::from_value::<DefaultsReply>(json!({ "count": [] })).expect_err("a list is no number");
    assert_eq!(error.to_string(), "count: expected a whole number, found a list");
}

#[test]
fn a_call_is_all_its_parameters_wherever_they_travel() {
    let call = PostWithQuery::new("t", "hello");
    assert_eq!(
        serde_json::to_value(&call).expect("JSON"),
        json!({ "title": "hello", "type": "t", "action": "create" })
    );
    let part = UploadDescription::new("t");
    assert_eq!(serde_json::to_value(&part).expect("JSON"), json!({ "title": "t" }));
}

/// The call after it was JSON: it sends the same.
fn through_json<T: Endpoint + Serialize + DeserializeOwned>(call: T) {
    let json = serde_json::to_string(&call).expect("JSON");
    let restored: T = serde_json::from_str(&json).expect("the same call");
    assert_eq!(serde_json::to_string(&restored).expect("JSON"), json);
    assert!(restored.request() == call.request(), "{json}");
}

#[test]
fn a_call_of_any_shape_goes_into_a_queue_and_comes_back() {
    let point = GeoPoint::new(30.5, -114.25);
    let every_type = EveryType::new(
        "h\"i\n汉",
        i64::MIN,
        0.1,
        false,
        json!(null),
        [0, 255],
        EveryTypePlace::new("Wuhan").point(point),
        vec![],
        Map::from([("".to_owned(), "v".to_owned())]),
        EveryTypeColor::from_wire("mauve"),
    )
    .rows(vec![vec![], vec![1]])
    .people(vec![EveryTypePeople::new("p").roles(vec![EveryTypePeopleRoles::Owner])])
    .scores(Map::from([("k".to_owned(), vec![EveryTypeScores::new()])]))
    .level(Level::from_wire(9))
    .digits(EveryTypeDigits::Two)
    .free_remark("")
    .limit(0);
    through_json(every_type);
    through_json(Find::new("a b&c=汉").who(FindWho::NickName("n".to_owned())).key("k"));
    through_json(PostWithQuery::new("t", "hello"));
    through_json(SignIn::new("a").login(SignInLogin::new("b")));
    through_json(Ping::new());
    through_json(ChooseUser::by_address("g", "v", ChooseUserUserAddress::new("Wuhan")));
    through_json(ChooseFreely::new());
    through_json(ChooseFreely::new().filter(ChooseFreelyFilter::After(5)).items(vec![
        ChooseFreelyItems::by_url("u"),
        ChooseFreelyItems::by_stored_file("f").label(ChooseFreelyItemsLabel::Icon(vec![1])),
    ]));
    through_json(ChooseTwice::new(ChooseTwiceWho::Id("i".to_owned()), ChooseTwiceWhat::Data(b"hi".into())));
    // Without its file, a call that could have one is like any other.
    through_json(UploadOrLink::by_url("s", "u"));
}

/// What reading this says.
fn refusal<T: DeserializeOwned>(json: serde_json::Value) -> String {
    serde_json::from_value::<T>(json).err().expect("it is not read").to_string()
}

#[test]
fn a_call_that_lacks_something_says_where() {
    assert_eq!(refusal::<PostWithQuery>(json!({ "title": "t" })), "type: expected a value, found nothing");
    assert_eq!(
        refusal::<ChooseFreely>(json!({ "items": [{ "url": "u" }, { "icon": [] }] })),
        "items[1]: expected exactly one of `url` `file_id`, found none"
    );
    assert_eq!(
        refusal::<PostWithQuery>(json!({ "title": "t", "type": "t", "action": "delete" })),
        "action: expected the value that is fixed, found a text"
    );
    let upload = UploadOrLink::by_media("s", File::new("cat.png", b"PNG"));
    assert_eq!(
        refusal::<UploadOrLink>(serde_json::to_value(&upload).expect("JSON")),
        "media: expected a file, whose bytes JSON does not hold, found a text"
    );
}

#[test]
fn enums_and_choices_are_data_too() {
    assert_eq!(serde_json::to_value(Level::Minus).expect("JSON"), json!(-5));
    assert_eq!(serde_json::from_value::<Level>(json!("0")).expect("a level"), Level::Lowest);
    assert_eq!(serde_json::from_value::<EveryTypeReplyColor>(json!("x")).expect("a color").as_wire(), "x");
    assert_eq!(serde_json::to_value(ChooseTwiceWho::Id("i".to_owned())).expect("JSON"), json!({ "id": "i" }));
}
