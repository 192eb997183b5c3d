//! Which endpoint of the old version is which of the new, and which areas they lie in.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use super::changes::{Both, both};
use super::matching::Matching;
use super::structural_key;
use super::version::{Skipped, Version};
use wxgen::model::{Area, Endpoint, Type};

/// An endpoint in its area.
#[derive(Clone, Copy)]
pub(super) struct Placing<'a> {
    pub(super) area: &'a Area,
    pub(super) endpoint: &'a Endpoint,
    /// Do several areas have an endpoint of this name? Then the name of the area is put before it.
    ambiguous: bool,
}

impl Placing<'_> {
    /// The name that changes are recorded under.
    pub(super) fn name(&self) -> String {
        match self.ambiguous {
            true => format!("{}/{}", self.area.id, self.endpoint.name),
            false => self.endpoint.name.clone(),
        }
    }
}

/// All endpoints of both versions, paired.
pub(super) struct Endpoints<'a> {
    pub(super) all: Both<Vec<Placing<'a>>>,
    pub(super) matching: Matching,
}

impl<'a> Endpoints<'a> {
    /// Pairs them: by area and name, by name, by what is called, by all else.
    pub(super) fn of(versions: Both<&'a Version>) -> Self {
        let names = versions.map(repeated_names);
        let all = versions.map(|version| {
            let pairs = version.api.areas.iter().flat_map(|area| area.endpoints.iter().map(move |own| (area, own)));
            let ambiguous = |name: &str| names.old.contains(name) || names.new.contains(name);
            let placing = |(area, endpoint): (&'a Area, &'a Endpoint)| Placing {
                area,
                endpoint,
                ambiguous: ambiguous(&endpoint.name),
            };
            pairs.map(placing).collect::<Vec<_>>()
        });
        let mut matching = Matching::none(all.old.len(), all.new.len());
        matching.join_by(&all.old, &all.new, |placing| Some((&placing.area.id, &placing.endpoint.name)));
        for index in unknown(matching.left_old(), &all.old, versions.new) {
            matching.set_old_aside(index);
        }
        for index in unknown(matching.left_new(), &all.new, versions.old) {
            matching.set_new_aside(index);
        }
        matching
            .join_by(&all.old, &all.new, |placing| Some(&placing.endpoint.name))
            .join_by(&all.old, &all.new, |placing| Some(call(placing.endpoint)))
            .join_by(&all.old, &all.new, |placing| Some(structural_key::of_endpoint(placing.endpoint)));
        Self { all, matching }
    }

    /// The pairs.
    pub(super) fn joined(&self) -> impl Iterator<Item = Both<Placing<'a>>> {
        let of = |(old, new): (usize, usize)| Some(both(*self.all.old.get(old)?, *self.all.new.get(new)?));
        self.matching.joined().filter_map(of)
    }
}

/// Names that several areas have.
fn repeated_names(version: &Version) -> HashSet<&str> {
    let mut count: HashMap<&str, usize> = HashMap::new();
    for endpoint in version.api.areas.iter().flat_map(|area| &area.endpoints) {
        *count.entry(&endpoint.name).or_default() += 1;
    }
    count.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect()
}

/// Those that the other version may have, in what could not be understood there.
fn unknown(left: impl Iterator<Item = usize>, all: &[Placing<'_>], other: &Version) -> Vec<usize> {
    let files: HashSet<_> = other.skipped.iter().map(|skipped| skipped.file.as_str()).collect();
    let names: HashSet<_> = other.skipped.iter().filter_map(|skipped| skipped.endpoint.as_deref()).collect();
    let is_unknown = |Placing { endpoint, .. }: &Placing<'_>| {
        files.contains(endpoint.spec_file.as_str()) || names.contains(endpoint.name.as_str())
    };
    left.filter(|index| all.get(*index).is_some_and(is_unknown)).collect()
}

/// Does the folder of an area hold files that could not be understood?
pub(super) fn may_hold(area: &str, skipped: &[Skipped]) -> bool {
    skipped.iter().any(|skipped| skipped.file.split_once('/').is_some_and(|(folder, _)| folder == area))
}

/// What is called: method, path and fixed parameters.
fn call(endpoint: &Endpoint) -> String {
    let fields = endpoint.request.fields.iter();
    let mut fixed: Vec<_> = fields
        .filter_map(|field| match &field.ty {
            Type::Const(value) => Some((field.wire.as_str(), value)),
            _ => None,
        })
        .collect();
    fixed.sort_unstable_by_key(|(name, _)| *name);
    let mut call = format!("{} {}", endpoint.method.name(), endpoint.path);
    let _ = write!(call, "{fixed:?}");
    call
}
