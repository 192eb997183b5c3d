//! Tickets, the platform's token and pre-authorization codes.

use serde_json::json;

use super::{Asked, HandlerResult, check_platform, check_secret};
use crate::rejection::Rejection;
use crate::state::MockState;
use crate::tokens::COMPONENT;

pub(super) fn start_push_ticket(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    check_platform(state, asked.request)?;
    check_secret(state, asked.request.text("component_secret"))?;
    // Due now: the pushes that run beside the server see to it.
    state.next_ticket = state.clock.now();
    Ok(json!({ "errcode": 0, "errmsg": "ok" }))
}

pub(super) fn component_token(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    check_platform(state, asked.request)?;
    check_secret(state, asked.request.text("component_appsecret"))?;
    match state.tickets.get(asked.request.text("component_verify_ticket"), state.clock.now()) {
        None => return Err(Rejection::new(61006, "the mock has not pushed this ticket")),
        Some((_, false)) => return Err(Rejection::new(61005, "the ticket is too old")),
        Some((_, true)) => {}
    }
    let appid = state.settings.component_appid.clone();
    let token = state.issue(COMPONENT, &appid);
    Ok(json!({ "component_access_token": token, "expires_in": state.settings.lifetimes.component_token }))
}

pub(super) fn pre_auth_code(state: &mut MockState, asked: &Asked<'_>) -> HandlerResult {
    check_platform(state, asked.request)?;
    let code = state.new_pre_auth_code();
    Ok(json!({ "pre_auth_code": code, "expires_in": state.settings.lifetimes.pre_auth_code }))
}
