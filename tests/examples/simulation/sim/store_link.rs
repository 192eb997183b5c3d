//! The way from a process to the store: it takes time, fails, and loses answers.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use wxopen_runtime::{BoxFuture, Lease, Secret, StoreError, Stored, TokenStore, Written};

use super::judge;
use super::plan::Fault;
use super::process::Process;
use super::tokens::serial_in;
use super::world::World;

/// The store as a process sees it.
pub(crate) struct StoreLink {
    pub(crate) world: Arc<World>,
    pub(crate) process: Process,
}

/// What becomes of an exchange.
struct Fate {
    there: Duration,
    back: Duration,
    arrives: bool,
    returns: bool,
}

impl StoreLink {
    fn fate(&self) -> Fate {
        let world = &self.world;
        let mut fate = Fate { there: travel(world), back: travel(world), arrives: true, returns: true };
        if world.fails(Fault::StoreHangs) {
            let time = world.dice.between(Duration::from_millis(20), Duration::from_secs(20));
            match world.dice.percent(50) {
                true => fate.there += time,
                false => fate.back += time,
            }
            fate.returns = world.dice.percent(50);
            fate.arrives = fate.returns || world.dice.percent(50);
            self.trouble("the store hung", &fate);
        } else if world.fails(Fault::StoreFails) {
            (fate.arrives, fate.returns) = (false, false);
            self.trouble("the store failed", &fate);
        } else if world.fails(Fault::StoreForgetsAnswer) {
            fate.returns = false;
            self.trouble("the answer of the store was lost", &fate);
        }
        fate
    }

    fn trouble(&self, what: &'static str, fate: &Fate) {
        self.world.trouble(what, Some(self.process.machine), None, Some(fate.there + fate.back));
    }

    /// One exchange. What has been sent arrives, whatever becomes of the process. Returns with the answer how often data
    /// had been lost when the store gave it.
    async fn exchange<T: Send + 'static>(
        &self,
        apply: impl FnOnce(&World) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<(T, usize), StoreError> {
        let (answer, answered) = oneshot::channel();
        let (world, fate) = (self.world.clone(), self.fate());
        let Fate { there, back, arrives, returns } = fate;
        self.world.spawn(async move {
            world.sleep(there).await;
            let result = arrives.then(|| apply(&world).map(|value| (value, world.store().era())));
            world.sleep(back).await;
            // Nobody may wait for it.
            let _ = answer.send(result.filter(|_| returns));
        });
        let lost = || StoreError::new("no answer");
        answered.await.ok().flatten().unwrap_or_else(|| Err(lost()))
    }
}

/// How long a message takes: mostly about a millisecond.
fn travel(world: &World) -> Duration {
    let most = if world.dice.percent(5) { 30_000 } else { 2_000 };
    world.dice.between(Duration::from_micros(100), Duration::from_micros(most))
}

impl TokenStore for StoreLink {
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Stored, StoreError>> {
        let (key, process) = (key.to_owned(), self.process);
        Box::pin(async move {
            let (stored, era) = self
                .exchange(move |world| {
                    let stored = world.store().get(process.machine, &key);
                    world.note(format_args!("{process}: get {key}: {}", Shown(&stored)));
                    stored
                })
                .await?;
            if let Some(value) = &stored.value {
                self.world.store().saw(process, era, value.expose());
                if let Some((owner, number)) = serial_in(value.expose()) {
                    self.world.happenings().reads(process, owner, number);
                }
            }
            Ok(stored)
        })
    }

    fn put<'a>(
        &'a self,
        key: &'a str,
        expected: u64,
        value: Option<&'a Secret>,
        lease: Option<Lease>,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        let (key, value, process) = (key.to_owned(), value.cloned(), self.process);
        let text = value.clone();
        Box::pin(async move {
            let (written, era) = self
                .exchange(move |world| {
                    let before = world.store().get(process.machine, &key);
                    let written =
                        world.store().put(process.machine, &key, expected, value.as_ref(), lease, &world.dice);
                    let text = Text(value.as_ref().map_or("nothing", Secret::expose));
                    world.note(format_args!("{process}: put {key} {expected} {lease:?} {text}: {written:?}"));
                    if let Written::Done(_) = written {
                        judge::stored(world, process, &key, before.ok(), value.as_ref());
                    }
                    Ok(written)
                })
                .await?;
            if let (Written::Done(_), Some(text)) = (written, text) {
                self.world.store().saw(process, era, text.expose());
            }
            Ok(written)
        })
    }

    fn lease<'a>(&'a self, key: &'a str, term: Duration) -> BoxFuture<'a, Result<Option<Lease>, StoreError>> {
        let (key, process) = (key.to_owned(), self.process);
        Box::pin(async move {
            let taken = self.exchange(move |world| {
                let lease = world.store().lease(process.machine, &key, term, world.now(), &world.dice);
                world.note(format_args!("{process}: lease {key}: {lease:?}"));
                Ok(lease)
            });
            Ok(taken.await?.0)
        })
    }

    fn release<'a>(&'a self, key: &'a str, lease: Lease) -> BoxFuture<'a, Result<(), StoreError>> {
        let (key, process) = (key.to_owned(), self.process);
        Box::pin(async move {
            let released = self.exchange(move |world| {
                world.store().release(process.machine, &key, lease);
                world.note(format_args!("{process}: release {key} {lease:?}"));
                Ok(())
            });
            released.await.map(drop)
        })
    }
}

/// What was read, for the trace.
struct Shown<'a>(&'a Result<Stored, StoreError>);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Ok(Stored { version, value: Some(value) }) => write!(f, "{version} {}", Text(value.expose())),
            Ok(Stored { version, value: None }) => write!(f, "{version} nothing"),
            Err(error) => write!(f, "{error}"),
        }
    }
}

/// What is stored, without the marks of changes: those are random, and not by the dice.
struct Text<'a>(&'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts =
            self.0.split_once("\"marks\":\"").and_then(|(before, rest)| Some((before, rest.split_once('"')?.1)));
        match parts {
            Some((before, after)) => write!(f, "{before}{after}"),
            None => f.write_str(self.0),
        }
    }
}
