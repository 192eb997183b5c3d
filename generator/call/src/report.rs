//! What came of a call, with nothing secret in it.

use serde_json::{Value, json};
use wxopen_runtime::{AnyCode, Error, RawReply};

use super::api_error::ExplainedError;
use super::argument_error::ArgumentError;
use super::find::Found;
use super::secrets::Hidden;
use wxgen::model::{Object, Reply};
use wxgen::report::visible;

/// What came of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Report {
    /// It worked.
    Done(Content),
    /// WeChat answered with an error; the reply, where it is JSON.
    ApiError(Box<ExplainedError>, Option<Value>),
    /// It could not be made, or the answer is none.
    Failed(CallError),
}

/// A good reply.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// JSON.
    Json(Value),
    /// Bytes.
    Bytes {
        /// They themselves.
        bytes: Vec<u8>,
        /// What the server says they are.
        content_type: Option<String>,
    },
}

/// Why a call could not be made.
#[derive(Debug, Clone, PartialEq)]
pub struct CallError {
    /// What is in the way, a word for programs.
    pub kind: &'static str,
    /// What is in the way, in a sentence.
    pub message: String,
    /// What to do about it; may be empty.
    pub help: String,
    /// What is wrong with arguments, each with its place in the spec.
    pub problems: Vec<(ArgumentError, Option<String>)>,
}

impl CallError {
    /// A trouble of that kind.
    pub fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), help: String::new(), problems: Vec::new() }
    }

    /// The same, with what to do about it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = text.into();
        self
    }

    /// For programs.
    pub fn json(&self, endpoint: Option<&str>) -> Value {
        let Self { kind, message, help, problems } = self;
        let problems: Vec<_> = problems.iter().map(|(problem, place)| problem.json(place.as_deref())).collect();
        let error = json!({ "kind": kind, "message": message, "help": help, "problems": problems });
        json!({ "ok": false, "endpoint": endpoint, "reply": null, "error": error })
    }

    /// For people, many lines.
    pub fn text(&self) -> String {
        let mut text = format!("error: {}\n", visible(&self.message));
        for (problem, place) in &self.problems {
            text.push_str(&format!("  {}\n", visible(&problem.message)));
            problem.help.lines().for_each(|line| text.push_str(&format!("      {}\n", visible(line))));
            if let Some(place) = place {
                text.push_str(&format!("      spec: {}\n", visible(place)));
            }
        }
        self.help.lines().for_each(|line| text.push_str(&format!("help: {}\n", visible(line))));
        text
    }
}

impl Report {
    /// What came of a call of that endpoint.
    pub fn of(found: Found<'_>, result: Result<RawReply, Error<AnyCode>>, hidden: &Hidden) -> Self {
        let object = match &found.endpoint.reply {
            Reply::Json(object) => Some(object),
            Reply::Binary { .. } => None,
        };
        match result {
            Ok(raw) if object.is_none() => {
                let content_type = raw.header("content-type").map(|kind| hidden.text(kind));
                Self::Done(Content::Bytes { content_type, bytes: raw.body })
            }
            Ok(raw) => Self::Done(Content::Json(shown(&raw, object, hidden).unwrap_or_default())),
            Err(Error::Api(error)) => {
                let mut refusal = ExplainedError::of(found, &error);
                refusal.errmsg = hidden.text(&refusal.errmsg);
                Self::ApiError(Box::new(refusal), shown(&error.raw, object, hidden))
            }
            Err(error) => Self::Failed(trouble(found, &error, hidden)),
        }
    }
}

fn shown(raw: &RawReply, object: Option<&Object>, hidden: &Hidden) -> Option<Value> {
    let mut value = raw.json()?;
    hidden.reply(object, &mut value);
    Some(value)
}

/// Why there is no answer of WeChat.
fn trouble(found: Found<'_>, error: &Error<AnyCode>, hidden: &Hidden) -> CallError {
    let name = &found.endpoint.name;
    let unsure = match found.endpoint.idempotent {
        true => "calling again does no harm",
        false => "whether the call took effect is not known",
    };
    match error {
        Error::Transport(error) => {
            use wxopen_runtime::TransportErrorKind::Connect;
            let help = if error.kind == Connect { "nothing was sent" } else { unsure };
            CallError::new("network", hidden.text(&error.to_string())).help(help)
        }
        Error::Status(error) => {
            let message = format!("{name}: HTTP status {}, and not a word of WeChat with it", error.raw.status);
            CallError::new("network", message).help(unsure)
        }
        Error::Decode(error) => {
            let problems: Vec<_> = error.mismatches.iter().map(|problem| hidden.text(&problem.to_string())).collect();
            let message = format!("{name}: the reply cannot be read: {}", problems.join("; "));
            CallError::new("reply", message).help("the call most likely took effect")
        }
        other => CallError::new("request", hidden.text(&other.to_string())),
    }
}
