//! Secrets at rest.

use wxopen_runtime::{MemoryStore, SealKey, Sealed, Secret, TokenStore, Written};

fn key(byte: u8) -> SealKey {
    SealKey::from_bytes(&[byte; 32])
}

#[tokio::test]
async fn what_is_stored_cannot_be_read_without_the_key() {
    let below = MemoryStore::new();
    let sealed = Sealed::new(below.clone(), key(1));
    sealed.put("k", 0, Some(&Secret::from("PLAIN")), None).await.expect("stored");
    let stored = below.get("k").await.expect("there").value.expect("there");
    assert!(!stored.expose().contains("PLAIN"));
    assert_eq!(sealed.get("k").await.expect("opened").value, Some("PLAIN".into()));
    let error = Sealed::new(below.clone(), key(2)).get("k").await.expect_err("another key");
    assert!(error.to_string().contains("not sealed with any of the keys"));
    // Twice the same text does not look the same.
    sealed.put("k", 1, Some(&Secret::from("PLAIN")), None).await.expect("stored");
    assert_ne!(below.get("k").await.expect("there").value, Some(stored));
}

#[tokio::test]
async fn a_key_is_changed_without_losing_anything() {
    let below = MemoryStore::new();
    let old = Sealed::new(below.clone(), key(1));
    old.put("k", 0, Some(&Secret::from("PLAIN")), None).await.expect("stored");
    let new = Sealed::new(below.clone(), key(2)).previous(key(1));
    assert_eq!(new.get("k").await.expect("opened").value, Some("PLAIN".into()));
    assert_eq!(new.put("k", 1, Some(&Secret::from("NEW")), None).await.expect("stored"), Written::Done(2));
    // Written with the new key.
    assert_eq!(Sealed::new(below, key(2)).get("k").await.expect("opened").value, Some("NEW".into()));
}

#[tokio::test]
async fn what_is_sealed_belongs_to_its_key_and_is_whole() {
    let below = MemoryStore::new();
    let sealed = Sealed::new(below.clone(), key(1));
    sealed.put("merchant-a", 0, Some(&Secret::from("A")), None).await.expect("stored");
    let text = below.get("merchant-a").await.expect("there").value.expect("there");
    below.put("merchant-b", 0, Some(&text), None).await.expect("moved");
    sealed.get("merchant-b").await.expect_err("it is another's");
    for (version, wrong) in
        ["", "A", "sealed:1:", "sealed:1:AAAA", "sealed:1:!", &text.expose()[..60]].iter().enumerate()
    {
        below.put("wrong", version as u64, Some(&Secret::from(*wrong)), None).await.expect("stored");
        sealed.get("wrong").await.expect_err("it is no sealed text");
    }
}

#[test]
fn keys_come_in_base64_and_do_not_show() {
    SealKey::from_base64("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n").expect("32 bytes");
    SealKey::from_base64("BwcH").expect_err("3 bytes");
    SealKey::from_base64("???").expect_err("no Base64");
    assert_eq!(format!("{:?}", key(7)), "[redacted]");
}
