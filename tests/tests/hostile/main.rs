//! Whatever the texts of a spec say, they stay texts: in Rust, in doc comments, in Markdown and in the manifest.
//!
//! Each random spec is generated twice, once with hostile texts and once with harmless ones of the same words. Both
//! have to have the same structure, and every hostile text has to be found again, whole, where it belongs.

mod markdown;
mod rust;
mod spec;
mod texts;

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;
use wxgen::pipeline;
use wxgen::source::Sources;

use markdown::Markdown;
use rust::Rust;
use spec::{Place, Spec};

/// A generated crate, read again.
struct Generated {
    rust: BTreeMap<String, Rust>,
    docs: BTreeMap<String, Vec<Markdown>>,
    pages: BTreeMap<String, Markdown>,
    manifest: String,
}

/// JSON is YAML, but for characters that YAML wants to see escaped.
fn yaml(value: &serde_json::Value) -> String {
    let escaped = |c: char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    let json = value.to_string();
    json.chars().map(|c| if escaped(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() }).collect()
}

fn generate(spec: &Spec) -> Generated {
    let texts: Vec<_> = spec.files.iter().map(|(path, value)| (path.as_str(), yaml(value))).collect();
    let sources = Sources::from_texts(texts.iter().map(|(path, text)| (*path, text.as_str())));
    let loaded = pipeline::load_sources(sources, Vec::new());
    let shown = || wxgen::report::text(&loaded.diagnostics, &loaded.sources, false);
    let api = loaded.api.as_ref().unwrap_or_else(|| panic!("a good spec was refused\n{}", shown()));
    let mut files = pipeline::emit(api);
    files.insert("single/all.rs".to_owned(), wxgen::emit::rust::emit_single(api));
    let mut generated =
        Generated { rust: BTreeMap::new(), docs: BTreeMap::new(), pages: BTreeMap::new(), manifest: String::new() };
    for (path, text) in files {
        let hidden = text.chars().find(|c| *c != '\n' && wxgen::report::visible(&c.to_string()) != c.to_string());
        assert_eq!(hidden, None, "{path} holds a character that does not show");
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '.');
        assert!(path.chars().all(plain) && !path.contains(".."), "{path:?} is no plain path");
        // The files of endpoints are called after them; every area has one.
        let key = match path.split('/').collect::<Vec<_>>()[..] {
            ["src" | "docs", area, file] if !matches!(file, "mod.rs" | "README.md") => format!("{area}/endpoint"),
            _ => path.clone(),
        };
        if path.ends_with(".rs") {
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{path} is no Rust: {error}\n{text}"));
            let rust = rust::read(&text);
            generated.docs.insert(key.clone(), rust.docs.iter().map(|doc| markdown::rustdoc(doc)).collect());
            generated.rust.insert(key, rust);
        } else if path.ends_with(".md") {
            generated.pages.insert(key, markdown::page(&text));
        } else {
            generated.manifest = text;
        }
    }
    generated
}

/// A text as prose shows it: without blanks, and without backticks, which may make code of what is between them.
fn as_prose(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '`').collect();
    wxgen::report::visible(&text)
}

/// A text as code shows it.
fn as_code(text: &str) -> String {
    wxgen::report::visible(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// A text as it stands in JSON, within its quotes.
fn as_json(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    json[1..json.len() - 1].to_owned()
}

/// All that the doc comments, or the pages, show.
struct Shown {
    prose: String,
    code: String,
    blocks: String,
}

impl Shown {
    fn of<'a>(all: impl Iterator<Item = &'a Markdown> + Clone) -> Self {
        let code: String = all.clone().map(|markdown| markdown.text.as_str()).collect::<Vec<_>>().join("\n");
        let blocks = all.flat_map(|markdown| &markdown.blocks).map(|block| as_code(block)).collect::<Vec<_>>();
        Self { prose: code.replace('`', ""), code, blocks: blocks.join("\n") }
    }
}

fn every_text_is_found(spec: &Spec, generated: &Generated) {
    let docs = Shown::of(generated.docs.values().flatten());
    let pages = Shown::of(generated.pages.values());
    let strings: HashSet<_> = generated.rust.values().flat_map(|rust| &rust.strings).collect();
    for (text, places) in &spec.texts {
        for place in *places {
            let (prose, code) = (as_prose(text), as_code(text));
            let found = match place {
                Place::Prose => docs.prose.contains(&prose) && pages.prose.contains(&prose),
                Place::PageProse => pages.prose.contains(&prose),
                Place::Code => docs.code.contains(&code) && pages.code.contains(&code),
                Place::PageCode => pages.code.contains(&code),
                Place::Json => pages.blocks.contains(&as_code(&as_json(text))),
                Place::Shell => pages.blocks.contains(&as_code(&as_json(text).replace('\'', "'\\''"))),
                Place::Literal => strings.contains(text),
            };
            assert!(found, "{text:?} is not found as {place:?}");
        }
    }
}

/// Shows where they part, not all of them.
fn same_events(hostile: &[String], tame: &[String], what: &str) {
    let same = hostile.iter().zip(tame).take_while(|(hostile, tame)| hostile == tame).count();
    let around = |events: &[String]| events.iter().skip(same.saturating_sub(3)).take(8).cloned().collect::<Vec<_>>();
    assert!(hostile == tame, "{what}\n{:#?}\nis not\n{:#?}", around(hostile), around(tame));
}

fn same_structure(hostile: &Generated, tame: &Generated) {
    assert!(hostile.rust.keys().eq(tame.rust.keys()) && hostile.pages.keys().eq(tame.pages.keys()), "the same files");
    let (hostile_docs, tame_docs) = (&hostile.docs, &tame.docs);
    for (path, rust) in &hostile.rust {
        let same = rust.shape.bytes().zip(tame.rust[path].shape.bytes()).take_while(|(a, b)| a == b).count();
        let from = |shape: &str| shape[same.saturating_sub(20)..].chars().take(60).collect::<String>();
        let (hostile, tame) = (&rust.shape, &tame.rust[path].shape);
        assert!(hostile == tame, "{path}: the tokens differ: {} is not {}", from(hostile), from(tame));
        let (docs, tame_docs) = (&hostile_docs[path], &tame_docs[path]);
        assert_eq!(docs.len(), tame_docs.len(), "{path}: as many doc comments");
        for ((doc, tame), text) in docs.iter().zip(tame_docs).zip(&rust.docs) {
            same_events(&doc.structure, &tame.structure, &format!("{path}: a doc comment\n{text}"));
        }
    }
    for (path, page) in &hostile.pages {
        same_events(&page.structure, &tame.pages[path].structure, path);
    }
    let keys =
        |manifest: &str| manifest.lines().map(|line| line.split(" = ").next().map(str::to_owned)).collect::<Vec<_>>();
    assert_eq!(keys(&hostile.manifest), keys(&tame.manifest), "Cargo.toml differs");
}

/// Few cases, for each is a whole spec generated twice; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let cases = match std::env::var_os("PROPTEST_CASES") {
        Some(_) => ProptestConfig::default().cases,
        None => 24,
    };
    ProptestConfig { cases, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn texts_stay_texts(
        shape in prop::collection::vec(any::<u8>(), 1..20),
        pool in prop::collection::vec(texts::hostile(), 1..24),
    ) {
        let hostile = spec::spec(&shape, &pool, false);
        let generated = generate(&hostile);
        same_structure(&generated, &generate(&spec::spec(&shape, &pool, true)));
        every_text_is_found(&hostile, &generated);
    }
}
