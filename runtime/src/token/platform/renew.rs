//! How a platform gets new tokens from WeChat.

use std::time::Duration;

use super::calls::{AuthorizerInfo, AuthorizerToken, ComponentToken, HeldAuthorization};
use super::clients::Limits;
use super::entry::{Owner, TokenEntry};
use super::record::{Record, Renewed};
use super::third_party::{PlatformInner, ThirdPartyPlatform};
use crate::codec::Secret;
use crate::endpoint::return_code::{AnyCode, Class};
use crate::error::{Error, TokenError, TokenProblem};
use crate::token::codes;

/// So many refresh tokens are tried for one refresh.
const MOST_TRIES: usize = 3;

impl ThirdPartyPlatform {
    /// Asks for a new token, once.
    pub(crate) async fn renew(&self, entry: &TokenEntry, record: &Record) -> Result<Renewed, TokenError> {
        let PlatformInner { component, secret, .. } = &*self.inner;
        match &entry.owner {
            Owner::Component => {
                let ticket = self.ticket().await?;
                let call = ComponentToken { component: component.clone(), secret: secret.clone(), ticket };
                let limits = Limits::within(self.time_for_a_refresh());
                let reply = self.call(limits, call).await.map_err(|error| token_error(entry, error))?;
                renewed(entry, &reply.token, reply.expires_in, &Secret::default())
            }
            Owner::Authorizer(appid) => {
                let end = self.inner.clock.elapsed().saturating_add(self.time_for_a_refresh());
                let result = self.renew_authorizer(end, entry, appid, &record.refresh).await;
                result.map_err(|error| match error.problem {
                    // The platform's token was refused, and while another process is getting the next one time was over.
                    TokenProblem::Refused(code)
                        if codes::fallback_class(code) == Some(Class::RefreshToken)
                            && self.inner.clock.elapsed() >= end =>
                    {
                        TokenError { problem: TokenProblem::Late, ..error }
                    }
                    _ => error,
                })
            }
            Owner::Ticket => Err(entry.error(TokenProblem::NoTicket, "WeChat pushes it")),
        }
    }

    /// Asks for a merchant's token. Should WeChat say that the authorization has ended, it is asked what it holds of it, and
    /// only what it says then counts: it may have given a newer refresh token whose holder died before it was stored, or
    /// the refusal was temporary. A merchant has to authorise again only if WeChat has none, or the one that it refuses.
    async fn renew_authorizer(
        &self,
        end: Duration,
        entry: &TokenEntry,
        appid: &str,
        stored: &Secret,
    ) -> Result<Renewed, TokenError> {
        let rest = || end.saturating_sub(self.inner.clock.elapsed());
        let mut refresh = stored.clone();
        let mut tries = 0;
        loop {
            let (refused, code) = match self.ask_authorizer_token(rest(), entry, appid, &refresh).await {
                Err(error) => match error.problem {
                    TokenProblem::Reauthorize(code) => (error, code),
                    _ => return Err(error),
                },
                Ok(renewed) => return Ok(renewed),
            };
            let held = match self.ask_authorization(Limits::within(rest()), appid).await {
                Ok(held) => held.refresh,
                // What WeChat holds is not known; that is no reason to send the merchant back.
                Err(error) if may_pass(&error) => return Err(token_error(entry, error)),
                Err(_) => return Err(refused),
            };
            if held.expose().is_empty() || held == refresh {
                return match codes::is_about_refresh_token(code) {
                    true => Err(refused),
                    // WeChat still holds the authorization that it has just denied.
                    false => Err(TokenError { problem: TokenProblem::Refused(code), ..refused }),
                };
            }
            tries += 1;
            if tries == MOST_TRIES {
                // Somebody else, who does not see the same store, is getting tokens too.
                return Err(TokenError { problem: TokenProblem::Refused(code), ..refused });
            }
            tracing::warn!(kind = entry.kind(), account = %appid, "the refresh token was lost; WeChat was asked for it");
            refresh = held;
        }
    }

    /// Asks what WeChat holds of an authorization.
    pub(crate) async fn ask_authorization(
        &self,
        limits: Limits,
        appid: &str,
    ) -> Result<HeldAuthorization, Error<AnyCode>> {
        let call = AuthorizerInfo { component: self.inner.component.clone(), authorizer: appid.to_owned() };
        self.call(limits, call).await.map(|reply| reply.into_inner().info)
    }

    async fn ask_authorizer_token(
        &self,
        time: Duration,
        entry: &TokenEntry,
        appid: &str,
        refresh: &Secret,
    ) -> Result<Renewed, TokenError> {
        let component = self.inner.component.clone();
        let call = AuthorizerToken { component, authorizer: appid.to_owned(), refresh: refresh.clone() };
        let reply = self.call(Limits::within(time), call).await.map_err(|error| token_error(entry, error))?;
        let next = if reply.refresh.expose().is_empty() { refresh } else { &reply.refresh };
        let renewed = renewed(entry, &reply.token, reply.expires_in, next)?;
        Ok(Renewed { used: refresh.clone(), ..renewed })
    }
}

/// Does the failure leave open whether the authorization has ended?
pub(crate) fn may_pass(error: &Error<AnyCode>) -> bool {
    match error {
        Error::Api(error) => codes::fallback_class(error.code()) != Some(Class::Reauthorize),
        _ => true,
    }
}

/// What a reply has brought. A lifetime that is none would bring a refresh for each call; a second is one.
pub(crate) fn renewed(
    entry: &TokenEntry,
    token: &Secret,
    expires_in: i64,
    refresh: &Secret,
) -> Result<Renewed, TokenError> {
    if token.expose().is_empty() {
        return Err(entry.error(TokenProblem::NoReply, "WeChat's reply holds an empty token"));
    }
    let lifetime = Duration::from_secs(u64::try_from(expires_in).unwrap_or(0).max(1));
    Ok(Renewed { token: token.clone(), lifetime, refresh: refresh.clone(), used: Secret::default() })
}

/// Why a call has brought no token. Its own errors hide every secret already.
pub(crate) fn token_error(entry: &TokenEntry, error: Error<AnyCode>) -> TokenError {
    let problem = match &error {
        Error::Token(error) => error.problem,
        Error::Api(error) => problem_of(error.code()),
        _ => TokenProblem::NoReply,
    };
    let mut failed = entry.error(problem, error.to_string());
    failed.source = Some(Box::new(error));
    failed
}

fn problem_of(code: i64) -> TokenProblem {
    match codes::fallback_class(code) {
        Some(Class::Reauthorize) => TokenProblem::Reauthorize(code),
        Some(Class::Ticket) => TokenProblem::BadTicket(code),
        _ => TokenProblem::Refused(code),
    }
}
