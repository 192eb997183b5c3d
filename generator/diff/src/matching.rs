//! What of the old version is what of the new: by name first, then by what stayed the same.

use std::collections::HashMap;
use std::hash::Hash;

/// Marks a partner that is recorded elsewhere.
const ASIDE: usize = usize::MAX;

/// Pairs of indices, and what is left over.
#[derive(Debug, Default)]
pub(super) struct Matching {
    /// For each of the old, which of the new it is.
    pub(super) of_old: Vec<Option<usize>>,
    /// For each of the new, which of the old it is.
    pub(super) of_new: Vec<Option<usize>>,
}

impl Matching {
    /// None yet, of so many.
    pub(super) fn none(old: usize, new: usize) -> Self {
        Self { of_old: vec![None; old], of_new: vec![None; new] }
    }

    /// Makes two one.
    pub(super) fn join(&mut self, old: usize, new: usize) {
        if let (Some(of_old), Some(of_new)) = (self.of_old.get_mut(old), self.of_new.get_mut(new)) {
            *of_old = Some(new);
            *of_new = Some(old);
        }
    }

    /// Takes one of the old out: it is recorded elsewhere.
    pub(super) fn set_old_aside(&mut self, old: usize) {
        if let Some(partner) = self.of_old.get_mut(old) {
            *partner = Some(ASIDE);
        }
    }

    /// Takes one of the new out: it is recorded elsewhere.
    pub(super) fn set_new_aside(&mut self, new: usize) {
        if let Some(partner) = self.of_new.get_mut(new) {
            *partner = Some(ASIDE);
        }
    }

    /// Pairs those left over that have the same key, where only one of each side has it. Without key: no candidate.
    pub(super) fn join_by<'a, T, K: Hash + Eq>(
        &mut self,
        old: &'a [T],
        new: &'a [T],
        key: impl Fn(&'a T) -> Option<K>,
    ) -> &mut Self {
        if self.left(&self.of_old).next().is_none() || self.left(&self.of_new).next().is_none() {
            return self;
        }
        let olds = once_each(old, self.left(&self.of_old), &key);
        let news = once_each(new, self.left(&self.of_new), &key);
        let mut joined: Vec<_> = olds.into_iter().filter_map(|(key, old)| Some((old?, (*news.get(&key)?)?))).collect();
        joined.sort_unstable();
        for (old, new) in joined {
            self.join(old, new);
        }
        self
    }

    /// Those of a side that have no partner.
    fn left(&self, side: &[Option<usize>]) -> impl Iterator<Item = usize> + use<> {
        let left: Vec<_> = (0..).zip(side).filter(|(_, other)| other.is_none()).map(|(index, _)| index).collect();
        left.into_iter()
    }

    /// The old that have no partner.
    pub(super) fn left_old(&self) -> impl Iterator<Item = usize> + use<> {
        self.left(&self.of_old)
    }

    /// The new that have no partner.
    pub(super) fn left_new(&self) -> impl Iterator<Item = usize> + use<> {
        self.left(&self.of_new)
    }

    /// The pairs in the order of the old.
    pub(super) fn joined(&self) -> impl Iterator<Item = (usize, usize)> {
        (0..).zip(&self.of_old).filter_map(|(old, new)| Some((old, (*new).filter(|new| *new != ASIDE)?)))
    }
}

/// The index of each key; `None` where several have it.
fn once_each<'a, T, K: Hash + Eq>(
    all: &'a [T],
    indices: impl Iterator<Item = usize>,
    key: impl Fn(&'a T) -> Option<K>,
) -> HashMap<K, Option<usize>> {
    let mut found = HashMap::new();
    for index in indices {
        if let Some(key) = all.get(index).and_then(&key) {
            found.entry(key).and_modify(|known| *known = None).or_insert(Some(index));
        }
    }
    found
}
