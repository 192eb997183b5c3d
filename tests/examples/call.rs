//! Calls an endpoint the way the README shows. Takes a token from `WXOPEN_TOKEN`; without one, WeChat answers 40001.

use std::env;

use wxopen::member::{BindTester, GetTester, UnbindTester, UnbindTesterError};
use wxopen::{AnyError, Class, Client, Error};

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    calls().await.inspect_err(explain)
}

async fn calls() -> Result<(), AnyError> {
    let token = env::var("WXOPEN_TOKEN").unwrap_or_else(|_| "no-token".to_owned());
    let client = Client::new(token.as_str());

    let bound = client.send(BindTester::new("tests")).await?;
    println!("bound: {:?}", bound.userstr);

    match client.send(UnbindTester::by_userstr("o8X-example")).await {
        Ok(_) => println!("unbound"),
        Err(Error::Api(error)) if error.kind == UnbindTesterError::SystemBusy => println!("busy, try later"),
        Err(error) => return Err(error.into()),
    }

    for tester in &client.send(GetTester::new()).await?.members {
        println!("{:?}", tester.userstr);
    }
    refused_before_sending(&token).await;
    Ok(())
}

/// What was granted does not cover the call, so nothing is sent.
async fn refused_before_sending(token: &str) {
    let client = Client::builder(token).granted([1, 24]).build();
    let refused = client.send(BindTester::new("tests")).await;
    assert!(matches!(refused, Err(Error::Permission(_))));
}

/// All that an error knows.
fn explain(error: &AnyError) {
    println!("{error}");
    if let (Some(code), Some(advice)) = (error.code(), error.advice()) {
        println!("{code}: {advice}");
    }
    if error.class() == Some(Class::Permission) {
        println!("the merchant has to grant another permission set");
    }
    if let Some(rid) = error.rid() {
        println!("WeChat's support can look up {rid}");
    }
}
