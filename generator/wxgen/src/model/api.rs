//! The parts that all endpoints share.

use super::Endpoint;

/// A whole API, as one spec folder describes it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Api {
    /// The crate to write.
    pub krate: CrateInfo,
    /// Host of every call, a name without scheme or port.
    pub host: String,
    /// Hosts to fall back to, in order.
    pub fallback_hosts: Vec<String>,
    /// Kinds of token a call can need, in the order of the spec.
    pub tokens: Vec<TokenKind>,
    /// Areas in the order of the spec; only those that hold endpoints.
    pub areas: Vec<Area>,
    /// Every known permission set, by id.
    pub permission_sets: Vec<PermissionSet>,
    /// Return codes that any endpoint can give, by code. Code 0 is not among them.
    pub errcodes: Vec<ErrorCode>,
}

/// What the generated `Cargo.toml` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CrateInfo {
    /// Name of the crate, a valid package name.
    pub name: String,
    /// Its version, valid semver.
    pub version: String,
    /// One line for `description` and the crate's docs.
    pub summary: String,
    /// Where the source of the crate is kept, for `repository`.
    pub repository: Option<String>,
    /// Path of the runtime crate from the output folder; `None`: only a version is written.
    pub runtime_path: Option<String>,
}

/// A kind of token, for example `authorizer_access_token`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenKind {
    /// Its name in specs and on the wire.
    pub name: String,
    /// Query parameter it travels in, unless an endpoint says otherwise.
    pub param: String,
    /// What it is and who issues it.
    pub doc: String,
}

/// A group of endpoints: a folder of the spec, a module and a cargo feature of the crate.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// The folder's name, also the cargo feature: ASCII letters, digits, `-`, `_`.
    pub id: String,
    /// Rust module.
    pub module: String,
    /// Name for people.
    pub title: String,
    /// The same in Chinese, in our own words; docs are searched by it.
    pub title_zh: Option<String>,
    /// What the area is for.
    pub doc: String,
    /// Is its feature on by default?
    pub default: bool,
    /// Return codes that many of its endpoints can give, by code.
    pub errcodes: Vec<ErrorCode>,
    /// Endpoints by name.
    pub endpoints: Vec<Endpoint>,
}

/// A set of permissions that a merchant grants to a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionSet {
    /// WeChat's number for it.
    pub id: u32,
    /// WeChat's name for it, where one is known.
    pub name: Option<String>,
    /// `official_account` or `miniprogram`, where known.
    pub account_kind: Option<String>,
    /// Can only one platform hold it at a time? `None`: not known.
    pub exclusive: Option<bool>,
}

/// A return code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorCode {
    /// The number on the wire.
    pub code: i64,
    /// Rust variant.
    pub variant: String,
    /// `errmsg` as the wire has it, where known.
    pub msg: String,
    /// What to do about it, in our words.
    pub advice: String,
    /// What kind of failure it is.
    pub class: ErrorClass,
    /// Where it is described.
    pub table: CodeTable,
}

/// Where a return code is described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeTable {
    /// In the endpoint's file.
    Endpoint,
    /// In `errcodes.yaml` of the area.
    Area,
    /// In `errcodes.yaml` of the spec: any endpoint can give it.
    Api,
}

/// What kind of failure a code tells of, and so what a client can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ErrorClass {
    /// Code 0.
    Ok,
    /// The token is wrong or old: refresh it once and repeat.
    RefreshToken,
    /// The platform's ticket is wrong, old or missing.
    Ticket,
    /// The merchant has to authorise the platform again.
    Reauthorize,
    /// A permission set is missing.
    Permission,
    /// The caller's address is not on the platform's list.
    Ip,
    /// Busy: wait a little and repeat.
    Retry,
    /// Too many calls in a minute or a day.
    Rate,
    /// What was sent is wrong.
    Argument,
    /// Any other failure; repeating does not help.
    Other,
}

impl ErrorClass {
    /// Every class with its name in specs and docs.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::Ok, "ok"),
        (Self::RefreshToken, "refresh_token"),
        (Self::Ticket, "ticket"),
        (Self::Reauthorize, "reauthorize"),
        (Self::Permission, "permission"),
        (Self::Ip, "ip"),
        (Self::Retry, "retry"),
        (Self::Rate, "rate"),
        (Self::Argument, "argument"),
        (Self::Other, "other"),
    ];

    /// The name in specs and docs.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(class, _)| *class == self).map_or("other", |(_, name)| name)
    }

    /// The class of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(class, _)| *class)
    }
}
