//! The workflows of docs/ci.md: the page shows the files, and what they run does what the page says.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::repo::{Repo, Said, endpoint, git, run};

const NAMES: [&str; 3] = ["check", "diff", "drift"];

/// Stands in for GitHub: keeps what is written, a comment or an issue, in the file `$HUB/text`, and says what was done.
const GH: &str = r#"#!/bin/sh
case "$*" in
  *--paginate*|"issue list"*) [ ! -f "$HUB/text" ] || echo 17; exit ;;
  "label create"*) exit ;;
esac
echo "$1 $2" >> "$HUB/done"
for word in "$@"; do
  case "$word" in body=@*) file=${word#body=@} ;; *.md) file=$word ;; esac
done
cat "$file" > "$HUB/text"
"#;

/// Stands in for the network: every page is the same.
const CURL: &str = r#"#!/bin/sh
while [ "$1" != --output ]; do shift; done
cat "$HUB/page" > "$2"
"#;

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn text_of(name: &str) -> String {
    fs::read_to_string(docs().join(format!("workflows/{name}.yml"))).expect("the workflow can be read")
}

/// A workflow, and the steps of its job that run a command.
fn steps(name: &str) -> (Value, Vec<Value>) {
    let workflow: Value = serde_yaml::from_str(&text_of(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let job = workflow["jobs"][name].clone();
    let steps = job["steps"].as_array().unwrap_or_else(|| panic!("{job}")).clone();
    assert_eq!(steps[0]["uses"], "actions/checkout@v4");
    (job, steps.into_iter().filter(|step| step["run"].is_string()).collect())
}

/// The steps but for the one that installs wxgen.
fn own_steps(name: &str) -> Vec<Value> {
    let (_, mut steps) = steps(name);
    let install = steps.remove(0);
    assert_eq!(install["run"], concat!("cargo install --locked wxgen-cli@", env!("CARGO_PKG_VERSION")));
    steps
}

/// What runs the steps of a workflow.
struct Runner<'a> {
    folder: &'a Path,
    hub: PathBuf,
}

impl<'a> Runner<'a> {
    fn new(repo: &Repo, folder: &'a Path) -> Self {
        let hub = repo.beside("hub");
        fs::create_dir(&hub).expect("a folder");
        for (name, script) in [("gh", GH), ("curl", CURL), ("sleep", "#!/bin/sh\n")] {
            fs::write(hub.join(name), script).expect("it is written");
            fs::set_permissions(hub.join(name), fs::Permissions::from_mode(0o755)).expect("it can be run");
        }
        symlink(env!("CARGO_BIN_EXE_wxgen"), hub.join("wxgen")).expect("a link");
        Self { folder, hub }
    }

    /// Runs one step as GitHub does.
    fn step(&self, step: &Value) -> Said {
        let path = format!("{}:{}", self.hub.display(), std::env::var("PATH").unwrap_or_default());
        let script = step["run"].as_str().unwrap_or_default();
        let mut bash = Command::new("bash");
        bash.args(["-e", "-c", script]).current_dir(self.folder).env("PATH", path).env("HUB", &self.hub);
        bash.env("BASE", "origin/main").env("NUMBER", "5").env("GITHUB_REPOSITORY", "someone/something");
        for (name, file) in [("GITHUB_OUTPUT", "output"), ("GITHUB_STEP_SUMMARY", "summary")] {
            bash.env(name, self.hub.join(file));
        }
        run(&mut bash)
    }

    /// What a stand-in wrote.
    fn written(&self, name: &str) -> String {
        fs::read_to_string(self.hub.join(name)).unwrap_or_default()
    }
}

#[test]
fn the_page_shows_the_files() {
    let page = fs::read_to_string(docs().join("ci.md")).expect("the page can be read");
    for name in NAMES {
        assert!(
            page.contains(&format!("\n```yaml\n{}```\n", text_of(name))),
            "{name}.yml is not in docs/ci.md as it is"
        );
    }
    assert_eq!(page.matches("\n```yaml\n").count(), NAMES.len());
}

#[test]
fn every_command_is_one_that_wxgen_takes() {
    let repo = Repo::sample();
    let page = fs::read_to_string(docs().join("ci.md")).expect("the page can be read");
    let in_page =
        page.split('`').filter(|text| text.starts_with("wxgen ") && text.contains(" ") && !text.ends_with("diff"));
    let scripts: Vec<_> = NAMES.iter().flat_map(|name| steps(name).1).collect();
    let lines = scripts.iter().filter_map(|step| step["run"].as_str()).flat_map(str::lines).map(str::trim);
    let commands: Vec<_> = lines.filter(|line| line.starts_with("wxgen ")).chain(in_page).collect();
    assert!(commands.len() > 6, "{commands:?}");
    for command in commands {
        let words = command.split_whitespace().take_while(|word| !matches!(*word, ">" | "||" | "|"));
        let words: Vec<_> = words.skip(1).map(|word| if word == "\"$BASE\"" { "main" } else { word }).collect();
        let said = repo.wxgen(&words);
        assert!(!said.err.contains("Usage:") && !said.err.contains("--help"), "{command}\n{}", said.err);
    }
}

#[test]
fn nothing_of_a_pull_request_becomes_part_of_a_script() {
    for name in NAMES {
        for step in steps(name).1 {
            let script = step["run"].as_str().unwrap_or_default();
            assert!(!script.contains("${{"), "{script}");
        }
    }
    let (job, _) = steps("diff");
    assert_eq!(job["env"]["BASE"], "origin/${{ github.base_ref }}");
    assert_eq!(job["steps"][0]["with"]["fetch-depth"], 0);
}

#[test]
fn check_fails_when_generated_files_are_stale() {
    let repo = Repo::sample();
    let runner = Runner::new(&repo, &repo.root);
    let steps = own_steps("check");
    assert_eq!(repo.wxgen(["generate"]).status, 0);
    assert_eq!(runner.step(&steps[0]).status, 0);
    repo.write("spec/member/bind.yaml", &endpoint("bindTester").replace("The person.", "Who it is."));
    let said = runner.step(&steps[0]);
    assert_eq!(said.status, 1);
    assert!(said.out.contains("::error file=generated/src/member/bind_tester.rs"), "{}", said.out);
    repo.write("spec/member/bind.yaml", &endpoint("bindTester").replace("POST", "PSOT"));
    assert!(runner.step(&steps[0]).out.starts_with("::error file=spec/member/bind.yaml,line=3"));
}

#[test]
fn diff_keeps_one_comment_and_denies_what_breaks() {
    let repo = Repo::sample();
    repo.git(["checkout", "-q", "-f", "main"]);
    let clone = repo.beside("a clone");
    git(&repo.root, ["clone", "-q", ".", "../a clone"]);
    let runner = Runner::new(&repo, &clone);
    let steps = own_steps("diff");
    let [tell, comment, deny] = steps.as_slice() else { panic!("{steps:?}") };
    git(&clone, ["checkout", "-q", "-b", "change"]);

    fs::write(clone.join("spec/member/new.yaml"), endpoint("newTester")).expect("it is written");
    for step in [tell, comment, deny] {
        let said = runner.step(step);
        assert_eq!(said.status, 0, "{}{}", said.out, said.err);
    }
    let first = runner.written("text");
    assert!(first.starts_with("<!-- wxgen diff -->\n") && first.contains("newTester"), "{first}");
    assert_eq!(runner.written("summary"), first);

    let broken = endpoint("bindTester").replace("{ type: string,", "{ type: string, required: true,");
    fs::write(clone.join("spec/member/bind.yaml"), broken).expect("it is written");
    assert_eq!((runner.step(tell).status, runner.step(comment).status), (0, 0));
    let said = runner.step(deny);
    assert_eq!(said.status, 1, "{}{}", said.out, said.err);
    assert!(said.out.contains("::error file=spec/member/bind.yaml,line=7"), "{}", said.out);
    let second = runner.written("text");
    assert!(second.contains("bindTester") && second != first, "{second}");
    assert_eq!(runner.written("done"), "pr comment\napi --silent\n");
}

#[test]
fn drift_fetches_pages_and_keeps_one_issue() {
    let repo = Repo::empty();
    repo.write(
        "spec/api.yaml",
        "host: api.weixin.qq.com\ntokens: { authorizer_access_token: {} }\nareas: { probe: { title: P } }\n",
    );
    repo.write("spec/permission_sets.yaml", "18: { name: testers, account: miniprogram }\n");
    repo.write("spec/errcodes.yaml", "-1: { name: SystemBusy, msg: system error, advice: Try again., class: retry }\n");
    let spec = format!("{}docs: https://pages.example/a/setProbe.html\n", crate::drift::fixture::SPEC);
    repo.write("spec/probe/set_probe.yaml", &spec);
    let runner = Runner::new(&repo, &repo.root);
    fs::write(runner.hub.join("page"), crate::drift::fixture::PAGE).expect("it is written");
    let steps = own_steps("drift");
    let [fetch, compare, issue] = steps.as_slice() else { panic!("{steps:?}") };
    assert_eq!(issue["if"], "steps.compare.outputs.status == '1'");

    assert_eq!(runner.step(fetch).status, 0);
    assert!(repo.root.join("pages/pages.example_a_setProbe.html").is_file());
    let said = runner.step(compare);
    assert_eq!(
        (said.status, runner.written("output").as_str()),
        (0, "status=0\n"),
        "{}{}",
        said.err,
        runner.written("summary")
    );

    repo.write("spec/probe/set_probe.yaml", &spec.replace("note: string", "note: integer"));
    let said = runner.step(compare);
    assert_eq!((said.status, runner.written("output").as_str()), (0, "status=0\nstatus=1\n"), "{}", said.err);
    assert_eq!((runner.step(issue).status, runner.step(issue).status), (0, 0));
    assert_eq!(runner.written("done"), "issue create\nissue edit\n");
    assert!(runner.written("text").contains("setProbe"), "{}", runner.written("text"));

    repo.write("spec/api.yaml", "host: [\n");
    assert_eq!(runner.step(compare).status, 2);
}
