//! The source of a call's token.

use std::sync::Arc;

use crate::codec::Secret;
use crate::endpoint::meta::Token;
use crate::error::TokenError;
use crate::transport::BoxFuture;

/// Returns the token of a call.
pub trait TokenProvider: Send + Sync {
    /// The token of that kind, for example `authorizer_access_token`. Asked before each call that needs one.
    fn token<'a>(&'a self, kind: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>>;

    /// The kind to use for a call, one that [takes](Token::takes) it: the usual one. A provider that has only another
    /// says so here.
    fn kind_for(&self, token: &Token) -> &'static str {
        token.kind
    }

    /// The query parameter that the token of a call travels in; `None`: the call goes out without a token, and
    /// [`token`](Self::token) is not asked for one.
    fn param_for(&self, token: &Token) -> Option<&'static str> {
        Some(token.param)
    }

    /// Whose tokens these are, by appid where there is one. It is in the logs of calls.
    fn account(&self) -> Option<&str> {
        None
    }

    /// The permission sets that the authorizer has granted, where known. Then a call that lacks its set fails before
    /// anything is sent.
    fn granted(&self) -> Option<Arc<[u32]>> {
        None
    }

    /// WeChat has refused this token with this code. Asked where the spec says so by the code's class: `refresh_token`
    /// (40001, 40014, 42001 and 42006 at any endpoint), or `reauthorize` (40030, 42002, 42007, 61003 and 61023) unless the
    /// token is the platform's own. An endpoint can have codes of its own. With a token other than the refused one the call
    /// is sent again, once; with `None` the caller gets WeChat's error, and with an error that one.
    fn rejected<'a>(
        &'a self,
        kind: &'a str,
        token: &'a Secret,
        code: i64,
    ) -> BoxFuture<'a, Result<Option<Secret>, TokenError>> {
        let _ = (kind, token, code);
        Box::pin(std::future::ready(Ok(None)))
    }
}

/// One token for every kind; it never changes.
#[derive(Debug, Clone)]
pub struct FixedToken {
    token: Secret,
    param: Option<&'static str>,
}

impl FixedToken {
    /// This token.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self { token: token.into(), param: None }
    }

    /// Sends it in this query parameter, whatever a call says. In WeChat's cloud hosting that is
    /// `cloudbase_access_token`, for the token that is in the file `/.tencentcloudbase/wx/cloudbase_access_token` there.
    #[must_use]
    pub fn param(self, name: &'static str) -> Self {
        Self { param: Some(name), ..self }
    }
}

/// No token at all: calls go out without the parameter that it travels in. For places where the network itself says who is
/// calling, as in WeChat's cloud hosting.
///
/// ```
/// # use wxopen_runtime::{Client, MemoryTransport, NoToken};
/// let client = Client::with_transport(NoToken, MemoryTransport::new()).base_url("http://api.weixin.qq.com").build();
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NoToken;

impl TokenProvider for NoToken {
    fn token<'a>(&'a self, kind: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        Box::pin(async move { Err(TokenError::new(kind, "the client has none")) })
    }

    fn param_for(&self, _: &Token) -> Option<&'static str> {
        None
    }
}

impl TokenProvider for FixedToken {
    fn token<'a>(&'a self, kind: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        Box::pin(async move {
            match self.token.expose() {
                "" => Err(TokenError::new(kind, "the token is empty")),
                _ => Ok(self.token.clone()),
            }
        })
    }

    fn param_for(&self, token: &Token) -> Option<&'static str> {
        Some(self.param.unwrap_or(token.param))
    }
}

impl<T: TokenProvider + ?Sized> TokenProvider for Arc<T> {
    fn token<'a>(&'a self, kind: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        (**self).token(kind)
    }

    fn kind_for(&self, token: &Token) -> &'static str {
        (**self).kind_for(token)
    }

    fn param_for(&self, token: &Token) -> Option<&'static str> {
        (**self).param_for(token)
    }

    fn account(&self) -> Option<&str> {
        (**self).account()
    }

    fn granted(&self) -> Option<Arc<[u32]>> {
        (**self).granted()
    }

    fn rejected<'a>(
        &'a self,
        kind: &'a str,
        token: &'a Secret,
        code: i64,
    ) -> BoxFuture<'a, Result<Option<Secret>, TokenError>> {
        (**self).rejected(kind, token, code)
    }
}

/// What a client takes as its source of tokens: a provider, or a token itself.
pub trait IntoTokenProvider {
    /// The provider.
    fn into_provider(self) -> Arc<dyn TokenProvider>;
}

impl<T: TokenProvider + 'static> IntoTokenProvider for T {
    fn into_provider(self) -> Arc<dyn TokenProvider> {
        Arc::new(self)
    }
}

impl IntoTokenProvider for &str {
    fn into_provider(self) -> Arc<dyn TokenProvider> {
        Arc::new(FixedToken::new(self))
    }
}

impl IntoTokenProvider for String {
    fn into_provider(self) -> Arc<dyn TokenProvider> {
        Arc::new(FixedToken::new(self))
    }
}

impl IntoTokenProvider for Secret {
    fn into_provider(self) -> Arc<dyn TokenProvider> {
        Arc::new(FixedToken::new(self))
    }
}
