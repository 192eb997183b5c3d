//! Model → Rust: a crate of many files, or one file for a build script.

pub(super) mod code;
mod crate_files;
mod docs;
mod endpoint;
mod enums;
mod errors;
mod examples;
mod fields;
mod objects;
mod print;
mod shared;
mod skeleton;
mod template;

use self::code::Code;
use self::endpoint::Context;
use self::print::{MODULE, PUBLIC_MODULE};
use self::template::{Value, docs, lines};
use crate::emit::Files;
use crate::model::{Api, Area, Endpoint};
use crate::threads;

/// The crate: `Cargo.toml`, everything under `src/`, and the examples as tests.
pub fn emit_crate(api: &Api) -> Files {
    let mut files = Files::new();
    files.insert("Cargo.toml".to_owned(), crate_files::manifest(api));
    files.insert("src/lib.rs".to_owned(), print::file("api.yaml", |code| crate_files::root(code, api)));
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
    files.append(&mut examples::emit(api));
    files
}

/// One file with a module per area, to be included by a crate that depends on the runtime.
pub fn emit_single(api: &Api) -> String {
    let endpoints = print_endpoints(api, |area, endpoint| {
        let context = Context { api, area, own_file: false };
        print::items(|code| endpoint::items(code, context, endpoint))
    });
    let mut code = Code::after(&print::header("the spec"));
    let errcode = |code: &mut Code| shared::errcode(code, api);
    print::module(&mut code, &PUBLIC_MODULE, included(crate_files::errcode_doc()), "errcode", errcode);
    let sets = |code: &mut Code| shared::permission_sets(code, api);
    print::module(&mut code, &PUBLIC_MODULE, included(crate_files::permission_set_doc()), "permission_set", sets);
    let mut endpoints = endpoints.as_slice();
    for area in &api.areas {
        let (of_area, others) = endpoints.split_at(area.endpoints.len().min(endpoints.len()));
        endpoints = others;
        let marks = included(crate_files::area_doc(area));
        let items = |code: &mut Code| {
            crate_files::area_items(code, area);
            for (endpoint, items) in area.endpoints.iter().zip(of_area) {
                let items = |code: &mut Code| code.block(items);
                print::module(code, &MODULE, docs(crate_files::endpoint_doc(endpoint)), &endpoint.module, items);
            }
        };
        print::module(&mut code, &PUBLIC_MODULE, marks, &area.module, items);
    }
    code.into_text()
}

/// Lints are for those who write code.
const INCLUDED: &str = "#[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction, \
    reason = \"generated\")]";

/// Marks of a module of an included file, which is held to the lints of whoever includes it: they did not write it, and
/// rarely call everything in it.
fn included<'a>(doc: String) -> Value<'a> {
    lines(move |code| {
        code.doc(&doc);
        code.line(INCLUDED);
    })
}

fn pairs(api: &Api) -> impl Iterator<Item = (&Area, &Endpoint)> {
    api.areas.iter().flat_map(|area| area.endpoints.iter().map(move |endpoint| (area, endpoint)))
}

/// Prints every endpoint, in the order of the model.
fn print_endpoints(api: &Api, print: impl Fn(&Area, &Endpoint) -> String + Sync) -> Vec<String> {
    let all: Vec<_> = pairs(api).collect();
    threads::map(&all, |(area, endpoint)| print(area, endpoint))
}
