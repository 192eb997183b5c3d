//! Pushes as a route of axum.

use std::sync::Arc;
use std::time::Duration;

use ::axum::body::{Body, to_bytes};
use ::axum::extract::rejection::RawPathParamsRejection;
use ::axum::extract::{RawPathParams, Request};
use ::axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use ::axum::response::{IntoResponse, Response};
use ::axum::routing::{MethodRouter, post};

use super::envelope::Format;
use super::error::PushError;
use super::head::PushHead;
use super::query::PushQuery;
use super::receiver::{Push, PushReceiver};
use super::replay::Delivery;
use super::sink::{Answer, PushSink};
use crate::clock::within;

/// How long the body of a push may take: as long as WeChat waits for the answer.
pub const BODY_TIME: Duration = Duration::from_secs(5);

/// A route that takes pushes and hands each to the sink once. Put it at the URL of the authorization events and at that
/// of the messages; where a path has `{appid}`, the push has it as [`Push::path_appid`]. Needs tokio with its timer on.
///
/// WeChat gets `success`, or the reply that the sink returns, for what was handled, also when it comes again; 400 with
/// nothing for whatever is refused; 500 when the sink fails, so that it is sent again. Handling goes on when WeChat hangs up
/// after five seconds, and the push that it sends again waits for that: the answer of a slow sink still arrives. If it does
/// not in time, 503.
///
/// The `to` of a message is the account's original id, `gh_…`; its appid is in the path alone, which nobody signs.
///
/// A GET is the question that WeChat asks a URL before it pushes there, and gets its `echostr`.
///
/// ```
/// # use wxopen_runtime::ThirdPartyPlatform;
/// # use wxopen_runtime::push::{self, PushReceiver};
/// # fn router(receiver: PushReceiver, platform: ThirdPartyPlatform) -> axum::Router {
/// axum::Router::new()
///     .route("/wechat/events", push::route(receiver.clone(), platform.clone()))
///     .route("/wechat/{appid}/messages", push::route(receiver, platform))
/// # }
/// ```
pub fn route<S: Clone + Send + Sync + 'static>(
    receiver: PushReceiver,
    sink: impl PushSink + 'static,
) -> MethodRouter<S> {
    let sink: Arc<dyn PushSink> = Arc::new(sink);
    let verifier = receiver.clone();
    post(move |params: Result<RawPathParams, RawPathParamsRejection>, request: Request| {
        answer(receiver.clone(), sink.clone(), appid(params.ok()), request)
    })
    .get(async move |request: Request| match verifier.verify_url(&query_of(request.uri())) {
        Ok(echo) => ([(header::X_CONTENT_TYPE_OPTIONS, "nosniff")], echo).into_response(),
        Err(error) => refuse(&error),
    })
}

fn query_of(uri: &Uri) -> PushQuery {
    PushQuery::parse(uri.query().unwrap_or_default())
}

fn appid(params: Option<RawPathParams>) -> Option<String> {
    let params = params?;
    params.iter().find(|(name, _)| *name == "appid").map(|(_, value)| value.to_owned())
}

async fn answer(receiver: PushReceiver, sink: Arc<dyn PushSink>, appid: Option<String>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let query = query_of(&head.uri);
    let readable = |(name, value): (&'_ HeaderName, &'_ HeaderValue)| {
        value.to_str().ok().map(|value| (name.as_str().to_owned(), value.to_owned()))
    };
    let headers: Vec<(String, String)> = head.headers.iter().filter_map(readable).collect();
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let push = match read(body, &receiver).await {
        Ok(body) => receiver.receive_from(&PushHead { query: &query, headers: &headers }, &body),
        Err(error) => Err(error),
    };
    let mut push = match push {
        Ok(push) => push,
        Err(error) => return refuse(&error),
    };
    push.path_appid = appid;
    receiver.settle(&mut push).await;
    match push.delivery {
        Delivery::First => handle(receiver, sink, push).await,
        Delivery::Pending => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Delivery::Repeat => respond(&receiver, &push, receiver.answer_of(&push).unwrap_or_default()),
    }
}

async fn read(body: Body, receiver: &PushReceiver) -> Result<Vec<u8>, PushError> {
    let clock = receiver.clock();
    let end = clock.elapsed().saturating_add(BODY_TIME);
    match within(clock, end, Box::pin(to_bytes(body, receiver.max_body()))).await {
        Some(Ok(bytes)) => Ok(bytes.into()),
        Some(Err(_)) => Err(PushError::TooLarge),
        None => Err(PushError::Envelope("it did not come in time")),
    }
}

/// The same for all: what is wrong goes to the log.
fn refuse(error: &PushError) -> Response {
    match error {
        PushError::Undecryptable(rejection) => tracing::warn!(%error, %rejection, "a push is refused"),
        _ => tracing::warn!(%error, "a push is refused"),
    }
    StatusCode::BAD_REQUEST.into_response()
}

/// Hands the push to the sink, in a task of its own: a request that ends early must not end it.
async fn handle(receiver: PushReceiver, sink: Arc<dyn PushSink>, push: Push) -> Response {
    let push = Arc::new(push);
    let entry = Handling { receiver: receiver.clone(), push: push.clone(), answer: None };
    let task = tokio::spawn(async move {
        let answer = sink.take(entry.push.clone()).await;
        entry.end(answer.as_ref().ok().cloned());
        answer
    });
    let error = match task.await {
        Ok(Ok(answer)) => return respond(&receiver, &push, answer),
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    };
    failed(&push, &error)
}

fn respond(receiver: &PushReceiver, push: &Push, answer: Answer) -> Response {
    let Answer::Reply(message) = answer else { return "success".into_response() };
    match receiver.reply(push, &message) {
        Ok(body) => ([(header::CONTENT_TYPE, content_type(push.format))], body).into_response(),
        Err(error) => failed(push, &error.to_string()),
    }
}

fn failed(push: &Push, error: &str) -> Response {
    tracing::error!(event = ?push.event.name(), error, "a push could not be handled");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

fn content_type(format: Format) -> &'static str {
    match format {
        Format::Xml => "application/xml",
        Format::Json => "application/json",
    }
}

/// Notes how it ended, also when the sink panics.
struct Handling {
    receiver: PushReceiver,
    push: Arc<Push>,
    /// None unless it was handled.
    answer: Option<Answer>,
}

impl Handling {
    fn end(mut self, answer: Option<Answer>) {
        self.answer = answer;
    }
}

impl Drop for Handling {
    fn drop(&mut self) {
        match self.answer.take() {
            Some(answer) => self.receiver.answered(&self.push, answer),
            None => self.receiver.forget(&self.push),
        }
    }
}
