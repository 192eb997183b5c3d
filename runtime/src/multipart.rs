//! Forms with files.

use std::fmt::Write;

use crate::request::File;

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

/// A boundary that no part holds.
fn boundary(texts: &[(&str, String)], files: &[(String, File)]) -> String {
    let mut number = 0_u64;
    loop {
        let mut boundary = String::from("wxopen-");
        let _ = write!(boundary, "{number:016x}");
        let found = texts.iter().any(|(_, text)| contains(text.as_bytes(), boundary.as_bytes()))
            || files.iter().any(|(_, file)| contains(&file.bytes, boundary.as_bytes()));
        if !found {
            return boundary;
        }
        number += 1;
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// As browsers write names: quotes and line breaks percent-encoded.
fn quoted(name: &str) -> String {
    name.chars().filter(|c| !c.is_control() || matches!(c, '\r' | '\n')).fold(String::new(), |mut out, c| {
        match c {
            '"' => out.push_str("%22"),
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
