//! Endpoints that remember: what one call changes, another sees.

mod accounts;
mod authorization;
mod quota;
mod testers;
mod tokens;

use serde_json::Value;

use super::rejection::Rejection;
use super::request::ReadRequest;
use super::state::MockState;
use super::tokens::Caller;

/// A good request.
pub(super) struct Asked<'a> {
    /// What it gives.
    pub(super) request: &'a ReadRequest,
    /// Who calls; nobody in particular where no token is needed.
    pub(super) caller: Option<&'a Caller>,
}

impl<'a> Asked<'a> {
    /// The merchant who calls.
    fn merchant(&self) -> &'a str {
        self.caller.map_or("", |caller| caller.appid.as_str())
    }
}

/// What is answered: the fields of the reply, or a code and why.
pub(super) type HandlerResult = Result<Value, Rejection>;

/// Answers a good request.
type Handler = fn(&mut MockState, &Asked<'_>) -> HandlerResult;

/// A fixed parameter and its value.
type Fixed = (&'static str, &'static str);

/// Who answers, by path and a fixed parameter where a path has several calls.
const HANDLERS: &[(&str, Option<Fixed>, Handler)] = &[
    ("/cgi-bin/component/api_start_push_ticket", None, tokens::start_push_ticket),
    ("/cgi-bin/component/api_component_token", None, tokens::component_token),
    ("/cgi-bin/component/api_create_preauthcode", None, tokens::pre_auth_code),
    ("/cgi-bin/component/api_query_auth", None, authorization::query_auth),
    ("/cgi-bin/component/api_authorizer_token", None, authorization::authorizer_token),
    ("/cgi-bin/component/api_get_authorizer_info", None, authorization::info),
    ("/cgi-bin/component/api_get_authorizer_list", None, authorization::list),
    ("/cgi-bin/component/api_get_authorizer_option", None, accounts::option_by_platform),
    ("/cgi-bin/component/api_set_authorizer_option", None, accounts::set_option_by_platform),
    ("/cgi-bin/component/get_authorizer_option", None, accounts::option),
    ("/cgi-bin/component/set_authorizer_option", None, accounts::set_option),
    ("/cgi-bin/component/clear_quota/v2", None, quota::clear_by_secret),
    ("/cgi-bin/clear_quota", None, quota::clear),
    ("/cgi-bin/openapi/quota/get", None, quota::show),
    ("/cgi-bin/openapi/rid/get", None, quota::rid),
    ("/wxa/bind_tester", None, testers::bind),
    ("/wxa/unbind_tester", None, testers::unbind),
    ("/wxa/memberauth", Some(("action", "get_experiencer")), testers::list),
    ("/cgi-bin/open/unbind", None, accounts::unbind_open_account),
    ("/wedata/wedata_unbind_user", None, accounts::unbind_wedata_user),
];

/// Who answers this request, if anyone remembers something about it.
pub(super) fn handler(path: &str, request: &ReadRequest) -> Option<Handler> {
    let fits = |fixed: &Option<Fixed>| fixed.is_none_or(|(name, value)| request.has(name, &value.into()));
    HANDLERS.iter().find(|(known, fixed, _)| *known == path && fits(fixed)).map(|(.., handler)| *handler)
}

/// Does anyone remember something about this path?
pub(super) fn knows(path: &str) -> bool {
    HANDLERS.iter().any(|(known, ..)| *known == path)
}

/// Is this the platform's appid?
fn check_platform(state: &MockState, request: &ReadRequest) -> Result<(), Rejection> {
    let appid = &state.settings.component_appid;
    match request.text("component_appid") == appid {
        true => Ok(()),
        false => Err(Rejection::new(40013, format!("the platform's appid is {appid}"))),
    }
}

/// Is this the platform's secret?
fn check_secret(state: &MockState, secret: &str) -> Result<(), Rejection> {
    match secret == state.settings.component_secret {
        true => Ok(()),
        false => Err(Rejection::new(40125, "that is not the platform's secret")),
    }
}

/// Has the merchant authorised the platform?
fn check_authorized(state: &MockState, appid: &str) -> Result<(), Rejection> {
    match state.authorized(appid) {
        Some(_) => Ok(()),
        None => Err(Rejection::new(61003, format!("{appid} has not authorised the platform"))),
    }
}
