//! The token of a call: which parameter of the URL carries it, and whose it is.

use crate::draft::{Param, Token};

/// Parameters that carry a token.
const PARAMS: &[&str] = &["component_access_token", "authorizer_access_token", "access_token"];

/// The token that the URL or the table names. `docs` are the texts of `params`, one each.
pub(super) fn of(query: &[(String, String)], params: &[Param], docs: &[String]) -> Option<Token> {
    let in_url = |param: &str| query.iter().any(|(name, _)| name == param);
    let listed = |param: &str| params.iter().any(|listed| listed.path == param);
    let param =
        PARAMS.iter().find(|param| in_url(param)).or_else(|| PARAMS.iter().find(|param| listed(param))).copied()?;
    let said = params.iter().zip(docs).filter(|(listed, _)| listed.path == param).map(|(_, doc)| doc);
    let said = || said.clone().chain(query.iter().filter(|(name, _)| name == param).map(|(_, value)| value));
    let says = |word: &str| said().any(|text| text.to_ascii_lowercase().contains(word));
    let component =
        param == "component_access_token" || says("component_access_token") && !says("authorizer_access_token");
    Some(Token { param: param.to_owned(), component })
}
