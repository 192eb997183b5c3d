//! The ticket that WeChat pushes every ten minutes, without which the platform gets no token.

use std::time::{Duration, SystemTime};

use super::record::Record;
use super::third_party::{PlatformInner, ThirdPartyPlatform};
use crate::clock::{in_millis, unix_millis};
use crate::codec::Secret;
use crate::error::{TokenError, TokenProblem};

/// How long a ticket is good.
const LIFETIME: Duration = Duration::from_secs(12 * 3600);
/// How far ahead of this machine's clock a ticket's time may be, in milliseconds, before it is doubted.
const AHEAD: i64 = 10 * 60 * 1000;

impl ThirdPartyPlatform {
    /// Takes a ticket that WeChat has pushed, and when it was by WeChat's clock. The newest counts, in whichever order they
    /// come; it is good for 12 hours. `false`: a newer one is there already.
    ///
    /// # Errors
    ///
    /// When the ticket is empty, or the store fails.
    pub async fn set_ticket(&self, ticket: impl Into<Secret>, issued_at: SystemTime) -> Result<bool, TokenError> {
        let (platform, ticket) = (self.clone(), ticket.into());
        self.run_on_spawner(async move { platform.take_ticket(ticket, unix_millis(issued_at)).await }).await?
    }

    async fn take_ticket(&self, ticket: Secret, issued_at: i64) -> Result<bool, TokenError> {
        let PlatformInner { ticket: entry, token, .. } = &*self.inner;
        if ticket.expose().is_empty() {
            return Err(entry.error(TokenProblem::NoTicket, "the ticket that came is empty"));
        }
        let now = self.inner.time().now;
        let new = Record {
            token: ticket,
            obtained_at: issued_at,
            expires_at: issued_at.saturating_add(in_millis(LIFETIME)),
            ..Record::default()
        };
        let taken = self.update(entry, None, |old| is_newer(issued_at, old, now).then(|| new.clone())).await?;
        if taken {
            // What failed for want of a ticket may be tried again.
            token.known().failure = None;
        }
        Ok(taken)
    }

    /// The ticket in use.
    pub(crate) async fn ticket(&self) -> Result<Secret, TokenError> {
        let entry = &self.inner.ticket;
        let (_, record) = self.read(entry).await?;
        if record.token.expose().is_empty() {
            let reason = "WeChat has not pushed a ticket yet; it does every 10 minutes";
            return Err(entry.error(TokenProblem::NoTicket, reason));
        }
        if !entry.known().is_alive(self.inner.clock.elapsed()) {
            let reason = "the last ticket is older than 12 hours; pushes do not arrive";
            return Err(entry.error(TokenProblem::StaleTicket, reason));
        }
        Ok(record.token.clone())
    }
}

/// Is a ticket of that time newer than the one that is stored? WeChat's times are compared with each other. A stored one
/// from the future keeps none out, unless the new one is as well: then it is this machine's clock that is wrong.
fn is_newer(issued_at: i64, old: &Record, now: i64) -> bool {
    let doubted = |time: i64| time > now.saturating_add(AHEAD);
    old.token.expose().is_empty() || old.obtained_at < issued_at || (doubted(old.obtained_at) && !doubted(issued_at))
}
