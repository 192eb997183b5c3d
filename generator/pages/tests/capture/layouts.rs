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
        let captured = wxgen_pages::capture(&text);
        let json = serde_json::to_string_pretty(&wxgen_pages::json(&captured)).expect("it is JSON");
        insta::with_settings!({
            prepend_module_to_snapshot => false,
            omit_expression => true,
            snapshot_path => "layouts/snapshots",
        }, {
            insta::assert_snapshot!(name, format!("layout: {}\n{json}", captured.layout));
        });
    }
}

/// Marks of every layout, over and over, without an end. What costs more than its length would not come back in time.
#[test]
fn floods_of_marks_end() {
    const HTML: &str = "<!doctype html><html><body>";
    const RST: &str = "Title\n=====\n\nPOST\nhttps://api.weixin.qq.com/wxa/a?access_token=T\n\n";
    let floods = [
        (HTML, "<div>"),
        (HTML, "<table><tr><td>a"),
        (HTML, "</div></table>"),
        (HTML, "<nav>"),
        (HTML, "&amp;<"),
        (RST, "+--+--+\n"),
        (RST, "== ==\n"),
        (RST, "== ==\na  b\n"),
        (RST, "参数\t说明\na\tb\n"),
        (RST, "参数 说明 a_b 文\n\n"),
        (RST, "   - a string b\n"),
        (RST, ":a:`b <c>` "),
        ("", "| | a |\n|--|--|\n"),
        ("", "![](["),
        ("", "[a]("),
        ("", "{\"a\":["),
    ];
    for (start, mark) in floods {
        let page = format!("{start}{}", mark.repeat(60_000 / mark.len()));
        let captured = wxgen_pages::capture(&page);
        assert!(captured.endpoints.len() < 2, "{mark:?} is no endpoint");
    }
}
