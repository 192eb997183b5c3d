//! What strangers send: nothing of it passes, and nothing of it stops the receiver.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::{ProptestConfig, any, proptest};
use proptest::sample::Index;
use proptest::{collection, prop_assert, prop_assert_eq};
use wxopen_runtime::push::{PushCrypto, PushError, PushQuery, Rejection};

use crate::sample::{APPID, ENCRYPT, builder, crypto, envelope, receive, sample, signed};

/// A ciphertext whose plaintext ends so: that of a message whose own end looks like padding, without the real padding.
fn ciphertext_ending_in(tail: &str) -> String {
    // 16 random bytes and 4 of length; then a message that fills its last block.
    let filler = "x".repeat(64 - 20 - tail.len());
    let sealed = STANDARD.decode(crypto().encrypt(format!("{filler}{tail}"), *b"0123456789abcdef")).expect("Base64");
    STANDARD.encode(&sealed[..64])
}

fn refused(encrypt: &str) -> PushError {
    builder().build().receive(&signed(encrypt), envelope(encrypt).as_bytes()).expect_err("refused")
}

#[test]
fn wrong_padding_length_and_appid_look_the_same_from_outside() {
    let other_appid = PushCrypto::new("wx-another", "", crate::sample::key(crate::sample::KEY));
    let cases = [
        (ciphertext_ending_in("\0"), Rejection::Padding),
        (ciphertext_ending_in("!"), Rejection::Padding),
        (ciphertext_ending_in("\u{1}\u{2}"), Rejection::Padding),
        // Well padded, but the length inside counts the padding too.
        (ciphertext_ending_in("\u{1}"), Rejection::Length),
        (ciphertext_ending_in("\u{2}\u{2}"), Rejection::Length),
        (other_appid.encrypt("<xml/>", [0; 16]), Rejection::Appid),
        ("AAAA".to_owned(), Rejection::Blocks),
        ("====".to_owned(), Rejection::Base64),
        ("密".to_owned(), Rejection::Base64),
    ];
    for (encrypt, flaw) in cases {
        let error = refused(&encrypt);
        assert_eq!(error, PushError::Undecryptable(flaw), "{flaw}");
        assert_eq!(error.to_string(), "the push cannot be decrypted");
        assert_eq!(format!("{error:?}"), "Undecryptable(Rejection)");
        assert!(std::error::Error::source(&error).is_none());
    }
}

/// The first block alone, which is the 16 random bytes.
fn first_block(random: [u8; 16]) -> String {
    STANDARD.encode(&STANDARD.decode(crypto().encrypt("", random)).expect("Base64")[..16])
}

#[test]
fn a_text_shorter_than_its_head_has_a_wrong_length() {
    let one_of_padding = *b"0123456789abcde\x01";
    assert_eq!(refused(&first_block(one_of_padding)), PushError::Undecryptable(Rejection::Length));
    assert_eq!(refused(&first_block([16; 16])), PushError::Undecryptable(Rejection::Length), "nothing but padding");
    assert_eq!(refused(&first_block([32; 16])), PushError::Undecryptable(Rejection::Padding), "more padding than text");
    assert_eq!(refused(&first_block([0; 16])), PushError::Undecryptable(Rejection::Padding));
}

#[test]
fn a_signature_that_differs_is_refused_before_anything_is_decrypted() {
    let (query, _) = sample();
    for (query, encrypt) in [
        (PushQuery { nonce: "1372623140".to_owned(), ..query.clone() }, ENCRYPT),
        (PushQuery { timestamp: "1409659814".to_owned(), ..query.clone() }, ENCRYPT),
        (PushQuery { msg_signature: "0".repeat(40), ..query.clone() }, ENCRYPT),
        (PushQuery { msg_signature: query.msg_signature[..39].to_owned(), ..query.clone() }, ENCRYPT),
        (query, "no Base64 at all"),
    ] {
        let error = builder().build().receive(&query, envelope(encrypt).as_bytes()).expect_err("unsigned");
        assert_eq!(error, PushError::Signature);
    }
}

#[test]
fn more_bytes_than_allowed_are_not_looked_at() {
    let (query, body) = sample();
    let receiver = builder().max_body(body.len()).build();
    receiver.receive(&query, body.as_bytes()).expect("just small enough");
    let error = receiver.receive(&query, format!("{body} ").as_bytes()).expect_err("one more");
    assert_eq!(error, PushError::TooLarge);
}

#[test]
fn bodies_that_are_no_envelope() {
    let (query, _) = sample();
    let receiver = builder().build();
    for body in [
        &b""[..],
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{",
        b"{}",
        b"<xml/>",
        b"<xml><Encrypt><a/></Encrypt></xml>",
        b"<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>",
        br#"{"Encrypt": null}"#,
        br#"{"Encrypt": ["a"]}"#,
    ] {
        let error = receiver.receive(&query, body).expect_err("no envelope");
        assert!(matches!(error, PushError::Envelope(_)), "{error:?}");
    }
    let deep = "[".repeat(500_000);
    let error = receiver.receive(&query, format!("{{\"Encrypt\":{deep}").as_bytes()).expect_err("deep");
    assert_eq!(error, PushError::Envelope("it is not well-formed JSON"));
}

#[test]
fn messages_that_are_none() {
    for message in ["", "success", "<xml></xml>", "{}", "<xml><InfoType>authorized</InfoType></xml>", "<xml><AppId>"] {
        let error = receive(&builder().build(), message).expect_err("no message");
        assert!(matches!(error, PushError::Message(_)), "{error:?}");
    }
}

#[test]
fn a_truncated_push_never_passes() {
    let (query, body) = sample();
    let receiver = builder().build();
    for length in 0..body.len() {
        assert!(receiver.receive(&query, &body.as_bytes()[..length]).is_err(), "{length} bytes of the body");
    }
    // The `=` at the end of Base64 say nothing.
    for length in 0..ENCRYPT.trim_end_matches('=').len() {
        let encrypt = &ENCRYPT[..length];
        assert_eq!(receiver.receive(&query, envelope(encrypt).as_bytes()).expect_err("cut"), PushError::Signature);
        let error = receiver.receive(&signed(encrypt), envelope(encrypt).as_bytes()).expect_err("cut and signed anew");
        assert!(matches!(error, PushError::Undecryptable(_)), "{length} characters: {error:?}");
    }
}

/// No files beside the tests: a failing case is printed, and goes into a test of its own.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn random_bodies_never_pass(query in any::<String>(), body in collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(builder().build().receive(&PushQuery::parse(&query), &body).is_err());
    }

    #[test]
    fn random_ciphertexts_never_pass_even_when_they_are_signed(bytes in collection::vec(any::<u8>(), 0..400)) {
        let error = refused(&STANDARD.encode(bytes));
        prop_assert!(matches!(error, PushError::Undecryptable(_)));
    }

    #[test]
    fn a_flipped_bit_never_passes(at in any::<Index>(), bit in 0..8_u8) {
        let (query, body) = sample();
        let mut bytes = body.into_bytes();
        // Bits of what is signed; the rest of the envelope says nothing.
        let from = bytes.windows(9).position(|part| part == b"<Encrypt>").expect("there") + 18;
        let at = from + at.index(ENCRYPT.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(builder().build().receive(&query, &bytes).is_err());
    }

    #[test]
    fn a_flipped_bit_never_yields_the_message_even_when_it_is_signed(at in any::<Index>(), bit in 0..8_u8) {
        let mut bytes = STANDARD.decode(ENCRYPT).expect("Base64");
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let good = crypto().decrypt(ENCRYPT).expect("the sample");
        match crypto().decrypt(&STANDARD.encode(&bytes)) {
            // CBC: of the first 16 bytes, which are random, and of the message itself a flip can pass unseen.
            Ok((message, appid)) => prop_assert!(at < 16 || message != good.0 || appid != good.1),
            Err(flaw) => prop_assert!(!flaw.to_string().is_empty()),
        }
    }

    #[test]
    fn every_message_comes_back(message in any::<String>(), random in any::<[u8; 16]>()) {
        let encrypt = crypto().encrypt(&message, random);
        prop_assert_eq!(STANDARD.decode(&encrypt).expect("Base64").len() % 32, 0);
        prop_assert_eq!(crypto().decrypt(&encrypt).expect("a message"), (message, APPID.to_owned()));
    }
}
