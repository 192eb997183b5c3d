//! What a local WeChat is told when it starts.

use std::time::Duration;

use super::body::PATIENCE;

/// The platform's appid, unless another is set.
pub const COMPONENT_APPID: &str = "wxmockplatform0001";
/// The platform's secret, unless another is set.
pub const COMPONENT_SECRET: &str = "mock-secret";
/// The token that every endpoint takes, unless another is set.
pub const TOKEN: &str = "mock-token";
/// The merchant that [`TOKEN`] stands for. It has granted every permission set.
pub const MERCHANT: &str = "wxmockmerchant0001";
/// The open-platform account that a merchant is bound to at first.
pub const OPEN_APPID: &str = "wxmockopen00000001";
/// Where the command listens, unless told otherwise.
pub const ADDRESS: &str = "127.0.0.1:8787";

/// The largest body that is read, unless another limit is set, in bytes. The largest upload of any page is a zip of 20 MB
/// in Base64.
const LARGEST_BODY: usize = 32 << 20;

/// How long things live, in seconds of the mock's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// A component_access_token.
    pub component_token: u64,
    /// An authorizer_access_token.
    pub authorizer_token: u64,
    /// A ticket.
    pub ticket: u64,
    /// A pre-authorization code.
    pub pre_auth_code: u64,
    /// An authorization code.
    pub auth_code: u64,
    /// A token that a newer one has replaced.
    pub replaced_token: u64,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            component_token: 7200,
            authorizer_token: 7200,
            ticket: 12 * 3600,
            pre_auth_code: 1800,
            auth_code: 3600,
            replaced_token: 0,
        }
    }
}

/// Where pushes go, and how they are encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushTarget {
    /// The receiver, `http://host:port/path`.
    pub url: String,
    /// The token that signatures are made with.
    pub token: String,
    /// The EncodingAESKey, 43 characters.
    pub aes_key: String,
}

/// All settings.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) component_appid: String,
    pub(super) component_secret: String,
    pub(super) token: Option<String>,
    pub(super) lifetimes: Lifetimes,
    pub(super) rotate_refresh_tokens: bool,
    pub(super) stateless: bool,
    pub(super) seed: u64,
    pub(super) push: Option<PushTarget>,
    pub(super) largest_body: usize,
    pub(super) patience: Duration,
    pub(super) strict_content_type: bool,
    pub(super) frozen_at: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            component_appid: COMPONENT_APPID.to_owned(),
            component_secret: COMPONENT_SECRET.to_owned(),
            token: Some(TOKEN.to_owned()),
            lifetimes: Lifetimes::default(),
            rotate_refresh_tokens: false,
            stateless: false,
            seed: 1,
            push: None,
            largest_body: LARGEST_BODY,
            patience: PATIENCE,
            strict_content_type: false,
            frozen_at: None,
        }
    }
}
