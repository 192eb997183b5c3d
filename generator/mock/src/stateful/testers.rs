//! Testers of a mini program: bound, listed, parted.

use serde_json::json;

use super::{Asked, Outcome};
use crate::chance::letters;
use crate::violation::Violation;
use crate::world::World;

/// How many testers a mini program can have.
const MOST_TESTERS: usize = 100;

pub(super) fn bind(world: &mut World, asked: &Asked<'_>) -> Outcome {
    let (appid, wechatid) = (asked.merchant(), asked.given.text("wechatid"));
    if wechatid.is_empty() {
        return Err(Violation::new(85001, "`wechatid` is empty"));
    }
    let userstr = format!("o{}", letters(world.settings.seed, &["tester", appid, wechatid], 27));
    let testers = &mut world.merchants.entry(appid.to_owned()).or_default().testers;
    if testers.contains_key(&userstr) {
        return Err(Violation::new(85004, ""));
    }
    if testers.len() >= MOST_TESTERS {
        return Err(Violation::new(85002, ""));
    }
    testers.insert(userstr.clone(), wechatid.to_owned());
    Ok(json!({ "errcode": 0, "errmsg": "ok", "userstr": userstr }))
}

pub(super) fn unbind(world: &mut World, asked: &Asked<'_>) -> Outcome {
    let (wechatid, userstr) = (asked.given.text("wechatid"), asked.given.text("userstr"));
    if let Some(merchant) = world.merchants.get_mut(asked.merchant()) {
        // No code says that somebody is no tester.
        merchant.testers.retain(|known, of| known != userstr && of != wechatid);
    }
    Ok(json!({ "errcode": 0, "errmsg": "ok" }))
}

pub(super) fn list(world: &mut World, asked: &Asked<'_>) -> Outcome {
    let testers = world.merchants.get(asked.merchant()).map(|merchant| merchant.testers.keys());
    let members: Vec<_> = testers.into_iter().flatten().map(|userstr| json!({ "userstr": userstr })).collect();
    Ok(json!({ "errcode": 0, "errmsg": "ok", "members": members }))
}
