//! The calls that came, and counts of them.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::Serialize;

/// How many calls are kept; older ones are only counted.
const MOST_CALLS: usize = 1000;
/// How many codes of an endpoint are counted; a header can ask for any.
const MOST_CODES: usize = 500;
/// What calls of paths that the spec does not know are counted as.
pub(super) const UNKNOWN: &str = "(unknown path)";

/// A call that came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordedCall {
    /// Which one it is, from 1.
    pub number: u64,
    /// When it came, in milliseconds since 1970 of the mock's clock.
    pub at: u64,
    /// Its method.
    pub method: String,
    /// Its path, without the query, which holds the token.
    pub path: String,
    /// The endpoint, where one was found.
    pub endpoint: Option<String>,
    /// How it was judged.
    pub verdict: Verdict,
    /// The code that was answered.
    pub errcode: i64,
    /// What exactly is wrong; empty where nothing is.
    pub message: String,
    /// The fault of the reply, where there is one.
    pub fault: Option<&'static str>,
    /// The request id of the reply.
    pub rid: String,
}

/// How a call was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All is well.
    Ok,
    /// The request is not as the spec says.
    Violation,
    /// The token will not do.
    Token,
    /// The request is good and its answer is no.
    Refused,
    /// A header asked for this code.
    Demanded,
    /// A rule asked for this code.
    Rule,
}

impl Verdict {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Violation => "violation",
            Self::Token => "token",
            Self::Refused => "refused",
            Self::Demanded => "demanded",
            Self::Rule => "rule",
        }
    }
}

/// How often an endpoint was called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CallCounts {
    /// All calls.
    pub calls: u64,
    /// Calls by the code that was answered.
    pub by_errcode: BTreeMap<i64, u64>,
    /// Calls by verdict.
    pub by_verdict: BTreeMap<&'static str, u64>,
    /// Replies that were spoilt on purpose, by fault.
    pub by_fault: BTreeMap<&'static str, u64>,
}

/// What is known of calls.
#[derive(Debug, Default)]
pub(super) struct Calls {
    recent: VecDeque<RecordedCall>,
    counts: BTreeMap<String, CallCounts>,
    started: u64,
    started_of: HashMap<String, u64>,
}

impl Calls {
    /// A call has come: its number, of all and of its endpoint.
    pub(super) fn start(&mut self, endpoint: &str) -> (u64, u64) {
        self.started += 1;
        let of_endpoint = match self.started_of.get_mut(endpoint) {
            Some(started) => started,
            None => self.started_of.entry(endpoint.to_owned()).or_default(),
        };
        *of_endpoint += 1;
        (self.started, *of_endpoint)
    }

    /// How many calls have come.
    pub(super) fn total(&self) -> u64 {
        self.started
    }

    /// A call was answered.
    pub(super) fn add(&mut self, call: RecordedCall) {
        let counts = self.counts.entry(call.endpoint.clone().unwrap_or_else(|| UNKNOWN.to_owned())).or_default();
        counts.calls += 1;
        if counts.by_errcode.len() < MOST_CODES || counts.by_errcode.contains_key(&call.errcode) {
            *counts.by_errcode.entry(call.errcode).or_default() += 1;
        }
        *counts.by_verdict.entry(call.verdict.name()).or_default() += 1;
        if let Some(fault) = call.fault {
            *counts.by_fault.entry(fault).or_default() += 1;
        }
        if self.recent.len() == MOST_CALLS {
            self.recent.pop_front();
        }
        self.recent.push_back(call);
    }

    /// Calls that came last, the last one first.
    pub(super) fn recent(&self) -> impl Iterator<Item = &RecordedCall> {
        self.recent.iter().rev()
    }

    /// Counts by endpoint.
    pub(super) fn counts(&self) -> &BTreeMap<String, CallCounts> {
        &self.counts
    }
}
