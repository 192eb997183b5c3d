//! Pushes as a route of axum.

use std::sync::Arc;
use std::time::Duration;

use ::axum::body::{Body, to_bytes};
use ::axum::extract::rejection::RawPathParamsRejection;
use ::axum::extract::{RawPathParams, Request};
use ::axum::http::{StatusCode, header};
use ::axum::response::{IntoResponse, Response};
use ::axum::routing::{MethodRouter, post};

use super::envelope::Format;
use super::error::PushError;
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
/// WeChat gets `success`, or the reply that the sink gives, for what was handled, also when it comes again; 400 with
/// nothing for whatever is refused; 500 when the sink fails, 503 while the same push is being handled, both so that it is
/// sent again. Handling goes on when WeChat hangs up.
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
    post(move |params: Result<RawPathParams, RawPathParamsRejection>, request: Request| {
        answer(receiver.clone(), sink.clone(), appid(params.ok()), request)
    })
}

fn appid(params: Option<RawPathParams>) -> Option<String> {
    let params = params?;
    params.iter().find(|(name, _)| *name == "appid").map(|(_, value)| value.to_owned())
}

async fn answer(receiver: PushReceiver, sink: Arc<dyn PushSink>, appid: Option<String>, request: Request) -> Response {
    let query = PushQuery::parse(request.uri().query().unwrap_or_default());
    let push = match read(request.into_body(), &receiver).await {
        Ok(body) => receiver.receive(&query, &body),
        Err(error) => Err(error),
    };
    let mut push = match push {
        Ok(push) => push,
        Err(error) => return refuse(&error),
    };
    push.path_appid = appid;
    match push.delivery {
        Delivery::First => handle(receiver, sink, push).await,
        Delivery::Pending => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Delivery::Repeat => "success".into_response(),
    }
}

async fn read(body: Body, receiver: &PushReceiver) -> Result<Vec<u8>, PushError> {
    let clock = receiver.clock();
    let end = clock.passed().saturating_add(BODY_TIME);
    match within(clock, end, Box::pin(to_bytes(body, receiver.max_body()))).await {
        Some(Ok(bytes)) => Ok(bytes.into()),
        Some(Err(_)) => Err(PushError::TooLarge),
        None => Err(PushError::Envelope("it did not come in time")),
    }
}

/// The same for all: what is wrong goes to the log.
fn refuse(error: &PushError) -> Response {
    match error {
        PushError::Undecryptable(flaw) => tracing::warn!(%error, %flaw, "a push is refused"),
        _ => tracing::warn!(%error, "a push is refused"),
    }
    StatusCode::BAD_REQUEST.into_response()
}

/// Hands the push to the sink, in a task of its own: a request that ends early must not end it.
async fn handle(receiver: PushReceiver, sink: Arc<dyn PushSink>, push: Push) -> Response {
    let push = Arc::new(push);
    let entry = Entry { receiver: receiver.clone(), push: push.clone(), handled: false };
    let task = tokio::spawn(async move {
        let answer = sink.take(entry.push.clone()).await;
        entry.end(answer.is_ok());
        answer
    });
    let event = push.event.name();
    let reply = match task.await {
        Ok(Ok(Answer::Success)) => return "success".into_response(),
        Ok(Ok(Answer::Reply(message))) => receiver.reply(&push, &message).map_err(|error| error.to_string()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    match reply {
        Ok(body) => ([(header::CONTENT_TYPE, content_type(push.format))], body).into_response(),
        Err(error) => {
            tracing::error!(?event, error, "a push could not be handled");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn content_type(format: Format) -> &'static str {
    match format {
        Format::Xml => "application/xml",
        Format::Json => "application/json",
    }
}

/// Tells the receiver how it ended, also when the sink panics.
struct Entry {
    receiver: PushReceiver,
    push: Arc<Push>,
    handled: bool,
}

impl Entry {
    fn end(mut self, handled: bool) {
        self.handled = handled;
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if self.handled {
            self.receiver.handled(&self.push);
        } else {
            self.receiver.forget(&self.push);
        }
    }
}
