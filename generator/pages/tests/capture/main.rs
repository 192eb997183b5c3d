//! What is read from pages: how well, layout by layout, and that no page is too broken.

mod binary;
mod layouts;
mod mangled;
mod nesting;
mod score;
mod truth;
