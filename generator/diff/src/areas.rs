//! Areas: which is which follows from their endpoints.

use std::collections::{HashMap, HashSet};

use super::changes::{Both, Changes, FlagRules, Recorder, both, span_of};
use super::endpoints::{Endpoints, may_hold};
use super::matching::Matching;
use super::rules::areas as rules;
use super::version::Version;
use wxgen::model::Area;
use wxgen::parse::AreaSpec;
use wxgen::source::Span;

/// Areas of both versions, paired.
pub(super) struct Areas<'a> {
    all: Both<&'a [Area]>,
    matching: Matching,
    /// The new area of each old one, by id.
    by_id: HashMap<&'a str, &'a str>,
}

impl<'a> Areas<'a> {
    /// Pairs them: by id, then those whose endpoints went from one to the other and from nowhere else.
    pub(super) fn of(versions: Both<&'a Version>, endpoints: &Endpoints<'a>) -> Self {
        let all = versions.map(|version| version.api.areas.as_slice());
        let mut moves: HashMap<&str, HashSet<&str>> = HashMap::new();
        let mut origins: HashMap<&str, HashSet<&str>> = HashMap::new();
        for Both { old, new } in endpoints.joined() {
            moves.entry(&old.area.id).or_default().insert(&new.area.id);
            origins.entry(&new.area.id).or_default().insert(&old.area.id);
        }
        let mut matching = Matching::none(all.old.len(), all.new.len());
        matching.join_by(all.old, all.new, |area| Some(&area.id));
        let index_of: HashMap<_, _> = all.new.iter().zip(0..).map(|(area, index)| (area.id.as_str(), index)).collect();
        for old in matching.left_old() {
            let Some(id) = all.old.get(old).map(|area| area.id.as_str()) else { continue };
            let Some(new) = only(moves.get(id)).filter(|new| only(origins.get(new)) == Some(id)) else { continue };
            if let Some(new) = index_of.get(new).filter(|new| matches!(matching.of_new.get(**new), Some(None))) {
                matching.join(old, *new);
            }
        }
        let ids = |(old, new): (usize, usize)| Some((all.old.get(old)?.id.as_str(), all.new.get(new)?.id.as_str()));
        let by_id = matching.joined().filter_map(ids).collect();
        Self { all, matching, by_id }
    }

    /// What became of an area of the old version.
    pub(super) fn get(&self, old: &str) -> Option<&'a str> {
        self.by_id.get(old).copied()
    }
}

fn only<'a>(of: Option<&HashSet<&'a str>>) -> Option<&'a str> {
    of.filter(|of| of.len() == 1)?.iter().next().copied()
}

/// Compares areas. One whose folder holds what could not be understood is neither gone nor new.
pub(super) fn compare(changes: &mut Changes<'_>, versions: Both<&Version>, areas: &Areas<'_>) {
    let specs = versions.map(|version| {
        let specs = version.spec.api.iter().flat_map(|api| &api.areas);
        specs.map(|spec| (spec.id.value.as_str(), spec)).collect::<HashMap<_, _>>()
    });
    let span = |spec: Option<&&AreaSpec>| spec.map(|spec| spec.id.span);
    for area in areas.matching.left_old().filter_map(|index| areas.all.old.get(index)) {
        if !may_hold(&area.id, &versions.new.skipped) {
            let mut recorder = Recorder { changes, area: Some(&area.id), endpoint: None };
            recorder.removed(rules::REMOVED, &part(area), &area.title, span(specs.old.get(area.id.as_str())));
        }
    }
    for (old, new) in areas.matching.joined() {
        if let (Some(old), Some(new)) = (areas.all.old.get(old), areas.all.new.get(new)) {
            let specs = both(specs.old.get(old.id.as_str()).copied(), specs.new.get(new.id.as_str()).copied());
            compare_area(changes, both(old, new), specs);
        }
    }
    for area in areas.matching.left_new().filter_map(|index| areas.all.new.get(index)) {
        if !may_hold(&area.id, &versions.old.skipped) {
            let mut recorder = Recorder { changes, area: Some(&area.id), endpoint: None };
            recorder.added(rules::ADDED, &part(area), &area.title, span(specs.new.get(area.id.as_str())));
        }
    }
}

fn part(area: &Area) -> String {
    format!("areas.{}", area.id)
}

fn compare_area(changes: &mut Changes<'_>, areas: Both<&Area>, specs: Both<Option<&AreaSpec>>) {
    const DEFAULT: FlagRules = FlagRules { set: rules::BECAME_DEFAULT, cleared: rules::LEFT_DEFAULT };
    let part = part(areas.old);
    let key =
        |of: fn(&AreaSpec) -> Option<Span>| specs.map(|spec| spec.and_then(|spec| of(spec).or(Some(spec.id.span))));
    let mut recorder = Recorder { changes, area: Some(&areas.old.id), endpoint: None };
    recorder.text(rules::RENAMED, &part, areas.map(|area| &*area.id), key(|spec| Some(spec.id.span)));
    recorder.text(rules::TITLE, &part, areas.map(|area| &*area.title), key(|spec| Some(spec.title.span)));
    let chinese = areas.map(|area| area.title_zh.as_deref().unwrap_or_default());
    recorder.text(rules::TITLE, &format!("{part}.title_zh"), chinese, key(|spec| span_of(&spec.title_zh)));
    recorder.text(rules::DOC, &part, areas.map(|area| &*area.doc), key(|spec| span_of(&spec.doc)));
    let words = ["not on by default", "on by default"];
    recorder.flag(DEFAULT, &part, areas.map(|area| area.default), words, key(|spec| span_of(&spec.default)));
}
