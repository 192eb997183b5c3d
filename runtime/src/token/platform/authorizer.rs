//! The tokens of one merchant.

use std::fmt;
use std::sync::Arc;

use super::entry::{AUTHORIZER, Need, Owner, TokenEntry};
use super::third_party::ThirdPartyPlatform;
use crate::codec::Secret;
use crate::error::TokenError;
use crate::token::provider::TokenProvider;
use crate::transport::BoxFuture;

/// A merchant who has authorised the platform, as a source of tokens. Cheap to make and to clone.
#[derive(Clone)]
pub struct Authorizer {
    pub(crate) platform: ThirdPartyPlatform,
    pub(crate) entry: Arc<TokenEntry>,
}

impl ThirdPartyPlatform {
    /// The tokens of a merchant, by appid. Cheap; the merchant need not have authorised yet.
    pub fn authorizer(&self, appid: impl AsRef<str>) -> Authorizer {
        Authorizer { entry: self.entry(appid.as_ref()), platform: self.clone() }
    }
}

impl Authorizer {
    /// The merchant's appid.
    pub fn appid(&self) -> &str {
        match &self.entry.owner {
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

/// Returns the merchant's token, and the platform's for calls that need that one.
impl TokenProvider for Authorizer {
    fn token<'a>(&'a self, kind: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        match kind {
            AUTHORIZER => self.platform.get(&self.entry, Need::Good),
            _ => self.platform.token(kind),
        }
    }

    fn account(&self) -> Option<&str> {
        Some(self.appid())
    }

    /// As the merchant granted them when last authorising; not known before the first token was asked for.
    fn granted(&self) -> Option<Arc<[u32]>> {
        self.entry.known().record.granted.clone()
    }

    fn rejected<'a>(
        &'a self,
        kind: &'a str,
        token: &'a Secret,
        code: i64,
    ) -> BoxFuture<'a, Result<Option<Secret>, TokenError>> {
        match kind {
            // Also where the code says that the authorization has ended: a refresh shows whether that is so.
            AUTHORIZER => Box::pin(self.platform.replace(&self.entry, token)),
            _ => self.platform.rejected(kind, token, code),
        }
    }
}
