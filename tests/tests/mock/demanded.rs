//! Every documented return code of every endpoint, on demand.

use wxgen_mock::Verdict;
use wxopen::Error;
use wxopen::member::{BindTester, BindTesterError};

use crate::support::{ByHand, builder, client, look, spec, start};

#[test]
fn every_code_of_every_endpoint() {
    let mock = start(builder());
    let api = wxgen::pipeline::load(&spec()).api.expect("the spec is right");
    let mut seen = 0;
    for endpoint in api.areas.iter().flat_map(|area| &area.endpoints) {
        for known in endpoint.errors.codes.iter().chain(&api.errcodes) {
            let code = known.code.to_string();
            let headers = [("x-mock-errcode", code.as_str())];
            let request =
                ByHand { method: endpoint.method.name(), target: &endpoint.path, headers: &headers, body: "" };
            let reply: serde_json::Value = serde_json::from_str(&request.send(&mock).1).expect("JSON");
            assert_eq!(reply["errcode"], known.code, "{}", endpoint.name);
            let own = endpoint.errors.codes.iter().find(|own| own.code == known.code).unwrap_or(known);
            let errmsg = reply["errmsg"].as_str().expect("a message");
            assert!(own.msg.is_empty() || errmsg.starts_with(&format!("{} rid: ", own.msg)), "{errmsg}");
            assert_eq!(mock.calls().pop().map(|call| call.verdict), Some(Verdict::Demanded));
            seen += 1;
        }
    }
    let counted = look(&mock, "/mock/calls");
    assert_eq!(counted["total"], seen);
    assert!(seen > 500, "{seen}");
}

#[tokio::test]
async fn a_typed_error_on_demand() {
    let mock = start(builder());
    let client = client(&mock, "mock-token");
    let refused = client.send(BindTester::new("tests")).header("x-mock-errcode", "85001").await;
    let Err(Error::Api(error)) = refused else { panic!("{refused:?}") };
    assert_eq!(error.kind, BindTesterError::UserNotFound);
    client.send(BindTester::new("tests")).await.expect("nobody was bound by a call that was refused");
}
