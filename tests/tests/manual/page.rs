//! A page of the manual, and its examples.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the workspace").to_owned()
}

/// The text of a file of the repository.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A page.
#[derive(Debug)]
pub(crate) struct Page {
    /// Its path in the repository.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
}

/// A fenced block of code.
#[derive(Debug)]
pub(crate) struct Block {
    /// The first word behind the fence.
    pub(crate) language: String,
    /// Its lines, without the indentation of the fence.
    pub(crate) lines: Vec<String>,
    /// The number of its first line in the page, counted from zero.
    pub(crate) first: usize,
    /// The indentation of the fence.
    pub(crate) indent: String,
    /// The commands of the comments `<!-- test: … -->` between the block before and this one.
    pub(crate) setup: Vec<String>,
}

impl Page {
    /// README.md and the pages of docs/.
    pub(crate) fn all() -> Vec<Self> {
        let docs = fs::read_dir(root().join("docs")).expect("docs/ can be listed");
        let names = docs.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        let mut paths: Vec<_> = names.filter(|name| name.ends_with(".md")).map(|name| format!("docs/{name}")).collect();
        paths.sort();
        paths.insert(0, "README.md".to_owned());
        paths.iter().map(|path| Self::of(path)).collect()
    }

    /// The page at that path.
    pub(crate) fn of(path: &str) -> Self {
        Self::new(path, read(path))
    }

    /// A page with that text.
    pub(crate) fn new(path: &str, text: String) -> Self {
        let blocks = blocks(path, &text);
        Self { path: path.to_owned(), text, blocks }
    }

    /// Has it a block of that language?
    pub(crate) fn has(&self, language: &str) -> bool {
        self.blocks.iter().any(|block| block.language == language)
    }
}

impl Block {
    /// Its text.
    pub(crate) fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// Where it is, for messages.
    pub(crate) fn place(&self, page: &Page) -> String {
        format!("{}:{}", page.path, self.first + 1)
    }
}

fn blocks(path: &str, text: &str) -> Vec<Block> {
    let (mut blocks, mut setup, mut open) = (Vec::new(), Vec::new(), None::<Block>);
    for (number, line) in text.lines().enumerate() {
        match &mut open {
            Some(_) if line.trim() == "```" => blocks.extend(open.take()),
            Some(block) => block.lines.push(line.strip_prefix(&block.indent).unwrap_or(line.trim_start()).to_owned()),
            None => {
                let command = line.trim().strip_prefix("<!-- test: ").and_then(|rest| rest.strip_suffix(" -->"));
                setup.extend(command.map(str::to_owned));
                if let Some(language) = line.trim_start().strip_prefix("```") {
                    open = Some(Block {
                        language: language.split_whitespace().next().unwrap_or_default().to_owned(),
                        lines: Vec::new(),
                        first: number + 1,
                        indent: line[..line.len() - line.trim_start().len()].to_owned(),
                        setup: std::mem::take(&mut setup),
                    });
                }
            }
        }
    }
    assert!(open.is_none(), "{path}: a block of code has no end");
    assert!(setup.is_empty(), "{path}: no example follows {setup:?}");
    blocks
}
