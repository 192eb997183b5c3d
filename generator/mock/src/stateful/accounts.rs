//! Settings of a merchant's account, and what it is bound to.

use serde_json::json;

use super::{Asked, Outcome, check_authorized, check_platform};
use crate::violation::Violation;
use crate::world::World;

/// What a setting is until it is set.
const UNSET: &str = "0";

pub(super) fn option(world: &mut World, asked: &Asked<'_>) -> Outcome {
    let name = asked.given.text("option_name");
    Ok(json!({ "option_name": name, "option_value": value(world, asked.merchant(), name) }))
}

pub(super) fn option_by_platform(world: &mut World, asked: &Asked<'_>) -> Outcome {
    check_platform(world, asked.given)?;
    let (appid, name) = (asked.given.text("authorizer_appid"), asked.given.text("option_name"));
    check_authorized(world, appid)?;
    Ok(json!({ "authorizer_appid": appid, "option_name": name, "option_value": value(world, appid, name) }))
}

pub(super) fn set_option(world: &mut World, asked: &Asked<'_>) -> Outcome {
    set(world, asked.merchant(), asked)
}

pub(super) fn set_option_by_platform(world: &mut World, asked: &Asked<'_>) -> Outcome {
    check_platform(world, asked.given)?;
    let appid = asked.given.text("authorizer_appid");
    check_authorized(world, appid)?;
    set(world, appid, asked)
}

fn set(world: &mut World, appid: &str, asked: &Asked<'_>) -> Outcome {
    let (name, value) = (asked.given.text("option_name"), asked.given.text("option_value"));
    if value == "2" && name != "location_report" {
        return Err(Violation::new(61013, "2 is for location_report alone"));
    }
    if let Some(merchant) = world.merchants.get_mut(appid) {
        merchant.options.insert(name.to_owned(), value.to_owned());
    }
    Ok(json!({ "errcode": 0, "errmsg": "ok" }))
}

fn value<'w>(world: &'w World, appid: &str, name: &str) -> &'w str {
    world.merchants.get(appid).and_then(|merchant| merchant.options.get(name)).map_or(UNSET, String::as_str)
}

pub(super) fn unbind_open_account(world: &mut World, asked: &Asked<'_>) -> Outcome {
    let appid = asked.given.text("appid");
    if !appid.is_empty() && appid != asked.merchant() {
        return Err(Violation::new(40013, format!("the token is for {}", asked.merchant())));
    }
    let bound = world.merchants.get_mut(asked.merchant()).map(|merchant| &mut merchant.open_appid);
    match bound {
        Some(open_appid) if open_appid.as_deref() == Some(asked.given.text("open_appid")) => {
            *open_appid = None;
            Ok(json!({ "errcode": 0, "errmsg": "ok" }))
        }
        Some(Some(open_appid)) => Err(Violation::new(89001, format!("the account is bound to {open_appid}"))),
        _ => Err(Violation::new(89002, "the account is bound to no open-platform account")),
    }
}

pub(super) fn unbind_wedata_user(_: &mut World, _: &Asked<'_>) -> Outcome {
    // No endpoint binds or lists users, and no code says that one is unknown.
    Ok(json!({ "errcode": 0, "errmsg": "ok" }))
}
