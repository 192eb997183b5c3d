//! Names and files of new endpoints. No two of one area become the same name in Rust.

use std::collections::HashSet;

use heck::{ToLowerCamelCase, ToUpperCamelCase};

use super::fixed;
use crate::draft::Draft;
use wxgen::names;
use wxgen::parse::EndpointSpec;

/// The longest name that a page can give.
const LONGEST: usize = 100;

/// What an endpoint is called.
pub(super) struct Named {
    /// Its name.
    pub(super) name: String,
    /// Does no page call it so?
    pub(super) made_up: bool,
    /// Its file.
    pub(super) path: String,
}

/// The names of one area, and all files.
pub(super) struct Names {
    area: String,
    types: HashSet<String>,
    paths: HashSet<String>,
}

impl Names {
    /// Those of a spec.
    pub(super) fn new<'a>(area: &str, paths: HashSet<String>, known: impl Iterator<Item = &'a EndpointSpec>) -> Self {
        let types = known.flat_map(|endpoint| types(&endpoint.name.value)).collect();
        Self { area: area.to_owned(), types, paths }
    }

    /// Gives an endpoint a name and a file: WeChat's name where it is free, else one made from the call.
    pub(super) fn settle(&mut self, draft: &Draft) -> Named {
        let said = draft.name.as_deref().map(str::trim).filter(|name| is_name(name));
        let values: String = fixed(draft).iter().map(|(_, value)| value.to_upper_camel_case()).collect();
        let path = draft.path.as_deref().unwrap_or_default();
        let last = path.rsplit('/').next().unwrap_or_default().to_lower_camel_case();
        let whole = path.to_lower_camel_case();
        let own = said.unwrap_or(&last);
        let made = [format!("{own}{values}"), format!("{last}{values}"), format!("{whole}{values}")];
        let candidates = said.into_iter().chain(made.iter().map(String::as_str)).filter(|name| is_name(name));
        let free = |name: &str| types(name).iter().all(|name| !self.types.contains(name));
        let found = candidates.clone().find(|name| free(name)).map(str::to_owned);
        let name = found.unwrap_or_else(|| {
            let first = candidates.clone().next().unwrap_or("unnamed");
            names::unique(first, |name| !free(name))
        });
        self.types.extend(types(&name));
        let stem = names::module(&name);
        let stem = names::unique(&stem, |stem| self.paths.contains(&format!("{}/{stem}.yaml", self.area)));
        let path = format!("{}/{stem}.yaml", self.area);
        self.paths.insert(path.clone());
        Named { made_up: said != Some(name.as_str()), name, path }
    }
}

fn is_name(name: &str) -> bool {
    name.len() <= LONGEST && name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains(char::is_whitespace)
}

/// The types that an endpoint of that name has.
fn types(name: &str) -> [String; 3] {
    let name = names::type_name(name);
    [format!("{name}Reply"), format!("{name}Error"), name]
}
