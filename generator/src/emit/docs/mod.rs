//! Model → Markdown pages.

use crate::model::Api;

/// All pages, by path under `docs/`.
pub fn emit(_api: &Api) -> Vec<(String, String)> {
    Vec::new()
}
