//! Commands that the manual names exist: the verbs and options of wxgen, and what cargo is asked for.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pulldown_cmark::{Event, Parser};

use super::page::{Page, root};

/// Options of cargo and of programs of the tests, which wxgen does not have.
const NOT_OF_WXGEN: &[&str] = &["--release", "--example", "--workspace", "--features", "--all-features"];

/// Verbs that `cargo run --release --` does not have: it compiles little.
const ONLY_IN_FULL: &[&str] = &["call", "docs", "mock"];

/// Pages whose commands are looked at, besides those of the manual.
const BESIDES: &[&str] = &["CONTRIBUTING.md", "SECURITY.md", "spec/README.md"];

pub(crate) fn all_exist() {
    let wxgen = Wxgen::ask();
    let mut problems = Vec::new();
    let mut seen = 0;
    // That page lists what is no more.
    let manual = Page::all().into_iter().filter(|page| page.path != "docs/migration.md");
    for page in manual.chain(BESIDES.iter().map(|path| Page::of(path))) {
        for command in commands(&page) {
            seen += 1;
            let words: Vec<_> =
                command.split_whitespace().take_while(|word| !matches!(*word, ">" | "|" | "#")).collect();
            problems.extend(wxgen.problem(&words).map(|problem| format!("{}: {command}: {problem}", page.path)));
        }
        let options = codes(&page).into_iter().filter(|code| code.starts_with("--"));
        for option in options.filter_map(|code| code.split([' ', '=']).next().map(str::to_owned)) {
            seen += 1;
            if !wxgen.has(None, &option) && !NOT_OF_WXGEN.contains(&option.as_str()) {
                problems.push(format!("{}: no verb of wxgen has {option}", page.path));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(seen > 100, "only {seen} commands and options were found");
}

/// The commands of a page: in blocks, and in the text.
fn commands(page: &Page) -> Vec<String> {
    let blocks = page.blocks.iter().filter(|block| matches!(block.language.as_str(), "sh" | "console"));
    let lines = blocks.flat_map(|block| &block.lines).map(|line| line.strip_prefix("$ ").unwrap_or(line).to_owned());
    let all = lines.chain(codes(page)).map(|line| without_variables(&line).to_owned());
    let is_command = |line: &String| ["wxgen ", "cargo "].iter().any(|start| line.starts_with(start));
    all.filter(is_command).filter(|line| !line.contains('…')).collect()
}

/// The command without the variables that are set for it, as in `MANUAL=overwrite cargo test`.
fn without_variables(command: &str) -> &str {
    match command.split_once(' ') {
        Some((word, rest)) if word.contains('=') => without_variables(rest),
        _ => command,
    }
}

/// What the text of a page has in code font.
fn codes(page: &Page) -> Vec<String> {
    let codes = Parser::new_ext(&page.text, pulldown_cmark::Options::ENABLE_TABLES);
    codes.filter_map(|event| if let Event::Code(code) = event { Some(code.into_string()) } else { None }).collect()
}

/// The verbs of wxgen, each with its help.
struct Wxgen(BTreeMap<String, String>);

impl Wxgen {
    fn ask() -> Self {
        let (_, program) = super::examples::programs().into_iter().find(|(name, _)| *name == "wxgen").expect("wxgen");
        let help = |words: &[&str]| {
            let mut command = Command::new(&program);
            #[cfg(unix)]
            std::os::unix::process::CommandExt::arg0(&mut command, "wxgen");
            let output = command.args(words).arg("--help").output().expect("wxgen runs");
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        let all = help(&[]);
        let list = all.split("Commands:").nth(1).and_then(|rest| rest.split("Options:").next()).unwrap_or_default();
        let verbs = list.lines().filter_map(|line| line.split_whitespace().next());
        Self(verbs.map(|verb| (verb.to_owned(), help(&[verb]))).collect())
    }

    /// Has the verb, or any, this option?
    fn has(&self, verb: Option<&str>, option: &str) -> bool {
        let helps = self.0.iter().filter(|(name, _)| verb.is_none_or(|verb| verb == *name));
        let is_option = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-') == option;
        option == "--help" || helps.flat_map(|(_, help)| help.split([' ', '\n', '[', '='])).any(is_option)
    }

    fn problem(&self, words: &[&str]) -> Option<String> {
        match words {
            ["wxgen", "--help"] | ["cargo", "wxgen"] => None,
            ["cargo", "run", "--release", "--", verb, ..] if ONLY_IN_FULL.contains(verb) => {
                Some(format!("only cargo wxgen has {verb}"))
            }
            ["wxgen", rest @ ..] | ["cargo", "wxgen", rest @ ..] | ["cargo", "run", "--release", "--", rest @ ..] => {
                let (verb, rest) = rest.split_first()?;
                if !self.0.contains_key(*verb) {
                    return Some(format!("there is no verb {verb}"));
                }
                let options = rest.iter().filter(|word| word.starts_with("--"));
                let options = options.map(|word| word.split('=').next().unwrap_or_default());
                options.into_iter().find(|option| !self.has(Some(verb), option)).map(|option| format!("no {option}"))
            }
            ["cargo", rest @ ..] => of_cargo(rest),
            _ => None,
        }
    }
}

/// Is there what cargo is asked for?
fn of_cargo(words: &[&str]) -> Option<String> {
    let values = |option: &str| -> Vec<&str> {
        let pairs = words.windows(2).filter(|pair| pair[0] == option);
        pairs.map(|pair| pair[1]).collect()
    };
    let members = members();
    let package = match values("-p").first() {
        None => None,
        Some(name) => match members.iter().find(|(member, _)| member == name) {
            None => return Some(format!("there is no package {name}")),
            found => found,
        },
    };
    let folders: Vec<_> = package.into_iter().chain(members.iter().filter(|_| package.is_none())).collect();
    for (option, below) in [("--test", "tests"), ("--example", "examples")] {
        for name in values(option) {
            let exists = |dir: &Path| {
                let file = dir.join(below).join(name);
                file.with_extension("rs").is_file() || file.join("main.rs").is_file()
            };
            if !folders.iter().any(|(_, dir)| exists(dir)) {
                return Some(format!("there is no {option} {name}"));
            }
        }
    }
    None
}

/// The packages of the workspace, with their folders.
fn members() -> Vec<(String, PathBuf)> {
    let mut folders: Vec<_> = ["runtime", "generated", "tests"].map(|name| root().join(name)).into();
    let below = fs::read_dir(root().join("generator")).expect("it can be listed");
    folders.extend(below.map(|entry| entry.expect("an entry").path()));
    let name_of = |dir: &PathBuf| {
        let manifest = fs::read_to_string(dir.join("Cargo.toml")).ok()?.parse::<toml::Table>().ok()?;
        manifest.get("package")?.get("name")?.as_str().map(str::to_owned)
    };
    folders.into_iter().filter_map(|dir| Some((name_of(&dir)?, dir))).collect()
}
