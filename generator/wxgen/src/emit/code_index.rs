//! Every return code with what it means, and where: for the pages and for their search.

use std::collections::BTreeMap;

use crate::model::{Api, Area, Endpoint, ErrorCode};

/// One thing that a number means.
#[derive(Debug)]
pub(super) struct Meaning<'a> {
    /// What is known of it.
    pub(super) code: &'a ErrorCode,
    /// Can any endpoint answer it?
    pub(super) shared: bool,
    /// The endpoints that list it.
    pub(super) endpoints: Vec<(&'a Area, &'a Endpoint)>,
}

/// All numbers. Endpoints that mean the same stand together, and the shared meaning comes first.
pub(super) fn index(api: &Api) -> BTreeMap<i64, Vec<Meaning<'_>>> {
    let mut index: BTreeMap<i64, Vec<Meaning<'_>>> = BTreeMap::new();
    for code in &api.errcodes {
        index.entry(code.code).or_default().push(Meaning { code, shared: true, endpoints: Vec::new() });
    }
    for area in &api.areas {
        for endpoint in &area.endpoints {
            for code in &endpoint.errors.codes {
                let meanings = index.entry(code.code).or_default();
                match meanings.iter_mut().find(|meaning| is_same(meaning.code, code)) {
                    Some(meaning) => meaning.endpoints.push((area, endpoint)),
                    None => meanings.push(Meaning { code, shared: false, endpoints: vec![(area, endpoint)] }),
                }
            }
        }
    }
    index
}

fn is_same(one: &ErrorCode, other: &ErrorCode) -> bool {
    (&one.variant, &one.msg, &one.advice, one.class) == (&other.variant, &other.msg, &other.advice, other.class)
}
