//! Events as they are typed.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Metadata, Subscriber};
use wxopen_runtime::push::{Event, PushError};

use crate::sample::{APPID, SECONDS, builder, receive};

fn event(fields: &str) -> Event {
    receive(&builder().build(), &message(fields)).expect("a push").event
}

fn message(fields: &str) -> String {
    format!("<xml><AppId><![CDATA[{APPID}]]></AppId>{fields}</xml>")
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

#[test]
fn a_ticket() {
    let event = event(
        "<CreateTime>1409659800</CreateTime><InfoType>component_verify_ticket</InfoType>\
         <ComponentVerifyTicket>ticket@@@s3cret</ComponentVerifyTicket>",
    );
    assert!(!format!("{event:?}").contains("s3cret"));
    let Event::ComponentVerifyTicket(ticket) = event else { panic!("{event:?}") };
    assert_eq!((ticket.component.as_str(), ticket.created_at), (APPID, at(1_409_659_800)));
    assert_eq!(ticket.ticket.expose(), "ticket@@@s3cret");
}

#[test]
fn an_authorization_new_and_changed() {
    let fields = "<AuthorizerAppid>wx-shop</AuthorizerAppid><AuthorizationCode>c0de</AuthorizationCode>\
        <AuthorizationCodeExpiredTime>600</AuthorizationCodeExpiredTime><PreAuthCode>pr3</PreAuthCode>";
    let new = event(&format!("<InfoType>authorized</InfoType>{fields}"));
    let changed = event(&format!("<InfoType>updateauthorized</InfoType>{fields}"));
    assert_eq!((new.name(), changed.name()), ("authorized", "updateauthorized"));
    for secret in ["c0de", "pr3"] {
        assert!(!format!("{new:?} {changed:#?}").contains(secret));
    }
    let (Event::Authorized(new), Event::UpdateAuthorized(changed)) = (new, changed) else { panic!("other events") };
    assert_eq!(new, changed);
    assert_eq!((new.authorizer.as_str(), new.code.expose(), new.code_expires), ("wx-shop", "c0de", Some(600)));
    assert_eq!(new.pre_auth_code.expect("a code").expose(), "pr3");
    assert_eq!(new.created_at, at(SECONDS), "without a time of its own, when it was signed");
}

#[test]
fn an_authorization_withdrawn() {
    let event = event("<InfoType>unauthorized</InfoType><AuthorizerAppid>wx-shop</AuthorizerAppid>");
    let Event::Unauthorized(event) = event else { panic!("{event:?}") };
    assert_eq!((event.component.as_str(), event.authorizer.as_str()), (APPID, "wx-shop"));
}

#[test]
fn all_others_come_as_they_are_and_keep_their_values_to_themselves() {
    let event =
        event("<InfoType>notify_third_fasteregister</InfoType><auth_code>c0de</auth_code><info><name>n</name></info>");
    assert_eq!(event.name(), "notify_third_fasteregister");
    assert!(!format!("{event:?}").contains("c0de"));
    let Event::Other(notice) = event else { panic!("{event:?}") };
    assert_eq!(notice.fields.text("auth_code").as_deref(), Some("c0de"));
    let names: Vec<_> = notice.fields.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["AppId", "InfoType", "auth_code", "info"]);
}

#[test]
fn a_message_for_a_merchant_is_no_event_of_the_platform() {
    let event = event(
        "<ToUserName>gh_1</ToUserName><InfoType>unauthorized</InfoType><MsgType>event</MsgType><Event>weapp_audit_fail</Event>",
    );
    let Event::Message(message) = event else { panic!("{event:?}") };
    assert_eq!((message.kind.as_str(), message.event.as_deref()), ("event", Some("weapp_audit_fail")));
}

#[test]
fn what_a_known_event_needs_has_to_be_there_once() {
    for fields in [
        "<InfoType>component_verify_ticket</InfoType>",
        "<InfoType>component_verify_ticket</InfoType><ComponentVerifyTicket></ComponentVerifyTicket>",
        "<InfoType>unauthorized</InfoType>",
        "<InfoType>authorized</InfoType><AuthorizerAppid>wx-shop</AuthorizerAppid>",
        "<InfoType>unauthorized</InfoType><InfoType>authorized</InfoType><AuthorizerAppid>wx-shop</AuthorizerAppid>",
    ] {
        let error = receive(&builder().build(), &message(fields)).expect_err(fields);
        assert!(matches!(error, PushError::Message(_)), "{fields}: {error:?}");
    }
}

#[test]
fn times_that_are_none_do_not_matter() {
    for time in ["", "soon", "-5", "99999999999999999999", "9223372036854775807"] {
        let event = event(&format!(
            "<CreateTime>{time}</CreateTime><InfoType>unauthorized</InfoType><AuthorizerAppid>a</AuthorizerAppid>"
        ));
        assert_eq!(event.name(), "unauthorized");
    }
}

/// Takes down what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event()
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        struct Fields(String);
        impl Visit for Fields {
            fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
                self.0.push_str(&format!(" {field}={value:?}"));
            }
        }
        let mut fields = Fields(event.metadata().level().to_string());
        event.record(&mut fields);
        self.0.lock().expect("unpoisoned").push(fields.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn an_event_that_nobody_knows_is_logged_once() {
    let log = Log::default();
    let receiver = builder().build();
    tracing::subscriber::with_default(log.clone(), || {
        for info_type in ["notify_3rd_wxa_auth", "component_verify_tickets", "component_verify_tickets"] {
            let push = receive(&receiver, &message(&format!("<InfoType>{info_type}</InfoType>"))).expect("a push");
            assert_eq!(push.event.name(), info_type);
        }
    });
    let logged = log.0.lock().expect("unpoisoned").clone();
    assert_eq!(logged.len(), 1, "{logged:?}");
    assert!(logged[0].starts_with("INFO") && logged[0].contains("component_verify_tickets"), "{logged:?}");
}
