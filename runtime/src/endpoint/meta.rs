//! Facts of an endpoint as data.

use std::fmt;

/// What is known of an endpoint before it is called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Meta {
    /// WeChat's name, `bindTester`.
    pub name: &'static str,
    /// The area of the API it belongs to.
    pub area: &'static str,
    /// Host it is served from.
    pub host: &'static str,
    /// Hosts that serve it too, for when the first cannot be reached.
    pub fallback_hosts: &'static [&'static str],
    /// HTTP method.
    pub method: Method,
    /// Path of the URL.
    pub path: &'static str,
    /// The token it needs; `None`: none.
    pub token: Option<Token>,
    /// Which permission sets allow it.
    pub permissions: Permissions,
    /// All permission sets known to the API, for naming them.
    pub permission_sets: &'static [PermissionSet],
    /// Does calling it twice do the same as calling it once?
    pub idempotent: bool,
    /// URL of WeChat's page about it; may be empty.
    pub docs: &'static str,
}

/// HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
}

impl Method {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// The token a call needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Which kind, for example `authorizer_access_token`; where several will do, the usual one.
    pub kind: &'static str,
    /// Query parameter it travels in.
    pub param: &'static str,
    /// Other kinds that will do as well.
    pub also: &'static [&'static str],
}

impl Token {
    /// Will a token of that kind do?
    pub fn takes(&self, kind: &str) -> bool {
        self.kind == kind || self.also.contains(&kind)
    }
}

/// Which permission sets allow a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Permissions {
    /// The documentation does not say.
    Unstated,
    /// Any set will do.
    Any,
    /// Third parties cannot call it.
    Nobody,
    /// One of these.
    OneOf(&'static [u32]),
}

/// A set of permissions that a merchant grants to a platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermissionSet {
    /// WeChat's number for it.
    pub id: u32,
    /// WeChat's name for it, where one is known.
    pub name: Option<&'static str>,
    /// `official_account` or `miniprogram`, where known.
    pub account_kind: Option<&'static str>,
    /// Can only one platform hold it at a time? `None`: not known.
    pub exclusive: Option<bool>,
}

impl fmt::Display for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name {
            Some(name) => write!(f, "{} ({name})", self.id),
            None => write!(f, "{}", self.id),
        }
    }
}

/// Name and path are enough to know it by; the table of permission sets would drown every error that is printed.
impl fmt::Debug for Meta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Meta({}, {} {})", self.name, self.method.name(), self.path)
    }
}

impl Meta {
    /// The permission sets of which one is needed, by name where the name is known.
    pub fn needed_sets(&self) -> impl Iterator<Item = PermissionSet> + use<> {
        let Self { permissions, permission_sets, .. } = *self;
        let ids = match permissions {
            Permissions::OneOf(ids) => ids,
            _ => &[],
        };
        ids.iter().map(move |id| {
            let unnamed = PermissionSet { id: *id, name: None, account_kind: None, exclusive: None };
            permission_sets.iter().find(|set| set.id == *id).copied().unwrap_or(unnamed)
        })
    }
}
