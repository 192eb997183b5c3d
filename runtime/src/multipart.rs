//! Forms with files.

use std::collections::BTreeSet;

use crate::request::File;

/// What boundaries start with; sixteen hexadecimal digits follow.
const PREFIX: &str = "wxopen-";

/// The content type and the body of a form. The boundary depends on the content alone and does not occur in it.
pub(crate) fn encode(texts: &[(&str, String)], files: &[(String, File)]) -> (String, Vec<u8>) {
    let boundary = boundary(texts, files);
    let mut body = Vec::new();
    for (name, text) in texts {
        let name = quoted(name);
        body.extend(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").bytes());
        body.extend(text.bytes());
        body.extend(b"\r\n");
    }
    for (name, file) in files {
        let (name, file_name) = (quoted(name), quoted(&file.name));
        let content_type = header_value(&file.content_type);
        body.extend(
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
                 Content-Type: {content_type}\r\n\r\n"
            )
            .bytes(),
        );
        body.extend(&file.bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

/// Names of the parts of a form, each with its text or the name of its file.
#[cfg(feature = "serde")]
pub(crate) fn decode(content_type: &str, body: &[u8]) -> Option<Vec<(String, String)>> {
    let boundary = content_type.split_once("boundary=")?.1;
    let body = String::from_utf8_lossy(body);
    let mark = format!("--{boundary}");
    let parts = body.split(&mark).filter_map(|part| part.strip_prefix("\r\n"));
    parts
        .map(|part| {
            let (head, content) = part.split_once("\r\n\r\n")?;
            let name = parameter(head, "; name=\"")?;
            let text = parameter(head, "; filename=\"").or_else(|| content.strip_suffix("\r\n"))?;
            Some((name.to_owned(), text.to_owned()))
        })
        .collect()
}

#[cfg(feature = "serde")]
fn parameter<'a>(head: &'a str, start: &str) -> Option<&'a str> {
    head.split_once(start)?.1.split('"').next()
}

/// A boundary that no part holds: the first number that none of them mentions. One look at each part is enough, so
/// content that mentions many numbers costs no more than any other.
fn boundary(texts: &[(&str, String)], files: &[(String, File)]) -> String {
    let mut taken = BTreeSet::new();
    texts.iter().for_each(|(_, text)| note_taken(text.as_bytes(), &mut taken));
    files.iter().for_each(|(_, file)| note_taken(&file.bytes, &mut taken));
    let mut number = 0_u64;
    while taken.contains(&number) {
        number += 1;
    }
    format!("{PREFIX}{number:016x}")
}

/// Notes every number that stands in the bytes as it would in a boundary.
fn note_taken(bytes: &[u8], taken: &mut BTreeSet<u64>) {
    for window in bytes.windows(PREFIX.len() + 16) {
        let number = window
            .strip_prefix(PREFIX.as_bytes())
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u64::from_str_radix(digits, 16).ok());
        taken.extend(number);
    }
}

/// As browsers write names: quotes and line breaks percent-encoded. So are backslashes, which some servers take for the
/// start of an escape.
fn quoted(name: &str) -> String {
    name.chars().filter(|c| !c.is_control() || matches!(c, '\r' | '\n')).fold(String::new(), |mut out, c| {
        match c {
            '"' => out.push_str("%22"),
            '\\' => out.push_str("%5C"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            c => out.push(c),
        }
        out
    })
}

fn header_value(text: &str) -> String {
    let clean: String = text.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
    if clean.trim().is_empty() { "application/octet-stream".to_owned() } else { clean }
}
