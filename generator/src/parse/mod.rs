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

pub use spec::*;

use crate::read::{Role, Sources, Span};
use crate::report::{Diagnostic, codes as report_codes};

/// Parses every file of a spec folder.
pub fn parse(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Spec {
    let mut spec = Spec::default();
    for (file, source) in sources.iter() {
        let Some(root) = tree::read_tree(file, &source.text, diagnostics) else {
            // A file that could not be read, or whose YAML is broken, was reported already.
            let reported = diagnostics
                .iter()
                .any(|diagnostic| diagnostic.primary.as_ref().is_some_and(|label| label.span.file == file));
            let optional = matches!(source.role(), Role::PermissionSets | Role::Errcodes);
            if !reported && !optional {
                let message = format!("{} is empty", source.path);
                diagnostics.push(Diagnostic::error(report_codes::MISSING_KEY, message).at(Span::start_of(file), ""));
            }
            if source.role() == Role::Api {
                spec.api_is_broken = true;
            }
            continue;
        };
        match source.role() {
            Role::Api => {
                spec.api = api::parse(file, &root, diagnostics);
                spec.api_is_broken = spec.api.is_none();
            }
            Role::PermissionSets => spec.permission_sets = permission_sets::parse(&root, diagnostics),
            Role::Errcodes => spec.errcodes = codes::parse_shared(&root, diagnostics),
            Role::Endpoint(area) => spec.endpoints.extend(endpoint::parse(file, area, &root, diagnostics)),
            Role::Stray => diagnostics.push(
                Diagnostic::error(report_codes::STRAY_FILE, format!("{} is not a file of a spec", source.path))
                    .at(Span::start_of(file), "")
                    .help("endpoints lie in the folder of their area, such as member/bind_tester.yaml"),
            ),
        }
    }
    spec
}
