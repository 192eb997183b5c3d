//! Real processes on one store: this test program starts itself again. They ask a WeChat that is served over HTTP here.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use wxopen_runtime::{SqliteStore, ThirdPartyPlatform, TokenProvider, TokenStore};

use crate::wechat::{COMPONENT, MERCHANT, SECRET, TICKET, WeChat};

/// Tells a process started by these tests which store to use and where WeChat is.
pub(crate) const STORE: &str = "WXOPEN_TEST_STORE";
pub(crate) const WECHAT: &str = "WXOPEN_TEST_WECHAT";

/// Serves WeChat; gives its address.
pub(crate) fn serve(wechat: &WeChat) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let wechat = wechat.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let wechat = wechat.clone();
            // A client that is killed may not hear the answer.
            thread::spawn(move || answer(&wechat, stream).ok());
        }
    });
    address
}

fn answer(wechat: &WeChat, stream: TcpStream) -> std::io::Result<()> {
    let mut input = BufReader::new(stream);
    let (mut first, mut length) = (String::new(), 0);
    input.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        input.read_line(&mut line)?;
        match line.to_ascii_lowercase().split_once(':') {
            Some(("content-length", value)) => length = value.trim().parse().unwrap_or(0),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    let url = first.split(' ').nth(1).unwrap_or_default();
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let token = query.split('=').next_back().unwrap_or_default();
    let body = serde_json::from_slice(&body).unwrap_or_default();
    let reply = wechat.answer(path.rsplit('/').next().unwrap_or_default(), token, &body).to_string();
    let delay = wechat.state().delay;
    thread::sleep(delay);
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length:";
    write!(input.get_mut(), "{head} {}\r\n\r\n{reply}", reply.len())
}

pub(crate) fn open(store: &str) -> Arc<dyn TokenStore> {
    match store.strip_prefix("sqlite:") {
        Some(path) => Arc::new(SqliteStore::open(path).expect("opened")),
        #[cfg(feature = "redis")]
        None => Arc::new(wxopen_runtime::RedisStore::open(store).expect("opened")),
        #[cfg(not(feature = "redis"))]
        None => panic!("no such store: {store}"),
    }
}

fn platform(store: &str, wechat: &str) -> ThirdPartyPlatform {
    ThirdPartyPlatform::builder(COMPONENT, SECRET)
        .store(open(store))
        .base_url(wechat)
        .jitter(|_| Duration::ZERO)
        .lease(Duration::from_millis(1500))
        .build()
}

/// What a process started by these tests does: 50 tasks ask for the merchant's token and print it.
#[test]
fn child() {
    let (Ok(store), Ok(wechat)) = (std::env::var(STORE), std::env::var(WECHAT)) else { return };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let platform = platform(&store, &wechat);
        let tasks: Vec<_> = (0..50)
            .map(|_| platform.authorizer(MERCHANT))
            .map(|authorizer| tokio::spawn(async move { authorizer.token("authorizer_access_token").await }))
            .collect();
        for task in tasks {
            println!("\ntoken={}", task.await.expect("no panic").expect("a token").expose());
        }
    });
}

fn start(store: &str, wechat: &str) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["processes::child", "--exact", "--nocapture"])
        .env(STORE, store)
        .env(WECHAT, wechat)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started")
}

/// The tokens that a process has printed.
fn tokens(child: Child) -> Vec<String> {
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("text");
    text.lines().filter_map(|line| line.strip_prefix("token=")).map(str::to_owned).collect()
}

/// A ticket and a merchant whose token is over, with a WeChat that gives better ones from now on.
fn with_an_old_token(store: &str) -> (WeChat, String) {
    let wechat = WeChat::default();
    let address = serve(&wechat);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let platform = platform(store, &address);
        platform.set_ticket(TICKET, std::time::SystemTime::now()).await.expect("taken");
        platform.component_access_token().await.expect("a token");
        wechat.state().expires_in = Some(1);
        platform.authorize("C0DE-1").await.expect("authorised");
    });
    wechat.state().expires_in = None;
    thread::sleep(Duration::from_millis(1100));
    (wechat, address)
}

fn many_processes_bring_one_refresh(store: &str) {
    let (wechat, address) = with_an_old_token(store);
    wechat.state().delay = Duration::from_millis(100);
    let children: Vec<_> = (0..6).map(|_| start(store, &address)).collect();
    let all: Vec<_> = children.into_iter().flat_map(tokens).collect();
    let current = wechat.state().tokens[MERCHANT].clone();
    assert_eq!(all, vec![current; 300]);
    assert_eq!((wechat.count("api_authorizer_token"), wechat.count("api_component_token")), (1, 1));
}

fn a_process_killed_during_a_refresh_costs_one_more(store: &str) {
    let (wechat, address) = with_an_old_token(store);
    // It does not live to hear the answer.
    wechat.state().delay = Duration::from_secs(3600);
    let mut doomed = start(store, &address);
    while wechat.count("api_authorizer_token") == 0 {
        thread::sleep(Duration::from_millis(5));
    }
    doomed.kill().expect("it ran");
    doomed.wait().expect("it ends");
    wechat.state().delay = Duration::ZERO;
    let children: Vec<_> = (0..3).map(|_| start(store, &address)).collect();
    let all: Vec<_> = children.into_iter().flat_map(tokens).collect();
    let current = wechat.state().tokens[MERCHANT].clone();
    assert_eq!(all, vec![current; 150]);
    assert_eq!(wechat.count("api_authorizer_token"), 2);
}

fn sqlite(test: impl Fn(&str)) {
    let folder = tempfile::tempdir().expect("a folder");
    test(&format!("sqlite:{}", folder.path().join("tokens.db").display()));
}

#[test]
fn many_processes_on_one_sqlite_file_bring_one_refresh() {
    sqlite(many_processes_bring_one_refresh);
}

#[test]
fn a_process_killed_during_a_refresh_in_sqlite_costs_one_more() {
    sqlite(a_process_killed_during_a_refresh_costs_one_more);
}

#[cfg(feature = "redis")]
fn redis(test: impl Fn(&str)) {
    if let Some(server) = crate::stores::redis_server::Server::start() {
        test(&server.url());
    }
}

#[cfg(feature = "redis")]
#[test]
fn many_processes_on_one_redis_bring_one_refresh() {
    redis(many_processes_bring_one_refresh);
}

#[cfg(feature = "redis")]
#[test]
fn a_process_killed_during_a_refresh_in_redis_costs_one_more() {
    redis(a_process_killed_during_a_refresh_costs_one_more);
}
