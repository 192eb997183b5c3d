//! Which endpoint of the old version is which of the new, and which areas they lie in.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use super::found::{Both, both};
use super::pairs::Pairs;
use super::shape;
use super::version::{LeftOut, Version};
use wxgen::model::{Area, Endpoint, Type};

/// An endpoint in its area.
#[derive(Clone, Copy)]
pub(super) struct Placing<'a> {
    pub(super) area: &'a Area,
    pub(super) endpoint: &'a Endpoint,
    /// The name it is told by: that of the area goes before it where several areas have one of the same name.
    ambiguous: bool,
}

impl Placing<'_> {
    /// The name it is told by.
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
    pub(super) pairs: Pairs,
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
        let mut pairs = Pairs::none(all.old.len(), all.new.len());
        pairs.join_by(&all.old, &all.new, |placing| Some((&placing.area.id, &placing.endpoint.name)));
        for index in unknown(pairs.left_old(), &all.old, versions.new) {
            pairs.set_old_aside(index);
        }
        for index in unknown(pairs.left_new(), &all.new, versions.old) {
            pairs.set_new_aside(index);
        }
        pairs
            .join_by(&all.old, &all.new, |placing| Some(&placing.endpoint.name))
            .join_by(&all.old, &all.new, |placing| Some(call(placing.endpoint)))
            .join_by(&all.old, &all.new, |placing| Some(shape::of_endpoint(placing.endpoint)));
        Self { all, pairs }
    }

    /// The pairs.
    pub(super) fn joined(&self) -> impl Iterator<Item = Both<Placing<'a>>> {
        let of = |(old, new): (usize, usize)| Some(both(*self.all.old.get(old)?, *self.all.new.get(new)?));
        self.pairs.joined().filter_map(of)
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
    let files: HashSet<_> = other.left_out.iter().map(|left_out| left_out.file.as_str()).collect();
    let names: HashSet<_> = other.left_out.iter().filter_map(|left_out| left_out.endpoint.as_deref()).collect();
    let is_unknown = |Placing { endpoint, .. }: &Placing<'_>| {
        files.contains(endpoint.spec_file.as_str()) || names.contains(endpoint.name.as_str())
    };
    left.filter(|index| all.get(*index).is_some_and(is_unknown)).collect()
}

/// Does the folder of an area hold files that could not be understood?
pub(super) fn may_hold(area: &str, left_out: &[LeftOut]) -> bool {
    left_out.iter().any(|left_out| left_out.file.split_once('/').is_some_and(|(folder, _)| folder == area))
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
