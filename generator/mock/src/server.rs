//! Answers calls of the API.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

use super::body::{self, Unread};
use super::calls::{RecordedCall, UNKNOWN, Verdict};
use super::control::late;
use super::fake_reply::{self, PIXEL};
use super::fault::Fault;
use super::hosts::Hosts;
use super::random::letters;
use super::rejection::{Rejection, errmsg};
use super::request::ReadRequest;
use super::routes::{self, Routes};
use super::rules::{self, Effects, Rule};
use super::settings::Settings;
use super::state::MockState;
use super::stateful::{self, Asked};
use super::tokens::{COMPONENT, Caller, ShownToken, TokenRejection};
use super::validate::{rejections, short};
use wxgen::model::{Api, Endpoint, Permissions, Type};

/// Header that asks for a return code.
pub(super) const ERRCODE_HEADER: &str = "x-mock-errcode";
/// Header that asks for a fault.
pub(super) const FAULT_HEADER: &str = "x-mock-fault";
/// Header that asks for a delay, in milliseconds.
pub(super) const LATENCY_HEADER: &str = "x-mock-latency-ms";
/// The code for an upload that is larger than may be.
const MEDIA_TOO_LARGE: i64 = 45001;
/// The code for any other body that is larger than may be.
const CONTENT_TOO_LARGE: i64 = 45002;
/// The longest delay.
const LONGEST: Duration = Duration::from_secs(600);

/// Told of each call.
pub(super) type Listener = Box<dyn Fn(&RecordedCall) + Send + Sync>;

/// The API and what it remembers.
pub(super) struct Server {
    pub(super) api: Api,
    routes: Routes,
    rules: Vec<Rule>,
    pub(super) hosts: Hosts,
    state: Mutex<MockState>,
    listener: Option<Listener>,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("rules", &self.rules).finish_non_exhaustive()
    }
}

/// What is answered, before it is spoilt.
enum PlannedReply {
    Json(Value),
    Picture,
    No(Verdict, Rejection),
}

impl Server {
    pub(super) fn new(api: Api, rules: Vec<Rule>, hosts: Hosts, state: MockState, listener: Option<Listener>) -> Self {
        Self { routes: Routes::of(&api), api, rules, hosts, state: Mutex::new(state), listener }
    }

    /// What is remembered. A panic elsewhere does not lock everybody out.
    pub(super) fn state(&self) -> MutexGuard<'_, MockState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers a request for any path of the API.
    pub(super) async fn answer(self: Arc<Self>, request: Request) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let Settings { largest_body, patience, strict_content_type, .. } = self.state().settings;
        let read = body::read(body, largest_body, patience).await;
        let request = match &read {
            Ok(bytes) => ReadRequest::read(&parts, bytes, strict_content_type).await,
            Err(Unread::Late) => return late(),
            Err(Unread::Broken) => ReadRequest::default(),
        };
        let of_path = self.routes.at(&self.api, parts.uri.path());
        let chosen = match (read, of_path.is_empty()) {
            (_, true) => Err(Rejection::new(40066, "the spec has no such path")),
            (Err(_), _) => {
                let of_files = of_path.iter().any(|endpoint| sends_file(endpoint));
                let code = if of_files { MEDIA_TOO_LARGE } else { CONTENT_TOO_LARGE };
                Err(Rejection::new(code, format!("the body cannot be read, or is larger than {largest_body} bytes")))
            }
            _ => routes::choose(&of_path, parts.method.as_str(), &request),
        };
        let (response, bytes, effects) = self.decide(&parts, &request, chosen);
        if !effects.latency.is_zero() {
            tokio::time::sleep(effects.latency.min(LONGEST)).await;
        }
        match effects.fault {
            Some(fault) => fault.spoil(response, bytes),
            None => response,
        }
    }

    /// Judges a request, does what it asks for, and notes it.
    fn decide(
        &self,
        parts: &Parts,
        request: &ReadRequest,
        chosen: Result<&Endpoint, Rejection>,
    ) -> (Response<Body>, Bytes, Effects) {
        let mut state = self.state();
        let name = chosen.as_ref().map_or(UNKNOWN, |endpoint| endpoint.name.as_str());
        let (of_all, of_endpoint) = state.calls.start(name);
        let seed = state.settings.seed;
        let mut effects = rules::effects(&self.rules, name, of_endpoint, of_all, seed);
        let endpoint = chosen.as_ref().ok().copied();
        let demanded = demanded(parts, &mut effects);
        let answer = match (demanded, chosen) {
            (Err(rejection), _) => PlannedReply::No(Verdict::Violation, rejection),
            (Ok(Some(code)), _) => PlannedReply::No(Verdict::Demanded, Rejection::new(code, "")),
            (Ok(None), Err(rejection)) => PlannedReply::No(Verdict::Violation, rejection),
            (Ok(None), Ok(_)) if effects.errcode.is_some() => {
                PlannedReply::No(Verdict::Rule, Rejection::new(effects.errcode.unwrap_or_default(), ""))
            }
            (Ok(None), Ok(_)) if effects.fault.is_some_and(Fault::is_before) => PlannedReply::Json(json!({})),
            (Ok(None), Ok(endpoint)) => self.work(&mut state, endpoint, request),
        };
        let rid = format!(
            "{:08x}-{of_all:08x}-{}",
            state.clock.seconds(),
            letters(seed, &["rid", &of_all.to_string()], 8).to_lowercase()
        );
        let (verdict, errcode, message, content_type, bytes) = match answer {
            PlannedReply::Json(value) => {
                (Verdict::Ok, 0, String::new(), "application/json; encoding=utf-8", value.to_string().into_bytes())
            }
            PlannedReply::Picture => (Verdict::Ok, 0, String::new(), "image/png", PIXEL.to_vec()),
            PlannedReply::No(verdict, Rejection { code, text }) => {
                let words = errmsg(endpoint, &self.api.errcodes, code);
                let words = if text.is_empty() { words } else { format!("{words}: {text}") };
                let reply = json!({ "errcode": code, "errmsg": format!("{words} rid: {rid}") });
                (verdict, code, words, "application/json; encoding=utf-8", reply.to_string().into_bytes())
            }
        };
        let call = RecordedCall {
            number: of_all,
            at: state.clock.now(),
            method: short(parts.method.as_str()),
            path: short(parts.uri.path()),
            endpoint: endpoint.map(|endpoint| endpoint.name.clone()),
            verdict,
            errcode,
            message,
            fault: effects.fault.map(Fault::name),
            rid,
        };
        state.calls.add(call.clone());
        drop(state);
        if let Some(listener) = &self.listener {
            listener(&call);
        }
        let bytes = Bytes::from(bytes);
        (response(content_type, bytes.clone()), bytes, effects)
    }

    /// Does what a request for an endpoint asks for.
    fn work(&self, state: &mut MockState, endpoint: &Endpoint, request: &ReadRequest) -> PlannedReply {
        let token_params = token_params(endpoint);
        let caller = match self.caller(state, endpoint, request, &token_params) {
            Ok(caller) => caller,
            Err(rejection) => return PlannedReply::No(Verdict::Token, rejection),
        };
        let mut wrong = rejections(endpoint, request, &token_params);
        if !wrong.is_empty() {
            let texts: Vec<_> = wrong.iter().map(|rejection| rejection.text.as_str()).collect();
            let text = texts.join("; ");
            return PlannedReply::No(Verdict::Violation, Rejection { text, ..wrong.swap_remove(0) });
        }
        let handler = stateful::handler(&endpoint.path, request).filter(|_| !state.settings.stateless);
        let outcome = match handler {
            Some(handler) => handler(state, &Asked { request, caller: caller.as_ref() }),
            None => match fake_reply::reply(endpoint, request) {
                Some(reply) => Ok(reply),
                None => return PlannedReply::Picture,
            },
        };
        match outcome {
            Ok(reply) => PlannedReply::Json(reply),
            Err(rejection) => PlannedReply::No(Verdict::Refused, rejection),
        }
    }

    /// Who calls, and may they?
    fn caller(
        &self,
        state: &mut MockState,
        endpoint: &Endpoint,
        request: &ReadRequest,
        token_params: &[&str],
    ) -> Result<Option<Caller>, Rejection> {
        if endpoint.token.is_none() {
            return Ok(None);
        }
        let MockState { settings, tokens, merchants, clock, .. } = state;
        let shown = ShownToken {
            endpoint,
            token: token_params.iter().find_map(|name| request.in_query(name)),
            fixed: settings.token.as_deref(),
            now: clock.now(),
            replaced_token: settings.lifetimes.replaced_token,
        };
        let judge = |appid: &str| match merchants.get(appid).filter(|merchant| merchant.authorized) {
            Some(merchant) => {
                lacks(endpoint, &merchant.granted).map_or(Ok(()), |lack| Err((TokenRejection::Permission, lack)))
            }
            None => Err((
                TokenRejection::Revoked,
                Rejection::new(61003, format!("{appid} has not authorised the platform")),
            )),
        };
        tokens.caller(&shown, judge).map(Some)
    }
}

/// The names a token of this endpoint can have in the URL. WeChat takes the platform's token under both.
fn token_params(endpoint: &Endpoint) -> Vec<&str> {
    let Some(token) = &endpoint.token else { return Vec::new() };
    let mut params = vec![token.param.as_str()];
    if token.kind == COMPONENT {
        params.extend(["access_token", COMPONENT].into_iter().filter(|name| *name != token.param));
    }
    params
}

/// Is the permission set missing?
fn lacks(endpoint: &Endpoint, granted: &[u32]) -> Option<Rejection> {
    match &endpoint.permissions {
        Permissions::Unstated => None,
        Permissions::Any if !granted.is_empty() => None,
        Permissions::Any => Some(Rejection::new(61007, "the merchant has granted no permission set")),
        Permissions::Nobody => Some(Rejection::new(48001, "no third party can call this")),
        Permissions::OneOf(ids) if ids.iter().any(|id| granted.contains(id)) => None,
        Permissions::OneOf(ids) => {
            let ids: Vec<_> = ids.iter().map(u32::to_string).collect();
            Some(Rejection::new(61007, format!("the merchant has granted none of the sets {}", ids.join(", "))))
        }
    }
}

/// The code that a header asks for. Faults and delays of headers are added to the effects.
fn demanded(parts: &Parts, effects: &mut Effects) -> Result<Option<i64>, Rejection> {
    let header = |name: &str| parts.headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let bad = |name: &str, value: &str, wanted: &str| {
        Rejection::new(40035, format!("the header {name} is {:?}; {wanted} is wanted", short(value)))
    };
    if let Some(name) = header(FAULT_HEADER) {
        let all: Vec<_> = Fault::ALL.iter().map(|(_, name)| *name).collect();
        let fault = Fault::from_name(name);
        effects.fault = Some(fault.ok_or_else(|| bad(FAULT_HEADER, name, &format!("one of {}", all.join(", "))))?);
    }
    if let Some(value) = header(LATENCY_HEADER) {
        let latency = value.parse().map_err(|_| bad(LATENCY_HEADER, value, "a number of milliseconds"))?;
        effects.latency = effects.latency.saturating_add(Duration::from_millis(latency));
    }
    match header(ERRCODE_HEADER) {
        Some(value) => value.parse().map(Some).map_err(|_| bad(ERRCODE_HEADER, value, "a return code")),
        None => Ok(None),
    }
}

/// A reply of WeChat: always status 200.
fn response(content_type: &'static str, bytes: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = StatusCode::OK;
    response.headers_mut().insert("content-type", HeaderValue::from_static(content_type));
    response
}

fn sends_file(endpoint: &Endpoint) -> bool {
    endpoint.request.fields.iter().any(|field| matches!(field.ty, Type::File))
}
