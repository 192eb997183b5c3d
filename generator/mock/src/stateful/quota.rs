//! Quotas, and what became of a call.

use serde_json::json;

use super::{Asked, Outcome, check_authorized, check_platform, check_secret};
use crate::violation::Violation;
use crate::world::World;

/// How many calls a day a path has, by the mock's word.
const DAILY: u64 = 100_000;

pub(super) fn clear(_: &mut World, asked: &Asked<'_>) -> Outcome {
    let given = asked.given.text("appid");
    match asked.caller {
        Some(caller) if !caller.fixed && caller.appid != given => {
            Err(Violation::new(40013, format!("the token is for {}", caller.appid)))
        }
        _ => Ok(json!({ "errcode": 0, "errmsg": "ok" })),
    }
}

pub(super) fn clear_by_secret(world: &mut World, asked: &Asked<'_>) -> Outcome {
    check_platform(world, asked.given)?;
    check_secret(world, asked.given.text("appsecret"))?;
    let appid = asked.given.text("appid");
    if !appid.is_empty() && check_authorized(world, appid).is_err() {
        return Err(Violation::new(43007, format!("{appid} has not authorised the platform")));
    }
    Ok(json!({ "errcode": 0, "errmsg": "ok" }))
}

pub(super) fn show(world: &mut World, asked: &Asked<'_>) -> Outcome {
    let path = asked.given.text("cgi_path");
    if !path.starts_with('/') {
        return Err(Violation::new(76021, "`cgi_path` starts with a slash"));
    }
    let used = world.calls.recent().filter(|call| call.path == path).count() as u64;
    let quota = json!({ "daily_limit": DAILY, "used": used, "remain": DAILY.saturating_sub(used) });
    Ok(json!({ "errcode": 0, "errmsg": "ok", "quota": quota }))
}

pub(super) fn rid(world: &mut World, asked: &Asked<'_>) -> Outcome {
    let rid = asked.given.text("rid");
    let Some(call) = world.calls.recent().find(|call| call.rid == rid) else {
        return Err(Violation::new(76001, "no recent call has this rid"));
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
