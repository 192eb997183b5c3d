//! A type with a field of every kind.

use wxopen_runtime::generated::prelude::*;

/// One field of each kind.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Everything {
    pub(crate) text: String,
    pub(crate) number: i64,
    pub(crate) ratio: f64,
    pub(crate) flag: bool,
    pub(crate) maybe: Option<String>,
    pub(crate) list: Vec<i64>,
    pub(crate) nested: Vec<Vec<Option<bool>>>,
    pub(crate) map: Map<f64>,
    pub(crate) blob: Bytes,
    pub(crate) secret: Secret,
    pub(crate) any: Value,
    pub(crate) inner: Option<Box<Inner>>,
}

/// A part of it, with a field that has to be there.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Inner {
    pub(crate) id: String,
    pub(crate) tags: Vec<String>,
}

impl Encode for Everything {
    fn encode(&self, out: &mut Writer) {
        out.begin();
        out.field("text", &self.text);
        out.field("number", &self.number);
        out.field("ratio", &self.ratio);
        out.field("flag", &self.flag);
        out.field("maybe", &self.maybe);
        out.field("list", &self.list);
        out.field("nested", &self.nested);
        out.field("map", &self.map);
        out.field("blob", &self.blob);
        out.field("secret", &self.secret);
        out.field("any", &self.any);
        if let Some(inner) = &self.inner {
            out.field("inner", &**inner);
        }
        out.end();
    }
}

impl Decode for Everything {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.field("text", &mut self.text);
        input.field("number", &mut self.number);
        input.field("ratio", &mut self.ratio);
        input.field("flag", &mut self.flag);
        input.field("maybe", &mut self.maybe);
        input.field("list", &mut self.list);
        input.field("nested", &mut self.nested);
        input.field("map", &mut self.map);
        input.field("blob", &mut self.blob);
        input.field("secret", &mut self.secret);
        input.field("any", &mut self.any);
        let mut inner = None::<Inner>;
        input.field("inner", &mut inner);
        self.inner = inner.map(Box::new);
    }
}

impl Encode for Inner {
    fn encode(&self, out: &mut Writer) {
        out.begin();
        out.field("id", &self.id);
        out.field("tags", &self.tags);
        out.end();
    }
}

impl Decode for Inner {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.required("id", &mut self.id);
        input.field("tags", &mut self.tags);
    }
}
