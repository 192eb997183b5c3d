//! The words that head tables, in all languages and generations.

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Names of parameters.
    Name,
    /// Names of fields of the object above.
    SubName,
    /// Their types.
    Type,
    /// Must they be given?
    Required,
    /// What they are when left out.
    Default,
    /// An example value.
    Example,
    /// What they are.
    Doc,
    /// The values they can have.
    Values,
    /// Return codes.
    Code,
    /// Texts of return codes.
    Message,
    /// What to do about them.
    Solution,
    /// Something else.
    Other,
}

/// Heads of columns, lower case, without blanks.
const HEADS: &[(Column, &[&str])] = &[
    (
        Column::Name,
        &[
            "参数",
            "参数名",
            "参数名称",
            "属性",
            "属性名",
            "字段",
            "字段名",
            "字段名称",
            "变量名",
            "变量",
            "名称",
            "attribute",
            "attributes",
            "parameter",
            "parameters",
            "parametername",
            "name",
            "field",
            "property",
            "key",
            "参数名字",
            "请求参数",
            "返回参数",
        ],
    ),
    (Column::SubName, &["子参数", "子字段", "二级参数"]),
    (Column::Type, &["类型", "数据类型", "参数类型", "字段类型", "值类型", "变量类型", "type", "datatype"]),
    (
        Column::Required,
        &[
            "必填",
            "必填/选填",
            "是否必填",
            "必须",
            "是否必须",
            "必选",
            "是否必选",
            "是否必需",
            "必需",
            "是否必传",
            "必传",
            "required",
            "mandatory",
        ],
    ),
    (Column::Default, &["默认值", "缺省值", "default", "defaultvalue"]),
    (Column::Example, &["示例", "示例值", "样例", "example"]),
    (
        Column::Doc,
        &[
            "说明",
            "描述",
            "参数说明",
            "参数描述",
            "字段说明",
            "备注",
            "含义",
            "注释",
            "解释",
            "introductions",
            "introduction",
            "description",
            "explanation",
            "remark",
            "note",
            "meaning",
        ],
    ),
    (Column::Values, &["枚举", "枚举值", "合法值", "取值", "取值范围", "值"]),
    (
        Column::Code,
        &[
            "错误码",
            "返回码",
            "错误代码",
            "状态码",
            "errcode",
            "errorcode",
            "returncode",
            "code",
            "错误码(errcode)",
            "错误编码",
            "ret",
        ],
    ),
    (Column::Message, &["错误描述", "错误信息", "errmsg", "错误码描述", "英文描述", "errormessage", "错误说明"]),
    (
        Column::Solution,
        &["解决方案", "处理建议", "解决办法", "解决方法", "处理方式", "排查方法", "solutions", "solution"],
    ),
];

/// What a head says its column holds.
pub(super) fn column(head: &str) -> Column {
    let folded = fold(head);
    HEADS.iter().find(|(_, words)| words.contains(&folded.as_str())).map_or(Column::Other, |(column, _)| *column)
}

/// The columns of a header. Two that head alike differ: after codes come their texts.
pub(super) fn columns(header: &[String]) -> Vec<Column> {
    let mut columns: Vec<_> = header.iter().map(|head| column(head)).collect();
    if columns.first() == Some(&Column::Code) {
        let last = columns.len() - 1;
        for (index, column) in columns.iter_mut().enumerate().skip(1) {
            *column = match *column {
                Column::Code | Column::Doc | Column::Other if index == 1 => Column::Message,
                Column::Doc | Column::Other if index == last => Column::Solution,
                other => other,
            };
        }
    }
    columns
}

/// Lower case, without blanks and marks.
fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '`' | ':' | '：' | '\u{200b}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Is it a header of a table of parameters or codes, told by its words alone?
pub(super) fn is_header(words: &[&str]) -> bool {
    let columns: Vec<_> = words.iter().map(|word| column(word)).collect();
    let starts = matches!(columns.first(), Some(Column::Name | Column::Code | Column::Values));
    starts && columns.len() > 1 && columns.iter().skip(1).all(|column| *column != Column::Other)
}

/// Is it a line that announces what follows, rather than the rest of a cell?
pub(super) fn is_label(line: &str) -> bool {
    const WORDS: &[&str] = &[
        "返回说明",
        "返回数据",
        "返回示例",
        "返回结果",
        "返回参数",
        "返回码",
        "正确的返回",
        "正常返回",
        "错误返回",
        "错误码",
        "参数说明",
        "请求参数",
        "请求示例",
        "请求说明",
        "请求方式",
        "接口说明",
        "调用示例",
        "http请求",
    ];
    // A remark in brackets makes it no longer.
    let folded = fold(line.split(['（', '(']).next().unwrap_or(line));
    let length = folded.chars().count();
    let limit = if line.trim_end().ends_with([':', '：']) { 16 } else { 8 };
    length <= limit && WORDS.iter().any(|word| folded.starts_with(word))
}

/// What a cell of the column "required" says.
pub(super) fn required(cell: &str) -> Option<bool> {
    const YES: &[&str] = &["是", "yes", "true", "y", "必填", "必须", "必选", "必传", "required", "√", "1"];
    const NO: &[&str] = &[
        "否",
        "no",
        "false",
        "n",
        "选填",
        "非必填",
        "可选",
        "不必填",
        "非必须",
        "非必选",
        "optional",
        "×",
        "x",
        "0",
        "不是",
        "非必传",
    ];
    let folded = fold(cell);
    let says = |words: &[&str]| words.iter().any(|word| folded == *word);
    if says(YES) {
        Some(true)
    } else if says(NO) || folded.starts_with('否') || folded.starts_with("no,") {
        Some(false)
    } else if folded.starts_with('是') && !folded.starts_with("是否") || folded.starts_with("yes") {
        Some(true)
    } else {
        None
    }
}
