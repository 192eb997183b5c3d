//! One typed call for each documented example.

/// Runs `$each(call)` for every documented call and gives what it answers, in a list. That none is missing, a test of
/// the examples sees to.
macro_rules! for_each_call {
    ($each:expr) => {{
        use wxopen::authorization::*;
        use wxopen::member::*;
        use wxopen::open_account::*;
        use wxopen::quota::*;
        use wxopen::wedata::*;
        let (platform, merchant) = ("appid_value", "auth_appid_value");
        vec![
            $each(BindTester::new("tests")),
            $each(BindTester::new("testid")),
            $each(GetTester::new()),
            $each(UnbindTester::by_userstr("test")),
            $each(UnbindTester::by_wechatid("testid")),
            $each(UnbindOpenAccount::new("open_appid_value").appid(merchant)),
            $each(WeDataUnbindUser::new("test")),
            $each(StartPushTicket::new("wxd0bfc95064b5bfc1", "28c223a63f7de0d5xxxxxxxxxxx")),
            $each(GetComponentAccessToken::new(platform, "appsecret_value", "ticket_value")),
            $each(GetPreAuthCode::new(platform)),
            $each(GetAuthorizerRefreshToken::new(platform, "auth_code_value")),
            $each(GetAuthorizerAccessToken::new(platform, merchant, "refresh_token_value")),
            $each(GetAuthorizerInfo::new(platform, "official_account_appid_value")),
            $each(GetAuthorizerInfo::new(platform, "mini_program_appid_value")),
            $each(GetAuthorizerList::new(platform, 0, 100)),
            $each(GetAuthorizerOption::new(platform, merchant, AccountOptionToRead::VoiceRecognize)),
            $each(GetAuthorizerOptionInfo::new(OptionToRead::VoiceRecognize)),
            $each(SetAuthorizerOption::new(
                platform,
                merchant,
                AccountOptionToSet::LocationReport,
                AccountOptionToSetValue::Every5Seconds,
            )),
            $each(SetAuthorizerOptionInfo::new(OptionToSet::LocationReport, OptionToSetValue::Every5Seconds)),
            $each(ClearQuota::new("wx448f04719cd48f69")),
            $each(ClearComponentQuotaByAppSecret::new("wxxxxxxxxxxxxxxxxxx", "xxxxxxxxxxxxxxxxxxxxxxxx")),
            $each(
                ClearComponentQuotaByAppSecret::new("wxxxxxxxxxxxxxxxxxx", "xxxxxxxxxxxxxxxxxxxxxxxx")
                    .appid("wxxxxxxxxxxxxxxxxxx"),
            ),
            $each(GetApiQuota::new("/wxa/gettemplatedraftlist")),
            $each(GetRidInfo::new("61725984-6126f6f9-040f19c4")),
        ]
    }};
}

pub(crate) use for_each_call;
