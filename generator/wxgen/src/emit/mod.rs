//! Model → files in memory. A target knows the model and nothing else.

use std::collections::BTreeMap;

pub mod docs;
pub mod example;
mod expression;
pub mod openapi;
pub mod rust;
pub mod site;

/// Files by their path in the output folder, with `/`.
pub type Files = BTreeMap<String, String>;
