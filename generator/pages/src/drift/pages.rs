//! The pages, and where on them something stands: looked up, not searched for.

use std::collections::HashMap;

use crate::{Draft, Page};

/// All pages, by what they tell of.
pub(super) struct Pages<'a> {
    pub(super) all: &'a [Page],
    by_path: HashMap<&'a str, Vec<Mention<'a>>>,
    by_name: HashMap<&'a str, Vec<Mention<'a>>>,
    by_url: HashMap<&'a str, usize>,
    by_file: HashMap<&'a str, usize>,
}

/// An endpoint on a page of that number.
type Mention<'a> = (usize, &'a Draft);

impl<'a> Pages<'a> {
    pub(super) fn of(all: &'a [Page]) -> Self {
        let mut pages = Self {
            all,
            by_path: HashMap::new(),
            by_name: HashMap::new(),
            by_url: HashMap::new(),
            by_file: HashMap::new(),
        };
        for (number, page) in all.iter().enumerate() {
            page.url.iter().for_each(|url| {
                pages.by_url.entry(url).or_insert(number);
            });
            pages.by_file.entry(page.name()).or_insert(number);
            for draft in &page.captured.endpoints {
                draft.path.iter().for_each(|path| pages.by_path.entry(path).or_default().push((number, draft)));
                draft.name.iter().for_each(|name| pages.by_name.entry(name).or_default().push((number, draft)));
            }
        }
        pages
    }

    /// The first page of that address, or of one of those names.
    pub(super) fn first_of<'n>(&self, url: Option<&str>, names: impl Iterator<Item = &'n str>) -> Option<&'a Page> {
        let by_url = url.and_then(|url| self.by_url.get(url));
        let by_name = names.filter_map(|name| self.by_file.get(name));
        self.all.get(*by_url.into_iter().chain(by_name).min()?)
    }

    /// For each line that has something of an endpoint, the newest page that has it there.
    pub(super) fn lines_of(&self, draft: &Draft, newest: usize) -> HashMap<usize, usize> {
        let by_path = draft.path.as_deref().and_then(|path| self.by_path.get(path));
        let by_name = draft.name.as_deref().and_then(|name| self.by_name.get(name));
        let mut mentions: Vec<_> = by_path.into_iter().chain(by_name).flatten().copied().collect();
        mentions.sort_by_key(|(page, _)| (*page != newest, std::cmp::Reverse(*page)));
        let mut pages = HashMap::new();
        for (page, draft) in mentions {
            let params = draft.request.iter().chain(&draft.response).map(|param| param.line);
            let codes = draft.errcodes.iter().map(|code| code.line);
            for line in std::iter::once(draft.line).chain(params).chain(codes) {
                pages.entry(line).or_insert(page);
            }
        }
        pages
    }
}
