//! Merchants come and go: what the callback of the authorization page and WeChat's pushes tell.

use std::time::SystemTime;

use super::authorizer::Authorizer;
use super::calls::{AuthorizerList, QueryAuth};
use super::event::PlatformEvent;
use super::record::{Record, WITHDRAWN, known_sets};
use super::renew::renewed;
use super::third_party::ThirdPartyPlatform;
use crate::clock::millis;
use crate::codec::Secret;
use crate::error::{Error, TokenError};
use crate::kind::AnyCode;
use crate::token::codes;

/// So many merchants are asked for at a time; WeChat gives no more.
const PAGE: i64 = 500;
/// So many pages are read at most.
const MOST_PAGES: i64 = 10_000;

impl ThirdPartyPlatform {
    /// Trades the `auth_code` that a merchant comes back with for tokens, stores them with what was granted, and gives the
    /// merchant.
    ///
    /// # Errors
    ///
    /// What WeChat answers, or why it did not; and when the store fails.
    pub async fn authorize(&self, auth_code: impl Into<Secret>) -> Result<Authorizer, Error<AnyCode>> {
        let (platform, code) = (self.clone(), auth_code.into());
        self.apart(async move { platform.trade(code).await }).await.map_err(Error::Token)?
    }

    async fn trade(&self, code: Secret) -> Result<Authorizer, Error<AnyCode>> {
        let keeper = &self.inner.keeper;
        let asked_at = keeper.now();
        let call = QueryAuth { component: self.component_appid().to_owned(), code };
        let info = self.call(call).await?.into_inner().info;
        let authorizer = self.authorizer(info.authorizer);
        let slot = &authorizer.slot;
        let tokens = &info.tokens;
        let renewed = renewed(slot, &tokens.token, tokens.expires_in, &tokens.refresh).map_err(Error::Token)?;
        let granted = known_sets(info.granted.iter().map(|set| set.category.id));
        let stored = keeper.update(slot, |old| {
            let base = Record { granted: Some(granted.clone()), authorized_at: asked_at, lapsed: None, ..old.clone() };
            (old.authorized_at <= asked_at).then(|| base.renewed(&renewed, asked_at, false))
        });
        if stored.await.map_err(Error::Token)? {
            self.tell(&PlatformEvent::Authorized { authorizer: authorizer.appid().to_owned() });
        }
        Ok(authorizer)
    }

    /// Takes the event `authorized`: a merchant has authorised the platform at that time. The code may have been used
    /// already, by the callback of the authorization page; that is no error.
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
        let Err(error) = self.authorize(auth_code).await else { return Ok(()) };
        if error.code().is_some_and(codes::is_about_authorization_code) {
            let (_, record) = self.inner.keeper.read(&self.slot(appid)).await.map_err(Error::Token)?;
            if record.lapsed.is_none() && seconds(record.authorized_at) >= seconds(millis(at)) {
                return Ok(());
            }
        }
        Err(error)
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
    /// When the store fails.
    pub async fn unauthorized(&self, appid: &str, at: SystemTime) -> Result<(), TokenError> {
        let (slot, at) = (self.slot(appid), seconds(millis(at)));
        let withdrawn = self.inner.keeper.update(&slot, |record| {
            let late = seconds(record.authorized_at) > at;
            let gone = Record { refresh: Secret::default(), granted: None, ..record.lapsed(WITHDRAWN) };
            (!late && record.lapsed != Some(WITHDRAWN)).then_some(gone)
        });
        if withdrawn.await? {
            self.tell(&PlatformEvent::Unauthorized { authorizer: appid.to_owned() });
        }
        Ok(())
    }

    /// Removes all that is stored of a merchant.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn forget(&self, appid: &str) -> Result<(), TokenError> {
        self.inner.keeper.remove(&self.slot(appid)).await
    }

    /// Asks WeChat for the refresh tokens of all merchants and stores those that the store lacks, or that stand for a newer
    /// authorization than one that has ended. For a store that was lost; tells how many there were. What was granted is
    /// not known of them until they authorise again.
    ///
    /// # Errors
    ///
    /// What WeChat answers, or why it did not; and when the store fails.
    pub async fn recover(&self) -> Result<usize, Error<AnyCode>> {
        let platform = self.clone();
        self.apart(async move { platform.recover_all().await }).await.map_err(Error::Token)?
    }

    async fn recover_all(&self) -> Result<usize, Error<AnyCode>> {
        let mut recovered = 0;
        for page in 0..MOST_PAGES {
            let component = self.component_appid().to_owned();
            let reply = self.call(AuthorizerList { component, offset: page * PAGE, count: PAGE }).await?;
            if reply.list.is_empty() {
                break;
            }
            for listed in &reply.list {
                let authorized_at = listed.authorized_at.saturating_mul(1000);
                let found = Record { refresh: listed.refresh.clone(), authorized_at, ..Record::default() };
                let usable = !listed.refresh.expose().is_empty() && !listed.authorizer.is_empty();
                let slot = self.slot(&listed.authorizer);
                let stored = self.inner.keeper.update(&slot, |old| {
                    let lost = old.refresh.expose().is_empty() && old.lapsed.is_none();
                    let renewed = old.lapsed.is_some() && seconds(old.authorized_at) < listed.authorized_at;
                    (usable && (lost || renewed)).then(|| found.clone())
                });
                recovered += usize::from(stored.await.map_err(Error::Token)?);
            }
        }
        Ok(recovered)
    }
}

/// Milliseconds as the seconds that events carry.
fn seconds(millis: i64) -> i64 {
    millis.div_euclid(1000)
}
