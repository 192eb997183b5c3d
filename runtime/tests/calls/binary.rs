//! Bytes, unless it is an error.

use wxopen_runtime::{Binary, Endpoint, Error, RawReply, Reply};

use crate::api::{DemoError, Picture};

fn read(content_type: &str, body: &[u8]) -> Result<Reply<Binary>, Error<DemoError>> {
    let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
    Picture::reply(RawReply { status: 200, headers, body: body.to_vec() })
}

/// What was found instead of bytes. The reply is kept.
#[track_caller]
fn refused(content_type: &str, body: &[u8]) -> &'static str {
    match read(content_type, body) {
        Err(Error::Decode(error)) => {
            assert_eq!(error.raw.body, body, "the reply is kept");
            assert_eq!((error.mismatches.len(), error.mismatches[0].expected), (1, "bytes"));
            error.mismatches[0].found
        }
        other => panic!("{content_type}: {other:?}"),
    }
}

/// What servers call anything.
const DECLARED: [&str; 6] =
    ["image/jpeg", "text/plain", "text/html; charset=utf-8", "application/json", "application/octet-stream", ""];

#[test]
fn bytes_come_as_they_are() {
    let bytes = b"\xff\xd8\xff\xe0 a picture\x00";
    let reply = read("image/jpeg", bytes).expect("a picture");
    assert_eq!(&*reply.bytes, bytes);
    assert_eq!(reply.content_type.as_deref(), Some("image/jpeg"));
    assert_eq!((reply.raw().status, reply.raw().body.len()), (200, 0), "the bytes are not held twice");
}

#[test]
fn a_file_is_one_whatever_it_is_called() {
    let files: [&[u8]; 8] = [
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"%PDF-1.7\n1 0 obj\n",
        b"#!AMR\n<<<<",
        b"ID3 all text",
        b"{\x00\x01 begins like JSON",
        b"<\x00 begins like HTML",
        b"\n\x00",
    ];
    for file in files {
        for declared in DECLARED {
            assert_eq!(&*read(declared, file).expect("a file").bytes, file, "{declared}");
        }
    }
}

#[test]
fn what_is_no_file_is_an_error_that_keeps_it() {
    let long = format!("{}system error", " ".repeat(5000));
    let bodies: [(&[u8], &str); 26] = [
        (b"", "nothing"),
        (b"\r\n ", "nothing"),
        (b"\xef\xbb\xbf", "nothing"),
        (b"<html><body>busy</body></html>", "HTML or XML"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>", "HTML or XML"),
        (b"<?xml version=\"1.0\"?><return_code>FAIL</return_code>", "HTML or XML"),
        (b"<html>\xcf\xb5\xcd\xb3\xb7\xb1\xc3\xa6", "HTML or XML"),
        (b"system error", "text"),
        (long.as_bytes(), "text"),
        ("系统繁忙".as_bytes(), "text"),
        (&"系统繁忙".as_bytes()[..8], "text"),
        (b"\xff\xfeb\x00u\x00s\x00y\x00", "text"),
        (br#"{"errcode":41030,"errmsg":"inv"#, "JSON that is cut short"),
        (b"{\"errcode\":41030,\"errmsg\":\"a\x01b", "JSON that is cut short"),
        (br#"{"errcode":41030,}"#, "text that is no JSON"),
        (b"{ not JSON", "text that is no JSON"),
        (b"[busy]", "text that is no JSON"),
        (b"[1", "JSON that is cut short"),
        (br#"{"errcode": 0, "errmsg": "ok"}"#, "JSON with a code"),
        (br#"{"base_resp": {"ret": 0}}"#, "JSON with a code"),
        (b"[]", "JSON"),
        (b"<HTML>\x00\x01 busy", "HTML or XML"),
        (b" <xml>\x02</xml>", "HTML or XML"),
        (b"system error\x00", "text"),
        (b"system error\n\x00\x00", "text"),
        (b"<p>busy\x00", "HTML or XML"),
    ];
    for (body, found) in bodies {
        for declared in DECLARED {
            assert_eq!(refused(declared, body), found, "{declared}: {:?}", String::from_utf8_lossy(body));
        }
    }
}

#[test]
fn text_is_a_file_where_the_headers_say_so() {
    let table = b"day,total\n2026-11-30,7\n";
    assert_eq!(&*read("Text/CSV; charset=utf-8", table).expect("a table").bytes, table);
    let headers = |disposition: &str| vec![("content-disposition".to_owned(), disposition.to_owned())];
    let named = |body: &[u8]| {
        Picture::reply(RawReply { status: 200, headers: headers("attachment; FileName=a.txt"), body: body.to_vec() })
    };
    assert_eq!(&*named(table).expect("a table").bytes, table);
    named(b"<html>").expect_err("a page");
    let gbk = b"\xce\xc4\xbc\xfe";
    assert_eq!(refused("text/plain; charset=GBK", gbk), "text");
    assert_eq!(&*read("image/x-ours", gbk).expect("an encoding of its own").bytes, gbk);
}

#[test]
fn an_error_comes_as_json_whatever_it_is_called() {
    let body = br#"{"errcode": 900, "errmsg": "too many"}"#;
    let with_mark = [b"\xEF\xBB\xBF \n", &body[..]].concat();
    let broken = b"{\"errcode\": 900, \"errmsg\": \"too\xcd\xf5 \x01many\"}\x00";
    for content_type in DECLARED {
        for body in [&body[..], &with_mark, broken] {
            let error = read(content_type, body).expect_err("an error");
            assert_eq!(error.kind(), Some(&DemoError::TooMany), "{content_type}");
        }
    }
}

#[test]
fn an_object_without_a_code_is_bytes() {
    let body = br#"{"video_url": "http://v"}"#;
    assert_eq!(&*read("application/json", body).expect("bytes").bytes, body);
}

#[test]
fn a_status_counts_for_bytes_too() {
    let raw = RawReply { status: 404, headers: Vec::new(), body: b"\x89PNG".to_vec() };
    assert!(matches!(Picture::reply(raw), Err(Error::Status(error)) if error.raw.status == 404));
}

#[test]
fn file_names_are_read_as_parameters_and_lose_their_folders() {
    for (disposition, name) in [
        (r#"attachment; filename="bill.csv""#, Some("bill.csv")),
        ("attachment; filename=bill.csv; size=3", Some("bill.csv")),
        (r#"attachment; filename="../../etc/passwd""#, Some("passwd")),
        (r#"attachment; filename="C:\temp\a.exe""#, Some("a.exe")),
        (r#"attachment; filename="C:\\temp\\a.exe""#, Some("a.exe")),
        ("attachment; FileName=a.jpg", Some("a.jpg")),
        ("attachment ;filename = a.jpg ; size=3", Some("a.jpg")),
        (r#"attachment; filename = "a b.jpg""#, Some("a b.jpg")),
        (r#"attachment; filename="say \"a\".jpg""#, Some(r#"say "a".jpg"#)),
        (r#"attachment; filename="a;b.jpg"; size=3"#, Some("a;b.jpg")),
        (r#"attachment; name="x; filename=no.jpg"; filename="a.jpg""#, Some("a.jpg")),
        (r#"attachment; x; filename="a.jpg""#, Some("a.jpg")),
        (r#"attachment; filename="图片.jpg""#, Some("图片.jpg")),
        ("attachment; filename*=UTF-8''%E5%9B%BE%20a.jpg", Some("图 a.jpg")),
        (r#"attachment; filename="a.jpg"; filename*=utf-8'zh'%E5%9B%BE.jpg"#, Some("图.jpg")),
        ("attachment; filename*=iso-8859-1''%E9.txt", Some("é.txt")),
        (r#"attachment; filename*=GBK''%CD%BC.jpg; filename="a.jpg""#, Some("a.jpg")),
        ("attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", Some("passwd")),
        (r#"attachment; filename*=UTF-8''a%00b; filename="a.jpg""#, Some("a.jpg")),
        (r#"attachment; filename="=?UTF-8?B?5Zu+LmpwZw==?=""#, Some("图.jpg")),
        ("attachment; filename==?utf-8?Q?=E5=9B=BE_a.jpg?=", Some("图 a.jpg")),
        (r#"attachment; filename="=?GBK?B?zbwuanBn?=""#, Some("=?GBK?B?zbwuanBn?=")),
        (r#"attachment; filename="..""#, None),
        (r#"attachment; filename="a/""#, None),
        (r#"attachment; filename="#, None),
        (r#"attachment; filename=""#, None),
        ("attachment", None),
    ] {
        let headers = vec![("content-disposition".to_owned(), disposition.to_owned())];
        let reply = Picture::reply(RawReply { status: 200, headers, body: b"\0".to_vec() }).expect("bytes");
        assert_eq!(reply.file_name.as_deref(), name, "{disposition}");
    }
}
