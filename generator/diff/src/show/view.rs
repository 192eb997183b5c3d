//! What `wxgen diff --format json` prints, declared once: each declaration is both the type that is serialized and its JSON
//! Schema. A field is followed by its schema, to which its documentation is added as the description.

use serde::Serialize;
use serde_json::Value;

use super::schema::{
    BUMPS, BUMPS_OR_NONE, EFFECTS, SEVERITIES, SEVERITIES_OR_NONE, as_of, date, fingerprint, flag, list, nullable,
    number, object, reference, rule, text, word,
};

macro_rules! views {
    ($(#[doc = $about:literal] $name:ident { $(#[doc = $doc:literal] $field:ident: $type:ty = $schema:expr;)* })*) => {$(
        #[doc = $about]
        #[derive(Serialize)]
        pub(super) struct $name {
            $(#[doc = $doc] pub(super) $field: $type,)*
        }

        impl $name {
            /// Its JSON Schema.
            pub(super) fn schema() -> Value {
                object($about.trim_ascii(), &[$((stringify!($field), ($schema)($doc.trim_ascii()))),*])
            }
        }
    )*};
}

views! {
    /// What changed between two versions, and what it amounts to.
    ReviewView {
        /// The version before.
        old: SideView = reference("side");
        /// The version after.
        new: SideView = reference("side");
        /// What all changes amount to.
        verdict: VerdictView = as_of(VerdictView::schema);
        /// How many changes there are.
        counts: CountsView = as_of(CountsView::schema);
        /// By endpoint, the worst of each first.
        changes: Vec<ChangeView> = list("change");
        /// What could not be compared.
        left_out: Vec<SkippedView> = list("left_out");
        /// Entries of the ignore file that do nothing.
        ignores: IgnoresView = as_of(IgnoresView::schema);
    }

    /// One of the two versions.
    SideView {
        /// How it was named: main, spec, `.`.
        label: String = text;
        /// The version that its api.yaml declares.
        version: String = text;
    }

    /// What all changes amount to.
    VerdictView {
        /// The worst of what is not accepted; `--deny` goes by it.
        severity: &'static str = word(SEVERITIES_OR_NONE);
        /// The worst effect on the wire, accepted or not.
        wire: &'static str = word(EFFECTS);
        /// The worst effect on code that uses the crate, accepted or not.
        rust: &'static str = word(EFFECTS);
        /// What a release has to raise from 1.0.0 on, accepted or not.
        bump: &'static str = word(BUMPS_OR_NONE);
        /// The version that the new api.yaml declares.
        declared: String = text;
        /// The first version after the old one that may hold the changes, before 1.0.0 too.
        needed: String = text;
        /// Is the declared version at least the needed one?
        enough: bool = flag;
    }

    /// How many changes there are.
    CountsView {
        /// That are not accepted.
        breaking: usize = number(0);
        /// That are not accepted.
        risky: usize = number(0);
        /// That are not accepted.
        compatible: usize = number(0);
        /// That are not accepted.
        docs: usize = number(0);
        /// Of whatever severity.
        accepted: usize = number(0);
    }

    /// A change.
    ChangeView {
        /// Kind of change, for good.
        rule: &'static str = rule;
        /// The worse of its effects.
        severity: &'static str = word(SEVERITIES);
        /// What it does to callers of WeChat.
        wire: &'static str = word(EFFECTS);
        /// What it does to code that uses the crate.
        rust: &'static str = word(EFFECTS);
        /// What a release has to raise for it alone.
        bump: &'static str = word(BUMPS);
        /// The area; null for what all areas share.
        area: Option<String> = nullable(text);
        /// The endpoint, by its old name; null for what all endpoints share.
        endpoint: Option<String> = nullable(text);
        /// The part, `request.tester.wechatid`; empty for the whole endpoint.
        part: String = text;
        /// What it was.
        before: Option<String> = nullable(text);
        /// What it is.
        after: Option<String> = nullable(text);
        /// Where it was in the old version.
        old: Option<PlaceView> = nullable(reference("place"));
        /// Where it is in the new version.
        new: Option<PlaceView> = nullable(reference("place"));
        /// What changed, in a few words.
        what: String = text;
        /// What it means for a user of the crate.
        for_rust: String = text;
        /// What it means on the wire.
        on_wire: String = text;
        /// Stays the same when other things change.
        fingerprint: String = fingerprint;
        /// Why it is accepted.
        accepted: Option<AcceptedView> = nullable(as_of(AcceptedView::schema));
    }

    /// Why it is accepted.
    AcceptedView {
        /// Why.
        reason: String = text;
        /// The last day, YYYY-MM-DD.
        expires: String = date;
    }

    /// Where it stands.
    PlaceView {
        /// Path from the folder of the repository, behind `REV:` if read from a revision, or as given.
        file: String = text;
        /// From 1.
        line: usize = number(1);
        /// In characters, from 1.
        column: usize = number(1);
    }

    /// A file that could not be understood.
    SkippedView {
        /// Of which version.
        side: &'static str = word(&["old", "new"]);
        /// Path.
        file: String = text;
        /// Line of the first error.
        line: usize = number(1);
        /// Its endpoint, where that much was understood.
        endpoint: Option<String> = nullable(text);
        /// Code of the first error, for `wxgen explain`.
        code: &'static str = text;
        /// The first error.
        why: String = text;
        /// How many errors there are.
        errors: usize = number(1);
    }

    /// Entries of the ignore file that do nothing.
    IgnoresView {
        /// Entries for changes that are here, whose last day is over.
        expired: Vec<IgnoreView> = list("ignore");
        /// Entries that no change needs. None while a part is left out.
        unused: Vec<IgnoreView> = list("ignore");
    }

    /// An entry of the ignore file.
    IgnoreView {
        /// Stays the same when other things change.
        fingerprint: String = fingerprint;
        /// Why the change is accepted.
        reason: String = text;
        /// The last day, YYYY-MM-DD.
        expires: String = date;
        /// The ignore file.
        file: String = text;
        /// Line of the entry.
        line: usize = number(1);
    }
}
