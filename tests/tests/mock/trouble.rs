//! Rules and faults: what they do to replies, and which replies.

use std::io::Write;
use std::time::{Duration, Instant};

use wxgen_mock::{Fault, Rule, When};
use wxopen::Error;
use wxopen::member::{BindTester, GetTester};

use crate::support::{blocking, builder, start};

fn rule(endpoint: Option<&str>, when: When) -> Rule {
    Rule { endpoint: endpoint.map(str::to_owned), when, errcode: Some(47003), fault: None, latency: Duration::ZERO }
}

/// Which of some calls fail.
fn failing(rule: Rule, seed: u64) -> Vec<usize> {
    let mock = start(builder().rule(rule).seed(seed));
    let client = blocking(&mock, "mock-token");
    (1..=20).filter(|_| client.send(GetTester::new()).is_err()).collect()
}

#[test]
fn rules_say_which_calls() {
    assert_eq!(failing(rule(Some("getTester"), When::Nth(3)), 1), [3]);
    assert_eq!(failing(rule(None, When::Every(6)), 1), [6, 12, 18]);
    assert_eq!(failing(rule(Some("getTester"), When::Always), 1).len(), 20);
    assert_eq!(failing(rule(Some("bindTester"), When::Always), 1), [0; 0]);
    let half = || failing(rule(None, When::Probability(0.5)), 7);
    assert_eq!(half(), half(), "the same seed gives the same");
    assert!((4..=16).contains(&half().len()), "{:?}", half());
    assert_ne!(half(), failing(rule(None, When::Probability(0.5)), 8));
}

#[test]
fn a_rule_file_is_read() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(b"- { endpoint: bindTester, nth: 2, errcode: 85003 }\n").expect("written");
    let mock = start(builder().rule_file(file.path()));
    let client = blocking(&mock, "mock-token");
    client.send(BindTester::new("one")).expect("the first is bound");
    assert_eq!(client.send(BindTester::new("two")).expect_err("the second").code(), Some(85003));
    client.send(BindTester::new("two")).expect("the third is bound");
}

#[test]
fn each_fault_is_what_it_says() {
    for (fault, name) in Fault::ALL {
        let mock = start(builder());
        let client = blocking(&mock, "mock-token");
        let outcome = client.prepare(BindTester::new("tests")).header("x-mock-fault", name).send();
        let bound = mock.merchant("wxmockmerchant0001").is_some_and(|merchant| !merchant.testers.is_empty());
        match fault {
            Fault::Refuse => assert!(matches!(outcome, Err(Error::Transport(_))) && !bound, "{outcome:?}"),
            Fault::Drop | Fault::HalfBody => {
                assert!(matches!(outcome, Err(Error::Transport(_))) && bound, "{outcome:?}")
            }
            Fault::ContentType => {
                assert!(bound);
                if let Ok(reply) = &outcome {
                    assert_eq!(reply.raw().header("content-type"), Some("text/html"));
                }
            }
            Fault::NotJson => assert!(matches!(outcome, Err(Error::Decode(_))) && bound, "{outcome:?}"),
            Fault::Status500 => assert!(matches!(outcome, Err(Error::Status(_))) && !bound, "{outcome:?}"),
        }
        assert_eq!(mock.call_counts()["bindTester"].by_fault[name], 1);
    }
}

#[test]
fn a_delay_delays() {
    let mock = start(builder());
    let client = blocking(&mock, "mock-token");
    let start = Instant::now();
    client.prepare(GetTester::new()).header("x-mock-latency-ms", "150").send().expect("a reply");
    assert!(start.elapsed() >= Duration::from_millis(150));
    let slow = client.prepare(GetTester::new()).header("x-mock-latency-ms", "60000");
    let late = slow.timeout(Duration::from_millis(100)).send();
    assert!(matches!(late, Err(Error::Transport(_))), "{late:?}");
}
