//! Runs the mock, the store and the workers; kills a worker each second, restarts Redis midway, and has the store forget
//! everything later.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use tempfile::TempDir;
use tokio::runtime::Runtime;
use wxgen_mock::{CallCounts, IssuedToken, Lifetimes, Mock, MockHandle, TokenCounts};
use wxopen_runtime::ReqwestTransport;

use super::clock::WrongClock;
use super::judge::{self, Judgement};
use super::plan::{Dice, LIFETIME, Orders, Plan, StoreKind, appid, micros, now};
use super::redis_server::RedisServer;
use super::trace::{self, Event, Trace};
use super::watched::WatchedWire;
use super::worker::{self, ORDERS};

/// How long after their time workers may take to end.
const GRACE: Duration = Duration::from_secs(30);

/// How long nothing comes into a store that has forgotten everything.
const EMPTY: Duration = Duration::from_millis(300);

/// What came of a run.
pub(crate) enum Outcome {
    /// It was judged.
    Judged(Box<Judgement>),
    /// There is no redis-server here.
    NoRedis,
}

/// A worker that runs.
struct Running {
    number: usize,
    process: Child,
}

/// When the store forgot everything, and when it was filled again, in microseconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Loss {
    pub(crate) at: u64,
    pub(crate) over: u64,
}

/// All that is known when it is over.
pub(crate) struct Evidence {
    pub(crate) plan: Plan,
    /// What each worker noted, by its number. 0 is the coordinator.
    pub(crate) traces: BTreeMap<usize, Vec<Event>>,
    /// When a worker was killed, by its number, in microseconds since 1970.
    pub(crate) kills: BTreeMap<usize, u64>,
    /// The clock of each worker, by its number.
    pub(crate) clocks: BTreeMap<usize, WrongClock>,
    /// How long Redis was away.
    pub(crate) redis_away: Option<Duration>,
    pub(crate) loss: Option<Loss>,
    /// Workers that failed or did not end in time.
    pub(crate) failed_workers: usize,
    /// How long calls were made.
    pub(crate) lasted: Duration,
    pub(crate) issued: Vec<IssuedToken>,
    pub(crate) counts: BTreeMap<String, TokenCounts>,
    pub(crate) calls: BTreeMap<String, CallCounts>,
    /// What came of one last call for each merchant, with a new token.
    pub(crate) last_calls: Vec<String>,
}

/// Runs it. `command` starts this program as a worker.
pub(crate) fn run(plan: &Plan, spec: &Path, command: impl Fn() -> Command) -> Result<Outcome, Box<dyn StdError>> {
    let folder = tempfile::tempdir()?;
    let mut redis = None;
    let store = match plan.store {
        StoreKind::Sqlite => folder.path().join("tokens.db").to_string_lossy().into_owned(),
        StoreKind::Redis => match RedisServer::start(folder.path())? {
            Some(server) => redis.insert(server).url(),
            None => return Ok(Outcome::NoRedis),
        },
    };
    let lifetime = LIFETIME.as_secs();
    let mock = Mock::builder()
        .spec(spec)
        .token(None)
        .lifetimes(Lifetimes { component_token: lifetime, authorizer_token: lifetime, ..Lifetimes::default() })
        .rotate_refresh_tokens(plan.rotate)
        .seed(plan.seed)
        .start()?;
    let mut fleet = Fleet::new(plan, folder, store, mock)?;
    let lasted = fleet.work(&command, redis.as_mut())?;
    let evidence = fleet.evidence(lasted)?;
    Ok(Outcome::Judged(Box::new(judge::judge(&evidence))))
}

struct Fleet<'a> {
    plan: &'a Plan,
    folder: TempDir,
    store: String,
    mock: MockHandle,
    runtime: Runtime,
    trace: Trace,
    workers: Vec<Running>,
    /// How many workers there have been.
    numbers: usize,
    kills: BTreeMap<usize, u64>,
    clocks: BTreeMap<usize, WrongClock>,
    redis_away: Option<Duration>,
    loss: Option<Loss>,
    failed_workers: usize,
}

impl<'a> Fleet<'a> {
    /// Gives the platform its ticket, and has every merchant authorise it.
    fn new(plan: &'a Plan, folder: TempDir, store: String, mock: MockHandle) -> Result<Self, Box<dyn StdError>> {
        let runtime = Runtime::new()?;
        let trace = Trace::open(&path(&folder, 0))?;
        let wire = WatchedWire { wire: ReqwestTransport::new(), trace: trace.clone() };
        runtime.block_on(async {
            let platform = worker::platform(&store, &mock.base_url(), wire, &WrongClock::default(), &trace)?;
            platform.set_ticket(mock.ticket(), SystemTime::now()).await?;
            for index in 0..plan.authorizers {
                platform.authorize(mock.authorize(&appid(index), None)?).await?;
            }
            Ok::<_, Box<dyn StdError>>(())
        })?;
        Ok(Self {
            plan,
            folder,
            store,
            mock,
            runtime,
            trace,
            workers: Vec::new(),
            numbers: 0,
            kills: BTreeMap::new(),
            clocks: BTreeMap::new(),
            redis_away: None,
            loss: None,
            failed_workers: 0,
        })
    }

    fn start(&mut self, command: &impl Fn() -> Command, ends_at: u64) -> Result<Running, Box<dyn StdError>> {
        self.numbers += 1;
        let tasks = self.plan.processes * self.plan.tasks;
        let pause = match self.plan.rate {
            0 => Duration::ZERO,
            rate => Duration::from_secs_f64(tasks as f64 / rate as f64),
        };
        let mut dice = Dice::new(self.plan.seed ^ (self.numbers as u64) << 48);
        let clock = match self.plan.wrong_clocks {
            true => WrongClock::new(&mut dice, now(), ends_at),
            false => WrongClock::default(),
        };
        self.clocks.insert(self.numbers, clock.clone());
        let orders = Orders {
            number: self.numbers,
            tasks: self.plan.tasks,
            authorizers: self.plan.authorizers,
            seed: self.plan.seed,
            pause,
            ends_at,
            clock,
            wechat: self.mock.base_url(),
            store: self.store.clone(),
            trace: path(&self.folder, self.numbers),
        };
        let process = command().env(ORDERS, serde_json::to_string(&orders)?).spawn()?;
        Ok(Running { number: self.numbers, process })
    }

    /// Has the workers work, and disturbs them. Tells how long it took.
    fn work(
        &mut self,
        command: &impl Fn() -> Command,
        mut redis: Option<&mut RedisServer>,
    ) -> Result<Duration, Box<dyn StdError>> {
        let (started, seconds) = (Instant::now(), Duration::from_secs(self.plan.seconds));
        let ends_at = now() + micros(seconds);
        for _ in 0..self.plan.processes {
            let worker = self.start(command, ends_at)?;
            self.workers.push(worker);
        }
        let mut dice = Dice::new(self.plan.seed);
        for second in 1..self.plan.seconds {
            sleep(Duration::from_secs(second).saturating_sub(started.elapsed()));
            let place = dice.below(self.workers.len() as u64) as usize;
            self.kill(place)?;
            self.workers[place] = self.start(command, ends_at)?;
            if second == self.plan.seconds / 2
                && let Some(redis) = redis.as_mut()
            {
                self.redis_away = Some(redis.restart()?);
            }
            if second == (self.plan.seconds * 3 / 4).max(1) && self.plan.forget {
                self.loss = Some(self.lose(redis.as_deref())?);
            }
        }
        sleep(seconds.saturating_sub(started.elapsed()));
        let lasted = started.elapsed();
        self.wait(seconds + GRACE, started)?;
        Ok(lasted)
    }

    /// Has the store forget everything. A while later WeChat pushes its ticket again, and one process, as the service's
    /// people would have it, asks for the refresh tokens of all merchants.
    fn lose(&self, redis: Option<&RedisServer>) -> Result<Loss, Box<dyn StdError>> {
        let at = now();
        match redis {
            Some(redis) => redis.flush()?,
            None => {
                // The log first, for what is left of it would be read as that of a new file.
                for ending in ["-wal", "-shm", ""] {
                    std::fs::remove_file(format!("{}{ending}", self.store))?;
                }
            }
        }
        sleep(EMPTY);
        let wire = WatchedWire { wire: ReqwestTransport::new(), trace: self.trace.clone() };
        self.runtime.block_on(async {
            let wechat = self.mock.base_url();
            let platform = worker::platform(&self.store, &wechat, wire, &WrongClock::default(), &self.trace)?;
            platform.set_ticket(self.mock.ticket(), SystemTime::now()).await?;
            platform.recover().await?;
            Ok::<_, Box<dyn StdError>>(())
        })?;
        Ok(Loss { at, over: now() })
    }

    /// `kill -9`.
    fn kill(&mut self, place: usize) -> Result<(), Box<dyn StdError>> {
        let Running { number, process } = &mut self.workers[place];
        // One that has ended by itself has failed; nobody told it to.
        self.failed_workers += usize::from(process.try_wait()?.is_some());
        process.kill()?;
        process.wait()?;
        self.kills.insert(*number, now());
        Ok(())
    }

    fn wait(&mut self, until: Duration, started: Instant) -> Result<(), Box<dyn StdError>> {
        for worker in &mut self.workers {
            loop {
                match worker.process.try_wait()? {
                    Some(status) => {
                        self.failed_workers += usize::from(!status.success());
                        break;
                    }
                    None if started.elapsed() > until => {
                        worker.process.kill()?;
                        worker.process.wait()?;
                        self.failed_workers += 1;
                        break;
                    }
                    None => sleep(Duration::from_millis(10)),
                }
            }
        }
        Ok(())
    }

    /// Makes one last call for each merchant, with a platform that knows nothing but the store, once all tokens are over.
    fn last_calls(&self) -> Result<Vec<String>, Box<dyn StdError>> {
        sleep(LIFETIME);
        let wire = WatchedWire { wire: ReqwestTransport::new(), trace: self.trace.clone() };
        let wechat = self.mock.base_url();
        self.runtime.block_on(async {
            let platform = worker::platform(&self.store, &wechat, wire.clone(), &WrongClock::default(), &self.trace)?;
            let clients = worker::clients(&platform, &wechat, &wire, self.plan.authorizers, &self.trace);
            let calls: Vec<_> =
                clients.into_iter().map(|client| tokio::spawn(async move { worker::call(&client).await })).collect();
            let mut outcomes = Vec::new();
            for call in calls {
                outcomes.push(call.await?);
            }
            Ok(outcomes)
        })
    }

    fn evidence(self, lasted: Duration) -> Result<Evidence, Box<dyn StdError>> {
        let last_calls = self.last_calls()?;
        let mut traces = BTreeMap::new();
        for number in 0..=self.numbers {
            // One that was killed at once may have noted nothing.
            traces.insert(number, trace::read(&path(&self.folder, number)).unwrap_or_default());
        }
        Ok(Evidence {
            plan: self.plan.clone(),
            traces,
            kills: self.kills.clone(),
            clocks: self.clocks.clone(),
            redis_away: self.redis_away,
            loss: self.loss,
            failed_workers: self.failed_workers,
            lasted,
            issued: self.mock.tokens(),
            counts: self.mock.token_counts(),
            calls: self.mock.call_counts(),
            last_calls,
        })
    }
}

impl Drop for Fleet<'_> {
    fn drop(&mut self) {
        for worker in &mut self.workers {
            // Most have ended by themselves.
            let _ = worker.process.kill();
            let _ = worker.process.wait();
        }
    }
}

/// The trace of a worker.
fn path(folder: &TempDir, number: usize) -> PathBuf {
    folder.path().join(format!("trace-{number}"))
}
