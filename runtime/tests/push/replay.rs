//! Pushes that come again, and pushes from another time.

use std::time::Duration;

use wxopen_runtime::push::{DEFAULT_WINDOW, Delivery, Push, PushError, PushReceiver};

use crate::sample::{NONCE, SECONDS, builder, clock, crypto, envelope, sample, signed_at};

fn again(receiver: &PushReceiver) -> Push {
    let (query, body) = sample();
    receiver.receive(&query, body.as_bytes()).expect("a push")
}

fn at(receiver: &PushReceiver, seconds: u64, nonce: &str) -> Result<Delivery, PushError> {
    let encrypt = crypto().encrypt("<xml><ToUserName>gh_1</ToUserName></xml>", *b"0123456789abcdef");
    let push = receiver.receive(&signed_at(&encrypt, seconds, nonce), envelope(&encrypt).as_bytes());
    push.map(|push| push.delivery)
}

#[test]
fn a_push_that_was_handled_is_a_repeat() {
    let receiver = builder().build();
    let push = again(&receiver);
    assert_eq!(push.delivery, Delivery::First);
    assert_eq!(again(&receiver).delivery, Delivery::Pending, "nobody has said yet whether it was handled");
    receiver.handled(&push);
    assert_eq!(again(&receiver).delivery, Delivery::Repeat);
    assert_eq!(again(&receiver.clone()).delivery, Delivery::Repeat);
}

#[test]
fn a_push_that_could_not_be_handled_may_come_again() {
    let receiver = builder().build();
    let push = again(&receiver);
    receiver.forget(&push);
    assert_eq!(again(&receiver).delivery, Delivery::First);
}

#[test]
fn the_same_nonce_at_another_second_is_another_push() {
    let receiver = builder().build();
    assert_eq!(at(&receiver, SECONDS, NONCE), Ok(Delivery::First));
    assert_eq!(at(&receiver, SECONDS + 1, NONCE), Ok(Delivery::First));
    assert_eq!(at(&receiver, SECONDS, "7"), Ok(Delivery::First));
    assert_eq!(at(&receiver, SECONDS, NONCE), Ok(Delivery::Pending));
}

#[test]
fn pushes_from_another_time_are_refused() {
    let window = DEFAULT_WINDOW.as_secs();
    let receiver = builder().build();
    for good in [SECONDS - window, SECONDS + window] {
        assert_eq!(at(&receiver, good, "1"), Ok(Delivery::First));
    }
    for bad in [0, SECONDS - window - 1, SECONDS + window + 1, u64::MAX] {
        assert_eq!(at(&receiver, bad, "1"), Err(PushError::Stale));
    }
}

#[test]
fn there_is_no_moment_when_a_push_is_forgotten_but_still_taken() {
    let clock = clock();
    let receiver = builder().clock(clock.clone()).window(Duration::from_secs(10)).build();
    for nonce in ["1", "2"] {
        assert_eq!(at(&receiver, SECONDS + 10, nonce), Ok(Delivery::First));
    }
    for second in 0..=20 {
        assert_eq!(at(&receiver, SECONDS + 10, "1"), Ok(Delivery::Pending), "after {second} s");
        clock.advance(Duration::from_secs(1));
    }
    assert_eq!(at(&receiver, SECONDS + 10, "1"), Err(PushError::Stale));
}

#[test]
fn memory_has_a_limit_and_the_oldest_go_first() {
    let receiver = builder().remember(3).build();
    for nonce in ["1", "2", "3", "4"] {
        assert_eq!(at(&receiver, SECONDS, nonce), Ok(Delivery::First));
    }
    assert_eq!(at(&receiver, SECONDS, "2"), Ok(Delivery::Pending));
    assert_eq!(at(&receiver, SECONDS, "1"), Ok(Delivery::First), "forgotten");
}

#[test]
fn what_is_not_signed_is_not_remembered() {
    let receiver = builder().remember(1).build();
    let (query, _) = sample();
    again(&receiver);
    for nonce in ["1", "2", "3"] {
        let forged = wxopen_runtime::push::PushQuery { nonce: nonce.to_owned(), ..query.clone() };
        assert_eq!(receiver.receive(&forged, sample().1.as_bytes()).expect_err("forged"), PushError::Signature);
    }
    assert_eq!(again(&receiver).delivery, Delivery::Pending);
}
