//! The same call as a command of curl. The token stands in as `$WXOPEN_TOKEN`, so that the command runs where that is
//! set, and can be shown to others.

use super::dry_run::FormPart;
use super::find::Found;
use super::prepared::PreparedCall;
use super::secrets::Hidden;

/// Stands for the token while the URL is made; it is the same percent-encoded.
const MARK: &str = "WXOPEN_TOKEN_GOES_HERE";
/// The environment variable of the token.
pub(super) const VARIABLE: &str = "WXOPEN_TOKEN";

impl PreparedCall {
    /// The command. With a token, that is in it.
    pub fn curl(&self, found: Found<'_>, base_url: Option<&str>, token: Option<&str>, hidden: &Hidden) -> String {
        let url = hidden.text(&self.request().url(&self.base(base_url), Some(token.unwrap_or(MARK))));
        let url = match url.split_once(MARK) {
            Some((before, after)) if token.is_none() => {
                let after = if after.is_empty() { String::new() } else { quoted(after) };
                format!("{}\"${VARIABLE}\"{after}", quoted(before))
            }
            _ => quoted(&url),
        };
        let mut command = format!("curl {url}");
        let (body, form) = self.body(found, hidden);
        if let Some(body) = body {
            command.push_str(" \\\n  -H 'content-type: application/json'");
            command.push_str(&format!(" \\\n  -d {}", quoted(&body.to_string())));
        }
        for (name, part) in form {
            command.push_str(&match part {
                FormPart::Text(text) => format!(" \\\n  --form-string {}", quoted(&format!("{name}={text}"))),
                FormPart::File(path, kind, _) => {
                    format!(" \\\n  -F {}", quoted(&format!("{name}=@\"{}\";type={kind}", in_form(&path))))
                }
            });
        }
        command
    }
}

/// A word that no shell takes apart.
pub(super) fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// A path as curl takes it in double quotes.
fn in_form(path: &str) -> String {
    path.replace('\\', "\\\\").replace('"', "\\\"")
}
