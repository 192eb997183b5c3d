//! What a program in a browser or in Node.js does with wxopen.

mod fetch;

use wasm_bindgen::prelude::wasm_bindgen;
use wxopen::member::{BindTester, GetTester};
use wxopen::{AnyCode, AnyError, Clock, Error, OnOneThread, SystemClock, ThirdPartyPlatform};

use self::fetch::Fetch;

/// Calls WeChat at this URL in the name of a platform and of the merchant who gave the code, and returns what came of it, a
/// line each.
#[wasm_bindgen]
pub async fn run(base_url: String, appid: String, secret: String, ticket: String, code: String) -> String {
    let platform = ThirdPartyPlatform::builder(appid, secret);
    let platform = platform.transport(OnOneThread::new(Fetch)).base_url(base_url).build();
    let mut lines = Vec::new();
    if let Err(error) = calls(&platform, ticket, code, &mut lines).await {
        lines.push(format!("error: {error}"));
    }
    lines.join("\n")
}

async fn calls(
    platform: &ThirdPartyPlatform,
    ticket: String,
    code: String,
    lines: &mut Vec<String>,
) -> Result<(), AnyError> {
    platform.set_ticket(ticket, SystemClock.now()).await.map_err(Error::<AnyCode>::Token)?;
    let merchant = platform.authorize(code).await?;
    lines.push(format!("authorised: {}", merchant.appid()));
    let client = platform.client().build().with_tokens(merchant);
    let bound = client.send(BindTester::new("tests")).await?;
    lines.push(format!("bound: {}", bound.userstr.is_some()));
    match client.send(BindTester::new("tests")).await {
        Ok(_) => lines.push("bound twice".to_owned()),
        Err(error) => lines.push(format!("refused: {:?}", error.kind())),
    }
    // WeChat is busy first, so there is a pause before the second try.
    let started = SystemClock.elapsed();
    let testers = client.send(GetTester::new()).await?;
    lines.push(format!("testers: {}, after a pause: {}", testers.members.len(), SystemClock.elapsed() > started));
    Ok(())
}
