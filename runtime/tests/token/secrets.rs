//! No secret shows: not in what is printed of any part, not in errors, not in logs.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use wxopen_runtime::{ManualClock, MemoryStore, Secret, TokenProvider, TokenStore};

use crate::wechat::{Ask, HOUR, MERCHANT, SECRET, TICKET, WeChat, client, start, token};

/// Everything that must not be seen, after some calls.
fn secrets(wechat: &WeChat) -> Vec<String> {
    let state = wechat.state();
    let mut secrets = vec![SECRET.to_owned(), TICKET.to_owned(), "C0DE".to_owned(), "REFRESH".to_owned()];
    secrets.extend(state.tokens.values().cloned().chain([state.component.clone(), "TOKEN-".to_owned()]));
    secrets
}

fn shown(value: &dyn Debug) -> String {
    format!("{value:?} {value:#?}")
}

fn error_shown(error: &dyn StdError) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text += &format!(" {error} {error:?}");
        cause = error.source();
    }
    text
}

/// Keeps every span and event, with all fields.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Log {
    fn text(&self) -> String {
        self.0.lock().expect("no panic").clone()
    }
}

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        *self.0.lock().expect("no panic") += &format!("{field}={value:?} ");
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn in_parts_errors_and_logs() {
    let log = Log::default();
    // With a single listener, what other threads log first would be off for this one too.
    let _other = tracing::Dispatch::new(Log::default());
    let _listening = tracing::subscriber::set_default(log.clone());
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let store = MemoryStore::new();
    let builder = wechat.builder(&clock).store(store.clone()).cool_down(Duration::ZERO);
    let mut seen = shown(&builder);
    let platform = wechat.ready(builder).await;
    let authorizer = platform.authorizer(MERCHANT);
    let key = "wx-component/authorizer/wx-merchant";
    let stored = store.get(key).await.expect("there");
    assert!(stored.value.as_ref().is_some_and(|text| text.expose().contains("TOKEN-")));
    seen += &shown(&(&platform, &authorizer, &store, &stored, client(&platform, &wechat)));
    seen += &shown(&authorizer.token("authorizer_access_token").await);
    for path in ["api_component_token", "api_authorizer_token", "api_query_auth", "api_start_push_ticket"] {
        clock.advance(HOUR * 2);
        if path != "api_component_token" {
            platform.component_access_token().await.expect("a token");
        }
        // A server that repeats what it was sent.
        wechat.state().always.insert(path, serde_json::json!({ "errcode": 61004, "errmsg": "ECHO" }));
        match path {
            "api_query_auth" => seen += &error_shown(&platform.authorize("C0DE-9").await.expect_err("refused")),
            "api_start_push_ticket" => seen += &error_shown(&platform.start_push_ticket().await.expect_err("refused")),
            _ => {
                let error = token(&platform).await.expect_err("refused");
                assert!(error.to_string().contains("61004"), "{error}");
                seen += &error_shown(&error);
            }
        }
        wechat.state().always.clear();
    }
    wechat.state().always.insert("ask", serde_json::json!({ "errcode": 40001, "errmsg": "TOKEN" }));
    seen += &error_shown(&client(&platform, &wechat).send(Ask).await.expect_err("refused"));
    clock.advance(HOUR * 2);
    store
        .put(key, store.get(key).await.expect("there").version, Some(&Secret::from("{TOKEN-")), None)
        .await
        .expect("put");
    seen += &error_shown(&token(&platform).await.expect_err("unreadable"));
    seen += &log.text();
    assert!(log.text().contains("no new token") && log.text().contains("the token was refused"), "{}", log.text());
    for secret in secrets(&wechat) {
        assert!(!seen.contains(&secret), "{secret} shows in {seen}");
    }
}
