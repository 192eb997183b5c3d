//! Lines that say method and URL.

/// A call as a page writes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Call {
    pub(super) method: Option<String>,
    pub(super) path: String,
    /// Parameters of the URL with their sample values.
    pub(super) query: Vec<(String, String)>,
    pub(super) line: usize,
}

/// The method that a line names.
pub(super) fn method(text: &str) -> Option<&'static str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "PATCH"];
    words.take(12).find_map(|word| METHODS.iter().find(|method| method.eq_ignore_ascii_case(word)).copied())
}

/// The call on a line. The method may stand on the line before it.
pub(super) fn of_line(line: &str, before: Option<&str>, number: usize) -> Option<Call> {
    let text: String = line.chars().filter(|c| !matches!(c, '`' | '*' | '\u{200b}')).collect();
    let text = text.replace("https: //", "https://");
    let start = text.find("://")?;
    let scheme = text
        .get(..start)?
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |at| at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let lead = text.get(..scheme)?;
    let rest = text.get(start + 3..)?;
    let end = rest
        .find(|c: char| c.is_whitespace() || !c.is_ascii() || matches!(c, '"' | '\'' | '<' | '>' | '`'))
        .unwrap_or(rest.len());
    let url = rest.get(..end)?.trim_end_matches([')', '.', ',', ';']);
    // A URL with a blank in it goes on after it.
    let more = rest.get(end..)?.split_whitespace().next().unwrap_or("");
    let goes_on =
        url.ends_with(['/', '-']) && more.starts_with(|c: char| c.is_ascii_alphabetic()) && more.contains('?');
    let joined = format!("{url}{}", if goes_on { more } else { "" });
    let url = joined.as_str();
    let (host, path_and_query) = url.split_once('/')?;
    if !is_api(host) {
        return None;
    }
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let is_folder = path.ends_with('/') && query.is_empty();
    let path = format!("/{}", path.trim_end_matches('/'));
    if path.len() < 2
        || is_folder && lead.trim_end().ends_with("Host:")
        || lead.contains("curl")
        || lead.contains("http.")
    {
        return None;
    }
    let method = method(lead).or_else(|| method(rest.get(end..)?)).or_else(|| before.and_then(method));
    Some(Call { method: method.map(str::to_owned), path, query: pairs(query), line: number })
}

fn is_api(host: &str) -> bool {
    let host = host.split(':').next().unwrap_or(host);
    host.ends_with(".weixin.qq.com") && host.split('.').any(|label| label.starts_with("api") || label == "file")
}

/// Is the line a URL and nothing else?
pub(super) fn is_bare(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("http") && line.contains("://") && !line.contains(char::is_whitespace) && line.is_ascii()
}

/// The pairs of a query, at most a hundred.
fn pairs(query: &str) -> Vec<(String, String)> {
    let query = query.split('#').next().unwrap_or(query);
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).take(100);
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .filter(|(name, _)| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        })
        .collect()
}

/// Could a value of a URL be fixed, rather than a sample or a word for what goes there?
pub(super) fn is_fixed(name: &str, value: &str) -> bool {
    let word = value.len() > 2 && value.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let same = value.eq_ignore_ascii_case(name) || value.trim_matches('x').is_empty();
    let said = ["token", "secret", "appid", "openid", "xxx", "your", "sig"].iter().any(|part| value.contains(part));
    word && !same && !said
}
