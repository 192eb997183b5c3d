//! The section of a release in a changelog that people write too.

use std::fs;
use std::path::PathBuf;

use wxgen_diff::show::changelog;
use wxgen_diff::show::changelog::{BEGIN, END};
use wxgen_diff::{RULES, Review};

use crate::support::{ADDED, DOC, change, changes, review, review_of};

const BY_HAND: &str = "\
# Changelog

## Unreleased

### Added

- By hand.

## 0.1.0 - 2026-01-01

- The first.
";

struct File {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl File {
    fn of(text: &str) -> Self {
        let file = Self::missing();
        fs::write(&file.path, text).expect("the file is written");
        file
    }

    fn missing() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        Self { path: folder.path().join("CHANGELOG.md"), _folder: folder }
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.path).expect("the file can be read")
    }

    /// Writes, and once more to see that nothing changes.
    fn write(&self, review: &Review) -> String {
        changelog::write(&self.path, review).expect("it is written");
        let text = self.text();
        assert!(!changelog::write(&self.path, review).expect("it is written"));
        assert_eq!(self.text(), text);
        let left = fs::read_dir(self._folder.path()).expect("the folder can be listed").count();
        assert_eq!(left, 1, "something lies beside the changelog");
        text
    }
}

fn added() -> Review {
    review_of(vec![change(&ADDED, "member/getTester", "response.a", "", "string")], "0.1.0", "0.1.1")
}

/// The text with what the markers hold replaced by a word.
fn outline(text: &str) -> String {
    let (before, rest) = text.split_once(BEGIN).expect("it begins");
    let (_, after) = rest.split_once(END).expect("it ends");
    format!("{before}(written){after}")
}

#[test]
fn a_new_file_begins_as_changelogs_do() {
    insta::assert_snapshot!("changelog", File::missing().write(&review(changes())));
}

#[test]
fn a_release_stands_above_the_versions_and_below_what_is_unreleased() {
    let text = File::of(BY_HAND).write(&review(changes()));
    assert_eq!(outline(&text), BY_HAND.replace("## 0.1.0", "## 0.2.0\n\n(written)\n\n## 0.1.0"));
}

#[test]
fn text_by_hand_in_the_same_section_stays() {
    let file = File::of(BY_HAND);
    let text = file.write(&review(changes())).replace("## 0.2.0\n", "## 0.2.0\n\nA word before.\n");
    let text = text.replace(END, &format!("{END}\n\n### Fixed\n\n- By hand."));
    fs::write(&file.path, &text).expect("the file is written");
    assert_eq!(file.write(&review(changes())), text);
    // Only what is between the markers follows the changes.
    let other = file.write(&review_of(vec![change(&DOC, "a/b", "summary", "x", "y")], "0.1.0", "0.2.0"));
    assert_ne!(other, text);
    assert_eq!(outline(&other), outline(&text));
}

#[test]
fn a_section_of_that_version_is_taken_date_and_all() {
    let text = "# Changelog\n\n## [0.2.0] - 2026-12-01\nBy hand.\n\n## [0.1.0]\n";
    let written = File::of(text).write(&review(changes()));
    assert_eq!(outline(&written), text.replace("\nBy hand.", "\n\n(written)\n\nBy hand."));
}

#[test]
fn a_release_that_is_not_out_gets_the_version_it_turns_out_to_need() {
    let file = File::of(BY_HAND);
    assert!(file.write(&added()).contains("## 0.1.1\n"));
    let text = file.write(&review(changes()));
    assert!(text.contains("## 0.2.0\n") && !text.contains("0.1.1"), "{text}");
    assert_eq!(text.matches(BEGIN).count(), 1);
}

#[test]
fn a_release_that_is_out_is_left_alone() {
    let file = File::of(BY_HAND);
    let text = file.write(&added()).replace("## 0.1.1", "## 0.1.1 - 2026-06-01");
    fs::write(&file.path, &text).expect("the file is written");
    let written = file.write(&review_of(changes(), "0.1.1", "0.1.1"));
    assert!(written.contains("## 0.2.0\n"), "{written}");
    let old = text.split_once("## 0.1.1").expect("the old release is there").1;
    assert!(written.ends_with(old), "{written}");
}

#[test]
fn markers_that_were_moved_to_unreleased_stay_there() {
    let text = BY_HAND.replace("## Unreleased\n", &format!("## Unreleased\n\n{BEGIN}\n{END}\n"));
    let written = File::of(&text).write(&review(changes()));
    assert_eq!(outline(&written), BY_HAND.replace("## Unreleased\n", "## Unreleased\n\n(written)\n"));
}

#[test]
fn nothing_changed_writes_nothing_and_empties_what_was_written() {
    let file = File::of(BY_HAND);
    assert_eq!(file.write(&review(Vec::new())), BY_HAND);
    let missing = File::missing();
    assert!(!changelog::write(&missing.path, &review(Vec::new())).expect("it is fine"));
    assert!(!missing.path.exists());
    file.write(&added());
    let text = file.write(&review_of(Vec::new(), "0.1.0", "0.1.1"));
    assert!(text.contains(&format!("## 0.1.1\n\n{BEGIN}\n{END}\n")), "{text}");
}

#[test]
fn windows_lines_links_and_fences_stay_as_they_are() {
    let text = "# Changelog\n\n```\n## [9.0.0]\n```\n\n[0.1.0]: https://example.com/\n".replace('\n', "\r\n");
    let written = File::of(&text).write(&review(changes()));
    assert!(written.ends_with(&format!("{END}\r\n\r\n[0.1.0]: https://example.com/\r\n")), "{written}");
    assert!(!written.replace("\r\n", "").contains('\n'), "{written:?}");
    assert!(written.contains("```\r\n## [9.0.0]\r\n```\r\n\r\n## [0.2.0]\r\n"), "{written}");
}

#[test]
fn changes_stand_below_the_headings_of_keep_a_changelog() {
    let heading_of = |id: &str| {
        let rule = RULES.iter().find(|rule| rule.id == id).expect("a rule of the table");
        let section = changelog::section(&review(vec![change(rule, "member/getTester", "part", "a", "b")]));
        section.lines().find_map(|line| line.strip_prefix("### ")).map(str::to_owned)
    };
    let headings = [
        ("endpoint-removed", "Breaking"),
        ("endpoint-path-changed", "Breaking"),
        ("endpoint-added", "Added"),
        ("reply-field-added", "Added"),
        ("endpoint-deprecated", "Deprecated"),
        ("endpoint-undeprecated", "Changed"),
        ("endpoint-since-changed", "Changed"),
    ];
    for (id, heading) in headings {
        assert_eq!(heading_of(id).as_deref(), Some(heading), "{id}");
    }
}

#[test]
fn broken_markers_are_refused() {
    let cases = [
        (format!("# Changelog\n\n## 0.2.0\n{BEGIN}\n"), 4),
        (format!("# Changelog\n\n## 0.2.0\n{END}\n"), 4),
        (format!("# Changelog\n\n## 0.2.0\n{BEGIN}\n{BEGIN}\n{END}\n"), 5),
        (format!("# Changelog\n\n## 0.2.0\n{BEGIN}\n{END}\n{BEGIN}\n{END}\n"), 6),
        (format!("# Changelog\n\n## 0.2.0\n{BEGIN}\n\n## 0.1.0\n{END}\n"), 4),
        (format!("{END}\n{BEGIN}\n"), 1),
    ];
    for (text, line) in cases {
        let file = File::of(&text);
        let error = changelog::write(&file.path, &review(changes())).expect_err("it is refused").to_string();
        assert!(error.contains(&format!(" in line {line}; mend the markers")), "{text}: {error}");
        assert_eq!(file.text(), text);
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_refused_and_rights_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let file = File::of(BY_HAND);
    fs::set_permissions(&file.path, fs::Permissions::from_mode(0o640)).expect("rights are set");
    let folder = tempfile::tempdir().expect("a folder for the test");
    let link = folder.path().join("CHANGES.md");
    symlink(&file.path, &link).expect("a link is made");
    let error = changelog::write(&link, &review(changes())).expect_err("it is refused").to_string();
    assert!(error.contains("is a link, and nothing is written through links"), "{error}");
    assert_eq!(file.text(), BY_HAND);
    assert!(changelog::write(&file.path, &review(changes())).expect("it is written"));
    assert_eq!(fs::metadata(&file.path).expect("it is there").permissions().mode() & 0o777, 0o640);
}

#[test]
fn what_is_no_text_is_refused() {
    let file = File::missing();
    fs::write(&file.path, b"\xff\xfe").expect("the file is written");
    assert!(changelog::write(&file.path, &review(changes())).is_err());
    fs::remove_file(&file.path).expect("it is removed");
    fs::create_dir(&file.path).expect("a folder is made");
    assert!(changelog::write(&file.path, &review(changes())).is_err());
}
