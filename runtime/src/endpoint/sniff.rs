//! What a body is: bytes, JSON, markup, text or nothing. The first bytes decide; what the server declares decides only
//! where they leave it open, for servers call a web page `image/jpeg` and a picture `text/plain`.

/// So many bytes of a body are enough to say what it is.
pub(crate) const FIRST_BYTES: usize = 1024;

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// A file.
    Bytes,
    /// Most likely JSON. Whether it is, and whether it is an error, only the whole body says.
    Json,
    /// HTML or XML.
    Markup,
    /// Other text.
    Text,
    /// White space at most.
    Nothing,
}

/// What the files begin with whose first bytes can pass for text.
const SIGNATURES: &[&[u8]] =
    &[b"\xFF\xD8\xFF", b"\x89PNG", b"GIF8", b"RIFF", b"%PDF-", b"PK\x03\x04", b"\x1F\x8B", b"ID3", b"OggS", b"#!AMR"];

/// Text that is a file of its own, and no message of a server.
const TABLES: &[&str] = &["text/csv", "text/tab-separated-values"];

/// What a body is, by its first [`FIRST_BYTES`] and its headers `Content-Type` and `Content-Disposition`.
///
/// Text counts as a file where the headers say so: its type is that of a table, or the disposition names a file. HTML, XML
/// and JSON do not.
pub(crate) fn sniff(content_type: Option<&str>, disposition: Option<&str>, body: &[u8]) -> Content {
    let first = body.trim_ascii_start();
    let first = first.get(..FIRST_BYTES).unwrap_or_else(|| without_end_marks(first));
    if SIGNATURES.iter().any(|signature| first.starts_with(signature)) {
        return Content::Bytes;
    }
    if first.starts_with(b"\xFE\xFF") || first.starts_with(b"\xFF\xFE") {
        return Content::Text;
    }
    let text = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first).trim_ascii_start();
    if begins_object(text) {
        return Content::Json;
    }
    if begins_page(text) {
        return Content::Markup;
    }
    if first.iter().any(|byte| is_binary(*byte)) {
        return Content::Bytes;
    }
    match text.first() {
        None => Content::Nothing,
        Some(b'<') => Content::Markup,
        Some(b'{' | b'[') => Content::Json,
        Some(_) if is_file(content_type, disposition, first) => Content::Bytes,
        Some(_) => Content::Text,
    }
}

/// A whole text without the zeros that a server puts behind it.
fn without_end_marks(body: &[u8]) -> &[u8] {
    let end = body.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    body.get(..end).filter(|text| !text.trim_ascii().is_empty()).unwrap_or(body)
}

/// Is it the beginning of a web page or of XML? Such a one is no file whatever is in it.
fn begins_page(text: &[u8]) -> bool {
    const PAGES: &[&[u8]] = &[b"<html", b"<!doctype", b"<?xml", b"<xml", b"<head", b"<body"];
    PAGES.iter().any(|page| text.get(..page.len()).is_some_and(|start| start.eq_ignore_ascii_case(page)))
}

/// Is it the beginning of a JSON object? A binary file can begin with a brace, too.
fn begins_object(text: &[u8]) -> bool {
    let inside = text.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    inside.is_some_and(|inside| matches!(inside.first(), Some(b'"' | b'}')))
}

/// A character that no text has.
fn is_binary(byte: u8) -> bool {
    matches!(byte, 0..=8 | 11 | 14..=26 | 28..=31)
}

/// What looks like text, or like the text of another encoding: is it a file nevertheless?
fn is_file(content_type: Option<&str>, disposition: Option<&str>, first: &[u8]) -> bool {
    let declared = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let names_file = disposition.is_some_and(|header| header.to_ascii_lowercase().contains("filename"));
    let is_media = ["image/", "audio/", "video/", "application/"].iter().any(|kind| declared.starts_with(kind))
        && !["json", "xml", "javascript"].iter().any(|text| declared.contains(text));
    names_file || TABLES.contains(&declared.as_str()) || is_media && !is_utf8(first)
}

/// Is it UTF-8, apart from a character that is cut short at the end?
fn is_utf8(first: &[u8]) -> bool {
    str::from_utf8(first).map_or_else(|error| error.error_len().is_none(), |_| true)
}
