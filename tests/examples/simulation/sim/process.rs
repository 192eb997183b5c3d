//! A process of the fleet: a platform of its own on the store that all share, and what comes to it from outside.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use wxopen_runtime::generated::prelude::{Decode, Endpoint, Meta, Method, Permissions, Reader, RequestWriter};
use wxopen_runtime::{AnyCode, Client, Error, PlatformEvent, ThirdPartyPlatform, Token, TokenProvider};

use super::clock::{MachineClock, ProcessTasks, beginning};
use super::executor::{Cut, cut};
use super::happenings;
use super::judge::{self, Asked, Outcome};
use super::line::Line;
use super::machine::Running;
use super::plan::Fault;
use super::store_link::StoreLink;
use super::world::World;

/// The platform.
pub(crate) const COMPONENT: &str = "wx-platform";
/// Its secret.
pub(crate) const SECRET: &str = "secret-of-platform";
/// The kind of token that merchants' calls take.
const AUTHORIZER: &str = "authorizer_access_token";

/// A process: the machine, and which one of those it has had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Process {
    pub(crate) machine: usize,
    pub(crate) number: usize,
}

impl fmt::Display for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m{}.{}", self.machine, self.number)
    }
}

/// The platform of a process, with the settings that users get.
pub(crate) fn platform(world: &Arc<World>, process: Process) -> ThirdPartyPlatform {
    let hears = world.clone();
    ThirdPartyPlatform::builder(COMPONENT, SECRET)
        .store(StoreLink { world: world.clone(), process })
        .transport(Line { world: world.clone(), process })
        .clock(MachineClock { world: world.clone(), process })
        .spawner(ProcessTasks { world: world.clone(), process })
        .on_event(move |event| hear(&hears, process, event))
        .build()
}

/// What a platform says of its merchants.
fn hear(world: &World, process: Process, event: &PlatformEvent) {
    if world.is_alive(process) {
        world.note(format_args!("{process}: event {event:?}"));
        happenings::event(world, event);
    }
}

/// What a caller wants.
#[derive(Debug, Clone)]
pub(crate) enum Want {
    /// A merchant's token.
    Token(String),
    /// A call in a merchant's name.
    Call(String),
    /// The platform's own token.
    Platform,
}

impl Want {
    /// Whose token it takes.
    pub(crate) fn owner(&self) -> &str {
        match self {
            Self::Token(owner) | Self::Call(owner) => owner,
            Self::Platform => COMPONENT,
        }
    }
}

/// A caller in a process, who may give up. `done` is sent what came of it.
pub(crate) fn call(world: &Arc<World>, running: Running, want: Want, done: Option<tokio::sync::oneshot::Sender<bool>>) {
    let Running { process, platform } = running;
    let cut_at = gives_up(world, 8);
    let world = world.clone();
    let task = {
        let world = world.clone();
        Box::pin(async move {
            let asked = Asked::now(&world, process, want.clone());
            world.note(format_args!("{process}: asks for {want:?}"));
            let outcome = cut(cut_at, ask(&world, process, &platform, &want)).await;
            let Some(outcome) = outcome else {
                world.count("callers who gave up");
                return world.note(format_args!("{process}: gives up on {want:?}"));
            };
            world.note(format_args!("{process}: {want:?} brings {outcome:?}"));
            let good = judge::answer(&world, &asked, &outcome);
            if let Some(done) = done {
                // Nobody may wait for it.
                let _ = done.send(good);
            }
        })
    };
    world.executor.spawn(Some(process), task);
}

/// Where a caller gives up, if it does.
pub(crate) fn gives_up(world: &World, most_polls: usize) -> Option<Cut> {
    let gives_up = world.strikes(Fault::Cancel, 250_000);
    gives_up.then(|| Cut { polls: 1 + world.dice.below(most_polls), at_once: world.dice.percent(50) })
}

async fn ask(world: &Arc<World>, process: Process, platform: &ThirdPartyPlatform, want: &Want) -> Outcome {
    let token = match want {
        Want::Platform => platform.component_access_token().await,
        Want::Token(appid) => platform.authorizer(appid).token(AUTHORIZER).await,
        Want::Call(appid) => {
            let line = Line { world: world.clone(), process };
            let clock = MachineClock { world: world.clone(), process };
            let client = Client::with_transport(platform.authorizer(appid), line).clock(clock).build();
            return match client.send(Ask).await {
                Ok(_) => Outcome::Done,
                Err(Error::Token(error)) => Outcome::NoToken(error.problem, error.reason),
                Err(error) => Outcome::Refused(error.code(), error.to_string()),
            };
        }
    };
    match token {
        Ok(token) => Outcome::Token(token.expose().to_owned()),
        Err(error) => Outcome::NoToken(error.problem, error.reason),
    }
}

/// A push of WeChat.
#[derive(Debug, Clone)]
pub(crate) enum Push {
    Ticket { ticket: String, at: Duration },
    Authorized { appid: String, code: String, at: Duration },
    Updated { appid: String, code: String, at: Duration },
    Unauthorized { appid: String, at: Duration },
}

/// Handles a push.
pub(crate) async fn handle(running: &Running, push: &Push) -> Result<(), String> {
    let platform = &running.platform;
    // WeChat counts whole seconds.
    let time = |at: &Duration| beginning() + Duration::from_secs(at.as_secs());
    match push {
        Push::Ticket { ticket, at } => platform.set_ticket(ticket.clone(), time(at)).await.map(drop).map_err(text),
        Push::Authorized { appid, code, at } => {
            platform.authorized(appid, code.clone(), time(at)).await.map(drop).map_err(text)
        }
        Push::Updated { appid, code, at } => {
            platform.updateauthorized(appid, code.clone(), time(at)).await.map(drop).map_err(text)
        }
        Push::Unauthorized { appid, at } => platform.unauthorized(appid, time(at)).await.map_err(text),
    }
}

fn text(error: impl fmt::Display) -> String {
    error.to_string()
}

/// A reply without fields.
#[derive(Debug, Default)]
pub(crate) struct Nothing;

impl Decode for Nothing {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.take();
    }
}

/// A call in a merchant's name.
pub(crate) struct Ask;

impl Endpoint for Ask {
    type Reply = Nothing;
    type Error = AnyCode;

    fn meta() -> &'static Meta {
        static META: Meta = Meta {
            name: "ask",
            area: "simulation",
            host: "api.weixin.qq.com",
            fallback_hosts: &[],
            method: Method::Post,
            path: "/ask",
            token: Some(Token { kind: AUTHORIZER, param: "access_token", also: &[] }),
            permissions: Permissions::Unstated,
            permission_sets: &[],
            idempotent: false,
            docs: "",
        };
        &META
    }

    fn encode(&self, _: &mut RequestWriter) {}
}
