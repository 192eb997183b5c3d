//! Quotas, and what became of a call.

use serde_json::json;

use super::{Asked, HandlerResult, check_authorized, check_platform, check_secret};
use crate::rejection::Rejection;
use crate::state::MockState;

/// How many calls a day a path has, by the mock's word.
const DAILY: u64 = 100_000;

pub(super) fn clear(_: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    let request = asked.request.text("appid");
    match asked.caller {
        Some(caller) if !caller.fixed && caller.appid != request => {
            Err(Rejection::new(40013, format!("the token is for {}", caller.appid)))
        }
        _ => Ok(json!({ "errcode": 0, "errmsg": "ok" })),
    }
}

pub(super) fn clear_by_secret(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    check_platform(state, asked.request)?;
    check_secret(state, asked.request.text("appsecret"))?;
    let appid = asked.request.text("appid");
    if !appid.is_empty() && check_authorized(state, appid).is_err() {
        return Err(Rejection::new(43007, format!("{appid} has not authorised the platform")));
    }
    Ok(json!({ "errcode": 0, "errmsg": "ok" }))
}

pub(super) fn show(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    let path = asked.request.text("cgi_path");
    if !path.starts_with('/') {
        return Err(Rejection::new(76021, "`cgi_path` starts with a slash"));
    }
    let used = state.calls.recent().filter(|call| call.path == path).count() as u64;
    let quota = json!({ "daily_limit": DAILY, "used": used, "remain": DAILY.saturating_sub(used) });
    Ok(json!({ "errcode": 0, "errmsg": "ok", "quota": quota }))
}

pub(super) fn rid(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    let rid = asked.request.text("rid");
    let Some(call) = state.calls.recent().find(|call| call.rid == rid) else {
        return Err(Rejection::new(76001, "no recent call has this rid"));
    };
    let reply = json!({ "errcode": call.errcode, "errmsg": call.message });
    Ok(json!({
        "errcode": 0,
        "errmsg": "ok",
        "request": {
            "invoke_time": call.at / 1000,
            "cost_in_ms": 1,
            "request_url": call.path,
            "request_body": "",
            "response_body": reply.to_string(),
            "client_ip": "127.0.0.1",
        },
    }))
}
