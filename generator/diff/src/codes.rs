//! Return codes: those that all endpoints share, and those of one.

use std::collections::HashMap;

use super::changes::{Both, Changes, Recorder, both, span_of};
use super::matching::Matching;
use super::rule::Rule;
use super::rules::{errors, shared};
use super::version::Version;
use wxgen::model::{CodeTable, ErrorCode};
use wxgen::parse::ErrcodeSpec;
use wxgen::source::Span;

/// The rules of codes.
struct CodeRules {
    added: [&'static Rule; 2],
    removed: [&'static Rule; 2],
    number: &'static Rule,
    renamed: &'static Rule,
    msg: &'static Rule,
    advice: &'static Rule,
    class: &'static Rule,
}

/// The second of two is for codes that the shared table describes.
static OF_ENDPOINT: CodeRules = CodeRules {
    added: [errors::ADDED, errors::SHARED_ADDED],
    removed: [errors::REMOVED, errors::SHARED_REMOVED],
    number: errors::NUMBER,
    renamed: errors::RENAMED,
    msg: errors::MSG,
    advice: errors::ADVICE,
    class: errors::CLASS,
};

static SHARED: CodeRules = CodeRules {
    added: [shared::CODE_ADDED, shared::CODE_ADDED],
    removed: [shared::CODE_REMOVED, shared::CODE_REMOVED],
    number: shared::CODE_NUMBER,
    renamed: shared::CODE_RENAMED,
    msg: shared::CODE_MSG,
    advice: shared::CODE_ADVICE,
    class: shared::CODE_CLASS,
};

/// The rule of a text of a code, what the text is, and where it is.
type Text = (&'static Rule, fn(&ErrorCode) -> &str, Both<Option<Span>>);

/// The shared table of each version, by code.
pub(super) type Tables<'a> = Both<HashMap<i64, &'a ErrorCode>>;

/// The shared tables.
pub(super) fn tables<'a>(versions: Both<&'a Version>) -> Tables<'a> {
    versions.map(|version| version.api.errcodes.iter().map(|code| (code.code, code)).collect())
}

/// Compares the codes that all endpoints share.
pub(super) fn compare_shared(changes: &mut Changes<'_>, versions: Both<&Version>) {
    let mut recorder = Recorder { changes, area: None, endpoint: None };
    let codes = versions.map(|version| version.api.errcodes.as_slice());
    let specs = versions.map(|version| version.spec.errcodes.as_slice());
    let nothing = both(HashMap::new(), HashMap::new());
    compare(&mut recorder, &SHARED, codes, specs, &nothing);
}

/// Compares the codes of an endpoint. Changes of the shared table are recorded there.
pub(super) fn compare_own(
    recorder: &mut Recorder<'_, '_>,
    codes: Both<&[ErrorCode]>,
    specs: Both<&[ErrcodeSpec]>,
    tables: &Tables<'_>,
) {
    compare(recorder, &OF_ENDPOINT, codes, specs, tables);
}

fn compare(
    recorder: &mut Recorder<'_, '_>,
    rules: &CodeRules,
    codes: Both<&[ErrorCode]>,
    specs: Both<&[ErrcodeSpec]>,
    tables: &Tables<'_>,
) {
    let mut matching = Matching::none(codes.old.len(), codes.new.len());
    matching.join_by(codes.old, codes.new, |code| Some(code.code));
    matching.join_by(codes.old, codes.new, |code| Some(&code.variant));
    let specs = specs.map(|specs| specs.iter().map(|spec| (spec.code.value, spec)).collect::<HashMap<_, _>>());
    let part = |code: &ErrorCode| format!("errcodes.{}", code.code);
    let span = |spec: Option<&&ErrcodeSpec>| spec.map(|spec| spec.code.span);
    let of = |rules: [&'static Rule; 2], code: &ErrorCode| if is_shared(code) { rules[1] } else { rules[0] };
    for code in matching.left_old().filter_map(|index| codes.old.get(index)) {
        recorder.removed(of(rules.removed, code), &part(code), &code.variant, span(specs.old.get(&code.code)));
    }
    for (old, new) in matching.joined() {
        if let (Some(old), Some(new)) = (codes.old.get(old), codes.new.get(new)) {
            let specs = both(specs.old.get(&old.code).copied(), specs.new.get(&new.code).copied());
            compare_code(recorder, rules, both(old, new), specs, tables);
        }
    }
    for code in matching.left_new().filter_map(|index| codes.new.get(index)) {
        recorder.added(of(rules.added, code), &part(code), &code.variant, span(specs.new.get(&code.code)));
    }
}

fn compare_code(
    recorder: &mut Recorder<'_, '_>,
    rules: &CodeRules,
    codes: Both<&ErrorCode>,
    specs: Both<Option<&ErrcodeSpec>>,
    tables: &Tables<'_>,
) {
    let part = format!("errcodes.{}", codes.old.code);
    let at = specs.map(|spec| spec.map(|spec| spec.code.span));
    let key = |of: fn(&ErrcodeSpec) -> Option<Span>| {
        both(specs.old.and_then(of).or(at.old), specs.new.and_then(of).or(at.new))
    };
    if codes.map(|code| code.code).differ() {
        recorder.record(rules.number, &part, codes.map(|code| Some(code.code.to_string())), at);
    }
    let bases = both(tables.old.get(&codes.old.code).copied(), tables.new.get(&codes.new.code).copied());
    let texts: [Text; 4] = [
        (rules.renamed, |code| &code.variant, key(|spec| span_of(&spec.name))),
        (rules.msg, |code| &code.msg, key(|spec| span_of(&spec.msg))),
        (rules.advice, |code| &code.advice, key(|spec| span_of(&spec.advice))),
        (rules.class, |code| code.class.name(), key(|spec| span_of(&spec.class))),
    ];
    for (rule, of, spans) in texts {
        let texts = codes.map(of);
        // What came from the shared table and went with it is recorded there.
        let inherited = bases.old.map(of) == Some(texts.old) && bases.new.map(of) == Some(texts.new);
        if !inherited {
            recorder.text(rule, &part, texts, spans);
        }
    }
    if codes.map(is_shared).differ() {
        let rule = if is_shared(codes.new) { errors::BECAME_SHARED } else { errors::BECAME_OWN };
        let word = |code: &ErrorCode| Some(if is_shared(code) { "shared" } else { "own" }.to_owned());
        recorder.record(rule, &part, codes.map(word), at);
    }
}

/// Can any endpoint answer it? Where the codes of an area are described makes no difference to who calls.
fn is_shared(code: &ErrorCode) -> bool {
    code.table == CodeTable::Api
}
