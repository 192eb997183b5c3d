//! Forms with files: whatever a file holds or is called, it arrives as what it is.

use proptest::prelude::*;
use wxopen_runtime::{Endpoint, File};

use crate::api::Upload;

/// A part of a form, as a server reads it.
#[derive(Debug, PartialEq)]
struct Part {
    headers: Vec<String>,
    content: Vec<u8>,
}

/// Reads a form the way the standard says, and fails on anything odd.
fn parts(content_type: &str, body: &[u8]) -> Vec<Part> {
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("a form");
    assert!(boundary.len() <= 70 && boundary.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    let delimiter = format!("\r\n--{boundary}").into_bytes();
    // The first delimiter has no line break before it.
    let body = [b"\r\n", body].concat();
    let mut pieces = split(&body, &delimiter);
    assert_eq!(pieces.remove(0), b"", "nothing before the first part");
    assert_eq!(pieces.pop(), Some(&b"--\r\n"[..]), "the end");
    let part = |piece: &[u8]| {
        let piece = piece.strip_prefix(b"\r\n").expect("a line break after the boundary");
        let end = piece.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("the end of the headers");
        let headers = std::str::from_utf8(&piece[..end]).expect("headers are UTF-8");
        Part { headers: headers.split("\r\n").map(str::to_owned).collect(), content: piece[end + 4..].to_vec() }
    };
    pieces.into_iter().map(part).collect()
}

fn split<'a>(mut bytes: &'a [u8], delimiter: &[u8]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    while let Some(at) = bytes.windows(delimiter.len()).position(|window| window == delimiter) {
        pieces.push(&bytes[..at]);
        bytes = &bytes[at + delimiter.len()..];
    }
    pieces.push(bytes);
    pieces
}

fn sent(call: &Upload) -> Vec<Part> {
    let request = call.request();
    parts(&request.content_type.expect("a content type"), &request.body.to_vec().expect("in memory"))
}

fn upload(media: File) -> Upload {
    Upload { title: "店 \"1\"".into(), size: 3, media, cover: None }
}

#[test]
fn texts_and_files() {
    let cover = File::new("cover.png", *b"\x89PNG").content_type("image/png");
    let parts = sent(&Upload { cover: Some(cover), ..upload(File::new("a.bin", vec![0, 13, 10, 255])) });
    let head = |index: usize| parts[index].headers.join("|");
    assert_eq!(parts.len(), 4);
    assert_eq!(head(0), r#"Content-Disposition: form-data; name="title""#);
    assert_eq!(parts[0].content, "店 \"1\"".as_bytes(), "a text goes without its quotes");
    assert_eq!((head(1).as_str(), &*parts[1].content), (r#"Content-Disposition: form-data; name="size""#, &b"3"[..]));
    assert_eq!(
        head(2),
        r#"Content-Disposition: form-data; name="media"; filename="a.bin"|Content-Type: application/octet-stream"#
    );
    assert_eq!(parts[2].content, [0, 13, 10, 255]);
    assert_eq!(
        head(3),
        r#"Content-Disposition: form-data; name="cover"; filename="cover.png"|Content-Type: image/png"#
    );
}

#[test]
fn hostile_names_stay_names() {
    for (name, quoted) in [
        ("a\"; name=\"title", "a%22; name=%22title"),
        ("a\r\nX-Evil: 1\r\n\r\n<script>", "a%0D%0AX-Evil: 1%0D%0A%0D%0A<script>"),
        ("a\0b\u{7f}\u{85}c", "abc"),
        ("图片.png", "图片.png"),
        ("/srv/pictures/logo.png", "logo.png"),
        ("..\\D:\\pictures\\logo.png", "logo.png"),
        ("a/b\\\"c", "%22c"),
    ] {
        let parts = sent(&upload(File::new(name, *b"x").content_type("a/b\r\nX-Evil: 1")));
        let expected = [
            format!(r#"Content-Disposition: form-data; name="media"; filename="{quoted}""#),
            "Content-Type: a/bX-Evil: 1".to_owned(),
        ];
        assert_eq!(parts[2].headers, expected, "{name:?}");
        assert_eq!(parts.len(), 3);
    }
}

#[test]
fn an_empty_content_type_becomes_the_usual_one() {
    let parts = sent(&upload(File::new("a", *b"x").content_type(" \r\n")));
    assert_eq!(parts[2].headers[1], "Content-Type: application/octet-stream");
}

#[test]
fn a_file_that_holds_a_form_is_content() {
    let first = upload(File::new("a", *b"x")).request();
    let form = first.body.to_vec().expect("in memory");
    let again = upload(File::new("a", form.clone())).request();
    assert_ne!(first.content_type, again.content_type, "the boundary is another one");
    let whole = again.body.to_vec().expect("in memory");
    assert_eq!(parts(&again.content_type.expect("a form"), &whole)[2].content, form);
}

#[test]
fn the_same_call_is_the_same_bytes() {
    let call = upload(File::new("a", *b"x"));
    assert_eq!(call.request().body, call.request().body);
}

#[test]
fn many_boundaries_in_a_file_cost_little() {
    let mut content: String = (0..20_000).map(|number| format!("wxopen-{number:016x}")).collect();
    content.push_str("wxopen-");
    let parts = sent(&upload(File::new("a", content.clone())));
    assert_eq!(parts[2].content, content.as_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_content_arrives(
        title in "(\\PC|\r\n|--|wxopen-0{15}[0-3]){0,20}",
        name in any::<String>(),
        bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "((\r\n)?(--)?wxopen-0{15}[0-3](--)?(\r\n)?){0,8}".prop_map(String::into_bytes),
        ],
    ) {
        let call = Upload { title: title.clone(), ..upload(File::new(name, bytes.clone())) };
        let parts = sent(&call);
        prop_assert_eq!(parts.len(), 3);
        prop_assert_eq!(&parts[0].content, title.as_bytes());
        prop_assert_eq!(parts[2].headers.len(), 2);
        prop_assert_eq!(&parts[2].content, &bytes);
    }
}
