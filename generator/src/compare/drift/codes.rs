//! Return codes of pages against those of a spec.

use std::collections::HashSet;

use super::change::Kind;
use super::endpoint::{About, Comparison};
use crate::capture::letters;
use crate::read::Span;

/// Notes what both disagree on. Code 0 is success, which specs need not list.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (spec, draft, whole) = (comparison.spec, &comparison.endpoint.draft, comparison.context.whole);
    let mut seen: HashSet<i64> = HashSet::from([0]);
    for said in &draft.errcodes {
        if !seen.insert(said.code) {
            continue;
        }
        let name = said.code.to_string();
        let text = Some(said.msg.clone()).filter(|msg| !msg.is_empty());
        let Some(known) = spec.errcodes.iter().find(|known| known.code.value == said.code) else {
            comparison.note(about(Kind::CodeAdded, &name, said.line, spec.name.span), text, None);
            continue;
        };
        let of_all = whole.codes_for(&spec.area.value).find(|known| known.code.value == said.code);
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
