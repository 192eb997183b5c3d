//! A clone that does not hold all commits, as workflows make it.

use std::path::PathBuf;

use super::repo::{Repo, git, wxgen};

fn shallow(repo: &Repo) -> PathBuf {
    repo.git(["checkout", "-q", "-f", "next"]);
    let clone = repo.beside("a shallow clone");
    let url = format!("file://{}", repo.root.display());
    let args = ["clone", "-q", "--depth", "1", "--branch", "next", &url, "a shallow clone"];
    git(clone.parent().expect("a folder"), args);
    clone
}

#[test]
fn it_says_that_the_clone_is_shallow_and_the_help_helps() {
    let repo = Repo::sample();
    let clone = shallow(&repo);
    let said = wxgen(&clone, ["diff", "HEAD~2", "."]);
    said.refuses(&["\"HEAD~2\"", "this clone is shallow", "`git fetch --unshallow --tags`", "`fetch-depth: 0`"]);
    git(&clone, ["fetch", "-q", "--unshallow", "--tags"]);
    let said = wxgen(&clone, ["diff", "HEAD~2", ".", "--format=json"]);
    assert_eq!(said.versions(), ("0.1.0".to_owned(), "0.3.0".to_owned()));
    assert_eq!(wxgen(&clone, ["diff", "v0.1.0", "."]).status, 0);
}

#[test]
fn another_branch_can_be_fetched() {
    let repo = Repo::sample();
    let clone = shallow(&repo);
    let said = wxgen(&clone, ["diff", "origin/main", "."]);
    said.refuses(&["\"origin/main\"", "`git fetch origin main:refs/remotes/origin/main`"]);
    git(&clone, ["fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main"]);
    let said = wxgen(&clone, ["diff", "origin/main", ".", "--format=json"]);
    assert_eq!(said.versions(), ("0.2.0".to_owned(), "0.3.0".to_owned()));
}

#[test]
fn what_a_shallow_clone_has_can_be_compared() {
    let repo = Repo::sample();
    let clone = shallow(&repo);
    assert_eq!(wxgen(&clone, ["diff", "HEAD", "."]).status, 0);
}

#[test]
fn files_that_were_not_cloned_are_not_fetched_and_the_help_helps() {
    let repo = Repo::sample();
    repo.git(["config", "uploadpack.allowFilter", "true"]);
    repo.git(["config", "uploadpack.allowAnySHA1InWant", "true"]);
    let clone = repo.beside("without blobs");
    let url = format!("file://{}", repo.root.display());
    let args = ["clone", "-q", "--filter=blob:none", "--no-checkout", &url, "without blobs"];
    git(clone.parent().expect("a folder"), args);
    let said = wxgen(&clone, ["diff", "v0.1.0", "origin/next"]);
    said.refuses(&["nothing is fetched here", "`git fetch --refetch --no-filter`"]);
    git(&clone, ["fetch", "-q", "--refetch", "--no-filter"]);
    let said = wxgen(&clone, ["diff", "v0.1.0", "origin/next", "--format=json"]);
    assert_eq!(said.versions(), ("0.1.0".to_owned(), "0.3.0".to_owned()), "{}", said.err);
}
