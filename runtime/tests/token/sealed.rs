//! Secrets at rest.

use wxopen_runtime::{MemoryStore, SealKey, Sealed, Secret, TokenStore, Written};

fn key(byte: u8) -> SealKey {
    SealKey::from_bytes(&[byte; 32])
}

#[tokio::test]
async fn what_is_stored_cannot_be_read_without_the_key() {
    let below = MemoryStore::new();
    let sealed = Sealed::new(below.clone(), key(1));
    let written = sealed.put("k", 0, Some(&Secret::from("PLAIN")), None).await.expect("stored");
    let Written::Done(version) = written else { panic!("{written:?}") };
    let stored = below.get("k").await.expect("there").value.expect("there");
    assert!(!stored.expose().contains("PLAIN"));
    assert_eq!(sealed.get("k").await.expect("opened").value, Some("PLAIN".into()));
    let error = Sealed::new(below.clone(), key(2)).get("k").await.expect_err("another key");
    assert!(error.to_string().contains("not sealed with any of the keys"));
    // Twice the same text does not look the same.
    sealed.put("k", version, Some(&Secret::from("PLAIN")), None).await.expect("stored");
    assert_ne!(below.get("k").await.expect("there").value, Some(stored));
}

#[tokio::test]
async fn a_key_is_changed_without_losing_anything() {
    let below = MemoryStore::new();
    let old = Sealed::new(below.clone(), key(1));
    let written = old.put("k", 0, Some(&Secret::from("PLAIN")), None).await.expect("stored");
    let Written::Done(version) = written else { panic!("{written:?}") };
    let new = Sealed::new(below.clone(), key(2)).previous(key(1));
    assert_eq!(new.get("k").await.expect("opened").value, Some("PLAIN".into()));
    let written = new.put("k", version, Some(&Secret::from("NEW")), None).await.expect("stored");
    assert!(matches!(written, Written::Done(_)));
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
}

#[tokio::test]
async fn what_cannot_be_opened_says_which_version_a_write_replaces() {
    let below = MemoryStore::new();
    let sealed = Sealed::new(below.clone(), key(1));
    let foreign = Sealed::new(below.clone(), key(2));
    foreign.put("foreign", 0, Some(&Secret::from("A")), None).await.expect("stored");
    let text = below.get("foreign").await.expect("there").value.expect("there");
    for wrong in ["", "A", "sealed:1:", "sealed:1:AAAA", "sealed:1:!", &text.expose()[..60], text.expose()] {
        let before = below.get("k").await.expect("there").version;
        let written = below.put("k", before, Some(&Secret::from(wrong)), None).await.expect("stored");
        let error = sealed.get("k").await.expect_err("it is no sealed text");
        let version = error.unreadable.expect("the store itself works");
        assert_eq!(written, Written::Done(version));
        sealed.put("k", version, Some(&Secret::from("NEW")), None).await.expect("replaced");
        assert_eq!(sealed.get("k").await.expect("opened").value, Some("NEW".into()));
    }
}

#[test]
fn keys_come_in_base64_and_do_not_show() {
    SealKey::from_base64("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n").expect("32 bytes");
    SealKey::from_base64("BwcH").expect_err("3 bytes");
    SealKey::from_base64("???").expect_err("no Base64");
    assert_eq!(format!("{:?}", key(7)), "[redacted]");
}
