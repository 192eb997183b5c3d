//! What a push says.

use std::time::SystemTime;

use super::fields::Fields;
use crate::codec::Secret;

/// What a push says. Tickets, codes and the values of other messages do not show in `Debug`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A new ticket, every 10 minutes.
    ComponentVerifyTicket(Ticket),
    /// A merchant has authorised the platform.
    Authorized(Authorized),
    /// A merchant has changed what is granted.
    UpdateAuthorized(Authorized),
    /// A merchant has withdrawn the authorization.
    Unauthorized(Unauthorized),
    /// Any other event of the platform.
    Other(PlatformNotice),
    /// A message or event of a merchant's account.
    Message(Message),
}

/// The ticket that a platform's own token is asked for with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Ticket {
    /// The platform.
    pub component: String,
    /// When it was made.
    pub created_at: SystemTime,
    /// The ticket; good for 12 hours.
    pub ticket: Secret,
}

/// An authorization, new or changed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Authorized {
    /// The platform.
    pub component: String,
    /// When it happened.
    pub created_at: SystemTime,
    /// The merchant.
    pub authorizer: String,
    /// What the merchant's tokens are asked for with.
    pub code: Secret,
    /// When or how soon the code ends, in seconds, as it came.
    pub code_expires: Option<i64>,
    /// The code of the link that the merchant followed.
    pub pre_auth_code: Option<Secret>,
}

/// An authorization withdrawn.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Unauthorized {
    /// The platform.
    pub component: String,
    /// When it happened.
    pub created_at: SystemTime,
    /// The merchant.
    pub authorizer: String,
}

/// The platform's events that are known and have no type of their own.
const KNOWN_NOTICES: &[&str] = &[
    "notify_third_fasteregister",
    "notify_third_fastregisterbetaapp",
    "notify_third_fastverifybetaapp",
    "notify_icpfiling_verify_result",
    "notify_apply_icpfiling_result",
    "notify_3rd_wxa_auth",
    "notify_3rd_wxa_wxverify",
    "order_path_apply_result_notify",
    "order_path_audit_result_notify",
];

/// An event of the platform without a type of its own. One of a kind that is not known is noted in the log.
///
/// Known are `notify_third_fasteregister`, `notify_third_fastregisterbetaapp`, `notify_third_fastverifybetaapp`,
/// `notify_icpfiling_verify_result`, `notify_apply_icpfiling_result`, `notify_3rd_wxa_auth`,
/// `notify_3rd_wxa_wxverify`, `order_path_apply_result_notify` and `order_path_audit_result_notify`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PlatformNotice {
    /// The platform.
    pub component: String,
    /// When it was made.
    pub created_at: SystemTime,
    /// Which event, in WeChat's word.
    pub info_type: String,
    /// All that came.
    pub fields: Fields,
}

/// A message or an event of a merchant's account.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Message {
    /// Whom it is for: the account's original id, `gh_…`; in a few events its appid. The merchant's appid is in
    /// [`Push::path_appid`](super::Push::path_appid), where the URL has it.
    pub to: String,
    /// When it was made.
    pub created_at: SystemTime,
    /// Its `MsgType`: `text`, `event`, …; empty when there is none.
    pub kind: String,
    /// Its `Event`, where it is one.
    pub event: Option<String>,
    /// All that came.
    pub fields: Fields,
}

impl Event {
    /// WeChat's word for it: the event's type, or the message's.
    pub fn name(&self) -> &str {
        match self {
            Self::ComponentVerifyTicket(_) => "component_verify_ticket",
            Self::Authorized(_) => "authorized",
            Self::UpdateAuthorized(_) => "updateauthorized",
            Self::Unauthorized(_) => "unauthorized",
            Self::Other(event) => &event.info_type,
            Self::Message(message) => message.event.as_deref().unwrap_or(&message.kind),
        }
    }

    /// Notes an event of the platform that nobody knows.
    pub(super) fn log_unknown(&self) {
        if let Self::Other(notice) = self
            && !KNOWN_NOTICES.contains(&notice.info_type.as_str())
        {
            tracing::info!(info_type = ?notice.info_type, "the platform got an event of a kind that is not known");
        }
    }

    /// Reads an event. `signed_at` is the time if the event has none.
    pub(super) fn read(fields: Fields, signed_at: SystemTime) -> Result<Self, &'static str> {
        let created_at = fields.time("CreateTime").unwrap_or(signed_at);
        if let Some(to) = fields.filled("ToUserName") {
            let kind = fields.filled("MsgType").unwrap_or_default();
            let event = fields.filled("Event");
            return Ok(Self::Message(Message { to, created_at, kind, event, fields }));
        }
        let info_type = fields.filled("InfoType").ok_or("neither InfoType nor ToUserName is there")?;
        let component = fields.filled("AppId").ok_or("AppId is not there")?;
        Ok(match info_type.as_str() {
            "component_verify_ticket" => {
                let ticket = fields.filled("ComponentVerifyTicket").ok_or("ComponentVerifyTicket is not there")?;
                Self::ComponentVerifyTicket(Ticket { component, created_at, ticket: ticket.into() })
            }
            "authorized" => Self::Authorized(authorized(component, created_at, &fields)?),
            "updateauthorized" => Self::UpdateAuthorized(authorized(component, created_at, &fields)?),
            "unauthorized" => {
                Self::Unauthorized(Unauthorized { component, created_at, authorizer: authorizer(&fields)? })
            }
            _ => Self::Other(PlatformNotice { component, created_at, info_type, fields }),
        })
    }
}

fn authorized(component: String, created_at: SystemTime, fields: &Fields) -> Result<Authorized, &'static str> {
    Ok(Authorized {
        component,
        created_at,
        authorizer: authorizer(fields)?,
        code: fields.filled("AuthorizationCode").ok_or("AuthorizationCode is not there")?.into(),
        code_expires: fields.integer("AuthorizationCodeExpiredTime"),
        pre_auth_code: fields.filled("PreAuthCode").map(Secret::from),
    })
}

fn authorizer(fields: &Fields) -> Result<String, &'static str> {
    fields.filled("AuthorizerAppid").ok_or("AuthorizerAppid is not there")
}
