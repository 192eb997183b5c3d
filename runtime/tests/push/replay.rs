//! Pushes that come again, and pushes from another time.

use std::time::Duration;

use wxopen_runtime::push::{Answer, DEFAULT_WINDOW, Delivery, Push, PushError, PushQuery, PushReceiver};

use crate::sample::{NONCE, SECONDS, TIMESTAMP, builder, clock, crypto, envelope, sample, signed_at};

fn again(receiver: &PushReceiver) -> Push {
    let (query, body) = sample();
    receiver.receive(&query, body.as_bytes()).expect("a push")
}

fn sent(receiver: &PushReceiver, seconds: u64, nonce: &str) -> Result<Push, PushError> {
    let encrypt = crypto().encrypt("<xml><ToUserName>gh_1</ToUserName></xml>", *b"0123456789abcdef");
    receiver.receive(&signed_at(&encrypt, seconds, nonce), envelope(&encrypt).as_bytes())
}

fn at(receiver: &PushReceiver, seconds: u64, nonce: &str) -> Result<Delivery, PushError> {
    sent(receiver, seconds, nonce).map(|push| push.delivery)
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
fn a_push_whose_parts_are_moved_is_no_other_push() {
    // The signature has no marks between what it covers, so that it stays the same when characters move.
    let receiver = builder().build();
    let mut moved = 0;
    for random in 0..500_u128 {
        let message = format!("<xml><ToUserName>gh_1</ToUserName><Content>{}</Content></xml>", "x".repeat(20));
        let encrypt = crypto().encrypt(message, random.to_be_bytes());
        let (nonce, cut) = ("327808454", encrypt.strip_suffix('=').expect("padding"));
        let query = signed_at(&encrypt, SECONDS, nonce);
        let forged = PushQuery { nonce: format!("={nonce}"), ..query.clone() };
        if crypto().sign(&[TIMESTAMP, &forged.nonce, cut]) == query.msg_signature {
            receiver.receive(&query, envelope(&encrypt).as_bytes()).expect("a push");
            let refused = receiver.receive(&forged, envelope(cut).as_bytes()).expect_err("a moved character");
            assert_eq!(refused, PushError::Query("nonce"));
            moved += 1;
        }
    }
    assert!(moved > 3, "of 500 some can be moved");
}

#[test]
fn an_id_is_the_same_for_every_receiver_and_no_other_push_has_it() {
    let at = |nonce, message: &str| {
        let encrypt = crypto().encrypt(message, *b"0123456789abcdef");
        let query = signed_at(&encrypt, SECONDS, nonce);
        builder().build().receive(&query, envelope(&encrypt).as_bytes()).expect("a push").id()
    };
    let message = "<xml><ToUserName>gh_1</ToUserName></xml>";
    assert_eq!(at("1", message), at("1", message));
    assert_eq!(at("1", message).len(), 40);
    assert_ne!(at("1", message), at("2", message));
    assert_ne!(at("1", message), at("1", &message.replace("gh_1", "gh_2")));
}

#[test]
fn answers_are_remembered_with_their_pushes_and_of_many_long_ones_the_last() {
    let receiver = builder().build();
    let long = |at: usize| Answer::Reply(format!("{at}{}", "x".repeat(6 << 20)));
    let pushes: Vec<_> = (0..4).map(|at| sent(&receiver, SECONDS, &at.to_string()).expect("a push")).collect();
    assert_eq!(receiver.answer_of(&pushes[0]), None);
    for (at, push) in pushes.iter().enumerate() {
        receiver.answered(push, long(at));
    }
    let answers: Vec<_> = pushes.iter().map(|push| receiver.answer_of(push).expect("an answer")).collect();
    assert_eq!(answers, [Answer::Success, Answer::Success, long(2), long(3)]);
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
