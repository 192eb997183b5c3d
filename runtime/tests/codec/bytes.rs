//! Bytes travel as Base64.

use proptest::prelude::*;
use wxopen_runtime::codec::{from_value, to_json};
use wxopen_runtime::generated::prelude::Bytes;
use wxopen_runtime::json;

use crate::config;

#[test]
fn the_vectors_of_the_standard() {
    for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
        assert_eq!(to_json(&Bytes::from(bytes)), format!("\"{text}\""));
        assert_eq!(&*from_value::<Bytes>(json!(text)).expect("Base64"), bytes.as_bytes());
    }
}

#[test]
fn what_is_no_base64() {
    for bad in [json!("Z"), json!("Zm9v!"), json!("Zm=v"), json!("店"), json!(7), json!([1]), json!({})] {
        let mismatches = from_value::<Bytes>(bad.clone()).expect_err("a misfit");
        assert_eq!(mismatches[0].expected, "Base64 text", "{bad}");
    }
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn any_bytes_come_back(bytes in any::<Vec<u8>>()) {
        let written = to_json(&Bytes::from(bytes.clone()));
        let text = written.trim_matches('"');
        prop_assert_eq!(&*from_value::<Bytes>(json!(text)).unwrap(), &bytes[..]);
        prop_assert_eq!(&*from_value::<Bytes>(json!(text.trim_end_matches('='))).unwrap(), &bytes[..]);
    }
}
