//! Codes that were traded already.
//!
//! WeChat sends the code of an authorization twice, with the merchant's browser and in a push, and takes it once. Which
//! merchant a code stood for is remembered in the store for as long as the code could come again, by its digest: whoever
//! comes second gets the same merchant. Codes share a number of keys that does not grow; those that are over are dropped
//! when a new one is added to their key.

use std::time::Duration;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::entry::AUTHORIZER;
use super::store::{Lease, StoreError, Written};
use super::third_party::ThirdPartyPlatform;
use super::write::{MOST_TRIES, PAUSES};
use crate::clock::in_millis;
use crate::codec::Secret;
use crate::error::{TokenError, TokenProblem};

/// How long a code is remembered. It is good for an hour, and clocks may be an hour apart.
const REMEMBERED: Duration = Duration::from_secs(2 * 3600);

/// The digest of a code. What is stored is of no use to anyone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CodeDigest(String);

/// What is known of a code.
pub(crate) enum Code {
    /// It was traded, for the tokens of this merchant.
    Traded(String),
    /// It is up to this process to trade it.
    Untraded(Lease),
}

impl CodeDigest {
    pub(crate) fn of(code: &Secret) -> Self {
        Self(Sha256::digest(code.expose()).iter().map(|byte| format!("{byte:02x}")).collect())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl ThirdPartyPlatform {
    /// What is known of a code. Of all who ask at the same time, one has to trade it; the others wait for that.
    pub(crate) async fn code(&self, code: &CodeDigest) -> Result<Code, TokenError> {
        let (key, clock, timing) = (self.codes_key(code), &self.inner.clock, &self.inner.timing);
        let end = clock.elapsed().saturating_add(timing.lease * 3);
        let mut pause = PAUSES.0;
        loop {
            if let Some(appid) = merchant(&self.codes(&key).await?.1, code) {
                return Ok(Code::Traded(appid));
            }
            if let Some(lease) = self.inner.store.lease(&key, timing.lease).await.map_err(failed)? {
                let Some(appid) = merchant(&self.codes(&key).await?.1, code) else { return Ok(Code::Untraded(lease)) };
                self.release_code(code, lease).await;
                return Ok(Code::Traded(appid));
            }
            if clock.elapsed() >= end {
                let reason = "another process has been trading the code for too long";
                return Err(TokenError::new(AUTHORIZER, reason).with_problem(TokenProblem::Busy));
            }
            clock.sleep(pause).await;
            pause = (pause * 2).min(PAUSES.1);
        }
    }

    /// Remembers which merchant a code belonged to, and releases the lease.
    pub(crate) async fn remember_code(&self, code: &CodeDigest, appid: &str, lease: Lease) -> Result<(), TokenError> {
        let (key, clock) = (self.codes_key(code), &self.inner.clock);
        let end = clock.elapsed().saturating_add(self.inner.timing.lease);
        let mut lease = Some(lease);
        for _ in 0..MOST_TRIES {
            let (version, mut codes) = match self.codes(&key).await {
                Ok(codes) => codes,
                Err(error) if clock.elapsed() >= end => return Err(error),
                Err(_) => {
                    clock.sleep(PAUSES.1).await;
                    continue;
                }
            };
            let now = self.inner.time().now;
            codes.retain(|_, code| code["ends_at"].as_i64().is_some_and(|end| is_current(end, now)));
            codes.insert(
                code.0.clone(),
                json!({ "appid": appid, "ends_at": now.saturating_add(in_millis(REMEMBERED)) }),
            );
            let text = Secret::from(Value::Object(codes).to_string());
            match self.inner.store.put(&key, version, Some(&text), lease).await {
                Ok(Written::Done(_)) => return Ok(()),
                // What it stood for is true whoever has the lease by now.
                Ok(Written::LeaseLost) => lease = None,
                Ok(Written::Overtaken) => {}
                Err(error) if clock.elapsed() >= end => return Err(failed(error)),
                Err(_) => clock.sleep(PAUSES.1).await,
            }
        }
        Err(TokenError::new(AUTHORIZER, "others keep writing").with_problem(TokenProblem::Store))
    }

    /// Lets others trade the code. Should this fail, the lease ends by itself.
    pub(crate) async fn release_code(&self, code: &CodeDigest, lease: Lease) {
        let _ = self.inner.store.release(&self.codes_key(code), lease).await;
    }

    fn codes_key(&self, code: &CodeDigest) -> String {
        format!("{}/codes/{}", self.inner.component, &code.0[..2])
    }

    /// The codes under a key; none where they cannot be read.
    async fn codes(&self, key: &str) -> Result<(u64, Map<String, Value>), TokenError> {
        match self.inner.store.get(key).await {
            Ok(stored) => {
                let text = stored.value.as_ref().map(Secret::expose).unwrap_or_default();
                Ok((stored.version, serde_json::from_str(text).unwrap_or_default()))
            }
            Err(StoreError { unreadable: Some(version), .. }) => Ok((version, Map::new())),
            Err(error) => Err(failed(error)),
        }
    }
}

fn merchant(codes: &Map<String, Value>, code: &CodeDigest) -> Option<String> {
    codes.get(&code.0)?["appid"].as_str().map(str::to_owned)
}

/// Can a code still come again? One that seems to end later than any could is from a clock that was wrong.
fn is_current(ends_at: i64, now: i64) -> bool {
    (now..=now.saturating_add(2 * in_millis(REMEMBERED))).contains(&ends_at)
}

fn failed(error: StoreError) -> TokenError {
    let mut failed = TokenError::new(AUTHORIZER, error.to_string()).with_problem(TokenProblem::Store);
    failed.source = Some(Box::new(error));
    failed
}
