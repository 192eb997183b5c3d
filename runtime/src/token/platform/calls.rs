//! The few calls that tokens come from. Written by hand, because generated code depends on this crate.

use crate::codec::{Decode, Reader, Secret};
use crate::endpoint::Endpoint;
use crate::endpoint::meta::{Meta, Method, Permissions, Token};
use crate::endpoint::request::RequestWriter;
use crate::endpoint::return_code::AnyCode;

/// Pages disagree on the parameter that carries the platform's token; WeChat takes both.
const OLDER: Option<Token> = Some(Token { kind: "component_access_token", param: "component_access_token", also: &[] });
const NEWER: Option<Token> = Some(Token { kind: "component_access_token", param: "access_token", also: &[] });

const fn meta(name: &'static str, path: &'static str, token: Option<Token>, idempotent: bool) -> Meta {
    Meta {
        name,
        area: "authorization",
        host: "api.weixin.qq.com",
        fallback_hosts: &["api2.weixin.qq.com"],
        method: Method::Post,
        path,
        token,
        permissions: Permissions::Unstated,
        permission_sets: &[],
        idempotent,
        docs: "",
    }
}

/// An endpoint: its facts, its reply, and the fields of its body.
macro_rules! call {
    ($name:ident -> $reply:ty, $meta:expr, $($field:literal: $value:ident),+) => {
        impl Endpoint for $name {
            type Reply = $reply;
            type Error = AnyCode;

            fn meta() -> &'static Meta {
                static META: Meta = $meta;
                &META
            }

            fn encode(&self, out: &mut RequestWriter) {
                $(out.body($field, &self.$value);)+
            }
        }
    };
}

/// Asks for the platform's token.
pub(crate) struct ComponentToken {
    pub(crate) component: String,
    pub(crate) secret: Secret,
    pub(crate) ticket: Secret,
}

call!(
    ComponentToken -> ComponentTokenReply,
    meta("getComponentAccessToken", "/cgi-bin/component/api_component_token", None, true),
    "component_appid": component, "component_appsecret": secret, "component_verify_ticket": ticket
);

/// The platform's token.
#[derive(Debug, Default)]
pub(crate) struct ComponentTokenReply {
    pub(crate) token: Secret,
    pub(crate) expires_in: i64,
}

impl Decode for ComponentTokenReply {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.required("component_access_token", &mut self.token);
        input.required("expires_in", &mut self.expires_in);
    }
}

/// Asks for a merchant's token.
pub(crate) struct AuthorizerToken {
    pub(crate) component: String,
    pub(crate) authorizer: String,
    pub(crate) refresh: Secret,
}

call!(
    AuthorizerToken -> AuthorizerTokenReply,
    meta("getAuthorizerAccessToken", "/cgi-bin/component/api_authorizer_token", OLDER, true),
    "component_appid": component, "authorizer_appid": authorizer, "authorizer_refresh_token": refresh
);

/// A merchant's tokens. The refresh token can be missing.
#[derive(Debug, Default)]
pub(crate) struct AuthorizerTokenReply {
    pub(crate) token: Secret,
    pub(crate) expires_in: i64,
    pub(crate) refresh: Secret,
}

impl Decode for AuthorizerTokenReply {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.required("authorizer_access_token", &mut self.token);
        input.required("expires_in", &mut self.expires_in);
        input.field("authorizer_refresh_token", &mut self.refresh);
    }
}

/// Asks for what WeChat holds of an authorization.
pub(crate) struct AuthorizerInfo {
    pub(crate) component: String,
    pub(crate) authorizer: String,
}

call!(
    AuthorizerInfo -> AuthorizerInfoReply,
    meta("getAuthorizerInfo", "/cgi-bin/component/api_get_authorizer_info", OLDER, true),
    "component_appid": component, "authorizer_appid": authorizer
);

/// What WeChat holds of an authorization.
#[derive(Debug, Default)]
pub(crate) struct AuthorizerInfoReply {
    pub(crate) info: HeldAuthorization,
}

/// The refresh token in use, empty where WeChat does not say, and what is granted.
#[derive(Debug, Default)]
pub(crate) struct HeldAuthorization {
    pub(crate) refresh: Secret,
    pub(crate) granted: Vec<GrantedSet>,
}

impl Decode for AuthorizerInfoReply {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.field("authorization_info", &mut self.info);
    }
}

impl Decode for HeldAuthorization {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.field("authorizer_refresh_token", &mut self.refresh);
        input.field("func_info", &mut self.granted);
    }
}

/// Trades an authorization code for a merchant's tokens.
pub(crate) struct QueryAuth {
    pub(crate) component: String,
    pub(crate) code: Secret,
}

call!(
    QueryAuth -> QueryAuthReply,
    meta("getAuthorizerAuth", "/cgi-bin/component/api_query_auth", NEWER, false),
    "component_appid": component, "authorization_code": code
);

/// What an authorization code is worth.
#[derive(Debug, Default)]
pub(crate) struct QueryAuthReply {
    pub(crate) info: AuthorizationInfo,
}

impl Decode for QueryAuthReply {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.required("authorization_info", &mut self.info);
    }
}

/// An authorization.
#[derive(Debug, Default)]
pub(crate) struct AuthorizationInfo {
    pub(crate) authorizer: String,
    pub(crate) tokens: AuthorizerTokenReply,
    pub(crate) granted: Vec<GrantedSet>,
}

impl Decode for AuthorizationInfo {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.required("authorizer_appid", &mut self.authorizer);
        input.required("authorizer_access_token", &mut self.tokens.token);
        input.required("expires_in", &mut self.tokens.expires_in);
        input.field("authorizer_refresh_token", &mut self.tokens.refresh);
        input.field("func_info", &mut self.granted);
    }
}

/// A permission set, `{"funcscope_category": {"id": 17}}`.
#[derive(Debug, Default)]
pub(crate) struct GrantedSet {
    pub(crate) category: Category,
}

/// The inside of a [`GrantedSet`].
#[derive(Debug, Default)]
pub(crate) struct Category {
    pub(crate) id: i64,
}

impl Decode for GrantedSet {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.field("funcscope_category", &mut self.category);
    }
}

impl Decode for Category {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.field("id", &mut self.id);
    }
}

/// Asks for the merchants that have authorised the platform, with their refresh tokens.
pub(crate) struct AuthorizerList {
    pub(crate) component: String,
    pub(crate) offset: i64,
    pub(crate) count: i64,
}

call!(
    AuthorizerList -> AuthorizerListReply,
    meta("getAuthorizerList", "/cgi-bin/component/api_get_authorizer_list", NEWER, true),
    "component_appid": component, "offset": offset, "count": count
);

/// Some of the merchants.
#[derive(Debug, Default)]
pub(crate) struct AuthorizerListReply {
    pub(crate) list: Vec<ListedAuthorizer>,
}

impl Decode for AuthorizerListReply {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.field("list", &mut self.list);
    }
}

/// One of the merchants.
#[derive(Debug, Default)]
pub(crate) struct ListedAuthorizer {
    pub(crate) authorizer: String,
    pub(crate) refresh: Secret,
    /// In seconds since 1970.
    pub(crate) authorized_at: i64,
}

impl Decode for ListedAuthorizer {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.field("authorizer_appid", &mut self.authorizer);
        input.field("refresh_token", &mut self.refresh);
        input.field("auth_time", &mut self.authorized_at);
    }
}

/// Asks WeChat to push tickets.
pub(crate) struct StartPushTicket {
    pub(crate) component: String,
    pub(crate) secret: Secret,
}

call!(
    StartPushTicket -> Nothing,
    meta("startPushTicket", "/cgi-bin/component/api_start_push_ticket", None, true),
    "component_appid": component, "component_secret": secret
);

/// A reply that says no more than that all is well.
#[derive(Debug, Default)]
pub(crate) struct Nothing;

impl Decode for Nothing {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.take();
    }
}
