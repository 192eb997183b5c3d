//! Rule files: what they mean, and what is wrong with bad ones.

use std::fs;
use std::path::Path;
use std::time::Duration;

use wxgen::model::Api;
use wxgen::report;
use wxgen_mock::{Fault, Rule, When, read_rules};

fn api() -> Api {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    wxgen::pipeline::load(&spec).api.expect("the spec is right")
}

fn read(text: &str) -> Vec<Rule> {
    let rules = read_rules("rules.yaml", text, &api());
    rules.unwrap_or_else(|refused| panic!("{}", report::text(&refused.diagnostics, &refused.sources, false)))
}

#[test]
fn mistakes_look_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rule_files/rules");
    let (mut seen, api) = (0, api());
    for entry in fs::read_dir(folder).expect("the fixtures are there") {
        let path = entry.expect("the folder can be listed").path();
        let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a fixture can be read");
        let refused = read_rules("rules.yaml", &text, &api).expect_err(&name);
        let code = name.split('-').next().unwrap_or_default();
        assert!(refused.diagnostics.iter().any(|diagnostic| diagnostic.code == code), "{name} does not say {code}");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, report::text(&refused.diagnostics, &refused.sources, false));
        });
        seen += 1;
    }
    assert!(seen >= 12, "{seen}");
}

#[test]
fn a_file_without_rules_changes_nothing() {
    for text in ["", "# nothing yet\n", "[]\n"] {
        assert_eq!(read(text), [], "{text:?}");
    }
}

#[test]
fn rules_mean_what_they_say() {
    let text = "
- { endpoint: bindTester, nth: 3, errcode: 85004 }
- { endpoint: getTester, every: 10, fault: half_body }
- { endpoint: \"*\", probability: 0.01, errcode: -1, latency_ms: 200 }
- { endpoint: unbindTester, fault: drop }
";
    let rule = |endpoint: Option<&str>, when, errcode, fault, latency| Rule {
        endpoint: endpoint.map(str::to_owned),
        when,
        errcode,
        fault,
        latency: Duration::from_millis(latency),
    };
    let expected = [
        rule(Some("bindTester"), When::Nth(3), Some(85004), None, 0),
        rule(Some("getTester"), When::Every(10), None, Some(Fault::HalfBody), 0),
        rule(None, When::Probability(0.01), Some(-1), None, 200),
        rule(Some("unbindTester"), When::Always, None, Some(Fault::Drop), 0),
    ];
    assert_eq!(read(text), expected);
}

#[test]
fn every_fault_has_a_word_and_every_word_a_fault() {
    let words: Vec<_> = Fault::ALL.iter().map(|(_, name)| *name).collect();
    assert_eq!(words, wxgen_mock::FAULTS);
}
