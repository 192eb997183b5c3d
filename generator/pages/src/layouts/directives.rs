//! Sphinx's httpdomain: `.. http:post:: path`, the fields below it, and the lists below these.

use super::paragraphs::Piece;
use super::{Language, Layout};
use crate::document::{BlockKind, Row, Table};
use crate::{columns, types};

/// Pages that say their calls so; all else is reStructuredText.
pub(super) const LAYOUT: Layout = Layout {
    name: "directives",
    generation: 2019,
    language: Language::Chinese,
    cells_were_cut: false,
    recognise: |text| text.lines().any(|line| call(line.trim(), "").is_some()),
    read: super::rst::read_page,
};

const HOST: &str = "https://api.weixin.qq.com/";

/// Where paths of directives begin: a request in full tells, or a term such as `api_wxa`.
pub(super) fn base(text: &str) -> String {
    let host = text.lines().find_map(|line| line.trim().strip_prefix("Host: https://"));
    if let Some((_, path)) = host.and_then(|host| host.split_once('/')) {
        return format!("{HOST}{}", path.trim_start_matches('/'));
    }
    let term = text.split(":term:`api_").nth(1).and_then(|rest| rest.split('`').next());
    match term.filter(|term| !term.is_empty() && term.bytes().all(|byte| byte.is_ascii_alphanumeric())) {
        Some(folder) => format!("{HOST}{folder}/"),
        None => HOST.to_owned(),
    }
}

/// A directive as a call.
pub(super) fn call(line: &str, base: &str) -> Option<String> {
    let (method, path) = line.strip_prefix(".. http:")?.split_once("::")?;
    let path = path.trim();
    let base = if path.contains("://") { "" } else { base };
    Some(format!("{} {base}{}", method.to_uppercase(), path.trim_start_matches('/')))
}

/// The fields below a directive, as tables.
#[derive(Default)]
pub(super) struct Fields {
    /// Headings with the tables below them.
    tables: Vec<(&'static str, Table)>,
    /// The table and name of the last field.
    last: Option<(&'static str, String)>,
}

const QUERY: &str = "查询参数";
const PARAMS: &str = "请求参数";
const BODY: &str = "请求体";
const REPLY: &str = "返回参数";
const CODES: &str = "错误码";

const PARTS: &[(&[&str], &str)] = &[
    (&["query", "queryparam", "qparam"], QUERY),
    (&["param", "parameter"], PARAMS),
    (&["json", "reqjson", "<json", "reqjsonobj", "reqjsonarr", "<jsonarr", "form", "formparameter", "fparam"], BODY),
    (&["resjson", ">json", "resjsonobj", "resjsonarr", ">jsonarr"], REPLY),
];

impl Fields {
    /// Takes a line, if it is a field or an item of the list below one.
    pub(super) fn take(&mut self, line: &str, number: usize) -> bool {
        self.field(line, number).or_else(|| self.item(line, number)).is_some()
    }

    /// The tables so far, which are then forgotten.
    pub(super) fn tables(&mut self) -> Vec<(&'static str, Table)> {
        self.last = None;
        let mut tables = std::mem::take(&mut self.tables);
        // A column that no field fills is none.
        for (_, table) in tables.iter_mut().filter(|(_, table)| table.header.len() == 4) {
            if table.rows.iter().all(|row| row.cells.get(2).is_some_and(String::is_empty)) {
                table.header.remove(2);
                table.rows.iter_mut().for_each(|row| drop(row.cells.remove(2)));
            }
        }
        tables
    }

    /// `:query string access_token: words`
    fn field(&mut self, line: &str, number: usize) -> Option<()> {
        let line = line.replace('\t', " ");
        let rest = line.strip_prefix(':')?;
        let (field, doc) = rest.split_once(": ").or_else(|| Some((rest.strip_suffix(':')?, "")))?;
        let (kind, names) = field.split_once(' ')?;
        let (_, part) = PARTS.iter().find(|(kinds, _)| kinds.contains(&kind))?;
        let (ty, names) = names.trim().split_once(' ').unwrap_or(("", names));
        let name = names.split_whitespace().next()?;
        self.last = Some((part, name.to_owned()));
        self.add(part, name.to_owned(), ty, doc, number);
        Some(())
    }

    /// `- **name** (*string*): words`, `- name number words` or `- **40003** words`
    fn item(&mut self, line: &str, number: usize) -> Option<()> {
        let (part, parent) = self.last.clone()?;
        let item = line.strip_prefix("- ")?.replace(['*', '(', ')'], " ");
        let mut words = item.split_whitespace();
        let first = words.next()?;
        let rest = words.collect::<Vec<_>>().join(" ");
        if first.parse::<i64>().is_ok() {
            let row = Row { line: number, cells: vec![first.to_owned(), rest] };
            self.table(CODES, &["错误码", "说明"]).rows.push(row);
            return Some(());
        }
        let (ty, doc) = rest.split_once([' ', ':']).unwrap_or((&rest, ""));
        let ty = ty.trim_end_matches(':');
        if !types::is_word(ty) || !first.is_ascii() {
            return None;
        }
        self.add(part, format!("{parent}.{first}"), ty, doc.trim_start_matches([':', ' ']), number);
        Some(())
    }

    fn add(&mut self, part: &'static str, name: String, ty: &str, doc: &str, line: usize) {
        let doc = doc.trim().replace('*', "");
        let said = doc.split_whitespace().next().filter(|word| columns::required(word).is_some()).unwrap_or("");
        let cells = vec![name, ty.to_owned(), said.to_owned(), doc.clone()];
        self.table(part, &["参数", "类型", "必填", "说明"]).rows.push(Row { line, cells });
    }

    fn table(&mut self, part: &'static str, header: &[&str]) -> &mut Table {
        let at = self.tables.iter().position(|(known, _)| *known == part).unwrap_or(self.tables.len());
        if at == self.tables.len() {
            let header = header.iter().map(|head| (*head).to_owned()).collect();
            self.tables.push((part, Table { header, ..Table::default() }));
        }
        &mut self.tables[at].1
    }
}

/// Lists of fields as Sphinx prints them in HTML, `name (type) – words` below `Query Parameters`, become tables.
pub(super) fn without_lists(pieces: Vec<Piece>) -> Vec<Piece> {
    const HEADS: &[(&str, &str)] = &[
        ("Query Parameters", "query"),
        ("Form Parameters", "form"),
        ("Request JSON Object", "<json"),
        ("Response JSON Object", ">json"),
    ];
    let mut out = Vec::with_capacity(pieces.len());
    let mut fields = Fields::default();
    let mut kind = None;
    for piece in pieces {
        if let Piece::Text(line, text) = &piece {
            let text = text.trim();
            let head = HEADS.iter().find(|(head, _)| *head == text);
            let taken = kind.is_some_and(|kind| {
                text.is_empty() || listed(kind, text).is_some_and(|field| fields.take(&field, *line))
            });
            if let Some((_, head)) = head {
                kind = Some(*head);
            }
            if head.is_some() || taken {
                continue;
            }
        }
        kind = None;
        put(&mut fields, &mut out);
        out.push(piece);
    }
    put(&mut fields, &mut out);
    out
}

fn put(fields: &mut Fields, out: &mut Vec<Piece>) {
    for (heading, table) in fields.tables() {
        let line = table.rows.first().map_or(0, |row| row.line);
        out.push(Piece::Told(line, BlockKind::Heading(heading.to_owned())));
        out.push(Piece::Told(line, BlockKind::Table(table)));
    }
}

/// A line of such a list as a field.
fn listed(kind: &str, line: &str) -> Option<String> {
    let (name, doc) = line.split_once(" – ").or_else(|| line.split_once(" -- "))?;
    let (name, ty) = name.split_once(" (").unwrap_or((name, ""));
    let ty = ty.trim_end_matches(')');
    (!name.contains(' ')).then(|| format!(":{kind} {ty}{}{name}: {doc}", if ty.is_empty() { "" } else { " " }))
}
