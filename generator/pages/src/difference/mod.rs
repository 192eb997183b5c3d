//! What a page and a spec disagree on: judged here, once. [`drift`](mod@crate::drift) reports it and
//! [`spec_folder`](mod@crate::spec_folder) applies it.
//!
//! What a page leaves unsaid, or lost, is no disagreement.

mod call;
mod codes;
mod fields;
pub(crate) mod pair;

use std::borrow::Cow;

use crate::draft::Code;
pub use crate::draft::Side;
use crate::fields::{Field, Fields};
use crate::reconcile::Endpoint;
use wxgen::parse::EndpointSpec;
use wxgen::source::Span;

pub(crate) use codes::SharedCodes;

/// A disagreement of a page and the spec of one endpoint.
#[derive(Debug, Clone)]
pub(crate) struct Difference<'a> {
    /// What kind of disagreement it is.
    pub(crate) kind: Kind,
    /// Of what is sent or of what comes back; absent where neither.
    pub(crate) side: Option<Side>,
    /// Path of the parameter or field, or the return code; may be empty.
    pub(crate) name: String,
    /// What the page says, if it says anything.
    pub(crate) page_says: Option<String>,
    /// What the spec says, if it says anything.
    pub(crate) spec_says: Option<String>,
    /// Line of the page.
    pub(crate) line: usize,
    /// Place in the spec file.
    pub(crate) span: Span,
    /// What it is about, for those who change the spec.
    pub(crate) subject: Subject<'a>,
}

/// What a disagreement is about.
#[derive(Debug, Clone)]
pub(crate) enum Subject<'a> {
    /// The call.
    Call,
    /// A field that the page has, and the fields of the spec around it, from the outermost.
    Field(Cow<'a, Field>, Vec<&'a str>),
    /// A return code that the page has.
    Code(&'a Code),
    /// Something that only the spec has.
    OfSpec,
}

/// All that a page and a spec disagree on. `fields` are those of the page.
pub(crate) fn between<'a>(
    endpoint: &'a Endpoint,
    fields: &'a Fields,
    spec: &'a EndpointSpec,
    shared: &SharedCodes<'a>,
) -> Vec<Difference<'a>> {
    let mut differences = call::compare(&endpoint.draft, spec);
    fields::compare(endpoint, fields, spec, &mut differences);
    codes::compare(&endpoint.draft, spec, shared, &mut differences);
    differences
}

impl Difference<'_> {
    /// What it is about, `type request tester.id`.
    pub(crate) fn about(&self) -> String {
        about(self.kind, self.side, &self.name)
    }

    /// All of it in one line.
    pub(crate) fn sentence(&self) -> String {
        match (&self.page_says, &self.spec_says) {
            (Some(page), Some(spec)) => format!("{}: {page} on the page, {spec} in the spec", self.about()),
            (Some(page), None) if self.kind == Kind::OneOfChanged => {
                format!("{}: {page}; the spec does not say so", self.about())
            }
            (Some(page), None) => format!("{}: on the page ({page}) and not in the spec", self.about()),
            _ if self.kind.is_removal() => format!("{}: in the spec and not on the page", self.about()),
            _ => format!("{}: on the page and not in the spec", self.about()),
        }
    }
}

/// `type request tester.id`, `code added 85004`.
pub(crate) fn about(kind: Kind, side: Option<Side>, name: &str) -> String {
    let words = [kind.words(), side.map_or("", Side::word), name];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $kind:ident = $id:literal, $words:literal;)*) => {
        /// What kind of disagreement it is. "Added" and "removed" are seen from the spec: what pages have is added.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[doc = $doc])* $kind,)* }

        impl Kind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// For programs: `param_added`.
            pub fn id(self) -> &'static str {
                match self { $(Self::$kind => $id,)* }
            }

            /// Is it something that only the spec has?
            pub fn is_removal(self) -> bool {
                matches!(self, Self::EndpointGone | Self::ParamRemoved | Self::CodeRemoved)
            }

            /// For people.
            pub fn words(self) -> &'static str {
                match self { $(Self::$kind => $words,)* }
            }
        }
    };
}

kinds! {
    /// An endpoint that the spec does not have.
    EndpointNew = "endpoint_new", "new endpoint";
    /// An endpoint whose page is at hand and does not tell of it any more.
    EndpointGone = "endpoint_gone", "endpoint gone";
    /// Another HTTP method.
    MethodChanged = "method_changed", "method";
    /// Another path.
    PathChanged = "path_changed", "path";
    /// Other permission sets.
    PermissionSetsChanged = "permission_sets_changed", "permission sets";
    /// Bytes against JSON.
    ReturnsChanged = "returns_changed", "what it returns";
    /// A parameter or field that the spec does not have.
    ParamAdded = "param_added", "added";
    /// A parameter or field that the pages do not have.
    ParamRemoved = "param_removed", "removed";
    /// Required against not required.
    RequiredChanged = "required_changed", "required";
    /// Another type, or another fixed value.
    TypeChanged = "type_changed", "type";
    /// In the URL against in the body.
    PlaceChanged = "place_changed", "place";
    /// Exactly one of some parameters is sent, and the spec does not say so.
    OneOfChanged = "one_of_changed", "one of";
    /// A return code that the spec does not have.
    CodeAdded = "code_added", "code added";
    /// A return code that the pages do not have.
    CodeRemoved = "code_removed", "code removed";
    /// Another text of a return code.
    CodeTextChanged = "code_text_changed", "code's text";
}
