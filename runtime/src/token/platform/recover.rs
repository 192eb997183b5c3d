//! Filling a store that was lost with what WeChat knows of all merchants.

use super::authorization::seconds;
use super::calls::{AuthorizerList, ListedAuthorizer};
use super::record::Record;
use super::third_party::ThirdPartyPlatform;
use crate::endpoint::return_code::AnyCode;
use crate::error::{Error, TokenError};

/// So many merchants are asked for at a time; WeChat returns no more.
const PAGE: i64 = 500;
/// So many pages are read at most.
const MOST_PAGES: i64 = 10_000;

impl ThirdPartyPlatform {
    /// Asks WeChat for the refresh tokens of all merchants and stores those that the store lacks, or that belong to a newer
    /// authorization than one that has ended. For a store that was lost; returns how many there were. What was granted is
    /// not known of them until they authorise again.
    ///
    /// # Errors
    ///
    /// What WeChat answers, or why it did not; and when the store fails.
    pub async fn recover(&self) -> Result<usize, Error<AnyCode>> {
        let platform = self.clone();
        self.run_on_spawner(async move { platform.recover_all().await }).await.map_err(Error::Token)?
    }

    async fn recover_all(&self) -> Result<usize, Error<AnyCode>> {
        let mut recovered = 0;
        for page in 0..MOST_PAGES {
            let component = self.component_appid().to_owned();
            let reply = self
                .call(self.limits_with_waiting(), AuthorizerList { component, offset: page * PAGE, count: PAGE })
                .await?;
            if reply.list.is_empty() {
                break;
            }
            for listed in &reply.list {
                recovered += usize::from(self.recover_one(listed).await.map_err(Error::Token)?);
            }
        }
        Ok(recovered)
    }

    /// Stores the refresh token of a merchant; returns whether the store lacked it.
    async fn recover_one(&self, listed: &ListedAuthorizer) -> Result<bool, TokenError> {
        if listed.refresh.expose().is_empty() || listed.authorizer.is_empty() {
            return Ok(false);
        }
        let at = listed.authorized_at.saturating_mul(1000);
        let found =
            Record { refresh: listed.refresh.clone(), authorized_at: at, confirmed_at: at, ..Record::default() };
        let change = |old: &Record| {
            let lost = old.refresh.expose().is_empty() && old.ended.is_none();
            // By WeChat's clock, where it is known; by another one it could not be said, and WeChat lists the merchant.
            let renewed = old.ended.is_some() && seconds(old.confirmed_at) < listed.authorized_at;
            (lost || renewed).then(|| found.clone())
        };
        self.update(&self.entry(&listed.authorizer), None, change).await
    }
}
