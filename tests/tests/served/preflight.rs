//! Permission sets are judged before anything is sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use wxopen::member::{BindTester, GetTester};
use wxopen::open_account::UnbindOpenAccount;
use wxopen::{BoxFuture, Error, Secret, TokenError, TokenProvider};

use crate::callers::Callers;
use crate::server::{Served, TOKEN};

fn granted(served: &Served, sets: &'static [u32]) -> Callers {
    Callers::with(TOKEN, |client| client.base_url(&served.base).granted(sets.iter().copied()))
}

#[test]
fn a_call_that_lacks_its_set_names_it_and_sends_nothing() {
    let served = Served::start();
    for sets in [&[][..], &[1, 17, 19, 186, 4_000_000_000]] {
        for error in granted(&served, sets).errors(BindTester::new("tests")) {
            assert_eq!(error.to_string(), "bindTester: permission set 18 (小程序开发与数据分析) is not granted");
            assert!(!error.is_retryable());
            let Error::Permission(missing) = error else { panic!("{error}") };
            let needed: Vec<_> = missing.needed.iter().map(|set| set.id).collect();
            assert_eq!((missing.endpoint.name, needed), ("bindTester", vec![18]));
        }
    }
    assert_eq!(served.take_seen().len(), 0);
}

#[test]
fn every_set_that_would_do_is_named() {
    let served = Served::start();
    for error in granted(&served, &[18]).errors(UnbindOpenAccount::new("open_appid_value").appid("auth_appid_value")) {
        let Error::Permission(missing) = &error else { panic!("{error}") };
        let needed: Vec<_> = missing.needed.iter().map(|set| set.id).collect();
        assert_eq!(needed, [24, 25, 60]);
        let text = error.to_string();
        assert!(text.starts_with("unbindOpenAccount: none of the permission sets 24 ("), "{text}");
        assert!(text.ends_with(", 60 is granted"), "{text}: nobody knows the name of 60");
    }
    assert_eq!(served.take_seen().len(), 0);
}

#[test]
fn one_of_the_sets_is_enough() {
    let served = Served::start();
    for sets in [&[24][..], &[25], &[60], &[1, 25, 999]] {
        let call = UnbindOpenAccount::new("open_appid_value").appid("auth_appid_value");
        granted(&served, sets).replies(call);
    }
    assert_eq!(served.take_seen().len(), 8);
}

/// Knows the sets of its authorizer, and counts how often it is asked for a token.
#[derive(Default)]
struct Authorizer {
    sets: Vec<u32>,
    asked: AtomicUsize,
}

impl TokenProvider for Authorizer {
    fn token<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { Ok(TOKEN.into()) })
    }

    fn granted(&self) -> Option<Arc<[u32]>> {
        Some(self.sets.as_slice().into())
    }
}

#[test]
fn a_token_provider_can_tell_the_sets() {
    let served = Served::start();
    let authorizer = Arc::new(Authorizer { sets: vec![24], ..Authorizer::default() });
    let callers = Callers::with(authorizer.clone(), |client| client.base_url(&served.base));
    callers.errors(GetTester::new());
    assert_eq!(authorizer.asked.load(Ordering::Relaxed), 0, "no token is fetched for a call that cannot be made");
    callers.replies(UnbindOpenAccount::new("open_appid_value").appid("auth_appid_value"));
    assert_eq!(authorizer.asked.load(Ordering::Relaxed), 2);
    let told = Callers::with(authorizer.clone(), |client| client.base_url(&served.base).granted([18]));
    told.replies(GetTester::new());
    assert_eq!(served.take_seen().len(), 4);
}
