//! Where tokens can come from.

use std::error::Error as StdError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use wxopen_runtime::{
    BoxFuture, Client, Error, FixedToken, IntoTokenProvider, MemoryTransport, NoToken, Secret, Token, TokenError,
    TokenProvider,
};

use crate::api::{Ask, Either, Inside};

/// The token that reaches the wire.
async fn token_of(tokens: impl IntoTokenProvider) -> String {
    let transport = MemoryTransport::new().json("{}");
    Client::with_transport(tokens, transport.clone()).build().send(Ask::default()).await.expect("a reply");
    let url = transport.requests().remove(0).url;
    url.split_once("access_token=").expect("a token").1.to_owned()
}

#[tokio::test]
async fn a_token_itself_will_do() {
    assert_eq!(token_of("a").await, "a");
    assert_eq!(token_of(String::from("b")).await, "b");
    assert_eq!(token_of(Secret::from("c")).await, "c");
    assert_eq!(token_of(FixedToken::new("d")).await, "d");
    assert_eq!(token_of(Arc::new(FixedToken::new("e"))).await, "e");
    assert_eq!(token_of(Arc::new(FixedToken::new("f")) as Arc<dyn TokenProvider>).await, "f");
}

/// Gives another token each time, after a while.
#[derive(Default)]
struct Fresh {
    asked: AtomicUsize,
    kinds: Mutex<Vec<String>>,
}

impl TokenProvider for Fresh {
    fn token<'a>(&'a self, kind: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            self.kinds.lock().expect("no panic").push(kind.to_owned());
            Ok(format!("token-{}", self.asked.fetch_add(1, Ordering::Relaxed)).into())
        })
    }
}

#[tokio::test]
async fn a_provider_is_asked_for_each_call_and_told_the_kind() {
    let (fresh, transport) = (Arc::new(Fresh::default()), MemoryTransport::new().json("{}").json("{}"));
    let client = Client::with_transport(fresh.clone(), transport.clone()).build();
    for _ in 0..2 {
        client.send(Ask::default()).await.expect("a reply");
    }
    let requests = transport.requests();
    assert!(requests[0].url.ends_with("access_token=token-0"));
    assert!(requests[1].url.ends_with("access_token=token-1"));
    assert_eq!(*fresh.kinds.lock().expect("no panic"), ["authorizer_access_token"; 2]);
}

#[tokio::test]
async fn a_call_without_a_token_asks_for_none() {
    let fresh = Arc::new(Fresh::default());
    let client = Client::with_transport(fresh.clone(), MemoryTransport::new().json("{}")).build();
    client.send(Inside).await.expect("a reply");
    assert_eq!(fresh.asked.load(Ordering::Relaxed), 0);
}

/// Has the token of the platform and no other.
struct Platform;

impl TokenProvider for Platform {
    fn token<'a>(&'a self, kind: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        Box::pin(async move { Ok(kind.into()) })
    }

    fn kind_for(&self, token: &Token) -> &'static str {
        let mine = "component_access_token";
        if token.takes(mine) { mine } else { token.kind }
    }
}

#[tokio::test]
async fn where_several_kinds_will_do_the_provider_has_the_choice() {
    let token_of = async |tokens: Arc<dyn TokenProvider>| {
        let transport = MemoryTransport::new().json("{}").json("{}");
        let client = Client::with_transport(tokens, transport.clone()).build();
        client.send(Either).await.expect("a reply");
        client.send(Ask::default()).await.expect("a reply");
        let token = |request: &wxopen_runtime::HttpRequest| {
            request.url.split_once("access_token=").map(|(_, it)| it.to_owned())
        };
        transport.requests().iter().filter_map(token).collect::<Vec<_>>()
    };
    assert_eq!(token_of(Arc::new(Platform)).await, ["component_access_token", "authorizer_access_token"]);
    let fresh = Arc::new(Fresh::default());
    token_of(fresh.clone()).await;
    assert_eq!(*fresh.kinds.lock().expect("no panic"), ["authorizer_access_token"; 2], "the usual one");
}

/// Has no token to give.
struct Broken;

impl TokenProvider for Broken {
    fn token<'a>(&'a self, kind: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        Box::pin(async move {
            let mut error = TokenError::new(kind, "the store is gone");
            error.source = Some("disk full".into());
            Err(error)
        })
    }
}

#[tokio::test]
async fn a_provider_that_fails_keeps_the_call_from_being_sent() {
    let transport = MemoryTransport::new().json("{}");
    let client = Client::with_transport(Broken, transport.clone()).build();
    let error = client.send(Ask::default()).await.expect_err("no token");
    assert_eq!(error.to_string(), "no authorizer_access_token: the store is gone");
    assert_eq!(error.source().expect("a cause").to_string(), "disk full");
    assert!(matches!(error, Error::Token(_)) && !error.is_retryable());
    assert_eq!(transport.requests().len(), 0);
}

#[tokio::test]
async fn an_empty_token_is_none() {
    let transport = MemoryTransport::new().json("{}");
    let error = Client::with_transport("", transport.clone()).build().send(Ask::default()).await.expect_err("no token");
    assert_eq!(error.to_string(), "no authorizer_access_token: the token is empty");
    assert_eq!(transport.requests().len(), 0);
}

/// The query that reaches the wire.
async fn query_of(tokens: impl IntoTokenProvider) -> String {
    let transport = MemoryTransport::new().json("{}");
    let call = Ask { page: Some(2), ..Ask::default() };
    Client::with_transport(tokens, transport.clone()).build().send(call).await.expect("a reply");
    transport.requests().remove(0).url.split_once('?').expect("a query").1.to_owned()
}

/// As in WeChat's cloud hosting, where it is the network that says who is calling, or a token in another parameter.
#[tokio::test]
async fn a_token_is_left_out_or_named_otherwise_only_where_that_is_said() {
    assert_eq!(query_of("a").await, "access_token=a&page=2");
    assert_eq!(query_of(NoToken).await, "page=2");
    assert_eq!(query_of(Arc::new(NoToken)).await, "page=2");
    let hosted = FixedToken::new("a b").param("cloudbase_access_token");
    assert_eq!(query_of(hosted).await, "cloudbase_access_token=a%20b&page=2");
}

/// Reads the token from a file, anew for each call, as another program writes it.
struct FromFile(std::path::PathBuf);

impl TokenProvider for FromFile {
    fn token<'a>(&'a self, kind: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        let token = std::fs::read_to_string(&self.0).map_err(|error| TokenError::new(kind, error.to_string()));
        Box::pin(std::future::ready(token.map(|token| token.trim().into())))
    }

    fn param_for(&self, _: &Token) -> Option<&'static str> {
        Some("cloudbase_access_token")
    }
}

#[tokio::test]
async fn a_provider_can_name_the_parameter() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("cloudbase_access_token");
    for token in ["first", "second"] {
        std::fs::write(&file, format!("{token}\n")).expect("a file");
        let query = query_of(FromFile(file.clone())).await;
        assert_eq!(query, format!("cloudbase_access_token={token}&page=2"));
    }
}
