//! How a platform gets new tokens from WeChat.

use std::time::Duration;

use super::calls::{AuthorizerInfo, AuthorizerToken, ComponentToken};
use super::event::PlatformEvent;
use super::keep::Renew;
use super::record::{Record, Renewed};
use super::slot::{Owner, Slot};
use super::third_party::{Inner, ThirdPartyPlatform};
use crate::codec::Secret;
use crate::error::{Error, TokenError, TokenProblem};
use crate::kind::AnyCode;
use crate::token::codes::{self, Verdict};
use crate::transport::BoxFuture;

impl Renew for ThirdPartyPlatform {
    fn prepare<'a>(&'a self, slot: &'a Slot, record: &'a Record) -> BoxFuture<'a, Result<(), TokenError>> {
        Box::pin(async move {
            match slot.owner {
                Owner::Authorizer(_) if record.refresh.expose().is_empty() => {
                    Err(slot.error(TokenProblem::NotAuthorized, "the merchant has not authorised the platform"))
                }
                Owner::Authorizer(_) => self.component_access_token().await.map(drop),
                Owner::Component => self.ticket().await.map(drop),
                Owner::Ticket => Ok(()),
            }
        })
    }

    fn renew<'a>(&'a self, slot: &'a Slot, record: &'a Record) -> BoxFuture<'a, Result<Renewed, TokenError>> {
        Box::pin(async move {
            let Inner { component, secret, .. } = &*self.inner;
            let component = component.clone();
            let failed = |error| token_error(slot, error);
            match &slot.owner {
                Owner::Component => {
                    let ticket = self.ticket().await?;
                    let call = ComponentToken { component, secret: secret.clone(), ticket };
                    let reply = self.call(call).await.map_err(failed)?;
                    renewed(slot, &reply.token, reply.expires_in, &Secret::default())
                }
                Owner::Authorizer(appid) => self.renew_authorizer(slot, appid, &record.refresh).await,
                Owner::Ticket => Err(slot.error(TokenProblem::NoTicket, "WeChat pushes it")),
            }
        })
    }

    fn lapsed(&self, slot: &Slot, code: i64) {
        if let Owner::Authorizer(appid) = &slot.owner {
            self.tell(&PlatformEvent::ReauthorizationNeeded { authorizer: appid.clone(), code });
        }
    }
}

impl ThirdPartyPlatform {
    /// Asks for a merchant's token. Should WeChat refuse the refresh token, it may have given a newer one whose holder died
    /// before it was stored: WeChat is asked which one it holds. Only one that is refused as well ends the authorization.
    async fn renew_authorizer(&self, slot: &Slot, appid: &str, stored: &Secret) -> Result<Renewed, TokenError> {
        let clock = &self.inner.keeper.clock;
        let end = clock.passed().saturating_add(self.time_for_a_refresh());
        let rest = || end.saturating_sub(clock.passed());
        let refused = match self.ask_authorizer_token(rest(), slot, appid, stored).await {
            Err(error) if is_about_refresh_token(&error) => error,
            result => return result,
        };
        let call = AuthorizerInfo { component: self.inner.component.clone(), authorizer: appid.to_owned() };
        let held = match self.call_within(rest(), call).await {
            Ok(reply) => reply.into_inner().info.refresh,
            // What WeChat holds is not known; that is no reason to send the merchant back.
            Err(error) if may_pass(&error) => return Err(token_error(slot, error)),
            Err(_) => return Err(refused),
        };
        if held.expose().is_empty() || held == *stored {
            return Err(refused);
        }
        tracing::warn!(kind = slot.kind(), "the refresh token was lost; WeChat told it again");
        self.ask_authorizer_token(rest(), slot, appid, &held).await
    }

    async fn ask_authorizer_token(
        &self,
        time: Duration,
        slot: &Slot,
        appid: &str,
        refresh: &Secret,
    ) -> Result<Renewed, TokenError> {
        let component = self.inner.component.clone();
        let call = AuthorizerToken { component, authorizer: appid.to_owned(), refresh: refresh.clone() };
        let reply = self.call_within(time, call).await.map_err(|error| token_error(slot, error))?;
        let next = if reply.refresh.expose().is_empty() { refresh } else { &reply.refresh };
        renewed(slot, &reply.token, reply.expires_in, next)
    }
}

fn is_about_refresh_token(error: &TokenError) -> bool {
    matches!(error.problem, TokenProblem::Reauthorize(code) if codes::is_about_refresh_token(code))
}

/// Is it a failure that says nothing of the authorization?
fn may_pass(error: &Error<AnyCode>) -> bool {
    match error {
        Error::Api(error) => PASSING.contains(&error.code()),
        _ => true,
    }
}

/// Busy, too many calls in a day, in a minute.
const PASSING: &[i64] = &[-1, 45009, 45011];

/// What a reply has brought. A lifetime that is none would bring a refresh for each call; a second is one.
pub(crate) fn renewed(slot: &Slot, token: &Secret, expires_in: i64, refresh: &Secret) -> Result<Renewed, TokenError> {
    if token.expose().is_empty() {
        return Err(slot.error(TokenProblem::NoReply, "WeChat's reply holds an empty token"));
    }
    let lifetime = Duration::from_secs(u64::try_from(expires_in).unwrap_or(0).max(1));
    Ok(Renewed { token: token.clone(), lifetime, refresh: refresh.clone() })
}

/// Why a call has brought no token. Its own errors hide every secret already.
pub(crate) fn token_error(slot: &Slot, error: Error<AnyCode>) -> TokenError {
    let problem = match &error {
        Error::Token(error) => error.problem,
        Error::Api(error) => problem_of(error.code()),
        _ => TokenProblem::NoReply,
    };
    let mut failed = slot.error(problem, error.to_string());
    failed.source = Some(Box::new(error));
    failed
}

fn problem_of(code: i64) -> TokenProblem {
    match codes::verdict(code) {
        Some(Verdict::Reauthorize) => TokenProblem::Reauthorize(code),
        _ if codes::is_about_ticket(code) => TokenProblem::BadTicket(code),
        _ => TokenProblem::Refused(code),
    }
}
