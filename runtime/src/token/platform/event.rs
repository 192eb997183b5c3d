//! What a platform reports about its authorizers.

/// Something happened to an authorization. Reported once, by the process that stored it; not if that process dies right
/// after it has.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlatformEvent {
    /// A merchant has authorised the platform, or changed what is granted. The tokens are stored.
    Authorized {
        /// The merchant's appid.
        authorizer: String,
    },
    /// A merchant has withdrawn the authorization.
    Unauthorized {
        /// The merchant's appid.
        authorizer: String,
    },
    /// WeChat no longer takes the tokens of this merchant, who has to authorise the platform again. Nothing is asked of
    /// WeChat for them until then.
    ReauthorizationNeeded {
        /// The merchant's appid.
        authorizer: String,
        /// What WeChat answered: 40030, 42002, 42007, 61003 or 61023.
        code: i64,
    },
}

/// Hears events.
pub(crate) type Listener = std::sync::Arc<dyn Fn(&PlatformEvent) + Send + Sync>;
