//! Nested tables whose end is not marked: which rows are still fields of the object, and where the outer table goes on.
//!
//! A nested table starts under the last row before it, and nothing says where it ends. So ways to read the rows are
//! weighed against each other: each row stands at some depth, and what speaks against that costs. The examples are the
//! best witnesses, then what every reply has, then that a name stands once in an object.

use std::rc::Rc;

use crate::draft::{Side, Type};
use crate::loose_json::Loose;

/// A row as far as its place is concerned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) name: &'a str,
    pub(super) ty: Type,
    /// Does a nested table begin with it?
    pub(super) opens: bool,
    /// Does a nested table begin after it?
    pub(super) parent: bool,
}

/// Where rows stand.
#[derive(Debug)]
pub(super) struct Arrangement {
    /// For each row, the names of the objects around it.
    pub(super) paths: Vec<Vec<String>>,
    /// Rows of which nothing but a rule of thumb tells where they stand.
    pub(super) unsure: Vec<usize>,
}

/// Ways that are followed at once.
const WAYS: usize = 24;
/// Nesting beyond this is not read.
const DEEPEST: usize = 16;
/// More rows than this are not weighed: each stays in the table it stands in. More of an example is not looked at.
const MOST: usize = 600;

/// What speaks against a row at some depth.
mod cost {
    /// The object has that name already.
    pub(super) const TWICE: u32 = 100;
    /// The examples have the object, but not this name in it.
    pub(super) const UNKNOWN: u32 = 10;
    /// … and all that they have in it has come, and an outer object has more rows.
    pub(super) const COMPLETE: u32 = 4;
    /// … and a nested table follows, which stands beside the one before more often than in it.
    pub(super) const DEEPER: u32 = 6;
    /// The examples do not have the object.
    pub(super) const UNSEEN: u32 = 7;
    /// The examples have it there, with a value of another type.
    pub(super) const OTHER_TYPE: u32 = 3;
    /// Every level that ends.
    pub(super) const LEAVE: u32 = 1;
    /// An object ends that has got no field.
    pub(super) const EMPTY: u32 = 60;
    /// The error code inside of an object, a token anywhere but at the top.
    pub(super) const NOT_AT_TOP: u32 = 40;
    /// A row that the examples do not know goes outwards, where rows that they know are still to come.
    pub(super) const EARLY: u32 = 5;
    /// No row of the object has a name like it.
    pub(super) const UNLIKE: u32 = 3;
    /// A name that the examples have in an object did not come in it.
    pub(super) const LEFT_OUT: u32 = 2;
}

/// An object that is open.
#[derive(Clone)]
struct Level<'a> {
    /// What the examples have of it.
    seen: Vec<&'a Loose>,
    /// The names that they have in it.
    keys: Rc<Vec<&'a str>>,
    /// The rows that have come in it.
    rows: Rc<Vec<&'a str>>,
    /// Names of the examples that have come.
    met: usize,
    /// How many nested tables have stood in it?
    parents: usize,
}

/// A way to read the rows so far.
#[derive(Clone)]
struct Way<'a> {
    cost: u32,
    /// The top, and the objects that are open.
    open: Vec<Level<'a>>,
    trail: Option<Rc<Step>>,
}

/// Where a row went, and how the one before it did.
struct Step {
    depth: usize,
    sure: bool,
    before: Option<Rc<Step>>,
}

/// Weighs where the rows stand, the first of them at the top.
pub(super) fn arrange(lines: &[Line<'_>], examples: &[Loose], base: &[String], side: Side) -> Arrangement {
    let depths = if lines.len() > MOST { unweighed(lines) } else { weighed(lines, examples, base, side) };
    let mut around: Vec<String> = Vec::new();
    let mut last = "";
    let mut paths = Vec::new();
    let mut unsure = Vec::new();
    for (index, (line, (depth, sure))) in lines.iter().zip(depths).enumerate() {
        if line.opens && around.len() < DEEPEST {
            around.push(last.to_owned());
        }
        around.truncate(depth);
        paths.push(around.clone());
        last = line.name;
        if !sure {
            unsure.push(index);
        }
    }
    Arrangement { paths, unsure }
}

/// Every row in the table it stands in.
fn unweighed(lines: &[Line<'_>]) -> Vec<(usize, bool)> {
    let mut depth = 0;
    let deeper = |line: &Line<'_>| {
        depth = (depth + usize::from(line.opens)).min(DEEPEST);
        (depth, !line.opens)
    };
    lines.iter().map(deeper).collect()
}

fn weighed(lines: &[Line<'_>], examples: &[Loose], base: &[String], side: Side) -> Vec<(usize, bool)> {
    let mut seen: Vec<&Loose> = examples.iter().collect();
    for name in base {
        seen = inside(&seen, name);
    }
    let mut ways = vec![Way { cost: 0, open: vec![Level::new(seen)], trail: None }];
    let mut last: Option<Line<'_>> = None;
    let mut nested = false;
    for line in lines {
        nested |= line.opens;
        let mut next: Vec<Way<'_>> = Vec::new();
        for mut way in ways {
            if line.opens
                && way.open.len() <= DEEPEST
                && let Some(level) = way.open.last().zip(last).map(|(level, last)| level.inner(last.name))
            {
                way.open.push(level);
            }
            // Before the first nested table all is plain.
            let lowest = if nested { 0 } else { way.open.len().saturating_sub(1) };
            next.extend((lowest..way.open.len()).rev().filter_map(|depth| way.with(line, depth, side)));
        }
        next.sort_by_key(|way| way.cost);
        next.truncate(WAYS);
        ways = next;
        last = Some(*line);
    }
    for way in &mut ways {
        way.cost += way.open.iter().map(Level::left_out).sum::<u32>();
    }
    let best = ways.into_iter().min_by_key(|way| way.cost);
    let mut depths = Vec::with_capacity(lines.len());
    let mut step = best.and_then(|way| way.trail);
    while let Some(here) = step {
        depths.push((here.depth, here.sure));
        step = here.before.clone();
    }
    depths.reverse();
    depths
}

impl<'a> Way<'a> {
    /// This way with the row at that depth.
    fn with(&self, line: &Line<'a>, depth: usize, side: Side) -> Option<Self> {
        let here = self.open.len().saturating_sub(1);
        let ended = self.open.get(depth + 1..)?;
        let mut cost = self.cost + u32::try_from(ended.len()).unwrap_or(u32::MAX) * cost::LEAVE;
        for level in ended {
            cost += level.left_out() + if level.rows.is_empty() { cost::EMPTY } else { 0 };
        }
        let mut open = self.open.get(..=depth)?.to_vec();
        let outer = open.iter().rev().skip(1).map(|level| level.own(side)).max().unwrap_or(0);
        let unseen = !open.first()?.keys.is_empty() && open.last()?.keys.is_empty();
        let level = open.last_mut()?;
        let known = level.knows(line.name);
        cost += level.cost(line, depth, side);
        if !known && !belongs_to_top(line.name, side) {
            let early = !line.parent && level.parents > 0 && level.met < level.keys.len();
            let complete = depth > 0 && !level.keys.is_empty() && level.met >= level.keys.len();
            let deeper = line.parent && (unseen || complete && depth == here);
            cost += if early { cost::EARLY } else { 0 };
            cost += if complete && level.rows.len() < outer { cost::COMPLETE } else { 0 };
            cost += if deeper { cost::DEEPER } else { 0 };
        }
        level.parents += usize::from(line.parent);
        level.met += usize::from(known);
        Rc::make_mut(&mut level.rows).push(line.name);
        let sure = known || depth == 0 && (here == 0 || belongs_to_top(line.name, side));
        let trail = Some(Rc::new(Step { depth, sure, before: self.trail.clone() }));
        Some(Self { cost, open, trail })
    }
}

impl<'a> Level<'a> {
    fn new(seen: Vec<&'a Loose>) -> Self {
        let mut keys = Vec::new();
        seen.iter().for_each(|value| value.keys(&mut keys));
        keys.sort_unstable();
        keys.dedup();
        keys.truncate(MOST);
        Self { seen, keys: Rc::new(keys), rows: Rc::default(), met: 0, parents: 0 }
    }

    /// The object that a row of this one describes.
    fn inner(&self, name: &str) -> Self {
        Self::new(inside(&self.seen, name))
    }

    /// How many rows it has that are not the same on every page.
    fn own(&self, side: Side) -> usize {
        self.rows.iter().filter(|row| !belongs_to_top(row, side)).count()
    }

    fn knows(&self, name: &str) -> bool {
        self.keys.iter().any(|key| key.eq_ignore_ascii_case(name))
    }

    fn cost(&self, line: &Line<'_>, depth: usize, side: Side) -> u32 {
        let twice = if self.rows.contains(&line.name) { cost::TWICE } else { 0 };
        let known = self.knows(line.name);
        let astray = if depth > 0 && !known && belongs_to_top(line.name, side) { cost::NOT_AT_TOP } else { 0 };
        let unknown = match () {
            () if known && self.has_other_type(line) => cost::OTHER_TYPE,
            () if known => 0,
            // What every reply has says nothing of this one.
            () if depth == 0 && belongs_to_top(line.name, side) => 0,
            () if self.keys.is_empty() => cost::UNSEEN,
            () => cost::UNKNOWN,
        };
        let unlike =
            if unknown == 0 || self.rows.iter().any(|row| are_akin(row, line.name)) { 0 } else { cost::UNLIKE };
        twice + astray + unknown + unlike
    }

    /// Is the row an object where the examples have none, or the reverse?
    fn has_other_type(&self, line: &Line<'_>) -> bool {
        let nested = matches!(line.ty, Type::Object | Type::Array);
        let values = inside(&self.seen, line.name);
        let seen = |value: &&Loose| matches!(value, Loose::Object(_) | Loose::List(_));
        !values.is_empty() && line.ty != Type::Unsaid && !values.iter().any(|value| seen(value) == nested)
    }

    /// The price of the names that did not come.
    fn left_out(&self) -> u32 {
        let count = self.keys.iter().filter(|key| !self.rows.iter().any(|row| row.eq_ignore_ascii_case(key))).count();
        u32::try_from(count.min(8)).unwrap_or(8) * cost::LEFT_OUT
    }
}

/// Are the names made alike: `wxa_path` and `wxa_appid`, `rate_limit` and `component_rate_limit`?
fn are_akin(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let long = |word: Option<&String>, least: usize| word.is_some_and(|word| word.len() >= least);
    let same_end = std::iter::zip(a.iter().rev(), b.iter().rev()).take_while(|(a, b)| a == b).count();
    (a.first() == b.first() && long(a.first(), 3)) || same_end > 1 || (same_end == 1 && long(a.last(), 6))
}

/// `goodsInfo` and `goods_info` → `goods`, `info`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for c in name.chars() {
        if c == '_' || (small && c.is_ascii_uppercase()) {
            words.push(String::new());
        }
        small = c.is_ascii_lowercase();
        if let Some(word) = words.last_mut().filter(|_| c != '_') {
            word.push(c.to_ascii_lowercase());
        }
    }
    words
}

/// Does every page have that at the top?
fn belongs_to_top(name: &str, side: Side) -> bool {
    let names: &[&str] = match side {
        Side::Request => &["access_token", "component_access_token"],
        Side::Reply => &["errcode", "errmsg"],
    };
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// What the examples have under a name.
fn inside<'a>(seen: &[&'a Loose], name: &str) -> Vec<&'a Loose> {
    let mut inner = Vec::new();
    for value in seen {
        value.fields(name, &mut inner);
        if inner.len() > MOST {
            break;
        }
    }
    inner.truncate(MOST);
    inner
}
