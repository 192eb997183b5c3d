//! A page cut into endpoints, and each endpoint into its parts.

use super::call::{self, Call};
use super::codes;
use super::parts::{self, Part, Segment};
use crate::columns;
use crate::columns::Column;
use crate::document::{BelongsTo, Block, BlockKind, Document, Row, Table};
use crate::draft::{Example, Place, Side};
use crate::types;

/// What a page says of one endpoint, in parts.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) line: usize,
    pub(super) title: Option<String>,
    pub(super) name: Option<String>,
    pub(super) call: Option<Call>,
    pub(super) tables: Vec<Listed>,
    pub(super) codes: Vec<Table>,
    pub(super) examples: Vec<Example>,
    /// Does a table of fields have return codes for rows?
    pub(super) codes_in_fields: bool,
    /// The line of the heading they belong under.
    pub(super) third_party_heading: Option<usize>,
    /// Lines about permission sets.
    pub(super) third_party: Vec<(usize, String)>,
    /// Lines under the heading of a part that has no table: what is left of a lost one.
    pub(super) empty_parts: Vec<(usize, Option<Side>, &'static str)>,
}

/// A table of parameters or fields.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) side: Side,
    pub(super) place: Option<Place>,
    pub(super) under: Under,
    pub(super) table: Table,
}

/// What the rows of a table are fields of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Under {
    /// The request or reply itself.
    Top,
    /// An object, by its path.
    Path(Vec<Segment>),
    /// An object, by its name.
    Field(String),
    /// The object of the row before, as far as it goes.
    LastRow,
}

/// Cuts a page.
pub(super) fn outlines(document: &Document) -> Vec<Outline> {
    let mut walk = Walk {
        outlines: vec![Outline { line: 1, ..Outline::default() }],
        part: Part::Title,
        examples: false,
        side: Side::Request,
        before: None,
        titles: Vec::new(),
        single: false,
        method: None,
        pushed: false,
        expected: None,
    };
    for block in &document.blocks {
        walk.block(block);
    }
    walk.expect_nothing();
    walk.outlines
}

struct Walk<'a> {
    outlines: Vec<Outline>,
    part: Part,
    /// Are we among the examples of an endpoint?
    examples: bool,
    /// The side of the last part that had one.
    side: Side,
    /// The line before, where a method may stand.
    before: Option<&'a str>,
    /// Titles since the last part that was known.
    titles: Vec<(usize, &'a str)>,
    /// Does the page say the name of its endpoint? Then it has one only.
    single: bool,
    /// The method that the announcement of a call named, where the URL has not come yet.
    method: Option<&'static str>,
    /// Are we below a message that WeChat pushes? Its tables are none of an endpoint.
    pushed: bool,
    /// A part whose table has not come yet.
    expected: Option<(usize, Option<Side>, &'static str)>,
}

impl<'a> Walk<'a> {
    fn current(&mut self) -> &mut Outline {
        if self.outlines.is_empty() {
            self.outlines.push(Outline::default());
        }
        let last = self.outlines.len() - 1;
        &mut self.outlines[last]
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Heading(heading) => self.heading(block.line, heading),
            BlockKind::Line(line) => self.line(block.line, line),
            BlockKind::Code(code) => self.code(block.line, code),
            BlockKind::Table(table) => self.table(block.line, table),
        }
    }

    fn heading(&mut self, line: usize, heading: &'a str) {
        self.before = None;
        // `Object` below the heading of a reply says what the reply is.
        if matches!(heading.trim(), "Object" | "object" | "Array" | "array" | "JSON") {
            return;
        }
        if let Some(row) = self.parameter(line, heading) {
            self.expected = None;
            let (side, place) = (self.side, None);
            let header = ["参数", "类型"].map(str::to_owned).to_vec();
            let table = Table { header, rows: vec![row], ..Table::default() };
            self.current().tables.push(Listed { side, place, under: Under::Top, table });
            return;
        }
        let mut part = parts::of_heading(heading);
        // Headings, too, only say that parameters follow; of which side they are is told by what came before.
        if !self.single && part == Part::Data(Side::Request, None) && parts::names_no_side(heading) {
            part = Part::Data(self.side, None);
        }
        if part == Part::Title && (!self.single || self.current().call.is_none()) {
            self.titles.push((line, heading));
        }
        match part {
            Part::Call if self.examples => {
                self.part = Part::Examples;
                return;
            }
            // An unknown heading among examples is that of another example.
            Part::Title if self.examples && self.single => {
                self.part = Part::Examples;
                return;
            }
            Part::Examples | Part::Example(_) => self.examples = true,
            Part::Title | Part::Elsewhere if self.examples => {}
            _ => self.examples = false,
        }
        self.pushed = false;
        self.method = None;
        self.enter(part, line);
    }

    /// A heading that is a parameter, `string access_token`, with what it is below.
    fn parameter(&self, line: usize, heading: &str) -> Option<Row> {
        let (ty, name) = heading.trim().split_once(' ')?;
        let listed = matches!(self.part, Part::Data(..) | Part::Aside) && types::is_word(ty) && ty.is_ascii();
        let name = identifier(name).filter(|_| listed && !self.examples)?;
        Some(Row { line, cells: vec![name.to_owned(), ty.to_owned()] })
    }

    fn enter(&mut self, part: Part, line: usize) {
        // A heading of the same side right below is a part of this one.
        match &part {
            Part::Data(side, _) | Part::Nested(side, _) if *side == self.side => self.expected = None,
            _ => self.expect_nothing(),
        }
        match &part {
            Part::Data(side, place) => {
                self.side = *side;
                let what = match (side, place) {
                    (Side::Request, Some(Place::Query)) => "parameters of the URL",
                    (Side::Request, _) => "parameters of the request",
                    (Side::Reply, _) => "fields of the reply",
                };
                self.expected = Some((line, Some(*side), what));
            }
            Part::Nested(side, _) => {
                self.side = *side;
                self.expected = Some((line, Some(*side), "fields of an object"));
            }
            Part::Codes => self.expected = Some((line, None, "return codes")),
            Part::Example(side) => self.side = *side,
            _ => {}
        }
        if part == Part::ThirdParty {
            self.current().third_party_heading.get_or_insert(line);
        }
        self.part = part;
    }

    /// The part that ends here had no table.
    fn expect_nothing(&mut self) {
        if let Some(lost) = self.expected.take() {
            self.current().empty_parts.push(lost);
        }
    }

    fn line(&mut self, number: usize, line: &'a str) {
        let before = self.before.replace(line);
        let says_none =
            matches!(line.trim_end_matches(['。', '.']), "无" | "none" | "None") || line.contains("没有特殊错误码");
        if says_none {
            self.expected = None;
        }
        if let Some(name) = stated_name(line).or_else(|| (self.part == Part::Name).then(|| identifier(line)).flatten())
        {
            self.single = true;
            self.current().name.get_or_insert(name.to_owned());
            return;
        }
        let about_sets = line.contains("权限集") || line.to_lowercase().contains("permission set");
        if self.part == Part::ThirdParty || (about_sets && !matches!(self.part, Part::Aside | Part::Codes)) {
            self.current().third_party.push((number, line.to_owned()));
            return;
        }
        let elsewhere = self.part == Part::Elsewhere;
        if !self.single && (!elsewhere && parts::announces_call(line) || elsewhere && parts::announces_https(line)) {
            self.examples = false;
            self.enter(Part::Call, number);
            self.method = call::method(line).or(self.method);
        }
        if self.call(line, before, number) {
            return;
        }
        self.late_method(line);
        let label = parts::of_label(line, self.side).filter(|_| self.part != Part::Elsewhere);
        if let Some(part) = label {
            if self.examples && matches!(part, Part::Example(_) | Part::Examples | Part::Data(..)) {
                if let Part::Example(side) | Part::Data(side, _) = part {
                    self.part = Part::Example(side);
                }
                return;
            }
            self.enter(part, number);
        }
    }

    /// Takes the line as a call, if it is one and stands where one may.
    fn call(&mut self, line: &str, before: Option<&str>, number: usize) -> bool {
        if self.examples
            || matches!(
                self.part,
                Part::Elsewhere | Part::Examples | Part::Example(_) | Part::Aside | Part::Codes | Part::Nested(..)
            )
        {
            return false;
        }
        let Some(mut call) = call::of_line(line, before, number) else { return false };
        let stated = self.part == Part::Call || !self.single && call::is_bare(line);
        if !stated && (call.method.is_none() || self.single) {
            return false;
        }
        // The URL once more, as an example.
        let known = self.current().call.as_ref().is_some_and(|known| known.path == call.path);
        if known && call.method.is_none() {
            return false;
        }
        if self.current().call.is_some() {
            if self.single {
                return true;
            }
            self.outlines.push(Outline { line: number, ..Outline::default() });
        }
        call.method = call.method.or(self.method.take().map(str::to_owned));
        self.pushed = false;
        let title = self.titles.last().copied();
        let single = self.single;
        let outline = self.current();
        if !single {
            // What stands before the first call of a page of many is about something else.
            *outline = Outline { third_party: std::mem::take(&mut outline.third_party), ..Outline::default() };
        }
        outline.line = title.map_or(call.line, |(line, _)| line);
        outline.title = title.map(|(_, title)| title.to_owned());
        outline.call = Some(call);
        self.titles.clear();
        self.side = Side::Request;
        self.part = Part::Call;
        true
    }

    /// A method that stands below its URL.
    fn late_method(&mut self, line: &str) {
        if self.part != Part::Call || line.chars().count() > 40 {
            return;
        }
        if let Some(call) = self.current().call.as_mut().filter(|call| call.method.is_none()) {
            call.method = call::method(line).map(str::to_owned);
        }
    }

    fn code(&mut self, line: usize, code: &'a str) {
        let mut before = self.before;
        for (index, text) in code.lines().enumerate().take(6) {
            if self.call(text, before, line + index) {
                return;
            }
            before = Some(text).filter(|text| !text.trim().is_empty());
        }
        let first = code.lines().map(str::trim).find(|text| !text.is_empty()).unwrap_or_default();
        self.late_method(first);
        self.pushed = first.to_lowercase().starts_with("<xml");
        if self.pushed {
            return;
        }
        let side = match self.part {
            Part::Data(..) | Part::Example(_) | Part::Examples if first.contains(" HTTP/1") => Side::Request,
            Part::Data(..) | Part::Example(_) | Part::Examples if first.starts_with("HTTP/1") => Side::Reply,
            Part::Data(side, _) | Part::Example(side) => side,
            Part::Nested(side, _) => side,
            // The first is what is sent, the second what comes back.
            Part::Examples | Part::Call => {
                let sent = self.current().examples.iter().any(|example| example.side == Side::Request);
                if sent { Side::Reply } else { Side::Request }
            }
            _ => return,
        };
        self.current().examples.push(Example { side, text: code.to_owned(), line });
    }

    fn table(&mut self, _line: usize, table: &'a Table) {
        if self.pushed {
            return;
        }
        let columns = columns::columns(&table.header);
        let under = match (&table.belongs_to, &self.part) {
            (BelongsTo::LastRow, _) => Under::LastRow,
            (BelongsTo::Path(path), _) if parts::names_object(&path.join(".")) => Under::Field(path.join(".")),
            (_, Part::Nested(_, path)) => Under::Path(path.clone()),
            (_, Part::Struct(name)) => Under::Field(name.clone()),
            _ => Under::Top,
        };
        let named = columns.contains(&Column::Name) || holds_names(table);
        match &self.part {
            Part::Codes => {
                self.expected = None;
                self.current().codes.push(table.clone());
            }
            Part::Data(..) | Part::Title | Part::Struct(_) | Part::Call if columns.first() == Some(&Column::Code) => {
                self.expected = None;
                if self.current().call.is_some() {
                    self.current().codes.push(table.clone());
                }
            }
            Part::Data(..) | Part::Nested(..) | Part::Struct(_) | Part::Call if named => {
                self.expected = None;
                let place = match &self.part {
                    Part::Data(_, place) => *place,
                    Part::Nested(..) => Some(Place::Body),
                    _ => None,
                };
                let side = if self.asks(table, &columns) { Side::Request } else { self.side };
                let (table, codes) = codes::split(table);
                if let Some(codes) = codes.filter(|_| side == Side::Reply) {
                    self.current().codes_in_fields = true;
                    self.current().codes.push(codes);
                }
                self.current().tables.push(Listed { side, place, under, table });
            }
            _ => {}
        }
    }
}

impl Walk<'_> {
    /// Does a table below the reply say what is sent? It says what is required, names parameters of the URL, and no
    /// other has done so.
    fn asks(&mut self, table: &Table, columns: &[Column]) -> bool {
        if self.single || self.side == Side::Request || !columns.contains(&Column::Required) {
            return false;
        }
        let name = columns.iter().position(|column| *column == Column::Name).unwrap_or(0);
        let outline = self.current();
        let query = outline.call.as_ref().map_or(&[][..], |call| &call.query);
        let mut names = table.rows.iter().take(100).filter_map(|row| row.cells.get(name));
        outline.tables.iter().all(|listed| listed.side != Side::Request)
            && names.any(|cell| query.iter().any(|(known, _)| known == cell.trim()))
    }
}

/// Do the cells of the first column look like names of parameters?
fn holds_names(table: &Table) -> bool {
    let named =
        table.rows.iter().filter(|row| row.cells.first().is_some_and(|cell| identifier(cell).is_some())).count();
    named > 0 && named * 2 > table.rows.len() && table.header.len() > 1
}

/// `接口英文名：bindTester`
fn stated_name(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("接口英文名").or_else(|| line.strip_prefix("Interface name"))?;
    identifier(rest.trim_start_matches([':', '：', ' ']))
}

/// The line, if it is one name.
fn identifier(line: &str) -> Option<&str> {
    let name = line.trim();
    let good = !name.is_empty() && name.len() <= 100 && name.starts_with(|c: char| c.is_ascii_alphabetic());
    (good && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))).then_some(name)
}
