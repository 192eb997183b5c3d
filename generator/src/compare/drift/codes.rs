//! Return codes of pages against those of a spec.

use std::collections::{HashMap, HashSet};

use super::change::Kind;
use super::endpoint::{About, Comparison};
use crate::capture::letters;
use crate::parse::{ErrcodeSpec, Spec};
use crate::read::Span;

/// The codes that endpoints refer to, by area and number.
pub(super) struct SharedCodes<'a> {
    of_all: HashMap<i64, &'a ErrcodeSpec>,
    of_areas: HashMap<&'a str, HashMap<i64, &'a ErrcodeSpec>>,
}

impl<'a> SharedCodes<'a> {
    /// Those of a spec.
    pub(super) fn of(spec: &'a Spec) -> Self {
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

/// Notes what both disagree on. Code 0 is success, which specs need not list.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (spec, draft, shared) = (comparison.spec, &comparison.endpoint.draft, comparison.context.shared);
    let own = by_number(&spec.errcodes);
    let mut seen: HashSet<i64> = HashSet::from([0]);
    for said in &draft.errcodes {
        if !seen.insert(said.code) {
            continue;
        }
        let name = said.code.to_string();
        let text = Some(said.msg.clone()).filter(|msg| !msg.is_empty());
        let Some(known) = own.get(&said.code) else {
            comparison.note(about(Kind::CodeAdded, &name, said.line, spec.name.span), text, None);
            continue;
        };
        let of_all = shared.get(&spec.area.value, said.code);
        let msg = known.msg.as_ref().or_else(|| of_all.and_then(|known| known.msg.as_ref()));
        if let (Some(text), Some(msg)) = (text, msg.filter(|msg| !msg.value.is_empty()))
            && letters(&text) != letters(&msg.value)
        {
            comparison.note(
                about(Kind::CodeTextChanged, &name, said.line, known.code.span),
                Some(text),
                Some(msg.value.clone()),
            );
        }
    }
    // A page without a table has nothing to say of what is gone.
    if draft.errcodes.is_empty() {
        return;
    }
    for gone in spec.errcodes.iter().filter(|known| !seen.contains(&known.code.value)) {
        let text = gone.msg.as_ref().map(|msg| msg.value.clone()).filter(|msg| !msg.is_empty());
        let name = gone.code.value.to_string();
        comparison.note(about(Kind::CodeRemoved, &name, draft.line, gone.code.span), None, text);
    }
}

fn about(kind: Kind, name: &str, line: usize, span: Span) -> About<'_> {
    About { kind, side: None, name, line, span }
}
