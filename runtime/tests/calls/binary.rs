//! Bytes, unless it is an error.

use wxopen_runtime::{Binary, Endpoint, Error, RawReply, Reply};

use crate::api::{DemoError, Picture};

fn read(content_type: &str, body: &[u8]) -> Result<Reply<Binary>, Error<DemoError>> {
    let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
    Picture::reply(RawReply { status: 200, headers, body: body.to_vec() })
}

#[test]
fn bytes_come_as_they_are() {
    let bytes = b"\xff\xd8\xff\xe0 a picture\x00";
    let reply = read("image/jpeg", bytes).expect("a picture");
    assert_eq!(&*reply.bytes, bytes);
    assert_eq!(reply.content_type.as_deref(), Some("image/jpeg"));
    assert_eq!(reply.raw().body, bytes);
    assert_eq!(&*read("text/csv", b"1,2").expect("a table").bytes, b"1,2");
    assert_eq!(&*read("image/png", b"").expect("nothing").bytes, b"");
}

#[test]
fn an_error_comes_as_json_whatever_it_is_called() {
    let body = br#"{"errcode": 900, "errmsg": "too many"}"#;
    for content_type in ["image/jpeg", "text/plain", "application/json; encoding=utf-8", ""] {
        let error = read(content_type, body).expect_err("an error");
        assert_eq!(error.kind(), Some(&DemoError::TooMany), "{content_type}");
        let with_mark = [b"\xEF\xBB\xBF \n", &body[..]].concat();
        assert_eq!(read(content_type, &with_mark).expect_err("an error").code(), Some(900), "{content_type}");
    }
}

#[test]
fn json_that_is_no_error_is_bytes() {
    for body in [&br#"{"errcode": 0}"#[..], br#"{"frames": []}"#, b"[1]", b"{ not JSON"] {
        assert_eq!(&*read("application/json", body).expect("bytes").bytes, body);
    }
}

#[test]
fn a_status_counts_for_bytes_too() {
    let raw = RawReply { status: 404, headers: Vec::new(), body: b"\x89PNG".to_vec() };
    assert!(matches!(Picture::reply(raw), Err(Error::Status(error)) if error.raw.status == 404));
}

#[test]
fn file_names_lose_their_folders() {
    for (disposition, name) in [
        (r#"attachment; filename="bill.csv""#, Some("bill.csv")),
        ("attachment; filename=bill.csv; size=3", Some("bill.csv")),
        (r#"attachment; filename="../../etc/passwd""#, Some("passwd")),
        (r#"attachment; filename="C:\temp\a.exe""#, Some("a.exe")),
        (r#"attachment; filename="..""#, None),
        (r#"attachment; filename="a/""#, None),
        (r#"attachment; filename="#, None),
        (r#"attachment; filename=""#, None),
        ("attachment", None),
    ] {
        let headers = vec![("content-disposition".to_owned(), disposition.to_owned())];
        let reply = Picture::reply(RawReply { status: 200, headers, body: b"x".to_vec() }).expect("bytes");
        assert_eq!(reply.file_name.as_deref(), name, "{disposition}");
    }
}
