//! How much of what pages say is read from them, layout by layout.

use std::collections::BTreeMap;
use std::fmt::Write;

use wxgen_pages::{Draft, Permissions};

use crate::truth::{self, Endpoint};

/// What is counted.
const MEASURES: [&str; 10] =
    ["call", "name", "fixed", "sets", "request", "required", "reply", "types", "codes", "texts"];

/// A layout, and the least F1 in thousandths of each measure that is asked of it, in order of `MEASURES`. `ANY`: the
/// layout does not keep that.
#[rustfmt::skip]
const FLOORS: &[(&str, [u32; 10])] = &[
    //        call name fixed sets request required reply types codes texts
    ("D",     [995, 995, 990, 995, 995, 995, 990, 990, 990, 890]),
    ("G",     [995, 995, 990, 995, 995, 995, 990, 990, 990, 890]),
    ("L",     [995, 995, 990, 995, 995, 995, 990, 990, 990, 890]),
    ("M",     [995, 995, 990, 995, 995, 995, 990, 990, 990, 890]),
    ("A",     [995, 995, 990, 995, 990, 990, 990, 990, 990, 890]),
    ("B",     [995, 995, 990, 995, 980, 980, 970, 990, 990, 730]),
    ("N",     [995, ANY, 990, ANY, 990, 990, 985, 990, 990, ANY]),
    ("seeds", [995, ANY, 990, 995, 990, 990, 990, 990, 990, 900]),
    // These lose something: E its tables, F its code, L2 and O the word for what is required.
    ("E",     [990, 990, 990, 990, ANY, ANY, ANY, ANY, ANY, ANY]),
    ("F",     [ANY, 990, ANY, 990, 980, 980, 980, 980, 980, 880]),
    ("L2",    [990, 990, 990, 990, 980, ANY, 980, 980, 980, ANY]),
    ("O",     [990, ANY, 990, ANY, 980, ANY, 980, 980, 980, ANY]),
];

/// Nothing is asked.
const ANY: u32 = 0;

#[test]
fn pages_are_read_as_well_as_before() {
    let Some(folder) = truth::folder() else {
        println!("skipped: there are no pages beside the workspace");
        return;
    };
    let endpoints = truth::endpoints(&folder);
    let mut table = head();
    let mut below = Vec::new();
    for (layout, floors) in FLOORS {
        let mut scores = [Score::default(); 10];
        for (text, wanted) in truth::pages(&folder, &endpoints, layout) {
            let captured = wxgen_pages::capture(&text);
            count(&captured.endpoints, &wanted, *layout == "A", &mut scores);
        }
        let cells = scores.iter().map(|score| format!(" {:>14}", score.to_string()));
        writeln!(table, "{layout:<6}{}", cells.collect::<String>()).expect("text is written");
        for ((score, floor), measure) in scores.iter().zip(floors).zip(MEASURES) {
            if *floor != ANY && score.f1() * 1000.0 < f64::from(*floor) {
                below.push(format!("{layout} {measure}: {score}, and at least 0.{floor} is asked"));
            }
        }
    }
    println!("{table}");
    assert!(below.is_empty(), "{table}\n{}", below.join("\n"));
}

/// Right, found, wanted.
#[derive(Debug, Clone, Copy, Default)]
struct Score {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Score {
    fn f1(self) -> f64 {
        if self.found + self.wanted == 0 { 1.0 } else { 2.0 * self.right as f64 / (self.found + self.wanted) as f64 }
    }
}

/// Precision / recall, F1.
impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |of: usize| if of == 0 { 1.0 } else { self.right as f64 / of as f64 };
        write!(f, "{:.2}/{:.2} {:.3}", share(self.found), share(self.wanted), self.f1())
    }
}

fn head() -> String {
    let cells = MEASURES.map(|measure| format!(" {measure:>14}"));
    format!("precision/recall F1\n{:<6}{}\n", "", cells.concat())
}

fn count(found: &[Draft], wanted: &[&Endpoint], without_nested: bool, scores: &mut [Score; 10]) {
    let mut left: Vec<&Draft> = found.iter().collect();
    let nothing = Draft::default();
    for endpoint in wanted {
        let at = left.iter().position(|draft| draft.path == endpoint.path);
        let at = at.or_else(|| (!left.is_empty()).then_some(0));
        let draft = at.map_or(&nothing, |at| left.remove(at));
        count_one(draft, endpoint, without_nested, scores);
    }
    // An endpoint that is not on the page.
    scores[0].found += left.iter().filter(|draft| draft.path.is_some()).count();
}

fn count_one(draft: &Draft, endpoint: &Endpoint, without_nested: bool, scores: &mut [Score; 10]) {
    // Where a layout loses nested tables, they are not asked of it.
    let is_kept = |path: &str| !without_nested || !path.contains('.');
    let sets = match &draft.permissions {
        Permissions::Ids(ids) => ids.clone(),
        _ => Vec::new(),
    };
    let call = draft.path.as_ref().map(|path| (draft.method.clone(), path.clone()));
    let request = endpoint.request.iter().filter(|param| is_kept(&param.path));
    let reply = endpoint.response.iter().filter(|field| is_kept(&field.path));
    let types: BTreeMap<String, String> = request
        .clone()
        .map(|param| (format!("request {}", param.path), param.ty.clone()))
        .chain(reply.clone().map(|field| (format!("reply {}", field.path), field.ty.clone())))
        .filter(|(_, ty)| !ty.is_empty())
        .map(|(path, ty)| (path, number(&ty)))
        .collect();
    let read: BTreeMap<String, String> = (draft.request.iter().map(|param| ("request", param)))
        .chain(draft.response.iter().map(|param| ("reply", param)))
        .map(|(side, param)| (format!("{side} {}", param.path), number(param.ty.word())))
        .collect();
    let both = |types: &BTreeMap<String, String>, other: &BTreeMap<String, String>| {
        types.clone().into_iter().filter(|(path, _)| other.contains_key(path)).collect::<Vec<_>>()
    };
    let said = |param: &&truth::Param| param.required.is_some();
    let known = |path: &str| endpoint.request.iter().any(|param| param.path == path && param.required.is_some());
    let [s_call, s_name, s_fixed, s_sets, s_request, s_required, s_reply, s_types, s_codes, s_texts] = scores;
    add(s_call, call, endpoint.path.clone().map(|path| (endpoint.method.clone(), path)));
    add(s_name, draft.name.clone(), Some(endpoint.name.clone()).filter(|name| !name.is_empty()));
    add(s_fixed, draft.query.clone(), endpoint.query.clone());
    add(s_sets, sets, endpoint.permission_sets.clone());
    add(
        s_request,
        draft.request.iter().map(|param| (param.place.word().to_owned(), param.path.clone())),
        request.clone().map(|param| (param.place.clone(), param.path.clone())),
    );
    add(
        s_required,
        draft
            .request
            .iter()
            .filter(|param| param.required.is_some() && known(&param.path))
            .map(|param| (param.path.clone(), param.required)),
        request.filter(said).map(|param| (param.path.clone(), param.required)),
    );
    add(s_reply, draft.response.iter().map(|field| field.path.clone()), reply.map(|field| field.path.clone()));
    add(s_types, both(&read, &types), both(&types, &read));
    add(s_codes, draft.errcodes.iter().map(|code| code.code), endpoint.errcodes.iter().map(|code| code.code));
    let wire = |code: i64, msg: &str| (!msg.is_empty()).then(|| (code, msg.to_owned()));
    add(
        s_texts,
        draft.errcodes.iter().filter_map(|code| wire(code.code, &code.msg)),
        endpoint.errcodes.iter().filter_map(|code| wire(code.code, &code.msg)),
    );
}

/// Whole numbers and others are one where the page says no more.
fn number(ty: &str) -> String {
    if matches!(ty, "integer" | "float") { "number".to_owned() } else { ty.to_owned() }
}

fn add<T: Ord>(score: &mut Score, found: impl IntoIterator<Item = T>, wanted: impl IntoIterator<Item = T>) {
    let mut found: Vec<T> = found.into_iter().collect();
    score.found += found.len();
    for one in wanted {
        score.wanted += 1;
        if let Some(at) = found.iter().position(|other| *other == one) {
            found.swap_remove(at);
            score.right += 1;
        }
    }
}
