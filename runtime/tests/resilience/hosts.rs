//! Turning to other hosts.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use wxopen_runtime::{Client, FailOver, ManualClock, MemoryTransport, Retry};

use crate::api::{Connect, Incomplete, Look, Pay, TOKEN, Timeout, broken, code, good, hosts, scripted, start};

const MAIN: &str = "api.weixin.qq.com";
const SECOND: &str = "api2.weixin.qq.com";
const THIRD: &str = "sh.api.weixin.qq.com";
const STAY: Duration = Duration::from_secs(300);

/// A WeChat whose main host can be cut off.
fn cut_off() -> (Arc<AtomicBool>, MemoryTransport, ManualClock) {
    let down = Arc::new(AtomicBool::new(true));
    let is_down = down.clone();
    let transport = MemoryTransport::answering(move |request| {
        let main = request.url.starts_with("https://api.weixin.qq.com/");
        if main && is_down.load(Ordering::Relaxed) { broken(Connect) } else { good() }
    });
    (down, transport, ManualClock::at(start()))
}

#[tokio::test]
async fn not_unless_told_so() {
    let (_, transport, clock) = cut_off();
    let client = Client::with_transport(TOKEN, transport.clone()).clock(clock).build();
    client.send(Look::default()).await.expect_err("no connection");
    assert_eq!(hosts(&transport), [MAIN; 3]);
}

#[tokio::test]
async fn without_a_connection_the_next_host_is_asked_at_once_and_stayed_with() {
    let (down, transport, clock) = cut_off();
    let fail_over = FailOver::new().stay(STAY);
    let client = Client::with_transport(TOKEN, transport.clone()).clock(clock.clone()).fail_over(fail_over).build();
    client.send(Pay::default()).await.expect("nothing was sent to the first");
    client.send(Pay::default()).await.expect("a reply");
    assert_eq!(hosts(&transport), [MAIN, SECOND, SECOND]);
    assert_eq!(clock.slept(), []);

    // One asks again after a while, and all stay on where the first host is still away.
    clock.advance(STAY);
    client.send(Pay::default()).await.expect("a reply");
    client.send(Pay::default()).await.expect("a reply");
    assert_eq!(hosts(&transport)[3..], [MAIN, SECOND, SECOND]);

    down.store(false, Ordering::Relaxed);
    client.send(Pay::default()).await.expect("a reply");
    clock.advance(STAY);
    client.send(Pay::default()).await.expect("a reply");
    client.send(Pay::default()).await.expect("a reply");
    assert_eq!(hosts(&transport)[6..], [SECOND, MAIN, MAIN]);
}

#[tokio::test]
async fn hosts_follow_in_their_order() {
    let mut scripted = scripted([broken(Connect), broken(Connect), broken(Connect), broken(Connect)]);
    scripted.builder = scripted.builder.fail_over(FailOver::new());
    let transport = scripted.transport.clone();
    let became = scripted.call(Pay::default()).await;
    // Only when none can be reached there is a pause.
    assert_eq!(hosts(&transport), [MAIN, SECOND, THIRD, MAIN, SECOND]);
    assert_eq!(became.slept.len(), 1);
}

#[tokio::test]
async fn only_a_missing_connection_moves_a_call() {
    for came in [broken(Timeout), broken(Incomplete), code(-1), code(45011)] {
        let mut scripted = scripted([came]);
        scripted.builder = scripted.builder.fail_over(FailOver::new());
        let transport = scripted.transport.clone();
        scripted.call(Look::default()).await.result.expect("the second time");
        assert_eq!(hosts(&transport), [MAIN; 2]);
    }
}

#[tokio::test]
async fn a_call_that_may_have_been_carried_out_stays_where_it_was_sent() {
    let mut scripted = scripted([broken(Connect), broken(Incomplete)]);
    scripted.builder = scripted.builder.fail_over(FailOver::new());
    let transport = scripted.transport.clone();
    scripted.call(Pay::default()).await.result.expect_err("not known");
    assert_eq!(hosts(&transport), [MAIN, SECOND]);
}

#[tokio::test]
async fn hosts_of_ones_own() {
    let script = || [broken(Connect), broken(Connect)];
    let mut own = scripted(script());
    own.builder = own.builder.fail_over(FailOver::to(["proxy.example", "http://127.0.0.1:9"])).base_url("http://first");
    let transport = own.transport.clone();
    own.call(Pay::default()).await.result.expect("the third");
    assert_eq!(hosts(&transport), ["first", "proxy.example", "127.0.0.1:9"]);
    // A server of one's own has no stand-in at WeChat.
    let mut own = scripted(script());
    own.builder = own.builder.fail_over(FailOver::new()).base_url("http://first").retry(Retry::none());
    let transport = own.transport.clone();
    own.call(Pay::default()).await.result.expect_err("no connection");
    assert_eq!(hosts(&transport), ["first"]);
}

#[tokio::test]
async fn clients_share_what_they_learn() {
    let (_, transport, clock) = cut_off();
    let fail_over = FailOver::new();
    for _ in 0..2 {
        let builder = Client::with_transport(TOKEN, transport.clone()).clock(clock.clone());
        builder.fail_over(fail_over.clone()).build().send(Pay::default()).await.expect("a reply");
    }
    assert_eq!(hosts(&transport), [MAIN, SECOND, SECOND]);
}

#[cfg(feature = "platform")]
#[tokio::test]
async fn a_platform_gets_its_tokens_elsewhere_too() {
    use wxopen_runtime::{RawReply, ThirdPartyPlatform, TransportError, TransportErrorKind};
    let transport =
        MemoryTransport::answering(|request| match request.url.starts_with("https://api2.weixin.qq.com/") {
            true => Ok(RawReply::json_ok(r#"{"component_access_token": "new", "expires_in": 7200}"#)),
            false => Err(TransportError::new(TransportErrorKind::Connect, "")),
        });
    let platform = ThirdPartyPlatform::builder("wx-component", "SECRET").transport(transport.clone());
    let platform = platform.fail_over(FailOver::new()).build();
    platform.set_ticket("ticket", std::time::SystemTime::now()).await.expect("a ticket");
    assert_eq!(platform.component_access_token().await.expect("a token").expose(), "new");
    assert_eq!(hosts(&transport), [MAIN, SECOND]);
}
