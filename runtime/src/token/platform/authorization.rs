//! Merchants come and go: what the callback of the authorization page and WeChat's pushes bring.
//!
//! What WeChat has just given for a code is the newest there is, and is stored whatever any clock says. Whether a
//! withdrawal came after the last authorization is decided by WeChat's own times; where one of them is not known and this
//! machine's clock is too near to decide, WeChat is asked.

use std::sync::Arc;
use std::time::SystemTime;

use super::authorizer::Authorizer;
use super::calls::{AuthorizationInfo, GrantedSet, QueryAuth};
use super::clients::Limits;
use super::entry::{AUTHORIZER, Need};
use super::event::PlatformEvent;
use super::record::{Record, WITHDRAWN, known_sets};
use super::renew::{may_pass, renewed, token_error};
use super::third_party::ThirdPartyPlatform;
use super::traded::{Code, CodeDigest};
use super::write::MOST_TRIES;
use crate::clock::unix_millis;
use crate::codec::Secret;
use crate::endpoint::return_code::AnyCode;
use crate::error::{Error, TokenError, TokenProblem};
use crate::token::codes;
use crate::transport::TransportErrorKind;

/// How far this machine's clock may be from WeChat's, in seconds.
const CLOCKS_APART: i64 = 3600;

/// What a push says of an authorization: whose it is, and when it was by WeChat's clock, in milliseconds.
struct Pushed {
    appid: String,
    at: i64,
}

impl ThirdPartyPlatform {
    /// Trades the `auth_code` that a merchant comes back with for tokens, stores them with what was granted, and returns
    /// the merchant. It goes on when the caller is dropped. WeChat takes a code once, and sends it in a push too: for one
    /// that was traded in the last two hours the same merchant is returned, and WeChat is not asked.
    ///
    /// # Errors
    ///
    /// What WeChat answers, or why it did not; and when the store fails. Where WeChat's reply was lost and the code is used
    /// up, the push with the same code brings the tokens ([`authorized`](Self::authorized)), or [`recover`](Self::recover).
    pub async fn authorize(&self, auth_code: impl Into<Secret>) -> Result<Authorizer, Error<AnyCode>> {
        let (platform, code) = (self.clone(), auth_code.into());
        self.run_on_spawner(async move { platform.trade(&code, None).await }).await.map_err(Error::Token)?
    }

    /// Takes the event `authorized`: a merchant has authorised the platform at that time. The code may have been used
    /// already, by the callback of the authorization page or by a request whose reply was lost; then WeChat is asked what
    /// it holds, and that is stored.
    ///
    /// # Errors
    ///
    /// As [`authorize`](Self::authorize).
    pub async fn authorized(
        &self,
        appid: &str,
        auth_code: impl Into<Secret>,
        at: SystemTime,
    ) -> Result<(), Error<AnyCode>> {
        let (platform, code) = (self.clone(), auth_code.into());
        let pushed = Pushed { appid: appid.to_owned(), at: unix_millis(at) };
        let work = async move { platform.trade(&code, Some(&pushed)).await.map(drop) };
        self.run_on_spawner(work).await.map_err(Error::Token)?
    }

    /// Takes the event `updateauthorized`: a merchant has changed at that time what is granted.
    ///
    /// # Errors
    ///
    /// As [`authorize`](Self::authorize).
    pub async fn updateauthorized(
        &self,
        appid: &str,
        auth_code: impl Into<Secret>,
        at: SystemTime,
    ) -> Result<(), Error<AnyCode>> {
        self.authorized(appid, auth_code, at).await
    }

    /// Takes the event `unauthorized`: a merchant has withdrawn the authorization at that time. One from before the last
    /// authorization is late, and changes nothing.
    ///
    /// # Errors
    ///
    /// When the store fails, and when WeChat has to be asked and does not answer: then WeChat should push it again.
    pub async fn unauthorized(&self, appid: &str, at: SystemTime) -> Result<(), TokenError> {
        let (platform, appid) = (self.clone(), appid.to_owned());
        self.run_on_spawner(async move { platform.withdraw(&appid, unix_millis(at)).await }).await?
    }

    /// Removes all that is stored of a merchant.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn forget(&self, appid: &str) -> Result<(), TokenError> {
        let (platform, entry) = (self.clone(), self.entry(appid));
        self.run_on_spawner(async move { platform.remove(&entry).await }).await?
    }

    /// Trades a code, unless that was done already.
    async fn trade(&self, code: &Secret, pushed: Option<&Pushed>) -> Result<Authorizer, Error<AnyCode>> {
        let digest = CodeDigest::of(code);
        // While nobody waits for this code. Should there be none, the trade says why.
        let _ = self.get(&self.inner.token, Need::Good).await;
        let lease = match self.code(&digest).await.map_err(Error::Token)? {
            Code::Untraded(lease) => lease,
            Code::Traded(appid) => {
                let authorizer = self.authorizer(appid);
                if let Some(pushed) = pushed {
                    self.confirm(&authorizer, &digest, pushed.at).await.map_err(Error::Token)?;
                }
                return Ok(authorizer);
            }
        };
        let appid = match self.query_auth(code).await {
            Ok(info) => self.store_authorization(info, &digest, pushed).await,
            Err(error) => self.adopt(error, &digest, pushed).await,
        };
        match appid {
            Ok(appid) => {
                // The tokens are stored. Without this whoever comes second with the code gets the error that it was used.
                if let Err(error) = self.remember_code(&digest, &appid, lease).await {
                    tracing::warn!(account = %appid, %error, "it is not remembered that the code was traded");
                }
                Ok(self.authorizer(appid))
            }
            Err(error) => {
                self.release_code(&digest, lease).await;
                Err(error)
            }
        }
    }

    /// Asks WeChat for the tokens of a code. If no reply came, it is asked once more: it returns the tokens of a code once.
    async fn query_auth(&self, code: &Secret) -> Result<AuthorizationInfo, Error<AnyCode>> {
        let ask = || {
            let call = QueryAuth { component: self.component_appid().to_owned(), code: code.clone() };
            self.call(Limits { attempt: self.time_for_a_refresh() / 2, ..self.limits_with_waiting() }, call)
        };
        let lost = match ask().await {
            Err(error) if is_reply_lost(&error) => error,
            result => return Ok(result?.into_inner().info),
        };
        match ask().await {
            Err(error) if error.code().is_some_and(codes::is_about_authorization_code) => {
                let reason = format!("WeChat's reply to the code was lost, and with it the tokens: {lost}");
                let mut failed = TokenError::new(AUTHORIZER, reason).with_problem(TokenProblem::NoReply);
                failed.source = Some(Box::new(lost));
                Err(Error::Token(failed))
            }
            result => Ok(result?.into_inner().info),
        }
    }

    /// Stores what WeChat has just given for a code.
    async fn store_authorization(
        &self,
        info: AuthorizationInfo,
        digest: &CodeDigest,
        pushed: Option<&Pushed>,
    ) -> Result<String, Error<AnyCode>> {
        let (entry, now) = (self.entry(&info.authorizer), self.inner.time().now);
        let tokens = &info.tokens;
        let renewed = renewed(&entry, &tokens.token, tokens.expires_in, &tokens.refresh).map_err(Error::Token)?;
        let fresh = self.authorization(info.granted, digest, pushed);
        let event = PlatformEvent::Authorized { authorizer: info.authorizer.clone() };
        let change = |old: &Record| Some(fresh(old).renewed(&renewed, now, false));
        self.update_with_retries(&entry, Some(event), change).await.map_err(Error::Token)?;
        Ok(info.authorizer)
    }

    /// A code has brought nothing: it is used, or WeChat's reply was lost. Where a push says whose it is, WeChat is asked
    /// what it holds of that merchant, and that is stored.
    async fn adopt(
        &self,
        error: Error<AnyCode>,
        digest: &CodeDigest,
        pushed: Option<&Pushed>,
    ) -> Result<String, Error<AnyCode>> {
        let lost = matches!(&error, Error::Token(error) if error.problem == TokenProblem::NoReply);
        let used = error.code().is_some_and(codes::is_about_authorization_code);
        let Some(pushed) = pushed.filter(|_| lost || used) else { return Err(error) };
        let held = match self.ask_authorization(self.limits_with_waiting(), &pushed.appid).await {
            Ok(held) if !held.refresh.expose().is_empty() => held,
            _ => return Err(error),
        };
        let fresh = self.authorization(held.granted, digest, Some(pushed));
        let event = PlatformEvent::Authorized { authorizer: pushed.appid.clone() };
        let change = |old: &Record| {
            let known = old.ended.is_none() && old.refresh == held.refresh;
            if known && old.code == digest.as_str() {
                return None;
            }
            let tokens =
                if known { old.clone() } else { Record { refresh: held.refresh.clone(), ..Record::default() } };
            Some(fresh(&tokens))
        };
        self.update_with_retries(&self.entry(&pushed.appid), Some(event), change).await.map_err(Error::Token)?;
        Ok(pushed.appid.clone())
    }

    /// What makes a record that of a new authorization.
    fn authorization(
        &self,
        granted: Vec<GrantedSet>,
        digest: &CodeDigest,
        pushed: Option<&Pushed>,
    ) -> impl Fn(&Record) -> Record + use<> {
        let granted: Option<Arc<[u32]>> = Some(known_sets(granted.iter().map(|set| set.category.id)));
        let (code, now) = (digest.as_str().to_owned(), self.inner.time().now);
        let confirmed_at = pushed.map_or(0, |pushed| pushed.at);
        move |old| Record {
            granted: granted.clone(),
            authorized_at: now,
            confirmed_at,
            code: code.clone(),
            ended: None,
            ..old.clone()
        }
    }

    /// Notes when an authorization was by WeChat's clock.
    async fn confirm(&self, authorizer: &Authorizer, digest: &CodeDigest, at: i64) -> Result<(), TokenError> {
        let change = |record: &Record| {
            let open = record.code == digest.as_str() && record.confirmed_at == 0 && record.ended.is_none();
            open.then(|| Record { confirmed_at: at, ..record.clone() })
        };
        self.update(&authorizer.entry, None, change).await.map(drop)
    }

    async fn withdraw(&self, appid: &str, at: i64) -> Result<(), TokenError> {
        let entry = self.entry(appid);
        for _ in 0..MOST_TRIES {
            let (_, record) = self.read(&entry).await?;
            if record.ended == Some(WITHDRAWN) || self.is_late(appid, &record, at).await? {
                return Ok(());
            }
            let event = PlatformEvent::Unauthorized { authorizer: appid.to_owned() };
            let change = |current: &Record| {
                let gone =
                    Record { refresh: Secret::default(), granted: None, ..current.with_authorization_ended(WITHDRAWN) };
                current.is_authorization_of(&record).then_some(gone)
            };
            if self.update(&entry, Some(event), change).await? {
                return Ok(());
            }
        }
        Err(entry.error(TokenProblem::Store, "others keep writing"))
    }

    /// Is a withdrawal from before the authorization that is stored?
    async fn is_late(&self, appid: &str, record: &Record, at: i64) -> Result<bool, TokenError> {
        if record.confirmed_at > 0 {
            return Ok(seconds(record.confirmed_at) > seconds(at));
        }
        let after = seconds(at) - seconds(record.authorized_at);
        if record.authorized_at == 0 || after.abs() >= CLOCKS_APART {
            return Ok(after < 0);
        }
        match self.ask_authorization(self.limits_with_waiting(), appid).await {
            Ok(_) => Ok(true),
            Err(error) if may_pass(&error) => Err(token_error(&self.entry(appid), error)),
            Err(_) => Ok(false),
        }
    }
}

/// May a call have been carried out whose reply did not come?
fn is_reply_lost(error: &Error<AnyCode>) -> bool {
    match error {
        Error::Transport(error) => error.kind != TransportErrorKind::Connect,
        Error::Status(_) | Error::Decode(_) => true,
        _ => false,
    }
}

/// Milliseconds as the seconds that events carry.
pub(crate) fn seconds(millis: i64) -> i64 {
    millis.div_euclid(1000)
}
