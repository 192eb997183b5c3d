//! What the two words can be, and from where.

use std::fs;
use std::process::Command;

use super::repo::{Repo, git, run, wxgen};

fn pair(old: &str, new: &str) -> (String, String) {
    (old.to_owned(), new.to_owned())
}

#[test]
fn branches_tags_commits_and_the_working_tree() {
    let repo = Repo::sample();
    let id = repo.git(["rev-parse", "next"]);
    let cases = [
        ("main", ".", "0.2.0", "0.9.0"),
        (".", "main", "0.9.0", "0.2.0"),
        ("v0.1.0", "next", "0.1.0", "0.3.0"),
        ("HEAD~1", "HEAD", "0.1.0", "0.2.0"),
        ("@{-1}", "refs/heads/main", "0.3.0", "0.2.0"),
        (id.trim(), "./", "0.3.0", "0.9.0"),
        (&id[..8], "main:", "0.3.0", "0.2.0"),
        ("v0.1.0:spec", "spec/", "0.1.0", "0.9.0"),
        ("HEAD^{/0.1.0}", "spec", "0.1.0", "0.9.0"),
        (":/0.1.0", "HEAD", "0.1.0", "0.2.0"),
    ];
    for (old, new, of_old, of_new) in cases {
        let said = repo.diff(old, new);
        assert_eq!((said.status, said.versions()), (0, pair(of_old, of_new)), "{old} {new}");
        assert_eq!(said.err, "");
    }
}

#[test]
fn nothing_in_the_repository_changes() {
    let repo = Repo::sample();
    repo.write("spec/member/new.yaml", &super::repo::endpoint("newTester"));
    repo.git(["add", "spec/member/new.yaml"]);
    fs::remove_file(repo.root.join("spec/member/list.yaml")).expect("it is removed");
    let before = repo.state();
    assert_eq!(repo.diff("next", "v0.1.0").status, 0);
    assert_eq!(repo.diff("next", ".").status, 0);
    assert_eq!(repo.state(), before);
}

#[test]
fn two_names_of_one_commit_are_no_mistake() {
    let repo = Repo::sample();
    let said = repo.diff("main", "HEAD");
    assert_eq!((said.status, said.versions()), (0, pair("0.2.0", "0.2.0")));
    assert_eq!(said.json()["verdict"]["bump"], "none");
}

#[test]
fn from_a_subfolder() {
    let repo = Repo::sample();
    repo.write("src/deep/x.txt", "");
    // The folder at the top serves, and so does the one that is named from here.
    for args in
        [&["diff", "main", ".", "--format=json"][..], &["diff", "main", ".", "--format=json", "--spec=../../spec"]]
    {
        let said = wxgen(&repo.root.join("src/deep"), args);
        assert_eq!((said.status, said.versions()), (0, pair("0.2.0", "0.9.0")), "{}", said.err);
    }
    // In the spec folder itself, too.
    let said = wxgen(&repo.root.join("spec"), ["diff", "v0.1.0", "main", "--format=json"]);
    assert_eq!(said.versions(), pair("0.1.0", "0.2.0"));
}

#[test]
fn an_absolute_spec_folder_is_found_in_revisions() {
    let repo = Repo::sample();
    let spec = repo.root.join("spec");
    let said = repo.wxgen([
        "diff".as_ref(),
        "main".as_ref(),
        ".".as_ref(),
        "--format=json".as_ref(),
        "--spec".as_ref(),
        spec.as_os_str(),
    ]);
    assert_eq!(said.versions(), pair("0.2.0", "0.9.0"));
    let said = repo.wxgen(["diff", "main", ".", "--spec", "/"]);
    said.refuses(&["the folder / is none of this repository"]);
}

#[test]
fn in_another_worktree_and_in_a_bare_repository() {
    let repo = Repo::sample();
    let other = repo.beside("other");
    repo.git(["worktree".as_ref(), "add".as_ref(), "-q".as_ref(), other.as_os_str(), "next".as_ref()]);
    let said = wxgen(&other, ["diff", "main", ".", "--format=json"]);
    assert_eq!(said.versions(), pair("0.2.0", "0.3.0"), "{}", said.err);
    let bare = repo.beside("bare.git");
    repo.git(["clone".as_ref(), "-q".as_ref(), "--bare".as_ref(), ".".as_ref(), bare.as_os_str()]);
    let said = wxgen(&bare, ["diff", "v0.1.0", "main", "--format=json"]);
    assert_eq!(said.versions(), pair("0.1.0", "0.2.0"), "{}", said.err);
}

#[test]
fn variables_of_a_hook_do_not_lead_elsewhere() {
    let (repo, other) = (Repo::sample(), Repo::empty());
    let mut wxgen = Command::new(env!("CARGO_BIN_EXE_wxgen"));
    wxgen.args(["diff", "main", ".", "--format=json"]).current_dir(&repo.root);
    super::repo::tidy(&mut wxgen).env("GIT_DIR", other.root.join(".git")).env("GIT_INDEX_FILE", "/nowhere/index");
    let output = wxgen.output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn folders_need_no_git() {
    let repo = Repo::sample();
    git(&repo.root, ["worktree", "add", "-q", "../old version", "v0.1.0"]);
    let mut wxgen = Command::new(env!("CARGO_BIN_EXE_wxgen"));
    wxgen
        .args(["diff", "../old version/spec", ".", "--format=json"])
        .current_dir(&repo.root)
        .env("PATH", "/nonexistent");
    let said = run(&mut wxgen);
    assert_eq!(said.versions(), pair("0.1.0", "0.9.0"));
}

#[test]
fn the_spec_can_lie_anywhere() {
    for folder in ["", "a folder/规格/"] {
        let repo = Repo::sample();
        repo.git(["checkout", "-q", "-f", "main"]);
        for path in ["api.yaml", "member/bind.yaml", "member/list.yaml"] {
            let text = repo.read(&format!("spec/{path}"));
            fs::remove_file(repo.root.join("spec").join(path)).expect("it is removed");
            repo.write(&format!("{folder}{path}"), &text.replace("0.2.0", "7.0.0"));
        }
        repo.commit("moved");
        let spec = if folder.is_empty() { "." } else { folder };
        let compare = |old: &str, new: &str| repo.wxgen(["diff", old, new, "--spec", spec, "--format=json"]);
        let same = pair("7.0.0", "7.0.0");
        assert_eq!(compare("HEAD", ".").versions(), same);
        assert_eq!(compare("HEAD~1:spec", "HEAD").versions(), pair("0.2.0", "7.0.0"));
    }
}
