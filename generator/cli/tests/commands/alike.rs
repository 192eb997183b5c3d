//! One bad value is judged alike wherever it is seen: by the mock, by `wxgen call`, and in an example of a spec.

use std::fs;
use std::path::Path;

use serde_json::Value;
use wxgen::model::Api;
use wxgen_call::arguments;
use wxgen_mock::Mock;

use crate::mock::post;

const API: &str =
    "crate: { name: x, version: 0.1.0, summary: X. }\nhost: api.weixin.qq.com\nareas:\n  a: { title: A, doc: A. }\n";

const CALL: &str = "name: hangLantern
summary: Hang one.
method: POST
path: /wxa/lantern/hang
token: none
request:
  name: { type: string, required: true, doc: N. }
  count: { type: integer, doc: C. }
  on: { type: boolean, doc: O. }
  photo: { type: binary, doc: P. }
  mode: { type: const, value: hang, doc: M. }
  scores: { type: map, items: float, doc: S. }
  list: { type: array, doc: L., items: { type: object, fields: { id: { type: string, required: true, doc: I. } } } }
  person:
    doc: W.
    required: false
    one_of:
      wechatid: { type: string, doc: A. }
      userstr: { type: string, doc: B. }
";

/// A request, and what is wrong with it: the code of the diagnostic, the kind of the argument's error, and where.
type Case = (&'static str, &'static str, &'static str, &'static str);

const BAD: &[Case] = &[
    (r#"{"mode":"hang"}"#, "WX0401", "missing", "name"),
    (r#"{"mode":"hang","name":"a","nmae":1}"#, "WX0402", "unknown", "nmae"),
    (r#"{"mode":"hang","name":1}"#, "WX0403", "type", "name"),
    (r#"{"mode":"hang","name":null}"#, "WX0403", "type", "name"),
    (r#"{"mode":"hang","name":"a","count":1.5}"#, "WX0403", "type", "count"),
    (r#"{"mode":"hang","name":"a","count":"1"}"#, "WX0403", "type", "count"),
    (r#"{"mode":"hang","name":"a","on":1}"#, "WX0403", "type", "on"),
    (r#"{"mode":"hang","name":"a","photo":"not Base64"}"#, "WX0403", "type", "photo"),
    (r#"{"mode":"hang","name":"a","photo":"Ynl0ZXM"}"#, "WX0403", "type", "photo"),
    (r#"{"mode":"drop","name":"a"}"#, "WX0405", "fixed", "mode"),
    (r#"{"mode":"hang","name":"a","scores":{"x":"1"}}"#, "WX0403", "type", "scores.x"),
    (r#"{"mode":"hang","name":"a","list":{}}"#, "WX0403", "type", "list"),
    (r#"{"mode":"hang","name":"a","list":[{"id":"1"},{}]}"#, "WX0401", "missing", "list[1].id"),
    (r#"{"mode":"hang","name":"a","list":[{"id":"1","x":2}]}"#, "WX0402", "unknown", "list[0].x"),
    (r#"{"mode":"hang","name":"a","wechatid":"a","userstr":"b"}"#, "WX0404", "choice", "userstr"),
];

const GOOD: &str = r#"{"mode":"hang","name":"a","count":1,"on":true,"photo":"Ynl0ZXM=","scores":{"x":1},"list":[{"id":"1"}],"userstr":"b"}"#;

/// The codes of the diagnostics of a spec whose example is this request.
fn diagnostics(request: &str) -> (Vec<&'static str>, Option<Api>) {
    let dir = tempfile::tempdir().expect("a folder");
    write(dir.path(), &format!("{CALL}examples:\n  - request: {request}\n"));
    let loaded = wxgen::pipeline::load(dir.path());
    (loaded.diagnostics.iter().map(|found| found.code).collect(), loaded.api)
}

fn write(dir: &Path, call: &str) {
    fs::create_dir_all(dir.join("a")).expect("a folder");
    fs::write(dir.join("api.yaml"), API).expect("written");
    fs::write(dir.join("a/hang_lantern.yaml"), call).expect("written");
}

#[test]
fn one_bad_value_is_judged_alike_by_mock_call_and_check() {
    let (codes, api) = diagnostics(GOOD);
    let api = api.unwrap_or_else(|| panic!("the good example is refused: {codes:?}"));
    let endpoint = &api.areas[0].endpoints[0];
    let dir = tempfile::tempdir().expect("a folder");
    write(dir.path(), CALL);
    let mock = Mock::builder().spec(dir.path()).start().expect("the mock starts");
    let read = |_: &str| Err(std::io::Error::other("no files here"));
    let call = |body: &str| arguments(endpoint, &[], serde_json::from_str::<Value>(body).ok(), &read);

    let post = |body: &str| post(&mock.base_url(), "/wxa/lantern/hang", body);

    let reply = post(GOOD);
    assert!(reply.contains("\"errcode\":0"), "{reply}");
    assert!(call(GOOD).is_ok());

    for (body, code, kind, path) in BAD {
        assert_eq!(diagnostics(body).0, [*code], "check of {body}");
        let problems = call(body).err().unwrap_or_default();
        let [problem] = problems.as_slice() else { panic!("call of {body}: {problems:?}") };
        assert_eq!(problem.wrong.name(), *kind, "call of {body}: {problem:?}");
        assert!(problem.message.contains(&format!("`{path}`")), "call of {body}: {problem:?}");
        let reply = post(body);
        assert!(!reply.contains("\"errcode\":0") && reply.contains(&format!("`{path}`")), "mock of {body}: {reply}");
    }
}
