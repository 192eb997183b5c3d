//! Links to the page where a merchant authorises a platform.

use percent_encoding::percent_decode_str;
use wxopen_runtime::{Accounts, AuthorizationLink, LinkError};

const CODE: &str = "preauthcode@@@s3cret";

fn link(redirect_uri: &str, accounts: Accounts) -> Result<AuthorizationLink, LinkError> {
    AuthorizationLink::new("wx01", CODE, redirect_uri, accounts)
}

/// The parameters of a link, decoded.
fn parameters(link: &str) -> Vec<(String, String)> {
    let url = link.split('#').next().expect("the part before the fragment");
    let pairs = url.split_once('?').expect("a query").1.split('&').map(|pair| pair.split_once('=').expect("a pair"));
    let decoded = |text| percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned();
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

#[test]
fn the_link_for_a_computer() {
    let web = link("https://shop.example/done", Accounts::All).expect("a link").web();
    assert_eq!(
        web,
        "https://mp.weixin.qq.com/cgi-bin/componentloginpage?component_appid=wx01&pre_auth_code=preauthcode%40%40%40s3cret\
         &redirect_uri=https%3A%2F%2Fshop.example%2Fdone&auth_type=6"
    );
}

#[test]
fn the_link_for_a_phone() {
    let mobile = link("https://shop.example/done", Accounts::OfficialAccounts).expect("a link").mobile();
    assert_eq!(
        mobile,
        "https://open.weixin.qq.com/wxaopen/safe/bindcomponent?action=bindcomponent&no_scan=1&component_appid=wx01\
         &pre_auth_code=preauthcode%40%40%40s3cret&redirect_uri=https%3A%2F%2Fshop.example%2Fdone&auth_type=1#wechat_redirect"
    );
}

#[test]
fn a_redirect_uri_arrives_as_it_is() {
    for uri in
        ["https://商店.example/完成?a=1&b=2#top", "http://127.0.0.1:8080/?next=%2Fhome&x=a+b", "https://h/ä'\"<>"]
    {
        let link = link(uri, Accounts::MiniPrograms).expect("a link");
        for url in [link.web(), link.mobile()] {
            assert!(parameters(&url).contains(&("redirect_uri".to_owned(), uri.to_owned())), "{url}");
            assert!(url.is_ascii());
        }
        assert!(!link.web().contains('#') && link.mobile().matches('#').count() == 1);
    }
}

#[test]
fn one_account_stands_in_place_of_a_kind() {
    let kinds = [
        (Accounts::OfficialAccounts, "1"),
        (Accounts::MiniPrograms, "2"),
        (Accounts::OfficialAccountsAndMiniPrograms, "3"),
        (Accounts::Promoters, "4"),
        (Accounts::Channels, "5"),
        (Accounts::All, "6"),
        (Accounts::SalesAssistants, "8"),
        (Accounts::Other(9), "9"),
    ];
    let of = |accounts| parameters(&link("https://h", accounts).expect("a link").mobile());
    for (accounts, number) in kinds {
        let parameters = of(accounts);
        assert!(parameters.contains(&("auth_type".to_owned(), number.to_owned())), "{parameters:?}");
        assert!(parameters.iter().all(|(name, _)| name != "biz_appid"));
    }
    let one = of(Accounts::One("wx02".to_owned()));
    assert!(one.contains(&("biz_appid".to_owned(), "wx02".to_owned())));
    assert!(one.iter().all(|(name, _)| name != "auth_type"), "the two exclude each other");
}

#[test]
fn permission_sets_are_named_or_not() {
    let link = link("https://h", Accounts::All).expect("a link");
    assert!(!link.web().contains("category_id_list"));
    assert!(link.clone().permission_sets([99]).web().ends_with("&category_id_list=99"));
    assert!(parameters(&link.permission_sets([1, 24]).web()).contains(&("category_id_list".into(), "1|24".into())));
}

#[test]
fn what_is_no_link() {
    assert_eq!(AuthorizationLink::new("", CODE, "https://h", Accounts::All), Err(LinkError::Empty("component_appid")));
    assert_eq!(AuthorizationLink::new("wx", "", "https://h", Accounts::All), Err(LinkError::Empty("pre_auth_code")));
    assert_eq!(link("", Accounts::All), Err(LinkError::Empty("redirect_uri")));
    assert_eq!(link("https://h", Accounts::One(String::new())), Err(LinkError::Empty("biz_appid")));
    for uri in ["shop.example", "ftp://h", "https://", "https:///done", "http://?a", "https://h/a b", "https://h\n"] {
        assert_eq!(link(uri, Accounts::All), Err(LinkError::RedirectUri), "{uri}");
    }
}

#[test]
fn the_code_does_not_show() {
    let link = link("https://h", Accounts::All).expect("a link");
    assert!(!format!("{link:?} {link:#?}").contains("s3cret"));
}
