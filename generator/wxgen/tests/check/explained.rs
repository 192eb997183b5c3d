//! The examples of the explanations: the wrong one is reported with its code, the right one is not.
//!
//! An example is put into the good spec. It is an endpoint of the area `member`, or `api.yaml` where it begins with a key of
//! that file; a line such as `# member/list.yaml` begins another file. Where it lists only some keys, the others are those
//! of the good spec, or of an endpoint without parameters. An example with a `name` is a whole file.

use std::fmt::Write as _;

use wxgen::pipeline::load_sources;
use wxgen::report;
use wxgen::report::codes::{CODES, Entry};
use wxgen::source::Sources;

use super::support::{Files, base};

/// The codes whose examples are specs: what comes before them is about files and folders.
fn entries() -> impl Iterator<Item = &'static Entry> {
    let of_specs = |entry: &&Entry| ["WX01", "WX02", "WX03", "WX04"].iter().any(|group| entry.code.starts_with(group));
    CODES.iter().filter(of_specs)
}

/// The codes that have a wrong example which is run.
pub(crate) fn codes() -> impl Iterator<Item = String> {
    entries().map(|entry| entry.code.to_owned())
}

#[test]
fn wrong_examples_are_reported_and_right_ones_are_not() {
    let mut shown = String::new();
    for entry in entries() {
        let Entry { code, explanation, .. } = entry;
        let of_code = |heading| reported(code, &put_into_the_good_spec(&example(explanation, heading)));
        let wrong = of_code("Wrong:");
        assert!(!wrong.is_empty(), "{code}: its wrong example is not reported with it");
        assert_eq!(of_code("Right:"), "", "{code}: its right example is reported with it");
        shown.push_str(&wrong);
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("wrong-examples", shown);
    });
}

/// The indented block below a heading.
fn example(explanation: &str, heading: &str) -> String {
    let lines = explanation.lines().skip_while(|line| !line.starts_with(heading)).skip(1);
    let block = lines.skip_while(|line| line.is_empty()).take_while(|line| line.is_empty() || line.starts_with("    "));
    block.fold(String::new(), |block, line| block + line.strip_prefix("    ").unwrap_or_default() + "\n")
}

fn put_into_the_good_spec(example: &str) -> Files {
    let of_api = ["crate:", "host:", "tokens:", "areas:"].iter().any(|key| example.starts_with(key));
    let mut path = if of_api { "api.yaml" } else { "member/example.yaml" }.to_owned();
    let mut parts: Vec<(String, String)> = Vec::new();
    for line in example.lines() {
        match line.strip_prefix("# ").filter(|path| path.ends_with(".yaml") && !path.contains(' ')) {
            Some(named) if named.contains('/') || named == "api.yaml" || named == "permission_sets.yaml" => {
                path = named.to_owned();
            }
            Some(named) => path = format!("member/{named}"),
            None => match parts.last_mut() {
                Some((last, text)) if *last == path => writeln!(text, "{line}").expect("it is a string"),
                _ => parts.push((path.clone(), format!("{line}\n"))),
            },
        }
    }
    let mut files = base();
    for (path, text) in parts {
        let whole = match path.as_str() {
            "api.yaml" | "permission_sets.yaml" => files.get(&path).cloned().unwrap_or_default(),
            endpoint => {
                let name = endpoint.trim_start_matches("member/").trim_end_matches(".yaml");
                format!("name: {name}\nsummary: Does something.\nmethod: POST\npath: /wxa/{name}\ntoken: none\n")
            }
        };
        let text = if text.starts_with("name:") { text } else { with_keys_of(&whole, text) };
        files.insert(path, text);
    }
    files
}

/// Some keys, and before them those of a file that are not among them.
fn with_keys_of(file: &str, some: String) -> String {
    let key = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
    let given: Vec<_> = some.lines().filter(|line| !line.starts_with(' ')).map(key).collect();
    let mut kept = true;
    let mut text = String::new();
    for line in file.split_inclusive('\n') {
        kept = if line.starts_with(' ') { kept } else { !given.contains(&key(line)) };
        if kept {
            text.push_str(line);
        }
    }
    text + &some
}

/// The diagnostics with a code, as people see them.
fn reported(code: &str, files: &Files) -> String {
    let texts = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let mut loaded = load_sources(Sources::from_texts(texts), Vec::new());
    loaded.diagnostics.retain(|diagnostic| diagnostic.code == code);
    report::text(&loaded.diagnostics, &loaded.sources, false)
}
