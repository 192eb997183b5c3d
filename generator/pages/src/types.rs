//! The words that pages use for types.

use super::draft::Type;

/// Words, lower case.
const WORDS: &[(Type, &[&str])] = &[
    (
        Type::String,
        &["string", "str", "text", "char", "varchar", "字符串", "strings", "sting", "url", "date", "datetime", "enum"],
    ),
    (Type::Number, &["number", "num", "numeric", "数字", "数值", "timestamp", "时间戳", "unixtimestamp"]),
    (
        Type::Integer,
        &[
            "int",
            "integer",
            "int32",
            "int64",
            "uint",
            "uint32",
            "uint64",
            "long",
            "short",
            "uint8",
            "int8",
            "整型",
            "整数",
            "bigint",
            "unsigned int",
            "unsigned",
        ],
    ),
    (Type::Float, &["float", "double", "decimal", "浮点数", "float64", "float32"]),
    (Type::Boolean, &["bool", "boolean", "布尔", "布尔值", "布尔型"]),
    (Type::Object, &["object", "obj", "map", "json object", "jsonobject", "struct", "对象", "dict"]),
    (
        Type::Array,
        &[
            "array",
            "list",
            "objarray",
            "numarray",
            "strarray",
            "stringarray",
            "array object",
            "object array",
            "数组",
            "jsonarray",
            "array list",
            "arrays",
        ],
    ),
    (
        Type::Binary,
        &[
            "binary",
            "buffer",
            "bytes",
            "byte",
            "formdata",
            "form-data",
            "file",
            "stream",
            "blob",
            "multipart/form-data",
            "media",
            "二进制",
        ],
    ),
    (Type::Json, &["json", "any", "mixed"]),
];

/// The type that a word names: `Ok` with [`Type::Unsaid`] for nothing, `Err` for a word nobody knows.
pub(super) fn from_word(cell: &str) -> Result<Type, ()> {
    let folded = cell.trim().trim_matches(['`', '*', '"', '\'']).to_lowercase();
    let word = folded.trim();
    if matches!(word, "" | "-" | "--" | "/" | "无") {
        return Ok(Type::Unsaid);
    }
    if let Some((ty, _)) = WORDS.iter().find(|(_, words)| words.contains(&word)) {
        return Ok(*ty);
    }
    // `array<string>`, `string[]`, `Array.<Object>`, `array of object`, `object(array)`
    let list =
        word.starts_with("array") || word.starts_with("list") || word.ends_with("[]") || word.ends_with("array)");
    if list || word.starts_with("数组") || word.ends_with("array") || word.ends_with("数组") {
        return Ok(Type::Array);
    }
    // `string(32)`, `number (float)`, `object/array`
    let first: String = word.chars().take_while(|c| c.is_alphanumeric()).collect();
    let known = WORDS.iter().find(|(_, words)| words.contains(&first.as_str()));
    known.map(|(ty, _)| *ty).filter(|_| first.len() < word.len()).ok_or(())
}

/// Is it a word for a type?
pub(super) fn is_word(text: &str) -> bool {
    from_word(text).is_ok_and(|ty| ty != Type::Unsaid)
}
