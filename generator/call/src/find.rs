//! Which endpoint is meant: by WeChat's name, in any case; by its name in snake case; with its area before it where that
//! is needed.

use wxgen::model::{Api, Area, Endpoint};
use wxgen::report::nearest;

/// How many names are compared at a time.
const AT_A_TIME: usize = 400;
/// How many names are told at most.
const MOST_TOLD: usize = 8;

/// An endpoint and where it belongs.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The API.
    pub api: &'a Api,
    /// Its area.
    pub area: &'a Area,
    /// The endpoint.
    pub endpoint: &'a Endpoint,
}

impl Found<'_> {
    /// `member/bindTester`: enough to find it again.
    pub fn full_name(&self) -> String {
        format!("{}/{}", self.area.id, self.endpoint.name)
    }
}

/// Why no one endpoint is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotFound {
    /// There is none of that name; those that come near.
    Unknown(Vec<String>),
    /// There are several; each with its area.
    Ambiguous(Vec<String>),
}

/// All endpoints, by area and name.
pub(super) fn all(api: &Api) -> impl Iterator<Item = Found<'_>> {
    api.areas.iter().flat_map(move |area| area.endpoints.iter().map(move |endpoint| Found { api, area, endpoint }))
}

/// The endpoint of that name.
///
/// # Errors
///
/// When there is none, or more than one.
pub fn find<'a>(api: &'a Api, name: &str) -> Result<Found<'a>, NotFound> {
    let (area, name) = name.rsplit_once('/').map_or((None, name), |(area, name)| (Some(area), name));
    let in_area = |found: &Found<'_>| area.is_none_or(|area| area.eq_ignore_ascii_case(&found.area.id));
    // The exact name goes before one that only reads the same.
    let ways: [fn(&Endpoint, &str) -> bool; 2] = [
        |endpoint, name| endpoint.name == name,
        |endpoint, name| endpoint.name.eq_ignore_ascii_case(name) || endpoint.module.eq_ignore_ascii_case(name),
    ];
    for is_called in ways {
        let mut hits: Vec<_> = all(api).filter(|found| in_area(found) && is_called(found.endpoint, name)).collect();
        match (hits.pop(), hits.is_empty()) {
            (Some(only), true) => return Ok(only),
            (Some(last), false) => {
                hits.push(last);
                return Err(NotFound::Ambiguous(hits.iter().map(Found::full_name).collect()));
            }
            (None, _) => {}
        }
    }
    Err(NotFound::Unknown(near(api, name)))
}

/// What may have been meant: the name that is nearest, and those that hold what was written.
fn near(api: &Api, name: &str) -> Vec<String> {
    let names: Vec<_> = all(api).map(|found| found.endpoint.name.as_str()).collect();
    let best: Vec<_> = names.chunks(AT_A_TIME).filter_map(|some| nearest(name, some.iter().copied())).collect();
    let mut told: Vec<String> = nearest(name, best).map(str::to_owned).into_iter().collect();
    let folded = plain(name);
    if folded.len() > 2 {
        let holding = names.iter().filter(|known| plain(known).contains(&folded)).map(|known| (*known).to_owned());
        told.extend(holding.filter(|known| told.first() != Some(known)).collect::<Vec<_>>());
    }
    told.truncate(MOST_TOLD);
    told
}

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// The endpoints of an area, or those whose name, path or summary holds a word; all of them for `None`.
pub fn listed<'a>(api: &'a Api, word: Option<&str>) -> Vec<Found<'a>> {
    let Some(word) = word else { return all(api).collect() };
    let area: Vec<_> = all(api).filter(|found| found.area.id.eq_ignore_ascii_case(word)).collect();
    if !area.is_empty() {
        return area;
    }
    let folded = word.to_lowercase();
    let holds = |text: &str| text.to_lowercase().contains(&folded);
    let fits = |found: &Found<'_>| {
        let Endpoint { name, module, path, summary, .. } = found.endpoint;
        [name, module, path, summary].into_iter().any(|text| holds(text))
    };
    all(api).filter(fits).collect()
}
