//! A service of a third-party platform: it takes WeChat's pushes, lets merchants authorise, and calls in their name.
//!
//! `docs/tokens.md` shows how to run it against a local WeChat.

use std::env;
use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use serde::Deserialize;
use wxopen::authorization::GetPreAuthCode;
use wxopen::member::GetTester;
use wxopen::push::{self, AesKey, Answer, Event, Push, PushReceiver, PushSink, SinkError};
use wxopen::{Accounts, AnyError, AuthorizationLink, Client, PlatformEvent, SqliteStore, ThirdPartyPlatform};

/// What every request needs.
#[derive(Clone)]
struct App {
    platform: ThirdPartyPlatform,
    client: Client,
}

/// What WeChat adds to the URL that a merchant comes back to.
#[derive(Deserialize)]
struct Authorised {
    auth_code: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let setting = |name: &str, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
    let appid = setting("WXOPEN_COMPONENT_APPID", "wxmockplatform0001");
    let secret = setting("WXOPEN_COMPONENT_SECRET", "mock-secret");
    let wechat = setting("WXOPEN_MOCK", "http://127.0.0.1:8787");
    let push_token = setting("WXOPEN_PUSH_TOKEN", "push-token");
    let push_key = setting("WXOPEN_PUSH_KEY", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG");

    let platform = ThirdPartyPlatform::builder(appid.as_str(), secret)
        .store(SqliteStore::open(setting("WXOPEN_STORE", "tokens.db"))?)
        .base_url(wechat)
        .on_event(|event| match event {
            PlatformEvent::ReauthorizationNeeded { authorizer, .. } => println!("{authorizer} has to authorise again"),
            other => println!("{other:?}"),
        })
        .build();
    let client = platform.client().build();

    let receiver = PushReceiver::builder(appid, push_token, AesKey::parse(&push_key)?).build();
    let messages = {
        let platform = platform.clone();
        move |push| handle(platform.clone(), push)
    };
    let pushes = Router::new()
        .route("/wechat/events", push::route(receiver.clone(), platform.clone()))
        .route("/wechat/{appid}/messages", push::route(receiver, messages));
    let router = Router::new()
        .merge(pushes)
        .route("/authorise", get(authorise))
        .route("/authorised", get(authorised))
        .route("/testers/{appid}", get(testers))
        .with_state(App { platform, client });

    let listener = tokio::net::TcpListener::bind(setting("WXOPEN_LISTEN", "127.0.0.1:3000")).await?;
    println!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

/// Messages and events of merchants' accounts; whatever is for the platform goes to the platform.
async fn handle(platform: ThirdPartyPlatform, push: Arc<Push>) -> Result<Answer, SinkError> {
    match &push.event {
        Event::Message(message) if message.event.as_deref() == Some("weapp_audit_fail") => {
            let reason = message.fields.text("Reason").unwrap_or_default();
            println!("{}: the review failed: {reason}", message.to);
            Ok(Answer::Success)
        }
        Event::Message(message) => {
            println!("{}: {}", message.to, push.event.name());
            Ok(Answer::Success)
        }
        _ => platform.take(push).await,
    }
}

/// Sends a merchant to the page where they authorise.
async fn authorise(State(app): State<App>) -> Result<String, String> {
    link(&app.platform, &app.client).await.map_err(|error| error.to_string())
}

async fn link(platform: &ThirdPartyPlatform, client: &Client) -> Result<String, Box<dyn Error + Send + Sync>> {
    let appid = platform.component_appid();
    let code = client.send(GetPreAuthCode::new(appid)).await?.into_inner().pre_auth_code;
    let link = AuthorizationLink::new(appid, code, "https://example.com/authorised", Accounts::MiniPrograms)?;
    Ok(link.web())
}

/// The merchant is back, with a code for their tokens.
async fn authorised(State(app): State<App>, Query(query): Query<Authorised>) -> Result<String, String> {
    let merchant = app.platform.authorize(query.auth_code).await.map_err(|error| error.to_string())?;
    Ok(format!("{} has authorised\n", merchant.appid()))
}

/// A call in the name of a merchant.
async fn testers(State(app): State<App>, Path(appid): Path<String>) -> Result<String, String> {
    count(&app.platform, &app.client, &appid).await.map_err(|error| error.to_string())
}

async fn count(platform: &ThirdPartyPlatform, client: &Client, appid: &str) -> Result<String, AnyError> {
    let merchant = client.with_tokens(platform.authorizer(appid));
    let testers = merchant.send(GetTester::new()).await?;
    Ok(format!("{} testers\n", testers.members.len()))
}
