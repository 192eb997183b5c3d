//! What the mock remembers between calls.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::Serialize;

use super::calls::Calls;
use super::clock::Clock;
use super::random::letters;
use super::settings::{MERCHANT, OPEN_APPID, Settings};
use super::tokens::{AUTHORIZER, Tokens};

/// The most merchants there can be.
const MOST_MERCHANTS: usize = 50_000;
/// The most tickets and codes that are remembered.
const MOST_CODES: usize = 10_000;

/// Everything that changes.
#[derive(Debug)]
pub(super) struct MockState {
    pub(super) settings: Settings,
    pub(super) clock: Clock,
    pub(super) tokens: Tokens,
    pub(super) calls: Calls,
    pub(super) merchants: BTreeMap<String, Merchant>,
    /// Every known permission set.
    pub(super) permission_sets: Vec<u32>,
    pub(super) tickets: Codes,
    pub(super) pre_auth_codes: Codes,
    pub(super) auth_codes: Codes,
    /// When the next ticket is due, in milliseconds since 1970.
    pub(super) next_ticket: u64,
    /// Pushes that were sent, the last one last.
    pub(super) pushes: VecDeque<Push>,
    made: u64,
}

/// A push that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Push {
    /// When, in milliseconds since 1970 of the mock's clock.
    pub at: u64,
    /// What it told, an `InfoType`.
    pub event: &'static str,
    /// The status and the answer of the receiver, or why there is none.
    pub result: String,
    /// Did the receiver answer `success`?
    pub accepted: bool,
}

/// How many pushes are remembered.
const MOST_PUSHES: usize = 200;

/// Someone who can authorise the platform.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Merchant {
    /// Is the platform authorised?
    pub authorized: bool,
    /// When it was, in seconds since 1970.
    pub authorized_at: u64,
    /// The permission sets that were granted.
    pub granted: Vec<u32>,
    /// The refresh token.
    pub refresh_token: String,
    /// The open-platform account that the merchant is bound to.
    pub open_appid: Option<String>,
    /// Settings by name.
    pub options: BTreeMap<String, String>,
    /// Testers: the WeChat ID behind each opaque id.
    pub testers: BTreeMap<String, String>,
}

/// Texts that are good for a while, each for something.
#[derive(Debug, Default)]
pub(super) struct Codes {
    entries: HashMap<String, (String, u64)>,
    order: VecDeque<String>,
}

impl Codes {
    fn add(&mut self, code: String, of: String, expires_at: u64) {
        self.order.push_back(code.clone());
        self.entries.insert(code, (of, expires_at));
        if self.order.len() > MOST_CODES {
            self.order.pop_front().and_then(|oldest| self.entries.remove(&oldest));
        }
    }

    /// What the code is for, and whether it is still good.
    pub(super) fn get(&self, code: &str, now: u64) -> Option<(&str, bool)> {
        self.entries.get(code).map(|(of, expires_at)| (of.as_str(), now < *expires_at))
    }

    /// The newest one.
    pub(super) fn newest(&self) -> Option<&str> {
        self.order.back().map(String::as_str)
    }
}

/// A word on why something cannot be.
pub(super) type Refused = &'static str;

impl MockState {
    pub(super) fn new(settings: Settings, permission_sets: Vec<u32>) -> Self {
        let clock = Clock::new(settings.frozen_at);
        let mut state = Self {
            next_ticket: clock.now(),
            clock,
            tokens: Tokens::default(),
            calls: Calls::default(),
            merchants: BTreeMap::new(),
            permission_sets,
            tickets: Codes::default(),
            pre_auth_codes: Codes::default(),
            auth_codes: Codes::default(),
            pushes: VecDeque::new(),
            made: 0,
            settings,
        };
        state.new_ticket();
        state.next_ticket = state.clock.now();
        if state.settings.token.is_some() {
            let _ = state.authorize(MERCHANT, None, None);
        }
        state
    }

    /// A text of its own, made of the kind of thing it is and letters.
    fn make(&mut self, kind: &str) -> String {
        self.made += 1;
        let number = self.made.to_string();
        format!("{kind}-{number}-{}", letters(self.settings.seed, &[kind, &number], 24))
    }

    /// Makes a ticket.
    pub(super) fn new_ticket(&mut self) -> String {
        let ticket = format!("ticket@@@{}", self.make("t"));
        let now = self.clock.now();
        self.next_ticket = now.saturating_add(600_000);
        self.tickets.add(
            ticket.clone(),
            String::new(),
            now.saturating_add(self.settings.lifetimes.ticket.saturating_mul(1000)),
        );
        ticket
    }

    /// Notes a push.
    pub(super) fn pushed(&mut self, push: Push) {
        if self.pushes.len() == MOST_PUSHES {
            self.pushes.pop_front();
        }
        self.pushes.push_back(push);
    }

    /// A number that is used once.
    pub(super) fn nonce(&mut self) -> String {
        self.made += 1;
        letters(self.settings.seed, &["nonce", &self.made.to_string()], 16)
    }

    /// Makes a pre-authorization code.
    pub(super) fn new_pre_auth_code(&mut self) -> String {
        let code = format!("preauthcode@@@{}", self.make("p"));
        let expires_at = self.clock.now().saturating_add(self.settings.lifetimes.pre_auth_code.saturating_mul(1000));
        self.pre_auth_codes.add(code.clone(), String::new(), expires_at);
        code
    }

    /// A merchant authorises the platform, perhaps again. Tells the authorization code, and whether it was authorised
    /// before.
    pub(super) fn authorize(
        &mut self,
        appid: &str,
        granted: Option<Vec<u32>>,
        open_appid: Option<String>,
    ) -> Result<(String, bool), Refused> {
        if self.merchants.len() >= MOST_MERCHANTS && !self.merchants.contains_key(appid) {
            return Err("there are as many merchants as there may be");
        }
        let refresh_token = format!("refreshtoken@@@{}", self.make("r"));
        let (now, seconds) = (self.clock.now(), self.clock.seconds());
        let all = self.permission_sets.clone();
        let merchant = self
            .merchants
            .entry(appid.to_owned())
            .or_insert_with(|| Merchant { open_appid: Some(OPEN_APPID.to_owned()), ..Merchant::default() });
        let again = std::mem::replace(&mut merchant.authorized, true);
        merchant.authorized_at = seconds;
        merchant.granted = granted.unwrap_or(all);
        merchant.refresh_token = refresh_token;
        if open_appid.is_some() {
            merchant.open_appid = open_appid;
        }
        let code = format!("queryauthcode@@@{}", self.make("a"));
        let expires_at = now.saturating_add(self.settings.lifetimes.auth_code.saturating_mul(1000));
        self.auth_codes.add(code.clone(), appid.to_owned(), expires_at);
        Ok((code, again))
    }

    /// A merchant takes the authorization back. Tells whether there was one.
    pub(super) fn unauthorize(&mut self, appid: &str) -> bool {
        let was = self.merchants.get_mut(appid).is_some_and(|merchant| std::mem::take(&mut merchant.authorized));
        if was {
            self.tokens.revoke(AUTHORIZER, appid, self.clock.now());
        }
        was
    }

    /// Has this merchant authorised the platform?
    pub(super) fn authorized(&self, appid: &str) -> Option<&Merchant> {
        self.merchants.get(appid).filter(|merchant| merchant.authorized)
    }

    /// Issues a token.
    pub(super) fn issue(&mut self, kind: &str, appid: &str) -> String {
        let lifetimes = self.settings.lifetimes;
        let seconds = if kind == AUTHORIZER { lifetimes.authorizer_token } else { lifetimes.component_token };
        self.tokens.issue(kind, appid, self.clock.now(), seconds, self.settings.seed)
    }

    /// A new refresh token for a merchant, where the settings say that they change.
    pub(super) fn rotate(&mut self, appid: &str) -> String {
        let next = format!("refreshtoken@@@{}", self.make("r"));
        let rotates = self.settings.rotate_refresh_tokens;
        let Some(merchant) = self.merchants.get_mut(appid) else { return next };
        if rotates {
            merchant.refresh_token = next;
        }
        merchant.refresh_token.clone()
    }
}
