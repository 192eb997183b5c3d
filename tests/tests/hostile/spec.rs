//! A random spec with a text of its own in every position that holds text.

use serde_json::{Map, Value, json};

use crate::texts::{cut, harmless};

/// How long half a key may be: YAML knows no keys of more than 1024 characters, escapes counted.
const LONGEST_KEY: usize = 70;

/// Where a text of the spec has to turn up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In prose: a doc comment and a page.
    Prose,
    /// In prose of a page alone.
    PageProse,
    /// As code: a doc comment and a page.
    Code,
    /// As code of a page alone.
    PageCode,
    /// As a JSON text in a code block of a page.
    Json,
    /// The same, inside a shell's quotes.
    Shell,
    /// As a string of Rust.
    Literal,
}

/// A spec, and what became of its texts.
#[derive(Debug, Default)]
pub(crate) struct Spec {
    /// Path and content of each file.
    pub(crate) files: Vec<(String, Value)>,
    /// Each text with the places where it has to be.
    pub(crate) texts: Vec<(String, &'static [Place])>,
}

/// Gives out texts.
struct Texts<'a> {
    pool: &'a [String],
    tame: bool,
    given: Vec<(String, &'static [Place])>,
}

impl Texts<'_> {
    /// A text that stands once in the whole spec, for it has a number in it.
    fn text(&mut self, places: &'static [Place]) -> String {
        let number = self.given.len();
        let before = &self.pool[number % self.pool.len()];
        let after = &self.pool[(number * 7 + 3) % self.pool.len()];
        self.give(number, before, after, places)
    }

    /// The same, short enough for a key.
    fn key(&mut self, places: &'static [Place]) -> String {
        let number = self.given.len();
        let before = cut(&self.pool[number % self.pool.len()], LONGEST_KEY);
        let after = cut(&self.pool[(number * 5 + 1) % self.pool.len()], LONGEST_KEY);
        self.give(number, before, after, places)
    }

    /// The same without an address, for what has to be a good one if it is one.
    fn no_url(&mut self, places: &'static [Place]) -> String {
        let number = self.given.len();
        let before = self.pool[number % self.pool.len()].replace("://", ":");
        self.give(number, &before, "", places)
    }

    fn give(&mut self, number: usize, before: &str, after: &str, places: &'static [Place]) -> String {
        let gap = if number.is_multiple_of(3) { " " } else { "" };
        let text = match self.tame {
            true => format!("{}{gap}X{number}X{gap}{}", harmless(before), harmless(after)),
            false => format!("{before}{gap}X{number}X{gap}{after}"),
        };
        self.given.push((text.clone(), places));
        text
    }
}

/// Makes a spec. `shape` decides what it is made of, `pool` what it says; `tame` takes the sting out of the texts.
pub(crate) fn spec(shape: &[u8], pool: &[String], tame: bool) -> Spec {
    use Place::{Literal, Prose};
    let mut texts = Texts { pool, tame, given: Vec::new() };
    let token = texts.key(&[Literal, Place::Code]);
    let mut files = vec![(
        "permission_sets.yaml".to_owned(),
        json!({ "18": { "name": texts.text(&[Literal, Place::PageProse]), "account": "miniprogram" } }),
    )];
    files.push((
        "errcodes.yaml".to_owned(),
        json!({ "-1": { "name": texts.text(&[]), "msg": texts.text(&[Literal, Place::Code]),
                        "advice": texts.text(&[Literal, Prose]), "class": "retry" } }),
    ));
    let mut areas = Map::new();
    for (index, bytes) in shape.chunks(8).enumerate() {
        let area = format!("a{index}");
        areas.insert(area.clone(), json!({ "title": texts.text(&[Prose]), "doc": texts.text(&[Prose]) }));
        let file = format!("{area}/{}.yaml", texts.key(&[Place::PageCode]));
        files.push((file, endpoint(index, bytes, &token, &mut texts)));
    }
    let api = json!({
        "crate": { "summary": texts.text(&[Prose]), "runtime_path": texts.text(&[]) },
        "host": "api.example.com",
        "tokens": { token: { "doc": texts.text(&[]) } },
        "areas": areas,
    });
    files.push(("api.yaml".to_owned(), api));
    Spec { files, texts: texts.given }
}

fn endpoint(index: usize, shape: &[u8], token: &str, texts: &mut Texts<'_>) -> Value {
    use Place::{Literal, PageProse, Prose};
    let bit = |number: usize| shape.get(number).is_some_and(|byte| byte % 2 == 1);
    let binary = bit(0);
    let docs = if bit(1) { "https://example.com/?a=1&copy=2#*x*_y_~z~" } else { "https://example.com/a_(b)'[c]" };
    let mut request = Fields::default();
    let mut response = Fields::default();
    for byte in shape {
        request.add(usize::from(*byte) % 9, texts, true);
        if !binary {
            response.add(usize::from(*byte / 9) % 7, texts, false);
        }
    }
    let own = json!({ "name": texts.text(&[]), "msg": texts.text(&[Literal, Place::Code]), "advice": texts.text(&[Literal, Prose]) });
    let mut endpoint = json!({
        "name": texts.text(&[Literal, PageProse]),
        "summary": texts.text(&[Prose]),
        "doc": texts.text(&[Prose]),
        "docs": docs,
        "method": "POST",
        "path": format!("/{index}/*_a_*~b~@c$d&lt;"),
        "token": token,
        "permission_sets": [18],
        "since": texts.text(&[Prose]),
        "request": request.fields,
        "errcodes": { "-1": null, "90001": own },
        "examples": [{ "doc": texts.text(&[PageProse]), "request": request.example, "response": response.example }],
        "sources": [{ "page": texts.no_url(&[PageProse]), "generation": texts.text(&[PageProse]) }],
        "notes": [texts.text(&[PageProse]), texts.text(&[PageProse])],
    });
    if bit(2) {
        endpoint["deprecated"] = texts.text(&[Prose]).into();
    }
    endpoint["returns_doc"] = texts.text(&[Prose]).into();
    if binary {
        endpoint["returns"] = "binary".into();
        endpoint["examples"][0]["response"] = texts.text(&[Place::Json]).into();
    } else {
        endpoint["response"] = response.fields.into();
    }
    endpoint
}

/// The fields of one side of a call, and an example of them.
#[derive(Default)]
struct Fields {
    fields: Map<String, Value>,
    example: Map<String, Value>,
}

impl Fields {
    /// Adds a field of one of several kinds. The first seven can come back, too.
    fn add(&mut self, kind: usize, texts: &mut Texts<'_>, sent: bool) {
        use Place::{Code, Json, Literal, Prose, Shell};
        let key = match kind {
            // A choice is named in Rust only.
            8 => texts.key(&[]),
            // What is fixed has no field in Rust.
            7 => texts.key(&[Literal, Place::PageCode]),
            _ => texts.key(&[Literal, Code]),
        };
        let in_example: &[Place] = if sent { &[Shell] } else { &[Json] };
        let value = match kind {
            // These have values of their own.
            2 | 7 => String::new(),
            _ => texts.text(in_example),
        };
        let (field, example) = match kind {
            0 => (json!({ "type": "string", "required": true, "doc": texts.text(&[Prose]) }), json!(value)),
            1 => {
                let default = texts.text(if sent { &[] } else { &[Literal] });
                let (since, name) = (texts.text(&[Prose]), texts.text(&[]));
                (json!({ "type": "string", "default": default, "since": since, "name": name }), json!(value))
            }
            2 => {
                let (wire, name) = (texts.key(&[Literal, Code]), texts.text(&[]));
                let values = json!({ wire.clone(): { "name": name, "doc": texts.text(&[Prose]) } });
                (
                    json!({ "type": "enum", "type_name": texts.text(&[]), "values": values, "doc": texts.text(&[Prose]) }),
                    json!(wire),
                )
            }
            3 => {
                let (inner, doc) = (texts.key(&[Literal, Place::PageCode]), texts.text(&[Prose]));
                let fields = json!({ inner.clone(): { "type": "array", "items": "string", "doc": doc } });
                (json!({ "type": "object", "fields": fields, "doc": texts.text(&[Prose]) }), json!({ inner: [value] }))
            }
            4 => {
                let (key, inner) = (texts.key(in_example), texts.key(&[Literal, Place::PageCode]));
                let fields = json!({ inner.clone(): "string" });
                let items = json!({ "type": "object", "doc": texts.text(&[Prose]), "fields": fields });
                (json!({ "type": "map", "items": items }), json!({ key: { inner: value } }))
            }
            5 => (json!({ "type": "json", "doc": texts.text(&[Prose]) }), json!([value, null, 1.5])),
            6 => {
                let why = texts.text(&[Prose]);
                (json!({ "type": "string", "deprecated": why }), json!(value))
            }
            7 => {
                let fixed = texts.text(&[Literal]);
                self.fields.insert(key.clone(), json!({ "type": "const", "value": fixed }));
                return;
            }
            _ => {
                let (one, other) = (texts.key(&[Literal, Code]), texts.key(&[Literal, Code]));
                let fields = json!({
                    one.clone(): { "type": "string", "doc": texts.text(&[Prose]), "name": texts.text(&[]) },
                    other: { "type": "integer", "doc": texts.text(&[Prose]) },
                });
                self.fields.insert(key, json!({ "one_of": fields, "required": false, "doc": texts.text(&[]) }));
                self.example.insert(one, json!(value));
                return;
            }
        };
        self.fields.insert(key.clone(), field);
        self.example.insert(key, example);
    }
}
