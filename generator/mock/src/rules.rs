//! Rules: which calls get an error, a fault or a delay.

use std::time::Duration;

use super::fault::Fault;
use super::random::fraction;

/// A rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The endpoint it is about; `None`: all of them.
    pub endpoint: Option<String>,
    /// Which calls of the endpoint.
    pub when: When,
    /// The code to answer.
    pub errcode: Option<i64>,
    /// How to spoil the reply.
    pub fault: Option<Fault>,
    /// How long to wait before the reply.
    pub latency: Duration,
}

/// Which calls a rule is about. They are counted from 1, for each endpoint, or over all for a rule about all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum When {
    /// All of them.
    Always,
    /// This one alone.
    Nth(u64),
    /// Each so-and-so-many-th.
    Every(u64),
    /// Each with this probability.
    Probability(f64),
}

/// What rules do to a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Effects {
    pub(super) errcode: Option<i64>,
    pub(super) fault: Option<Fault>,
    pub(super) latency: Duration,
}

/// What the rules do to a call, which is the `of_endpoint`-th of its endpoint and the `of_all`-th of all. Of several
/// codes or faults the first counts; delays add up.
pub(super) fn effects(rules: &[Rule], endpoint: &str, of_endpoint: u64, of_all: u64, seed: u64) -> Effects {
    let mut effects = Effects::default();
    for (nth, rule) in rules.iter().enumerate() {
        let (concerned, count) = match &rule.endpoint {
            Some(name) => (name == endpoint, of_endpoint),
            None => (true, of_all),
        };
        if concerned && rule.when.holds(nth, endpoint, count, seed) {
            effects.errcode = effects.errcode.or(rule.errcode);
            effects.fault = effects.fault.or(rule.fault);
            effects.latency = effects.latency.saturating_add(rule.latency);
        }
    }
    effects
}

impl When {
    fn holds(self, rule: usize, endpoint: &str, count: u64, seed: u64) -> bool {
        match self {
            Self::Always => true,
            Self::Nth(nth) => count == nth,
            Self::Every(each) => each > 0 && count.is_multiple_of(each),
            Self::Probability(probability) => {
                fraction(seed, &["rule", &rule.to_string(), endpoint, &count.to_string()]) < probability
            }
        }
    }
}
