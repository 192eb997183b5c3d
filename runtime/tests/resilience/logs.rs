//! The log says who called and why a call failed, and cries only where somebody should look.

use std::sync::Arc;

use wxopen_runtime::{BoxFuture, Client, ClientBuilder, Secret, TokenError, TokenProvider};

use crate::api::{Came, Incomplete, Pay, broken, code, good, scripted, status};
use crate::listener::listening;

/// The tokens of one merchant; none for another.
struct Merchant(&'static str);

impl TokenProvider for Merchant {
    fn token<'a>(&'a self, kind: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        Box::pin(async move {
            match self.0 {
                "wx-gone" => Err(TokenError::new(kind, "the merchant has withdrawn the authorization")),
                _ => Ok("T0KEN".into()),
            }
        })
    }

    fn account(&self) -> Option<&str> {
        Some(self.0)
    }
}

/// What is logged of a call that gets this answer.
fn logged(came: Came, change: impl FnOnce(ClientBuilder) -> Client) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let client = change(scripted([came]).builder);
    listening(|| drop(runtime.block_on(async { client.send(Pay::default()).await })))
}

fn of_merchant(came: Came) -> String {
    logged(came, |builder| builder.build().with_tokens(Merchant("wx-merchant")))
}

#[test]
fn the_account_is_in_the_span() {
    let log = of_merchant(good());
    assert!(log.contains("wechat.call endpoint=\"pay\" path=\"/demo/pay\" account=\"wx-merchant\""), "{log}");
    let log = logged(good(), |builder| builder.build().with_tokens(Arc::new(Merchant("wx-shared"))));
    assert!(log.contains("account=\"wx-shared\""), "{log}");
    let log = logged(good(), ClientBuilder::build);
    assert!(log.contains("path=\"/demo/pay\"\n"), "nothing is said where nothing is known: {log}");
}

#[test]
fn what_was_not_sent_says_why() {
    let log = logged(good(), |builder| builder.build().with_tokens(Merchant("wx-gone")));
    let reason = "no authorizer_access_token: the merchant has withdrawn the authorization";
    assert!(log.contains(&format!("WARN message=not sent reason={reason}")), "{log}");
    let log = logged(good(), |builder| builder.base_url("no url").build());
    assert!(log.contains("WARN message=not sent reason=the base URL is not a URL of http or https"), "{log}");
}

#[test]
fn only_what_somebody_should_look_at_is_a_warning() {
    let level = |came: Came| {
        let log = of_merchant(came);
        let mut lines = log.lines().filter(|line| !line.starts_with("wechat.") && !line.starts_with("record"));
        lines.next_back().expect("an event").split(' ').next().unwrap_or_default().to_owned()
    };
    assert_eq!(level(good()), "DEBUG");
    // Listed, and for the caller alone.
    assert_eq!([level(code(701)), level(code(702))], ["INFO", "INFO"]);
    // Listed, and about WeChat, limits, tokens or permissions.
    assert_eq!([level(code(700)), level(code(45009)), level(code(61007)), level(code(42001))], ["WARN"; 4]);
    // Not listed.
    assert_eq!([level(code(99)), level(status(502)), level(broken(Incomplete))], ["WARN"; 3]);
}
