//! Mentions, newest first → one draft.

use std::collections::{HashMap, HashSet};

use super::Mention;
use crate::draft::{Code, Draft, Example, Param, Permissions, Side, Type};
use crate::fields;
use crate::finding;
use crate::finding::Finding;

/// Folds the mentions of one endpoint.
pub(super) fn fold(mentions: &[Mention<'_>], findings: &mut Vec<(usize, Finding)>) -> Draft {
    let Some((newest, older)) = mentions.split_first() else { return Draft::default() };
    if newest.draft.is_huge() {
        return newest.draft.clone();
    }
    let draft = newest.draft.clone();
    let known = Known::of(&draft);
    let mut fold = Fold { draft, known, newest: *newest, origins: HashMap::new(), findings, order: mentions };
    for (number, mention) in older.iter().enumerate().filter(|(_, mention)| !mention.draft.is_huge()) {
        fold.add(number + 1, mention);
    }
    fold.draft
}

struct Fold<'a, 'f> {
    draft: Draft,
    known: Known,
    newest: Mention<'a>,
    /// Which mention something comes from, where it is not the newest.
    origins: HashMap<String, usize>,
    findings: &'f mut Vec<(usize, Finding)>,
    order: &'f [Mention<'a>],
}

impl<'a> Fold<'a, '_> {
    fn add(&mut self, number: usize, other: &Mention<'a>) {
        let said = other.draft;
        for (what, mine, theirs) in [
            ("method", self.draft.method.clone(), &said.method),
            ("path", self.draft.path.clone(), &said.path),
            ("name", self.draft.name.clone(), &said.name),
        ] {
            match (mine, theirs) {
                (Some(mine), Some(theirs)) if !mine.eq_ignore_ascii_case(theirs) => {
                    let kept = Said::new(self.draft.line, mine);
                    self.disagree(other, what, what, &kept, &Said::new(said.line, theirs.as_str()));
                }
                (None, Some(theirs)) => {
                    let slot = match what {
                        "method" => &mut self.draft.method,
                        "path" => &mut self.draft.path,
                        _ => &mut self.draft.name,
                    };
                    *slot = Some(theirs.clone());
                    self.origins.insert(what.to_owned(), number);
                }
                _ => {}
            }
        }
        self.permissions(number, other);
        if self.draft.path.as_ref() == said.path.as_ref() || self.draft.token.is_none() {
            self.draft.token = self.draft.token.take().or_else(|| said.token.clone());
        }
        if self.draft.query.is_empty() && self.draft.fixed.is_empty() {
            self.draft.query.clone_from(&said.query);
            self.draft.fixed.clone_from(&said.fixed);
        }
        for of_request in [true, false] {
            self.params(number, other, of_request);
        }
        for code in &said.errcodes {
            self.code(number, other, code);
        }
        for group in &said.one_of {
            if !group.iter().any(|name| self.known.choices.contains(name)) {
                self.known.choices.extend(group.iter().cloned());
                self.draft.one_of.push(group.clone());
            }
        }
        for example in &said.examples {
            if self.known.is_new(example) {
                self.draft.examples.push(example.clone());
            }
        }
        self.draft.binary |= said.binary;
        self.draft.title = self.draft.title.take().or_else(|| said.title.clone());
    }

    fn permissions(&mut self, number: usize, other: &Mention<'a>) {
        let (mine, theirs) = (&self.draft.permissions, &other.draft.permissions);
        match (mine, theirs) {
            (_, Permissions::Unsaid) => {}
            (Permissions::Unsaid, theirs) => {
                self.draft.permissions = theirs.clone();
                self.origins.insert("permission sets".to_owned(), number);
            }
            (mine, theirs) if mine != theirs => {
                let (mine, theirs) =
                    (Said::new(self.draft.line, sets(mine)), Said::new(other.draft.line, sets(theirs)));
                self.disagree(other, "permission sets", "permission sets", &mine, &theirs);
            }
            _ => {}
        }
    }

    fn params(&mut self, number: usize, other: &Mention<'a>, of_request: bool) {
        let theirs = if of_request { &other.draft.request } else { &other.draft.response };
        let side = if of_request { "request" } else { "reply" };
        let listed = if of_request { &self.newest.draft.request } else { &self.newest.draft.response };
        // The token and the return code are there whether a page lists them or not.
        let token = self.draft.token.as_ref().map(|token| token.param.clone());
        let implied = |param: &Param| match of_request {
            true => token.as_ref() == Some(&param.path),
            false => matches!(param.path.as_str(), "errcode" | "errmsg"),
        };
        let has_table = listed.iter().any(|param| !implied(param));
        for param in theirs {
            let path = plain(&param.path);
            let key = format!("{side} {path}");
            let (mine, places) = match of_request {
                true => (&mut self.draft.request, &mut self.known.request),
                false => (&mut self.draft.response, &mut self.known.response),
            };
            let place = *places.entry(path).or_insert(mine.len());
            let Some(known) = mine.get_mut(place) else {
                mine.push(param.clone());
                self.origins.insert(key, number);
                if has_table && !implied(param) {
                    let newest = self.newest.place(self.newest.draft.line);
                    let message = format!(
                        "{} of the {side} stands here ({}) and not on the newer page ({newest})",
                        param.path,
                        other.place(param.line)
                    );
                    self.findings.push((other.page, Finding::new(finding::PAGES_DISAGREE, param.line, message)));
                }
                continue;
            };
            let before = known.clone();
            if param.path.len() > known.path.len() {
                known.path.clone_from(&param.path);
            }
            known.required = known.required.or(param.required);
            known.ty = more_specific(known.ty, param.ty);
            let ty = known.ty;
            if before.ty != ty && before.ty != Type::Unsaid {
                // A narrower word for the same.
            } else if ty != param.ty && more_specific(param.ty, ty) != ty {
                let (mine, theirs) = (Said::new(before.line, ty.word()), Said::new(param.line, param.ty.word()));
                self.disagree(other, &param.path, &key, &mine, &theirs);
            }
            if let (Some(mine), Some(theirs)) = (before.required, param.required)
                && mine != theirs
            {
                let word = |required: bool| if required { "required" } else { "not required" };
                let (mine, theirs) = (Said::new(before.line, word(mine)), Said::new(param.line, word(theirs)));
                self.disagree(other, &param.path, &key, &mine, &theirs);
            }
        }
    }

    fn code(&mut self, number: usize, other: &Mention<'a>, code: &Code) {
        let key = format!("code {}", code.code);
        let place = *self.known.codes.entry(code.code).or_insert(self.draft.errcodes.len());
        let Some(known) = self.draft.errcodes.get_mut(place) else {
            self.draft.errcodes.push(code.clone());
            self.origins.insert(key, number);
            return;
        };
        if known.msg.is_empty() {
            known.msg.clone_from(&code.msg);
        } else if !code.msg.is_empty() && letters(&known.msg) != letters(&code.msg) {
            let mine = Said::new(known.line, format!("{:?}", known.msg));
            self.disagree(other, &key, &key, &mine, &Said::new(code.line, format!("{:?}", code.msg)));
        }
    }

    /// Two mentions say different things of `what`; the first of the two is kept.
    fn disagree(&mut self, other: &Mention<'a>, what: &str, key: &str, kept: &Said, dropped: &Said) {
        let origin = self.origins.get(key).and_then(|number| self.order.get(*number)).unwrap_or(&self.newest);
        let message = format!(
            "{what}: {} in {}, {} in {}; the former is believed",
            kept.words,
            origin.place(kept.line),
            dropped.words,
            other.place(dropped.line)
        );
        self.findings.push((other.page, Finding::new(finding::PAGES_DISAGREE, dropped.line, message)));
    }
}

/// Where in a draft something is, so that a mention is looked up and not searched for.
struct Known {
    /// Parameters by path without marks of lists.
    request: HashMap<String, usize>,
    response: HashMap<String, usize>,
    codes: HashMap<i64, usize>,
    /// All names that are part of some choice.
    choices: HashSet<String>,
    /// Texts of examples, and the same as JSON with its keys in order.
    examples: HashSet<(Side, String)>,
}

impl Known {
    fn of(draft: &Draft) -> Self {
        let places = |params: &[Param]| {
            let mut places = HashMap::with_capacity(params.len());
            for (place, param) in params.iter().enumerate() {
                places.entry(plain(&param.path)).or_insert(place);
            }
            places
        };
        let mut codes = HashMap::new();
        for (place, code) in draft.errcodes.iter().enumerate() {
            codes.entry(code.code).or_insert(place);
        }
        let mut known = Self {
            request: places(&draft.request),
            response: places(&draft.response),
            codes,
            choices: draft.one_of.iter().flatten().cloned().collect(),
            examples: HashSet::new(),
        };
        for example in &draft.examples {
            known.is_new(example);
        }
        known
    }

    /// Is an example none of those so far? From now on it is one of them.
    fn is_new(&mut self, example: &Example) -> bool {
        let is_new = self.examples.insert((example.side, example.text.clone()));
        let Some(mut value) = fields::value(example) else { return is_new };
        value.sort_all_objects();
        // What a text says as JSON is told apart from the text itself.
        self.examples.insert((example.side, format!("\0{value}"))) && is_new
    }
}

/// What a line says.
struct Said {
    line: usize,
    words: String,
}

impl Said {
    fn new(line: usize, words: impl Into<String>) -> Self {
        Self { line, words: words.into() }
    }
}

/// A path without marks of lists.
fn plain(path: &str) -> String {
    path.replace("[]", "")
}

/// A text as far as it counts whether it is the same.
pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Of two types the one that says more; the first where both say as much.
fn more_specific(first: Type, second: Type) -> Type {
    match (first, second) {
        (Type::Unsaid, other) => other,
        (Type::Number, Type::Integer | Type::Float) => second,
        (Type::Json, Type::Unsaid) => first,
        (Type::Json, other) => other,
        _ => first,
    }
}

fn sets(permissions: &Permissions) -> String {
    match permissions {
        Permissions::Unsaid => "nothing".to_owned(),
        Permissions::Any => "any".to_owned(),
        Permissions::None => "none".to_owned(),
        Permissions::Ids(ids) => ids.iter().map(u32::to_string).collect::<Vec<_>>().join(", "),
    }
}
