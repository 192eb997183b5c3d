//! Rules about `api.yaml` and the shared tables.

use std::collections::HashMap;

use super::Check;
use crate::read::{Role, Span};
use crate::report::{Diagnostic, codes};

/// A spec has an `api.yaml` and at least one endpoint.
pub(super) fn there_is_an_api(check: &mut Check<'_>) {
    let Some((first, _)) = check.sources.iter().next() else { return };
    if check.spec.api.is_none() && !check.spec.api_is_broken {
        check.add(
            Diagnostic::error(codes::NO_SPEC, "the folder has no api.yaml")
                .at(Span::start_of(first), "")
                .help("api.yaml names the host, the tokens and the areas"),
        );
    }
    let has_endpoints = check.sources.files().iter().any(|file| matches!(file.role(), Role::Endpoint(_)));
    if let (false, Some(api)) = (has_endpoints, &check.spec.api) {
        check.add(
            Diagnostic::error(codes::NO_SPEC, "the spec has no endpoint")
                .at(Span::start_of(api.file), "")
                .help("an endpoint is a file in the folder of its area, such as member/bind_tester.yaml"),
        );
    }
}

/// Cargo takes the crate's name and version.
pub(super) fn crate_is_one_cargo_takes(check: &mut Check<'_>) {
    let Some(api) = &check.spec.api else { return };
    let mut wrong = Vec::new();
    if let Some(name) = &api.krate.name {
        let good = name.value.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.value.len() <= 64
            && name.value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if !good {
            wrong.push((
                name.span,
                format!("{:?} is not a name for a crate", name.value),
                "letters, digits, `-` and `_`",
            ));
        }
    }
    if let Some(version) = &api.krate.version {
        let (core, rest) = version.value.split_at(version.value.find(['-', '+']).unwrap_or(version.value.len()));
        let numbers: Vec<_> = core.split('.').collect();
        let good = numbers.len() == 3
            && numbers.iter().all(|part| part.parse::<u64>().is_ok_and(|number| number.to_string() == *part))
            && rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+'))
            && rest.len() != 1;
        if !good {
            wrong.push((version.span, format!("{:?} is not a version", version.value), "three numbers, such as 0.1.0"));
        }
    }
    for (span, message, label) in wrong {
        check.add(Diagnostic::error(codes::BAD_CRATE, message).at(span, label));
    }
}

/// Hosts are bare names.
pub(super) fn hosts_are_names(check: &mut Check<'_>) {
    let Some(api) = &check.spec.api else { return };
    let bad: Vec<_> = std::iter::once(&api.host)
        .chain(&api.fallback_hosts)
        .filter(|host| !is_host(&host.value))
        .map(|host| {
            Diagnostic::error(codes::BAD_HOST, format!("{:?} is not the name of a host", host.value))
                .at(host.span, "")
                .help("write the name alone, without scheme, port or path: api.weixin.qq.com")
        })
        .collect();
    check.diagnostics.extend(bad);
}

fn is_host(name: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    name.len() <= 253 && name.contains('.') && name.split('.').all(label)
}

/// Endpoints lie in areas that `api.yaml` names. Reported once for each folder.
pub(super) fn areas_are_declared(check: &mut Check<'_>) {
    let Some(api) = &check.spec.api else { return };
    let mut reported: Vec<&str> = Vec::new();
    for endpoint in &check.spec.endpoints {
        let area = &endpoint.area.value;
        if api.areas.iter().any(|known| known.id.value == *area) || reported.contains(&area.as_str()) {
            continue;
        }
        reported.push(area);
        check.diagnostics.push(
            Diagnostic::error(codes::UNKNOWN_AREA, format!("the folder {area} is no area of api.yaml"))
                .at(endpoint.area.span, "")
                .did_you_mean(area, api.areas.iter().map(|area| area.id.value.as_str()))
                .help(format!("add `{area}: {{ title: … }}` to `areas` of api.yaml")),
        );
    }
}

/// Every area of `api.yaml` holds an endpoint.
pub(super) fn areas_are_used(check: &mut Check<'_>) {
    let Some(api) = &check.spec.api else { return };
    for area in &api.areas {
        let folder = |path: &str| path.split_once('/').is_some_and(|(folder, _)| folder == area.id.value);
        if !check.sources.files().iter().any(|file| folder(&file.path)) {
            check.diagnostics.push(
                Diagnostic::warning(codes::UNUSED_AREA, format!("the area {} holds no endpoint", area.id.value))
                    .at(area.id.span, "")
                    .help("remove it, or add a file to its folder"),
            );
        }
    }
}

/// An area's name is a cargo feature, and none that the crate has already.
pub(super) fn area_names_are_features(check: &mut Check<'_>) {
    const TAKEN: &[&str] = &["default", "full", "reqwest", "blocking", "serde"];
    let Some(api) = &check.spec.api else { return };
    for area in &api.areas {
        let id = &area.id.value;
        let good = id.starts_with(|c: char| c.is_ascii_alphabetic())
            && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        let help = match good {
            true if !TAKEN.contains(&id.as_str()) => continue,
            true => format!("the crate has a feature {id} already"),
            false => "it becomes a folder, a module and a feature: letters, digits, `-` and `_`".to_owned(),
        };
        check.diagnostics.push(
            Diagnostic::error(codes::NAME_CLASH, format!("an area cannot be called {id:?}"))
                .at(area.id.span, "")
                .help(help),
        );
    }
}

/// A permission set or code stands once, however it is spelled (`18`, `0x12`).
pub(super) fn ids_stand_once(check: &mut Check<'_>) {
    let sets = check.spec.permission_sets.iter().map(|set| (i64::from(set.id.value), set.id.span));
    let mut found = twice("permission set", sets);
    found.extend(twice("code", check.spec.errcodes.iter().map(|code| (code.code.value, code.code.span))));
    for endpoint in &check.spec.endpoints {
        found.extend(twice("code", endpoint.errcodes.iter().map(|code| (code.code.value, code.code.span))));
    }
    check.diagnostics.extend(found);
}

fn twice(what: &str, all: impl Iterator<Item = (i64, Span)>) -> Vec<Diagnostic> {
    let mut seen = HashMap::new();
    let mut found = Vec::new();
    for (id, span) in all {
        match seen.get(&id) {
            None => {
                seen.insert(id, span);
            }
            Some(first) => found.push(
                Diagnostic::error(codes::DUPLICATE, format!("{what} {id} stands twice"))
                    .at(span, "the second one")
                    .also(*first, "the first one"),
            ),
        }
    }
    found
}
