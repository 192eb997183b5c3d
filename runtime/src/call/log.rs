//! What calls write into the log: who called what, and what came of it. Never the query, a token or a value.

use tracing::{Span, field};

use crate::call::failure::{Failure, Outcome};
use crate::endpoint::meta::Meta;
use crate::endpoint::return_code::Class;
use crate::endpoint::verdict::BadReply;

/// The span of a call: endpoint, path and account, and later HTTP status, errcode and rid. Each attempt has one inside it.
pub(crate) fn span_of(endpoint: &Meta, account: Option<&str>) -> Span {
    tracing::info_span!(
        "wechat.call",
        endpoint = endpoint.name,
        path = endpoint.path,
        account,
        status = field::Empty,
        errcode = field::Empty,
        rid = field::Empty
    )
}

/// What came of a call: a line of level WARN where somebody should look, of INFO for an answer that callers expect, of
/// DEBUG when all is well.
pub(crate) fn log_outcome(span: &Span, outcome: &Outcome, class: fn(i64) -> Option<Class>) {
    record_outcome(span, outcome);
    let failure = match outcome {
        Ok(_) => return tracing::debug!("done"),
        Err(failure) => failure,
    };
    match failure {
        Failure::BadReply(BadReply::Code { code, .. }, _) if is_answer(class(*code)) => tracing::info!("refused"),
        Failure::BadReply(BadReply::Code { .. }, _) => tracing::warn!("refused"),
        Failure::BadReply(BadReply::Status, _) => tracing::warn!("no reply of WeChat's"),
        Failure::BadReply(BadReply::Unreadable(problem), _) => tracing::warn!(%problem, "the reply cannot be read"),
        Failure::Transport(error) => tracing::warn!(%error, "no reply"),
        Failure::Permission(error) => tracing::warn!(reason = %error, "not sent"),
        Failure::Token(error) => tracing::warn!(reason = %error, "not sent"),
        Failure::Request(error) => tracing::warn!(reason = %error, "not sent"),
    }
}

/// Is a code an answer to what was asked, for the caller alone to act on? It is where the endpoint lists it, and it says
/// nothing about tokens, permissions, limits or WeChat itself.
fn is_answer(class: Option<Class>) -> bool {
    matches!(class, Some(Class::Argument | Class::Other))
}

/// Writes what came of a call or an attempt into its span.
pub(crate) fn record_outcome(span: &Span, outcome: &Outcome) {
    if span.is_disabled() {
        return;
    }
    match outcome {
        Ok(good) => {
            span.record("status", good.raw.status).record("errcode", 0);
        }
        Err(Failure::BadReply(bad, raw)) => {
            span.record("status", raw.status).record("errcode", bad.code()).record("rid", bad.rid());
        }
        Err(_) => {}
    }
}

/// Logs that a good reply holds a value that does not fit its type. The error says which.
pub(crate) fn log_unreadable_value(endpoint: &'static Meta) {
    tracing::warn!(endpoint = endpoint.name, "the reply does not fit");
}
