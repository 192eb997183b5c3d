//! A page per endpoint.

use serde_json::Value;

use super::parameters::{Side, table};
use super::{call, cell, errors, head, permissions, row, sketch};
use crate::markdown;
use crate::model::{Api, Area, Endpoint, Reply, Source};

/// About as long as a page.
const USUAL_LENGTH: usize = 6 << 10;

/// The page.
pub(super) fn page(api: &Api, area: &Area, endpoint: &Endpoint) -> String {
    let mut page = Page(String::with_capacity(USUAL_LENGTH));
    page.0.push_str(&format!("# {}\n", markdown::name(&endpoint.name)));
    if let Some(why) = &endpoint.deprecated {
        page.add(&format!("> **Deprecated**: {}", markdown::text(why)));
    }
    page.add(&markdown::text(&endpoint.summary));
    page.add(&markdown::paragraphs(&endpoint.doc));
    page.add(&facts(api, area, endpoint));
    request(&mut page, endpoint);
    reply(&mut page, endpoint);
    error_table(&mut page, endpoint);
    examples(&mut page, api, area, endpoint);
    notes(&mut page, endpoint);
    page.0
}

/// A page being written: blocks with a blank line between them.
struct Page(String);

impl Page {
    fn add(&mut self, block: &str) {
        let block = block.trim_end();
        if !block.is_empty() {
            self.0.push('\n');
            self.0.push_str(block);
            self.0.push('\n');
        }
    }
}

fn facts(api: &Api, area: &Area, endpoint: &Endpoint) -> String {
    let call = markdown::code_in_cell(&format!("{} {}", endpoint.method.name(), endpoint.path));
    let token = match &endpoint.token {
        Some(token) => {
            let kinds: Vec<_> = token.kinds().map(markdown::code_in_cell).collect();
            format!("{}, as {} in the URL", kinds.join(" or "), markdown::code_in_cell(&token.param))
        }
        None => "none".to_owned(),
    };
    let mut out = head(&["Call", &call]);
    out.push_str(&row(&["Token", &token]));
    out.push_str(&row(&["Permission sets", &permissions::named_links("../", api, &endpoint.permissions)]));
    out.push_str(&row(&["Area", &format!("[{}](README.md)", cell(&area.title))]));
    let rust = format!("{}::{}", area.module, endpoint.request.type_name);
    out.push_str(&row(&["Rust", &markdown::code_in_cell(&rust)]));
    out.push_str(&row(&["Safe to repeat", if endpoint.idempotent { "yes" } else { "not stated" }]));
    if let Some(since) = &endpoint.since {
        out.push_str(&row(&["Since", &cell(since)]));
    }
    if let Some(url) = &endpoint.docs_url {
        out.push_str(&row(&["WeChat's page", &markdown::link("open", url)]));
    }
    out
}

fn request(page: &mut Page, endpoint: &Endpoint) {
    page.add("## Request");
    page.add(&match endpoint.request.fields.is_empty() {
        true => "Nothing but the token.".to_owned(),
        false => table(&endpoint.request.fields, Side::Request),
    });
}

fn reply(page: &mut Page, endpoint: &Endpoint) {
    page.add("## Reply");
    match &endpoint.reply {
        Reply::Binary { doc } => {
            page.add("Bytes; an error comes as JSON all the same.");
            page.add(&markdown::paragraphs(doc));
        }
        Reply::Json(object) => {
            page.add(&markdown::paragraphs(&object.doc));
            page.add(&match object.fields.is_empty() {
                true => "Nothing but `errcode` and `errmsg`.".to_owned(),
                false => table(&object.fields, Side::Reply),
            });
        }
    }
}

fn error_table(page: &mut Page, endpoint: &Endpoint) {
    page.add("## Errors");
    let name = markdown::code(&endpoint.errors.type_name);
    page.add(&format!("{name}; besides these, any [shared code](../errors.md) can come."));
    if endpoint.errors.codes.is_empty() {
        return;
    }
    let mut out = head(&["Code", "Variant", "Message", "Class", "What to do"]);
    for code in &endpoint.errors.codes {
        let link = format!("[{}](../errors.md#{})", code.code, errors::anchor(code.code));
        let variant = markdown::code_in_cell(&code.variant);
        out.push_str(&row(&[&link, &variant, &errors::message(code), code.class.name(), &cell(&code.advice)]));
    }
    page.add(&out);
}

fn examples(page: &mut Page, api: &Api, area: &Area, endpoint: &Endpoint) {
    page.add("## Examples");
    let mut shown = false;
    if endpoint.examples.iter().all(|example| example.request.is_none()) {
        let request = sketch::request(endpoint);
        if !endpoint.request.fields.is_empty() {
            page.add("What has to be given, with placeholders.");
        }
        calls(page, api, area, endpoint, &request, true);
        shown = true;
    }
    for example in &endpoint.examples {
        page.add(&markdown::paragraphs(&example.doc));
        if let Some(request) = &example.request {
            calls(page, api, area, endpoint, request, !shown);
            shown = true;
        }
        if let Some(response) = &example.response {
            page.add("answers");
            let text = serde_json::to_string_pretty(response).unwrap_or_default();
            page.add(&markdown::block("json", &text));
        }
    }
}

/// A call in Rust and as commands; against the local WeChat only the first time.
fn calls(page: &mut Page, api: &Api, area: &Area, endpoint: &Endpoint, request: &Value, first: bool) {
    page.add(&call::rust(api, area, endpoint, request).unwrap_or_default());
    page.add(&call::curl(api, endpoint, request));
    if first {
        page.add(&call::mock(endpoint, request));
    }
}

fn notes(page: &mut Page, endpoint: &Endpoint) {
    if !endpoint.notes.is_empty() {
        page.add("## Notes");
        let notes: Vec<_> = endpoint.notes.iter().map(|note| format!("- {}", markdown::text(note))).collect();
        page.add(&notes.join("\n"));
    }
    page.add("## Sources");
    let spec = format!("- Spec: {}", markdown::code(&endpoint.spec_file));
    let sources = endpoint.sources.iter().map(source);
    page.add(&std::iter::once(spec).chain(sources).collect::<Vec<_>>().join("\n"));
}

fn source(source: &Source) -> String {
    let page = match source.page.contains("://") {
        true => markdown::link("page", &source.page),
        false => markdown::text(&source.page),
    };
    let details = [&source.generation, &source.captured].into_iter().flatten().map(|fact| markdown::text(fact));
    let digest = source.sha256.as_ref().map(|digest| format!("sha256 {}", markdown::code(digest)));
    let details: Vec<_> = details.chain(digest).collect();
    if details.is_empty() { format!("- {page}") } else { format!("- {page} ({})", details.join(", ")) }
}
