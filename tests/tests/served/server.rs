//! The served API. It is strict: who calls it otherwise than WeChat's pages say gets an error that says so.

use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response};
use tokio::sync::oneshot;

use crate::events;
use crate::examples::EXAMPLES;

/// The one token that the API takes. Some of it has to be encoded in a URL.
pub(crate) const TOKEN: &str = "57_s3cr3t-T0ken/of+the=merchant&";
/// The same as it stands in a URL.
pub(crate) const TOKEN_IN_URL: &str = "57_s3cr3t-T0ken%2Fof%2Bthe%3Dmerchant%26";

/// A WeChat API on a port of its own, until it is dropped.
pub(crate) struct Served {
    pub(crate) base: String,
    desk: Arc<Desk>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the server answers, and what it was asked.
#[derive(Default)]
struct Desk {
    answer: Mutex<Option<Answer>>,
    seen: Mutex<Vec<Seen>>,
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header of plain text"))
    }
}

/// What is sent back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// How long it takes.
    pub(crate) after: Duration,
}

impl Answer {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type", content_type.to_owned())];
        Self { status, headers, body: body.into(), after: Duration::ZERO }
    }

    pub(crate) fn json(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "application/json; encoding=utf-8", body)
    }

    pub(crate) fn code(code: i64, errmsg: &str) -> Self {
        Self::json(wxopen::json!({ "errcode": code, "errmsg": errmsg }).to_string())
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn after(self, after: Duration) -> Self {
        Self { after, ..self }
    }
}

impl Served {
    /// Starts it on a port that is free.
    pub(crate) fn start() -> Self {
        events::listen();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        listener.set_nonblocking(true).expect("sockets can be told not to block");
        let base = format!("http://{}", listener.local_addr().expect("the socket has an address"));
        let desk = Arc::new(Desk::default());
        let (stop, stopped) = oneshot::channel();
        let app = Router::new().fallback(handle).with_state(desk.clone());
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).expect("the socket can be used");
                tokio::select! {
                    served = async { axum::serve(listener, app).await } => served.expect("the server runs"),
                    _ = stopped => {}
                }
            });
        });
        Self { base, desk, stop: Some(stop), thread: Some(thread) }
    }

    /// From now on, good requests get this answer, not the documented one.
    pub(crate) fn answer(&self, answer: Answer) {
        *lock(&self.desk.answer) = Some(answer);
    }

    /// What was asked since the last time.
    pub(crate) fn take_seen(&self) -> Vec<Seen> {
        std::mem::take(&mut *lock(&self.desk.seen))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the server ended well");
        }
    }
}

async fn handle(State(desk): State<Arc<Desk>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.expect("the whole request arrives");
    let seen = Seen {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).expect("JSON is UTF-8"),
    };
    let answer = judge(&seen)
        .unwrap_or_else(|documented| lock(&desk.answer).clone().unwrap_or_else(|| Answer::json(documented)));
    lock(&desk.seen).push(seen);
    tokio::time::sleep(answer.after).await;
    let mut response = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(answer.body)).expect("an answer that HTTP allows")
}

/// What is wrong with a request; when nothing is, the documented reply as `Err`.
fn judge(seen: &Seen) -> Result<Answer, String> {
    let Some(first) = EXAMPLES.iter().find(|example| example.path == seen.path) else {
        return Ok(Answer::new(404, "text/html", "<html>no such path</html>"));
    };
    if seen.method != first.method {
        return Ok(Answer::code(43002, "require POST method"));
    }
    if seen.query != first.query {
        return Ok(match seen.query.starts_with("access_token=") {
            true => Answer::code(40001, "invalid credential, access_token is invalid or not latest"),
            false => Answer::code(41001, "access_token missing"),
        });
    }
    let accepts = seen.header("accept");
    if seen.header("content-type") != "application/json" || !(accepts == "*/*" || accepts.contains("json")) {
        return Ok(Answer::new(415, "text/plain", "JSON, please"));
    }
    let body = serde_json::from_str(&seen.body).unwrap_or(wxopen::Value::Null);
    let documented = EXAMPLES.iter().find(|example| example.path == seen.path && *example.body == body);
    match documented {
        Some(example) => Err(example.reply.to_string()),
        None => Ok(Answer::code(47001, "data format error")),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
