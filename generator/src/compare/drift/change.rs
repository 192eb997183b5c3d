//! One disagreement.

/// Something that pages and spec disagree on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Name of the endpoint.
    pub endpoint: String,
    /// What kind of disagreement it is.
    pub kind: Kind,
    /// Of what is sent or of what comes back; absent where neither.
    pub side: Option<Side>,
    /// Path of the parameter or field, or the return code; may be empty.
    pub name: String,
    /// What the pages say, if they say anything.
    pub page_says: Option<String>,
    /// What the spec says, if it says anything.
    pub spec_says: Option<String>,
    /// Where on the page.
    pub page: Option<Place>,
    /// Where in the spec folder.
    pub spec: Option<Place>,
}

/// Which way something travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// To WeChat.
    Request,
    /// From WeChat.
    Reply,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file: a page as it was named, or a path within the spec folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
}

impl Side {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Reply => "reply",
        }
    }
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
