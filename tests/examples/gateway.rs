//! A client behind a gateway: a proxy, certificates of one's own, another host. Takes a token from `WXOPEN_TOKEN`, and the
//! files `company-ca.pem` and `client.pem` from the folder it runs in.

use std::env;
use std::error::Error;
use std::time::Duration;

use wxopen::member::GetTester;
use wxopen::{Client, HttpSettings};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let token = env::var("WXOPEN_TOKEN").unwrap_or_else(|_| "no-token".to_owned());
    let http = HttpSettings::new()
        .proxy("socks5h://127.0.0.1:1080")
        .trust(std::fs::read("company-ca.pem")?)
        .client_certificate(std::fs::read("client.pem")?)
        .connect_timeout(Duration::from_secs(2))
        .idle_connections(32)
        .configure(|reqwest| reqwest.tcp_keepalive(Duration::from_secs(30)))
        .build()?;
    let client = Client::with_transport(token, http).base_url("https://wechat-gateway.example").build();
    println!("{} testers", client.send(GetTester::new()).await?.members.len());
    Ok(())
}
