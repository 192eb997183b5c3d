//! A WeChat that knows tokens and little else.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use wxopen_runtime::generated::prelude::*;
use wxopen_runtime::{
    AnyCode, BoxFuture, Client, Clock, HttpRequest, ManualClock, PlatformBuilder, RawReply, SystemClock,
    ThirdPartyPlatform, Transport, TransportError, TransportErrorKind, json,
};

pub(crate) const COMPONENT: &str = "wx-component";
pub(crate) const SECRET: &str = "S3CRET-of-component";
pub(crate) const MERCHANT: &str = "wx-merchant";
pub(crate) const TICKET: &str = "T1CKET-pushed";
pub(crate) const HOUR: Duration = Duration::from_secs(3600);

/// When the tests start.
pub(crate) fn start() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

/// Lets time pass until a clock shows that time.
pub(crate) trait AdvanceTo {
    fn advance_to(&self, time: SystemTime);
}

impl AdvanceTo for ManualClock {
    fn advance_to(&self, time: SystemTime) {
        self.advance(time.duration_since(self.now()).expect("a later time"));
    }
}

/// A clock that runs by itself, for what happens at the same time, and that time can be added to.
#[derive(Clone, Default)]
pub(crate) struct RunningClock(Arc<Mutex<Duration>>);

impl RunningClock {
    pub(crate) fn advance(&self, by: Duration) {
        *self.0.lock().expect("no panic") += by;
    }
}

impl Clock for RunningClock {
    fn now(&self) -> SystemTime {
        start() + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        SystemClock.elapsed() + *self.0.lock().expect("no panic")
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        SystemClock.sleep(time)
    }
}

/// Answers calls, and counts them by the end of their path. Clones are the same WeChat.
#[derive(Clone, Default)]
pub(crate) struct WeChat {
    state: Arc<Mutex<State>>,
    gate: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default)]
pub(crate) struct State {
    issued: u64,
    /// The tokens that are good: the platform's, and each merchant's.
    pub(crate) component: String,
    pub(crate) tokens: BTreeMap<String, String>,
    /// Each merchant's refresh token.
    pub(crate) refresh: BTreeMap<String, String>,
    /// What to answer next at a path instead.
    pub(crate) next: VecDeque<(&'static str, Value)>,
    /// What to answer at a path from now on instead.
    pub(crate) always: BTreeMap<&'static str, Value>,
    pub(crate) calls: Vec<String>,
    pub(crate) bodies: Vec<String>,
    /// How long to take.
    pub(crate) delay: Duration,
    /// Does a refresh replace the refresh token, too?
    pub(crate) rotates: bool,
    /// Leave the refresh token out of replies.
    pub(crate) without_refresh: bool,
    pub(crate) expires_in: Option<i64>,
    /// Is the line cut?
    pub(crate) away: bool,
    /// Paths whose next reply is lost on its way.
    pub(crate) lost: Vec<&'static str>,
    /// Is a code used up when it was sent once?
    pub(crate) used_once: bool,
    /// Does the transport panic?
    pub(crate) panics: bool,
}

impl WeChat {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no panic")
    }

    /// Holds all replies back until this is dropped.
    pub(crate) fn hold(&self) -> tokio::sync::OwnedMutexGuard<()> {
        self.gate.clone().try_lock_owned().expect("nothing is under way")
    }

    /// Is this reply lost on its way?
    fn is_lost(&self, path: &str) -> bool {
        let mut state = self.state();
        let at = state.lost.iter().position(|lost| *lost == path);
        if let Some(at) = at {
            state.lost.remove(at);
        }
        at.is_some()
    }

    /// How often a path was called.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.state().calls.iter().filter(|call| *call == path).count()
    }

    pub(crate) fn error(&self, path: &'static str, code: i64) {
        self.state().next.push_back((path, json!({ "errcode": code, "errmsg": "refused" })));
    }

    pub(crate) fn always_error(&self, path: &'static str, code: i64) {
        self.state().always.insert(path, json!({ "errcode": code, "errmsg": "refused" }));
    }

    /// The merchant withdraws, or never authorised.
    pub(crate) fn withdraw(&self) {
        let mut state = self.state();
        state.refresh.clear();
        state.tokens.clear();
    }

    /// A platform that looks at the store for each call.
    pub(crate) fn builder(&self, clock: &(impl Clock + Clone + 'static)) -> PlatformBuilder {
        ThirdPartyPlatform::builder(COMPONENT, SECRET)
            .transport(self.clone())
            .clock(clock.clone())
            .jitter(|_| Duration::ZERO)
            .recheck(Duration::ZERO)
    }

    /// One that has its ticket and one merchant.
    pub(crate) async fn ready(&self, builder: PlatformBuilder) -> ThirdPartyPlatform {
        let platform = builder.build();
        platform.set_ticket(TICKET, start()).await.expect("taken");
        platform.authorize("C0DE-1").await.expect("authorised");
        platform
    }

    /// What is answered at a path.
    pub(crate) fn answer(&self, path: &str, token: &str, body: &Value) -> Value {
        let mut state = self.state();
        state.calls.push(path.to_owned());
        state.bodies.push(body.to_string());
        if let Some(at) = state.next.iter().position(|(next, _)| *next == path) {
            return state.next.remove(at).expect("it is there").1;
        }
        if let Some(reply) = state.always.get(path) {
            let mut reply = reply.clone();
            if reply["errmsg"] == "ECHO" {
                reply["errmsg"] = format!("{body} {token}").into();
            }
            return reply;
        }
        let refused = json!({ "errcode": 40001, "errmsg": format!("invalid credential {token}") });
        if path.starts_with("api_") && path != "api_component_token" && token != state.component {
            return refused;
        }
        match path {
            "api_component_token" => {
                state.component = state.token("COMPONENT");
                json!({ "component_access_token": state.component, "expires_in": state.lifetime() })
            }
            "api_query_auth" => {
                if state.used_once && state.refresh.contains_key(MERCHANT) {
                    return json!({ "errcode": 61010, "errmsg": "code is expired" });
                }
                state.refresh.entry(MERCHANT.to_owned()).or_insert_with(|| "REFRESH-1".to_owned());
                let mut reply = state.tokens_of(MERCHANT);
                reply["authorizer_appid"] = MERCHANT.into();
                reply["func_info"] =
                    json!([{ "funcscope_category": { "id": 17 } }, { "funcscope_category": { "id": "18" } }]);
                json!({ "authorization_info": reply })
            }
            "api_authorizer_token" => {
                let appid = body["authorizer_appid"].as_str().expect("an appid").to_owned();
                if state.refresh.get(&appid).map(String::as_str) != body["authorizer_refresh_token"].as_str() {
                    return json!({ "errcode": 61023, "errmsg": "refresh_token is invalid" });
                }
                if state.rotates {
                    let next = state.token("REFRESH");
                    state.refresh.insert(appid.clone(), next);
                }
                state.tokens_of(&appid)
            }
            "api_get_authorizer_info" => {
                match body["authorizer_appid"].as_str().and_then(|appid| state.refresh.get(appid)) {
                    Some(refresh) => json!({ "authorization_info": {
                        "authorizer_refresh_token": refresh, "func_info": [{ "funcscope_category": { "id": 17 } }]
                    } }),
                    None => json!({ "errcode": 61003, "errmsg": "not authorized" }),
                }
            }
            "api_get_authorizer_list" if body["offset"] == 0 => {
                let listed = |(appid, refresh): (&String, &String)| json!({ "authorizer_appid": appid, "refresh_token": refresh, "auth_time": 1_800_000_000 });
                let list: Vec<_> = state.refresh.iter().map(listed).collect();
                json!({ "total_count": list.len(), "list": list })
            }
            "api_get_authorizer_list" => json!({ "total_count": 1, "list": [] }),
            _ if state.tokens.values().any(|good| good == token) => json!({ "errcode": 0 }),
            _ => refused,
        }
    }
}

impl State {
    fn token(&mut self, what: &str) -> String {
        self.issued += 1;
        format!("{what}-TOKEN-{}", self.issued)
    }

    fn lifetime(&self) -> i64 {
        self.expires_in.unwrap_or(7200)
    }

    fn tokens_of(&mut self, appid: &str) -> Value {
        let token = self.token(appid);
        self.tokens.insert(appid.to_owned(), token.clone());
        let mut reply = json!({ "authorizer_access_token": token, "expires_in": self.lifetime() });
        if !self.without_refresh {
            reply["authorizer_refresh_token"] = self.refresh[appid].clone().into();
        }
        reply
    }
}

impl Transport for WeChat {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>> {
        Box::pin(async move {
            let (path, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
            let token = query.split('=').next_back().unwrap_or_default();
            let body = serde_json::from_slice(&request.body).unwrap_or_default();
            let path = path.rsplit('/').next().unwrap_or_default();
            let reply = self.answer(path, token, &body);
            let lost = self.is_lost(path);
            let (delay, panics) = {
                let state = self.state();
                (state.delay, state.panics)
            };
            assert!(!panics, "as the test wants");
            drop(self.gate.lock().await);
            SystemClock.sleep(delay).await;
            if lost {
                return Err(TransportError::new(TransportErrorKind::Incomplete, "the reply is lost"));
            }
            if self.state().away {
                return Err(TransportError::new(TransportErrorKind::Connect, "the line is cut"));
            }
            Ok(RawReply::json_ok(reply.to_string()))
        })
    }
}

/// A reply without fields.
#[derive(Debug, Default)]
pub(crate) struct Nothing;

impl Decode for Nothing {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.take();
    }
}

/// A call in a merchant's name, which set 17 allows.
pub(crate) struct Ask;

impl Endpoint for Ask {
    type Reply = Nothing;
    type Error = AnyCode;

    fn meta() -> &'static Meta {
        static META: Meta = Meta {
            name: "ask",
            area: "demo",
            host: "api.weixin.qq.com",
            fallback_hosts: &[],
            method: Method::Post,
            path: "/ask",
            token: Some(wxopen_runtime::Token { kind: "authorizer_access_token", param: "access_token", also: &[] }),
            permissions: Permissions::OneOf(&[17]),
            permission_sets: &[],
            idempotent: false,
            docs: "",
        };
        &META
    }

    fn encode(&self, _: &mut RequestWriter) {}
}

/// A client that calls in the merchant's name.
pub(crate) fn client(platform: &ThirdPartyPlatform, wechat: &WeChat) -> Client {
    Client::with_transport(platform.authorizer(MERCHANT), wechat.clone()).build()
}

/// The merchant's token as the platform gives it.
pub(crate) async fn token(platform: &ThirdPartyPlatform) -> Result<String, wxopen_runtime::TokenError> {
    use wxopen_runtime::TokenProvider;
    let token = platform.authorizer(MERCHANT).token("authorizer_access_token").await?;
    Ok(token.expose().to_owned())
}
