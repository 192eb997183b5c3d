//! The mock's own paths: what it knows, and buttons to press.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::middleware::{self, Next};
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::body::{self, Unread};
use super::push::{self, Event};
use super::server::Server;
use super::settings::MERCHANT;
use super::stateful;
use wxgen::model::Endpoint;

/// The page at `/`.
const PAGE: &str = include_str!("page.html");
/// What the page may do: run its own script, talk to this server.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; \
                      img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The largest body of a request to the mock itself, in bytes.
const LARGEST_BODY: usize = 64 << 10;
/// How many tokens and merchants are listed.
const MOST_LISTED: usize = 200;

/// An error of a control path.
type ControlError = (StatusCode, String);

/// All paths, those of the API last.
pub(super) fn router(server: Arc<Server>) -> Router {
    let own = Router::new()
        .route("/", get(page))
        .route("/mock/endpoints", get(endpoints))
        .route("/mock/calls", get(calls))
        .route("/mock/tokens", get(tokens))
        .route("/mock/state", get(state))
        .route("/mock/clock", get(clock).post(advance))
        .route("/mock/ticket", post(ticket))
        .route("/mock/authorize", post(authorize))
        .route("/mock/unauthorize", post(unauthorize))
        .route("/mock/token", post(token))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn_with_state(server.clone(), own_page));
    let api = |State(server): State<Arc<Server>>, request: Request| async move {
        match server.hosts.may_call(request.headers()) {
            true => server.answer(request).await,
            false => refused(),
        }
    };
    own.fallback(api).with_state(server)
}

/// Pages of other sites may not press buttons here, nor read what stands here. The body comes in time, or not at all.
async fn own_page(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response<Body> {
    if !server.hosts.may_control(request.headers()) {
        return refused();
    }
    let patience = server.state().settings.patience;
    let (parts, body) = request.into_parts();
    match body::read(body, LARGEST_BODY, patience).await {
        Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Err(Unread::Late) => late(),
        Err(Unread::Broken) => done(Err((StatusCode::PAYLOAD_TOO_LARGE, "the body is too large".to_owned()))),
    }
}

/// The answer to what another site sends.
fn refused() -> Response<Body> {
    reply(StatusCode::FORBIDDEN, &json!({ "error": "requests of other sites are refused" }))
}

/// The answer to a body that did not come. The rest of it is not waited for.
pub(super) fn late() -> Response<Body> {
    let mut response = reply(StatusCode::REQUEST_TIMEOUT, &json!({ "error": "the body did not come in time" }));
    response.headers_mut().insert("connection", HeaderValue::from_static("close"));
    response
}

fn reply(status: StatusCode, value: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
    response
}

fn done(result: Result<Value, ControlError>) -> Response<Body> {
    match result {
        Ok(value) => reply(StatusCode::OK, &value),
        Err((status, error)) => reply(status, &json!({ "error": error })),
    }
}

async fn page() -> Response<Body> {
    let mut response = Response::new(Body::from(PAGE));
    response.headers_mut().insert("content-type", HeaderValue::from_static("text/html; charset=utf-8"));
    response.headers_mut().insert("content-security-policy", HeaderValue::from_static(POLICY));
    response
}

async fn endpoints(State(server): State<Arc<Server>>) -> Response<Body> {
    let of = |area: &str, endpoint: &Endpoint| {
        let codes = endpoint.errors.codes.iter().map(|code| json!({ "code": code.code, "name": code.variant }));
        json!({
            "name": endpoint.name,
            "area": area,
            "method": endpoint.method.name(),
            "path": endpoint.path,
            "summary": endpoint.summary,
            "token": endpoint.token.as_ref().map(|token| &token.kind),
            "errcodes": codes.collect::<Vec<_>>(),
            "stateful": stateful::knows(&endpoint.path),
        })
    };
    let all =
        server.api.areas.iter().flat_map(|area| area.endpoints.iter().map(move |endpoint| of(&area.id, endpoint)));
    reply(StatusCode::OK, &json!({ "endpoints": all.collect::<Vec<_>>() }))
}

async fn calls(State(server): State<Arc<Server>>) -> Response<Body> {
    let state = server.state();
    let recent: Vec<_> = state.calls.recent().take(MOST_LISTED).collect();
    let value = json!({ "total": state.calls.total(), "endpoints": state.calls.counts(), "recent": recent });
    drop(state);
    reply(StatusCode::OK, &value)
}

async fn tokens(State(server): State<Arc<Server>>) -> Response<Body> {
    let state = server.state();
    let value = json!({
        "now": state.clock.now(),
        "fixed": state.settings.token,
        "kinds": state.tokens.counts(),
        "calls_without_token": state.tokens.missing,
        "calls_with_unknown_token": state.tokens.unknown,
        "tokens": state.tokens.youngest(MOST_LISTED),
    });
    drop(state);
    reply(StatusCode::OK, &value)
}

async fn state(State(server): State<Arc<Server>>) -> Response<Body> {
    let state = server.state();
    let merchants: serde_json::Map<_, _> =
        state.merchants.iter().take(MOST_LISTED).map(|(appid, merchant)| (appid.clone(), json!(merchant))).collect();
    let value = json!({
        "component_appid": state.settings.component_appid,
        "ticket": state.tickets.newest(),
        "merchant_count": state.merchants.len(),
        "merchants": merchants,
        "push_url": state.settings.push.as_ref().map(|push| &push.url),
        "pushes": state.pushes,
    });
    drop(state);
    reply(StatusCode::OK, &value)
}

async fn clock(State(server): State<Arc<Server>>) -> Response<Body> {
    reply(StatusCode::OK, &json!({ "now": server.state().clock.now() }))
}

async fn advance(State(server): State<Arc<Server>>, body: Bytes) -> Response<Body> {
    done(fields(&body).and_then(|given| {
        let seconds = given.get("advance").and_then(Value::as_u64);
        let seconds = seconds.ok_or_else(|| bad("`advance` is a whole number of seconds, 0 or more"))?;
        let mut state = server.state();
        state.clock.advance(seconds);
        Ok(json!({ "now": state.clock.now() }))
    }))
}

async fn ticket(State(server): State<Arc<Server>>) -> Response<Body> {
    let ticket = server.state().new_ticket();
    let pushed = push::send(&server, Event::Ticket(ticket.clone())).await;
    reply(StatusCode::OK, &json!({ "ticket": ticket, "pushed": pushed }))
}

async fn authorize(State(server): State<Arc<Server>>, body: Bytes) -> Response<Body> {
    let result = fields(&body).and_then(|given| {
        let appid = text(&given, "appid")?.unwrap_or_else(|| MERCHANT.to_owned());
        let open_appid = text(&given, "open_appid")?;
        let granted = match given.get("permission_sets") {
            None => None,
            Some(sets) => Some(ids(sets).ok_or_else(|| bad("`permission_sets` is a list of numbers"))?),
        };
        let authorized = server.state().authorize(&appid, granted, open_appid);
        authorized.map(|(code, again)| (appid, code, again)).map_err(|why| (StatusCode::CONFLICT, why.to_owned()))
    });
    let (appid, code, again) = match result {
        Ok(authorized) => authorized,
        Err(error) => return done(Err(error)),
    };
    let expires_in = server.state().settings.lifetimes.auth_code;
    let pushed = push::send(&server, Event::Authorized { appid: appid.clone(), code: code.clone(), again }).await;
    let value = json!({ "auth_code": code, "expires_in": expires_in, "authorizer_appid": appid, "pushed": pushed });
    reply(StatusCode::OK, &value)
}

async fn unauthorize(State(server): State<Arc<Server>>, body: Bytes) -> Response<Body> {
    let appid = match fields(&body).and_then(|given| text(&given, "appid")) {
        Ok(appid) => appid.unwrap_or_else(|| MERCHANT.to_owned()),
        Err(error) => return done(Err(error)),
    };
    if !server.state().unauthorize(&appid) {
        return done(Err((StatusCode::NOT_FOUND, "this merchant has not authorised the platform".to_owned())));
    }
    let pushed = push::send(&server, Event::Unauthorized { appid: appid.clone() }).await;
    reply(StatusCode::OK, &json!({ "authorizer_appid": appid, "pushed": pushed }))
}

async fn token(State(server): State<Arc<Server>>, body: Bytes) -> Response<Body> {
    done(fields(&body).and_then(|given| {
        let kind = text(&given, "kind")?.unwrap_or_default();
        if !server.api.tokens.iter().any(|known| known.name == kind) {
            let all: Vec<_> = server.api.tokens.iter().map(|known| known.name.as_str()).collect();
            return Err(bad(&format!("`kind` is one of {}", all.join(", "))));
        }
        let appid = text(&given, "appid")?.unwrap_or_else(|| MERCHANT.to_owned());
        let mut state = server.state();
        let token = state.issue(&kind, &appid);
        Ok(json!({ "token": token, "kind": kind, "appid": appid }))
    }))
}

fn bad(text: &str) -> ControlError {
    (StatusCode::BAD_REQUEST, text.to_owned())
}

/// The fields of a body; none for an empty one.
fn fields(body: &Bytes) -> Result<serde_json::Map<String, Value>, ControlError> {
    if body.is_empty() {
        return Ok(serde_json::Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => Ok(fields),
        _ => Err(bad("the body is a JSON object")),
    }
}

/// A text that is no longer than such texts are.
fn text(given: &serde_json::Map<String, Value>, name: &str) -> Result<Option<String>, ControlError> {
    match given.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if !text.is_empty() && text.len() <= 64 => Ok(Some(text.clone())),
        Some(_) => Err(bad(&format!("`{name}` is a text of 1 to 64 bytes"))),
    }
}

fn ids(value: &Value) -> Option<Vec<u32>> {
    value.as_array()?.iter().map(|id| u32::try_from(id.as_u64()?).ok()).collect()
}
