//! Specs with errors on one side: what can be compared is, and what cannot is named.

use std::os::unix::fs::symlink;

use super::repo::{Repo, endpoint};

/// Files and endpoints that are left out of a side.
fn left_out(said: &super::repo::Said, side: &str) -> Vec<(String, String, u64)> {
    let json = said.json();
    let all = json["left_out"].as_array().unwrap_or_else(|| panic!("{json}"));
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let of_side = all.iter().filter(|entry| entry["side"] == side);
    of_side.map(|entry| (text(&entry["file"]), text(&entry["endpoint"]), entry["line"].as_u64().unwrap_or(0))).collect()
}

fn out(file: &str, endpoint: &str, line: u64) -> (String, String, u64) {
    (file.to_owned(), endpoint.to_owned(), line)
}

#[test]
fn an_endpoint_with_a_mistake_is_left_out_and_named() {
    let repo = Repo::sample();
    repo.write("spec/member/list.yaml", &endpoint("listTesters").replace("method: POST", "method: PSOT"));
    let said = repo.diff("main", ".");
    assert_eq!(said.status, 0, "{}", said.err);
    assert_eq!(left_out(&said, "new"), [out("spec/member/list.yaml", "listTesters", 3)]);
    assert_eq!(left_out(&said, "old"), []);
    assert!(said.err.contains("not compared: spec/member/list.yaml:3: error[WX0204]"), "{}", said.err);
    // It is neither removed nor changed, for all that is known.
    let changes = said.json()["changes"].to_string();
    assert!(!changes.contains("listTesters"), "{changes}");
    // Text and Markdown say so, too.
    for format in ["text", "markdown"] {
        let said = repo.wxgen(["diff", "main", ".", "--format", format]);
        assert!(said.out.contains("spec/member/list.yaml"), "{}", said.out);
    }
}

#[test]
fn an_example_that_has_yet_to_follow_hides_no_change() {
    let repo = Repo::sample();
    let with_example = format!("{}examples:\n  - request: {{}}\n", endpoint("listTesters"));
    repo.write("spec/member/list.yaml", &with_example.replace("type: string,", "type: string, required: true,"));
    let said = repo.diff("main", ".");
    assert_eq!(left_out(&said, "new"), []);
    assert!(said.out.contains("request-param-became-required"), "{}", said.out);
}

#[test]
fn files_of_a_revision_are_shown_with_it() {
    let repo = Repo::sample();
    repo.write("spec/member/list.yaml", "name: listTesters\n- what is this\n");
    repo.commit("broken");
    repo.write("spec/member/list.yaml", &endpoint("listTesters"));
    let said = repo.diff("main", ".");
    assert_eq!(left_out(&said, "old"), [out("main:spec/member/list.yaml", "listTesters", 2)]);
    assert!(!said.json()["changes"].to_string().contains("listTesters"), "{}", said.out);
}

#[test]
fn what_is_left_out_of_the_new_version_is_denied_and_of_the_old_is_not() {
    let repo = Repo::sample();
    let broken = endpoint("listTesters").replace("method: POST", "method: PSOT");
    repo.write("spec/member/list.yaml", &broken);
    let said = repo.wxgen(["diff", "main", ".", "--deny", "breaking"]);
    assert_eq!(said.status, 1, "{}{}", said.out, said.err);
    repo.commit("broken");
    repo.write("spec/member/list.yaml", &endpoint("listTesters"));
    let said = repo.wxgen(["diff", "main", ".", "--deny", "breaking"]);
    assert_eq!(said.status, 0, "{}{}", said.out, said.err);
}

#[test]
fn of_files_that_contradict_each_other_none_is_believed() {
    let repo = Repo::sample();
    repo.write("spec/member/again.yaml", &endpoint("bindTester").replace("name: bindTester", "name: addTester"));
    let said = repo.diff("main", ".");
    let expected = [out("spec/member/again.yaml", "addTester", 4), out("spec/member/bind.yaml", "bindTester", 4)];
    assert_eq!(left_out(&said, "new"), expected);
    assert!(!said.json()["changes"].to_string().contains("Tester\""), "{}", said.out);
}

#[test]
fn a_folder_that_is_no_area_is_left_out_as_a_whole() {
    let repo = Repo::sample();
    repo.write("spec/live/open.yaml", &endpoint("openLive"));
    repo.write("spec/live/shut.yaml", &endpoint("shutLive"));
    let files: Vec<_> = left_out(&repo.diff("main", "."), "new").into_iter().map(|(file, ..)| file).collect();
    assert_eq!(files, ["spec/live/open.yaml", "spec/live/shut.yaml"]);
}

#[test]
fn what_all_endpoints_share_has_to_be_in_order() {
    let repo = Repo::sample();
    let api = repo.read("spec/api.yaml");
    for (path, text) in
        [("spec/api.yaml", "host: [\n"), ("spec/errcodes.yaml", "- 1\n"), ("spec/permission_sets.yaml", "1: 2\n")]
    {
        repo.write(path, text);
        let said = repo.wxgen(["diff", "main", "."]);
        said.refuses(&[path, "error[WX", "the spec of \".\" cannot be understood"]);
        let json = repo.diff("main", ".");
        assert_eq!((json.status, json.json()["error"].is_string()), (2, true));
        let said = repo.wxgen(["diff", "main", ".", "--format", "github"]);
        assert!(said.out.starts_with(&format!("::error file={path},line=")), "{}", said.out);
        assert_eq!(said.status, 2);
        match path {
            "spec/api.yaml" => repo.write(path, &api),
            _ => std::fs::remove_file(repo.root.join(path)).expect("it is removed"),
        }
    }
    // Both sides are looked at.
    repo.write("spec/api.yaml", "host: [\n");
    repo.commit("broken");
    let said = repo.wxgen(["diff", "main", "."]);
    said.refuses(&["main:spec/api.yaml:1", "the spec of \"main\"", "the spec of \".\""]);
}

#[test]
fn no_endpoint_is_left() {
    let repo = Repo::sample();
    for file in ["bind", "list"] {
        repo.write(&format!("spec/member/{file}.yaml"), "[]\n");
    }
    repo.wxgen(["diff", "main", "."]).refuses(&["spec/member/bind.yaml", "cannot be understood"]);
}

#[test]
fn odd_files_of_a_revision() {
    let repo = Repo::sample();
    repo.write("spec/README.md", "For people.");
    repo.write("spec/.hidden/x.yaml", "nothing");
    repo.write("spec/member/large.yaml", &format!("name: large\n{}", "#".repeat(1 << 20)));
    std::fs::write(repo.root.join("spec/member/latin.yaml"), b"name: latin\nsummary: caf\xe9\n")
        .expect("it is written");
    symlink("bind.yaml", repo.root.join("spec/member/link.yaml")).expect("a link");
    symlink("../LICENSE", repo.root.join("spec/LICENSE")).expect("a link");
    repo.write("LICENSE", "");
    repo.commit("odd");
    let files = left_out(&repo.diff("main", "v0.1.0"), "old");
    let files: Vec<_> = files.into_iter().map(|(file, ..)| file).collect();
    assert_eq!(files, ["main:spec/member/large.yaml", "main:spec/member/latin.yaml", "main:spec/member/link.yaml"]);
}

#[test]
fn an_area_that_is_a_link_or_lies_too_deep_is_not_taken_for_an_empty_one() {
    let repo = Repo::sample();
    repo.git(["mv", "spec/member", "member"]);
    symlink("../member", repo.root.join("spec/member")).expect("a link");
    repo.commit("linked");
    repo.wxgen(["diff", "main", "v0.1.0"]).refuses(&["main:spec/member is a link to a folder"]);
    let repo = Repo::sample();
    repo.write("spec/member/old/x.yaml", &endpoint("x"));
    repo.commit("deep");
    repo.wxgen(["diff", "main", "v0.1.0"]).refuses(&["main:spec/member/old lies too deep"]);
    let repo = Repo::sample();
    repo.write("spec/member/x.yml", &endpoint("x"));
    repo.commit("yml");
    repo.wxgen(["diff", "main", "v0.1.0"]).refuses(&["rename it to main:spec/member/x.yaml"]);
}

#[test]
fn a_folder_has_the_same_problems_on_disk_and_in_a_revision() {
    let repo = Repo::sample();
    repo.write("spec/.hidden.yaml", "?");
    repo.write("spec/permision_sets.yaml", "18:\n");
    repo.write("spec/errcodes.yml", "");
    repo.write("spec/member/x.yml", &endpoint("x"));
    repo.write("spec/member/old/older/x.yaml", &endpoint("x"));
    repo.write("spec/member/.old/x.yaml", &endpoint("x"));
    repo.write("spec/member/pictures/a.png", "");
    repo.write("spec/member/large.yaml", &"# more\n".repeat(200_000));
    repo.write("spec/member/marked.yaml", &format!("\u{feff}{}", endpoint("marked")));
    std::fs::write(repo.root.join("spec/member/latin.yaml"), b"name: caf\xe9\n").expect("it is written");
    repo.commit("odd");
    let problems = |version: &str| {
        let said = repo.wxgen(["diff", version, "v0.1.0"]);
        said.refuses(&["WX0004", "WX0005", "WX0006"]);
        said.err.replace(&format!("{version:?}"), "it").replace("main:spec/", "spec/")
    };
    assert_eq!(problems("main"), problems("."));
}

#[test]
fn an_area_does_not_vanish_with_its_only_endpoint() {
    let repo = Repo::sample();
    let api = repo.read("spec/api.yaml");
    repo.write("spec/api.yaml", &format!("{api}  live: {{ title: Live }}\n"));
    repo.write("spec/live/open.yaml", &endpoint("openLive"));
    repo.commit("an area more");
    repo.write("spec/live/open.yaml", &endpoint("openLive").replace("method: POST", "method: PSOT"));
    for (old, new) in [("main", "."), (".", "main")] {
        let said = repo.diff(old, new);
        assert_eq!(said.json()["changes"], serde_json::json!([]), "{}", said.out);
    }
}
