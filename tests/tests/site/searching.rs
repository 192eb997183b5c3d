//! The search, by what people type.

use serde_json::Value;

use crate::browser::{Browser, Tab};
use crate::built::SITE;

/// Types into the search and gives what is found: the section, the first line of each hit, where it leads.
fn search(tab: &mut Tab, text: &str) -> Vec<(String, String, String)> {
    let script = format!(
        "new Promise((done) => {{
            const query = document.getElementById('query');
            query.value = {text:?};
            query.dispatchEvent(new Event('input'));
            const dialog = document.getElementById('search');
            const look = () => {{
                if (dialog.dataset.shown !== {text:?}) return setTimeout(look, 10);
                let section = '';
                const hits = [];
                for (const element of document.getElementById('found').children) {{
                    if (element.tagName === 'H2') section = element.textContent;
                    if (element.tagName === 'A') hits.push([section, element.textContent, element.getAttribute('href')]);
                }}
                done(hits);
            }};
            look();
        }})"
    );
    let hits = tab.value(&script);
    let text = |hit: &Value, at: usize| hit[at].as_str().unwrap_or_default().to_owned();
    hits.as_array().into_iter().flatten().map(|hit| (text(hit, 0), text(hit, 1), text(hit, 2))).collect()
}

fn opened(browser: &Browser, page: &str) -> Tab {
    let mut tab = browser.tab();
    tab.open(&SITE.url(page));
    tab.value("document.getElementById('search-open').click()");
    tab
}

#[test]
fn what_people_type_finds_what_they_mean() {
    let Some(browser) = Browser::start() else { return };
    let mut tab = opened(&browser, "member/get_tester.html");
    for (typed, expected) in [
        // names, with and without blanks
        ("bindTester", "../member/bind_tester.html"),
        ("bind tester", "../member/bind_tester.html"),
        // a path
        ("/wxa/bind_tester", "../member/bind_tester.html"),
        // a parameter
        ("component_verify_ticket", "../authorization/get_component_access_token.html"),
        // what it does
        ("remove tester", "../member/unbind_tester.html"),
        // Chinese: words, without a blank between them, in a sentence
        ("绑定", "../member/bind_tester.html"),
        ("解绑体验者", "../member/unbind_tester.html"),
        ("怎么绑定小程序的体验者", "../member/bind_tester.html"),
        // both
        ("绑定 tester", "../member/bind_tester.html"),
        // a permission set and an area, by Chinese names
        ("小程序开发与数据分析", "../permissions.html#set-18"),
        ("成员管理", "../member/index.html"),
        // a code
        ("61007", "../errors.html#code-61007"),
        ("-1", "../errors.html#code-minus-1"),
        // a message of the wire
        ("api unauthorized", "../errors.html#code-48001"),
    ] {
        let hits = search(&mut tab, typed);
        let firsts: Vec<_> = hits.iter().map(|(_, _, link)| link.as_str()).collect();
        assert!(firsts.iter().take(8).any(|link| *link == expected), "{typed}: {expected} is not among {firsts:?}");
    }
    assert_eq!(tab.troubles, Vec::<String>::new());
}

#[test]
fn a_code_is_explained_at_once() {
    let Some(browser) = Browser::start() else { return };
    let mut tab = opened(&browser, "index.html");
    let hits = search(&mut tab, "61007");
    let Some((section, text, link)) = hits.first() else { panic!("nothing was found") };
    assert_eq!((section.as_str(), link.as_str()), ("Error code", "errors.html#code-61007"));
    for part in ["61007", "permission", "any endpoint can answer it"] {
        assert!(text.contains(part), "{part:?} is not in {text:?}");
    }
}

#[test]
fn nothing_found_is_said() {
    let Some(browser) = Browser::start() else { return };
    let mut tab = opened(&browser, "index.html");
    assert_eq!(search(&mut tab, "zzzzqqq"), []);
    let shown = tab.value("document.getElementById('found').innerText");
    assert!(shown.as_str().is_some_and(|text| text.contains("zzzzqqq")), "{shown}");
}

#[test]
fn keys_open_choose_and_follow() {
    let Some(browser) = Browser::start() else { return };
    let mut tab = browser.tab();
    tab.open(&SITE.url("errors.html?q=bindTester"));
    let hits = search(&mut tab, "bindTester");
    assert!(hits.len() > 1, "a link with a query opens the search");
    let key = |name: &str| {
        format!("document.getElementById('query').dispatchEvent(new KeyboardEvent('keydown', {{ key: {name:?} }}))")
    };
    let chosen = "[...document.querySelectorAll('#found a')].findIndex((hit) => hit.classList.contains('chosen'))";
    assert_eq!(tab.value(chosen), 0);
    tab.value(&key("ArrowDown"));
    assert_eq!(tab.value(chosen), 1);
    tab.value(&key("ArrowUp"));
    tab.follow(&key("Enter"));
    let title = tab.value("document.title");
    assert!(title.as_str().is_some_and(|title| title.starts_with("bindTester")), "{title}");
    tab.value("dispatchEvent(new KeyboardEvent('keydown', { key: '/' }))");
    assert_eq!(tab.value("document.getElementById('search').open"), true);
}

#[test]
fn the_search_is_quick() {
    let Some(browser) = Browser::start() else { return };
    let mut tab = opened(&browser, "index.html");
    search(&mut tab, "a");
    let script = "(() => {
        const query = document.getElementById('query');
        const start = performance.now();
        for (const text of ['get', '授权', 'token', '/wxa', '40013', 'access_token', '小程序', 'list order', 'appid', 'e']) {
            query.value = text;
            query.dispatchEvent(new Event('input'));
        }
        return performance.now() - start;
    })()";
    let milliseconds = tab.value(script).as_f64().expect("a number");
    assert!(milliseconds < 2000.0, "ten searches took {milliseconds} ms");
}
