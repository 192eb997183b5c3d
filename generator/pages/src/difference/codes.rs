//! Return codes of a page against those of a spec.

use std::collections::{HashMap, HashSet};

use super::{Difference, Kind, Subject};
use crate::draft::Draft;
use crate::letters;
use wxgen::parse::{EndpointSpec, ErrcodeSpec, Spec};

/// The codes that endpoints refer to, by area and number.
pub(crate) struct SharedCodes<'a> {
    of_all: HashMap<i64, &'a ErrcodeSpec>,
    of_areas: HashMap<&'a str, HashMap<i64, &'a ErrcodeSpec>>,
}

impl<'a> SharedCodes<'a> {
    /// Those of a spec.
    pub(crate) fn of(spec: &'a Spec) -> Self {
        let of_areas = spec.area_errcodes.iter().map(|own| (own.area.as_str(), by_number(&own.codes)));
        Self { of_all: by_number(&spec.errcodes), of_areas: of_areas.collect() }
    }

    /// What endpoints of an area mean by a code.
    fn get(&self, area: &str, code: i64) -> Option<&'a ErrcodeSpec> {
        let own = self.of_areas.get(area).and_then(|own| own.get(&code));
        own.or_else(|| self.of_all.get(&code)).copied()
    }
}

/// Of two codes with one number, the first counts.
fn by_number(codes: &[ErrcodeSpec]) -> HashMap<i64, &ErrcodeSpec> {
    codes.iter().rev().map(|code| (code.code.value, code)).collect()
}

/// Adds what both disagree on. Code 0 is success, which specs need not list.
pub(super) fn compare<'a>(
    draft: &'a Draft,
    spec: &'a EndpointSpec,
    shared: &SharedCodes<'a>,
    differences: &mut Vec<Difference<'a>>,
) {
    let own = by_number(&spec.errcodes);
    let mut seen: HashSet<i64> = HashSet::from([0]);
    for said in &draft.errcodes {
        if !seen.insert(said.code) {
            continue;
        }
        let text = Some(said.msg.clone()).filter(|msg| !msg.is_empty());
        let difference = |kind, span, spec_says| Difference {
            kind,
            side: None,
            name: said.code.to_string(),
            page_says: text.clone(),
            spec_says,
            line: said.line,
            span,
            subject: Subject::Code(said),
        };
        let Some(known) = own.get(&said.code) else {
            differences.push(difference(Kind::CodeAdded, spec.name.span, None));
            continue;
        };
        let of_all = shared.get(&spec.area.value, said.code);
        let msg = known.msg.as_ref().or_else(|| of_all.and_then(|known| known.msg.as_ref()));
        if let (Some(text), Some(msg)) = (&text, msg.filter(|msg| !msg.value.is_empty()))
            && letters(text) != letters(&msg.value)
        {
            differences.push(difference(Kind::CodeTextChanged, known.code.span, Some(msg.value.clone())));
        }
    }
    // A page without a table has nothing to say of what is gone.
    if draft.errcodes.is_empty() {
        return;
    }
    for gone in spec.errcodes.iter().filter(|known| !seen.contains(&known.code.value)) {
        differences.push(Difference {
            kind: Kind::CodeRemoved,
            side: None,
            name: gone.code.value.to_string(),
            page_says: None,
            spec_says: gone.msg.as_ref().map(|msg| msg.value.clone()).filter(|msg| !msg.is_empty()),
            line: draft.line,
            span: gone.code.span,
            subject: Subject::OfSpec,
        });
    }
}
