//! What is read from pages: how well, and that no page is too broken.

mod mangled;
mod score;
mod truth;
