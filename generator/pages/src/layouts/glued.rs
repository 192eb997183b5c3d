//! Tables whose cells run together. They are cut where a word for a type, yes or no, or another script begins.

use super::super::columns::{self, Column};
use super::super::{text, types};

/// Heads as they follow each other, longest first where one starts another.
const HEADS: &[&str] = &[
    "参数名称",
    "参数名",
    "参数",
    "属性",
    "字段名",
    "字段",
    "数据类型",
    "类型",
    "是否必填",
    "必填",
    "默认值",
    "示例值",
    "示例",
    "说明",
    "描述",
    "错误码",
    "返回码",
    "错误描述",
    "错误信息",
    "解决方案",
    "枚举值",
    "枚举",
    "备注",
];

/// Words for types that are found inside other text; longest first where one starts another.
const TYPES: &[&str] = &[
    "objarray",
    "numarray",
    "strarray",
    "boolean",
    "string",
    "number",
    "integer",
    "object",
    "double",
    "float",
    "array",
    "formdata",
    "buffer",
    "bytes",
    "timestamp",
    "bool",
    "int",
];

/// The heads of a line that holds nothing else; empty where it does.
pub(super) fn heads(line: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let Some((head, after)) = HEADS.iter().find_map(|head| Some((*head, rest.strip_prefix(head)?))) else {
            return Vec::new();
        };
        heads.push(head.to_owned());
        rest = after.trim_start();
    }
    let strs: Vec<_> = heads.iter().map(String::as_str).collect();
    if columns::is_header(&strs) { heads } else { Vec::new() }
}

/// The cells of a row.
pub(super) fn cells(line: &str, columns: &[Column]) -> Vec<String> {
    let mut rest = line.trim();
    let mut cells = Vec::new();
    let typed = columns.contains(&Column::Type);
    for (index, column) in columns.iter().enumerate() {
        let last = index + 1 == columns.len();
        let cut = match column {
            Column::Name if typed => {
                rest.len() - type_at(rest).map_or(rest.len() - identifier(rest), |(at, _)| rest.len() - at)
            }
            Column::Name => identifier(rest),
            Column::Type => {
                TYPES.iter().find(|word| starts_with_ignoring_case(rest, word)).map_or(0, |word| word.len())
            }
            Column::Required => rest.chars().next().filter(|c| matches!(c, '是' | '否')).map_or(0, char::len_utf8),
            Column::Code => {
                let sign = usize::from(rest.starts_with('-'));
                sign + rest.chars().skip(sign).take_while(char::is_ascii_digit).count()
            }
            Column::Example => rest.find(text::is_chinese).unwrap_or(0),
            _ if last => rest.len(),
            Column::Message => rest.find(text::is_chinese).filter(|at| *at > 0).unwrap_or(rest.len()),
            _ => 0,
        };
        let (cell, after) = rest.split_at_checked(cut).unwrap_or((rest, ""));
        cells.push(cell.trim().to_owned());
        rest = after.trim_start();
    }
    cells
}

/// Where the word for a type begins: the first that leaves a name before it.
fn type_at(text: &str) -> Option<(usize, &'static str)> {
    let end = identifier(text);
    (1..end).find_map(|at| {
        let rest = text.get(at..)?;
        let word = TYPES.iter().find(|word| starts_with_ignoring_case(rest, word))?;
        types::is_word(word).then_some((at, *word))
    })
}

fn identifier(text: &str) -> usize {
    text.bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'@' | b'-' | b'[' | b']'))
        .count()
}

fn starts_with_ignoring_case(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}
