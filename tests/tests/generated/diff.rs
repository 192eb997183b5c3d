//! A change of the spec is a small change of what is generated, and reviewers are shown it as what it is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wxgen::pipeline;
use wxgen::read::read_spec;
use wxgen::source::{SourceFile, Sources};

type Files = BTreeMap<String, String>;

/// An edit of the spec and the files it changes, besides the manifest's digests of them.
struct Edit {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    changes: &'static [&'static str],
}

/// How many lines of them, at most: those that go and those that come. A page's table of 20 parameters has more.
const MOST_LINES: usize = 20;

const BIND: &str = "member/bind_tester.yaml";
const UNBIND: &str = "member/unbind_tester.yaml";
const BIND_FILES: &[&str] = &["docs/member/bind_tester.md", "src/member/bind_tester.rs"];

const EDITS: &[Edit] = &[
    // One parameter.
    Edit { file: BIND, from: "doc: The person's WeChat ID.", to: "doc: Whom.", changes: BIND_FILES },
    Edit { file: BIND, from: "wechatid: { type: string,", to: "wechatid: { type: json,", changes: BIND_FILES },
    Edit {
        file: BIND,
        from: "request:\n",
        to: "request:\n  remark: { type: string, doc: For yourself. }\n",
        changes: BIND_FILES,
    },
    Edit {
        file: BIND,
        from: "request:\n",
        to: "request:\n  number: { type: integer, required: true, doc: Theirs. }\n",
        changes: BIND_FILES,
    },
    Edit {
        file: UNBIND,
        from: "      wechatid: { type: string,",
        to: "      wechatid: { type: integer,",
        changes: &["docs/member/unbind_tester.md", "src/member/unbind_tester.rs"],
    },
    // One field of a reply.
    Edit {
        file: BIND,
        from: "userstr: { type: string,",
        to: "userstr: { type: string, required: true,",
        changes: BIND_FILES,
    },
    // The call.
    // The index and the area's page list what is called.
    Edit {
        file: BIND,
        from: "path: /wxa/bind_tester",
        to: "path: /wxa/bind",
        changes: &[
            "docs/README.md",
            "docs/member/README.md",
            "docs/member/bind_tester.md",
            "src/member/bind_tester.rs",
        ],
    },
    Edit { file: BIND, from: "\nmethod:", to: "\nidempotent: true\nmethod:", changes: BIND_FILES },
    // Codes: a page lists all of them.
    Edit {
        file: BIND,
        from: "errcodes:\n",
        to: "errcodes:\n  85999: { name: TooEarly, msg: too early, advice: Wait. }\n",
        changes: &["docs/errors.md", "docs/member/bind_tester.md", "src/member/bind_tester.rs"],
    },
    Edit {
        file: BIND,
        from: "remove one first.",
        to: "remove some.",
        changes: &["docs/errors.md", "docs/member/bind_tester.md", "src/member/bind_tester.rs"],
    },
    Edit {
        file: BIND,
        from: "name: AlreadyBound",
        to: "name: IsTester",
        changes: &["docs/errors.md", "docs/member/bind_tester.md", "src/member/bind_tester.rs"],
    },
    // Permission sets: a page lists who needs which, and the area's page what each call needs.
    Edit {
        file: BIND,
        from: "permission_sets: [18]",
        to: "permission_sets: [18, 49]",
        changes: &[
            "docs/member/README.md",
            "docs/member/bind_tester.md",
            "docs/permissions.md",
            "src/member/bind_tester.rs",
        ],
    },
    // Nothing that anybody would see.
    Edit { file: BIND, from: "request:\n", to: "# A remark.\nrequest:\n", changes: &[] },
    Edit {
        file: BIND,
        from: "\nmethod: POST\npath: /wxa/bind_tester",
        to: "\npath: /wxa/bind_tester\nmethod: POST",
        changes: &[],
    },
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the workspace").to_owned()
}

/// What is generated from the real spec, of which a file was edited; without examples, for those would have to be edited
/// too.
fn generated(edit: Option<&Edit>) -> Files {
    let read = read_spec(&root().join("spec"), &mut Vec::new());
    let copy = |source: &SourceFile| {
        let mut text = source.text.clone();
        if let Some(edit) = edit.filter(|edit| edit.file == source.path) {
            assert!(text.contains(edit.from), "{} says {:?}", edit.file, edit.from);
            text = text.replacen(edit.from, edit.to, 1);
        }
        if let (Some(start), Some(end)) = (text.find("\nexamples:"), text.find("\nsources:")) {
            text.replace_range(start..end, "");
        }
        SourceFile::new(&source.path, &source.shown, text)
    };
    let loaded = pipeline::load_sources(Sources::of(read.files().iter().map(copy).collect()), Vec::new());
    let shown = wxgen::report::text(&loaded.diagnostics, &loaded.sources, false);
    pipeline::emit(&loaded.api.unwrap_or_else(|| panic!("{shown}")))
}

/// Lines that only one side has, each as often as it has it more.
fn changed_lines(before: &str, after: &str) -> usize {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    before.lines().for_each(|line| *counts.entry(line).or_default() += 1);
    after.lines().for_each(|line| *counts.entry(line).or_default() -= 1);
    counts.values().map(|count| count.unsigned_abs() as usize).sum()
}

#[test]
fn one_change_of_the_spec_changes_few_files_and_few_lines_of_them() {
    let before = generated(None);
    for edit in EDITS {
        let after = generated(Some(edit));
        let paths: BTreeSet<&str> = before.keys().chain(after.keys()).map(String::as_str).collect();
        let text = |files: &Files, path: &str| files.get(path).cloned().unwrap_or_default();
        let changed: Vec<_> = paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).collect();
        assert_eq!(changed, edit.changes, "{} → {}", edit.from, edit.to);
        let lines: usize = changed.iter().map(|path| changed_lines(&text(&before, path), &text(&after, path))).sum();
        assert!(lines <= MOST_LINES, "{} → {}: {lines} lines", edit.from, edit.to);
    }
}

#[test]
fn every_generated_file_says_so_on_top_and_names_the_command() {
    for (path, text) in generated(None) {
        let first = text.lines().next().unwrap_or_default();
        assert!(first.contains("@generated by `wxgen generate`"), "{path} starts with {first:?}");
    }
}

#[test]
fn reviews_fold_generated_files_and_can_unfold_them() {
    let mut paths: Vec<String> = generated(None).into_keys().map(|path| format!("generated/{path}")).collect();
    paths.push("generated/wxgen.manifest.json".to_owned());
    let ask = |paths: &[String]| {
        let mut git = Command::new("git");
        git.current_dir(root()).args(["check-attr", "linguist-generated", "diff", "binary", "--"]).args(paths);
        let output = git.output().expect("git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let said = ask(&paths);
    for path in &paths {
        let says = |attribute: &str| said.lines().any(|line| line == format!("{path}: {attribute}"));
        assert!(says("linguist-generated: true"), "{path} is not marked as generated:\n{said}");
        // Without this a reviewer sees that it changed, and not how.
        assert!(says("diff: unspecified") && says("binary: unspecified"), "{path} cannot be read in full:\n{said}");
    }
    // What people write is not.
    let written = ["spec/member/bind_tester.yaml", "runtime/src/lib.rs"].map(str::to_owned);
    assert!(written.iter().all(|path| fs::exists(root().join(path)).is_ok_and(|is| is)));
    assert!(!ask(&written).contains("linguist-generated: true"));
}
