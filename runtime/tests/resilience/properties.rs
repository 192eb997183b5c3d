//! What holds whatever the network does.

use std::time::Duration;

use proptest::prelude::*;
use wxopen_runtime::{FailOver, Retry};

use crate::api::{
    Came, Connect, Incomplete, Look, Other, Pay, Timeout, TooLarge, broken, code, good, scripted, status,
};

fn came() -> impl Strategy<Value = Came> {
    let kinds = prop::sample::select(vec![Connect, Connect, Timeout, Incomplete, TooLarge, Other]);
    prop_oneof![
        1 => Just(good()),
        4 => kinds.prop_map(broken),
        3 => prop::sample::select(vec![-1, 700, 45009, 45011, 40001, 85001]).prop_map(code),
        1 => prop::sample::select(vec![404, 429, 500, 503]).prop_map(status),
    ]
}

/// May a call of which this came have been carried out?
fn may_have_been_carried_out(came: &Came) -> bool {
    match came {
        Ok(reply) => !String::from_utf8_lossy(&reply.body).contains("45011"),
        Err(error) => error.kind != Connect,
    }
}

proptest! {
    #[test]
    fn attempts_pauses_and_repeats_are_bounded(
        script in prop::collection::vec(came(), 0..12),
        attempts in 0_u32..6,
        first in 0_u64..3_000,
        longest in 0_u64..10_000,
        deadline in 0_u64..150_000,
        fraction in 0.0..=1.0,
        safe in any::<bool>(),
        fail_over in any::<bool>(),
    ) {
        let mut scripted = scripted(script.clone());
        scripted.clock.set_fraction(fraction);
        let (first, longest) = (Duration::from_millis(first), Duration::from_millis(longest));
        let deadline = Duration::from_millis(deadline);
        let retry = Retry::default().attempts(attempts).backoff(first, longest);
        scripted.builder = scripted.builder.retry(retry).deadline(deadline);
        if fail_over {
            scripted.builder = scripted.builder.fail_over(FailOver::new());
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let became = match safe {
            true => runtime.block_on(scripted.call(Look::default())),
            false => runtime.block_on(scripted.call(Pay::default())),
        };

        let hosts = if fail_over { 3 } else { 1 };
        prop_assert!(became.sent <= attempts.max(1) as usize * hosts);
        let waited: Duration = became.slept.iter().sum();
        prop_assert!(waited <= deadline);
        for (tries, pause) in became.slept.iter().enumerate() {
            let bound = first.saturating_mul(1 << tries).min(longest);
            let minute = Duration::from_secs(1)..=Duration::from_secs(61);
            prop_assert!(*pause <= bound || minute.contains(pause), "{pause:?} > {bound:?}");
        }
        if !safe {
            let replies = script.iter().take(became.sent);
            let carried_out = replies.filter(|came| may_have_been_carried_out(came)).count();
            prop_assert!(carried_out <= 1, "sent again after it may have been carried out");
        }
    }
}
