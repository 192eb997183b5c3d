//! Does the work on pages grow with the pages, and no faster? Prints the processor time of capturing, merging and comparing
//! pages and of twice as many, reading the pages included, and fails where twice as many take more than 2.6 times as long.
//!
//! ```sh
//! cargo run --release -p wxgen-pages --example linear
//! ```

use std::process::ExitCode;
use std::time::Duration;

use wxgen::source::Sources;

use wxgen_pages::Page;
use wxgen_pages::drift;
use wxgen_pages::spec_folder;
use wxgen_pages::spec_folder::SpecFolder;

/// How much more time twice the input may take. Quadratic work takes four times as long; times are not exact, and twice as
/// much memory is a little slower.
const MOST: f64 = 2.6;
/// Of so many runs the shortest counts.
const RUNS: usize = 5;

/// What pages there are: a name, how many, and the text of each.
type Kind = (&'static str, usize, fn(usize) -> String);

const KINDS: &[Kind] = &[
    ("one endpoint, 900 parameters a page", 20, |number| page("hang", "hang", number, 900)),
    ("one endpoint, a parameter a page", 4_000, |number| page("hang", "hang", number, 1)),
    ("one path, a name a page", 4_000, |number| page(&format!("hang{number}"), "hang", 0, 1)),
    ("an endpoint a page", 4_000, |number| page(&format!("hang{number}"), &format!("hang{number}"), 0, 1)),
];

fn page(name: &str, path: &str, number: usize, params: usize) -> String {
    let rows: String = (0..params).map(|param| format!("| p{number}x{param} | string | 是 | x |\n")).collect();
    format!(
        "# {name}\n\n接口英文名: {name}\n\n## 请求方式\n\n```\nPOST https://api.weixin.qq.com/wxa/{path}?access_token=ACCESS_TOKEN\n\
         ```\n\n## 请求参数\n\n| 参数 | 类型 | 必填 | 说明 |\n|---|---|---|---|\n{rows}"
    )
}

fn read(texts: &[String]) -> Vec<Page> {
    let read = |(number, text): (usize, &String)| {
        Page::read(&format!("p{number}.md"), text.clone().into_bytes(), None).expect("the page is small and UTF-8")
    };
    texts.iter().enumerate().map(read).collect()
}

fn bring(sources: &Sources, pages: &[Page]) -> SpecFolder {
    spec_folder::bring(sources, pages, "captured").unwrap_or_else(|found| panic!("the spec has errors: {found:?}"))
}

fn sources(into: &SpecFolder) -> Sources {
    Sources::from_texts(into.files.iter().map(|file| (file.path.as_str(), file.text.as_str())))
}

/// Processor time of this process.
fn spent() -> Duration {
    cpu_time::ProcessTime::now().as_duration()
}

/// The shortest of some runs.
fn shortest<T>(mut work: impl FnMut() -> T) -> Duration {
    let once = |_| {
        let start = spent();
        drop(work());
        spent().saturating_sub(start)
    };
    (0..RUNS).map(once).min().unwrap_or_default()
}

/// Reading, and each verb together with reading.
fn times(texts: &[String]) -> [(&'static str, Duration); 5] {
    let (pages, empty) = (read(texts), Sources::default());
    let spec = sources(&bring(&empty, &pages));
    [
        ("read", shortest(|| read(texts))),
        ("reconcile", shortest(|| wxgen_pages::reconcile(&read(texts)))),
        ("new spec", shortest(|| bring(&empty, &read(texts)))),
        ("merge", shortest(|| bring(&spec, &read(texts)))),
        ("drift", shortest(|| drift::drift(&spec, &read(texts)))),
    ]
}

fn main() -> ExitCode {
    let mut good = true;
    for (name, count, text) in KINDS {
        let texts: Vec<String> = (0..2 * count).map(text).collect();
        let half = times(texts.get(..*count).unwrap_or_default());
        println!("{name}: {count} pages, {} pages", 2 * count);
        for ((verb, half), (_, whole)) in half.into_iter().zip(times(&texts)) {
            let ratio = whole.as_secs_f64() / half.as_secs_f64().max(0.001);
            good &= ratio <= MOST;
            println!("  {verb:<10} {:>8.1} ms {:>8.1} ms   {ratio:.2} times", ms(half), ms(whole));
        }
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
