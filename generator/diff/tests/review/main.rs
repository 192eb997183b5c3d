//! What is said about the changes between two versions: the verdict, what was accepted, and each format.

mod changelog;
mod formats;
mod hostile;
mod ignores;
mod rules;
mod support;
mod verdict;
