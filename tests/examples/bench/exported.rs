//! The real spec: the client that is made of it, beside what progenitor makes of its OpenAPI document.

use std::fs;
use std::path::Path;

use wxgen::emit::openapi;
use wxgen::emit::openapi::Version;
use wxgen::model::{Api, Endpoint, Field, Place, Type};
use wxgen::pipeline;

use super::crates::Compiling;
use super::samples::{Measure, Samples, time};
use super::tools::{self, OPENAPI_30, PROGENITOR, SPEC_FOLDER, Tool, Tools, WXGEN};
use super::{Failure, crates, progress, set_aside};

/// wxgen's share of what progenitor's takes, at most.
const TARGET: f64 = 1.0 / 6.0;
/// Files of a spec that are no endpoints.
const SHARED: &[&str] = &["api.yaml", "errcodes.yaml", "permission_sets.yaml"];
/// What the endpoints of an area share.
const SHARED_BY_AREA: &str = "errcodes.yaml";

/// Measures and prints.
pub(crate) fn measure(tools: &Tools, dir: &Path, compiling: &Compiling) -> Result<(), Failure> {
    let work = dir.join("exported");
    set_aside(&work, dir)?;
    let endpoints = export(&work)?;
    let tools: Tools = tools.iter().filter(|tool| [WXGEN, PROGENITOR].contains(&tool.name)).cloned().collect();
    for tool in &tools {
        progress(&format!("{endpoints} endpoints of the real spec: {} generates", tool.name));
        time(&mut tool.command(&work))?;
    }
    let mut samples = Samples::default();
    crates::measure(&tools, compiling, dir, &work, &mut samples)?;
    print(&tools, &samples, endpoints, compiling.runs);
    Ok(())
}

/// Writes those endpoints of the spec that progenitor takes, as a spec and as OpenAPI. Tells how many.
fn export(work: &Path) -> Result<usize, Failure> {
    let from = tools::project().join(SPEC_FOLDER);
    let api = load(&from)?;
    let to = work.join(SPEC_FOLDER);
    fs::create_dir_all(&to)?;
    for name in SHARED {
        let text = fs::read_to_string(from.join(name))?;
        // The crate is called as the others that are measured.
        let name_line = |name: &str| format!("\n  name: {name}\n");
        let text = text.replacen(&name_line(&api.krate.name), &name_line("synthetic-wxgen"), 1);
        fs::write(to.join(name), text)?;
    }
    for area in api.areas.iter().filter(|area| !area.errcodes.is_empty()) {
        let name = format!("{}/{}", area.id, SHARED_BY_AREA);
        fs::create_dir_all(to.join(&area.id))?;
        fs::copy(from.join(&name), to.join(&name))?;
    }
    let all: Vec<_> = api.areas.iter().flat_map(|area| &area.endpoints).collect();
    let (taken, left_out): (Vec<_>, Vec<_>) = all.into_iter().partition(|endpoint| is_taken(endpoint));
    for endpoint in &taken {
        let file = to.join(&endpoint.spec_file);
        fs::create_dir_all(file.parent().unwrap_or(&to))?;
        fs::copy(from.join(&endpoint.spec_file), file)?;
    }
    let names: Vec<_> = left_out.iter().map(|endpoint| endpoint.name.as_str()).collect();
    progress(&format!("left out, for progenitor refuses forms and JSON in a query: {}", names.join(", ")));
    let document = openapi::emit(&load(&to)?, Version::V3_0);
    fs::write(work.join(OPENAPI_30), serde_json::to_string_pretty(&document)?)?;
    Ok(taken.len())
}

fn load(spec: &Path) -> Result<Api, Failure> {
    pipeline::load(spec).api.ok_or_else(|| format!("{} has errors", spec.display()).into())
}

/// Does progenitor take it?
fn is_taken(endpoint: &Endpoint) -> bool {
    endpoint.request.fields.iter().all(field_is_taken)
}

fn field_is_taken(field: &Field) -> bool {
    match &field.ty {
        Type::OneOf(choice) => choice.alternatives.iter().all(field_is_taken),
        Type::File => false,
        Type::Json | Type::Array(_) | Type::Map(_) | Type::Object(_) => field.place == Place::Body,
        _ => true,
    }
}

fn print(tools: &Tools, samples: &Samples, endpoints: usize, runs: u32) {
    let median = |name: &str| samples.median(Measure::Check, name);
    println!(
        "{endpoints} endpoints of the real spec; `cargo check --all-features` of the crate alone, median of {runs} runs."
    );
    println!("\n| | seconds | an endpoint |\n|---|--:|--:|");
    for Tool { name, version, .. } in tools {
        match median(name) {
            Some(all) => {
                let more = if samples.was_stopped(Measure::Check, name) { "more than " } else { "" };
                let each = all * 1000.0 / endpoints.max(1) as f64;
                println!("| {name} {version} | {more}{all:.2} s | {more}{each:.2} ms |")
            }
            None => println!("| {name} {version} | — | — |"),
        }
    }
    if let (Some(ours), Some(theirs)) = (median(WXGEN), median(PROGENITOR)) {
        let ratio = ours / theirs;
        let verdict = if ratio <= TARGET { "reached" } else { "missed" };
        let less = if samples.was_stopped(Measure::Check, PROGENITOR) { "less than " } else { "" };
        println!("\nwxgen's share of progenitor's: {less}{ratio:.3}, at most {TARGET:.3}: {verdict}");
    }
}
