//! Pushes to the platform: tickets and authorizations, encrypted as WeChat does.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Uri};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use tokio::net::TcpStream;
use wxopen_runtime::push::{AesKey, PushCrypto};

use super::random;
use super::server::Server;
use super::settings::PushTarget;
use super::state::Push;

/// How long a receiver has.
const PATIENCE: Duration = Duration::from_secs(5);
/// How much of an answer is read.
const MOST_ANSWERED: usize = 1 << 16;

/// What is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    /// A new ticket.
    Ticket(String),
    /// A merchant has authorised the platform, perhaps again.
    Authorized { appid: String, code: String, again: bool },
    /// A merchant has taken the authorization back.
    Unauthorized { appid: String },
}

/// What became of a push.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Pushed {
    url: String,
    accepted: bool,
    result: String,
}

/// Pushes an event, if pushes go anywhere, and notes what became of it.
pub(super) async fn send(server: &Arc<Server>, event: Event) -> Option<Pushed> {
    let (target, appid, nonce, seconds, seed) = {
        let mut state = server.state();
        let target = state.settings.push.clone()?;
        (target, state.settings.component_appid.clone(), state.nonce(), state.clock.seconds(), state.settings.seed)
    };
    let name = event.name();
    let result = match sealed(&target, &appid, &event, &nonce, seconds, seed) {
        Ok((url, body)) => match tokio::time::timeout(PATIENCE, post(&url, body)).await {
            Ok(result) => result,
            Err(_) => Err(format!("no answer within {} seconds", PATIENCE.as_secs())),
        },
        Err(error) => Err(error),
    };
    let accepted = matches!(&result, Ok((200, text)) if text.trim() == "success");
    let result = match result {
        Ok((status, text)) => format!("{status} {}", super::validate::short(&text)),
        Err(error) => error,
    };
    let mut state = server.state();
    let at = state.clock.now();
    state.pushed(Push { at, event: name, result: result.clone(), accepted });
    Some(Pushed { url: target.url, accepted, result })
}

impl Event {
    /// Its `InfoType`.
    fn name(&self) -> &'static str {
        match self {
            Self::Ticket(_) => "component_verify_ticket",
            Self::Authorized { again: false, .. } => "authorized",
            Self::Authorized { again: true, .. } => "updateauthorized",
            Self::Unauthorized { .. } => "unauthorized",
        }
    }

    /// The message, as XML.
    fn message(&self, component: &str, seconds: u64) -> String {
        let mut xml = format!("<xml>{}<CreateTime>{seconds}</CreateTime>", element("AppId", component));
        xml.push_str(&element("InfoType", self.name()));
        match self {
            Self::Ticket(ticket) => xml.push_str(&element("ComponentVerifyTicket", ticket)),
            Self::Authorized { appid, code, .. } => {
                xml.push_str(&element("AuthorizerAppid", appid));
                xml.push_str(&element("AuthorizationCode", code));
                xml.push_str(&format!(
                    "<AuthorizationCodeExpiredTime>{}</AuthorizationCodeExpiredTime>",
                    seconds + 3600
                ));
                xml.push_str(&element("PreAuthCode", "preauthcode@@@mock"));
            }
            Self::Unauthorized { appid } => xml.push_str(&element("AuthorizerAppid", appid)),
        }
        xml + "</xml>"
    }
}

/// An element whose text can be anything.
fn element(name: &str, text: &str) -> String {
    format!("<{name}><![CDATA[{}]]></{name}>", text.replace("]]>", "]]]]><![CDATA[>"))
}

/// The URL and the body of a push.
fn sealed(
    target: &PushTarget,
    appid: &str,
    event: &Event,
    nonce: &str,
    seconds: u64,
    seed: u64,
) -> Result<(String, String), String> {
    let seal = crypto(target, appid)?;
    let timestamp = seconds.to_string();
    let encrypt = seal.encrypt(event.message(appid, seconds), random::bytes(seed, &["push", nonce]));
    let signature = seal.sign(&[&timestamp, nonce]);
    let msg_signature = seal.sign(&[&timestamp, nonce, &encrypt]);
    let mark = if target.url.contains('?') { '&' } else { '?' };
    let url = format!(
        "{}{mark}signature={signature}&timestamp={timestamp}&nonce={nonce}&encrypt_type=aes&msg_signature={msg_signature}",
        target.url
    );
    Ok((url, format!("<xml>{}{}</xml>", element("AppId", appid), element("Encrypt", &encrypt))))
}

/// Posts XML: the status and the text of the answer.
async fn post(url: &str, body: String) -> Result<(u16, String), String> {
    let uri: Uri = url.parse().map_err(|error| format!("not a URL: {error}"))?;
    let (Some("http"), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err("pushes go to http:// alone".to_owned());
    };
    let address = (authority.host().trim_matches(['[', ']']).to_owned(), authority.port_u16().unwrap_or(80));
    let told = |error: &dyn std::fmt::Display| error.to_string();
    let stream = TcpStream::connect(address).await.map_err(|error| told(&error))?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|error| told(&error))?;
    let connection = tokio::spawn(connection);
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let request = Request::post(path)
        .header("host", authority.as_str())
        .header("content-type", "text/xml")
        .body(Body::from(body))
        .map_err(|error| told(&error))?;
    let response = sender.send_request(request).await.map_err(|error| told(&error))?;
    let status = response.status().as_u16();
    let answer = axum::body::to_bytes(Body::new(response.into_body()), MOST_ANSWERED).await;
    connection.abort();
    let answer = answer.map_err(|error| told(&error))?;
    Ok((status, String::from_utf8_lossy(&answer).into_owned()))
}

/// Pushes tickets when they are due, as long as it is polled.
pub(super) async fn tickets(server: Arc<Server>) {
    let mut tick = tokio::time::interval(Duration::from_millis(200));
    loop {
        tick.tick().await;
        let due = {
            let mut state = server.state();
            let due = state.settings.push.is_some() && state.clock.now() >= state.next_ticket;
            due.then(|| state.new_ticket())
        };
        if let Some(ticket) = due {
            send(&server, Event::Ticket(ticket)).await;
        }
    }
}

/// What both ends of a push know.
fn crypto(target: &PushTarget, appid: &str) -> Result<PushCrypto, String> {
    let key = AesKey::parse(&target.aes_key).map_err(|error| error.to_string())?;
    Ok(PushCrypto::new(appid, target.token.as_str(), key))
}

/// Can pushes go there?
pub(super) fn check(target: &PushTarget, appid: &str) -> Result<(), String> {
    let uri: Uri = target.url.parse().map_err(|error| format!("{:?} is not a URL: {error}", target.url))?;
    if uri.scheme_str() != Some("http") || uri.authority().is_none() {
        return Err(format!("{:?}: pushes go to http:// alone", target.url));
    }
    crypto(target, appid).map(drop)
}
