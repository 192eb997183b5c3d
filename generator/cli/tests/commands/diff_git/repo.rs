//! A git repository in a temporary folder, and `wxgen` run in it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// What `spec/api.yaml` holds; `VERSION` stands for the version of the crate, which tells one revision from another.
const API: &str = "\
crate: { name: sample, version: VERSION }
host: api.weixin.qq.com
tokens:
  authorizer_access_token: { param: access_token, doc: Of an authorizer. }
areas:
  member: { title: Testers }
";

/// An endpoint.
pub(crate) fn endpoint(name: &str) -> String {
    let snake = name.replace(char::is_uppercase, "_");
    format!(
        "name: {name}\nsummary: Does {name}.\nmethod: POST\npath: /wxa/{snake}\ntoken: authorizer_access_token\n\
         request:\n  wechatid: {{ type: string, doc: The person. }}\n"
    )
}

/// A folder with a repository.
pub(crate) struct Repo {
    /// Keeps the folder.
    _dir: TempDir,
    /// The repository.
    pub(crate) root: PathBuf,
}

/// What a command said.
pub(crate) struct Said {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("it prints UTF-8");
        Self { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The JSON that it printed.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }

    /// The versions that were compared, by what their `api.yaml` say.
    pub(crate) fn versions(&self) -> (String, String) {
        let json = self.json();
        let version = |side: &str| json[side]["version"].as_str().unwrap_or_else(|| panic!("{json}")).to_owned();
        (version("old"), version("new"))
    }

    /// It could not run, and says these things.
    #[track_caller]
    pub(crate) fn refuses(&self, words: &[&str]) {
        assert_eq!((self.status, self.out.as_str()), (2, ""), "{}", self.err);
        assert!(self.err.contains("error: "), "{}", self.err);
        for word in words {
            assert!(self.err.contains(word), "no {word:?} in\n{}", self.err);
        }
    }
}

impl Repo {
    /// Commit 0.1.0 with tag `v0.1.0` and one endpoint; commit 0.2.0 with two, on `main`; commit 0.3.0 on `next`; 0.9.0 in
    /// the working tree, which is on `main`.
    pub(crate) fn sample() -> Self {
        let repo = Self::empty();
        repo.write("spec/member/bind.yaml", &endpoint("bindTester"));
        repo.release("0.1.0");
        repo.git(["tag", "v0.1.0"]);
        repo.write("spec/member/list.yaml", &endpoint("listTesters"));
        repo.release("0.2.0");
        repo.git(["checkout", "-q", "-b", "next"]);
        repo.release("0.3.0");
        repo.git(["checkout", "-q", "main"]);
        repo.version("0.9.0");
        repo
    }

    /// A repository without commits.
    pub(crate) fn empty() -> Self {
        let dir = TempDir::new().expect("a temporary folder");
        // Names that a careless shell or parser takes apart.
        let root = dir.path().join("the repository é");
        fs::create_dir(&root).expect("a folder");
        let repo = Self { _dir: dir, root };
        repo.git(["init", "-q", "-b", "main"]);
        repo
    }

    /// Another folder beside the repository.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.root.with_file_name(name)
    }

    /// Sets the version in the working tree.
    pub(crate) fn version(&self, version: &str) {
        self.write("spec/api.yaml", &API.replace("VERSION", version));
    }

    /// Sets the version and commits all there is.
    pub(crate) fn release(&self, version: &str) {
        self.version(version);
        self.commit(version);
    }

    pub(crate) fn commit(&self, message: &str) {
        self.git(["add", "-A"]);
        self.git(["commit", "-q", "--allow-empty", "-m", message]);
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        fs::write(path, text).expect("it is written");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs git in the repository.
    #[track_caller]
    pub(crate) fn git<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> String {
        git(&self.root, args)
    }

    /// Runs wxgen in the repository.
    pub(crate) fn wxgen<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Said {
        wxgen(&self.root, args)
    }

    /// Compares, and prints JSON.
    pub(crate) fn diff(&self, old: &str, new: &str) -> Said {
        self.wxgen(["diff", "--format", "json", "--", old, new])
    }

    /// Everything that git says of the repository's state, and its index to the byte.
    pub(crate) fn state(&self) -> (String, Vec<u8>) {
        let status = self.git(["status", "--porcelain=v2", "--branch"]) + &self.git(["for-each-ref"]);
        (status, fs::read(self.root.join(".git/index")).expect("an index"))
    }
}

/// Keeps settings of the machine out, and what is around the tests.
pub(crate) fn tidy(command: &mut Command) -> &mut Command {
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    for person in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{person}_NAME"), "A Person").env(format!("GIT_{person}_EMAIL"), "a@example.org");
        command.env(format!("GIT_{person}_DATE"), "2026-11-21T00:00:00Z");
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null")
}

#[track_caller]
pub(crate) fn git<S: AsRef<OsStr>>(folder: &Path, args: impl IntoIterator<Item = S>) -> String {
    let mut git = Command::new("git");
    let output = tidy(git.args(args).current_dir(folder)).output().expect("git runs");
    let said = Said::of(output);
    assert_eq!(said.status, 0, "{git:?}: {}", said.err);
    said.out
}

pub(crate) fn wxgen<S: AsRef<OsStr>>(folder: &Path, args: impl IntoIterator<Item = S>) -> Said {
    run(Command::new(env!("CARGO_BIN_EXE_wxgen")).args(args).current_dir(folder))
}

pub(crate) fn run(command: &mut Command) -> Said {
    Said::of(tidy(command).output().expect("it runs"))
}
