//! The way from a process to WeChat: it takes time, and loses requests and replies.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::oneshot;
use wxopen_runtime::{BoxFuture, HttpRequest, RawReply, Transport, TransportError, TransportErrorKind};

use super::executor::unless;
use super::judge;
use super::machine;
use super::plan::Fault;
use super::process::{COMPONENT, Process};
use super::tokens::serial_in;
use super::wechat::Asking;
use super::world::World;

/// What carries the requests of a process.
pub(crate) struct Line {
    pub(crate) world: Arc<World>,
    pub(crate) process: Process,
}

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Fine,
    NoConnection,
    RequestLost,
    ReplyLost,
    Busy,
    FalseRefusal,
}

/// A request, taken apart.
struct Request {
    path: String,
    token: String,
    body: Value,
    code: Option<String>,
}

impl Request {
    fn of(request: &HttpRequest) -> Self {
        let (path, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
        let token = query.split('&').find(|part| part.contains("access_token="));
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        Self {
            path: path.rsplit('/').next().unwrap_or_default().to_owned(),
            token: token.and_then(|part| part.split_once('=')).map(|(_, token)| token.to_owned()).unwrap_or_default(),
            code: body["authorization_code"].as_str().map(str::to_owned),
            body,
        }
    }

    fn appid(&self) -> &str {
        self.body["authorizer_appid"].as_str().unwrap_or_default()
    }
}

impl Line {
    fn fate(&self, path: &str) -> (Fate, Duration) {
        let (world, machine) = (&self.world, Some(self.process.machine));
        // An ordinary call fails for its own reasons; what matters here is what it learns of its token.
        if !path.starts_with("api_") {
            let refused = world.strikes(Fault::FalseRefusal, 4 * world.plan.often);
            if refused {
                world.trouble("61003 for no reason", machine, None, Some(Duration::from_secs(1)));
            }
            return (if refused { Fate::FalseRefusal } else { Fate::Fine }, Duration::ZERO);
        }
        let a_while = Some(Duration::from_secs(10));
        if world.fails(Fault::Slow) {
            let time = world.dice.between(Duration::from_secs(2), Duration::from_secs(20));
            world.trouble("WeChat was slow", machine, None, Some(time));
            (Fate::Fine, time)
        } else if world.fails(Fault::Busy) {
            world.trouble("WeChat was busy", machine, None, Some(Duration::from_secs(1)));
            (Fate::Busy, Duration::ZERO)
        } else if world.fails(Fault::RequestLost) {
            world.trouble("a request was lost", machine, None, a_while);
            (if world.dice.percent(50) { Fate::RequestLost } else { Fate::NoConnection }, Duration::ZERO)
        } else if world.fails(Fault::ReplyLost) {
            world.trouble("a reply was lost", machine, None, a_while);
            (Fate::ReplyLost, Duration::ZERO)
        } else {
            (Fate::Fine, Duration::ZERO)
        }
    }
}

impl Transport for Line {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>> {
        let (world, process) = (self.world.clone(), self.process);
        let sent = Request::of(&request);
        let (fate, extra) = self.fate(&sent.path);
        let (at_once, code) = (world.dice.percent(50), sent.code.clone());
        Box::pin(async move {
            if fate == Fate::NoConnection {
                world.pause(Duration::from_millis(1), Duration::from_millis(50)).await;
                return Err(TransportError::new(TransportErrorKind::Connect, "no connection"));
            }
            let (answer, answered) = oneshot::channel();
            let theirs = world.clone();
            // What has been sent arrives, whatever becomes of the process.
            world.spawn(async move {
                travel(&theirs).await;
                match sent.path.as_str() {
                    "api_component_token" => judge::asks(&theirs, process, COMPONENT),
                    "api_authorizer_token" => judge::asks(&theirs, process, sent.appid()),
                    _ => {}
                }
                let (reply, issued) = match fate {
                    Fate::RequestLost => return lost(answer, at_once, &theirs).await,
                    Fate::Busy => (serde_json::json!({ "errcode": -1, "errmsg": "system error" }), None),
                    Fate::FalseRefusal => {
                        theirs.wechat().tokens.refuse(&sent.token);
                        (serde_json::json!({ "errcode": 61003, "errmsg": "component is not authorized" }), None)
                    }
                    _ => ask(&theirs, process, &sent),
                };
                theirs.note(format_args!("{process}: WeChat {} {} {}: {reply}", sent.path, sent.token, sent.body));
                if fate == Fate::ReplyLost {
                    theirs.wechat().reply_lost(issued, sent.code.as_deref());
                    return lost(answer, at_once, &theirs).await;
                }
                travel(&theirs).await;
                theirs.sleep(extra).await;
                if answer.send(reply).is_err() {
                    // It took too long, or whoever asked is gone.
                    theirs.wechat().reply_lost(issued, sent.code.as_deref());
                }
            });
            let deadline = world.executor.sleep(request.timeout);
            match unless(deadline, answered).await {
                Some(Ok(reply)) => Ok(RawReply::json_ok(reply.to_string())),
                Some(Err(_)) => Err(TransportError::new(TransportErrorKind::Incomplete, "the line was cut")),
                None => {
                    world.wechat().reply_lost(None, code.as_deref());
                    Err(TransportError::new(TransportErrorKind::Timeout, "too late"))
                }
            }
        })
    }
}

/// The line is cut now, or nothing comes any more.
async fn lost(answer: oneshot::Sender<Value>, at_once: bool, world: &World) {
    if !at_once {
        world.sleep(Duration::from_secs(600)).await;
    }
    drop(answer);
}

/// WeChat's answer, and the number of the token that it holds.
fn ask(world: &Arc<World>, process: Process, sent: &Request) -> (Value, Option<u64>) {
    let asking = Asking { by: process, path: &sent.path, token: &sent.token, body: &sent.body, now: world.now() };
    let reply = world.wechat().answer(&asking);
    let number = serial_in(&reply.to_string()).map(|(_, number)| number);
    if let Some(number) = number {
        judge::issued(world, number);
    }
    if !world.is_alive(process) {
        world.wechat().died(process);
    } else if number.is_some() && world.strikes(Fault::Crash, 50_000) {
        machine::crash_soon(world, process);
    }
    (reply, number)
}

/// How long a message takes: mostly some milliseconds, at times a second.
async fn travel(world: &World) {
    let most = if world.dice.percent(3) { 1_000_000 } else { 60_000 };
    world.pause(Duration::from_millis(2), Duration::from_micros(most)).await;
}
