//! Sphinx's httpdomain: `.. http:post:: path` and the fields below it.

use super::Layout;

/// Pages that say their calls so; all else is reStructuredText.
pub(super) const LAYOUT: Layout = Layout {
    name: "directives",
    generation: 2019,
    translated: false,
    recognise: |text| text.lines().any(|line| call(line.trim()).is_some()),
    read: super::rst::read_page,
};

/// A directive as a call.
pub(super) fn call(line: &str) -> Option<String> {
    let (method, path) = line.strip_prefix(".. http:")?.split_once("::")?;
    let path = path.trim();
    if path.contains("://") {
        return Some(format!("{} {path}", method.to_uppercase()));
    }
    Some(format!("{} https://api.weixin.qq.com/{}", method.to_uppercase(), path.trim_start_matches('/')))
}

/// A field below a directive.
pub(super) struct Field<'a> {
    /// Where it travels: heads of the table that it is a row of.
    pub(super) part: &'static str,
    pub(super) ty: &'a str,
    pub(super) name: &'a str,
    pub(super) doc: &'a str,
}

/// `:query string access_token: words`
pub(super) fn field(line: &str) -> Option<Field<'_>> {
    const PARTS: &[(&[&str], &str)] = &[
        (&["query", "queryparam", "qparam"], "查询参数"),
        (
            &["json", "reqjson", "<json", "reqjsonobj", "reqjsonarr", "<jsonarr", "form", "formparameter", "fparam"],
            "请求体",
        ),
        (&["resjson", ">json", "resjsonobj", "resjsonarr", ">jsonarr"], "返回参数"),
    ];
    let (field, doc) =
        line.strip_prefix(':')?.split_once(": ").or_else(|| Some((line.strip_prefix(':')?.strip_suffix(':')?, "")))?;
    let mut words = field.split_whitespace();
    let kind = words.next()?;
    let (_, part) = PARTS.iter().find(|(kinds, _)| kinds.contains(&kind))?;
    let (ty, name) = match (words.next()?, words.next()) {
        (ty, Some(name)) => (ty, name),
        (name, None) => ("", name),
    };
    Some(Field { part, ty, name, doc: doc.trim() })
}
