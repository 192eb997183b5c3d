//! Rules about one endpoint: its path, token, permission sets and codes.

use std::collections::{HashMap, HashSet};

use super::Check;
use super::api::twice;
use crate::parse::{ErrcodeSpec, PermissionsSpec};
use crate::report::{Diagnostic, codes};
use crate::source::Spanned;

/// Paths start with `/` and are nothing but a path.
pub(super) fn paths(check: &mut Check<'_>) {
    // A missing path is reported as a missing key.
    let paths = check.spec.endpoints.iter().map(|endpoint| &endpoint.path).filter(|path| !path.value.is_empty());
    for Spanned { value: path, span } in paths {
        if let Some((why, help)) = wrong_path(path) {
            let message = format!("{path:?} is no path: {why}");
            check.diagnostics.push(Diagnostic::error(codes::BAD_PATH, message).at(*span, "").help(help));
        }
    }
}

/// What is wrong with a path, and what to do.
fn wrong_path(path: &str) -> Option<(&'static str, &'static str)> {
    let dots = |part: &str| matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    let of_a_url = |c: char| c.is_ascii_alphanumeric() || "/-._~%+:@!$&'()*,;=".contains(c);
    let hex = |part: &str| part.len() >= 2 && part.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    let rules = [
        (
            path.contains("://") || path.starts_with("//"),
            "it names a host",
            "write what follows the host; the host stands in api.yaml",
        ),
        (!path.starts_with('/'), "it does not start with `/`", "write it from the first slash: /wxa/bind_tester"),
        (
            path.contains(['?', '#']),
            "it has a query",
            "write parameters as fields of `request` with `in: query`, fixed ones as type const",
        ),
        (path.split('/').any(dots), "it has a `.` or `..` part", "write the path as it is called"),
        (!path.chars().all(of_a_url), "it has characters that no URL has", "percent-encode them"),
        (!path.split('%').skip(1).all(hex), "a `%` is not followed by two hex digits", "write it as %25"),
    ];
    rules.into_iter().find(|(wrong, ..)| *wrong).map(|(_, why, help)| (why, help))
}

/// Tokens are kinds that `api.yaml` lists, or none.
pub(super) fn tokens(check: &mut Check<'_>) {
    for endpoint in &check.spec.endpoints {
        let token = &endpoint.token;
        if token.value == "none" {
            let param = endpoint.token_param.iter().map(|param| ("token_param", param.span));
            let others = endpoint.other_tokens.iter().map(|other| ("other_tokens", other.span)).take(1);
            check.diagnostics.extend(param.chain(others).map(|(key, span)| {
                Diagnostic::error(codes::BAD_FLAG, format!("`{key}` without a token"))
                    .at(span, "")
                    .also(token.span, "no token")
            }));
        }
        let kinds = std::iter::once(token).chain(&endpoint.other_tokens);
        check.diagnostics.extend(twice("token", kinds.map(|kind| (kind.value.as_str(), kind.span))));
        let Some(api) = check.spec.api.as_ref().filter(|_| !check.spec.api_is_broken) else { continue };
        let known = |none: Option<&'static str>| {
            api.tokens.iter().map(|known| known.name.value.as_str()).chain(none).collect::<Vec<_>>()
        };
        let named = std::iter::once((token, known(Some("none"))));
        for (kind, known) in named.chain(endpoint.other_tokens.iter().map(|other| (other, known(None)))) {
            if kind.value.is_empty() || known.contains(&kind.value.as_str()) {
                continue;
            }
            check.diagnostics.push(
                Diagnostic::error(codes::UNKNOWN_TOKEN, format!("{:?} is no kind of token", kind.value))
                    .at(kind.span, "")
                    .did_you_mean(&kind.value, known.iter().copied())
                    .help(format!("api.yaml has {}", known.join(", "))),
            );
        }
    }
}

/// Permission sets are known, and stand once.
pub(super) fn permission_sets(check: &mut Check<'_>) {
    let known: HashSet<_> = check.spec.permission_sets.iter().map(|set| set.id.value).collect();
    let texts: Vec<_> = check.spec.permission_sets.iter().map(|set| set.id.value.to_string()).collect();
    for endpoint in &check.spec.endpoints {
        let Some(Spanned { value: PermissionsSpec::Ids(ids), span }) = &endpoint.permission_sets else { continue };
        if ids.is_empty() {
            check.diagnostics.push(
                Diagnostic::error(codes::TOO_FEW, "`permission_sets` lists none")
                    .at(*span, "")
                    .help("leave the key out where pages do not say; `any` and `none` are words of their own"),
            );
        }
        check.diagnostics.extend(twice("permission set", ids.iter().map(|id| (id.value, id.span))));
        if check.spec.permission_sets_are_broken {
            continue;
        }
        for id in ids.iter().filter(|id| !known.contains(&id.value)) {
            let message = format!("permission set {} is not in permission_sets.yaml", id.value);
            let mut diagnostic = Diagnostic::error(codes::UNKNOWN_PERMISSION_SET, message).at(id.span, "");
            // Of two digits, any number has a near one.
            if id.value > 99 {
                diagnostic = diagnostic.did_you_mean(&id.value.to_string(), texts.iter().map(String::as_str));
            }
            check.diagnostics.push(diagnostic.help(format!("if WeChat has it, add the line `{}:` there", id.value)));
        }
    }
}

/// An empty entry refers to a shared code: of the area, or of all.
pub(super) fn shared_codes(check: &mut Check<'_>) {
    let spec = check.spec;
    let broken: HashSet<_> = spec.area_errcodes.iter().filter(|of| of.is_broken).map(|of| of.area.as_str()).collect();
    let mut of_areas: HashMap<&str, HashSet<i64>> = HashMap::new();
    for endpoint in &spec.endpoints {
        let area = endpoint.area.value.as_str();
        if spec.errcodes_are_broken || broken.contains(area) {
            continue;
        }
        let known =
            of_areas.entry(area).or_insert_with(|| spec.codes_for(area).map(|known| known.code.value).collect());
        // 0 is success, and needs no entry.
        let unknown = |code: &&ErrcodeSpec| code.is_bare() && code.code.value != 0 && !known.contains(&code.code.value);
        for code in endpoint.errcodes.iter().filter(unknown) {
            let number = code.code.value;
            let texts: Vec<_> = spec.codes_for(area).map(|known| known.code.value.to_string()).collect();
            check.diagnostics.push(
                Diagnostic::error(codes::UNKNOWN_ERRCODE, format!("code {number} is not in errcodes.yaml"))
                    .at(code.code.span, "an empty entry refers to a shared code")
                    .did_you_mean(&number.to_string(), texts.iter().map(String::as_str))
                    .help(format!("say it here: `{number}: {{ name: …, msg: …, advice: … }}`")),
            );
        }
    }
}

/// A binary reply has no fields.
pub(super) fn binary_replies(check: &mut Check<'_>) {
    for endpoint in &check.spec.endpoints {
        let (Some(returns), Some(field)) = (&endpoint.returns_binary, endpoint.response.first()) else { continue };
        if returns.value {
            check.diagnostics.push(
                Diagnostic::error(codes::BINARY_WITH_FIELDS, "a binary reply has no fields")
                    .at(field.wire.span, "this is a field")
                    .also(returns.span, "the reply is bytes")
                    .help("say what the bytes are in `returns_doc`; an error still comes as JSON"),
            );
        }
    }
}
