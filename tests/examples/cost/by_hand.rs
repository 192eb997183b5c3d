//! The same call as somebody writes it who has reqwest and serde: as little as does the work.

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::with_wxopen::token;

/// Calls in the name of any merchant.
#[derive(Clone)]
pub(crate) struct ByHand {
    tokens: Arc<RwLock<HashMap<String, String>>>,
    client: reqwest::Client,
    base_url: Arc<str>,
}

#[derive(Serialize)]
struct Request<'a> {
    wechatid: &'a str,
}

#[derive(Deserialize)]
struct Reply {
    #[serde(default)]
    errcode: i64,
    #[serde(default)]
    errmsg: String,
    #[serde(default)]
    userstr: String,
}

impl ByHand {
    pub(crate) fn new(appids: &[String], base_url: &str) -> Result<Self, Box<dyn Error>> {
        let tokens = appids.iter().map(|appid| (appid.clone(), token(appid))).collect();
        let client = reqwest::Client::builder().timeout(Duration::from_secs(30)).build()?;
        Ok(Self { tokens: Arc::new(RwLock::new(tokens)), client, base_url: base_url.into() })
    }

    /// Binds a tester.
    pub(crate) async fn call(&self, appid: &str) -> Result<usize, Box<dyn Error + Send + Sync>> {
        let token = self.tokens.read().map_err(|_| "poisoned")?.get(appid).cloned().ok_or("no token")?;
        let url = format!("{}/wxa/bind_tester?access_token={token}", self.base_url);
        let body = serde_json::to_vec(&Request { wechatid: "tests" })?;
        let request = self.client.post(url).header("content-type", "application/json").body(body);
        let reply: Reply = serde_json::from_slice(&request.send().await?.error_for_status()?.bytes().await?)?;
        match reply.errcode {
            0 => Ok(reply.userstr.len()),
            code => Err(format!("{code}: {}", reply.errmsg).into()),
        }
    }
}
