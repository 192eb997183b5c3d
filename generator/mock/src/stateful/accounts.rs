//! Settings of a merchant's account, and what it is bound to.

use serde_json::json;

use super::{Asked, HandlerResult, check_authorized, check_platform};
use crate::rejection::Rejection;
use crate::state::MockState;

/// What a setting is until it is set.
const UNSET: &str = "0";

pub(super) fn option(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    let name = asked.request.text("option_name");
    Ok(json!({ "option_name": name, "option_value": value(state, asked.merchant(), name) }))
}

pub(super) fn option_by_platform(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    check_platform(state, asked.request)?;
    let (appid, name) = (asked.request.text("authorizer_appid"), asked.request.text("option_name"));
    check_authorized(state, appid)?;
    Ok(json!({ "authorizer_appid": appid, "option_name": name, "option_value": value(state, appid, name) }))
}

pub(super) fn set_option(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    set(state, asked.merchant(), asked)
}

pub(super) fn set_option_by_platform(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    check_platform(state, asked.request)?;
    let appid = asked.request.text("authorizer_appid");
    check_authorized(state, appid)?;
    set(state, appid, asked)
}

fn set(state: &mut MockState, appid: &str, asked: &Asked<'_>) -> HandlerResult {
    let (name, value) = (asked.request.text("option_name"), asked.request.text("option_value"));
    if value == "2" && name != "location_report" {
        return Err(Rejection::new(61013, "2 is for location_report alone"));
    }
    if let Some(merchant) = state.merchants.get_mut(appid) {
        merchant.options.insert(name.to_owned(), value.to_owned());
    }
    Ok(json!({ "errcode": 0, "errmsg": "ok" }))
}

fn value<'w>(state: &'w MockState, appid: &str, name: &str) -> &'w str {
    state.merchants.get(appid).and_then(|merchant| merchant.options.get(name)).map_or(UNSET, String::as_str)
}

pub(super) fn unbind_open_account(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    let appid = asked.request.text("appid");
    if !appid.is_empty() && appid != asked.merchant() {
        return Err(Rejection::new(40013, format!("the token is for {}", asked.merchant())));
    }
    let bound = state.merchants.get_mut(asked.merchant()).map(|merchant| &mut merchant.open_appid);
    match bound {
        Some(open_appid) if open_appid.as_deref() == Some(asked.request.text("open_appid")) => {
            *open_appid = None;
            Ok(json!({ "errcode": 0, "errmsg": "ok" }))
        }
        Some(Some(open_appid)) => Err(Rejection::new(89001, format!("the account is bound to {open_appid}"))),
        _ => Err(Rejection::new(89002, "the account is bound to no open-platform account")),
    }
}

pub(super) fn unbind_wedata_user(_: &mut MockState, _: &Asked<'_>) -> HandlerResult {
    // No endpoint binds or lists users, and no code says that one is unknown.
    Ok(json!({ "errcode": 0, "errmsg": "ok" }))
}
