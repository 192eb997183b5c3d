//! What a merchant authorised, and the tokens that come of it.

use serde_json::{Value, json};

use super::{Asked, HandlerResult, check_authorized, check_platform};
use crate::rejection::Rejection;
use crate::state::{Merchant, MockState};
use crate::tokens::AUTHORIZER;

/// The most accounts of one page of the list.
const MOST_LISTED: i64 = 500;

pub(super) fn query_auth(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    check_platform(state, asked.request)?;
    let appid = match state.auth_codes.get(asked.request.text("authorization_code"), state.clock.now()) {
        None => return Err(Rejection::new(61009, "no merchant was given this code")),
        Some((_, false)) => return Err(Rejection::new(61010, "the code is too old")),
        Some((appid, true)) => appid.to_owned(),
    };
    check_authorized(state, &appid)?;
    let token = state.issue(AUTHORIZER, &appid);
    let Some(merchant) = state.authorized(&appid) else { return Ok(json!({})) };
    let info = json!({
        "authorizer_appid": appid,
        "authorizer_access_token": token,
        "expires_in": state.settings.lifetimes.authorizer_token,
        "authorizer_refresh_token": merchant.refresh_token,
        "func_info": func_info(merchant),
    });
    Ok(json!({ "authorization_info": info }))
}

pub(super) fn authorizer_token(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    check_platform(state, asked.request)?;
    let appid = asked.request.text("authorizer_appid");
    check_authorized(state, appid)?;
    let refresh = asked.request.text("authorizer_refresh_token");
    if state.authorized(appid).is_none_or(|merchant| merchant.refresh_token != refresh) {
        return Err(Rejection::new(61023, format!("that is not the refresh token of {appid}")));
    }
    let token = state.issue(AUTHORIZER, appid);
    let refresh = state.rotate(appid);
    Ok(json!({
        "authorizer_access_token": token,
        "expires_in": state.settings.lifetimes.authorizer_token,
        "authorizer_refresh_token": refresh,
    }))
}

pub(super) fn info(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    check_platform(state, asked.request)?;
    let appid = asked.request.text("authorizer_appid");
    check_authorized(state, appid)?;
    let Some(merchant) = state.authorized(appid) else { return Ok(json!({})) };
    Ok(json!({
        "authorizer_info": {
            "nick_name": format!("Merchant {appid}"),
            "head_img": "https://example.com/head.png",
            "service_type_info": { "id": 0 },
            "verify_type_info": { "id": 0 },
            "user_name": format!("gh_{appid}"),
            "principal_name": "A company",
            "qrcode_url": "https://example.com/qrcode.png",
            "business_info": { "open_pay": 0, "open_shake": 0, "open_scan": 0, "open_card": 0, "open_store": 0 },
            "account_status": 1,
        },
        "authorization_info": {
            "authorizer_appid": appid,
            "authorizer_refresh_token": merchant.refresh_token,
            "func_info": func_info(merchant),
        },
    }))
}

pub(super) fn list(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    check_platform(state, asked.request)?;
    let (offset, count) = (asked.request.number("offset"), asked.request.number("count"));
    if count > MOST_LISTED {
        return Err(Rejection::new(40170, format!("`count` is {MOST_LISTED} at most")));
    }
    let (Ok(offset), Ok(count)) = (usize::try_from(offset), usize::try_from(count)) else {
        return Err(Rejection::new(40035, "`offset` and `count` cannot be below 0"));
    };
    let all = || state.merchants.iter().filter(|(_, merchant)| merchant.authorized);
    let entry = |(appid, merchant): (&String, &Merchant)| {
        json!({
            "authorizer_appid": appid,
            "refresh_token": merchant.refresh_token,
            "auth_time": merchant.authorized_at,
        })
    };
    let list: Vec<_> = all().skip(offset).take(count).map(entry).collect();
    Ok(json!({ "total_count": all().count(), "list": list }))
}

fn func_info(merchant: &Merchant) -> Vec<Value> {
    merchant.granted.iter().map(|id| json!({ "funcscope_category": { "id": id } })).collect()
}
