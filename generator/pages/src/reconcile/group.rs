//! Which mentions are of one endpoint: method, path and fixed parameters are the same, and the name too where both say
//! one. A mention without a name goes with the first endpoint of its call whose methods do not contradict it; a mention
//! without a path goes with the one endpoint of its name.
//!
//! Every mention is looked up, never compared with all before it: the work grows with the mentions and no faster.

use std::collections::{BTreeMap, HashMap};

use super::Mention;
use crate::draft::Draft;
use crate::pages::Page;

/// The most endpoints of one page that are looked at.
const MOST: usize = 1_000;

/// The mentions of each endpoint, in order of the first.
pub(super) fn groups(pages: &[Page]) -> Vec<Vec<Mention<'_>>> {
    let mentions: Vec<_> = pages
        .iter()
        .enumerate()
        .flat_map(|(number, page)| {
            let drafts = page.captured.endpoints.iter().take(MOST);
            drafts.map(move |draft| Mention { page: number, of: page, draft })
        })
        .collect();
    let mut groups = by_call(&mentions);
    by_name(&mentions, &mut groups);
    groups
        .into_values()
        .map(|group| group.into_iter().filter_map(|number| mentions.get(number).copied()).collect())
        .collect()
}

/// Numbers of mentions, by the first of each group.
type Groups = BTreeMap<usize, Vec<usize>>;

/// Path and fixed parameters.
type Call<'a> = (&'a str, Vec<&'a (String, String)>);

fn call(draft: &Draft) -> Option<Call<'_>> {
    let mut fixed: Vec<_> = draft.query.iter().chain(&draft.fixed).collect();
    fixed.sort();
    Some((draft.path.as_deref()?, fixed))
}

/// The groups of those that say their path.
fn by_call(mentions: &[Mention<'_>]) -> Groups {
    let mut calls: HashMap<Call<'_>, Endpoints<'_>> = HashMap::new();
    // Those with a name first: it decides.
    for named in [true, false] {
        let of_this_kind = mentions.iter().enumerate().filter(|(_, mention)| mention.draft.name.is_some() == named);
        for (number, mention) in of_this_kind {
            if let Some(call) = call(mention.draft) {
                calls.entry(call).or_default().add(number, mention.draft);
            }
        }
    }
    let groups = calls.into_values().flat_map(|call| call.groups);
    groups
        .map(|mut group| {
            group.mentions.sort_unstable();
            (group.mentions.first().copied().unwrap_or_default(), group.mentions)
        })
        .collect()
}

/// The endpoints of one call.
#[derive(Default)]
struct Endpoints<'a> {
    groups: Vec<Group<'a>>,
    by_name: HashMap<String, usize>,
    /// Where mentions without a name go, by their method.
    by_method: HashMap<Option<&'a str>, usize>,
}

#[derive(Default)]
struct Group<'a> {
    mentions: Vec<usize>,
    methods: Methods<'a>,
}

/// The methods that the mentions of a group say.
#[derive(Default, Clone, Copy)]
enum Methods<'a> {
    #[default]
    Unsaid,
    One(&'a str),
    Several,
}

impl<'a> Methods<'a> {
    fn and(self, method: Option<&'a str>) -> Self {
        match (self, method) {
            (known, None) => known,
            (Self::Unsaid, Some(method)) => Self::One(method),
            (Self::One(known), Some(method)) if known == method => self,
            _ => Self::Several,
        }
    }

    /// Does no mention contradict the method?
    fn allow(self, method: Option<&str>) -> bool {
        match (self, method) {
            (_, None) | (Self::Unsaid, _) => true,
            (Self::One(known), Some(method)) => known == method,
            (Self::Several, Some(_)) => false,
        }
    }
}

impl<'a> Endpoints<'a> {
    fn add(&mut self, number: usize, draft: &'a Draft) {
        let method = draft.method.as_deref();
        let new = self.groups.len();
        let group = match &draft.name {
            Some(name) => *self.by_name.entry(name.to_ascii_lowercase()).or_insert(new),
            None => *self
                .by_method
                .entry(method)
                .or_insert_with(|| self.groups.iter().position(|group| group.methods.allow(method)).unwrap_or(new)),
        };
        if group == new {
            self.groups.push(Group::default());
        }
        if let Some(group) = self.groups.get_mut(group) {
            group.mentions.push(number);
            group.methods = group.methods.and(method);
        }
    }
}

/// Adds those that say no path to the one group of their name, or makes one of their own.
fn by_name(mentions: &[Mention<'_>], groups: &mut Groups) {
    let name = |number: &usize| Some(mentions.get(*number)?.draft.name.as_ref()?.to_ascii_lowercase());
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (first, group) in &*groups {
        if let Some(name) = group.iter().find_map(name) {
            by_name.entry(name).or_default().push(*first);
        }
    }
    for (number, _) in mentions.iter().enumerate().filter(|(_, mention)| mention.draft.path.is_none()) {
        let known = name(&number).map(|name| by_name.entry(name).or_default());
        match known {
            Some(known) if known.len() == 1 => {
                groups.entry(known.first().copied().unwrap_or(number)).or_default().push(number);
            }
            Some(known) if known.is_empty() => {
                known.push(number);
                groups.insert(number, vec![number]);
            }
            _ => {
                groups.insert(number, vec![number]);
            }
        }
    }
}
