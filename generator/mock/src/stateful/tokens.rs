//! Tickets, the platform's token and pre-authorization codes.

use serde_json::json;

use super::{Asked, Outcome, check_platform, check_secret};
use crate::violation::Violation;
use crate::wallet::COMPONENT;
use crate::world::World;

pub(super) fn start_push_ticket(world: &mut World, asked: &Asked<'_>) -> Outcome {
    check_platform(world, asked.given)?;
    check_secret(world, asked.given.text("component_secret"))?;
    // Due now: the pushes that run beside the server see to it.
    world.next_ticket = world.clock.now();
    Ok(json!({ "errcode": 0, "errmsg": "ok" }))
}

pub(super) fn component_token(world: &mut World, asked: &Asked<'_>) -> Outcome {
    check_platform(world, asked.given)?;
    check_secret(world, asked.given.text("component_appsecret"))?;
    match world.tickets.get(asked.given.text("component_verify_ticket"), world.clock.now()) {
        None => return Err(Violation::new(61006, "the mock has not pushed this ticket")),
        Some((_, false)) => return Err(Violation::new(61005, "the ticket is too old")),
        Some((_, true)) => {}
    }
    let appid = world.settings.component_appid.clone();
    let token = world.issue(COMPONENT, &appid);
    Ok(json!({ "component_access_token": token, "expires_in": world.settings.lifetimes.component_token }))
}

pub(super) fn pre_auth_code(world: &mut World, asked: &Asked<'_>) -> Outcome {
    check_platform(world, asked.given)?;
    let code = world.new_pre_auth_code();
    Ok(json!({ "pre_auth_code": code, "expires_in": world.settings.lifetimes.pre_auth_code }))
}
