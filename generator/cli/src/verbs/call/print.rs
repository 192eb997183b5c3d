//! What `wxgen call` prints.

use std::io::{self, IsTerminal, Write};

use serde_json::{Value, json};
use wxgen::{persist, report};
use wxgen_call::{CallError, Content, Found, Hidden, PreparedCall, Report};

use super::json_text::json_text;
use super::{Call, CallFormat, Outcome, output};

impl Call {
    /// Shows the call instead of making it.
    pub(super) fn show(
        &self,
        found: Found<'_>,
        prepared: &PreparedCall,
        hidden: &Hidden,
        token: Option<&str>,
    ) -> Outcome {
        let base_url = self.base_url.as_deref();
        let name = &found.endpoint.name;
        match (self.curl, self.format) {
            (true, format) => {
                let command = prepared.curl(found, base_url, token.filter(|_| self.show_secrets), hidden);
                match format {
                    CallFormat::Text => output::line(&command),
                    CallFormat::Json => output::json(&json!({ "ok": true, "endpoint": name, "curl": command })),
                }
            }
            (false, CallFormat::Text) => {
                let terminal = io::stdout().is_terminal();
                output::line(&prepared.dry_run(found, base_url, token, hidden).text(|body| json_text(body, terminal)));
            }
            (false, CallFormat::Json) => output::json(&prepared.dry_run(found, base_url, token, hidden).json(name)),
        }
        Outcome::Yes
    }

    /// Tells what came of the call.
    pub(super) fn print(&self, found: Found<'_>, report: Report) -> Result<Outcome, CallError> {
        let name = &found.endpoint.name;
        match report {
            Report::Failed(trouble) => Err(trouble),
            Report::Done(content) => self.print_done(name, content).map(|()| Outcome::Yes),
            Report::ApiError(refusal, reply) => {
                if self.format == CallFormat::Json {
                    output::json(&json!({ "ok": false, "endpoint": name, "reply": reply, "error": refusal.json() }));
                    return Ok(Outcome::No);
                }
                if let Some(reply) = &reply {
                    output::line(&json_text(reply, io::stdout().is_terminal()));
                }
                let mut text = format!("error: {}\n", report::visible(&refusal.headline()));
                for (label, words) in refusal.lines() {
                    text.push_str(&format!("  {label:<8}{}\n", report::visible(&words)));
                }
                output::trouble(&text);
                Ok(Outcome::No)
            }
        }
    }

    /// Writes the reply where it belongs.
    fn print_done(&self, name: &str, content: Content) -> Result<(), CallError> {
        let (bytes, content_type, reply) = match content {
            Content::Json(reply) => (format!("{}\n", json_text(&reply, false)).into_bytes(), None, Some(reply)),
            Content::Bytes { bytes, content_type } => (bytes, content_type, None),
        };
        if let Some(file) = &self.output {
            persist::put(file, &bytes).map_err(|error| {
                CallError::new("output", error.to_string()).help("the call has been made, and its reply is lost")
            })?;
        }
        match (self.format, &self.output, &reply) {
            (CallFormat::Json, file, reply) => {
                let written = file.as_ref().map(|file| {
                    json!({ "file": file.to_string_lossy(), "bytes": bytes.len(), "content_type": content_type })
                });
                let mut told = json!({ "ok": true, "endpoint": name, "reply": reply, "error": null });
                if let (Value::Object(told), Some(written)) = (&mut told, written) {
                    told.insert("output".to_owned(), written);
                }
                output::json(&told);
            }
            (CallFormat::Text, Some(file), _) => {
                let kind = content_type.map_or(String::new(), |kind| format!(", {}", report::visible(&kind)));
                output::trouble(&format!("{}: {}{kind}\n", file.display(), output::count(bytes.len(), "byte")));
            }
            (CallFormat::Text, None, Some(reply)) => output::line(&json_text(reply, io::stdout().is_terminal())),
            (CallFormat::Text, None, None) => {
                let _ = io::stdout().write_all(&bytes);
            }
        }
        Ok(())
    }

    /// Lists endpoints.
    pub(super) fn print_list(&self, all: &[Found<'_>]) -> Outcome {
        if self.format == CallFormat::Json {
            let endpoint = |found: &Found<'_>| {
                let endpoint = found.endpoint;
                json!({
                    "endpoint": endpoint.name, "area": found.area.id, "summary": endpoint.summary,
                    "method": endpoint.method.name(), "path": endpoint.path,
                })
            };
            output::json(&json!({ "endpoints": all.iter().map(endpoint).collect::<Vec<_>>() }));
        } else {
            let width = all.iter().map(|found| found.full_name().len()).max().unwrap_or_default();
            let line =
                |found: &Found<'_>| format!("{:<width$}  {}\n", found.full_name(), found.endpoint.summary.trim());
            let lines: String = all.iter().map(line).collect();
            output::line(&format!("{lines}{}", output::count(all.len(), "endpoint")));
        }
        if all.is_empty() { Outcome::No } else { Outcome::Yes }
    }
}
