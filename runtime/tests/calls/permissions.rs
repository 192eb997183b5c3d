//! Whether a call can be made at all is settled before anything is sent.

use wxopen_runtime::{Client, Endpoint, Error, File, MemoryTransport, check_granted};

use crate::api::{Ask, Inside, Picture, TOKEN, Upload};

/// What the call comes to with these sets granted, and how many requests were made.
fn outcome<E: Endpoint + 'static>(call: E, granted: &[u32]) -> (Result<(), String>, usize) {
    let transport = MemoryTransport::new().json("{}");
    let client = Client::with_transport(TOKEN, transport.clone()).granted(granted.iter().copied()).build();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let outcome = runtime.block_on(async { client.send(call).await });
    let outcome = match outcome {
        Ok(_) => Ok(()),
        Err(Error::Permission(missing)) => Err(missing.to_string()),
        Err(other) => panic!("{other}"),
    };
    (outcome, transport.requests().len())
}

#[test]
fn one_of_some_sets() {
    let refused = Err("ask: none of the permission sets 3 (shops), 9 is granted".to_owned());
    for granted in [&[][..], &[1], &[18, 4_000_000_000]] {
        assert_eq!(outcome(Ask::default(), granted), (refused.clone(), 0));
    }
    for granted in [&[3][..], &[9], &[1, 9, 3, 3]] {
        assert_eq!(outcome(Ask::default(), granted), (Ok(()), 1));
    }
}

#[test]
fn any_set() {
    let call = Picture { scene: String::new() };
    assert_eq!(outcome(call.clone(), &[]), (Err("picture: no permission set is granted".to_owned()), 0));
    assert_eq!(outcome(call, &[777]), (Ok(()), 1));
}

#[test]
fn nobody() {
    for granted in [&[][..], &[3]] {
        assert_eq!(outcome(Inside, granted), (Err("inside: third parties cannot call this".to_owned()), 0));
    }
}

#[test]
fn unstated_means_try_it() {
    let call = Upload { title: String::new(), size: 0, media: File::new("a", *b""), cover: None };
    assert_eq!(outcome(call, &[]), (Ok(()), 1));
}

#[tokio::test]
async fn nothing_is_judged_while_nothing_is_known() {
    let client = Client::with_transport(TOKEN, MemoryTransport::new().json("{}")).build();
    client.send(Inside).await.expect("WeChat is asked");
}

#[test]
fn the_same_for_those_who_bring_their_own_io() {
    assert!(check_granted(Ask::meta(), &[3]).is_ok());
    let missing = check_granted(Ask::meta(), &[]).expect_err("not granted");
    let needed: Vec<_> = missing.needed.iter().map(|set| (set.id, set.name)).collect();
    assert_eq!(needed, [(3, Some("shops")), (9, None)]);
}

#[tokio::test]
async fn what_is_granted_to_one_says_nothing_of_another() {
    let transport = MemoryTransport::new().json("{}");
    let client = Client::with_transport(TOKEN, transport.clone()).granted([1]).base_url("http://shops.test").build();
    let other = client.with_tokens("another-token");
    assert!(matches!(client.send(Ask::default()).await, Err(Error::Permission(_))));
    other.send(Ask::default()).await.expect("its sets are not known");
    let requests = transport.requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].url.starts_with("http://shops.test/"), "settings are shared");
    assert!(requests[0].url.contains("another-token"), "its own token is sent");
}
