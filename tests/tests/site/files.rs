//! The files of the site, without a browser.

use std::path::Path;

use wxgen::{emit, pipeline};
use wxgen_cli::site;
use wxgen_cli::site::Home;

use crate::built::SITE;

fn page(path: &str) -> &'static str {
    SITE.files.get(path).unwrap_or_else(|| panic!("{path} is not there"))
}

#[test]
fn every_endpoint_has_a_page_with_its_snippets_and_a_link_to_its_spec() {
    let loaded = pipeline::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec"));
    let api = loaded.api.expect("a spec without errors");
    for area in &api.areas {
        for endpoint in &area.endpoints {
            let path = format!("{}/{}.html", area.id, endpoint.module);
            let page = page(&path);
            for part in [
                "language-rust",
                "language-sh",
                "language-sh mock",
                &format!("/edit/main/spec/{}\"", endpoint.spec_file),
            ] {
                assert!(page.contains(part), "{path} has no {part}");
            }
        }
    }
}

#[test]
fn snippets_lead_to_where_the_local_wechat_listens() {
    let page = page("member/bind_tester.html");
    let call = format!("http://{}/wxa/bind_tester?access_token={}", wxgen_mock::ADDRESS, wxgen_mock::TOKEN);
    assert!(page.contains(&call), "{call}");
}

#[test]
fn pages_that_list_lead_to_the_tables_they_show() {
    for (path, spec) in [
        ("errors.html", "errcodes.yaml"),
        ("permissions.html", "permission_sets.yaml"),
        ("member/index.html", "api.yaml"),
    ] {
        assert!(page(path).contains(&format!("/edit/main/spec/{spec}\"")), "{path}");
    }
    assert!(page("coverage.html").contains("<td>member</td>"), "a page of others is part of the site");
    assert!(page("toc.html").contains("coverage.html"));
}

#[test]
fn nothing_is_fetched_from_elsewhere() {
    let read = [".html", ".css"];
    for (path, text) in SITE.files.iter().filter(|(path, _)| read.iter().any(|end| path.ends_with(end))) {
        for mark in ["src=\"http", "@import", "url(http", "rel=\"stylesheet\" href=\"http"] {
            assert!(!text.contains(mark), "{path} has {mark}");
        }
    }
}

#[test]
fn two_builds_are_the_same() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/spec");
    let build = || {
        let api = pipeline::load(&golden).api.expect("a spec without errors");
        let home = Home { branch: "main".to_owned(), folder: "spec".to_owned() };
        site::render(&emit::site::emit(&api, Vec::new()), &home).expect("a site")
    };
    assert!(build() == build());
}

#[test]
fn the_place_of_the_specs_stays_in_the_repository() {
    let site = emit::site::emit(&wxgen::model::Api::default(), Vec::new());
    for folder in ["", "/", "/spec", "../spec", "a/../../b", "a//b", "a\\b"] {
        let home = Home { branch: "main".to_owned(), folder: folder.to_owned() };
        assert!(site::render(&site, &home).is_err(), "{folder:?}");
    }
}
