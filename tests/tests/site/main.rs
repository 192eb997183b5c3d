//! The docs site: its files, and how it behaves in a real browser. Without a browser those tests say so and pass.

mod browser;
mod built;
mod files;
mod pages;
mod searching;
