//! What a page means, told the same way for all layouts.

mod call;
mod choices;
mod codes;
mod constants;
mod evidence;
mod fields;
mod limits;
mod names;
mod nesting;
mod outline;
mod parts;
mod permissions;
mod shape;
mod token;
mod versions;

use fields::Node;
use outline::Outline;

use super::document::Document;
use super::draft::{Draft, Place, Side, Type};
use super::finding::{self, Finding};
use super::layouts::Language;
use super::loose_json::{self, Loose};

/// The endpoints of a page, and what a person should look at.
pub(super) fn drafts(document: &Document, language: Language) -> (Vec<Draft>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut outlines = outline::outlines(document);
    outlines.retain(|outline| outline.call.is_some() || outline.name.is_some());
    outlines.iter_mut().for_each(|outline| limits::keep(outline, &mut findings));
    let drafts = outlines.iter().map(|outline| draft(outline, language, &mut findings)).collect();
    (versions::join(drafts, &mut findings), findings)
}

fn draft(outline: &Outline, language: Language, findings: &mut Vec<Finding>) -> Draft {
    let call = outline.call.clone().unwrap_or_default();
    let translated = language == Language::English;
    if call.method.is_none() || call.path.is_empty() {
        findings.push(Finding::new(
            finding::NO_CALL,
            outline.line,
            "the page does not keep method and path of the call",
        ));
    }
    let told = |side| outline.tables.iter().any(|listed| listed.side == side);
    // Pages that name their endpoint have tables; where there is none, it was lost.
    let by_example =
        |side| outline.name.is_none() && !told(side) && outline.examples.iter().any(|example| example.side == side);
    for (line, side, what) in &outline.empty_parts {
        // A second heading of the same side has only an example.
        if side.is_some_and(|side| by_example(side) || outline.name.is_none() && told(side)) {
            continue;
        }
        findings.push(Finding::new(finding::LOST_TABLE, *line, format!("no table of {what} follows")));
    }
    if let Some(line) = outline.third_party_heading.filter(|_| outline.third_party.is_empty()) {
        findings.push(Finding::new(finding::NO_PERMISSIONS, line, "the page names no permission set"));
    }
    let is_get = call.method.as_deref() == Some("GET");
    let in_url = |name: &str| call.query.iter().any(|(known, _)| known == name);
    let mut sides = [Side::Request, Side::Reply].map(|side| {
        let (examples, line) = examples(outline, side, findings);
        let mut nodes = fields::of_tables(&outline.tables, side, &examples, findings);
        let query: &[_] = if side == Side::Request { &call.query } else { &[] };
        names::mend(&mut nodes, &examples, query, translated, findings);
        if by_example(side) {
            let values: Vec<_> = examples.iter().filter(|example| matches!(example, Loose::Object(_))).collect();
            nodes = shape::of_examples(&values, line);
            if !nodes.is_empty() {
                let what = if side == Side::Request { "parameters" } else { "fields of the reply" };
                findings.push(shape::only_examples(what, line));
            }
        } else if outline.name.is_none() && shape::is_flat(&outline.tables, side) {
            shape::nest(&mut nodes, &examples, findings);
        }
        if outline.name.is_none() && !told(side) && side == Side::Request {
            shape::add_query(&mut nodes, &call);
        }
        if side == Side::Reply && outline.name.is_none() && outline.codes_in_fields {
            shape::add_implied(&mut nodes, &examples, line);
        }
        let values: Vec<_> = examples.iter().collect();
        evidence::compare(&mut nodes, &values, side, line, findings);
        nodes
    });
    let [request, reply] = &mut sides;
    if is_get {
        place_of_get(request, in_url, !call.query.is_empty(), findings);
    }
    let (request, docs) =
        fields::flat(
            request,
            |node| {
                if in_url(&node.name) || says_url(&node.doc) { Place::Query } else { Place::Body }
            },
        );
    let (response, _) = fields::flat(reply, |_| Place::Body);
    // Bytes beside errcode and errmsg are the reply itself; only an error comes as JSON then.
    let binary = response.iter().any(|field| field.ty == Type::Binary && field.parent().is_none());
    let token = token::of(&call.query, &request, &docs);
    let one_of = choices::of_docs(&request, &docs, findings);
    let (sent, _) = examples(outline, Side::Request, &mut Vec::new());
    let sent: Vec<_> = sent.iter().collect();
    let constants = constants::of_request(&request, &docs, &sent, told(Side::Request), findings);
    let mut errcodes = Vec::new();
    for table in &outline.codes {
        codes::of_table(table, &mut errcodes, findings);
    }
    for code in errcodes.iter_mut().filter(|_| translated) {
        names::mend_text(&mut code.msg, code.line, findings);
    }
    let fixed = |(name, value): &&(String, String)| {
        let listed = request.iter().position(|param| param.path == *name && param.place == Place::Query);
        let says_so = |at: usize| docs.get(at).is_some_and(|doc| doc.contains(value.as_str()));
        call::is_fixed(name, value) && listed.is_none_or(says_so)
    };
    Draft {
        name: outline.name.clone(),
        title: outline.title.clone(),
        method: call.method.clone(),
        path: Some(call.path.clone()).filter(|path| !path.is_empty()),
        line: outline.line,
        token,
        query: call.query.iter().filter(fixed).cloned().collect(),
        fixed: constants,
        permissions: permissions::of_lines(&outline.third_party, findings),
        request,
        response,
        binary,
        errcodes,
        one_of,
        examples: outline.examples.clone(),
    }
}

/// Is it the token of the caller, which always goes into the URL?
fn is_token(name: &str) -> bool {
    matches!(name, "access_token" | "component_access_token")
}

/// Where the parameters of a GET travel. One table may list those of the URL and those of a body together; the URL of the
/// call tells then which it has, if it is written out.
fn place_of_get(nodes: &mut [Node], in_url: impl Fn(&str) -> bool, is_written_out: bool, findings: &mut Vec<Finding>) {
    for node in nodes.iter_mut().filter(|node| node.place != Some(Place::Query)) {
        let says_url = says_url(&node.doc) || is_token(&node.name);
        let complaint = match node.place {
            Some(_) if says_url => Some("stands in a table of the body, but its text says it goes into the URL"),
            Some(_) => Some("stands in a table of the body, but a GET has none"),
            None if says_url || !is_written_out || in_url(&node.name) => None,
            None => Some("is not in the URL of the call, and a GET has no body"),
        };
        if let Some(complaint) = complaint {
            let message = format!("{} {complaint}", node.name);
            findings.push(Finding::new(finding::GET_WITH_BODY, node.line, message));
        }
        node.place = Some(if says_url || complaint.is_none() { Place::Query } else { Place::Body });
    }
}

/// Does the text of a parameter say that it travels in the URL?
fn says_url(doc: &str) -> bool {
    ["URL 参数", "URL参数", "URL Parameters"].iter().any(|words| doc.contains(words))
}

/// The examples of one side as values, and the line of the first.
fn examples(outline: &Outline, side: Side, findings: &mut Vec<Finding>) -> (Vec<Loose>, usize) {
    let mut values = Vec::new();
    let mut first = None;
    // Examples of more than this are none.
    let mut left = 200_000;
    for example in outline.examples.iter().filter(|example| example.side == side) {
        first.get_or_insert(example.line);
        // A reply with its headers is told by no JSON.
        if side == Side::Reply && example.text.contains("HTTP/1.") {
            continue;
        }
        if example.text.len() > left {
            let message = "the example is too long to be one; it was not read";
            findings.push(Finding::new(finding::BROKEN_EXAMPLE, example.line, message));
            continue;
        }
        left -= example.text.len();
        let read = loose_json::read(&example.text);
        if let Some(line) = read.broken.filter(|_| !read.values.is_empty()) {
            let message = "the example is not JSON; it was read as far as it goes";
            findings.push(Finding::new(finding::BROKEN_EXAMPLE, example.line + line, message));
        }
        values.extend(read.values);
    }
    (values, first.unwrap_or(outline.line))
}
