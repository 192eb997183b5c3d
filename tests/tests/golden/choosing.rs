//! Choices: exactly one of the alternatives goes on the wire.

use wxopen_tests::golden::shapes::*;

use crate::support::{body, sent};

#[test]
fn a_required_choice_has_a_constructor_for_each_alternative() {
    assert_eq!(body(ChooseUser::by_wechatid("g", "v", "w")), r#"{"group":"g","wechatid":"w","value":"v"}"#);
    assert_eq!(body(ChooseUser::by_number("g", "v", 7)), r#"{"group":"g","number":7,"value":"v"}"#);
    assert_eq!(
        body(ChooseUser::by_address("g", "v", ChooseUserUserAddress::new("Wuhan"))),
        r#"{"group":"g","address":{"city":"Wuhan"},"value":"v"}"#
    );
    assert_eq!(
        body(ChooseUser::new("g", ChooseUserUser::Password("p".into()), "v")),
        r#"{"group":"g","password":"p","value":"v"}"#
    );
}

#[test]
fn a_choice_that_is_not_made_sends_nothing() {
    let request = sent(ChooseFreely::new());
    assert_eq!(
        (request.url.split_once('?').map(|(_, query)| query), request.body.as_slice()),
        (Some("access_token=TOKEN"), &b"{}"[..])
    );
}

#[test]
fn alternatives_travel_where_each_of_them_belongs() {
    let in_url = sent(ChooseFreely::new().filter(ChooseFreelyFilter::After(5)));
    assert!(in_url.url.ends_with("?access_token=TOKEN&after=5"));
    assert_eq!(in_url.body, b"{}");
    let in_body = sent(ChooseFreely::new().filter(ChooseFreelyFilter::Page(2)).sort(SortOrder::By(SortOrderBy::Date)));
    assert!(in_body.url.ends_with("?access_token=TOKEN"));
    assert_eq!(in_body.body, br#"{"page":2,"by":"date"}"#);
}

#[test]
fn choices_stand_in_nested_objects_too() {
    let items = vec![
        ChooseFreelyItems::by_url("u"),
        ChooseFreelyItems::by_stored_file("f").label(ChooseFreelyItemsLabel::Icon(vec![1])),
    ];
    assert_eq!(body(ChooseFreely::new().items(items)), r#"{"items":[{"url":"u"},{"file_id":"f","icon":[1]}]}"#);
}

#[test]
fn two_required_choices_are_given_to_new() {
    let call = ChooseTwice::new(ChooseTwiceWho::Id("i".to_owned()), ChooseTwiceWhat::Data(b"hi".into()));
    assert_eq!(body(call), r#"{"id":"i","data":"aGk="}"#);
}

#[test]
fn a_choice_comes_last_after_many_values() {
    assert_eq!(body(Many::by_h(1, 2, 3, 4, 5, 6, 7, 8)), r#"{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8}"#);
}
