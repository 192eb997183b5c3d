//! Binds a tester at a local WeChat and gets a typed error. Start that first: `cargo wxgen mock`.

use std::env;

use wxopen::member::{BindTester, BindTesterError, GetTester, UnbindTester};
use wxopen::{AnyError, Client, Error};

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let wechat = env::var("WXOPEN_MOCK").unwrap_or_else(|_| "http://127.0.0.1:8787".to_owned());
    let client = Client::builder("mock-token").base_url(wechat).build();

    let bound = client.send(BindTester::new("tests")).await?;
    println!("bound: {}", bound.userstr.as_deref().unwrap_or_default());

    match client.send(BindTester::new("tests")).await {
        Err(Error::Api(error)) if error.kind == BindTesterError::AlreadyBound => {
            println!("refused: {error}");
            println!("advice: {}", error.advice().unwrap_or_default());
        }
        other => drop(other?),
    }

    println!("testers: {}", client.send(GetTester::new()).await?.members.len());
    client.send(UnbindTester::by_wechatid("tests")).await?;
    println!("testers: {}", client.send(GetTester::new()).await?.members.len());
    Ok(())
}
