//! The work on pages grows with the pages, and no faster. What is counted is what is allocated: it is the same in each run, on one core.

use wxgen::source::Sources;

use wxgen_pages::Page;
use wxgen_pages::drift;

use crate::support::{Folder, bring, read};

/// How many times as much twice the input may cost.
const MOST: f64 = 2.3;

/// What pages there are: a name, how many, and the text of each.
type Kind = (&'static str, usize, fn(usize) -> String);

const KINDS: &[Kind] = &[
    ("one endpoint, each page with parameters of its own", 6, |number| page("hang", "hang", number, 100)),
    ("one endpoint, many pages", 60, |number| page("hang", "hang", number, 1)),
    ("one path, each page with a name of its own", 60, |number| page(&format!("hang{number}"), "hang", 0, 1)),
    ("one name, each page with a path of its own", 60, |number| page("hang", &format!("hang{number}"), 0, 1)),
    ("an endpoint a page", 60, |number| page(&format!("hang{number}"), &format!("hang{number}"), 0, 1)),
];

fn page(name: &str, path: &str, number: usize, params: usize) -> String {
    let rows: String = (0..params).map(|param| format!("| p{number}x{param} | string | 是 | x |\n")).collect();
    let codes = format!("\n## 错误码\n\n| 错误码 | 错误描述 |\n|---|---|\n| {} | broken {number} |\n", 90_000 + number);
    let example = format!("\n## 请求示例\n\n```json\n{{\"p{number}x0\": \"{number}\"}}\n```\n");
    format!(
        "# {name}\n\n接口英文名: {name}\n\n## 请求方式\n\n```\nPOST https://api.weixin.qq.com/wxa/{path}?access_token=ACCESS_TOKEN\n\
         ```\n\n## 请求参数\n\n| 参数 | 类型 | 必填 | 说明 |\n|---|---|---|---|\n{rows}{example}{codes}"
    )
}

fn pages(count: usize, text: fn(usize) -> String) -> Vec<Page> {
    (0..count).map(|number| read(&format!("p{number}.md"), &text(number))).collect()
}

fn sources(folder: &Folder) -> Sources {
    Sources::from_texts(folder.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

/// What is done with pages, and how many times it allocates: reading, reconciling, a new spec, merging, comparing.
fn costs(count: usize, text: fn(usize) -> String) -> [(&'static str, u64); 5] {
    let (pages_of_all, empty) = (pages(count, text), Folder::new());
    let (folder, _) = bring(&empty, &pages_of_all);
    // Another page of each, so that there is something to merge.
    let newer = pages(count, text);
    let allocations = |work: &dyn Fn()| allocation_counter::measure(work).count_total;
    [
        ("read", allocations(&|| drop(pages(count, text)))),
        ("reconcile", allocations(&|| drop(wxgen_pages::reconcile(&pages_of_all)))),
        ("new spec", allocations(&|| drop(bring(&empty, &pages_of_all)))),
        ("merge", allocations(&|| drop(bring(&folder, &newer)))),
        ("drift", allocations(&|| drop(drift::drift(&sources(&folder), &pages_of_all)))),
    ]
}

#[test]
fn twice_the_pages_cost_twice_as_much() {
    // What other threads allocate is not counted, and how much they take on is chance.
    let core = core_affinity::get_core_ids().expect("cores").remove(0);
    assert!(core_affinity::set_for_current(core));
    for (name, count, text) in KINDS {
        let (half, whole) = (costs(*count, *text), costs(2 * count, *text));
        for ((verb, half), (_, whole)) in half.into_iter().zip(whole) {
            let ratio = whole as f64 / half as f64;
            assert!(ratio <= MOST, "{name}, {verb}: {half} and {whole} allocations, {ratio:.2} times as many");
        }
    }
}

#[test]
fn all_of_many_pages_is_read() {
    let (name, count, text) = KINDS[0];
    let (endpoints, _) = wxgen_pages::reconcile(&pages(count, text));
    assert_eq!(endpoints.len(), 1, "{name}");
    assert_eq!(endpoints[0].draft.request.len(), 100 * count, "the parameters of all pages");
    assert_eq!((endpoints[0].draft.errcodes.len(), endpoints[0].draft.examples.len()), (count, count));
    assert_eq!(endpoints[0].sources.len(), count);
}
