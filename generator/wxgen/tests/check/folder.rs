//! Reading from disk: what is found, what is passed over, what is refused.

use std::fs;
use std::path::Path;

use wxgen::pipeline;
use wxgen::read;
use wxgen::report;

use super::support::base;

/// A code, the fixture's name, and what makes the folder.
type Case = (&'static str, &'static str, fn(&Path));

/// What a folder lacks or has too much of, with the code that says so.
pub(crate) const CASES: &[Case] = &[
    ("WX0001", "no-folder", |dir| fs::remove_dir_all(dir).expect("removed")),
    ("WX0001", "not-a-folder", |dir| {
        fs::remove_dir_all(dir).expect("removed");
        write(dir, "a file");
    }),
    ("WX0001", "no-yaml", |dir| {
        empty(dir);
        write(&dir.join("README.md"), "Nothing yet.");
    }),
    ("WX0002", "empty", |dir| {
        empty(dir);
        write(&dir.join(".gitkeep"), "");
    }),
    #[cfg(unix)]
    ("WX0003", "unreadable", |dir| {
        // A socket is no plain file. (Rights would not keep the superuser out.)
        std::os::unix::net::UnixListener::bind(dir.join("member/a.yaml")).expect("bound");
    }),
    ("WX0004", "not-utf8", |dir| {
        fs::write(dir.join("member/bind_tester.yaml"), b"name: bindTester\nsummary: \xc8\xcb\xd4\xb1\n")
            .expect("written");
    }),
    ("WX0005", "too-large", |dir| write(&dir.join("member/dump.yaml"), &"# more\n".repeat(200_000))),
    ("WX0006", "wrong-places", |dir| {
        write(&dir.join("member/other.yml"), "");
        fs::create_dir_all(dir.join("member/old/older")).expect("made");
        write(&dir.join("member/old/older/gone.yaml"), "");
        fs::create_dir_all(dir.join("member/pictures")).expect("made");
        write(&dir.join("member/pictures/a.png"), "");
    }),
];

fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("written");
}

fn empty(dir: &Path) {
    fs::remove_dir_all(dir).expect("removed");
    fs::create_dir(dir).expect("made");
}

/// The good spec on disk.
fn on_disk(dir: &Path) {
    for (path, text) in base() {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("made");
        write(&path, &text);
    }
}

#[test]
fn what_cannot_be_read_looks_as_recorded() {
    for (code, name, change) in CASES {
        let temp = tempfile::tempdir().expect("a folder");
        let dir = temp.path().join("spec");
        on_disk(&dir);
        change(&dir);
        let loaded = pipeline::load(&dir);
        assert!(loaded.diagnostics.iter().any(|diagnostic| diagnostic.code == *code), "{name}");
        assert!(loaded.api.is_none(), "{name}");
        let shown = report::text(&loaded.diagnostics, &loaded.sources, false);
        let shown = shown.replace(&temp.path().join("").to_string_lossy().into_owned(), "");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{code}-{name}"), shown);
        });
    }
}

#[test]
fn files_come_by_path_and_all_that_was_looked_at_is_told() {
    let temp = tempfile::tempdir().expect("a folder");
    let dir = temp.path().join("spec");
    on_disk(&dir);
    write(&dir.join(".hidden.yaml"), "?");
    write(&dir.join("member/README.md"), "?");
    write(&dir.join("errcodes.yaml"), "\u{feff}-1: { name: SystemBusy }\n40001:\n");
    let mut diagnostics = Vec::new();
    let sources = read::read_spec(&dir, &mut diagnostics);
    assert_eq!(diagnostics, []);
    let paths: Vec<_> = sources.files().iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["api.yaml", "errcodes.yaml", "member/bind_tester.yaml", "permission_sets.yaml"]);
    assert!(sources.files()[1].text.starts_with("-1:"), "a byte order mark is no text");
    assert_eq!(sources.files()[2].shown, format!("{}/member/bind_tester.yaml", dir.display()));
    let watched: Vec<_> = sources.watched().map(|path| path.strip_prefix(&dir).expect("inside").to_owned()).collect();
    for looked_at in ["", "member", "api.yaml", "errcodes.yaml", "member/bind_tester.yaml", "permission_sets.yaml"] {
        assert!(watched.iter().any(|path| path == Path::new(looked_at)), "{looked_at:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_within_the_folder_are_followed_and_cannot_loop() {
    let temp = tempfile::tempdir().expect("a folder");
    let dir = temp.path().join("spec");
    on_disk(&dir);
    let other = dir.join("member/.other");
    write(&other, "name: other\nsummary: Does something.\nmethod: POST\npath: /wxa/other\ntoken: none\n");
    std::os::unix::fs::symlink(".other", dir.join("member/other.yaml")).expect("linked");
    assert_eq!(pipeline::load(&dir).api.expect("good").areas[0].endpoints.len(), 2);
    std::os::unix::fs::symlink(&dir, dir.join("member/again")).expect("linked");
    std::os::unix::fs::symlink(dir.join("loop"), dir.join("loop")).expect("linked");
    let loaded = pipeline::load(&dir);
    assert!(loaded.diagnostics.iter().any(|diagnostic| diagnostic.code == "WX0006"));
}

#[cfg(unix)]
#[test]
fn nothing_is_shown_of_what_a_link_out_of_the_folder_leads_to() {
    use std::os::unix::fs::symlink;
    let temp = tempfile::tempdir().expect("a folder");
    let secret = temp.path().join("home/secret.yaml");
    fs::create_dir(temp.path().join("home")).expect("made");
    write(&secret, "root:x:0:0:precious\n");
    let cases = [("member/other.yaml", "home/secret.yaml"), ("errcodes.yaml", "home/secret.yaml"), ("stolen", "home")];
    for (link, target) in cases {
        let dir = temp.path().join("spec");
        on_disk(&dir);
        let _ = fs::remove_file(dir.join(link));
        for target in
            [temp.path().join(target), Path::new("..").join(if link.contains('/') { ".." } else { "" }).join(target)]
        {
            symlink(&target, dir.join(link)).expect("linked");
            let loaded = pipeline::load(&dir);
            let shown = wxgen::report::text(&loaded.diagnostics, &loaded.sources, false);
            let said = format!("{}/{link} is a link that leads out of the spec folder", dir.display());
            assert!(shown.contains(&said) && !shown.contains("precious"), "{link} -> {target:?}:\n{shown}");
            assert!(loaded.api.is_none() && loaded.sources.files().iter().all(|file| !file.text.contains("root")));
            fs::remove_file(dir.join(link)).expect("it goes");
        }
        fs::remove_dir_all(&dir).expect("it goes");
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_not_opened() {
    let temp = tempfile::tempdir().expect("a folder");
    let dir = temp.path().join("spec");
    on_disk(&dir);
    let pipe = dir.join("member/pipe.yaml");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo is part of every unix");
    let loaded = pipeline::load(&dir);
    let shown = wxgen::report::text(&loaded.diagnostics, &loaded.sources, false);
    assert!(shown.contains("it is not a plain file"), "{shown}");
}
