//! Wrappers that note what passes between callers, platform, store and WeChat, and change nothing.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use wxopen_runtime::{
    Authorizer, BoxFuture, HttpRequest, Lease, RawReply, Secret, StoreError, Stored, TokenError, TokenProvider,
    TokenStore, Transport, TransportError, Written,
};

use super::clock::WrongClock;
use super::plan::now;
use super::trace::{Event, Trace};

/// The number in a token of the mock: `authorizer_access_token-17-…`.
pub(crate) fn serial(token: &str) -> u64 {
    token.split('-').nth(1).and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// A merchant's tokens, as callers are given them.
pub(crate) struct WatchedTokens {
    pub(crate) authorizer: Authorizer,
    pub(crate) trace: Trace,
}

impl WatchedTokens {
    fn note(&self, start: u64, token: &Secret) {
        let owner = self.authorizer.appid().to_owned();
        self.trace.note(&Event::Given { owner, serial: serial(token.expose()), start, end: now() });
    }
}

impl TokenProvider for WatchedTokens {
    fn token<'a>(&'a self, kind: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        Box::pin(async move {
            let start = now();
            let token = self.authorizer.token(kind).await?;
            self.note(start, &token);
            Ok(token)
        })
    }

    fn granted(&self) -> Option<Arc<[u32]>> {
        self.authorizer.granted()
    }

    fn rejected<'a>(
        &'a self,
        kind: &'a str,
        token: &'a Secret,
        code: i64,
    ) -> BoxFuture<'a, Result<Option<Secret>, TokenError>> {
        Box::pin(async move {
            let start = now();
            let another = self.authorizer.rejected(kind, token, code).await?;
            if let Some(token) = &another {
                self.note(start, token);
            }
            Ok(another)
        })
    }
}

/// The wire, on which WeChat is asked for tokens.
#[derive(Clone)]
pub(crate) struct WatchedWire<T> {
    pub(crate) wire: T,
    pub(crate) trace: Trace,
}

/// Whom a request wants a token for; nobody: it is about something else.
fn asked_for(request: &HttpRequest) -> Option<String> {
    let path = request.url.split('?').next().unwrap_or_default();
    let field = match path.rsplit('/').next() {
        Some("api_authorizer_token") => "authorizer_appid",
        Some("api_component_token") => "component_appid",
        _ => return None,
    };
    let body: Value = serde_json::from_slice(&request.body).ok()?;
    Some(body.get(field)?.as_str()?.to_owned())
}

impl<T: Transport> Transport for WatchedWire<T> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>> {
        let Some(owner) = asked_for(&request) else { return self.wire.send(request) };
        Box::pin(async move {
            self.trace.note(&Event::Asked { owner: owner.clone(), at: now() });
            let reply = self.wire.send(request).await?;
            let token = reply.json().and_then(|json| {
                let token = json.get("authorizer_access_token").or(json.get("component_access_token"))?;
                token.as_str().map(serial)
            });
            if let Some(serial) = token {
                self.trace.note(&Event::Got { owner, serial, at: now() });
            }
            Ok(reply)
        })
    }
}

/// The store.
pub(crate) struct WatchedStore {
    pub(crate) store: Arc<dyn TokenStore>,
    /// That of whoever writes.
    pub(crate) clock: WrongClock,
    pub(crate) trace: Trace,
}

/// Whose tokens are stored under a key: `platform/token`, `platform/authorizer/wx…`.
fn owner(key: &str) -> Option<String> {
    match key.split('/').collect::<Vec<_>>().as_slice() {
        [platform, "token"] => Some((*platform).to_owned()),
        [_, "authorizer", appid] => Some((*appid).to_owned()),
        _ => None,
    }
}

impl WatchedStore {
    fn note(&self, key: &str, value: &Secret, written: Written) {
        let record: Value = serde_json::from_str(value.expose()).unwrap_or_default();
        let Some(owner) = owner(key) else { return };
        let (at, number) = (now(), |name: &str| record[name].as_u64().unwrap_or_default());
        let obtained = self.clock.truth(number("obtained_at"), at);
        match written {
            Written::Done(_) => self.trace.note(&Event::Stored {
                owner,
                serial: serial(record["token"].as_str().unwrap_or_default()),
                obtained,
                expires: obtained + number("expires_at").saturating_sub(number("obtained_at")),
                at,
            }),
            Written::LeaseLost => self.trace.note(&Event::LeaseLost { owner, at }),
            Written::Overtaken => {}
        }
    }
}

impl TokenStore for WatchedStore {
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Stored, StoreError>> {
        self.store.get(key)
    }

    fn put<'a>(
        &'a self,
        key: &'a str,
        expected: u64,
        value: Option<&'a Secret>,
        lease: Option<Lease>,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        Box::pin(async move {
            let written = self.store.put(key, expected, value, lease).await?;
            if let Some(value) = value {
                self.note(key, value, written);
            }
            Ok(written)
        })
    }

    fn lease<'a>(&'a self, key: &'a str, term: Duration) -> BoxFuture<'a, Result<Option<Lease>, StoreError>> {
        self.store.lease(key, term)
    }

    fn release<'a>(&'a self, key: &'a str, lease: Lease) -> BoxFuture<'a, Result<(), StoreError>> {
        self.store.release(key, lease)
    }
}
