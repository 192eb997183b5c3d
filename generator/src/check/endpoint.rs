//! Rules about one endpoint: its path, token, permission sets and codes.

use super::Check;
use crate::parse::{PermissionsSpec, Spanned};
use crate::report::{Diagnostic, codes};

/// Names and summaries are not empty.
pub(super) fn texts_say_something(check: &mut Check<'_>) {
    for endpoint in &check.spec.endpoints {
        for (key, text) in [("name", &endpoint.name), ("summary", &endpoint.summary)] {
            if text.value.trim().is_empty() {
                check
                    .diagnostics
                    .push(Diagnostic::error(codes::EMPTY_TEXT, format!("`{key}` says nothing")).at(text.span, ""));
            }
        }
    }
}

/// Paths start with `/` and are nothing but a path.
pub(super) fn paths(check: &mut Check<'_>) {
    for endpoint in &check.spec.endpoints {
        let Spanned { value: path, span } = &endpoint.path;
        let (why, help) = if path.contains("://") || path.starts_with("//") {
            ("it names a host", "write what follows the host; the host stands in api.yaml")
        } else if !path.starts_with('/') {
            ("it does not start with `/`", "write it from the first slash: /wxa/bind_tester")
        } else if path.contains(['?', '#']) {
            ("it has a query", "write parameters as fields of `request` with `in: query`, fixed ones as type const")
        } else if path.split('/').any(|part| part == "." || part == "..") {
            ("it has a `.` or `..` part", "write the path as it is called")
        } else if !path.chars().all(|c| c.is_ascii_alphanumeric() || "/-._~%+:@!$&'()*,;=".contains(c)) {
            ("it has characters that no URL has", "percent-encode them")
        } else {
            continue;
        };
        check
            .diagnostics
            .push(Diagnostic::error(codes::BAD_PATH, format!("{path:?} is no path: {why}")).at(*span, "").help(help));
    }
}

/// Tokens are kinds that `api.yaml` lists, or none.
pub(super) fn tokens(check: &mut Check<'_>) {
    let Some(api) = &check.spec.api else { return };
    for endpoint in &check.spec.endpoints {
        let token = &endpoint.token;
        if token.value != "none" && !api.tokens.iter().any(|known| known.name.value == token.value) {
            let known = api.tokens.iter().map(|known| known.name.value.as_str()).chain(["none"]);
            check.diagnostics.push(
                Diagnostic::error(codes::UNKNOWN_TOKEN, format!("{:?} is no kind of token", token.value))
                    .at(token.span, "")
                    .did_you_mean(&token.value, known.clone())
                    .help(format!("api.yaml lists {}", known.collect::<Vec<_>>().join(", "))),
            );
        }
        if let (Some(param), "none") = (&endpoint.token_param, token.value.as_str()) {
            check.diagnostics.push(
                Diagnostic::error(codes::BAD_FLAG, "`token_param` without a token")
                    .at(param.span, "")
                    .also(token.span, "no token"),
            );
        }
    }
}

/// Permission sets are known, and stand once.
pub(super) fn permission_sets(check: &mut Check<'_>) {
    let known = &check.spec.permission_sets;
    for endpoint in &check.spec.endpoints {
        let Some(Spanned { value: PermissionsSpec::Ids(ids), span }) = &endpoint.permission_sets else { continue };
        if ids.is_empty() {
            check.diagnostics.push(
                Diagnostic::error(codes::TOO_FEW, "`permission_sets` is empty")
                    .at(*span, "")
                    .help("leave the key out where pages do not say; `any` and `none` are words of their own"),
            );
        }
        for (at, id) in ids.iter().enumerate() {
            if let Some(first) = ids.iter().take(at).find(|first| first.value == id.value) {
                check.diagnostics.push(
                    Diagnostic::error(codes::DUPLICATE, format!("permission set {} stands twice", id.value))
                        .at(id.span, "the second one")
                        .also(first.span, "the first one"),
                );
            }
            if !known.iter().any(|set| set.id.value == id.value) {
                let texts: Vec<_> = known.iter().map(|set| set.id.value.to_string()).collect();
                let mut diagnostic = Diagnostic::error(
                    codes::UNKNOWN_PERMISSION_SET,
                    format!("permission set {} is not in permission_sets.yaml", id.value),
                )
                .at(id.span, "");
                if id.value > 9 {
                    diagnostic = diagnostic.did_you_mean(&id.value.to_string(), texts.iter().map(String::as_str));
                }
                check.diagnostics.push(diagnostic.help(format!("if WeChat has it, add the line `{}:`", id.value)));
            }
        }
    }
}

/// An empty entry refers to a shared code.
pub(super) fn shared_codes(check: &mut Check<'_>) {
    let shared = &check.spec.errcodes;
    for endpoint in &check.spec.endpoints {
        for code in &endpoint.errcodes {
            let bare = code.name.is_none() && code.msg.is_none() && code.advice.is_none() && code.class.is_none();
            if bare && !shared.iter().any(|known| known.code.value == code.code.value) {
                let number = code.code.value;
                let texts: Vec<_> = shared.iter().map(|known| known.code.value.to_string()).collect();
                check.diagnostics.push(
                    Diagnostic::error(codes::UNKNOWN_ERRCODE, format!("code {number} is not in errcodes.yaml"))
                        .at(code.code.span, "an empty entry refers to a shared code")
                        .did_you_mean(&number.to_string(), texts.iter().map(String::as_str))
                        .help(format!("say it here: `{number}: {{ name: …, msg: …, advice: … }}`")),
                );
            }
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
