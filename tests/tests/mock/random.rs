//! No request makes the mock panic or go silent.

use std::sync::LazyLock;

use proptest::prelude::{ProptestConfig, any, prop_oneof, proptest};
use proptest::strategy::{Just, Strategy};
use tokio::runtime::Runtime;
use wxgen_mock::MockHandle;

use crate::support::{builder, spec, start};

static MOCK: LazyLock<MockHandle> = LazyLock::new(|| start(builder()));
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(reqwest::Client::new);

/// Paths of the spec, the mock's own, and anything.
fn path() -> impl Strategy<Value = String> {
    let api = wxgen::pipeline::load(&spec()).api.expect("the spec is right");
    let mut known: Vec<_> = api.areas.iter().flat_map(|area| &area.endpoints).map(|one| one.path.clone()).collect();
    known.extend(
        ["/", "/mock/clock", "/mock/authorize", "/mock/unauthorize", "/mock/token", "/mock/calls"].map(str::to_owned),
    );
    prop_oneof![8 => proptest::sample::select(known), 1 => "/[a-z/%.]{0,20}"]
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let name = proptest::sample::select(vec![
        "component_appid",
        "wechatid",
        "userstr",
        "action",
        "offset",
        "count",
        "rid",
        "appid",
        "advance",
        "kind",
        "x",
        "option_name",
        "option_value",
        "permission_sets",
        "cgi_path",
    ]);
    let value = prop_oneof![
        Just("null".to_owned()),
        Just("\"wxmockplatform0001\"".to_owned()),
        Just("\"get_experiencer\"".to_owned()),
        Just("[[[1]]]".to_owned()),
        Just("{\"a\":{}}".to_owned()),
        Just("1e300".to_owned()),
        any::<i64>().prop_map(|number| number.to_string()),
        ".{0,30}".prop_map(|text| serde_json::to_string(&text).expect("a text")),
    ];
    let fields = proptest::collection::vec((name, value), 0..5).prop_map(|fields| {
        let all: Vec<_> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", all.join(",")).into_bytes()
    });
    prop_oneof![6 => fields, 1 => proptest::collection::vec(any::<u8>(), 0..200), 1 => Just(vec![b'['; 5000])]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_request_gets_a_reply(
        method in proptest::sample::select(vec!["GET", "POST", "PUT", "DELETE"]),
        path in path(),
        query in prop_oneof![4 => Just("access_token=mock-token".to_owned()), 1 => "[a-z%=&+0-9]{0,30}"],
        content_type in proptest::sample::select(vec![
            "application/json", "text/plain", "multipart/form-data; boundary=x", "multipart/form-data", "",
        ]),
        code in proptest::option::weighted(0.1, "[-0-9a]{1,25}"),
        body in body(),
    ) {
        let url = format!("{}{path}?{query}", MOCK.base_url());
        let mut request = CLIENT.request(method.parse().expect("a method"), url).header("content-type", content_type);
        if let Some(code) = code {
            request = request.header("x-mock-errcode", code);
        }
        let status = RUNTIME.block_on(async move { request.body(body).send().await.map(|reply| reply.status().as_u16()) });
        let status = status.expect("a reply");
        proptest::prop_assert!(status < 500, "{status}");
    }
}

#[test]
fn other_sites_may_not_press_buttons() {
    use crate::support::ByHand;
    let press = |headers: &[(&str, &str)]| {
        ByHand { method: "POST", target: "/mock/clock", headers, body: r#"{"advance":0}"# }.send(&MOCK).0
    };
    assert_eq!(press(&[]), 200);
    assert_eq!(press(&[("origin", &MOCK.base_url())]), 200);
    assert_eq!(press(&[("origin", "https://example.com")]), 403);
    assert_eq!(press(&[("host", "rebound.example.com")]), 403);
}
