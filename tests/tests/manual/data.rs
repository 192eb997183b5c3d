//! YAML and TOML of the manual are read by what reads them; every block of code is of a kind that some test looks at.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::page::{Block, Page, read, root};

/// The kinds of examples that tests look at.
const LOOKED_AT: &[&str] = &["console", "rust", "sh", "toml", "yaml"];

pub(crate) fn every_example_is_looked_at() {
    let mut problems = Vec::new();
    for page in Page::all() {
        for block in page.blocks.iter().filter(|block| !LOOKED_AT.contains(&block.language.as_str())) {
            problems.push(format!("{}: no test looks at ```{}", block.place(&page), block.language));
        }
        let shown = page.blocks.iter().filter(|block| block.language == "console");
        for block in shown.filter(|block| !block.lines.first().is_some_and(|line| line.starts_with("$ "))) {
            problems.push(format!("{}: it does not begin with a command", block.place(&page)));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

pub(crate) fn all_are_read() {
    let mut problems = Vec::new();
    for page in Page::all() {
        for block in &page.blocks {
            let result = match block.language.as_str() {
                "toml" => block.text().parse::<toml::Table>().map(drop).map_err(|error| error.to_string()),
                "yaml" => yaml(block),
                _ => Ok(()),
            };
            problems.extend(result.err().map(|problem| format!("{}: {problem}", block.place(&page))));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// YAML is a part of a file that other tests use, or a list that wxgen reads.
fn yaml(block: &Block) -> Result<(), String> {
    let text = block.text();
    if in_use().values().any(|file| file.contains(&text)) {
        return Ok(());
    }
    let value: Value = serde_yaml::from_str(&text).map_err(|error| error.to_string())?;
    let first = value.get(0).ok_or("it is in no file of docs/workflows or tests/downstream/spec")?;
    if first.get("fingerprint").is_some() { accepted(&text) } else { rules(&text) }
}

/// Files that are used as they are: workflows, and a spec that is compiled.
fn in_use() -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    for folder in ["docs/workflows", "tests/downstream/spec", "tests/downstream/spec/parcels"] {
        for entry in fs::read_dir(root().join(folder)).expect("the folder can be listed") {
            let path = entry.expect("an entry").path();
            if path.is_file() {
                files.insert(path.clone(), fs::read_to_string(path).expect("it can be read"));
            }
        }
    }
    files
}

/// A list of accepted changes.
fn accepted(text: &str) -> Result<(), String> {
    let read = wxgen_diff::Ignores::read("accepted.yaml", text);
    read.map(drop).map_err(|refused| wxgen::report::text(&refused.diagnostics, &refused.sources, false))
}

/// Rules of the local WeChat.
fn rules(text: &str) -> Result<(), String> {
    let dir = tempfile::tempdir().map_err(|error| error.to_string())?;
    let path = dir.path().join("rules.yaml");
    fs::write(&path, text).map_err(|error| error.to_string())?;
    let mock = wxgen_mock::Mock::builder().spec(root().join("spec")).listen("127.0.0.1:0").rule_file(path);
    mock.start().map(drop).map_err(|error| error.to_string())
}

pub(crate) fn the_number_of_calls_is_right() {
    let (mut calls, mut areas) = (0, 0);
    for area in fs::read_dir(root().join("spec")).expect("spec/ can be listed") {
        let area = area.expect("an entry").path();
        let Ok(files) = fs::read_dir(&area) else { continue };
        let texts = files.map(|file| fs::read_to_string(file.expect("an entry").path()).unwrap_or_default());
        let here = texts.filter(|text| text.lines().any(|line| line.starts_with("method:"))).count();
        calls += here;
        areas += usize::from(here > 0);
    }
    let said = format!("{calls} calls in {areas} areas");
    assert!(read("README.md").contains(&said), "README.md does not say \"{said}\"");
}
