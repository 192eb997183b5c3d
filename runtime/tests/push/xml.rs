//! XML inside pushes: what WeChat writes is read, what it never writes is refused.

use proptest::prelude::{any, proptest};
use wxopen_runtime::json;
use wxopen_runtime::push::{Event, Fields, PushError};

use crate::sample::{builder, receive};

fn fields(inner: &str) -> Fields {
    let message = format!("<xml><ToUserName>gh_1</ToUserName>{inner}</xml>");
    match receive(&builder().build(), &message).map(|push| push.event) {
        Ok(Event::Message(message)) => message.fields,
        other => panic!("{inner}: {other:?}"),
    }
}

#[track_caller]
fn refused(message: &str) -> &'static str {
    match receive(&builder().build(), message) {
        Err(PushError::Message(why)) => why,
        other => panic!("{message}: {other:?}"),
    }
}

#[test]
fn text_cdata_and_the_five_entities() {
    let fields = fields("<?xml version=\"1.0\"?>".trim_start_matches(|_| true));
    assert_eq!(fields.text("ToUserName").as_deref(), Some("gh_1"));
    let fields =
        self::fields("<A>a&amp;b&#x5bc6;&#65;</A><B><![CDATA[<b>&amp;]]></B><C/><D> x </D><E>1<![CDATA[2]]>3</E>");
    let texts = ["A", "B", "C", "D", "E"].map(|name| fields.text(name).expect("a text").into_owned());
    assert_eq!(texts, ["a&b密A", "<b>&amp;", "", "x", "123"]);
}

#[test]
fn white_space_that_only_lays_out_is_none_of_the_text() {
    let fields = fields(
        "<A>\n  <![CDATA[ a\n]]>\n</A><B>\r\n\tb c\n</B><C> <![CDATA[x]]> <![CDATA[y]]> </C><D> &#32;d&lt; </D>\
         <E>\n</E><F> <![CDATA[]]> </F><G>\n  g <![CDATA[h]]> i\n</G>",
    );
    let texts = ["A", "B", "C", "D", "E", "F", "G"].map(|name| fields.text(name).expect("a text").into_owned());
    assert_eq!(texts, [" a\n", "b c", "x y", " d<", "", "", "g h i"]);
}

#[test]
fn one_and_many_are_read_alike_and_so_are_xml_and_json() {
    let read = |message: String| {
        let fields = match receive(&builder().build(), &message).map(|push| push.event) {
            Ok(Event::Message(message)) => message.fields,
            other => panic!("{message}: {other:?}"),
        };
        let list = fields.list("SubscribeMsgPopupEvent.List");
        assert_eq!(fields.list("List"), list, "the element of the event may be left out");
        let items = list.iter().map(|item| (item.text("TemplateId").unwrap().into_owned(), item.integer("PopupScene")));
        assert_eq!(fields.text("SubscribeMsgPopupEvent.None"), None);
        assert_eq!(fields.at("Other.List").map(|field| field.value().clone()), None);
        items.collect::<Vec<_>>()
    };
    let xml = |list: &str| {
        read(format!(
            "<xml><ToUserName>gh_1</ToUserName><Event>subscribe_msg_popup_event</Event>\
             <SubscribeMsgPopupEvent>{list}</SubscribeMsgPopupEvent></xml>"
        ))
    };
    let json = |list: wxopen_runtime::Value| {
        read(json!({"ToUserName": "gh_1", "Event": "subscribe_msg_popup_event", "List": list}).to_string())
    };
    let item = |id: &str| format!("<List>\n<TemplateId><![CDATA[{id}]]></TemplateId><PopupScene>2</PopupScene></List>");
    let one = [("T1".to_owned(), Some(2))];
    assert_eq!(xml(&item("T1")), one);
    assert_eq!(json(json!({"TemplateId": "T1", "PopupScene": "2"})), one);
    assert_eq!(json(json!([{"TemplateId": "T1", "PopupScene": 2}])), one);
    let two = [("T1".to_owned(), Some(2)), ("T2".to_owned(), Some(2))];
    assert_eq!(xml(&[item("T1"), item("T2")].concat()), two);
    assert_eq!(json(json!([{"TemplateId": "T1", "PopupScene": "2"}, {"TemplateId": "T2", "PopupScene": 2}])), two);
    assert_eq!((xml(""), xml("<List/>"), json(json!([])), json(json!(""))), (vec![], vec![], vec![], vec![]));
}

#[test]
fn elements_inside_and_names_that_repeat() {
    let fields = fields("<List>\n<Item><Id>1</Id></Item>\n<Item><Id>2</Id></Item><Item>3</Item></List><!-- no -->");
    assert_eq!(fields.get("List"), Some(&json!({ "Item": [{ "Id": "1" }, { "Id": "2" }, "3"] })));
}

#[test]
fn a_declaration_and_a_byte_order_mark_are_skipped() {
    let message = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><ToUserName>gh_1</ToUserName></xml>\n";
    receive(&builder().build(), message).expect("a push");
}

#[test]
fn entities_are_not_expanded() {
    let bomb = "<!DOCTYPE xml [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><xml><ToUserName>&b;</ToUserName></xml>";
    assert_eq!(refused(bomb), "a document type is not taken");
    let file = "<!DOCTYPE xml [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><xml><ToUserName>&f;</ToUserName></xml>";
    assert_eq!(refused(file), "a document type is not taken");
    assert_eq!(refused("<xml><ToUserName>&nbsp;</ToUserName></xml>"), "entities are not taken");
    assert_eq!(refused("<xml><ToUserName>&#0;</ToUserName></xml>"), "a character reference is wrong");
    assert_eq!(refused("<xml><ToUserName>&#xD800;</ToUserName></xml>"), "a character reference is wrong");
    assert_eq!(refused("<xml><?run this?><ToUserName>a</ToUserName></xml>"), "processing instructions are not taken");
}

#[test]
fn depth_and_number_have_limits() {
    let deep = format!("<xml>{}{}</xml>", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(refused(&deep), "too many elements, or too deep");
    assert_eq!(refused(&format!("<xml>{}</xml>", "<a/>".repeat(5000))), "too many elements, or too deep");
    let nested = |depth| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    fields(&nested(15));
    assert_eq!(refused(&format!("<xml>{}</xml>", nested(16))), "too many elements, or too deep");
}

#[test]
fn what_is_not_well_formed() {
    for message in
        ["<xml>", "<xml></b>", "<xml><a></xml>", "<xml><a & b></xml>", "<xml>&amp</xml>", "<xml><![CDATA[</xml>"]
    {
        assert_eq!(refused(message), "it is not well-formed XML", "{message}");
    }
    assert_eq!(refused("<xml/><xml/>"), "more than one root element");
    assert_eq!(refused("<xml/>more"), "text outside the root element");
    assert_eq!(refused("<xml>text</xml>"), "text between elements");
    assert_eq!(refused("<xml><A>text<B/></A></xml>"), "text between elements");
    assert_eq!(refused("<!-- nothing -->"), "there is no XML element");
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn nothing_stops_the_reader(message in "(<|</|>|/>|xml|a|&|;|#|amp|<!\\[CDATA\\[|\\]\\]>|<!--|-->|<\\?|\\?>| |=|\"|密|<!DOCTYPE|\\{|\\}|:){0,40}") {
        drop(receive(&builder().build(), &message));
    }

    #[test]
    fn any_text_in_cdata_comes_through(text in any::<String>()) {
        let written = text.replace("]]>", "]]]]><![CDATA[>");
        let fields = fields(&format!("<A><![CDATA[{written}]]></A>"));
        assert_eq!(fields.text("A").as_deref(), Some(text.as_str()));
    }
}
