//! The document says what the spec says.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wxgen::emit::openapi::Version;

use crate::support::{all, document, each, endpoints, fits, operation, operations, sample};

const VERSIONS: [Version; 2] = [Version::V3_0, Version::V3_1];

#[test]
fn every_endpoint_is_an_operation() {
    for (name, api) in all() {
        for version in VERSIONS {
            let document = document(api, version);
            let operations = operations(&document);
            assert_eq!(operations.len(), endpoints(api).count(), "{name}");
            let ids: BTreeSet<_> =
                operations.iter().map(|(_, _, operation)| operation["operationId"].as_str()).collect();
            assert_eq!(ids.len(), operations.len(), "{name}: each has a name of its own");
            let safe = |id: &str| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            assert!(ids.iter().all(|id| id.is_some_and(safe)), "{name}: {ids:?}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    for (name, api) in all() {
        for version in VERSIONS {
            let document = document(api, version);
            each(&document, &mut |entries| {
                if let Some(to) = entries.get("$ref").and_then(Value::as_str) {
                    let pointer = to.strip_prefix('#').expect("within the document");
                    assert!(document.pointer(pointer).is_some(), "{name}: {to}");
                    assert!(entries.len() == 1 || version == Version::V3_1, "{name}: 3.0 has nothing beside {to}");
                }
            });
        }
    }
}

#[test]
fn every_scheme_is_declared_and_used() {
    for (name, api) in all() {
        let document = document(api, Version::V3_1);
        let mut used = BTreeSet::new();
        for (_, _, operation) in operations(&document) {
            for way in operation["security"].as_array().expect("said of every operation") {
                used.extend(way.as_object().expect("schemes").keys());
            }
        }
        let schemes = document["components"]["securitySchemes"].as_object().expect("schemes");
        assert_eq!(used, schemes.keys().collect(), "{name}");
    }
}

#[test]
fn endpoints_of_one_path_are_told_apart_by_their_fixed_parameters() {
    let document = document(sample(), Version::V3_1);
    let paths: Vec<_> = operations(&document).iter().map(|(path, ..)| *path).collect();
    let expected =
        ["/stall/bill", "/stall/lamp#action=light", "/stall/lamp#action=list", "/stall/orders", "/stall/picture"];
    assert_eq!(paths, expected, "and the one that is alone has a plain path");
}

#[test]
fn tokens_are_schemes() {
    let document = document(sample(), Version::V3_1);
    assert_eq!(
        operation(&document, "lightLamp")["security"],
        json!([{ "stall_token": [] }, { "market_token.access_token": [] }])
    );
    assert_eq!(operation(&document, "find")["security"], json!([]));
    let schemes = &document["components"]["securitySchemes"];
    assert_eq!(schemes["stall_token"]["name"], "access_token");
    assert_eq!(schemes["market_token.access_token"]["name"], "access_token", "the spec says so of that call");
}

#[test]
fn permission_sets_have_their_names() {
    let document = document(sample(), Version::V3_1);
    let sets = |id| &operation(&document, id)["x-permission-sets"];
    assert_eq!(*sets("lightLamp"), json!([{ "id": 3, "name": "卖货" }, { "id": 4 }]));
    assert_eq!((sets("listLamps"), sets("drawPicture"), sets("find")), (&json!("any"), &json!("none"), &Value::Null));
    assert_eq!(document["info"]["x-permission-sets"][0]["exclusive"], true);
}

#[test]
fn a_reply_is_what_was_asked_for_or_an_error() {
    let document = document(sample(), Version::V3_1);
    let schema = &operation(&document, "lightLamp")["responses"]["200"]["content"]["application/json"]["schema"];
    for good in [
        json!({ "burning": true }),
        json!({ "errcode": 0, "errmsg": "ok", "burning": false, "new": [] }),
        json!({ "errcode": 70001 }),
        json!({ "errcode": -1, "errmsg": "system error" }),
        json!({ "errcode": 99999, "errmsg": "nobody has documented it" }),
    ] {
        assert!(fits(&document, schema, &good), "{good}");
    }
    for bad in [json!({}), json!({ "errcode": 0 }), json!({ "errcode": "x", "burning": true }), json!({ "burning": 1 })]
    {
        assert!(!fits(&document, schema, &bad), "{bad}");
    }
}

#[test]
fn documented_codes_are_listed_with_all_that_is_known() {
    for (name, api) in all() {
        let document = document(api, Version::V3_1);
        let mut listed = BTreeSet::new();
        each(&document, &mut |entries| {
            if let Some(errors) = entries.get("x-errors").and_then(Value::as_array) {
                listed.extend(
                    errors.iter().map(|error| (error["code"].as_i64(), error["name"].as_str().map(str::to_owned))),
                );
            }
        });
        let own = endpoints(api).flat_map(|endpoint| &endpoint.errors.codes);
        for code in own.chain(&api.errcodes).filter(|code| code.code != 0) {
            assert!(listed.contains(&(Some(code.code), Some(code.variant.clone()))), "{name}: {}", code.code);
        }
    }
    let document = document(sample(), Version::V3_1);
    let error = &document["components"]["schemas"]["LightLampError"];
    assert_eq!(
        error["x-errors"][1],
        json!({ "code": 70001, "name": "NoSuchLamp", "message": "no lamp `%s`", "advice": "Look at the list of lamps.", "class": "argument" })
    );
    assert_eq!(error["properties"]["errcode"]["anyOf"][0]["enum"], json!([-1, 70001]));
}

#[test]
fn a_request_keeps_to_its_choices_and_constants() {
    let document = document(sample(), Version::V3_1);
    let schema = &operation(&document, "lightLamp")["requestBody"]["content"]["application/json"]["schema"];
    for good in [json!({ "action": "light", "number": 1 }), json!({ "action": "light", "label": "blue", "minutes": 1 })]
    {
        assert!(fits(&document, schema, &good), "{good}");
    }
    for bad in [
        json!({ "number": 1 }),
        json!({ "action": "list", "number": 1 }),
        json!({ "action": "light" }),
        json!({ "action": "light", "number": 1, "label": "blue" }),
        json!({ "action": "light", "label": "green" }),
        json!({ "action": "light", "number": 1, "position": {} }),
    ] {
        assert!(!fits(&document, schema, &bad), "{bad}");
    }
}

#[test]
fn a_file_or_a_link_is_a_form_or_json() {
    let document = document(sample(), Version::V3_1);
    let content = &operation(&document, "upload")["requestBody"]["content"];
    let json_body = &content["application/json"];
    assert!(fits(&document, &json_body["schema"], &json!({ "url": "u" })));
    assert!(!fits(&document, &json_body["schema"], &json!({ "note": "aGk=" })), "without a file it needs the link");
    assert_eq!(json_body["examples"]["example2"]["value"], json!({ "url": "https://example.com/bill.pdf" }));
    let form = &content["multipart/form-data"];
    assert!(fits(&document, &form["schema"], &json!({ "media": "bytes" })));
    assert!(!fits(&document, &form["schema"], &json!({ "media": "bytes", "url": "u" })));
    assert_eq!(form["examples"]["example1"]["value"], json!({ "media": "bill.pdf", "note": "aGk=" }));
}

#[test]
fn what_no_schema_can_say_is_said_beside_it() {
    let document = document(sample(), Version::V3_1);
    let find = operation(&document, "find");
    assert_eq!(find["x-one-of"], json!([{ "name": "who", "required": false, "alternatives": ["uid", "nick"] }]));
    assert_eq!(find["parameters"].as_array().map(Vec::len), Some(5));
    assert!(find.get("requestBody").is_none(), "a GET has no body");
    let light = operation(&document, "lightLamp");
    assert_eq!((&light["x-idempotent"], &light["x-since"]), (&json!(true), &json!("2021-03")));
}
