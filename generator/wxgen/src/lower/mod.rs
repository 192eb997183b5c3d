//! Checked spec → model. All naming decisions and clashes are settled here.
//!
//! `lower` relies on what `check` guarantees and never fails: should a guarantee be missing, it leaves the part out.

mod codes;
mod endpoint;
mod fields;
mod scope;

use crate::model::{Api, Area, CodeTable, CrateInfo, ErrorCode, PermissionSet, TokenKind};
use crate::names;
use crate::parse::{ApiSpec, AreaSpec, EndpointSpec, PermissionSetSpec, Spec, TokenSpec};
use crate::source::Sources;
use crate::source::Spanned;
use crate::threads;

/// With this many endpoints, areas are lowered on all cores.
const MANY: usize = 64;

/// Makes the model of a spec that has no errors.
pub fn lower(spec: &Spec, sources: &Sources) -> Api {
    let Some(api) = &spec.api else { return Api::default() };
    let errcodes = codes::shared(&spec.errcodes, CodeTable::Api);
    let tokens: Vec<_> = api.tokens.iter().map(token_kind).collect();
    let mut modules = Vec::new();
    let mut areas = Vec::new();
    for area in &api.areas {
        let endpoints = endpoints_of(spec, area);
        if !endpoints.is_empty() {
            let module =
                names::unique(&names::module(&area.id.value), |name| modules.iter().any(|taken| taken == name));
            modules.push(module.clone());
            areas.push((area, module, endpoints));
        }
    }
    let at_least = if spec.endpoints.len() < MANY { areas.len() } else { 1 };
    let areas = threads::map_shares(&areas, at_least, |(area, module, specs)| {
        let own = spec.area_errcodes.iter().find(|own| own.area == area.id.value);
        let own = own.map(|own| codes::shared(&own.codes, CodeTable::Area)).unwrap_or_default();
        let known = [own.as_slice(), errcodes.as_slice()].concat();
        let endpoints = endpoint::lower_area(specs, &tokens, &known, sources);
        lower_area(area, module.clone(), own, endpoints)
    });
    let mut permission_sets: Vec<_> = spec.permission_sets.iter().map(permission_set).collect();
    permission_sets.sort_by_key(|set| set.id);
    Api {
        krate: krate(api),
        host: api.host.value.clone(),
        fallback_hosts: api.fallback_hosts.iter().map(|host| host.value.clone()).collect(),
        tokens,
        areas,
        permission_sets,
        errcodes: errcodes.into_iter().filter(|code| code.code != 0).collect(),
    }
}

fn endpoints_of<'a>(spec: &'a Spec, area: &AreaSpec) -> Vec<&'a EndpointSpec> {
    let mut endpoints: Vec<_> = spec.endpoints.iter().filter(|endpoint| endpoint.area.value == area.id.value).collect();
    endpoints.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    endpoints
}

fn krate(api: &ApiSpec) -> CrateInfo {
    let krate = &api.krate;
    CrateInfo {
        name: text(&krate.name).unwrap_or_else(|| "wxopen".to_owned()),
        version: text(&krate.version).unwrap_or_else(|| "0.1.0".to_owned()),
        summary: text(&krate.summary).unwrap_or_else(|| format!("Client of the API at {}.", api.host.value)),
        repository: text(&krate.repository),
        runtime_path: text(&krate.runtime_path),
    }
}

fn token_kind(token: &TokenSpec) -> TokenKind {
    TokenKind {
        name: token.name.value.clone(),
        param: text(&token.param).unwrap_or_else(|| "access_token".to_owned()),
        doc: text(&token.doc).unwrap_or_default(),
    }
}

fn lower_area(
    area: &AreaSpec,
    module: String,
    errcodes: Vec<ErrorCode>,
    endpoints: Vec<crate::model::Endpoint>,
) -> Area {
    Area {
        id: area.id.value.clone(),
        module,
        title: area.title.value.clone(),
        title_zh: text(&area.title_zh),
        doc: text(&area.doc).unwrap_or_default(),
        default: flag(&area.default, true),
        errcodes,
        endpoints,
    }
}

fn permission_set(set: &PermissionSetSpec) -> PermissionSet {
    PermissionSet {
        id: set.id.value,
        name: text(&set.name),
        account_kind: text(&set.account),
        exclusive: set.exclusive.as_ref().map(|flag| flag.value),
    }
}

/// The text of an optional value.
fn text(value: &Option<Spanned<String>>) -> Option<String> {
    value.as_ref().map(|text| text.value.clone())
}

/// The flag of an optional value.
fn flag(value: &Option<Spanned<bool>>, default: bool) -> bool {
    value.as_ref().map_or(default, |flag| flag.value)
}
