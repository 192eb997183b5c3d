//! Commands of a page are run, and print what the page shows.
//!
//! The commands of a page share a folder. Those of a comment `<!-- test: … -->` are run before the block that follows. A
//! program that serves runs until the page ends. A line `…` is any number of lines.

use std::env;
use std::fs;

use super::ground::{Ground, Server};
use super::page::{Block, Page, root};

/// A command, and what the page says that it prints.
struct Shown<'a> {
    command: &'a str,
    lines: Vec<&'a str>,
}

pub(crate) fn check(page: &Page) -> Result<(), String> {
    let blocks: Vec<_> = page.blocks.iter().filter(|block| block.language == "console").collect();
    let commands = blocks.iter().flat_map(|block| shown(block)).map(|shown| shown.command);
    let setup = blocks.iter().flat_map(|block| &block.setup).map(String::as_str);
    let mut ground = Ground::of(commands.chain(setup));
    let mut servers: Vec<(usize, Server)> = Vec::new();
    let mut printed: Vec<Vec<String>> = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        for command in &block.setup {
            let said = ground.run(&[command]).concat();
            if !said.is_empty() {
                return Err(format!("{}: {command}\n{said}", block.place(page)));
            }
        }
        let shown = shown(block);
        match shown.as_slice() {
            [one] if serves(one.command) => {
                servers.push((number, ground.start(one.command)));
                printed.push(Vec::new());
            }
            all => printed.push(ground.run(&all.iter().map(|shown| shown.command).collect::<Vec<_>>())),
        }
    }
    for (number, server) in &mut servers {
        let lines = shown(blocks[*number]).iter().map(|shown| shown.lines.len()).sum();
        printed[*number] = vec![ground.printed(server, lines)];
    }
    if env::var("MANUAL").is_ok_and(|what| what == "overwrite") {
        overwrite(page, &blocks, &printed);
        return Ok(());
    }
    let differing = blocks.iter().zip(&printed).filter_map(|(block, printed)| difference(page, block, printed));
    let differing: Vec<_> = differing.collect();
    if differing.is_empty() { Ok(()) } else { Err(differing.join("\n")) }
}

fn serves(command: &str) -> bool {
    ["wxgen mock", "cargo wxgen mock", "cargo run --example service"].iter().any(|start| command.starts_with(start))
}

fn shown(block: &Block) -> Vec<Shown<'_>> {
    let mut all: Vec<Shown<'_>> = Vec::new();
    for line in &block.lines {
        match (line.strip_prefix("$ "), all.last_mut()) {
            (Some(command), _) => all.push(Shown { command, lines: Vec::new() }),
            (None, Some(last)) => last.lines.push(line),
            (None, None) => {}
        }
    }
    all
}

fn difference(page: &Page, block: &Block, printed: &[String]) -> Option<String> {
    shown(block).iter().enumerate().find_map(|(number, shown)| {
        let printed = printed.get(number).map_or("", String::as_str);
        let (is, should) = (plain(&shown.lines.join("\n")), plain(printed));
        (!fits(&is, &should)).then(|| {
            format!(
                "{}: {} prints something else (MANUAL=overwrite takes it over)\nshown:\n{}\nprinted:\n{printed}",
                block.place(page),
                shown.command,
                shown.lines.join("\n"),
            )
        })
    })
}

/// The lines without what differs from run to run.
fn plain(text: &str) -> Vec<String> {
    let lines = text.trim_end().lines().map(|line| without_rids(line).trim_end().to_owned());
    lines.collect()
}

/// The line with each id of a request, such as 6b019412-00000002-1jbouhz2, replaced.
fn without_rids(line: &str) -> String {
    line.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .map(|word| {
            let id = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            let parts: Vec<_> = id.split('-').collect();
            let is_hex = |part: &&str| part.len() == 8 && part.chars().all(|c| c.is_ascii_hexdigit());
            let is_rid = parts.len() == 3 && parts[..2].iter().all(is_hex);
            if is_rid { word.replace(id, "RID") } else { word.to_owned() }
        })
        .collect()
}

/// Are these the lines that are shown, of which `…` is any number?
fn fits(shown: &[String], printed: &[String]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first == "…" => (0..=printed.len()).any(|skipped| fits(rest, &printed[skipped..])),
        Some((first, rest)) => {
            printed.split_first().is_some_and(|(printed, others)| printed == first && fits(rest, others))
        }
    }
}

/// Writes what was printed into the page.
fn overwrite(page: &Page, blocks: &[&Block], printed: &[Vec<String>]) {
    let mut lines: Vec<String> = page.text.lines().map(str::to_owned).collect();
    for (block, printed) in blocks.iter().zip(printed).rev() {
        if difference(page, block, printed).is_none() {
            continue;
        }
        let all = shown(block);
        let texts = all
            .iter()
            .zip(printed)
            .map(|(shown, printed)| format!("$ {}\n{}", shown.command, printed.trim_end()).trim_end().to_owned());
        let text = texts.collect::<Vec<_>>().join("\n\n");
        let new =
            text.lines().map(|line| if line.is_empty() { String::new() } else { format!("{}{line}", block.indent) });
        lines.splice(block.first..block.first + block.lines.len(), new.collect::<Vec<_>>());
    }
    fs::write(root().join(&page.path), lines.join("\n") + "\n").expect("the page can be written");
}
