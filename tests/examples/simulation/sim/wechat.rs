//! A WeChat: tickets, refresh tokens that each refresh replaces, codes that can be used
//! once, and merchants who come and go.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::clock::beginning;
use super::plan::{LIFETIME, Plan};
use super::process::{COMPONENT, Process, SECRET};
use super::tokens::{Tokens, serial_in};

/// How long a ticket is good.
const TICKET_LIFETIME: Duration = Duration::from_secs(12 * 3600);
/// How long a code is good.
const CODE_LIFETIME: Duration = Duration::from_secs(3600);

/// WeChat.
pub(crate) struct WeChat {
    rotates: bool,
    tickets: Vec<(String, Duration)>,
    pub(crate) tokens: Tokens,
    pub(crate) merchants: BTreeMap<String, Merchant>,
    pub(crate) codes: BTreeMap<String, Code>,
    numbers: u64,
}

/// A merchant.
#[derive(Debug, Clone, Default)]
pub(crate) struct Merchant {
    pub(crate) authorized: bool,
    /// How often the merchant has authorised.
    pub(crate) epoch: u64,
    pub(crate) refresh: String,
    pub(crate) authorized_at: Duration,
    withdrawn_at: Duration,
    /// When the merchant came or went the last time.
    pub(crate) changed_at: Duration,
    pub(crate) withdrawals: u64,
    /// Did the platform certainly know of the authorization that was withdrawn the last time?
    pub(crate) was_known: bool,
}

/// An authorization code.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) appid: String,
    epoch: u64,
    at: Duration,
    pub(crate) used_by: Option<Process>,
    /// The process that used it has died.
    pub(crate) holder_died: bool,
    /// The reply did not arrive.
    pub(crate) reply_lost: bool,
}

/// A request.
pub(crate) struct Asking<'a> {
    pub(crate) by: Process,
    pub(crate) path: &'a str,
    pub(crate) token: &'a str,
    pub(crate) body: &'a Value,
    pub(crate) now: Duration,
}

/// What each refresh token of that authorization begins with.
pub(crate) fn refresh_prefix(appid: &str, epoch: u64) -> String {
    format!("ref.{appid}.{epoch}.")
}

impl WeChat {
    pub(crate) fn new(plan: &Plan) -> Self {
        let merchants = (0..plan.merchants).map(|number| (format!("wx-m{number}"), Merchant::default())).collect();
        Self {
            rotates: plan.rotates,
            tickets: Vec::new(),
            tokens: Tokens::default(),
            merchants,
            codes: BTreeMap::new(),
            numbers: 0,
        }
    }

    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// A new ticket.
    pub(crate) fn ticket(&mut self, now: Duration) -> String {
        let ticket = format!("tic.{}.", self.number());
        self.tickets.push((ticket.clone(), now));
        ticket
    }

    /// A merchant authorises, again or for the first time; the code.
    pub(crate) fn authorize(&mut self, appid: &str, now: Duration) -> String {
        let (code, refresh) = (format!("code.{}.", self.number()), self.number());
        let merchant = self.merchants.entry(appid.to_owned()).or_default();
        merchant.epoch += 1;
        merchant.authorized = true;
        (merchant.authorized_at, merchant.changed_at) = (now, now);
        merchant.refresh = format!("{}{refresh}.", refresh_prefix(appid, merchant.epoch));
        let (appid, epoch) = (appid.to_owned(), merchant.epoch);
        self.codes
            .insert(code.clone(), Code { appid, epoch, at: now, used_by: None, holder_died: false, reply_lost: false });
        code
    }

    /// A merchant withdraws the authorization.
    pub(crate) fn withdraw(&mut self, appid: &str, now: Duration) {
        let since = self.merchants.get(appid).map_or(Duration::ZERO, |merchant| merchant.withdrawn_at);
        let certain = |code: &Code| code.used_by.is_some() && !code.holder_died && !code.reply_lost;
        let was_known = self.codes.values().any(|code| code.appid == appid && code.at >= since && certain(code));
        let merchant = self.merchants.entry(appid.to_owned()).or_default();
        (merchant.authorized, merchant.was_known, merchant.withdrawn_at) = (false, was_known, now);
        merchant.changed_at = now;
        merchant.withdrawals += 1;
        self.tokens.end(appid);
    }

    /// The reply to a request did not arrive; what it brought is lost.
    pub(crate) fn reply_lost(&mut self, issued: Option<u64>, code: Option<&str>) {
        if let Some(issued) = issued.and_then(|number| self.tokens.get_mut(number)) {
            issued.reply_lost = true;
        }
        if let Some(code) = code.and_then(|code| self.codes.get_mut(code)) {
            code.reply_lost = true;
        }
    }

    /// Is a code of the merchant's last authorization, and that not withdrawn?
    pub(crate) fn is_of_today(&self, code: &Code) -> bool {
        self.merchants.get(&code.appid).is_some_and(|merchant| merchant.authorized && merchant.epoch == code.epoch)
    }

    /// A process has died.
    pub(crate) fn died(&mut self, process: Process) {
        self.tokens.died(process);
        self.codes.values_mut().filter(|code| code.used_by == Some(process)).for_each(|code| code.holder_died = true);
    }

    /// Answers a request.
    pub(crate) fn answer(&mut self, asking: &Asking<'_>) -> Value {
        match asking.path {
            "api_component_token" => self.component_token(asking),
            path if path.starts_with("api_") => match self.tokens.check(asking.token, COMPONENT, asking.now) {
                Ok(()) => self.platform_call(asking),
                Err(code) => refusal(code),
            },
            _ => match self.check_call(asking.token, asking.now) {
                Ok(()) => json!({ "errcode": 0, "errmsg": "ok" }),
                Err(code) => refusal(code),
            },
        }
    }

    /// Is it the token of a merchant, and good?
    fn check_call(&mut self, token: &str, now: Duration) -> Result<(), i64> {
        let owner = serial_in(token).map(|(owner, _)| owner.to_owned()).ok_or(40014)?;
        if !self.merchants.get(&owner).is_some_and(|merchant| merchant.authorized) {
            return Err(61003);
        }
        self.tokens.check(token, &owner, now)
    }

    fn component_token(&mut self, asking: &Asking<'_>) -> Value {
        let Asking { body, now, .. } = *asking;
        if body["component_appid"] != COMPONENT || body["component_appsecret"] != SECRET {
            return refusal(40001);
        }
        let ticket = body["component_verify_ticket"].as_str().unwrap_or_default();
        match self.tickets.iter().find(|(text, _)| text == ticket) {
            Some((_, at)) if now < *at + TICKET_LIFETIME => {
                let token = self.tokens.issue(COMPONENT, asking, false);
                json!({ "component_access_token": token, "expires_in": LIFETIME.as_secs() })
            }
            Some(_) => refusal(61006),
            None => refusal(61005),
        }
    }

    fn platform_call(&mut self, asking: &Asking<'_>) -> Value {
        let appid = asking.body["authorizer_appid"].as_str().unwrap_or_default().to_owned();
        match asking.path {
            "api_query_auth" => self.query_auth(asking),
            "api_authorizer_token" => self.refresh(asking, &appid),
            "api_get_authorizer_info" => match self.merchants.get(&appid).filter(|merchant| merchant.authorized) {
                Some(merchant) => json!({
                    "authorizer_info": {},
                    "authorization_info": { "authorizer_appid": appid, "authorizer_refresh_token": merchant.refresh },
                }),
                None => refusal(61003),
            },
            "api_get_authorizer_list" => self.list(asking),
            _ => json!({ "errcode": 0, "errmsg": "ok" }),
        }
    }

    fn query_auth(&mut self, asking: &Asking<'_>) -> Value {
        let code = asking.body["authorization_code"].as_str().unwrap_or_default();
        let Some(found) = self.codes.get_mut(code) else { return refusal(61009) };
        let merchant = self.merchants.get(&found.appid).filter(|it| it.authorized && it.epoch == found.epoch);
        let (Some(merchant), None, true) = (merchant, found.used_by, asking.now < found.at + CODE_LIFETIME) else {
            return refusal(61010);
        };
        found.used_by = Some(asking.by);
        let (appid, refresh) = (found.appid.clone(), merchant.refresh.clone());
        let token = self.tokens.issue(&appid, asking, true);
        json!({ "authorization_info": {
            "authorizer_appid": appid,
            "authorizer_access_token": token,
            "expires_in": LIFETIME.as_secs(),
            "authorizer_refresh_token": refresh,
            "func_info": [{ "funcscope_category": { "id": 17 } }],
        } })
    }

    fn refresh(&mut self, asking: &Asking<'_>, appid: &str) -> Value {
        let next = self.number();
        let Some(merchant) = self.merchants.get_mut(appid).filter(|merchant| merchant.authorized) else {
            return refusal(61003);
        };
        if asking.body["authorizer_refresh_token"] != merchant.refresh {
            return refusal(61023);
        }
        if self.rotates {
            merchant.refresh = format!("{}{next}.", refresh_prefix(appid, merchant.epoch));
        }
        let refresh = merchant.refresh.clone();
        let token = self.tokens.issue(appid, asking, false);
        json!({
            "authorizer_access_token": token,
            "expires_in": LIFETIME.as_secs(),
            "authorizer_refresh_token": refresh,
        })
    }

    fn list(&self, asking: &Asking<'_>) -> Value {
        let authorized: Vec<_> = self.merchants.iter().filter(|(_, merchant)| merchant.authorized).collect();
        let seconds = |at: Duration| {
            let time = beginning() + at;
            time.duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs()
        };
        let listed = |(appid, merchant): &(&String, &Merchant)| {
            json!({
                "authorizer_appid": appid,
                "refresh_token": merchant.refresh,
                "auth_time": seconds(merchant.authorized_at),
            })
        };
        let offset = asking.body["offset"].as_u64().and_then(|offset| usize::try_from(offset).ok()).unwrap_or_default();
        let list: Vec<_> = authorized.iter().skip(offset).map(listed).collect();
        json!({ "total_count": authorized.len(), "list": list })
    }
}

fn refusal(code: i64) -> Value {
    json!({ "errcode": code, "errmsg": format!("refused {code}") })
}
