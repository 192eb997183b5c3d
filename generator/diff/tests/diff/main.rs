//! What changed between two versions of a spec: each rule of the table with a pair of specs, and what holds of them all.

mod properties;
mod rules;
mod special;
mod speed;
mod support;
