//! Links that lead a merchant to the page where they authorise a platform.
//!
//! ```
//! use wxopen_runtime::{Accounts, AuthorizationLink};
//!
//! let link = AuthorizationLink::new("wx-platform", "preauthcode@@@x", "https://shop.example/done?id=7", Accounts::MiniPrograms)?;
//! assert_eq!(
//!     link.web(),
//!     "https://mp.weixin.qq.com/cgi-bin/componentloginpage?component_appid=wx-platform&pre_auth_code=preauthcode%40%40%40x\
//!      &redirect_uri=https%3A%2F%2Fshop.example%2Fdone%3Fid%3D7&auth_type=2"
//! );
//! # Ok::<_, wxopen_runtime::LinkError>(())
//! ```

use std::fmt;

use crate::codec::Secret;
use crate::percent::percent_encoded;

/// The page that shows a QR code.
const WEB: &str = "https://mp.weixin.qq.com/cgi-bin/componentloginpage?";
/// The page that opens inside WeChat, with its constant parameters.
const MOBILE: &str = "https://open.weixin.qq.com/wxaopen/safe/bindcomponent?action=bindcomponent&no_scan=1&";
/// Without it WeChat does not open the page.
const MOBILE_END: &str = "#wechat_redirect";

/// Which accounts a merchant can pick on the page. Accounts that are closed, frozen or half registered are not shown.
///
/// A link names a kind or one account, never both: older pages say that the two exclude each other, newer ones that the
/// account wins.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Accounts {
    /// Official accounts (1).
    OfficialAccounts,
    /// Mini programs (2).
    MiniPrograms,
    /// Official accounts and mini programs (3).
    OfficialAccountsAndMiniPrograms,
    /// Promoters of mini programs (4).
    Promoters,
    /// Channels (5).
    Channels,
    /// Official accounts, mini programs and channels (6).
    All,
    /// Sales assistants (8).
    SalesAssistants,
    /// This one account, by its appid. Only its administrator can authorise.
    One(String),
    /// A kind that this version does not know, by its number.
    Other(u32),
}

impl Accounts {
    /// Name and value of the parameter that says so.
    fn parameter(&self) -> (&'static str, String) {
        let kind = match self {
            Self::OfficialAccounts => 1,
            Self::MiniPrograms => 2,
            Self::OfficialAccountsAndMiniPrograms => 3,
            Self::Promoters => 4,
            Self::Channels => 5,
            Self::All => 6,
            Self::SalesAssistants => 8,
            Self::Other(kind) => *kind,
            Self::One(appid) => return ("biz_appid", appid.clone()),
        };
        ("auth_type", kind.to_string())
    }
}

/// A link to the page where a merchant authorises the platform.
///
/// When they have, WeChat sends their browser to the redirect URI with `auth_code` and `expires_in` added to its query;
/// getAuthorizerRefreshToken takes the code.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationLink {
    component_appid: String,
    pre_auth_code: Secret,
    redirect_uri: String,
    accounts: Accounts,
    permission_sets: Vec<u32>,
}

/// Why there can be no such link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkError {
    /// A value is empty; the parameter that it is for.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// The redirect URI is not the URL of a web page.
    #[error("redirect_uri does not start with https:// or http:// and a host, or has blanks in it")]
    RedirectUri,
}

impl AuthorizationLink {
    /// A link for the platform with that appid. The code is one that getPreAuthCode has just made.
    ///
    /// The redirect URI has to lie on the domain that the platform registered for authorization; newer pages of WeChat
    /// want `https`. It may have a query of its own.
    ///
    /// # Errors
    ///
    /// When a value is empty, or the redirect URI is not the URL of a web page.
    pub fn new(
        component_appid: impl Into<String>,
        pre_auth_code: impl Into<Secret>,
        redirect_uri: impl Into<String>,
        accounts: Accounts,
    ) -> Result<Self, LinkError> {
        let link = Self {
            component_appid: component_appid.into(),
            pre_auth_code: pre_auth_code.into(),
            redirect_uri: redirect_uri.into(),
            accounts,
            permission_sets: Vec::new(),
        };
        match link.parameters().into_iter().find(|(_, value)| value.is_empty()) {
            Some((name, _)) => Err(LinkError::Empty(name)),
            None if !is_web_page(&link.redirect_uri) => Err(LinkError::RedirectUri),
            None => Ok(link),
        }
    }

    /// Asks for these permission sets alone. Without it the page asks for all that the platform has published.
    #[must_use]
    pub fn permission_sets(mut self, ids: impl IntoIterator<Item = u32>) -> Self {
        self.permission_sets = ids.into_iter().collect();
        self
    }

    /// The link for a computer: it shows a QR code that the merchant scans.
    pub fn web(&self) -> String {
        format!("{WEB}{}", self.query())
    }

    /// The link for a phone: it opens inside WeChat, without a QR code.
    pub fn mobile(&self) -> String {
        format!("{MOBILE}{}{MOBILE_END}", self.query())
    }

    fn query(&self) -> String {
        let pairs = self.parameters().into_iter().map(|(name, value)| format!("{name}={}", percent_encoded(&value)));
        pairs.collect::<Vec<_>>().join("&")
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        let mut all = vec![
            ("component_appid", self.component_appid.clone()),
            ("pre_auth_code", self.pre_auth_code.expose().to_owned()),
            ("redirect_uri", self.redirect_uri.clone()),
            self.accounts.parameter(),
        ];
        if !self.permission_sets.is_empty() {
            let ids: Vec<_> = self.permission_sets.iter().map(u32::to_string).collect();
            all.push(("category_id_list", ids.join("|")));
        }
        all
    }
}

/// Shows all but the code.
impl fmt::Debug for AuthorizationLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationLink")
            .field("component_appid", &self.component_appid)
            .field("redirect_uri", &self.redirect_uri)
            .field("accounts", &self.accounts)
            .field("permission_sets", &self.permission_sets)
            .finish_non_exhaustive()
    }
}

fn is_web_page(uri: &str) -> bool {
    let rest = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| !host.is_empty()) && !uri.chars().any(|c| c.is_whitespace() || c.is_control())
}
