//! What users implement, written as they write it. If this stops compiling, so do their transports, layers, providers,
//! stores and endpoints: an incompatible change that has to be meant and be in the changelog.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use wxopen_runtime::generated::prelude::*;
use wxopen_runtime::{
    Attempt, AttemptOutcome, BoxFuture, Client, Error, HttpRequest, Layer, Lease, Next, RawReply, StoreError, Stored,
    ThirdPartyPlatform, TokenError, TokenProvider, TokenStore, Transport, TransportError, TransportErrorKind, Written,
};

/// An endpoint by hand.
#[derive(Debug, Clone)]
struct Weigh {
    number: String,
    precise: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct WeighReply {
    weight: i64,
    note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WeighError {
    NotHere,
    Unknown(i64),
}

impl Endpoint for Weigh {
    type Reply = WeighReply;
    type Error = WeighError;

    fn meta() -> &'static Meta {
        &Meta {
            name: "weigh",
            area: "parcels",
            host: "api.example.com",
            fallback_hosts: &[],
            method: Method::Post,
            path: "/weigh",
            token: Some(Token { kind: "authorizer_access_token", param: "access_token", also: &[] }),
            permissions: Permissions::Any,
            permission_sets: &[],
            idempotent: true,
            docs: "",
        }
    }

    fn encode(&self, out: &mut RequestWriter) {
        out.body("number", &self.number);
        out.query("precise", &self.precise);
    }
}

impl Decode for WeighReply {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.required("weight", &mut self.weight);
        input.field("note", &mut self.note);
    }
}

impl ErrorKind for WeighError {
    fn from_code(code: i64) -> Self {
        if code == 7001 { Self::NotHere } else { Self::Unknown(code) }
    }

    fn code(&self) -> i64 {
        match self {
            Self::NotHere => 7001,
            Self::Unknown(code) => *code,
        }
    }

    const CODES: &'static [&'static [CodeInfo]] = &[&[CodeInfo {
        code: 7001,
        name: "NotHere",
        msg: "no such parcel",
        advice: "Look it up.",
        class: Class::Argument,
    }]];
}

/// A transport that answers by what is asked.
#[derive(Clone, Default)]
struct Canned {
    sent: Arc<Mutex<Vec<HttpRequest>>>,
}

impl Transport for Canned {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>> {
        Box::pin(async move {
            let HttpRequest { method: _, url, headers: _, body, timeout, max_reply, .. } = request.clone();
            assert!(timeout > Duration::ZERO && max_reply > 0);
            self.sent.lock().expect("no panic").push(request);
            match () {
                () if url.contains("api_component_token") => {
                    Ok(RawReply::json_ok(r#"{"component_access_token":"C","expires_in":7200}"#))
                }
                () if body.windows(4).any(|part| part == b"lost") => {
                    Err(TransportError::new(TransportErrorKind::Connect, "nobody there"))
                }
                () if url.contains("access_token=stale") => {
                    Ok(RawReply::json_ok(br#"{"errcode":40001,"errmsg":"invalid credential"}"#.to_vec()))
                }
                () => Ok(RawReply { status: 200, headers: vec![], body: br#"{"weight":"250"}"#.to_vec() }),
            }
        })
    }
}

/// A layer that counts, and lets no more than so many through.
struct AtMost(AtomicU32);

impl Layer for AtMost {
    fn attempt<'a>(&'a self, attempt: &'a Attempt<'a>, next: Next<'a>) -> BoxFuture<'a, AttemptOutcome> {
        Box::pin(async move {
            if self.0.load(Ordering::Relaxed) == 0 {
                return AttemptOutcome::refuse(format!("{} is enough", attempt.meta.name));
            }
            self.0.fetch_sub(1, Ordering::Relaxed);
            let answer = next.run(attempt).await;
            assert!(answer.is_ok() || answer.errcode().is_some() || answer.transport_error().is_some());
            answer
        })
    }
}

/// A provider whose first token is refused.
struct Rotating;

impl TokenProvider for Rotating {
    fn token<'a>(&'a self, kind: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        Box::pin(async move {
            match kind {
                "authorizer_access_token" => Ok(Secret::from("stale")),
                _ => Err(TokenError::new(kind, "it is not mine")),
            }
        })
    }

    fn granted(&self) -> Option<Arc<[u32]>> {
        Some([18].into())
    }

    fn rejected<'a>(
        &'a self,
        _: &'a str,
        token: &'a Secret,
        code: i64,
    ) -> BoxFuture<'a, Result<Option<Secret>, TokenError>> {
        let fresh = (token.expose() == "stale" && code == 40001).then(|| Secret::from("fresh"));
        Box::pin(async move { Ok(fresh) })
    }
}

/// A store: texts, versions, leases.
#[derive(Clone, Default)]
struct Shelf {
    stored: Arc<Mutex<HashMap<String, Stored>>>,
    leases: Arc<Mutex<HashMap<String, Lease>>>,
    fences: Arc<AtomicU64>,
}

impl TokenStore for Shelf {
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Stored, StoreError>> {
        let stored = self.stored.lock().map_err(|_| StoreError::new("somebody panicked"));
        let stored = stored.map(|stored| stored.get(key).cloned().unwrap_or_default());
        Box::pin(async move { stored })
    }

    fn put<'a>(
        &'a self,
        key: &'a str,
        expected: u64,
        value: Option<&'a Secret>,
        lease: Option<Lease>,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        Box::pin(async move {
            let mut leases = self.leases.lock().expect("no panic");
            if lease.is_some_and(|lease| leases.get(key) != Some(&lease)) {
                return Ok(Written::LeaseLost);
            }
            let mut stored = self.stored.lock().expect("no panic");
            let stored = stored.entry(key.to_owned()).or_default();
            if stored.version != expected {
                return Ok(Written::Overtaken);
            }
            *stored = Stored { version: expected + 1, value: value.cloned() };
            if lease.is_some() {
                leases.remove(key);
            }
            Ok(Written::Done(stored.version))
        })
    }

    fn lease<'a>(&'a self, key: &'a str, _: Duration) -> BoxFuture<'a, Result<Option<Lease>, StoreError>> {
        Box::pin(async move {
            let mut leases = self.leases.lock().expect("no panic");
            if leases.contains_key(key) {
                return Ok(None);
            }
            let lease = Lease { fence: self.fences.fetch_add(1, Ordering::Relaxed) + 1 };
            leases.insert(key.to_owned(), lease);
            Ok(Some(lease))
        })
    }

    fn release<'a>(&'a self, key: &'a str, lease: Lease) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let mut leases = self.leases.lock().expect("no panic");
            if leases.get(key) == Some(&lease) {
                leases.remove(key);
            }
            Ok(())
        })
    }
}

#[tokio::test]
async fn a_call_by_hand_over_parts_by_hand() {
    let transport = Canned::default();
    let client = Client::with_transport(Rotating, transport.clone()).layer(AtMost(AtomicU32::new(3))).build();
    let call = Weigh { number: "7".to_owned(), precise: Some(true) };
    let reply = client.send(call.clone()).await.expect("the second token is taken");
    assert_eq!(*reply, WeighReply { weight: 250, note: None });
    let urls: Vec<_> = transport.sent.lock().expect("no panic").iter().map(|request| request.url.clone()).collect();
    let url = |token: &str| format!("https://api.example.com/weigh?access_token={token}&precise=true");
    assert_eq!(urls, [url("stale"), url("fresh")]);

    let lost =
        client.send(Weigh { number: "lost".to_owned(), precise: None }).retry(wxopen_runtime::Retry::none()).await;
    assert!(matches!(lost, Err(Error::Transport(error)) if error.kind == TransportErrorKind::Connect));
    assert!(matches!(client.send(call).await, Err(Error::Request(error)) if error.to_string().contains("enough")));
}

#[tokio::test]
async fn a_platform_over_a_store_by_hand() {
    let shelf = Shelf::default();
    let transport = Canned::default();
    let build =
        || ThirdPartyPlatform::builder("wxp", "secret").store(shelf.clone()).transport(transport.clone()).build();
    let platform = build();
    assert!(platform.set_ticket("ticket", std::time::SystemTime::now()).await.expect("it is stored"));
    let token = |platform: ThirdPartyPlatform| async move { platform.token("component_access_token").await };
    assert_eq!(token(platform).await.expect("a token").expose(), "C");
    // What was stored serves the next process too.
    assert_eq!(token(build()).await.expect("the same token").expose(), "C");
    assert_eq!(transport.sent.lock().expect("no panic").len(), 1);
}
