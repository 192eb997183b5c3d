//! The name of a file in the header `Content-Disposition`.
//!
//! Read as what servers send, which is more than the standard has: raw UTF-8, words of mail headers, names with folders. A
//! crate for it would bring the character sets of mail along.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

/// The name of the file, without folders. `filename*` takes precedence over `filename`.
pub(crate) fn file_name(header: &str) -> Option<String> {
    let parameters = parameters(header);
    let value = |wanted: &str| parameters.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let extended = value("filename*").and_then(extended).as_deref().and_then(without_folders);
    extended.or_else(|| without_folders(&mail_words(value("filename")?)))
}

/// The parameters behind the type: their names in lower case, and their values without quotation marks and escapes.
fn parameters(header: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = header;
    while let Some((_, parameter)) = rest.split_once(';') {
        let end = parameter.find([';', '=']).unwrap_or(parameter.len());
        let (name, behind) = parameter.split_at(end);
        let Some(written) = behind.strip_prefix('=') else {
            rest = behind;
            continue;
        };
        let written = written.trim_start();
        let value;
        (value, rest) = match written.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let (value, rest) = written.split_at(written.find(';').unwrap_or(written.len()));
                (value.trim().to_owned(), rest)
            }
        };
        found.push((name.trim().to_ascii_lowercase(), value));
    }
    found
}

/// A quoted value, and what is behind it. A backslash escapes a quotation mark or itself; before anything else it is the
/// mark of a folder, as Windows writes it.
fn unquoted(quoted: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = quoted.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, quoted.get(at + 1..).unwrap_or_default()),
            '\\' => {
                let escaped = chars.next_if(|(_, next)| matches!(next, '"' | '\\'));
                value.push(escaped.map_or('\\', |(_, escaped)| escaped));
            }
            c => value.push(c),
        }
    }
    (value, "")
}

/// A value with its character set first, `UTF-8''a%20b.jpg`.
fn extended(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_, encoded) = rest.split_once('\'')?;
    let bytes: Vec<u8> = percent_decode_str(encoded).collect();
    match charset.trim().to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" => String::from_utf8(bytes).ok(),
        "iso-8859-1" => Some(bytes.into_iter().map(char::from).collect()),
        _ => None,
    }
}

/// A value with words as mail headers have them, `=?UTF-8?B?5rWL?=`; of other character sets than UTF-8 as it is.
fn mail_words(value: &str) -> String {
    let words = value.split_ascii_whitespace().map(mail_word).collect::<Option<String>>();
    words.unwrap_or_else(|| value.to_owned())
}

fn mail_word(word: &str) -> Option<String> {
    let mut parts = word.strip_prefix("=?")?.strip_suffix("?=")?.split('?');
    let (charset, encoding, text) = (parts.next()?, parts.next()?, parts.next()?);
    if !charset.eq_ignore_ascii_case("utf-8") || parts.next().is_some() {
        return None;
    }
    let bytes = match encoding {
        "B" | "b" => STANDARD.decode(text).ok()?,
        "Q" | "q" => percent_decode_str(&text.replace('%', "%25").replace('_', " ").replace('=', "%")).collect(),
        _ => return None,
    };
    String::from_utf8(bytes).ok()
}

fn without_folders(path: &str) -> Option<String> {
    let name = path.rsplit(['/', '\\']).next()?.trim();
    let is_name = !name.is_empty() && name != "." && name != ".." && !name.chars().any(char::is_control);
    is_name.then(|| name.to_owned())
}
