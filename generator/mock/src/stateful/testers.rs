//! Testers of a mini program: bound, listed, parted.

use serde_json::json;

use super::{Asked, HandlerResult};
use crate::random::letters;
use crate::rejection::Rejection;
use crate::state::MockState;

/// How many testers a mini program can have.
const MOST_TESTERS: usize = 100;

pub(super) fn bind(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    let (appid, wechatid) = (asked.merchant(), asked.request.text("wechatid"));
    if wechatid.is_empty() {
        return Err(Rejection::new(85001, "`wechatid` is empty"));
    }
    let userstr = format!("o{}", letters(state.settings.seed, &["tester", appid, wechatid], 27));
    let testers = &mut state.merchants.entry(appid.to_owned()).or_default().testers;
    if testers.contains_key(&userstr) {
        return Err(Rejection::new(85004, ""));
    }
    if testers.len() >= MOST_TESTERS {
        return Err(Rejection::new(85002, ""));
    }
    testers.insert(userstr.clone(), wechatid.to_owned());
    Ok(json!({ "errcode": 0, "errmsg": "ok", "userstr": userstr }))
}

pub(super) fn unbind(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    let (wechatid, userstr) = (asked.request.text("wechatid"), asked.request.text("userstr"));
    if let Some(merchant) = state.merchants.get_mut(asked.merchant()) {
        // No code says that somebody is no tester.
        merchant.testers.retain(|known, of| known != userstr && of != wechatid);
    }
    Ok(json!({ "errcode": 0, "errmsg": "ok" }))
}

pub(super) fn list(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    let testers = state.merchants.get(asked.merchant()).map(|merchant| merchant.testers.keys());
    let members: Vec<_> = testers.into_iter().flatten().map(|userstr| json!({ "userstr": userstr })).collect();
    Ok(json!({ "errcode": 0, "errmsg": "ok", "members": members }))
}
