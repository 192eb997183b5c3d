//! A repository that somebody else has set up: its settings run nothing, and nothing is fetched.

use std::fs;
use std::path::{Path, PathBuf};

use super::repo::Repo;

/// The file that a command of the repository would make.
fn trap(repo: &Repo) -> PathBuf {
    repo.beside("sprung")
}

/// A command that makes it, without blanks, which the `ext` transport would take apart.
fn script(repo: &Repo, name: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let script = repo.beside(name);
    fs::write(&script, format!("#!/bin/sh\ntouch '{}'\n", trap(repo).display())).expect("written");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("it can be run");
    script
}

/// Takes the file of an endpoint out of the repository's objects.
fn lose(repo: &Repo, object: &str) {
    let id = repo.git(["rev-parse", object]);
    let (folder, rest) = id.trim().split_at(2);
    let path = repo.root.join(".git/objects").join(folder).join(rest);
    fs::remove_file(&path).expect("the object is a file of its own");
}

/// Makes the repository a partial clone whose remote is a command.
fn partial_clone_of(repo: &Repo, command: &Path) {
    for (name, value) in [
        ("core.repositoryformatversion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", &format!("ext::{}", command.display())),
        ("protocol.ext.allow", "always"),
        ("protocol.allow", "always"),
    ] {
        repo.git(["config", name, value]);
    }
}

#[test]
fn a_remote_that_is_a_command_is_not_run_where_an_object_is_missing() {
    for object in ["v0.1.0:spec/member/bind.yaml", "v0.1.0:spec/member", "v0.1.0^{tree}"] {
        let repo = Repo::sample();
        partial_clone_of(&repo, &script(&repo, "command"));
        lose(&repo, object);
        let said = repo.wxgen(["diff", "v0.1.0", "main"]);
        assert!(!trap(&repo).exists(), "{object}: {}", said.err);
        assert_eq!(said.status, 2, "{}{}", said.out, said.err);
        if object.ends_with(".yaml") {
            assert!(said.err.contains("git fetch --refetch"), "{}", said.err);
        }
        // Git by itself runs it.
        let mut git = std::process::Command::new("git");
        let git = git.args(["cat-file", "-p", object]).current_dir(&repo.root);
        git.env_remove("GIT_NO_LAZY_FETCH").env_remove("GIT_ALLOW_PROTOCOL").output().expect("git runs");
        assert!(trap(&repo).exists(), "{object}: the trap is one");
    }
}

#[test]
fn settings_that_name_commands_run_none() {
    let repo = Repo::sample();
    let command = script(&repo, "command");
    let command = command.to_str().expect("a path that is text");
    for name in [
        "core.fsmonitor",
        "core.sshCommand",
        "core.gitProxy",
        "core.pager",
        "core.editor",
        "core.askPass",
        "core.alternateRefsCommand",
        "credential.helper",
        "diff.external",
        "gpg.program",
        "uploadpack.packObjectsHook",
        "alias.rev-parse",
        "alias.cat-file",
        "filter.trap.smudge",
        "filter.trap.clean",
        "diff.trap.textconv",
    ] {
        repo.git(["config", name, command]);
    }
    fs::create_dir_all(repo.root.join(".git/hooks")).expect("a folder");
    for hook in ["post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"] {
        fs::copy(command, repo.root.join(".git/hooks").join(hook)).expect("a hook");
    }
    repo.write(".gitattributes", "* filter=trap diff=trap\n");
    for words in [["v0.1.0", "main"], ["main", "."], [":/0.1", "HEAD"], ["main", ":spec/api.yaml"]] {
        let said = repo.wxgen(["diff", words[0], words[1]]);
        assert!(!trap(&repo).exists(), "{words:?}: {}{}", said.out, said.err);
    }
    assert!(std::process::Command::new(command).status().expect("it runs").success() && trap(&repo).exists());
}
