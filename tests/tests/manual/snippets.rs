//! Code that the manual shows and that is part of no example. It is compiled, and not run.

#![allow(dead_code)]

use std::time::Duration;

use wxgen_mock::{Mock, StartError};
use wxopen::member::{BindTester, BindTesterError, GetTester, GetTesterError};
use wxopen::{Client, Error};

async fn options(client: Client) -> Result<(), Error<GetTesterError>> {
    let call = client.send(GetTester::new()).timeout(Duration::from_secs(3)).header("x-trace", "7");
    let testers = call.base_url("http://127.0.0.1:8080").await?;
    drop(testers);
    Ok(())
}

fn blocking(client: wxopen::blocking::Client) -> Result<(), Error<BindTesterError>> {
    client.send(BindTester::new("tests"))?;
    client.prepare(BindTester::new("tests")).timeout(Duration::from_secs(3)).send()?;
    Ok(())
}

async fn mocked() -> Result<(), StartError> {
    let mock = Mock::builder().spec("spec").start()?;
    let client = Client::builder("mock-token").base_url(mock.base_url()).build();
    drop(client.send(GetTester::new()).await);
    Ok(())
}
