//! No page, however broken, panics or hangs, and reading twice as long a page takes about twice as long.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use wxgen_pages::LARGEST;

use crate::truth;

/// Far more than any page of this size needs, also on a busy machine and without optimisation.
const SOON: Duration = Duration::from_secs(20);

/// A page in the common way of writing.
const PAGE: &str = "\
# 绑定体验者

接口英文名：bindProbe

## 1. 调用方式

```
POST https://api.weixin.qq.com/wxa/bind_probe?access_token=ACCESS_TOKEN&action=bind
```

本接口所属的权限集id为：1、18-20

## 2. 请求参数

| 参数名 | 类型 | 必填 | 说明 |
|---|---|---|---|
| access_token | string | 是 | 该参数为 URL 参数 |
| probe | object | 是 | 二选一 |
| list | objarray | 否 | [链接](https://a/b) |

### Body.probe(Object) Object Payload

| 参数名 | 类型 | 必填 | 说明 |
|---|---|---|---|
| id | number | 是 | `a` |

## 3. 返回参数

属性 类型 说明
errcode number 错误码
data object 数据
属性 类型 说明
name string 名称

## 4. 请求示例

```json
{ \"probe\": { \"id\": 1 }, \"list\": [ { \"x\": \"y\" } ] }
```

## 5. 错误码

| 错误码 | 错误描述 | 解决方案 |
|---|---|---|
| -1 | system error | 稍候再试 |
| 40014/40001 | | |
";

/// Pages to take pieces from: ours, and those that show each layout.
fn pages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/capture/layouts");
    let mut files: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path()).collect();
    files.sort();
    let texts = files.into_iter().filter_map(|file| fs::read_to_string(file).ok());
    std::iter::once(PAGE.to_owned()).chain(texts).collect()
}

fn survives(text: &str) {
    let captured = wxgen_pages::capture(text);
    let lines = text.lines().count().max(1);
    for finding in &captured.findings {
        assert!(finding.line <= lines, "{finding:?} is on none of {lines} lines");
        assert!(!finding.message.contains('\n'), "{finding:?}");
    }
    wxgen_pages::json(&captured).to_string();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "\\PC{0,300}|[\\[\\]{}:,|#`<>=+_\\-\n\t a是]{0,400}") {
        survives(&text);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn pages_with_a_piece_replaced(page in prop::sample::select(pages()), at in any::<prop::sample::Index>(), length in 0usize..300,
                                   put in "[\\[\\]{}:,|#`<>=\"/+_\\-\n\t a0é是]{0,12}") {
        let mut chars: Vec<_> = page.chars().collect();
        let at = at.index(chars.len() + 1);
        let end = (at + length).min(chars.len());
        chars.splice(at..end, put.chars());
        survives(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn pages_cut_short(page in prop::sample::select(pages()), at in any::<prop::sample::Index>()) {
        let length = page.chars().count();
        survives(&page.chars().take(at.index(length)).collect::<String>());
        survives(&page.chars().skip(at.index(length)).collect::<String>());
    }

    #[test]
    fn lines_in_any_order(picks in prop::collection::vec((any::<prop::sample::Index>(), 0usize..4), 0..60)) {
        let pages = pages();
        let lines: Vec<_> = pages.iter().flat_map(|page| page.lines()).collect();
        let text = picks.iter().map(|(line, indent)| format!("{}{}\n", "  ".repeat(*indent), line.get(&lines)));
        survives(&text.collect::<String>());
    }
}

/// Every tenth known page, cut short and with its lines the other way round.
#[test]
fn pages_as_found_but_mangled() {
    let Some(folder) = truth::folder() else { return };
    let endpoints = truth::endpoints(&folder);
    for layout in ["A", "B", "D", "G", "L", "M", "N", "E", "F", "L2", "O"] {
        for (text, _) in truth::pages(&folder, &endpoints, layout).iter().step_by(20) {
            let lines: Vec<_> = text.lines().collect();
            survives(&lines.iter().rev().copied().collect::<Vec<_>>().join("\n"));
            survives(&lines[lines.len() / 3..].join("\n"));
            survives(&lines[..lines.len() / 2].join("\n"));
        }
    }
}

/// A head that makes a page an endpoint, so that what follows is read.
const HEAD: &str =
    "# name\n\n接口英文名：probe\n\n## 调用方式\n\nPOST https://api.weixin.qq.com/wxa/probe?access_token=A\n\n";

/// Makes a text of about so many bytes.
type Flood = fn(usize) -> String;

/// What pages hold far too much of.
const FLOODS: &[(&str, Flood)] = &[
    ("pipes", |size| "|".repeat(size)),
    ("rows of pipes", |size| rows("| a | b | c |", size)),
    ("rows without a table", |size| rows("a | b |\n\n", size)),
    ("a wide table", |size| format!("{}\n{}\n", "| a ".repeat(size / 8), "|---".repeat(size / 8))),
    ("a long table", |size| table("| a_{} | string | 是 | words |", size)),
    ("a long table of one name", |size| table("| same | object | 是 | words |", size)),
    ("dots in names", |size| table("| a.b.c.d.e.f.g_{} | string | 是 | words |", size)),
    ("one dotted name", |size| format!("{}| {} | string | 是 | x |\n", table("", 0), "a.".repeat(size / 2))),
    ("alternatives", |size| table("| a_{} | string | 否 | a_1 与 b 二选一 either or |", size)),
    ("brackets", |size| format!("```json\n{}\n```\n", "{\"a\":[".repeat(size / 6))),
    ("bare brackets", |size| rows("{\"a\":[", size)),
    ("quotes", |size| format!("```json\n{{{}\n```\n", "\"".repeat(size))),
    ("keys", |size| format!("```json\n{{{}}}\n```\n", numbered("\"k{}\": 1, ", size))),
    ("objects in a list", |size| {
        format!("{}## 请求示例\n```json\n[{}]\n```\n", nested_tables(40), "{\"a\":{\"b\":1}},".repeat(size / 14))
    }),
    ("fences", |size| rows("```", size)),
    ("headings", |size| rows("## 请求参数", size)),
    ("headings of objects", |size| {
        numbered("### Body.a{}.b Object Payload\n| 参数名 | 类型 |\n|--|--|\n| x | string |\n\n", size)
    }),
    ("headings as parameters", |size| numbered("#### a{}\n\nstring\n\n", size)),
    ("links", |size| "[".repeat(size / 2) + &"](".repeat(size / 4)),
    ("links in cells", |size| rows(&format!("| {} |", "[a](b(".repeat(20)), size)),
    ("emphasis", |size| "**`~~".repeat(size / 5)),
    ("backslashes", |size| "\\".repeat(size)),
    ("hashes", |size| "#".repeat(size)),
    ("one word", |size| "a".repeat(size)),
    ("blanks", |size| " \t".repeat(size / 2)),
    ("empty lines", |size| "\n".repeat(size)),
    ("calls", |size| numbered("POST https://api.weixin.qq.com/wxa/a{}?access_token=A\n\n", size)),
    ("one call", |size| format!("GET https://api.weixin.qq.com/a?{}\n", numbered("a{}=b&", size))),
    ("URLs", |size| rows("https://api.weixin.qq.com/wxa/a?access_token=A", size)),
    ("nested tables of blanks", nested_tables),
    ("blank table rows", |size| format!("属性 类型 必填 说明\n{}", numbered("name_{} string 是 words\n", size))),
    ("words of blank tables", |size| format!("属性 类型 必填 说明\nname string 是 {}\n", "word ".repeat(size / 5))),
    ("lines of a cell", |size| format!("属性 类型 必填 说明\nname string 是\n{}", rows("（续）", size))),
    ("heads of blank tables", |size| rows("属性 类型 必填 说明", size)),
    ("glued heads", |size| rows("属性类型必填说明", size)),
    ("glued rows", |size| format!("属性类型必填说明\n{}", numbered("name_{}string是words\n", size))),
    ("return codes", |size| {
        format!("## 错误码\n\n| 错误码 | 错误描述 |\n|--|--|\n{}", numbered("| {} | text |\n", size))
    }),
    ("one return code", |size| {
        format!("## 错误码\n\n| 错误码 | 错误描述 |\n|--|--|\n{}", numbered("| 1 | text {} |\n", size))
    }),
    ("permission sets", |size| format!("## 第三方调用\n\n权限集id为：{}\n", numbered("{}、", size))),
    ("a range of sets", |_| "## 第三方调用\n\n权限集id为：1-4000000000\n".to_owned()),
    ("rules of grids", |size| rows("+----+----+", size)),
    ("a grid", |size| format!("+----+----+\n{}", rows("| a  | b  |\n+----+----+", size))),
    ("a simple table", |size| format!("====  ====\na     b\n====  ====\n{}====  ====\n", rows("a_b   string", size))),
    ("rules", |size| rows("====  ====", size)),
    ("directives", |size| numbered(".. http:post:: /a{}\n\n   :query string a:\n\n", size)),
    ("fields", |size| format!(".. http:post:: /a\n\n{}", numbered("   :<json string a{}: x\n", size))),
    ("tags", |size| format!("<html><body>{}", "<div>".repeat(size / 5))),
    ("open tags", |size| format!("<html><body>{}", "<".repeat(size))),
    ("tables in tables", |size| format!("<html><body>{}", "<table><tr><td>".repeat(size / 15))),
    ("a table of HTML", |size| {
        format!("<html><body><table>{}", "<tr><td>a</td><td>string</td></tr>".repeat(size / 34))
    }),
    ("a crawler's dumps", |size| rows("====\nURL: https://a/b\n====\n\n# # 1", size)),
    ("tabs", |size| rows("参数\t类型\t说明", size)),
    ("tabbed rows", |size| format!("参数\t类型\t说明\n{}", numbered("a{}\tstring\tx\n", size))),
    ("a table of JSON", |size| {
        format!("```json\n[{}{{}}]\n```\n", numbered("{\"参数名\": \"a{}\", \"类型\": \"string\"},\n", size))
    }),
];

fn rows(row: &str, size: usize) -> String {
    format!("{row}\n").repeat(size / (row.len() + 1))
}

/// Copies of a line, each with its number, up to a size.
fn numbered(line: &str, size: usize) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= size {
            break;
        }
        text.push_str(&line.replace("{}", &number.to_string()));
    }
    text
}

fn table(row: &str, size: usize) -> String {
    let head = "## 请求参数\n\n| 属性 | 类型 | 必填 | 说明 |\n|---|---|---|---|\n";
    format!("{head}{}", numbered(&format!("{row}\n"), size))
}

/// A table in the last row of a table, and so on.
fn nested_tables(size: usize) -> String {
    let mut text = "# Request parameters\n\n".to_owned();
    for number in 0..size / 80 {
        let _ = write!(text, "attribute type Required Introductions\na{number} object yes x\nb{number} string yes x\n");
    }
    text
}

#[test]
fn floods_end_soon() {
    let size = 40_000;
    for (name, flood) in FLOODS {
        let text = format!("{HEAD}{}", flood(size));
        let started = Instant::now();
        survives(&text);
        survives(&flood(size));
        assert!(started.elapsed() < SOON, "{name} took {:?}", started.elapsed());
    }
}

/// Time is compared to time on the same machine: a page four times as long must not take sixteen times as long.
#[test]
#[ignore = "slow, and only telling on a machine with nothing else to do: cargo test --release -- --ignored"]
fn floods_take_time_by_their_length() {
    let time = |text: &str| {
        let once = || {
            let started = Instant::now();
            wxgen_pages::capture(text);
            started.elapsed()
        };
        once().min(once())
    };
    // Without optimisation less has to do.
    let size = if cfg!(debug_assertions) { LARGEST / 8 } else { LARGEST - 1000 };
    let mut bad = Vec::new();
    for (name, flood) in FLOODS {
        let (short, long) = (format!("{HEAD}{}", flood(size / 4)), format!("{HEAD}{}", flood(size)));
        let (short, long) = (time(&short), time(&long));
        println!("{name:<28} {short:>10.1?} {long:>10.1?}");
        if long > Duration::from_millis(100) && long > short * 9 {
            bad.push(format!("{name}: {short:.1?} for a quarter, {long:.1?} for all"));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn a_page_that_is_too_large_is_refused_at_once() {
    let started = Instant::now();
    assert!(wxgen_pages::Page::read("page", vec![b'|'; 10 << 20], None).is_err());
    assert!(started.elapsed() < Duration::from_secs(1));
}
