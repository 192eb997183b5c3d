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
    let printed = run(page)?;
    if env::var("MANUAL").is_ok_and(|what| what == "overwrite") {
        overwrite(page, &printed);
        return Ok(());
    }
    compare(page, &printed)
}

fn blocks(page: &Page) -> impl Iterator<Item = &Block> {
    page.blocks.iter().filter(|block| block.language == "console")
}

/// Runs the commands of a page: what each prints, by block.
fn run(page: &Page) -> Result<Vec<Vec<String>>, String> {
    let commands = blocks(page).flat_map(shown).map(|shown| shown.command);
    let setup = blocks(page).flat_map(|block| &block.setup).map(String::as_str);
    let mut ground = Ground::of(commands.chain(setup));
    let mut servers: Vec<(usize, usize, Server)> = Vec::new();
    let mut printed: Vec<Vec<String>> = Vec::new();
    for (number, block) in blocks(page).enumerate() {
        for command in &block.setup {
            let said = ground.run(&[command]).concat();
            if !said.is_empty() {
                return Err(format!("{}: {command}\n{said}", block.place(page)));
            }
        }
        match shown(block).as_slice() {
            [one] if serves(one.command) => {
                servers.push((number, one.lines.len(), ground.start(one.command)));
                printed.push(Vec::new());
            }
            all => printed.push(ground.run(&all.iter().map(|shown| shown.command).collect::<Vec<_>>())),
        }
    }
    for (number, lines, server) in &mut servers {
        printed[*number] = vec![ground.printed(server, *lines)];
    }
    Ok(printed)
}

fn compare(page: &Page, printed: &[Vec<String>]) -> Result<(), String> {
    let differing = blocks(page).zip(printed).filter_map(|(block, printed)| difference(page, block, printed));
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
fn overwrite(page: &Page, printed: &[Vec<String>]) {
    let mut lines: Vec<String> = page.text.lines().map(str::to_owned).collect();
    // From the end, so that the blocks before stay where they are.
    for (block, printed) in blocks(page).zip(printed).collect::<Vec<_>>().into_iter().rev() {
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

pub(crate) fn a_difference_is_noticed() {
    let page = |printed: &str| {
        let setup = "<!-- test: sed -i 's/AlreadyBound/AlreadyTester/' spec/member/bind_tester.yaml -->";
        Page::new("page.md", format!("{setup}\n\n```console\n$ wxgen explain 85004\n{printed}\n```\n"))
    };
    let right = page("85004 AlreadyTester: user already bind\n…\n  from    bindTester");
    let printed = run(&right).expect("it runs");
    compare(&right, &printed).expect("that is what it prints");
    for wrong in ["85004 AlreadyBound: user already bind\n…", "85004 AlreadyTester: user already bind", "…\nmore"] {
        let problem = compare(&page(wrong), &printed).expect_err(wrong);
        assert!(problem.starts_with("page.md:4: wxgen explain 85004 prints something else"), "{problem}");
    }
    assert_eq!(without_rids("rid: 6b019412-00000002-1jbouhz2"), "rid: RID");
    assert_eq!(without_rids("2027-03-31 wx-merchant"), "2027-03-31 wx-merchant");
}
