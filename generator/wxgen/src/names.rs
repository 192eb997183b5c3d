//! Words of a spec → names of Rust. The one place that decides casing, keywords and foreign letters.
//!
//! Every function is total and deterministic: any text gives a name that compiles. Two different texts can give the
//! same name; whoever asks has to settle that (`check` reports it for names people chose, `lower` numbers the rest).

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Words that cannot name a field, module or function, in any edition so far.
const KEYWORDS: &[&str] = &[
    "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while",
    "yield",
];

/// Types and variants that generated code uses or that the prelude gives: a type of the same name would hide them.
pub const TAKEN_TYPES: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Binary",
    "Box",
    "Bytes",
    "Class",
    "Clone",
    "CodeInfo",
    "Copy",
    "Debug",
    "Decode",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Encode",
    "Endpoint",
    "Eq",
    "Err",
    "Errcode",
    "ErrorKind",
    "ExactSizeIterator",
    "Extend",
    "File",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "Map",
    "Meta",
    "Method",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "PermissionSet",
    "Permissions",
    "Reader",
    "RequestWriter",
    "Result",
    "Secret",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "Token",
    "TryFrom",
    "TryInto",
    "UnknownValue",
    "Unpin",
    "Value",
    "Vec",
    "Writer",
];

/// Variants every generated enum has of its own.
const TAKEN_VARIANTS: &[&str] = &["Common", "Self", "Unknown"];

/// Setters that would hide the constructor.
const TAKEN_FIELDS: &[&str] = &["new"];

/// The longest name we make; longer ones are cut and end in a digest of the whole.
const LONGEST: usize = 80;

/// A field and its setter: `open_appid`, `type_`, `n2fa`.
pub fn field(words: &str) -> String {
    snake(words, "field", TAKEN_FIELDS)
}

/// A module: `bind_tester`. Also a file stem, so it is never a path.
pub fn module(words: &str) -> String {
    snake(words, "module", &["index", "lib", "main", "mod"])
}

/// A type: `BindTester`, `OptionType`.
pub fn type_name(words: &str) -> String {
    camel(words, "Unnamed", TAKEN_TYPES, "Type")
}

/// The later part of a type's name: `Members` of `GetTesterReplyMembers`.
pub fn part(words: &str) -> String {
    camel(words, "Unnamed", &[], "")
}

/// A variant of an enum: `SystemBusy`, `N2fa`.
pub fn variant(words: &str) -> String {
    camel(words, "Empty", TAKEN_VARIANTS, "Value")
}

/// The first of `name`, `name2`, `name3` … that `taken` does not know. Numbers follow a `_` where `name` is snake case.
pub fn unique(name: &str, mut taken: impl FnMut(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    let gap = if name.contains(|c: char| c.is_ascii_uppercase()) { "" } else { "_" };
    (2u64..).map(|n| format!("{name}{gap}{n}")).find(|candidate| !taken(candidate)).unwrap_or_else(|| name.to_owned())
}

fn snake(words: &str, empty: &str, taken: &[&str]) -> String {
    let name = start_with_letter(ascii(words).to_snake_case(), empty, 'n');
    if KEYWORDS.contains(&name.as_str()) || taken.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        cut(name, "_")
    }
}

fn camel(words: &str, empty: &str, taken: &[&str], suffix: &str) -> String {
    let name = start_with_letter(ascii(words).to_upper_camel_case(), empty, 'N');
    if taken.contains(&name.as_str()) { format!("{name}{suffix}") } else { cut(name, "") }
}

/// Letters and digits stay; other ASCII parts words; anything else becomes its code point, so that names differ where texts do.
fn ascii(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if c.is_ascii() {
            out.push(' ');
        } else {
            out.push_str(&format!(" u{:x} ", c as u32));
        }
    }
    out
}

fn start_with_letter(name: String, empty: &str, letter: char) -> String {
    match name.chars().next() {
        None => empty.to_owned(),
        Some(c) if c.is_ascii_digit() => format!("{letter}{name}"),
        Some(_) => name,
    }
}

fn cut(name: String, gap: &str) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    let digest = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{}{gap}{digest:016x}", name[..LONGEST - 17].trim_end_matches('_'))
}
