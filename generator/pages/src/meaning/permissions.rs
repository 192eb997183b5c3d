//! Permission sets, as prose names them.

use crate::draft::Permissions;
use crate::finding;
use crate::finding::Finding;

const NONE: &[&str] = &[
    "不支持第三方平台调用",
    "不支持第三方调用",
    "does not support third-party",
    "not supported by third",
    "third party platform calls are not supported",
];
const ANY: &[&str] = &["任意权限集", "任意一个权限集", "any permission set", "any one of the permission sets"];
const LISTS: &[&str] = &[
    "权限集id为",
    "权限集为",
    "permissionsetidtowhichthisinterfacebelongsis",
    "permissionsetstowhichthisinterfacebelongsare",
    "permissionsetidstowhichthisinterfacebelongsare",
    "permissionsettowhichthisinterfacebelongsis",
];

/// What these lines say.
pub(super) fn of_lines(lines: &[(usize, String)], findings: &mut Vec<Finding>) -> Permissions {
    let mut said = Permissions::Unsaid;
    for (number, line) in lines {
        let lower = line.to_lowercase();
        let folded: String = lower.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(list) = LISTS.iter().find_map(|words| Some(folded.split_once(words)?.1)) {
            match ids(list) {
                Some(ids) if !ids.is_empty() => return Permissions::Ids(ids),
                _ => findings.push(Finding::new(
                    finding::BAD_PERMISSIONS,
                    *number,
                    "the permission sets of this line cannot be read",
                )),
            }
        } else if NONE.iter().any(|words| lower.contains(words)) {
            said = Permissions::None;
        } else if ANY.iter().any(|words| lower.contains(words)) {
            said = Permissions::Any;
        }
    }
    said
}

/// `1、6、19、100-101` or `7,100-101`: numbers and ranges apart by any comma. Three digits after a comma are a set of
/// their own, never thousands.
fn ids(list: &str) -> Option<Vec<u32>> {
    let list = list.trim_start_matches([':', '：', ' ']);
    let end = list.find(|c: char| !(c.is_ascii_digit() || is_comma(c) || is_dash(c))).unwrap_or(list.len());
    let mut ids = Vec::new();
    for part in list.get(..end)?.split(is_comma).filter(|part| !part.is_empty()) {
        match part.split_once(is_dash) {
            None => ids.push(part.parse().ok()?),
            Some((from, to)) => {
                let (from, to): (u32, u32) = (from.parse().ok()?, to.parse().ok()?);
                if to < from || to - from > 1000 {
                    return None;
                }
                ids.extend(from..=to);
            }
        }
    }
    ids.sort_unstable();
    ids.dedup();
    Some(ids)
}

fn is_comma(c: char) -> bool {
    matches!(c, ',' | '、' | '，' | ';' | '；' | '/' | '.' | '。')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '~' | '–' | '—' | '～' | '至')
}
