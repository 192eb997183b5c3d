//! Connections: each gets its replies, or is dropped where a fault says so.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::control;
use super::fault::Dropped;
use super::server::Server;

/// How long a client may take to send the head of a request.
const PATIENCE: Duration = Duration::from_secs(60);
/// The most connections at a time; more wait.
const MOST_CONNECTIONS: usize = 10_000;
/// How long to wait when a connection cannot be accepted.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves, as long as it is polled.
pub(super) async fn serve(listener: TcpListener, server: Arc<Server>) {
    let router = TowerToHyperService::new(control::router(server));
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        tokio::spawn(async move {
            let answer = service_fn(|request: Request<Incoming>| {
                let reply = router.call(request);
                async { undropped(reply.await.unwrap_or_else(|never| match never {})) }
            });
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
            // A connection that breaks is the client's affair, or was meant to.
            let _ = http.serve_connection(TokioIo::new(stream), answer).await;
            drop(place);
        });
    }
}

/// The reply, unless the connection is to be dropped.
fn undropped(response: Response<Body>) -> Result<Response<Body>, &'static str> {
    match response.extensions().get::<Dropped>() {
        Some(_) => Err("dropped"),
        None => Ok(response),
    }
}
