//! A client with patience: calls are made again, turn to another host, and are counted by a layer. Takes a token from
//! `WXOPEN_TOKEN`; without one, WeChat answers 40001.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use wxopen::member::GetTester;
use wxopen::{AnyError, Attempt, AttemptOutcome, BoxFuture, Client, FailOver, Layer, Next, Retry};

/// Counts what is sent and what fails.
#[derive(Default)]
struct Metrics {
    sent: AtomicU64,
    failed: AtomicU64,
}

impl Layer for Metrics {
    fn attempt<'a>(&'a self, attempt: &'a Attempt<'a>, next: Next<'a>) -> BoxFuture<'a, AttemptOutcome> {
        Box::pin(async move {
            let answer = next.run(attempt).await;
            self.sent.fetch_add(1, Ordering::Relaxed);
            self.failed.fetch_add(u64::from(!answer.is_ok()), Ordering::Relaxed);
            answer
        })
    }
}

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let token = env::var("WXOPEN_TOKEN").unwrap_or_else(|_| "no-token".to_owned());
    let metrics = Arc::new(Metrics::default());
    let client = Client::builder(token)
        .retry(Retry::default().attempts(5).backoff(Duration::from_millis(200), Duration::from_secs(5)))
        .deadline(Duration::from_secs(20))
        .fail_over(FailOver::new())
        .layer(metrics.clone())
        .build();
    let result = client.send(GetTester::new()).retry(Retry::none()).timeout(Duration::from_secs(2)).await;
    println!("{} sent, {} failed", metrics.sent.load(Ordering::Relaxed), metrics.failed.load(Ordering::Relaxed));
    println!("{} testers", result?.members.len());
    Ok(())
}
