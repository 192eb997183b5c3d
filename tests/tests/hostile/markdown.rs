//! What Markdown says: its structure, the text it shows, its code blocks.

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag, TagEnd};

/// What is in some Markdown.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Markdown {
    /// Headings, links, tables and so on, without what they say.
    pub(crate) structure: Vec<String>,
    /// All that it shows as prose or code, without blanks.
    pub(crate) text: String,
    /// Its code blocks, as they are.
    pub(crate) blocks: Vec<String>,
}

/// Reads a page, as a site or repository would show it.
pub(crate) fn page(text: &str) -> Markdown {
    read(text, Options::all().difference(Options::ENABLE_SMART_PUNCTUATION))
}

/// Reads a doc comment, as rustdoc would.
pub(crate) fn rustdoc(text: &str) -> Markdown {
    read(
        text,
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS,
    )
}

fn read(text: &str, options: Options) -> Markdown {
    let mut broken = Vec::new();
    // rustdoc takes these for the names of items.
    let mut callback = |link: BrokenLink<'_>| {
        broken.push(link.reference.to_string());
        None::<(CowStr<'_>, CowStr<'_>)>
    };
    let mut markdown = Markdown::default();
    let mut block: Option<String> = None;
    for event in Parser::new_with_broken_link_callback(text, options, Some(&mut callback)) {
        match event {
            Event::Text(text) | Event::Code(text) => match &mut block {
                Some(block) => block.push_str(&text),
                None => markdown.show(&text),
            },
            Event::SoftBreak => markdown.show(" "),
            Event::Start(Tag::CodeBlock(kind)) => {
                markdown.structure.push(format!("{kind:?}"));
                block = Some(String::new());
            }
            Event::End(TagEnd::CodeBlock) => markdown.blocks.extend(block.take()),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let outside = if dest_url.contains("://") { &dest_url } else { "inside" };
                markdown.structure.push(format!("{link_type:?} {outside}"));
            }
            other => markdown.structure.push(format!("{other:?}")),
        }
    }
    markdown.structure.extend(broken.into_iter().map(|link| format!("the name of an item: {link}")));
    markdown
}

impl Markdown {
    fn show(&mut self, text: &str) {
        self.text.extend(text.chars().filter(|c| !c.is_whitespace()));
        if self.structure.last().is_none_or(|last| last != "text") {
            self.structure.push("text".to_owned());
        }
    }
}
