//! Every page, opened.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::browser::{Browser, Tab};
use crate::built::SITE;

/// What a page has: where its links lead, and what links can lead to. Also whether its scripts came to their end.
const LOOK: &str = "({
    links: [...document.querySelectorAll('a[href], link[href], script[src]')].map((a) => a.href || a.src),
    ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
    twice: [...document.querySelectorAll('[id]')].map((element) => element.id)
        .filter((id, at, all) => all.indexOf(id) !== at),
    title: document.title,
    contents: document.querySelectorAll('#sidebar a').length,
    active: document.querySelectorAll('#sidebar a.active').length,
    uncopied: document.querySelectorAll('main pre:not(:has(.copy))').length,
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
})";

fn look(tab: &mut Tab, path: &str) -> Value {
    tab.open(&SITE.url(path));
    tab.value(LOOK)
}

#[test]
fn every_page_opens_without_a_complaint_and_every_link_leads_somewhere() {
    let Some(browser) = Browser::start() else { return };
    let paths: Vec<_> = SITE.pages().collect();
    let shares: Vec<_> = paths.chunks(paths.len().div_ceil(2)).collect();
    let mut problems = Vec::new();
    let mut pages = BTreeMap::new();
    std::thread::scope(|scope| {
        let open = |share: &&[&String]| {
            let mut tab = browser.tab();
            // A low window is drawn faster, and there are many pages.
            let window = serde_json::json!({ "width": 1280, "height": 200, "deviceScaleFactor": 1, "mobile": false });
            tab.call("Emulation.setDeviceMetricsOverride", window);
            let looked: Vec<_> = share.iter().map(|path| ((*path).clone(), look(&mut tab, path))).collect();
            (looked, tab.troubles)
        };
        let tabs: Vec<_> = shares.iter().map(|share| scope.spawn(move || open(share))).collect();
        for tab in tabs {
            let (looked, troubles) = tab.join().expect("a tab");
            pages.extend(looked);
            problems.extend(troubles);
        }
    });
    let ids: BTreeMap<_, BTreeSet<_>> = pages.iter().map(|(path, page)| (path.as_str(), texts(&page["ids"]))).collect();
    let root = SITE.url("");
    let mut followed = 0;
    for (path, page) in &pages {
        for link in texts(&page["links"]).iter().filter(|link| !link.starts_with("http")) {
            followed += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let file = file.strip_prefix(root.as_str()).unwrap_or(file);
            let there = SITE.files.contains_key(file);
            if !there || !(anchor.is_empty() || ids.get(file).is_some_and(|ids| ids.contains(anchor))) {
                problems.push(format!("{path}: {link} leads nowhere"));
            }
        }
        for (what, wrong) in [
            ("has an id twice", !texts(&page["twice"]).is_empty()),
            ("has no title", page["title"].as_str().is_none_or(str::is_empty)),
            ("has no contents", page["contents"].as_u64() < Some(20)),
            ("is not marked in the contents", page["active"] != 1),
            ("has code that cannot be copied", page["uncopied"] != 0),
            ("is wider than the window", page["wide"] != false),
        ] {
            if wrong {
                problems.push(format!("{path} {what}: {page}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(followed > 20 * pages.len(), "only {followed} links were found: are they still recognised?");
}

#[test]
fn pages_fit_a_phone() {
    let Some(browser) = Browser::start() else { return };
    let mut tab = browser.tab();
    let phone = serde_json::json!({ "width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": true });
    tab.call("Emulation.setDeviceMetricsOverride", phone);
    for path in ["index.html", "errors.html", "permissions.html", "endpoints.html", "member/bind_tester.html"] {
        tab.open(&SITE.url(path));
        let wide = tab.value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assert_eq!(wide, 0, "{path} is wider than the window");
    }
    let hidden = "getComputedStyle(document.getElementById('sidebar')).visibility";
    assert_eq!(tab.value(hidden), "hidden");
    tab.value("document.getElementById('menu').click()");
    tab.value("new Promise((done) => setTimeout(done, 300))");
    assert_eq!(tab.value(hidden), "visible", "the button opens the contents");
    assert_eq!(tab.troubles, Vec::<String>::new());
}

#[test]
fn the_theme_follows_the_system_until_it_is_chosen() {
    let Some(browser) = Browser::start() else { return };
    let mut tab = browser.tab();
    let ground = "getComputedStyle(document.documentElement).backgroundColor";
    let prefer = |tab: &mut Tab, value: &str| {
        let feature = serde_json::json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        tab.call("Emulation.setEmulatedMedia", feature);
        tab.open(&SITE.url("member/bind_tester.html"));
        tab.value(ground)
    };
    let light = prefer(&mut tab, "light");
    let dark = prefer(&mut tab, "dark");
    assert_ne!(light, dark);
    tab.value("document.getElementById('theme').click()");
    assert_eq!(tab.value(ground), light, "the button turns the light on");
    tab.open(&SITE.url("errors.html"));
    assert_eq!(tab.value(ground), light, "and the next page knows");
}

#[test]
fn code_has_tabs_and_what_is_chosen_stays_chosen() {
    let Some(browser) = Browser::start() else { return };
    let mut tab = browser.tab();
    let shown =
        "[...document.querySelectorAll('.tabs')].map((box) => box.querySelector('pre:not([hidden])').innerText)[0]";
    tab.open(&SITE.url("member/bind_tester.html"));
    assert!(tab.value(shown).as_str().is_some_and(|code| code.contains("BindTester::new")));
    tab.value("[...document.querySelectorAll('[role=tab]')].find((tab) => tab.textContent === 'Local mock').click()");
    let mock = tab.value(shown);
    assert!(
        mock.as_str()
            .is_some_and(|code| code.contains("http://127.0.0.1:8787/wxa/bind_tester?access_token=mock-token")),
        "{mock}"
    );
    tab.open(&SITE.url("member/get_tester.html"));
    assert!(
        tab.value(shown).as_str().is_some_and(|code| code.contains("127.0.0.1")),
        "the next page shows the same tab"
    );
}

#[test]
fn lists_are_narrowed_down() {
    let Some(browser) = Browser::start() else { return };
    let mut tab = browser.tab();
    for (page, typed, first) in [
        ("errors.html", "61007", "61007"),
        ("permissions.html", "开发与数据分析", "18"),
        ("endpoints.html", "bind_tester", "bindTester"),
    ] {
        tab.open(&SITE.url(page));
        tab.value(&format!(
            "(() => {{ const box = document.getElementById('filter'); box.value = {typed:?}; box.dispatchEvent(new Event('input')); }})()"
        ));
        let rows = tab
            .value("[...document.querySelectorAll('tbody tr:not([hidden])')].map((row) => row.cells[0].textContent)");
        assert!(
            rows.as_array().is_some_and(|rows| !rows.is_empty() && rows.len() < 10 && rows[0] == first),
            "{typed}: {rows}"
        );
    }
}

/// The texts of a list.
fn texts(list: &Value) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
