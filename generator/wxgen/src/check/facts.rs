//! URLs, dates and digests are what they say.

use super::Check;
use crate::parse::{EndpointSpec, SourceSpec};
use crate::report::{Diagnostic, codes};
use crate::source::Spanned;

fn wrong(check: &mut Check<'_>, facts: fn(&EndpointSpec) -> Vec<&Spanned<String>>, good: fn(&str) -> bool, what: &str) {
    let mut found = Vec::new();
    for endpoint in &check.spec.endpoints {
        found.extend(facts(endpoint).into_iter().filter(|fact| !good(&fact.value)).map(|fact| {
            Diagnostic::error(codes::BAD_FACT, format!("{:?} is not {what}", fact.value)).at(fact.span, "")
        }));
    }
    check.diagnostics.extend(found);
}

fn of_sources(endpoint: &EndpointSpec, fact: fn(&SourceSpec) -> &Option<Spanned<String>>) -> Vec<&Spanned<String>> {
    endpoint.sources.iter().filter_map(|source| fact(source).as_ref()).collect()
}

/// `docs` is a URL, and so is a `page` that looks like one.
pub(super) fn urls(check: &mut Check<'_>) {
    wrong(check, addresses, is_url, "a URL that a browser opens (https://…)");
}

fn addresses(endpoint: &EndpointSpec) -> Vec<&Spanned<String>> {
    let pages = endpoint.sources.iter().map(|source| &source.page).filter(|page| page.value.contains("://"));
    endpoint.docs.iter().chain(pages).collect()
}

/// Is it a URL that a browser opens?
pub(super) fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphanumeric())
            && rest
                .chars()
                .all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'))
    })
}

/// `captured` is a date.
pub(super) fn dates(check: &mut Check<'_>) {
    wrong(check, |endpoint| of_sources(endpoint, |source| &source.captured), is_date, "a date (YYYY-MM-DD)");
}

/// Is it a day that exists, as `YYYY-MM-DD`?
pub fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |part: &str, digits: usize| {
        let good = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        good.then(|| part.parse::<u32>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// `sha256` is a digest.
pub(super) fn digests(check: &mut Check<'_>) {
    let good = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    wrong(check, |endpoint| of_sources(endpoint, |source| &source.sha256), good, "a SHA-256 digest (64 hex digits)");
}
