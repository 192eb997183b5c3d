//! The front end as a user meets it: what is said about a folder of specs, and how it looks.

mod explained;
mod fixtures;
mod folder;
mod formats;
mod mangled;
mod schema;
mod support;
