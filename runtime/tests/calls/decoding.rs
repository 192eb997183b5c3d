//! Replies are read tolerantly; what does not fit says where, and the reply is kept.

use wxopen_runtime::{Endpoint, Error, Mismatch, RawReply, Reply, json};

use crate::api::{Answer, Ask, DemoError};

fn read(body: &str) -> Result<Reply<Answer>, Error<DemoError>> {
    Ask::reply(RawReply::json_ok(body))
}

fn good(body: &str) -> Reply<Answer> {
    read(body).expect("a good reply")
}

/// The paths of what does not fit.
fn misfits(body: &str) -> Vec<String> {
    match read(body) {
        Err(Error::Decode(error)) => {
            assert_eq!(error.raw.body, body.as_bytes(), "the reply is kept");
            assert_eq!(error.endpoint.name, "ask");
            error.mismatches.iter().map(Mismatch::to_string).collect()
        }
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn a_number_for_a_text_and_back() {
    let reply = good(r#"{"text": 42, "count": "42", "ratio": "0.5", "flag": "1", "maybe": 1.5}"#);
    assert_eq!((reply.text.as_str(), reply.count, reply.ratio, reply.flag), ("42", 42, 0.5, true));
    assert_eq!(reply.maybe.as_deref(), Some("1.5"));
    let reply = good(r#"{"text": true, "count": true, "flag": 0, "ratio": 2}"#);
    assert_eq!((reply.text.as_str(), reply.count, reply.ratio, reply.flag), ("true", 1, 2.0, false));
    let reply = good(r#"{"count": 1.0, "ratio": " 1e3 ", "flag": "TRUE"}"#);
    assert_eq!((reply.count, reply.ratio, reply.flag), (1, 1000.0, true));
}

#[test]
fn long_ids_keep_every_digit() {
    assert_eq!(good(r#"{"text": 9007199254740993}"#).text, "9007199254740993");
    assert_eq!(good(r#"{"text": 18446744073709551615}"#).text, "18446744073709551615");
    assert_eq!(good(r#"{"count": -9223372036854775808}"#).count, i64::MIN);
    assert_eq!(good(r#"{"count": "9223372036854775807"}"#).count, i64::MAX);
}

#[test]
fn a_number_that_cannot_be_one_is_a_misfit_not_a_guess() {
    for count in [r#""1.5""#, r#""x""#, "1.5", "18446744073709551615", "1e300", "[]", "{}"] {
        let misfits = misfits(&format!(r#"{{"count": {count}}}"#));
        assert_eq!(misfits.len(), 1, "{count}");
        assert!(misfits[0].starts_with("count: expected a whole number, found a"), "{misfits:?}");
    }
    assert_eq!(misfits(r#"{"ratio": "NaN", "flag": 2}"#).len(), 2);
}

#[test]
fn null_is_nothing() {
    let all_null = r#"{"text": null, "maybe": null, "count": null, "ratio": null, "flag": null, "blob": null,
        "items": null, "by_name": null, "extra": null, "key": null, "errcode": null, "errmsg": null}"#;
    assert_eq!(good(all_null).into_inner(), Answer::default());
    assert_eq!(good("{}").into_inner(), Answer::default());
}

#[test]
fn an_empty_list_for_an_object_and_back() {
    assert_eq!(good(r#"{"items": {}, "by_name": []}"#).into_inner(), Answer::default());
    assert_eq!(misfits(r#"{"items": [[]]}"#), ["items[0].id: expected a value, found nothing"]);
}

#[test]
fn no_errcode_means_success() {
    assert_eq!(good(r#"{"text": "a"}"#).text, "a");
    for ok in ["0", r#""0""#, "null", r#""""#, "0.0"] {
        assert_eq!(good(&format!(r#"{{"errcode": {ok}, "text": "a"}}"#)).text, "a", "{ok}");
    }
}

#[test]
fn a_code_wherever_it_hides() {
    let bodies = [
        r#"{"errcode": 900, "errmsg": "too many"}"#,
        r#"{"errcode": "900", "errmsg": "too many"}"#,
        r#"{"errcode": 900.0, "errmsg": "too many"}"#,
        r#"{"error_code": 900, "error_msg": "too many"}"#,
        r#"{"error_code": 900, "err_msg": "too many"}"#,
        r#"{"base_resp": {"ret": 900, "err_msg": "too many"}}"#,
        r#"{"base_resp": {"errcode": 900, "errmsg": "too many"}, "text": "a"}"#,
        r#"{"errcode": 0, "errmsg": "ok", "base_resp": {"ret": 900, "errmsg": "too many"}}"#,
        r#"{"errcode": 900, "errmsg": "too many", "base_resp": {"ret": 0, "errmsg": "ok"}}"#,
        r#"{"errmsg": "too many", "base_resp": {"ret": "900"}}"#,
        r#"{"ret": 900, "err_msg": "too many"}"#,
        "\u{feff}{\"errcode\": 900, \"errmsg\": \"too many\"}",
        "{\"errcode\": 900, \"errmsg\": \"too many\",\n \"name\": \"a\u{1}b\"}",
    ];
    for body in bodies {
        let Err(Error::Api(error)) = read(body) else { panic!("{body}") };
        assert_eq!((error.kind, error.errmsg.as_str()), (DemoError::TooMany, "too many"), "{body}");
        assert_eq!(error.to_string(), "ask: 900 TooMany: too many");
        assert_eq!(error.raw.body, body.as_bytes());
    }
}

#[test]
fn beside_an_errcode_an_error_code_is_a_field_like_any() {
    assert_eq!(good(r#"{"errcode": 0, "error_code": 900, "text": "a"}"#).text, "a");
    assert_eq!(good(r#"{"error_code": "SUCCESS", "text": "a"}"#).text, "a");
}

#[test]
fn a_code_without_a_message_says_the_documented_one() {
    let text = |body| read(body).expect_err("a code").to_string();
    assert_eq!(text(r#"{"errcode": 900}"#), "ask: 900 TooMany: too many");
    assert_eq!(text(r#"{"errcode": 901}"#), "ask: 901");
    assert_eq!(text(r#"{"errcode": 901, "errmsg": 7}"#), "ask: 901");
}

#[test]
fn a_code_that_cannot_be_read_is_no_success() {
    for code in ["true", "[]", "{}", r#""oops""#, "1.5"] {
        let misfits = misfits(&format!(r#"{{"errcode": {code}}}"#));
        assert!(misfits[0].starts_with("errcode: expected a whole number, found a"), "{misfits:?}");
    }
}

#[test]
fn request_ids() {
    for (errmsg, rid) in [
        ("busy rid: 65-ab-0", Some("65-ab-0")),
        ("busy, hints: [ req_id: x ] rid:65-ab", Some("65-ab")),
        ("rid: a rid: b.", Some("b")),
        ("busy rid: ", None),
        ("busy", None),
    ] {
        let Err(Error::Api(error)) = read(&json!({"errcode": -1, "errmsg": errmsg}).to_string()) else { panic!() };
        assert_eq!(error.rid.as_deref(), rid, "{errmsg}");
    }
}

#[test]
fn fields_that_no_type_knows_are_in_the_raw_reply() {
    let reply = good(r#"{"text": "a", "new": {"deep": [1, 2]}, "extra": {"any": 1}}"#);
    assert_eq!(reply.raw().json().expect("JSON")["new"]["deep"][1], 2);
    assert_eq!(reply.extra, json!({"any": 1}));
}

#[test]
fn a_misfit_names_its_path() {
    assert_eq!(misfits(r#"{"text": {}}"#), ["text: expected a text, found an object"]);
    assert_eq!(
        misfits(r#"{"items": [{"id": "a"}, {"id": "b", "size": "big"}], "by_name": {"x": {"id": []}}}"#),
        ["items[1].size: expected a whole number, found a text", "by_name.x.id: expected a text, found a list"]
    );
    assert_eq!(misfits(r#"{"items": [{}]}"#), ["items[0].id: expected a value, found nothing"]);
    assert_eq!(misfits(r#"{"items": [{"id": null}]}"#), ["items[0].id: expected a value, found nothing"]);
    assert_eq!(misfits(r#"{"items": "a"}"#), ["items: expected a list, found a text"]);
    assert_eq!(misfits(r#"{"items": [7]}"#), ["items[0]: expected an object, found a number"], "said once");
    assert_eq!(misfits(r#"{"blob": "*"}"#), ["blob: expected Base64 text, found a text"]);
    let error = read(r#"{"text": [], "count": []}"#).expect_err("two misfits").to_string();
    assert_eq!(
        error,
        "ask: the reply cannot be read: text: expected a text, found a list; count: expected a whole number, found a list"
    );
}

#[test]
fn a_flood_of_misfits_is_cut() {
    let body = json!({"items": vec![1; 100_000]}).to_string();
    assert_eq!(misfits(&body).len(), 20);
}

#[test]
fn what_is_no_object_is_no_reply() {
    for (body, found) in [
        ("", "nothing"),
        ("  ", "nothing"),
        ("<xml/>", "HTML or XML"),
        ("\u{feff}<html>", "HTML or XML"),
        ("{\"a\": [1", "JSON that is cut short"),
        ("\u{feff}{\"a\": [1", "JSON that is cut short"),
        ("ok", "something else"),
        ("[1]", "a list"),
        ("null", "null"),
        ("\"ok\"", "a text"),
    ] {
        let text = read(body).expect_err("no reply").to_string();
        assert!(text.ends_with(&format!(", found {found}")), "{body}: {text}");
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    read(&format!(r#"{{"extra": {deep}}}"#)).expect_err("too deep, and no overflow");
}

#[test]
fn base64_with_and_without_padding() {
    for text in ["aGk=", "aGk", " aGk=\\n", "aGl="] {
        assert_eq!(&*good(&format!(r#"{{"blob": "{text}"}}"#)).blob, b"hi", "{text}");
    }
}

#[test]
fn an_empty_text_is_nothing_where_nothing_will_do() {
    let blank = r#"{"count": "", "ratio": "", "flag": "", "items": "", "by_name": "", "blob": "", "text": ""}"#;
    assert_eq!(good(blank).into_inner(), Answer::default());
    assert_eq!(good(r#"{"maybe": "", "items": [{"id": "", "size": ""}]}"#).maybe.as_deref(), Some(""));
    assert_eq!(misfits(r#"{"by_name": {"x": ""}}"#), ["by_name.x: expected an object, found a text"]);
    assert_eq!(misfits(r#"{"items": [""], "count": " "}"#).len(), 2);
}

#[test]
fn a_text_that_is_broken_loses_neither_the_reply_nor_its_code() {
    let read = |text: &[u8]| {
        let body = [b"{\"count\": 7, \"text\": \"", text, b"\", \"flag\": true}"].concat();
        let reply = Ask::reply(RawReply::json_ok(body)).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert_eq!((reply.count, reply.flag), (7, true), "{text:?}");
        reply.into_inner().text
    };
    for (broken, text) in [
        (&b"a\xcd\xf5b"[..], "a\u{fffd}\u{fffd}b"),
        (b"cut \xe5\x8d", "cut \u{fffd}"),
        (b"\xd5\\", "\u{fffd}"),
        (b"\xd5\\n", "\u{fffd}\n"),
        (br"lone \ud83d", "lone \u{fffd}"),
        (br"\udc00 low, \ud83dx, \ud83d\ud83d\ude00", "\u{fffd} low, \u{fffd}x, \u{fffd}\u{1f600}"),
        (br"\ud83d\u0041 \\ud83d \\\ud83d", "\u{fffd}A \\ud83d \\\u{fffd}"),
        (b"a\x08\tb\nc\x1b[0m\x00", "a\u{8}\tb\nc\u{1b}[0m\u{0}"),
        (br"no \escape \u12", "no \u{1b}scape"),
    ] {
        let text = text.replace("no \u{1b}scape", "no \\escape \\u12");
        assert_eq!(read(broken), text, "{:?}", String::from_utf8_lossy(broken));
    }
    for body in [
        &b"{\"errcode\": 900, \"errmsg\": \"b\xc4\xfa\x01 rid: 6a-b\"}"[..],
        br#"{"errcode": 900, "errmsg": "\ud83d rid: 6a-b"}"#,
        b"\xef\xbb\xbf{\"err\\u0063ode\": 900, \"errmsg\": \"\xff rid: 6a-b\"}\x00\x00",
    ] {
        let Err(Error::Api(error)) = Ask::reply(RawReply::json_ok(body)) else { panic!("{body:?}") };
        assert_eq!((error.kind, error.rid.as_deref()), (DemoError::TooMany, Some("6a-b")));
    }
}

#[test]
fn of_two_fields_with_one_name_the_last_counts() {
    assert_eq!(good(r#"{"count": 1, "text": "a", "count": 2, "cou\u006et": 3}"#).count, 3);
}

#[test]
fn a_number_beyond_all_bounds_loses_nothing_else() {
    assert_eq!(good(r#"{"text": "a", "new": 1e400, "extra": [-1e999]}"#).extra, json!(["-1e999"]));
    assert_eq!(misfits(r#"{"count": 1e400}"#), ["count: expected a whole number, found a text"]);
}
