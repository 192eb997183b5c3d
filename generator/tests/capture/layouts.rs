//! One small page in every layout, and what is captured from it.

use std::fs;
use std::path::Path;

/// Every page beside this file is captured as its snapshot says.
#[test]
fn every_layout_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/capture/layouts");
    let mut pages: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.is_file())
        .collect();
    pages.sort();
    assert!(pages.len() > 15, "pages are missing");
    for page in pages {
        let name = page.file_name().and_then(|name| name.to_str()).expect("names are text").to_owned();
        let text = fs::read_to_string(&page).expect("it can be read");
        let captured = wxgen::capture::capture(&text);
        let json = serde_json::to_string_pretty(&wxgen::capture::json(&captured)).expect("it is JSON");
        insta::with_settings!({
            prepend_module_to_snapshot => false,
            omit_expression => true,
            snapshot_path => "layouts/snapshots",
        }, {
            insta::assert_snapshot!(name, format!("layout: {}\n{json}", captured.layout));
        });
    }
}
