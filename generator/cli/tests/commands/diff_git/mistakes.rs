//! What is asked for wrongly, and what is not there: each says why, and what to do.

use std::process::Command;

use super::repo::{Repo, run, wxgen};

#[test]
fn a_revision_that_is_none() {
    let repo = Repo::sample();
    repo.git(["branch", "feature/plugins"]);
    let cases: &[(&str, &[&str])] = &[
        ("mian", &["\"mian\" is no revision", "did you mean \"main\"?"]),
        ("v0.1.1", &["did you mean \"v0.1.0\"?"]),
        ("plugins", &["did you mean \"feature/plugins\"?"]),
        ("unlike-all-others", &["`git branch --all`"]),
        ("main..next", &["name the two revisions apart"]),
        ("HEAD^{tree}", &["is a tree of this repository, not a commit"]),
        ("HEAD~7", &["\"HEAD~7\" is no revision"]),
        ("", &["a version without name"]),
        ("nowhere/", &["there is no folder \"nowhere/\""]),
        ("spec/api.yaml", &["\"spec/api.yaml\" is a file"]),
        ("spec/member", &["\"spec/member\" holds no api.yaml"]),
        ("../the repository é", &["did you mean ../the repository é/spec?"]),
        ("\u{1b}[31m", &["\\u{1b}[31m"]),
    ];
    for (word, says) in cases {
        repo.wxgen(["diff", word, "."]).refuses(says);
        repo.wxgen(["diff", "main", word]).refuses(says);
        let said = repo.diff(word, ".");
        assert_eq!((said.status, said.json()["error"].is_string()), (2, true), "{word}");
    }
}

#[test]
fn a_word_is_no_option_of_git() {
    let repo = Repo::sample();
    for word in ["--output=written", "-h", "--all", "--git-dir=x"] {
        repo.wxgen(["diff", "--", word, "."]).refuses(&["is no revision"]);
    }
    assert!(!repo.root.join("written").exists());
}

#[test]
fn a_name_of_two_things() {
    let repo = Repo::sample();
    repo.write("next/api.yaml", &repo.read("spec/api.yaml").replace("0.9.0", "5.0.0"));
    repo.write("next/member/bind.yaml", &super::repo::endpoint("bindTester"));
    repo.wxgen(["diff", "next", "."]).refuses(&[
        "\"next\" is both a folder and a revision",
        "./next",
        "next: for the revision",
    ]);
    assert_eq!(repo.diff("./next", ".").versions().0, "5.0.0");
    assert_eq!(repo.diff("next:", ".").versions().0, "0.3.0");
    repo.git(["tag", "main", "v0.1.0"]);
    repo.wxgen(["diff", "main", "."]).refuses(&["say refs/heads/main or refs/tags/main"]);
    assert_eq!(repo.diff("refs/tags/main", ".").versions().0, "0.1.0");
}

#[test]
fn both_sides_the_same() {
    let repo = Repo::sample();
    for (old, new) in [("main", "main"), (".", "."), (".", "spec"), ("spec/", "./spec")] {
        repo.wxgen(["diff", old, new]).refuses(&["are the same", "name the version before and the one after"]);
    }
}

#[test]
fn a_revision_without_spec() {
    let repo = Repo::empty();
    repo.write("README.md", "");
    repo.write("src/lib.rs", "");
    repo.commit("no spec");
    repo.git(["tag", "start"]);
    repo.write("definitions/api.yaml", "host: a.example\n");
    repo.commit("elsewhere");
    repo.git(["tag", "elsewhere"]);
    repo.write("spec/member/bind.yaml", &super::repo::endpoint("bindTester"));
    repo.release("0.1.0");
    repo.wxgen(["diff", "start", "."])
        .refuses(&["there is no folder \"spec\" at \"start\"", "no api.yaml anywhere; at its top are README.md, src"]);
    repo.wxgen(["diff", "elsewhere", "."]).refuses(&[
        "it has an api.yaml in definitions",
        "elsewhere:definitions",
        "--spec",
    ]);
    repo.wxgen(["diff", "main:README.md", "."]).refuses(&["\"README.md\" is no folder at \"main\""]);
    repo.wxgen(["diff", "main", "HEAD", "--spec", "../spec"]).refuses(&["lies outside of this repository"]);
}

#[test]
fn no_repository_no_commit_and_no_git() {
    let repo = Repo::empty();
    repo.wxgen(["diff", "main", "."]).refuses(&["\"main\" is no revision"]);
    let repo = Repo::sample();
    let outside = repo.beside("outside");
    std::fs::create_dir(&outside).expect("a folder");
    wxgen(&outside, ["diff", "main", "."]).refuses(&["in no git repository", "name two folders"]);
    let mut wxgen = Command::new(env!("CARGO_BIN_EXE_wxgen"));
    wxgen.args(["diff", "main", "."]).current_dir(&repo.root).env("PATH", "/nonexistent");
    run(&mut wxgen).refuses(&["the program git was not found", "install git, or name two spec folders"]);
}

#[test]
fn options_that_do_not_go_together() {
    let repo = Repo::sample();
    for args in [
        &["diff", "main"][..],
        &["diff", "--rules", "main", "."],
        &["diff", "main", ".", "--deny", "docs"],
        &["diff", "main", ".", "--today", "21.11.2026"],
        &["diff", "--rules", "--format", "github"],
        &["diff", "main", ".", "--ignore", "not-there.yaml"],
    ] {
        let said = repo.wxgen(args);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{args:?}");
        assert!(said.err.starts_with("error: "), "{}", said.err);
    }
}
