//! The tokens of one merchant.

use std::fmt;
use std::sync::Arc;

use super::slot::{AUTHORIZER, Need, Owner, Slot};
use super::third_party::ThirdPartyPlatform;
use crate::codec::Secret;
use crate::error::TokenError;
use crate::token::codes::{self, Verdict};
use crate::token::provider::TokenProvider;
use crate::transport::BoxFuture;

/// A merchant who has authorised the platform, as a source of tokens. Cheap to make and to clone.
#[derive(Clone)]
pub struct Authorizer {
    pub(crate) platform: ThirdPartyPlatform,
    pub(crate) slot: Arc<Slot>,
}

impl Authorizer {
    /// The merchant's appid.
    pub fn appid(&self) -> &str {
        match &self.slot.owner {
            Owner::Authorizer(appid) => appid,
            _ => "",
        }
    }

    /// The platform.
    pub fn platform(&self) -> &ThirdPartyPlatform {
        &self.platform
    }
}

impl fmt::Debug for Authorizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authorizer({} of {})", self.appid(), self.platform.component_appid())
    }
}

/// Gives the merchant's token, and the platform's for calls that want that one.
impl TokenProvider for Authorizer {
    fn token<'a>(&'a self, kind: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        match kind {
            AUTHORIZER => self.platform.get(&self.slot, Need::Good),
            _ => self.platform.token(kind),
        }
    }

    fn account(&self) -> Option<&str> {
        Some(self.appid())
    }

    /// As the merchant granted them when last authorising; not known before the first token was asked for.
    fn granted(&self) -> Option<Arc<[u32]>> {
        self.slot.known().record.granted.clone()
    }

    fn rejected<'a>(
        &'a self,
        kind: &'a str,
        token: &'a Secret,
        code: i64,
    ) -> BoxFuture<'a, Result<Option<Secret>, TokenError>> {
        if kind != AUTHORIZER {
            return self.platform.rejected(kind, token, code);
        }
        Box::pin(async move {
            match codes::verdict(code) {
                Some(Verdict::Refresh) => self.platform.replace(&self.slot, token).await,
                Some(Verdict::Reauthorize) => self.ended(token, code).await,
                None => Ok(None),
            }
        })
    }
}

impl Authorizer {
    /// WeChat says that the authorization has ended. If the token that it refused is still the current one, that is so;
    /// else the merchant may have authorised again in between, and the current one is worth a try.
    async fn ended(&self, token: &Secret, code: i64) -> Result<Option<Secret>, TokenError> {
        let keeper = &self.platform.inner.keeper;
        let (_, record) = keeper.read(&self.slot).await?;
        if record.token == *token {
            keeper.lapse(&self.slot, &record, code, &self.platform).await?;
        }
        self.platform.get(&self.slot, Need::Another(token.clone())).await.map(Some)
    }
}
