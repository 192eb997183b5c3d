//! A diff costs little beside the reading of what is compared.

use std::fmt::Write;
use std::time::{Duration, Instant};

use wxgen_diff::diff;

use super::support::{Files, base, version};

fn large(endpoints: usize, doc: &str) -> Files {
    let mut files = base();
    for index in 0..endpoints {
        let mut text = format!(
            "name: call{index}\nsummary: Call {index}.\nmethod: POST\npath: /wxa/call{index}\ntoken: none\nrequest:\n"
        );
        for field in 0..20 {
            let _ = writeln!(text, "  field{field}: {{ type: string, doc: Field {field}{doc} }}");
        }
        text.push_str("errcodes: { -1: }\n");
        files.insert(format!("member/call{index}.yaml"), text);
    }
    files
}

/// How long it takes; the shortest of several tries, for other work runs beside.
fn shortest<T>(of: impl Fn() -> T) -> Duration {
    let time = || {
        let start = Instant::now();
        let result = of();
        let time = start.elapsed();
        drop(result);
        time
    };
    (0..3).map(|_| time()).min().unwrap_or_default()
}

#[test]
fn a_diff_takes_less_than_parsing_one_of_the_two() {
    let (old, new) = (large(200, ""), large(200, " of 20"));
    let parsing = shortest(|| version("old", &old));
    let (old, new) = (version("old", &old), version("new", &new));
    let same = shortest(|| diff(&old, &old).changes.len());
    let changed = shortest(|| diff(&old, &new).changes.len());
    assert_eq!(diff(&old, &new).changes.len(), 4_000);
    assert!(same * 2 < parsing, "nothing changed: {same:?}, parsing {parsing:?}");
    assert!(changed < parsing, "all changed: {changed:?}, parsing {parsing:?}");
}

#[test]
fn a_call_of_many_fields_does_not_take_their_square() {
    let call = |fields: usize, end: &str| {
        let mut files = base();
        let mut request = "request:\n".to_owned();
        for field in 0..fields {
            let _ = writeln!(request, "  field{field}{end}: {{ type: string, doc: Field {field} }}");
        }
        files.get_mut("member/find.yaml").expect("the call is there").push_str(&request);
        version("many", &files)
    };
    let time = |fields: usize| {
        let (old, new) = (call(fields, ""), call(fields, "x"));
        assert!(diff(&old, &new).changes.iter().all(|change| change.rule.id == "request-param-renamed"));
        shortest(|| diff(&old, &new).changes.len())
    };
    // Sixty times the work; other work on the machine may make it some hundred, a square would be four thousand.
    let (few, many) = (time(100), time(6_000));
    assert!(many < few * 700, "{few:?} for 100 fields, {many:?} for 60 times as many");
}
