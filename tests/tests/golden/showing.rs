//! `Debug` of calls and replies: their fields as they are called on the wire, and what is fixed. Secrets: see `secrets`.

use wxopen_runtime::File;
use wxopen_tests::golden::shapes::*;

use crate::support::answer_json;

#[test]
fn a_call_shows_what_it_sends() {
    let call = ChooseUser::new("g", ChooseUserUser::Password("p".into()), "v");
    assert_eq!(format!("{call:?}"), r#"ChooseUser { group: "g", password: [redacted], value: "v" }"#);
    let find = Find::new("q").exact(true);
    let shown = "Find { query: \"q\", page: None, exact: Some(true), weight: None, order: None, raw: None, key: None, \
                 format: \"json\" }";
    assert_eq!(format!("{find:?}"), shown);
}

#[test]
fn a_file_shows_its_size() {
    let upload = Upload::new(File::new("cat.png", b"PNG").content_type("image/png"), UploadKind::Image)
        .description(UploadDescription::new("t"));
    let shown = r#"Upload {
    media: File("cat.png", image/png, 3 bytes),
    kind: Image,
    description: Some(
        UploadDescription {
            title: "t",
        },
    ),
    caption: None,
    source: "api",
}"#;
    assert_eq!(format!("{upload:#?}"), shown);
}

#[test]
fn a_reply_shows_what_it_holds() {
    let reply = answer_json(Defaults::new(), r#"{ "text": "t", "count": 3, "color": "green" }"#).expect("a good reply");
    let shown = "DefaultsReply { text: \"t\", empty: \"\", count: 3, ratio: -0.5, whole: 2.0, flag: true, \
                 color: Unknown(UnknownValue(\"green\")), level: Two, hidden: None, list: [] }";
    assert_eq!(format!("{reply:?}"), shown);
}
