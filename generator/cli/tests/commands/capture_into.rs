//! `wxgen capture` as scripts and people see it.

use std::fs;

#[path = "../../../pages/tests/capture_into/fixture.rs"]
mod fixture;

use super::support::{text, wxgen};
use fixture::{PAGE, page};

#[test]
fn spec_is_printed_and_findings_go_to_stderr() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("page.md"), page(&[("85001 | user", "others | user")])).expect("written");
    let output = wxgen(dir.path(), &["capture", "page.md", "--captured", "2026-11-21"], "");
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!("printed", text(&output.stdout));
    insta::assert_snapshot!("findings", text(&output.stderr));
}

#[test]
fn json_is_one_object_a_page_with_exactly_these_keys() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::create_dir(dir.path().join("pages")).expect("made");
    fs::write(dir.path().join("pages/b.md"), PAGE).expect("written");
    fs::write(dir.path().join("pages/a.txt"), "Nothing of use.\n").expect("written");
    fs::write(dir.path().join("pages/picture.png"), [0xff]).expect("written");
    let output = wxgen(dir.path(), &["capture", "pages", "--format", "json"], "");
    assert_eq!(output.status.code(), Some(1), "one page has no endpoint");
    insta::assert_snapshot!("json", text(&output.stdout));
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn standard_input_is_a_page() {
    let dir = tempfile::tempdir().expect("a folder");
    let output = wxgen(dir.path(), &["capture", "-"], PAGE);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("- page: stdin\n"));
    assert!(text(&output.stdout).starts_with("---\n# captured/bind_tester.yaml\nname: bindTester\n"));
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_read() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = |name: &str| dir.path().join(name);
    fs::write(path("good.md"), PAGE).expect("written");
    fs::write(path("bom.md"), format!("\u{feff}{PAGE}")).expect("written");
    fs::write(path("gb.md"), b"one\n\xb3\xc9\xd4\xb1\n").expect("written");
    fs::write(path("large.md"), "x".repeat(wxgen_pages::LARGEST + 1)).expect("written");
    fs::create_dir(path("empty")).expect("made");
    let output = wxgen(dir.path(), &["capture", "gone.md", "gb.md", "large.md", "good.md"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stdout).contains("name: bindTester"));
    let errors = text(&output.stderr);
    for words in ["gone.md: ", "gb.md: not UTF-8: byte 4, on line 2 (a page in GB18030", "large.md: 4194305 bytes"] {
        assert!(errors.contains(words), "{words} is not in {errors}");
    }
    assert_eq!(wxgen(dir.path(), &["capture", "bom.md"], "").status.code(), Some(0));
    let output = wxgen(dir.path(), &["capture", "empty"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no page in this folder"));
    let output = wxgen(dir.path(), &["capture", "gb.md", "--format", "json"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stdout).starts_with("{\"error\":"), "a script gets an object for every page");
}

#[test]
fn wrong_areas_and_dates_are_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("page.md"), PAGE).expect("written");
    for arguments in [["--area", "../up"], ["--area", ""], ["--captured", "yesterday"], ["--captured", "2026-02-30"]] {
        let output = wxgen(dir.path(), &["capture", "page.md", arguments[0], arguments[1]], "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn spec_folder_is_made_and_then_left_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("page.md"), PAGE).expect("written");
    let arguments = ["capture", "page.md", "--into", "spec", "--area", "member"];
    let first = wxgen(dir.path(), &arguments, "");
    assert_eq!(first.status.code(), Some(0));
    insta::assert_snapshot!("into", text(&first.stdout));
    let spec = dir.path().join("spec/member/bind_tester.yaml");
    let written = fs::read_to_string(&spec).expect("written");
    let second = wxgen(dir.path(), &arguments, "");
    assert_eq!(text(&second.stdout), "0 files written, 1 unchanged\n");
    assert_eq!(fs::read_to_string(&spec).expect("there"), written);
    let check = wxgen(dir.path(), &["check"], "");
    assert!(text(&check.stdout).contains("not as the spec says"), "nothing is generated yet");
    assert_eq!(text(&check.stderr), "");
}

#[test]
fn broken_spec_folder_is_not_written_to() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("page.md"), PAGE).expect("written");
    fs::create_dir_all(dir.path().join("spec/member")).expect("made");
    fs::write(dir.path().join("spec/member/a.yaml"), "name: [\n").expect("written");
    let output = wxgen(dir.path(), &["capture", "page.md", "--into", "spec"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("WX0101"));
    assert!(!dir.path().join("spec/captured").exists());
}

#[test]
fn findings_are_explained() {
    let dir = tempfile::tempdir().expect("a folder");
    let output = wxgen(dir.path(), &["explain", "wx0661"], "");
    assert!(text(&output.stdout).starts_with("WX0661: Pages disagree."));
    let all = text(&wxgen(dir.path(), &["explain"], "").stdout);
    assert!(all.contains("\nWX0601  The page holds no endpoint.\n"));
    assert!(all.lines().is_sorted(), "{all}");
}

#[test]
fn json_tells_where_pages_disagree() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("a.md"), page(&[("85001 | user not exist", "85001 | nobody")])).expect("written");
    fs::write(dir.path().join("b.md"), PAGE).expect("written");
    let output = wxgen(dir.path(), &["capture", "a.md", "b.md", "--format", "json"], "");
    let first = text(&output.stdout).lines().next().expect("a line").to_owned();
    let finding = r#"{"code":"WX0661","line":46,"message":"code 85001: \"user not exist\" in b.md:46, \"nobody\" in a.md:46; the former is believed"}"#;
    assert!(first.ends_with(&format!("\"findings\":[{finding}]}}")), "{first}");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_in_the_spec_folder() {
    use std::os::unix::fs::symlink;
    let arguments = ["capture", "page.md", "--into", "spec"];
    for planted in ["captured/bind_tester.yaml", "captured/bind_tester.yaml.new", "captured", "api.yaml", "."] {
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join("page.md"), PAGE).expect("written");
        fs::create_dir(dir.path().join("elsewhere")).expect("made");
        fs::write(dir.path().join("elsewhere/victim"), "precious").expect("written");
        let is_folder = !planted.contains(".yaml");
        let target = dir.path().join(if is_folder { "elsewhere" } else { "elsewhere/victim" });
        let link = dir.path().join("spec").join(planted.trim_start_matches('.'));
        let link = link.components().collect::<std::path::PathBuf>();
        fs::create_dir_all(link.parent().expect("a folder")).expect("made");
        symlink(&target, &link).expect("a link");
        let output = wxgen(dir.path(), &arguments, "");
        let left: Vec<_> = fs::read_dir(dir.path().join("elsewhere")).expect("there").collect();
        assert_eq!(left.len(), 1, "{planted}: nothing is written elsewhere");
        assert_eq!(fs::read_to_string(dir.path().join("elsewhere/victim")).expect("there"), "precious", "{planted}");
        // A name that nobody uses is in nobody's way.
        let status = if planted.ends_with(".new") { 0 } else { 2 };
        assert_eq!(output.status.code(), Some(status), "{planted}: {}", text(&output.stderr));
        assert!(!text(&output.stderr).contains("precious"), "{planted}: {}", text(&output.stderr));
    }
}

#[cfg(unix)]
#[test]
fn a_folder_of_pages_shows_nothing_of_what_a_link_leads_to() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::create_dir(dir.path().join("pages")).expect("made");
    fs::write(dir.path().join("pages/page.md"), PAGE).expect("written");
    fs::write(dir.path().join("secret.md"), "# precious | of | many\n").expect("written");
    std::os::unix::fs::symlink("../secret.md", dir.path().join("pages/x.md")).expect("a link");
    let output = wxgen(dir.path(), &["capture", "pages"], "");
    assert_eq!(output.status.code(), Some(2));
    let shown = text(&output.stdout) + &text(&output.stderr);
    assert!(
        shown.contains("pages/x.md is a link that leads out of the folder") && !shown.contains("precious"),
        "{shown}"
    );
}
