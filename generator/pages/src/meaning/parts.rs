//! The words of headings and labels, in all languages and generations: what follows them?

use crate::draft::{Place, Side};

/// What a part of a page is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Nothing that is known; often the title of an endpoint.
    Title,
    /// The endpoint's name.
    Name,
    /// Method and URL.
    Call,
    /// The same call by other means, which does not concern us.
    Elsewhere,
    /// Permission sets.
    ThirdParty,
    /// Parameters or a reply, as tables and examples.
    Data(Side, Option<Place>),
    /// Fields of an object, by its path.
    Nested(Side, Vec<Segment>),
    /// Fields of an object, by its name.
    Struct(String),
    /// Return codes.
    Codes,
    /// Examples of both sides.
    Examples,
    /// An example of one side.
    Example(Side),
    /// Values, remarks and the like.
    Aside,
}

/// A name in the path of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) name: String,
    /// Is it said to be a list?
    pub(super) list: bool,
}

type Rule = (&'static [&'static str], fn() -> Part);

/// Words that a heading starts with or holds, the first rule that fits. Lower case, without blanks.
const RULES: &[Rule] = &[
    (&["接口英文名", "interfacename"], || Part::Name),
    (&["云调用", "云函数", "cloudcall", "云开发", "服务端sdk"], || Part::Elsewhere),
    (&["第三方调用", "第三方平台调用", "thirdpartyinvocation", "thirdpartycall"], || Part::ThirdParty),
    (
        &[
            "请求示例",
            "请求数据示例",
            "post数据示例",
            "请求包示例",
            "samplerequest",
            "requestexample",
            "请求样例",
            "调用示例代码",
            "请求参数示例",
        ],
        || Part::Example(Side::Request),
    ),
    (
        &[
            "返回示例",
            "返回数据示例",
            "返回结果示例",
            "返回包示例",
            "返回参数示例",
            "响应示例",
            "returndataexample",
            "responseexample",
            "返回样例",
            "正常返回示例",
            "正确返回示例",
            "成功返回",
            "错误返回",
            "失败返回",
            "成功响应",
            "错误响应",
            "正确返回",
            "正常返回",
        ],
        || Part::Example(Side::Reply),
    ),
    (
        &["调用示例", "代码示例", "callexample", "示例说明", "exampledxplaination", "示例代码", "exampleexplanation"],
        || Part::Examples,
    ),
    (&["错误码", "返回码", "errorcode", "错误代码", "返回状态码", "returncode"], || Part::Codes),
    (
        &["枚举", "合法值", "取值", "enum", "validvalues", "适用范围", "注意事项", "功能描述", "functionaldescription"],
        || Part::Aside,
    ),
    (&["查询参数", "querystring", "queryparameters", "url参数"], || {
        Part::Data(Side::Request, Some(Place::Query))
    }),
    (&["请求体", "requestpayload", "请求包体", "body参数"], || Part::Data(Side::Request, Some(Place::Body))),
    (
        &[
            "请求参数",
            "请求数据",
            "requestparameters",
            "post数据",
            "post参数",
            "传入参数",
            "输入参数",
            "入参",
            "请求包结构体",
            "参数列表",
        ],
        || Part::Data(Side::Request, None),
    ),
    (
        &[
            "返回参数",
            "返回结果",
            "返回数据",
            "返回体",
            "返回值",
            "返回说明",
            "返回内容",
            "returnparameters",
            "responsepayload",
            "结果参数",
            "响应参数",
            "输出参数",
            "出参",
            "返回的json",
            "返回json",
            "返回包",
            "返回",
        ],
        || Part::Data(Side::Reply, Some(Place::Body)),
    ),
    (
        &[
            "https调用",
            "httpscall",
            "请求地址",
            "请求格式",
            "接口地址",
            "请求方式",
            "请求方法",
            "http请求方式",
            "调用方式",
            "callingmode",
            "接口调用请求说明",
            "请求url",
            "请求链接",
            "接口调用",
        ],
        || Part::Call,
    ),
    (&["参数说明", "参数"], || Part::Data(Side::Request, None)),
];

/// What a heading announces.
pub(super) fn of_heading(heading: &str) -> Part {
    if let Some(nested) = nested(heading) {
        return nested;
    }
    let folded = folded(heading);
    if lists_codes(&folded) {
        return Part::Codes;
    }
    let fits = |(words, _): &&Rule| {
        // In a long title a word may stand for anything.
        let inside =
            |word: &str| word.len() > 6 && folded.contains(word) && folded.chars().count() <= word.chars().count() + 12;
        words.iter().any(|word| folded.starts_with(word) || inside(word))
    };
    RULES.iter().find(fits).map_or(Part::Title, |(_, part)| part())
}

/// What a line of prose announces, if it is a label.
pub(super) fn of_label(line: &str, side: Side) -> Option<Part> {
    if let Some(Part::Struct(name)) = nested(line) {
        return Some(Part::Struct(name));
    }
    if line.ends_with([':', '：']) && line.chars().count() <= 30 {
        let folded = folded(line);
        let folded = folded.trim_end_matches([':', '：']);
        if ["返回", "返回的json", "返回结果", "返回示例", "返回样例", "返回数据"]
            .iter()
            .any(|end| folded.ends_with(end))
        {
            return Some(Part::Data(Side::Reply, Some(Place::Body)));
        }
    }
    let bare = without_remark(line.trim_end_matches([':', '：', '。']).trim());
    if bare.chars().count() > 30 || bare.contains(['。', '，', ',', '；', '|', '=', '/', '{']) {
        return None;
    }
    let folded = folded(bare);
    if lists_codes(&folded) {
        return Some(Part::Codes);
    }
    // Fields inside of a text, and values.
    if folded == "特殊字段说明" || ["的合法值", "的取值", "的枚举值"].iter().any(|end| folded.ends_with(end))
    {
        return Some(Part::Aside);
    }
    if names_no_side(bare) {
        return Some(Part::Data(side, None));
    }
    if folded == "说明" {
        return None;
    }
    // More than the words themselves is prose, unless a colon says otherwise.
    let more = if line.ends_with([':', '：']) { 12 } else { 4 };
    let (words, part) = RULES.iter().find_map(|(words, part)| {
        let word = words.iter().find(|word| folded.starts_with(**word))?;
        Some((word, part()))
    })?;
    let labelled = folded.chars().count() <= words.chars().count() + more;
    match part {
        Part::Example(_) | Part::Data(..) | Part::Codes | Part::Examples if labelled => Some(part),
        Part::Elsewhere | Part::Call if folded.len() == words.len() => Some(part),
        _ => None,
    }
}

/// Does it only say that parameters follow?
pub(super) fn names_no_side(text: &str) -> bool {
    matches!(folded(text).as_str(), "参数说明" | "参数" | "字段说明")
}

/// `errcode 的合法值`
pub(super) fn lists_codes(folded: &str) -> bool {
    folded.starts_with("errcode") && ["合法值", "取值", "枚举"].iter().any(|word| folded.contains(word))
}

/// Does a line say that the call by HTTP follows, after others?
pub(super) fn announces_https(line: &str) -> bool {
    matches!(folded(line).trim_end_matches([':', '：']), "https调用" | "http调用")
}

/// Without a remark in brackets at the end.
fn without_remark(line: &str) -> &str {
    let open = line.strip_suffix(['）', ')']).and_then(|inside| inside.rfind(['（', '(']));
    open.filter(|open| *open > 0).and_then(|open| line.get(..open)).map_or(line, str::trim)
}

/// Does the line, with a method or without, say that a call follows?
pub(super) fn announces_call(line: &str) -> bool {
    const WORDS: &[&str] = &[
        "请求方式",
        "http请求",
        "请求方法",
        "请求地址",
        "接口地址",
        "请求格式",
        "请求url",
        "请求链接",
        "http调用",
        "接口调用请求说明",
        "调用地址",
    ];
    let folded = folded(line);
    folded.chars().count() <= 40 && WORDS.iter().any(|word| folded.starts_with(word))
}

/// Lower case, without blanks, marks and numbering.
fn folded(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '`' | '*' | '_'))
        .flat_map(char::to_lowercase)
        .collect();
    let numbering = |c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | '）' | ')' | '(' | '（' | '．');
    let unnumbered = text.trim_start_matches(numbering);
    let unnumbered = if unnumbered.is_empty() { &text } else { unnumbered };
    let chinese =
        ["一、", "二、", "三、", "四、", "五、", "六、"].iter().find_map(|number| unnumbered.strip_prefix(number));
    chinese.unwrap_or(unnumbered).to_owned()
}

/// `Body.a(Array).b Object Payload`, `b 的结构`.
fn nested(heading: &str) -> Option<Part> {
    for (word, side) in [("Body.", Side::Request), ("Res.", Side::Reply)] {
        let Some(rest) = heading.trim().strip_prefix(word) else { continue };
        if rest.trim_end().ends_with("Enum") {
            return Some(Part::Aside);
        }
        let path = rest.replace("Object Payload", "");
        return Some(Part::Nested(side, segments(path.trim())));
    }
    let name = ["的结构", "结构体", "structure"].iter().find_map(|word| {
        let name = heading.trim().trim_end_matches([':', '：']).strip_suffix(word)?.trim();
        names_object(name).then_some(name)
    })?;
    Some(Part::Struct(name.to_owned()))
}

/// Can a text be the name or path of an object?
pub(super) fn names_object(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '@' | '[' | ']');
    !text.is_empty() && text.chars().all(is_part)
}

fn segments(path: &str) -> Vec<Segment> {
    let split = path.split('.').filter(|part| !part.is_empty()).take(16);
    split
        .map(|part| {
            let name = part.split(['(', '[', '（']).next().unwrap_or(part).trim();
            let list = part.to_lowercase().contains("array") || part.ends_with("[]");
            Segment { name: name.to_owned(), list }
        })
        .collect()
}
