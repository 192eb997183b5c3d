//! Any text as a page: it is read, or refused, and every finding is on one of its lines.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wxgen_pages::{Page, json, reconcile};

fuzz_target!(|bytes: &[u8]| {
    let Ok(page) = Page::read("page", bytes.to_vec(), None) else { return };
    let lines = page.text.lines().count().max(1);
    assert!(page.captured.findings.iter().all(|finding| finding.line <= lines));
    json(&page.captured).to_string();
    reconcile(&[page]);
});
