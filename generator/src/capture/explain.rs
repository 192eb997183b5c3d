//! What each finding means, at length. The texts stand in `explain/<code>.md`, as those of other diagnostics do.

use super::finding::FINDINGS;
use crate::explain::Entry;

/// A code and its text.
macro_rules! text {
    ($code:literal) => {
        ($code, include_str!(concat!("../explain/", $code, ".md")))
    };
}

const TEXTS: &[(&str, &str)] = &[
    text!("WX0601"),
    text!("WX0602"),
    text!("WX0603"),
    text!("WX0604"),
    text!("WX0605"),
    text!("WX0606"),
    text!("WX0611"),
    text!("WX0612"),
    text!("WX0613"),
    text!("WX0621"),
    text!("WX0622"),
    text!("WX0623"),
    text!("WX0624"),
    text!("WX0625"),
    text!("WX0626"),
    text!("WX0631"),
    text!("WX0632"),
    text!("WX0633"),
    text!("WX0641"),
    text!("WX0642"),
    text!("WX0651"),
    text!("WX0652"),
    text!("WX0661"),
    text!("WX0662"),
    text!("WX0671"),
    text!("WX0672"),
    text!("WX0673"),
];

/// The findings of captures, in order.
pub fn entries() -> impl Iterator<Item = Entry> {
    FINDINGS.iter().map(|(code, title)| {
        let text = TEXTS.iter().find(|(known, _)| known == code);
        Entry { code, title, explanation: text.map_or("", |(_, text)| text) }
    })
}
