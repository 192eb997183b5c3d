//! The call as a service makes it with wxopen: the tokens of ten thousand merchants are with the platform.

use std::error::Error;
use std::time::SystemTime;

use serde_json::{Value, json};
use wxopen::Client;
use wxopen::member::BindTester;
use wxopen_runtime::{MemoryTransport, RawReply, ThirdPartyPlatform};

/// Calls in the name of any merchant.
#[derive(Clone)]
pub(crate) struct WithWxopen {
    platform: ThirdPartyPlatform,
    client: Client,
}

/// A token as long as real ones are.
pub(crate) fn token(appid: &str) -> String {
    format!("{:x<136}", format!("92_{appid}_"))
}

/// WeChat, as far as authorizations go.
fn wechat() -> MemoryTransport {
    MemoryTransport::answering(|request| {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let reply = match body["authorization_code"].as_str() {
            None => json!({ "component_access_token": token("platform"), "expires_in": 7200 }),
            Some(appid) => json!({ "authorization_info": {
                "authorizer_appid": appid,
                "authorizer_access_token": token(appid),
                "expires_in": 7200,
                "authorizer_refresh_token": format!("refreshtoken@@@{appid}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
                "func_info": [
                    { "funcscope_category": { "id": 18 } },
                    { "funcscope_category": { "id": 24 } },
                    { "funcscope_category": { "id": 25 } },
                ],
            }}),
        };
        Ok(RawReply::json_ok(reply.to_string()))
    })
}

impl WithWxopen {
    /// A platform that all of these merchants have authorised. Their tokens are in the store in memory.
    pub(crate) async fn new(appids: &[String], base_url: &str) -> Result<Self, Box<dyn Error>> {
        let platform = ThirdPartyPlatform::builder("wx-platform", "SECRET").transport(wechat()).build();
        platform.set_ticket("ticket@@@of-a-while-ago", SystemTime::now()).await?;
        for appid in appids {
            platform.authorize(appid.as_str()).await?;
        }
        let client = Client::builder(platform.clone()).base_url(base_url).build();
        Ok(Self { platform, client })
    }

    /// A client for a merchant; it shares settings and connections with all others.
    pub(crate) fn client(&self, appid: &str) -> Client {
        self.client.with_tokens(self.platform.authorizer(appid))
    }

    /// Binds a tester.
    pub(crate) async fn call(&self, appid: &str) -> Result<usize, Box<dyn Error + Send + Sync>> {
        let bound = self.client(appid).send(BindTester::new("tests")).await?;
        Ok(bound.userstr.as_deref().unwrap_or_default().len())
    }
}
