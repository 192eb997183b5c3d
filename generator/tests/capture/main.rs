//! What `wxgen capture` makes of pages.

mod layouts;
