//! Model → Rust: a crate of many files, or one file for a build script.

pub(super) mod code;
mod crate_files;
mod docs;
mod endpoint;
mod enums;
mod errors;
mod fields;
mod objects;
mod print;
mod shared;

use self::endpoint::Context;
use crate::emit::Files;
use crate::model::{Api, Area, Endpoint};
use crate::threads;

/// The crate: `Cargo.toml` and everything under `src/`.
pub fn emit_crate(api: &Api) -> Files {
    let mut files = Files::new();
    files.insert("Cargo.toml".to_owned(), crate_files::manifest(api));
    files.insert("src/lib.rs".to_owned(), crate_files::root(api));
    files.insert("src/errcode.rs".to_owned(), print::file("errcodes.yaml", |code| shared::errcode(code, api)));
    files.insert(
        "src/permission_set.rs".to_owned(),
        print::file("permission_sets.yaml", |code| shared::permission_sets(code, api)),
    );
    for area in &api.areas {
        let text = print::file("api.yaml", |code| crate_files::area_module(code, area));
        files.insert(format!("src/{}/mod.rs", area.module), text);
    }
    let endpoints = print_endpoints(api, |area, endpoint| {
        let context = Context { api, area, own_file: true };
        print::file(&endpoint.spec_file, |code| endpoint::items(code, context, endpoint))
    });
    for ((area, endpoint), text) in pairs(api).zip(endpoints) {
        files.insert(format!("src/{}/{}.rs", area.module, endpoint.module), text);
    }
    files
}

/// One file with a module per area, to be included by a crate that depends on the runtime.
pub fn emit_single(api: &Api) -> String {
    let mut endpoints = print_endpoints(api, |area, endpoint| {
        let context = Context { api, area, own_file: false };
        print::items(|code| endpoint::items(code, context, endpoint))
    })
    .into_iter();
    let mut text = print::header("the spec");
    text.push_str(&print::module(
        &crate_files::errcode_doc(),
        "pub mod",
        "errcode",
        &print::items(|code| shared::errcode(code, api)),
    ));
    let sets = print::items(|code| shared::permission_sets(code, api));
    text.push_str(&print::module(&crate_files::permission_set_doc(), "pub mod", "permission_set", &sets));
    // A program that includes the file rarely calls everything in it.
    let public = format!("#[allow(dead_code, {})]\npub mod", crate_files::ALLOWED.join(", "));
    for area in &api.areas {
        let mut inner = print::items(|code| crate_files::area_items(code, area));
        for endpoint in &area.endpoints {
            let body = endpoints.next().unwrap_or_default();
            inner.push_str(&print::module(&crate_files::endpoint_doc(endpoint), "mod", &endpoint.module, &body));
        }
        text.push_str(&print::module(&crate_files::area_doc(area), &public, &area.module, &inner));
    }
    text
}

fn pairs(api: &Api) -> impl Iterator<Item = (&Area, &Endpoint)> {
    api.areas.iter().flat_map(|area| area.endpoints.iter().map(move |endpoint| (area, endpoint)))
}

/// Prints every endpoint, in the order of the model.
fn print_endpoints(api: &Api, print: impl Fn(&Area, &Endpoint) -> String + Sync) -> Vec<String> {
    let all: Vec<_> = pairs(api).collect();
    threads::map(&all, |(area, endpoint)| print(area, endpoint))
}
