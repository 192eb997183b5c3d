//! A page of one endpoint, and changes of it. Tests of the command use them too.

/// A page of one endpoint, in the layout of 2022.
pub(crate) const PAGE: &str = include_str!("base.md");

/// That page with some of its words replaced. Each has to be there.
pub(crate) fn page(replacements: &[(&str, &str)]) -> String {
    replacements.iter().fold(PAGE.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old:?} is not on the page");
        text.replace(old, new)
    })
}
