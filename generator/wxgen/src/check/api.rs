//! Rules about `api.yaml`, the areas and the shared tables.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;
use std::hash::Hash;

use super::Check;
use super::facts::is_url;
use crate::names;
use crate::report::{Diagnostic, codes};
use crate::source::Spanned;
use crate::source::{Role, Span};

/// A spec has an `api.yaml` and at least one endpoint.
pub(super) fn there_is_an_api(check: &mut Check<'_>) {
    let roles: Vec<_> = check.sources.files().iter().map(|file| file.role()).collect();
    // A folder without any file is for reading to report.
    if roles.is_empty() {
        return;
    }
    if !roles.contains(&Role::Api) {
        check.diagnostics.push(
            Diagnostic::error(codes::NO_SPEC, "the folder has no api.yaml")
                .help("api.yaml names the host, the tokens and the areas"),
        );
    }
    if !roles.iter().any(|role| matches!(role, Role::Endpoint(_))) {
        check.diagnostics.push(
            Diagnostic::error(codes::NO_SPEC, "the folder has no endpoint")
                .help("an endpoint is a file in the folder of its area, such as member/bind_tester.yaml"),
        );
    }
}

/// Cargo takes the crate's name and version.
pub(super) fn crate_is_one_cargo_takes(check: &mut Check<'_>) {
    let Some(api) = &check.spec.api else { return };
    let krate = &api.krate;
    let name = krate.name.as_ref().filter(|name| !is_crate_name(&name.value));
    let version = krate.version.as_ref().filter(|version| !is_version(&version.value));
    let found = [
        (name, "a name for a crate", "letters, digits, `-` and `_`, and no word of Rust"),
        (version, "a version", "three numbers, such as 0.1.0"),
    ];
    for (wrong, what, label) in found {
        if let Some(Spanned { value, span }) = wrong {
            let message = format!("{value:?} is not {what}");
            check.diagnostics.push(Diagnostic::error(codes::BAD_CRATE, message).at(*span, label));
        }
    }
    if let Some(Spanned { value, span }) = krate.repository.as_ref().filter(|url| !is_url(&url.value)) {
        let message = format!("{value:?} is not a URL that a browser opens (https://…)");
        check.diagnostics.push(Diagnostic::error(codes::BAD_FACT, message).at(*span, ""));
    }
}

fn is_crate_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.len() <= 64
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        // Rust's own words get a `_`, and cargo refuses them, as it does these.
        && !names::module(name).ends_with('_')
        && !matches!(name, "test" | "core" | "std" | "alloc" | "proc_macro" | "proc-macro")
}

fn is_version(version: &str) -> bool {
    let (version, build) = version.split_once('+').map_or((version, None), |(version, build)| (version, Some(build)));
    let (core, pre) = version.split_once('-').map_or((version, None), |(core, pre)| (core, Some(pre)));
    let number = |part: &str| part.parse::<u64>().is_ok_and(|number| number.to_string() == part);
    let word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    core.split('.').count() == 3
        && core.split('.').all(number)
        && pre.is_none_or(|pre| pre.split('.').all(|part| word(part) && (!digits(part) || number(part))))
        && build.is_none_or(|build| build.split('.').all(word))
}

/// Hosts are bare names, and stand once.
pub(super) fn hosts_are_names(check: &mut Check<'_>) {
    let Some(api) = &check.spec.api else { return };
    let all: Vec<_> = std::iter::once(&api.host).chain(&api.fallback_hosts).collect();
    // A missing host is reported as a missing key.
    for host in all.iter().filter(|host| !host.value.is_empty() && !is_host(&host.value)) {
        check.diagnostics.push(
            Diagnostic::error(codes::BAD_HOST, format!("{:?} is not the name of a host", host.value))
                .at(host.span, "")
                .help("write the name alone, without scheme, port or path: api.weixin.qq.com"),
        );
    }
    let found = twice("host", all.iter().map(|host| (host.value.to_ascii_lowercase(), host.span)));
    check.diagnostics.extend(found);
}

fn is_host(name: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    // An address ends in a number, a name never does.
    let address = name.rsplit('.').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_digit()));
    name.len() <= 253 && name.contains('.') && !address && name.split('.').all(label)
}

/// Kinds of token can be used: `none` stands for no token, and a parameter is a plain name.
pub(super) fn tokens_can_be_used(check: &mut Check<'_>) {
    let kinds = check.spec.api.iter().flat_map(|api| &api.tokens);
    let none = kinds.clone().map(|kind| &kind.name).filter(|name| matches!(name.value.as_str(), "none" | ""));
    for name in none {
        check.diagnostics.push(
            Diagnostic::error(codes::BAD_TOKEN, format!("no kind of token can be called {:?}", name.value))
                .at(name.span, "")
                .help("on an endpoint, `token: none` says that it needs no token"),
        );
    }
    let params = kinds.filter_map(|kind| kind.param.as_ref());
    let params = params.chain(check.spec.endpoints.iter().filter_map(|endpoint| endpoint.token_param.as_ref()));
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    for param in params.filter(|param| !param.value.chars().all(plain)) {
        check.diagnostics.push(
            Diagnostic::error(codes::BAD_TOKEN, format!("{:?} is no name of a query parameter", param.value))
                .at(param.span, "")
                .help("letters, digits and `_`, such as access_token"),
        );
    }
}

/// Endpoints lie in areas that `api.yaml` names. Reported once for each folder.
pub(super) fn areas_are_declared(check: &mut Check<'_>) {
    let Some(api) = check.spec.api.as_ref().filter(|_| !check.spec.api_is_broken) else { return };
    let mut folders = BTreeMap::new();
    for (file, source) in check.sources.iter() {
        if let Role::Endpoint(area) | Role::AreaErrcodes(area) = source.role() {
            folders.entry(area).or_insert(file);
        }
    }
    let known = || api.areas.iter().map(|area| area.id.value.as_str());
    for (area, file) in folders.into_iter().filter(|(area, _)| known().all(|known| known != *area)) {
        check.diagnostics.push(
            Diagnostic::error(codes::UNKNOWN_AREA, format!("the folder {area} is no area of api.yaml"))
                .at(Span::start_of(file), "")
                .did_you_mean(area, known())
                .help(format!("add `{area}: {{ title: … }}` to `areas` of api.yaml")),
        );
    }
}

/// Every area of `api.yaml` holds an endpoint.
pub(super) fn areas_are_used(check: &mut Check<'_>) {
    let Some(api) = &check.spec.api else { return };
    for area in &api.areas {
        if !check.sources.files().iter().any(|file| file.role() == Role::Endpoint(&area.id.value)) {
            check.diagnostics.push(
                Diagnostic::warning(codes::UNUSED_AREA, format!("the area {} holds no endpoint", area.id.value))
                    .at(area.id.span, "")
                    .help("remove it, or add a file to its folder"),
            );
        }
    }
}

/// An area's name is a cargo feature and a module, and none that the crate or another area has already.
pub(super) fn area_names_are_features(check: &mut Check<'_>) {
    const FEATURES: &[&str] = &[
        "default", "full", "reqwest", "blocking", "platform", "sqlite", "redis", "sealed", "push", "axum", "serde",
        "eq",
    ];
    const MODULES: &[&str] = &["errcode", "permission_set"];
    let is_taken = |name: &str| FEATURES.contains(&name) || MODULES.contains(&name);
    let areas = check.spec.api.iter().flat_map(|api| &api.areas);
    let mut modules: HashMap<String, &Spanned<String>> = HashMap::new();
    for Spanned { value: id, span } in areas.map(|area| &area.id) {
        let plain = id.starts_with(|c: char| c.is_ascii_alphabetic())
            && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        let module = names::module(id);
        let help = match plain {
            false => "it is a folder, a module and a feature at once: letters, digits, `-` and `_`".to_owned(),
            true if is_taken(id) || is_taken(&module) => {
                format!("the crate has a feature or module {id} already")
            }
            true => continue,
        };
        let message = format!("an area cannot be called {id:?}");
        check.diagnostics.push(Diagnostic::error(codes::BAD_AREA, message).at(*span, "").help(help));
    }
    for id in check.spec.api.iter().flat_map(|api| &api.areas).map(|area| &area.id) {
        let module = names::module(&id.value);
        if let Some(first) = modules.get(&module) {
            check.diagnostics.push(
                Diagnostic::error(
                    codes::NAME_CLASH,
                    format!("the areas {:?} and {:?} are both `{module}` in Rust", id.value, first.value),
                )
                .at(id.span, "this one")
                .also(first.span, "and this one")
                .help("rename one of the folders"),
            );
        } else {
            modules.insert(module, id);
        }
    }
}

/// A permission set or code stands once, however it is spelled (`18`, `0x12`).
pub(super) fn ids_stand_once(check: &mut Check<'_>) {
    let sets = check.spec.permission_sets.iter().map(|set| (set.id.value, set.id.span));
    let mut found = twice("permission set", sets);
    let of_areas = check.spec.area_errcodes.iter().map(|of| &of.codes);
    let of_endpoints = check.spec.endpoints.iter().map(|endpoint| &endpoint.errcodes);
    for codes in [&check.spec.errcodes].into_iter().chain(of_areas).chain(of_endpoints) {
        found.extend(twice("code", codes.iter().map(|code| (code.code.value, code.code.span))));
    }
    check.diagnostics.extend(found);
}

/// What stands twice, of things that are to stand once.
pub(super) fn twice<T: Eq + Hash + Display>(what: &str, all: impl Iterator<Item = (T, Span)>) -> Vec<Diagnostic> {
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
                    .also(*first, "the first one")
                    .help("keep one of the two"),
            ),
        }
    }
    found
}
