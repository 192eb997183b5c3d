//! YAML → the spec as written. Every problem of shape is reported; what is right is kept, so that `check` can go on.

mod api;
mod codes;
mod endpoint;
mod example;
mod field;
pub mod keys;
mod permission_sets;
mod spec;
mod table;
pub mod tree;

use std::collections::HashSet;

pub use spec::*;

use crate::read::{Role, SourceFile, Sources, Span};
use crate::report::{Diagnostic, codes as report_codes};
use crate::threads;

/// Parses every file of a spec folder. `diagnostics` holds what reading had to say: such files are passed over.
pub fn parse(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Spec {
    let unread: HashSet<_> =
        diagnostics.iter().filter_map(|known| known.primary.as_ref()).map(|at| at.span.file).collect();
    let files: Vec<_> = sources.iter().collect();
    let trees = threads::map(&files, |(file, source)| {
        let mut found = Vec::new();
        let tree = match unread.contains(file) || source.role() == Role::Stray {
            true => Err(tree::Broken),
            false => tree::read_tree(*file, &source.text, &mut found),
        };
        (tree, found)
    });
    let mut spec = Spec::default();
    for ((file, source), (tree, found)) in files.into_iter().zip(trees) {
        if source.role() == Role::Stray {
            diagnostics.push(stray(source).at(Span::start_of(file), ""));
            continue;
        }
        diagnostics.extend(found);
        let optional = matches!(source.role(), Role::PermissionSets | Role::Errcodes);
        if let (Ok(None), false) = (&tree, optional) {
            let message = format!("{} is empty", source.path);
            diagnostics.push(Diagnostic::error(report_codes::MISSING_KEY, message).at(Span::start_of(file), ""));
        }
        let usable = matches!(&tree, Ok(Some(root)) if api::is_mapping(root));
        let root = tree.as_ref().ok().and_then(Option::as_ref);
        match source.role() {
            Role::Api => {
                let (parsed, complete) = root.map_or((None, false), |root| api::parse(file, root, diagnostics));
                spec.api_is_broken = !complete;
                spec.api = parsed;
            }
            Role::PermissionSets => {
                spec.permission_sets_are_broken = !usable && !matches!(tree, Ok(None));
                spec.permission_sets = root.map(|root| permission_sets::parse(root, diagnostics)).unwrap_or_default();
            }
            Role::Errcodes => {
                spec.errcodes_are_broken = !usable && !matches!(tree, Ok(None));
                spec.errcodes = root.map(|root| codes::parse_shared(root, diagnostics)).unwrap_or_default();
            }
            Role::Endpoint(area) => {
                spec.endpoints.extend(root.and_then(|root| endpoint::parse(file, area, root, diagnostics)));
            }
            Role::Stray => {}
        }
    }
    spec
}

fn stray(source: &SourceFile) -> Diagnostic {
    Diagnostic::error(report_codes::STRAY_FILE, format!("{} is not a file of a spec", source.path))
        .did_you_mean(&source.path, ["api.yaml", "permission_sets.yaml", "errcodes.yaml"])
        .help("endpoints lie in the folder of their area, such as member/bind_tester.yaml")
}
