//! What is let through, what is accepted, and what is written.

use super::repo::{Repo, endpoint};

/// One breaking change in the working tree.
fn breaking() -> Repo {
    let repo = Repo::sample();
    repo.git(["checkout", "-q", "-f", "main"]);
    repo.write(
        "spec/member/bind.yaml",
        &endpoint("bindTester").replace("{ type: string,", "{ type: string, required: true,"),
    );
    repo
}

/// Its fingerprint.
fn fingerprint(repo: &Repo) -> String {
    let said = repo.diff("main", ".");
    let changes = said.json()["changes"].as_array().cloned().unwrap_or_default();
    assert_eq!(changes.len(), 1, "{}", said.out);
    assert_eq!(changes[0]["rule"], "request-param-became-required");
    changes[0]["fingerprint"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn deny_decides_the_status_and_nothing_else() {
    let repo = breaking();
    let shown = repo.wxgen(["diff", "main", "."]);
    assert_eq!(shown.status, 0, "{}", shown.err);
    for (deny, old, status) in [("breaking", "main", 1), ("risky", "main", 1), ("breaking", "v0.1.0", 1)] {
        let said = repo.wxgen(["diff", old, ".", "--deny", deny]);
        assert_eq!(said.status, status, "{deny} {old}: {}", said.out);
        assert!(old != "main" || said.out == shown.out);
    }
    // A new endpoint is let through.
    assert_eq!(repo.wxgen(["diff", "v0.1.0", "main", "--deny", "risky"]).status, 0);
}

#[test]
fn an_accepted_change_is_let_through_until_its_last_day_is_over() {
    let repo = breaking();
    let of = fingerprint(&repo);
    repo.write("accepted.yaml", &format!("- {{ fingerprint: \"{of}\", reason: Agreed., expires: 2026-12-31 }}\n"));
    let with = |today: &str| {
        repo.wxgen(["diff", "main", ".", "--deny", "breaking", "--ignore", "accepted.yaml", "--today", today]).status
    };
    assert_eq!((with("2026-12-31"), with("2027-01-01")), (0, 1));
    // What is accepted has changed the crate all the same.
    let said = repo.wxgen(["diff", "main", ".", "--ignore", "accepted.yaml", "--today=2026-12-01", "--format=json"]);
    assert_eq!(said.json()["verdict"]["bump"], "major");
    assert_eq!(said.json()["counts"]["accepted"], 1);
    repo.write("accepted.yaml", "- { fingerprint: \"12\", reason: Agreed., expires: never }\n");
    repo.wxgen(["diff", "main", ".", "--ignore", "accepted.yaml"])
        .refuses(&["accepted.yaml:1:", "has to be in order first"]);
}

#[test]
fn the_changelog_is_written_where_it_says() {
    let repo = breaking();
    let said = repo.wxgen(["diff", "main", ".", "--changelog"]);
    assert_eq!((said.status, said.err.as_str()), (0, "CHANGELOG.md: written\n"));
    assert!(repo.read("CHANGELOG.md").contains("bindTester"), "{}", repo.read("CHANGELOG.md"));
    let said = repo.wxgen(["diff", "main", ".", "--changelog"]);
    assert_eq!(said.err, "CHANGELOG.md: unchanged\n");
    let said = repo.wxgen(["diff", "main", ".", "--changelog=news/of the crate.md"]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("error: news/of the crate.md: "), "{}", said.err);
}

#[test]
fn every_format_names_the_change() {
    let repo = breaking();
    for (format, says) in [
        ("text", "main (0.2.0) → . (0.2.0)"),
        ("json", "{\n"),
        ("markdown", "<!-- wxgen diff -->"),
        ("github", "::error file=spec/member/bind.yaml,line=7"),
    ] {
        let said = repo.wxgen(["diff", "main", ".", "--format", format]);
        assert!(said.out.contains(says), "{}", said.out);
        assert!(said.out.contains("request-param-became-required"), "{}", said.out);
        assert_eq!((said.status, said.err.as_str()), (0, ""));
    }
}

#[test]
fn rules_need_no_versions() {
    let repo = Repo::empty();
    for format in ["text", "json", "markdown"] {
        let said = repo.wxgen(["diff", "--rules", "--format", format]);
        assert_eq!(said.status, 0);
        assert!(said.out.contains("request-param-became-required"), "{}", said.out);
    }
}
