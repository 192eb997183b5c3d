//! YAML → the spec as written. Every problem of shape is reported; what is right is kept, so that `check` can go on.

mod api;
mod codes;
mod endpoint;
mod example;
mod field;
pub mod keys;
mod permission_sets;
mod spec;

use std::collections::HashSet;

pub use spec::*;

use crate::report::{Diagnostic, codes as report_codes};
use crate::source::{FileId, Role, SourceFile, Sources, Span};
use crate::threads;
use crate::yaml::tree;

/// What a file gives to the spec.
enum Part {
    Api { parsed: Option<Box<ApiSpec>>, complete: bool },
    PermissionSets { parsed: Vec<PermissionSetSpec>, broken: bool },
    Errcodes { parsed: Vec<ErrcodeSpec>, broken: bool },
    AreaErrcodes(AreaErrcodesSpec),
    Endpoint(Option<Box<EndpointSpec>>),
    Nothing,
}

/// Parses every file of a spec folder. `diagnostics` holds what reading had to say: such files are passed over.
pub fn parse(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Spec {
    let unread: HashSet<_> =
        diagnostics.iter().filter_map(|known| known.primary.as_ref()).map(|at| at.span.file).collect();
    let files: Vec<_> = sources.iter().collect();
    let parts = threads::map(&files, |(file, source)| {
        let mut found = Vec::new();
        (parse_file(*file, source, unread.contains(file), &mut found), found)
    });
    let mut spec = Spec::default();
    for (part, found) in parts {
        diagnostics.extend(found);
        match part {
            Part::Api { parsed, complete } => {
                (spec.api, spec.api_is_broken) = (parsed.map(|parsed| *parsed), !complete);
            }
            Part::PermissionSets { parsed, broken } => {
                (spec.permission_sets, spec.permission_sets_are_broken) = (parsed, broken);
            }
            Part::Errcodes { parsed, broken } => (spec.errcodes, spec.errcodes_are_broken) = (parsed, broken),
            Part::AreaErrcodes(parsed) => spec.area_errcodes.push(parsed),
            Part::Endpoint(parsed) => spec.endpoints.extend(parsed.map(|parsed| *parsed)),
            Part::Nothing => {}
        }
    }
    spec
}

fn parse_file(file: FileId, source: &SourceFile, unread: bool, diagnostics: &mut Vec<Diagnostic>) -> Part {
    if source.role() == Role::Stray {
        diagnostics.push(stray(source).at(Span::start_of(file), ""));
        return Part::Nothing;
    }
    let tree = if unread { Err(tree::Broken) } else { tree::read_tree(file, &source.text, diagnostics) };
    let optional = matches!(source.role(), Role::PermissionSets | Role::Errcodes | Role::AreaErrcodes(_));
    if let (Ok(None), false) = (&tree, optional) {
        let message = format!("{} is empty", source.path);
        diagnostics.push(Diagnostic::error(report_codes::MISSING_KEY, message).at(Span::start_of(file), ""));
    }
    let usable = matches!(&tree, Ok(Some(root)) if api::is_mapping(root));
    let broken = !usable && !matches!(tree, Ok(None));
    let root = tree.as_ref().ok().and_then(Option::as_ref);
    match source.role() {
        Role::Api => {
            let (parsed, complete) = root.map_or((None, false), |root| api::parse(file, root, diagnostics));
            Part::Api { parsed: parsed.map(Box::new), complete }
        }
        Role::PermissionSets => Part::PermissionSets {
            parsed: root.map(|root| permission_sets::parse(root, diagnostics)).unwrap_or_default(),
            broken,
        },
        Role::Errcodes => Part::Errcodes {
            parsed: root.map(|root| codes::parse_shared(root, diagnostics)).unwrap_or_default(),
            broken,
        },
        Role::AreaErrcodes(area) => Part::AreaErrcodes(AreaErrcodesSpec {
            file,
            area: area.to_owned(),
            codes: root.map(|root| codes::parse_shared(root, diagnostics)).unwrap_or_default(),
            is_broken: broken,
        }),
        Role::Endpoint(area) => {
            Part::Endpoint(root.and_then(|root| endpoint::parse(file, area, root, diagnostics)).map(Box::new))
        }
        Role::Stray => Part::Nothing,
    }
}

fn stray(source: &SourceFile) -> Diagnostic {
    Diagnostic::error(report_codes::STRAY_FILE, format!("{} is not a file of a spec", source.path))
        .did_you_mean(&source.path, ["api.yaml", "permission_sets.yaml", "errcodes.yaml"])
        .help("endpoints lie in the folder of their area, such as member/bind_tester.yaml")
}
