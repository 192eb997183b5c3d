//! Return codes: the endpoint's own, the shared ones, and those nobody has documented.

use wxopen_runtime::{Class, Error, ErrorKind};
use wxopen_tests::golden::errcode::Errcode;
use wxopen_tests::golden::shapes::*;

use crate::support::answer_json;

fn failure(code: i64) -> (PingError, String) {
    match answer_json(Ping::new(), &format!(r#"{{"errcode":{code},"errmsg":""}}"#)) {
        Err(Error::Api(error)) => (error.kind, error.to_string()),
        other => panic!("{code} is an error, not {other:?}"),
    }
}

#[test]
fn a_code_has_its_variant() {
    assert_eq!(failure(-1), (PingError::Common(Errcode::SystemBusy), "ping: -1 SystemBusy: system error".to_owned()));
    assert_eq!(failure(12345), (PingError::Unknown(12345), "ping: 12345".to_owned()));
    assert_eq!(EveryTypeError::from_code(90001), EveryTypeError::NoSuchColor);
    assert_eq!(EveryTypeError::from_code(90002), EveryTypeError::Code90002, "a code without a name");
    assert_eq!(EveryTypeError::from_code(-90003), EveryTypeError::CodeMinus90003);
    assert_eq!(EveryTypeError::from_code(-1), EveryTypeError::SystemBusy, "a shared code that the endpoint lists");
    assert_eq!(EveryTypeError::from_code(45009), EveryTypeError::Common(Errcode::DailyLimit));
    for code in [-1, 0, 40001, 45009, 90001, 90002, -90003, 7] {
        assert_eq!(EveryTypeError::from_code(code).code(), code);
    }
}

#[test]
fn an_endpoint_may_know_better_what_to_do() {
    let own = EveryTypeError::from_code(40001);
    assert_eq!(own, EveryTypeError::InvalidCredential);
    assert_eq!(own.advice(), Some("Ask the merchant to authorise the platform again."));
    assert_eq!((own.msg(), own.class()), (Some("invalid credential"), Class::RefreshToken), "the rest is inherited");
    let shared = PingError::from_code(40001);
    assert_eq!(shared.advice(), Some("Refresh the token and repeat the call once."));
}

#[test]
fn codes_of_an_area_are_described_once() {
    let found = FindError::from_code(91001);
    assert_eq!(found, FindError::NoSuchShape);
    assert_eq!((found.advice(), found.class()), (Some("Look for another one."), Class::Argument));
    let full = FindError::from_code(91002);
    assert_eq!(
        (full.msg(), full.advice()),
        (Some("too many shapes"), Some("Look for fewer.")),
        "the rest is inherited"
    );
    assert_eq!(FindError::from_code(45009), FindError::ShapeLimit, "the area's word counts, not that of all");
    assert_eq!(FindError::from_code(45009).advice(), Some("Draw again tomorrow."));
    assert_eq!(PingError::from_code(91001), PingError::Unknown(91001), "an endpoint lists what it can answer");
    assert_eq!(PingError::from_code(91001).name(), Some("NoSuchShape"), "what is known of it is told all the same");
}

#[test]
fn each_class_arrives() {
    let classes = [
        (-1, Class::Retry),
        (40001, Class::RefreshToken),
        (45009, Class::Rate),
        (91001, Class::Argument),
        (48001, Class::Permission),
        (61004, Class::Ip),
        (61005, Class::Ticket),
        (61023, Class::Reauthorize),
        (40097, Class::Argument),
        (50000, Class::Other),
        (12345, Class::Other),
    ];
    for (code, class) in classes {
        assert_eq!(PingError::from_code(code).class(), class, "{code}");
    }
    assert!(PingError::from_code(-1).is_retryable() && !PingError::from_code(45009).is_retryable());
}
