//! The spec as written: one struct per YAML shape, every value with its place.
//!
//! Nothing is judged here beyond its shape. Whether a permission set exists or an example fits is for `check`.

use indexmap::IndexMap;
use serde_json::Value;

use crate::model::{EnumBase, ErrorClass, Method, Place};
use crate::source::{FileId, Span, Spanned};

/// Everything a spec folder says, each file on its own.
#[derive(Debug, Default)]
pub struct Spec {
    /// `api.yaml`.
    pub api: Option<ApiSpec>,
    /// Is there an `api.yaml` whose areas or tokens could not be understood? Then what refers to them is not judged.
    pub api_is_broken: bool,
    /// `permission_sets.yaml`.
    pub permission_sets: Vec<PermissionSetSpec>,
    /// Could `permission_sets.yaml` not be understood? Then what refers to it is not judged.
    pub permission_sets_are_broken: bool,
    /// `errcodes.yaml`.
    pub errcodes: Vec<ErrcodeSpec>,
    /// Could `errcodes.yaml` not be understood? Then what refers to it is not judged.
    pub errcodes_are_broken: bool,
    /// `errcodes.yaml` of areas, in the order of their paths.
    pub area_errcodes: Vec<AreaErrcodesSpec>,
    /// One per endpoint file, in the order of their paths.
    pub endpoints: Vec<EndpointSpec>,
}

/// `api.yaml`.
#[derive(Debug)]
pub struct ApiSpec {
    /// The file.
    pub file: FileId,
    /// `crate`
    pub krate: CrateSpec,
    /// `host`
    pub host: Spanned<String>,
    /// `fallback_hosts`
    pub fallback_hosts: Vec<Spanned<String>>,
    /// `tokens`
    pub tokens: Vec<TokenSpec>,
    /// `areas`
    pub areas: Vec<AreaSpec>,
}

/// `crate` of `api.yaml`. Every key may be left out, as may the whole block.
#[derive(Debug, Default)]
pub struct CrateSpec {
    /// `name`; default `wxopen`
    pub name: Option<Spanned<String>>,
    /// `version`; default `0.1.0`
    pub version: Option<Spanned<String>>,
    /// `summary`
    pub summary: Option<Spanned<String>>,
    /// `repository`
    pub repository: Option<Spanned<String>>,
    /// `runtime_path`: where the runtime crate is, from the output folder
    pub runtime_path: Option<Spanned<String>>,
}

/// One entry of `tokens`.
#[derive(Debug)]
pub struct TokenSpec {
    /// The key: the kind of token.
    pub name: Spanned<String>,
    /// `param`: the query parameter it travels in; default `access_token`
    pub param: Option<Spanned<String>>,
    /// `doc`
    pub doc: Option<Spanned<String>>,
}

/// One entry of `areas`.
#[derive(Debug)]
pub struct AreaSpec {
    /// The key: the folder's name.
    pub id: Spanned<String>,
    /// `title`
    pub title: Spanned<String>,
    /// `title_zh`
    pub title_zh: Option<Spanned<String>>,
    /// `doc`
    pub doc: Option<Spanned<String>>,
    /// `default`: is the feature on by default? default true
    pub default: Option<Spanned<bool>>,
}

/// One entry of `permission_sets.yaml`.
#[derive(Debug)]
pub struct PermissionSetSpec {
    /// The key: the id.
    pub id: Spanned<u32>,
    /// `name`
    pub name: Option<Spanned<String>>,
    /// `account`: `official_account` or `miniprogram`
    pub account: Option<Spanned<String>>,
    /// `exclusive`
    pub exclusive: Option<Spanned<bool>>,
}

/// One entry of an `errcodes.yaml` or of an endpoint's `errcodes`. An empty entry of an endpoint refers to one of those.
#[derive(Debug)]
pub struct ErrcodeSpec {
    /// The key: the number.
    pub code: Spanned<i64>,
    /// `name`: the Rust variant
    pub name: Option<Spanned<String>>,
    /// `msg`: the wire's `errmsg`
    pub msg: Option<Spanned<String>>,
    /// `advice`
    pub advice: Option<Spanned<String>>,
    /// `class`
    pub class: Option<Spanned<ErrorClass>>,
}

/// `errcodes.yaml` in the folder of an area.
#[derive(Debug)]
pub struct AreaErrcodesSpec {
    /// The file.
    pub file: FileId,
    /// The folder.
    pub area: String,
    /// The codes.
    pub codes: Vec<ErrcodeSpec>,
    /// Could the file not be understood? Then what refers to it is not judged.
    pub is_broken: bool,
}

/// One endpoint file.
#[derive(Debug)]
pub struct EndpointSpec {
    /// The file.
    pub file: FileId,
    /// Is a key missing or wrong that every endpoint has? It was reported, and its text here is empty.
    pub incomplete: bool,
    /// The folder it lies in; the span is empty, at the start of the file.
    pub area: Spanned<String>,
    /// `name`
    pub name: Spanned<String>,
    /// `summary`
    pub summary: Spanned<String>,
    /// `doc`
    pub doc: Option<Spanned<String>>,
    /// `docs`: URL of the page
    pub docs: Option<Spanned<String>>,
    /// `method`
    pub method: Spanned<Method>,
    /// `path`
    pub path: Spanned<String>,
    /// `token`: a name from `api.yaml`, or `none`
    pub token: Spanned<String>,
    /// `other_tokens`: kinds that will do as well
    pub other_tokens: Vec<Spanned<String>>,
    /// `token_param`: its query parameter, where this endpoint differs
    pub token_param: Option<Spanned<String>>,
    /// `permission_sets`; left out: not stated
    pub permission_sets: Option<Spanned<PermissionsSpec>>,
    /// `returns: binary`; left out or `json`: false
    pub returns_binary: Option<Spanned<bool>>,
    /// `returns_doc`: what the bytes are
    pub returns_doc: Option<Spanned<String>>,
    /// `idempotent`
    pub idempotent: Option<Spanned<bool>>,
    /// `deprecated`: why
    pub deprecated: Option<Spanned<String>>,
    /// `since`
    pub since: Option<Spanned<String>>,
    /// `request`
    pub request: Vec<FieldSpec>,
    /// `response`
    pub response: Vec<FieldSpec>,
    /// `errcodes`
    pub errcodes: Vec<ErrcodeSpec>,
    /// `examples`
    pub examples: Vec<ExampleSpec>,
    /// `sources`
    pub sources: Vec<SourceSpec>,
    /// `notes`
    pub notes: Vec<Spanned<String>>,
}

/// `permission_sets` of an endpoint.
#[derive(Debug, Clone, PartialEq)]
pub enum PermissionsSpec {
    /// `any`
    Any,
    /// `none`
    Nobody,
    /// a list of ids
    Ids(Vec<Spanned<u32>>),
}

/// A field, an alternative, or (with an empty name) the items of an array or map.
#[derive(Debug)]
pub struct FieldSpec {
    /// The key: the name on the wire, for a one-of the group's name.
    pub wire: Spanned<String>,
    /// What it can be; the span is that of the word (`string`), of the key `one_of`, or of the whole value.
    pub ty: Spanned<TypeSpec>,
    /// `name`: words for the Rust name, where the wire's will not do
    pub name: Option<Spanned<String>>,
    /// `doc`
    pub doc: Option<Spanned<String>>,
    /// `in`
    pub place: Option<Spanned<Place>>,
    /// `required`; left out: false, for a one-of true
    pub required: Option<Spanned<bool>>,
    /// `default`
    pub default: Option<Spanned<Value>>,
    /// `deprecated`: why
    pub deprecated: Option<Spanned<String>>,
    /// `since`
    pub since: Option<Spanned<String>>,
    /// `secret`
    pub secret: Option<Spanned<bool>>,
}

/// `type` and what goes with it.
#[derive(Debug)]
pub enum TypeSpec {
    /// `string`
    String,
    /// `integer`
    Integer,
    /// `float`
    Float,
    /// `boolean`
    Boolean,
    /// `json`
    Json,
    /// `binary`
    Binary,
    /// `file`
    File,
    /// `const` with `value`
    Const(Option<Spanned<Value>>),
    /// `array` with `items`
    Array(Box<FieldSpec>),
    /// `map` with `items`
    Map(Box<FieldSpec>),
    /// `object` with `fields`
    Object {
        /// `type_name`: the Rust type, where the derived one will not do
        type_name: Option<Spanned<String>>,
        /// `fields`
        fields: Vec<FieldSpec>,
    },
    /// `enum` with `values`
    Enum {
        /// `type_name`
        type_name: Option<Spanned<String>>,
        /// `of`; left out: integer when every value is one, else string
        base: EnumBase,
        /// `values`
        values: Vec<EnumValueSpec>,
    },
    /// `one_of` with the alternatives
    OneOf {
        /// `type_name`
        type_name: Option<Spanned<String>>,
        /// the alternatives
        alternatives: Vec<FieldSpec>,
    },
    /// Something that was reported as wrong; stands in so that the rest can be checked.
    Invalid,
}

/// One value of an enum.
#[derive(Debug)]
pub struct EnumValueSpec {
    /// The key as written: text, or the digits of an integer.
    pub wire: Spanned<String>,
    /// `name`: the Rust variant
    pub name: Option<Spanned<String>>,
    /// `doc`
    pub doc: Option<Spanned<String>>,
}

/// One example.
#[derive(Debug)]
pub struct ExampleSpec {
    /// `doc`
    pub doc: Option<Spanned<String>>,
    /// `request`
    pub request: Option<ExampleValue>,
    /// `response`
    pub response: Option<ExampleValue>,
}

/// A JSON value of an example with the place of each part.
#[derive(Debug)]
pub struct ExampleValue {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ExampleKind,
}

/// What an example value is.
#[derive(Debug)]
pub enum ExampleKind {
    /// null, a boolean, a number or a string
    Scalar(Value),
    /// a list
    Array(Vec<ExampleValue>),
    /// an object, each key with its place
    Object(IndexMap<String, (Span, ExampleValue)>),
}

/// One entry of `sources`.
#[derive(Debug)]
pub struct SourceSpec {
    /// `page`
    pub page: Spanned<String>,
    /// `generation`
    pub generation: Option<Spanned<String>>,
    /// `captured`
    pub captured: Option<Spanned<String>>,
    /// `sha256`
    pub sha256: Option<Spanned<String>>,
}

impl Spec {
    /// The codes that endpoints of an area can refer to, the area's own first: of two with one number, the first counts.
    pub fn codes_for<'a>(&'a self, area: &str) -> impl Iterator<Item = &'a ErrcodeSpec> + use<'a> {
        let own = self.area_errcodes.iter().find(|file| file.area == area);
        own.into_iter().flat_map(|file| &file.codes).chain(&self.errcodes)
    }
}

impl ErrcodeSpec {
    /// Is nothing said but the number? Then it refers to a code that is described elsewhere.
    pub fn is_bare(&self) -> bool {
        self.name.is_none() && self.msg.is_none() && self.advice.is_none() && self.class.is_none()
    }
}

impl ExampleValue {
    /// The value without places.
    pub fn to_json(&self) -> Value {
        match &self.kind {
            ExampleKind::Scalar(value) => value.clone(),
            ExampleKind::Array(items) => Value::Array(items.iter().map(Self::to_json).collect()),
            ExampleKind::Object(entries) => {
                Value::Object(entries.iter().map(|(key, (_, value))| (key.clone(), value.to_json())).collect())
            }
        }
    }
}
