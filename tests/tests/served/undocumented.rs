//! Fields that real replies have and no page lists.

use wxopen::authorization::{GetAuthorizerInfo, GetAuthorizerRefreshToken};
use wxopen::domain::{ModifyJumpDomain, ModifyServerDomainDirectly};
use wxopen::{Endpoint, RawReply, Reply};

fn read<E: Endpoint>(body: &str) -> Reply<E::Reply> {
    E::reply(RawReply::json_ok(body)).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn reading_the_domains_returns_them() {
    let reply = read::<ModifyJumpDomain>(r#"{"errcode":0,"webviewdomain":["https://a.example","https://b.example"]}"#);
    assert_eq!(reply.webviewdomain, ["https://a.example", "https://b.example"]);
    let reply = read::<ModifyServerDomainDirectly>(r#"{"errcode":0,"wsrequestdomain":["wss://a.example"]}"#);
    assert_eq!(reply.wsrequestdomain, ["wss://a.example"]);
    assert!(reply.requestdomain.is_empty());
}

#[test]
fn sets_say_whether_they_are_confirmed() {
    let sets = r#""func_info":[
        {"funcscope_category":{"id":1}},
        {"funcscope_category":{"id":17},"confirm_info":{"need_confirm":1,"already_confirm":0,"can_confirm":1}}]"#;
    let reply = read::<GetAuthorizerInfo>(&format!(r#"{{"authorization_info":{{{sets}}}}}"#));
    let sets_of_info = &reply.authorization_info.as_ref().expect("it is there").func_info;
    let confirmed = |need, already, can| (need, already, can) == (Some(1), Some(0), Some(1));
    assert!(sets_of_info[0].confirm_info.is_none());
    let info = sets_of_info[1].confirm_info.as_ref().expect("it is there");
    assert!(confirmed(info.need_confirm, info.already_confirm, info.can_confirm));

    let reply =
        read::<GetAuthorizerRefreshToken>(&format!(r#"{{"authorization_info":{{"authorizer_appid":"wx1",{sets}}}}}"#));
    let info = reply.authorization_info.func_info[1].confirm_info.as_ref().expect("it is there");
    assert!(confirmed(info.need_confirm, info.already_confirm, info.can_confirm));
}

#[test]
fn web_views_have_domains_too() {
    let body = r#"{"authorizer_info":{"MiniProgramInfo":{"network":{"BizDomain":["https://a.example"]}}}}"#;
    let reply = read::<GetAuthorizerInfo>(body);
    let program = reply.authorizer_info.as_ref().and_then(|info| info.mini_program_info.as_ref()).expect("a program");
    assert_eq!(program.network.as_ref().expect("it is there").biz_domain, ["https://a.example"]);
}
