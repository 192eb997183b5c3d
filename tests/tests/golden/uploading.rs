//! Forms: files and what goes with them.

use wxopen_runtime::{File, HttpRequest};
use wxopen_tests::golden::shapes::*;

use crate::support::{body, sent};

/// The parts of a form: the headers of each, and its content.
fn parts(request: &HttpRequest) -> Vec<(String, String)> {
    let content_type = request.headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| &**value);
    let boundary = content_type.and_then(|value| value.strip_prefix("multipart/form-data; boundary=")).expect("a form");
    let body = String::from_utf8(request.body.clone()).expect("UTF-8");
    let body = body.strip_suffix(&format!("--{boundary}--\r\n")).expect("an end");
    let start = format!("--{boundary}\r\n");
    body.split(&start)
        .skip(1)
        .map(|part| part.strip_suffix("\r\n").and_then(|part| part.split_once("\r\n\r\n")).expect("a part"))
        .map(|(head, content)| (head.to_owned(), content.to_owned()))
        .collect()
}

fn part(head: &str, content: &str) -> (String, String) {
    (format!("Content-Disposition: form-data; {head}"), content.to_owned())
}

#[test]
fn a_file_makes_the_body_a_form() {
    let call = Upload::new(File::new("cat.png", b"PNG").content_type("image/png"), UploadKind::Image)
        .description(UploadDescription::new("t"))
        .caption("A \"cat\"");
    let request = sent(call);
    assert!(request.url.ends_with("/shapes/upload?access_token=TOKEN&kind=image"));
    assert_eq!(
        parts(&request),
        [
            part("name=\"description\"", r#"{"title":"t"}"#),
            part("name=\"caption\"", "A \"cat\""),
            part("name=\"source\"", "api"),
            part("name=\"media\"; filename=\"cat.png\"\r\nContent-Type: image/png", "PNG"),
        ]
    );
}

#[test]
fn an_optional_file_is_sent_when_it_is_given() {
    let call = Upload::new(File::new("a", b"1"), UploadKind::Video).thumb(File::new("b", b"2"));
    let names: Vec<_> = parts(&sent(call)).into_iter().map(|(head, _)| head).collect();
    let file = |name, file| {
        format!(
            "Content-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
             Content-Type: application/octet-stream"
        )
    };
    assert_eq!(names[1..], [file("media", "a"), file("thumb", "b")]);
}

#[test]
fn a_choice_between_a_file_and_a_text_is_a_form_only_for_the_file() {
    let request = sent(UploadOrLink::by_media("s", File::new("cat.png", b"PNG")));
    assert!(request.url.ends_with("?access_token=TOKEN&shop=s"));
    assert_eq!(parts(&request).len(), 1);
    assert_eq!(body(UploadOrLink::by_url("s", "u")), r#"{"url":"u"}"#);
}
