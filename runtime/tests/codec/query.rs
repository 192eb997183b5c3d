//! What stands in a query decodes to what was meant.

use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use wxopen_runtime::generated::prelude::*;
use wxopen_runtime::{AnyCode, Endpoint};

use crate::config;

/// Sends any name and value in its query.
struct Search {
    name: String,
    text: String,
    number: i64,
    list: Vec<String>,
    flag: Option<bool>,
}

impl Endpoint for Search {
    type Reply = Binary;
    type Error = AnyCode;

    fn meta() -> &'static Meta {
        static META: Meta = Meta {
            name: "search",
            area: "demo",
            host: "h",
            fallback_hosts: &[],
            method: Method::Get,
            path: "/search",
            token: Some(Token { kind: "any", param: "access_token", also: &[] }),
            permissions: Permissions::Unstated,
            permission_sets: &[],
            idempotent: true,
            docs: "",
        };
        &META
    }

    fn encode(&self, out: &mut RequestWriter) {
        out.query(&self.name, &self.text);
        out.query("number", &self.number);
        out.query("list", &self.list);
        out.query("flag", &self.flag);
    }
}

/// Names and values, as a server reads them.
fn pairs(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned();
    query
        .split('&')
        .map(|pair| {
            let (name, value) = pair.split_once('=').expect("a name and a value");
            (decoded(name), decoded(value))
        })
        .collect()
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn any_name_value_and_token_arrive(
        name in any::<String>(),
        text in any::<String>(),
        number in any::<i64>(),
        list in prop::collection::vec(any::<String>(), 0..4),
        flag in any::<Option<bool>>(),
        token in any::<String>(),
    ) {
        let mut expected = vec![
            ("access_token".to_owned(), token.clone()),
            (name.clone(), text.clone()),
            ("number".to_owned(), number.to_string()),
            ("list".to_owned(), serde_json::to_string(&list).unwrap()),
        ];
        expected.extend(flag.map(|flag| ("flag".to_owned(), flag.to_string())));
        let url = Search { name, text, number, list, flag }.request().url("http://h", Some(&token));
        prop_assert!(url.bytes().all(|byte| byte.is_ascii_graphic()), "{}", url);
        let query = url.strip_prefix("http://h/search?").unwrap();
        prop_assert_eq!(pairs(query), expected);
    }
}

#[test]
fn a_text_that_looks_like_json_stays_a_text() {
    for text in ["", "\"", "\"quoted\"", "{}", "null", "1", "\\u0041", "a+b c%20"] {
        let search = Search { name: "q".into(), text: text.into(), number: 0, list: Vec::new(), flag: None };
        assert_eq!(pairs(&search.request().query)[0], ("q".to_owned(), text.to_owned()));
    }
}
