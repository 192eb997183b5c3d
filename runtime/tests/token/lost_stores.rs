//! Real processes that go on running while their store loses data. They do one thing after the other, as they are told, by a
//! clock that moves when they are told: so hours pass in a moment, and everything else about them is real.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use wxopen_runtime::{BoxFuture, Client, Clock, ReqwestTransport, SystemClock, ThirdPartyPlatform};

use crate::processes::{STORE, WECHAT, open, serve};
use crate::wechat::{Ask, COMPONENT, MERCHANT, SECRET, WeChat};

/// The machine's clock, so many seconds ahead.
#[derive(Clone, Default)]
struct Ahead(Arc<AtomicU64>);

impl Ahead {
    fn by(&self) -> Duration {
        Duration::from_secs(self.0.load(Ordering::SeqCst))
    }
}

impl Clock for Ahead {
    fn now(&self) -> SystemTime {
        SystemClock.now() + self.by()
    }

    fn elapsed(&self) -> Duration {
        SystemClock.elapsed() + self.by()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        SystemClock.sleep(time)
    }
}

/// What a process started by these tests does.
#[test]
fn told() {
    let (Ok(store), Ok(wechat)) = (std::env::var(STORE), std::env::var(WECHAT)) else { return };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let clock = Ahead::default();
    let platform = ThirdPartyPlatform::builder(COMPONENT, SECRET)
        .store(open(&store))
        .base_url(&wechat)
        .clock(clock.clone())
        .jitter(|_| Duration::ZERO)
        .build();
    let client =
        Client::with_transport(platform.authorizer(MERCHANT), ReqwestTransport::new()).base_url(&wechat).build();
    for line in std::io::stdin().lines().map_while(Result::ok) {
        let (verb, argument) = line.split_once(' ').unwrap_or((&line, ""));
        let done = runtime.block_on(async {
            match verb {
                "pass" => {
                    clock.0.fetch_add(argument.parse().expect("seconds"), Ordering::SeqCst);
                    "ok".to_owned()
                }
                "ticket" => match platform.set_ticket(argument, clock.now()).await {
                    Ok(taken) => taken.to_string(),
                    Err(error) => error.to_string(),
                },
                "authorize" => {
                    platform.authorize(argument).await.map_or_else(|error| error.to_string(), |_| "ok".into())
                }
                "recover" => platform.recover().await.map_or_else(|error| error.to_string(), |count| count.to_string()),
                "ask" => client.send(Ask).await.map_or_else(|error| error.to_string(), |_| "ok".into()),
                _ => "what?".to_owned(),
            }
        });
        println!("\ndone={done}");
    }
}

/// A process that does what it is told.
struct Process {
    child: Child,
    told: ChildStdin,
    done: Lines<BufReader<ChildStdout>>,
}

impl Process {
    fn start(store: &str, wechat: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["lost_stores::told", "--exact", "--nocapture"])
            .env(STORE, store)
            .env(WECHAT, wechat)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("started");
        let told = child.stdin.take().expect("piped");
        let done = BufReader::new(child.stdout.take().expect("piped")).lines();
        Self { child, told, done }
    }

    fn tell(&mut self, what: &str) {
        writeln!(self.told, "{what}").expect("it listens");
    }

    /// What came of it.
    fn done(&mut self) -> String {
        let mut lines = self.done.by_ref().map_while(Result::ok);
        lines.find_map(|line| line.strip_prefix("done=").map(str::to_owned)).expect("it goes on")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Three processes on one store.
struct Fleet {
    wechat: WeChat,
    processes: Vec<Process>,
    tickets: usize,
}

impl Fleet {
    /// With a ticket, and a merchant who has authorised.
    fn start(store: &str) -> Self {
        let wechat = WeChat::default();
        wechat.state().rotates = true;
        let address = serve(&wechat);
        let processes = (0..3).map(|_| Process::start(store, &address)).collect();
        let mut fleet = Self { wechat, processes, tickets: 0 };
        fleet.ticket(0);
        assert_eq!(fleet.one(1, "authorize C0DE-1"), "ok");
        fleet.ask();
        fleet
    }

    fn one(&mut self, process: usize, what: &str) -> String {
        self.processes[process].tell(what);
        self.processes[process].done()
    }

    /// All at the same time.
    fn all(&mut self, what: &str) -> Vec<String> {
        self.processes.iter_mut().for_each(|process| process.tell(what));
        self.processes.iter_mut().map(Process::done).collect()
    }

    /// WeChat pushes a new ticket to this process, which takes it.
    fn ticket(&mut self, process: usize) {
        self.tickets += 1;
        let number = self.tickets;
        assert_eq!(self.one(process, &format!("ticket T1CKET-{number}")), "true", "a ticket is not taken");
    }

    /// All call in the merchant's name.
    fn ask(&mut self) {
        assert_eq!(self.all("ask"), ["ok"; 3]);
    }

    /// Twenty minutes pass, a ticket comes to this process, and all call.
    fn twenty_minutes(&mut self, process: usize) {
        self.all("pass 1200");
        self.ticket(process);
        self.ask();
    }

    /// How often the platform's token and the merchant's were replaced.
    fn refreshes(&self) -> [usize; 2] {
        let [component, merchant, refused] = ["api_component_token", "api_authorizer_token", "api_get_authorizer_info"]
            .map(|path| self.wechat.count(path));
        // A refresh token of before is refused, and WeChat is asked which one it holds.
        [component, merchant - refused]
    }

    /// The store has lost data while all of them run. `recover`: there is nothing left of the merchant.
    fn goes_on(&mut self, recover: bool) {
        let before = self.refreshes();
        // All of them look at the store; first comes a ticket for the last of them.
        self.all("pass 11");
        self.ticket(2);
        if recover {
            // One of the others may have put it back already.
            assert!(["0", "1"].contains(&&*self.one(0, "recover")));
        }
        for _ in 0..3 {
            self.ask();
            self.all("pass 11");
        }
        let [component, merchant] = self.refreshes();
        assert!(component <= before[0] + 1 && merchant <= before[1] + 1, "{before:?} {component} {merchant}");
        // For longer than a ticket is good; pushes go to the two others in turn.
        for number in 0..13 * 3 {
            self.twenty_minutes(number % 2);
        }
        // Each token is good for two hours, and replaced five minutes before its end.
        let most = 13 * 60 / 115 + 1;
        let [component, merchant] = [0, 1].map(|key| self.refreshes()[key] - [component, merchant][key]);
        assert!(component <= most && merchant <= most, "{component} {merchant} in 13 hours");
    }

    fn five_hours(&mut self) {
        (0..15).for_each(|number| self.twenty_minutes(number % 3));
    }
}

#[cfg(unix)]
#[test]
fn three_processes_go_on_when_an_older_sqlite_file_is_put_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tokens.db");
    let mut fleet = Fleet::start(&format!("sqlite:{}", path.display()));
    fleet.twenty_minutes(0);
    let copy = folder.path().join("copy.db");
    let backup = rusqlite::Connection::open(&path).expect("opened");
    backup.execute("VACUUM INTO ?1", [copy.to_str().expect("text")]).expect("copied");
    fleet.five_hours();
    remove_log(&path);
    std::fs::rename(copy, &path).expect("put back");
    fleet.goes_on(false);
}

#[cfg(unix)]
#[test]
fn three_processes_go_on_when_the_sqlite_file_is_deleted() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tokens.db");
    let mut fleet = Fleet::start(&format!("sqlite:{}", path.display()));
    fleet.five_hours();
    remove_log(&path);
    std::fs::remove_file(&path).expect("deleted");
    fleet.goes_on(true);
}

#[cfg(unix)]
fn remove_log(path: &Path) {
    for ending in ["db-wal", "db-shm"] {
        let _ = std::fs::remove_file(path.with_extension(ending));
    }
}

#[cfg(feature = "redis")]
mod redis {
    use std::net::{TcpListener, TcpStream};
    use std::sync::atomic::AtomicU16;
    use std::thread;

    use super::*;
    use crate::redis_server::Server;

    #[test]
    fn three_processes_go_on_when_redis_is_flushed() {
        let Some(server) = Server::start() else { return };
        let mut fleet = Fleet::start(&server.url());
        fleet.five_hours();
        server.command(&["FLUSHALL"]);
        fleet.goes_on(true);
    }

    #[test]
    fn three_processes_go_on_when_redis_starts_on_an_older_dump() {
        let Some(mut server) = Server::start_with_dump() else { return };
        let mut fleet = Fleet::start(&server.url());
        fleet.twenty_minutes(0);
        server.save();
        fleet.five_hours();
        server.restart();
        fleet.goes_on(false);
    }

    /// An address behind which there is the server of this port.
    fn address(port: &Arc<AtomicU16>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("redis://{}", listener.local_addr().expect("an address"));
        let port = port.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", port.load(Ordering::SeqCst))) else { continue };
                let cloned = |stream: &TcpStream| stream.try_clone().expect("cloned");
                for (mut from, mut to) in [(cloned(&client), cloned(&server)), (server, client)] {
                    thread::spawn(move || {
                        let _ = std::io::copy(&mut from, &mut to);
                        let _ = to.shutdown(std::net::Shutdown::Both);
                    });
                }
            }
        });
        url
    }

    #[test]
    fn three_processes_go_on_when_a_replica_that_lags_behind_takes_over() {
        let Some(server) = Server::start() else { return };
        let Some(replica) = Server::start() else { return };
        let port = Arc::new(AtomicU16::new(server.port()));
        let mut fleet = Fleet::start(&address(&port));
        replica.command(&["REPLICAOF", "127.0.0.1", &server.port().to_string()]);
        fleet.twenty_minutes(0);
        // One more has to be sure of the last write, and from then on hears no more.
        server.command(&["WAIT", "1", "0"]);
        replica.command(&["REPLICAOF", "NO", "ONE"]);
        fleet.five_hours();
        port.store(replica.port(), Ordering::SeqCst);
        drop(server);
        fleet.goes_on(false);
    }
}
