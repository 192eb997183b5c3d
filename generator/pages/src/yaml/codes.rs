//! Return codes as a spec has them.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::Yaml;
use crate::draft::Code;
use crate::letters;
use wxgen::names;
use wxgen::parse::{ErrcodeSpec, Spec};

/// The most words of a text that make a name.
const MOST_WORDS: usize = 6;

/// Shared codes: name and text of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shared(BTreeMap<i64, (String, String)>);

impl Shared {
    fn of<'a>(codes: impl Iterator<Item = &'a ErrcodeSpec>) -> Self {
        let text = |text: &Option<wxgen::source::Spanned<String>>| text.as_ref().map(|text| text.value.clone());
        let entry = |code: &ErrcodeSpec| {
            (code.code.value, (text(&code.name).unwrap_or_default(), text(&code.msg).unwrap_or_default()))
        };
        let mut all = BTreeMap::new();
        for (code, words) in codes.map(entry) {
            all.entry(code).or_insert(words);
        }
        Self(all)
    }

    /// Name and text of a code.
    pub(crate) fn get(&self, code: i64) -> Option<(&str, &str)> {
        self.0.get(&code).map(|(name, msg)| (name.as_str(), msg.as_str()))
    }

    /// All codes with their names.
    pub(super) fn names(&self) -> impl Iterator<Item = (i64, &str)> {
        self.0.iter().map(|(code, (name, _))| (*code, name.as_str()))
    }
}

/// The shared codes of a spec: those of all endpoints, and with those of an area in front.
#[derive(Debug)]
pub(crate) struct SharedTables {
    of_all: Shared,
    of_areas: BTreeMap<String, Shared>,
}

impl SharedTables {
    /// Those of a spec.
    pub(crate) fn of(spec: &Spec) -> Self {
        let areas = spec.area_errcodes.iter().map(|own| &own.area);
        Self {
            of_all: Shared::of(spec.errcodes.iter()),
            of_areas: areas.map(|area| (area.clone(), Shared::of(spec.codes_for(area)))).collect(),
        }
    }

    /// The codes that endpoints of an area can refer to.
    pub(crate) fn for_area(&self, area: &str) -> &Shared {
        self.of_areas.get(area).unwrap_or(&self.of_all)
    }
}

/// All codes of an endpoint; nothing where there are none.
pub(super) fn codes(all: &[Code], shared: &Shared) -> Option<Yaml> {
    let mut taken = shared_names(all.iter().map(|code| code.code), shared);
    let mut seen = HashSet::new();
    let once = all.iter().filter(|code| seen.insert(code.code));
    let entries: Vec<_> = once.map(|one| (Value::from(one.code), code(one, shared, &mut taken))).collect();
    (!entries.is_empty()).then_some(Yaml::Lines(entries))
}

/// The variants that codes of an endpoint have from the shared table.
fn shared_names(codes: impl Iterator<Item = i64>, shared: &Shared) -> HashSet<String> {
    codes.filter_map(|code| shared.get(code)).map(|(name, _)| names::variant(name)).collect()
}

/// One code. `taken` are the variants of the endpoint so far.
pub(crate) fn code(code: &Code, shared: &Shared, taken: &mut HashSet<String>) -> Yaml {
    let known = shared.get(code.code);
    let bare = match known {
        Some((_, msg)) => code.msg.is_empty() || letters(msg) == letters(&code.msg),
        None => code.code == 0,
    };
    if bare || code.code == 0 {
        return Yaml::Scalar(Value::Null);
    }
    let mut all = Vec::new();
    if known.is_none() {
        let name = names::unique(&name(code), |name| taken.contains(name));
        taken.insert(name.clone());
        all.push((Value::from("name"), Yaml::text(name)));
    }
    if !code.msg.is_empty() {
        all.push((Value::from("msg"), Yaml::text(&*code.msg)));
    }
    Yaml::Map(all)
}

/// A name made of the first words of the text, up to its first mark.
fn name(code: &Code) -> String {
    let end =
        code.msg.find([',', '.', ':', ';', '!', '?', '(', '，', '。', '：', '；', '（']).unwrap_or(code.msg.len());
    let text = code.msg.get(..end).unwrap_or_default();
    let mut words: Vec<_> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && word.len() <= 24)
        .take(MOST_WORDS)
        .collect();
    // A name does not end in the middle of what it says.
    const SMALL: &[&str] =
        &["a", "an", "and", "be", "by", "can", "cannot", "for", "in", "is", "not", "of", "or", "the", "to"];
    while words.len() > 1 && words.last().is_some_and(|last| SMALL.contains(last)) {
        words.pop();
    }
    let foreign = !text.is_ascii();
    let name = names::variant(&words.join(" "));
    let number = code.code.unsigned_abs();
    match words.is_empty() || foreign || text.starts_with(|c: char| c.is_ascii_digit()) {
        true if code.code < 0 => format!("CodeMinus{number}"),
        true => format!("Code{number}"),
        // Every error enum has these of its own.
        false if matches!(name.as_str(), "Common" | "Unknown" | "CommonValue" | "UnknownValue") => {
            format!("{name}Error")
        }
        false => name,
    }
}
