//! Changes made by hand, by rules of the tests' own.

use wxgen_diff::{Change, Diff, Effect, Ignores, Place, Review, Rule, Skipped, Subject, Version};

const fn rule(
    id: &'static str,
    wire: Effect,
    rust: Effect,
    what: &'static str,
    for_rust: &'static str,
    on_wire: &'static str,
) -> Rule {
    Rule { id, wire, rust, seen_by_semver_checks: false, what, for_rust, on_wire }
}

pub(crate) static REQUIRED: Rule = rule(
    "request-param-became-required",
    Effect::Breaking,
    Effect::Breaking,
    "a parameter has to be given now",
    "`new` takes one argument more.",
    "Calls that leave the parameter out are refused.",
);
pub(crate) static RENAMED: Rule = rule(
    "errcode-variant-renamed",
    Effect::None,
    Effect::Breaking,
    "a variant of the error enum has another name",
    "Matches on the old name do not compile.",
    "Nothing.",
);
pub(crate) static PATH: Rule = rule(
    "endpoint-path-changed",
    Effect::Risky,
    Effect::None,
    "the path is another one",
    "Nothing to change.",
    "The old path may stop to answer.",
);
pub(crate) static ADDED: Rule = rule(
    "response-field-added",
    Effect::Compatible,
    Effect::Compatible,
    "a field came to the reply",
    "The reply has one field more.",
    "Replies may hold the field.",
);
pub(crate) static DEPRECATED: Rule = rule(
    "endpoint-deprecated",
    Effect::None,
    Effect::Risky,
    "the endpoint is deprecated",
    "Uses of it give a warning.",
    "Nothing.",
);
pub(crate) static DOC: Rule =
    rule("doc-changed", Effect::None, Effect::None, "a text reads otherwise", "Nothing to change.", "Nothing.");

pub(crate) fn place(file: &str, line: usize) -> Option<Place> {
    Some(Place { file: file.to_owned(), shown: format!("spec/{file}"), line, column: 3 })
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A change of `area/endpoint`, or of what all share.
pub(crate) fn change(rule: &'static Rule, of: &str, part: &str, before: &str, after: &str) -> Change {
    let (area, endpoint) = of.split_once('/').unwrap_or((of, ""));
    let file = if endpoint.is_empty() { "errcodes.yaml".to_owned() } else { format!("{area}/{endpoint}.yaml") };
    Change {
        rule,
        subject: Subject { area: text(area), endpoint: text(endpoint), part: part.to_owned() },
        before: text(before),
        after: text(after),
        old: (!rule.id.ends_with("-added")).then(|| place(&file, 12)).flatten(),
        new: place(&file, 14),
    }
}

/// Some of each kind, in no order.
pub(crate) fn changes() -> Vec<Change> {
    vec![
        change(&DOC, "member/bindTester", "summary", "Bind a tester.", "Make a person a tester."),
        change(&ADDED, "member/getTester", "response.members[].nickname", "", "string"),
        change(&REQUIRED, "member/bindTester", "request.wechatid", "optional", "required"),
        change(&RENAMED, "", "errcodes.40001", "InvalidCredential", "BadCredential"),
        change(&PATH, "wedata/unbindUser", "path", "/wxa/unbind", "/wxa/v2/unbind"),
        change(&ADDED, "member/getTester", "response.members[].since", "", "integer"),
        change(&DEPRECATED, "member/getTester", "", "", "Use listTesters."),
        change(&PATH, "member/bindTester", "path", "/wxa/bind_tester", "/wxa/bind"),
    ]
}

pub(crate) fn version(label: &str, number: &str) -> Version {
    let mut api = wxgen::model::Api::default();
    api.krate.version = number.to_owned();
    Version { label: label.to_owned(), sources: Default::default(), spec: Default::default(), api, skipped: Vec::new() }
}

pub(crate) fn left_out(file: &str) -> Skipped {
    Skipped {
        file: file.to_owned(),
        shown: format!("spec/{file}"),
        endpoint: Some("brokenEndpoint".to_owned()),
        line: 7,
        code: "WX0202",
        why: "`method` must be a text, not a list".to_owned(),
        errors: 3,
    }
}

pub(crate) const TODAY: &str = "2026-11-21";

/// A review of changes from `main` to the working tree, both 0.1.0.
pub(crate) fn review(changes: Vec<Change>) -> Review {
    review_of(changes, "0.1.0", "0.1.0")
}

pub(crate) fn review_of(changes: Vec<Change>, old: &str, new: &str) -> Review {
    let (old, new) = (version("main", old), version(".", new));
    Review::of(&old, &new, Diff { changes }, &Ignores::default(), TODAY)
}

/// A review with all that there can be in one: accepted, expired and unused entries, and a file left out.
pub(crate) fn full_review() -> Review {
    let all = changes();
    let entry = |at: usize, reason: &str, expires: &str| {
        let fingerprint = all.get(at).map_or("00000000000000aa".to_owned(), |change| change.fingerprint());
        format!("- {{ fingerprint: {fingerprint}, reason: {reason}, expires: {expires} }}\n")
    };
    let text = [
        entry(2, "All callers give it.", "2026-11-21"),
        entry(4, "Both paths answer.", "2026-11-20"),
        entry(99, "Was taken back.", "2027-01-01"),
    ];
    let ignores = Ignores::read("accepted.yaml", &text.concat()).expect("the file is right");
    Review::of(&version("main", "0.1.0"), &version(".", "0.1.0"), Diff { changes: all }, &ignores, TODAY)
}

/// The text without its colours.
pub(crate) fn without_colour(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').expect("a colour ends").1;
    }
    plain + rest
}
