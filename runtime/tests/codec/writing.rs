//! What is written is JSON, and serde_json's to the byte where both write the same thing.

use proptest::prelude::*;
use wxopen_runtime::codec::{from_value, to_json};
use wxopen_runtime::generated::prelude::{Map, Secret};
use wxopen_runtime::{Value, json};

use crate::values::{Everything, Inner};
use crate::{config, json as any_json};

#[test]
fn commas_stand_where_they_belong() {
    let value = Everything {
        nested: vec![vec![], vec![Some(true), None], vec![]],
        map: Map::from([("a".to_owned(), 1.0), ("b".to_owned(), f64::INFINITY)]),
        inner: Some(Box::new(Inner { id: "i".into(), tags: vec![] })),
        ..Everything::default()
    };
    assert_eq!(
        to_json(&value),
        concat!(
            r#"{"text":"","number":0,"ratio":0.0,"flag":false,"list":[],"nested":[[],[true,null],[]],"#,
            r#""map":{"a":1.0,"b":null},"blob":"","secret":"","any":null,"inner":{"id":"i","tags":[]}}"#
        )
    );
}

fn everything() -> impl Strategy<Value = Everything> {
    let finite = any::<f64>().prop_filter("JSON has no other", |number| number.is_finite());
    let first = (
        any::<String>(),
        any::<i64>(),
        finite.clone(),
        any::<bool>(),
        any::<Option<String>>(),
        prop::collection::vec(any::<i64>(), 0..6),
        prop::collection::vec(prop::collection::vec(any::<Option<bool>>(), 0..3), 0..3),
    );
    let second = (
        prop::collection::btree_map(any::<String>(), finite, 0..4),
        any::<Vec<u8>>(),
        any::<String>(),
        any_json(),
        proptest::option::of((any::<String>(), prop::collection::vec(any::<String>(), 0..3))),
    );
    (first, second).prop_map(|((text, number, ratio, flag, maybe, list, nested), (map, blob, secret, any, inner))| {
        Everything {
            text,
            number,
            ratio,
            flag,
            maybe,
            list,
            nested,
            map,
            blob: blob.into(),
            secret: Secret::from(secret),
            any,
            inner: inner.map(|(id, tags)| Box::new(Inner { id, tags })),
        }
    })
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn a_text_is_written_as_serde_json_writes_it(text in any::<String>()) {
        prop_assert_eq!(to_json(&text), serde_json::to_string(&text).unwrap());
    }

    #[test]
    fn so_is_any_character(text in prop::collection::vec(any::<char>(), 0..40)) {
        let text: String = text.into_iter().chain(['\u{0}', '\u{8}', '\u{c}', '\u{7f}', '\u{2028}', '"', '\\']).collect();
        prop_assert_eq!(to_json(&text), serde_json::to_string(&text).unwrap());
    }

    #[test]
    fn any_json_comes_back(value in any_json()) {
        let written = to_json(&value);
        prop_assert_eq!(&serde_json::from_str::<Value>(&written).unwrap(), &value);
        prop_assert_eq!(from_value::<Value>(value.clone()).unwrap(), value);
    }

    #[test]
    fn maps_and_lists_are_written_as_serde_json_writes_them(
        map in prop::collection::btree_map(any::<String>(), prop::collection::vec(any::<String>(), 0..4), 0..5)
    ) {
        prop_assert_eq!(to_json(&map), serde_json::to_string(&map).unwrap());
    }

    #[test]
    fn a_typed_value_comes_back(value in everything()) {
        let written = serde_json::from_str::<Value>(&to_json(&value)).unwrap();
        prop_assert_eq!(from_value::<Everything>(written).unwrap(), value);
    }
}

#[test]
fn every_control_character() {
    for code in 0..0x20_u32 {
        let text = char::from_u32(code).expect("a character").to_string();
        assert_eq!(to_json(&text), serde_json::to_string(&text).expect("JSON"));
        assert_eq!(serde_json::from_str::<Value>(&to_json(&text)).expect("JSON"), json!(text));
    }
}
