//! A store that loses its data while processes go on running.

use std::time::Duration;

use wxopen_runtime::{Clock, ManualClock, TokenProvider};

use crate::faulty::Faulty;
use crate::wechat::{Ask, HOUR, MERCHANT, TICKET, WeChat, client, start, token};

const KEYS: [&str; 3] = ["wx-component/ticket", "wx-component/token", "wx-component/authorizer/wx-merchant"];
const TEN_MINUTES: Duration = Duration::from_secs(600);

fn refreshes(wechat: &WeChat) -> (usize, usize) {
    (wechat.count("api_component_token"), wechat.count("api_authorizer_token"))
}

#[tokio::test]
async fn what_the_store_forgot_a_running_process_puts_back() {
    let (wechat, clock, store) = (WeChat::default(), ManualClock::at(start()), Faulty::default());
    let running = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    let before = (token(&running).await.expect("a token"), refreshes(&wechat));
    store.lose_all();
    // The platform's token needs the ticket, so that is asked for too.
    clock.advance(HOUR * 2);
    assert_ne!(token(&running).await.expect("a token"), before.0);
    assert_eq!(refreshes(&wechat), (before.1.0 + 1, before.1.1 + 1));
    // One that is started now finds it all.
    let fresh = wechat.builder(&clock).store(store).build();
    assert_eq!(token(&fresh).await.expect("a token"), token(&running).await.expect("a token"));
    client(&fresh, &wechat).send(Ask).await.expect("done");
    assert_eq!(refreshes(&wechat), (before.1.0 + 1, before.1.1 + 1));
}

#[tokio::test]
async fn what_another_process_stored_after_the_loss_is_believed_at_once() {
    let (wechat, clock, store) = (WeChat::default(), ManualClock::at(start()), Faulty::default());
    let old = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    for _ in 0..12 {
        clock.advance(HOUR * 2);
        old.set_ticket(TICKET, clock.now()).await.expect("taken");
        token(&old).await.expect("a token");
    }
    store.lose_all();
    let new = wechat.builder(&clock).store(store).build();
    new.set_ticket("TICKET-new", clock.now() + TEN_MINUTES).await.expect("taken");
    let current = new.component_access_token().await.expect("a token");
    let before = refreshes(&wechat);
    for _ in 0..10 {
        assert_eq!(old.component_access_token().await.expect("a token"), current);
        clock.advance(Duration::from_secs(11));
    }
    assert_eq!(refreshes(&wechat), before);
}

#[tokio::test]
async fn an_older_backup_costs_one_refresh_of_each_key_for_all_processes() {
    let (wechat, clock, store) = (WeChat::default(), ManualClock::at(start()), Faulty::default());
    let first = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    let more = [(); 2].map(|()| wechat.builder(&clock).store(store.clone()).build());
    let all = [&first, &more[0], &more[1]];
    let backup = store.backup(&KEYS).await;
    for _ in 0..6 {
        clock.advance(HOUR * 2);
        first.set_ticket(TICKET, clock.now()).await.expect("taken");
        for platform in all {
            token(platform).await.expect("a token");
        }
    }
    store.put_back(&backup).await;
    first.set_ticket(TICKET, clock.now() + TEN_MINUTES).await.expect("newer than that of the backup");
    let before = refreshes(&wechat);
    for _ in 0..10 {
        for platform in all {
            assert_eq!(token(platform).await.expect("a token"), wechat.state().tokens[MERCHANT]);
        }
    }
    assert_eq!(refreshes(&wechat), (before.0 + 1, before.1 + 1));
}

#[tokio::test]
async fn after_a_loss_no_ticket_is_refused_while_pushes_arrive() {
    let (wechat, clock, store) = (WeChat::default(), ManualClock::at(start()), Faulty::default());
    let first = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    let second = wechat.builder(&clock).store(store.clone()).build();
    for tick in 0..1000 {
        clock.advance(TEN_MINUTES);
        let taker = if tick % 2 == 0 { &first } else { &second };
        taker.set_ticket(format!("before-{tick}"), clock.now()).await.expect("taken");
    }
    store.lose_all();
    let third = wechat.builder(&clock).store(store).build();
    third.set_ticket("after", clock.now()).await.expect("taken");
    for tick in 0..14 * 6 {
        clock.advance(TEN_MINUTES);
        let taker = [&first, &second, &third][tick % 3];
        taker.set_ticket(format!("after-{tick}"), clock.now()).await.expect("taken");
        for platform in [&first, &second, &third] {
            platform.component_access_token().await.expect("pushes arrive");
        }
    }
}

#[tokio::test]
async fn refused_tokens_after_a_loss_are_replaced_once() {
    let (wechat, clock, store) = (WeChat::default(), ManualClock::at(start()), Faulty::default());
    let first = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    let second = wechat.builder(&clock).store(store.clone()).build();
    token(&second).await.expect("a token");
    let old = first.component_access_token().await.expect("a token");
    store.lose_all();
    wechat.state().component = "replaced by hand".to_owned();
    let before = refreshes(&wechat).0;
    for platform in [&first, &second, &first, &second] {
        let another = platform.rejected("component_access_token", &old, 40001).await.expect("no failure");
        assert_eq!(another.expect("another").expose(), wechat.state().component);
    }
    assert_eq!(refreshes(&wechat).0, before + 1);
}
