//! Files on their way up.

use std::io::{self, Read};

use wxopen_runtime::{Error, File, ReqwestTransport, TransportErrorKind};

use crate::api::{Ask, Upload, client};
use crate::servers::{echo, serve};

#[tokio::test]
async fn a_file_goes_out_with_its_length() {
    const SIZE: u64 = 3 << 20;
    let client = client(ReqwestTransport::new(), &format!("http://{}", serve(echo)));
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("film.mp4");
    std::fs::write(&path, vec![7; SIZE as usize]).expect("a file");
    let reader = || io::repeat(7).take(SIZE);
    for file in [
        File::from_path(&path),
        File::new("film.mp4", vec![7; SIZE as usize]),
        File::from_read("film.mp4", SIZE, reader()),
    ] {
        let reply = client.send(Upload(file)).await.expect("a reply");
        let length = format!("content-length: {}", reply.bytes);
        assert!(reply.bytes > SIZE as i64 && reply.head.contains(&length), "{}", reply.head);
        assert!(!reply.head.contains("transfer-encoding"), "{}", reply.head);
    }
    let reply = client.send(Upload(File::from_read("film.mp4", None, reader()))).await.expect("a reply");
    assert!(reply.bytes > SIZE as i64 && reply.head.contains("transfer-encoding: chunked"), "{}", reply.head);
}

#[tokio::test]
async fn a_file_that_breaks_off_says_so() {
    let client = client(ReqwestTransport::new(), &format!("http://{}", serve(echo)));
    let file = File::from_read("film.mp4", 3 << 20, io::repeat(7).take(1 << 20));
    match client.send(Upload(file)).await {
        Err(Error::Transport(error)) => {
            assert_eq!(error.kind, TransportErrorKind::Body);
            assert_eq!(error.message, "film.mp4: it holds fewer bytes than was said");
        }
        other => panic!("{other:?}"),
    }
    client.send(Ask).await.expect("the next call is not harmed");
}
