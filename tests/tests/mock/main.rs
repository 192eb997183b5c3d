//! The local WeChat, called with the generated client and by hand: what it judges, remembers, spoils and pushes.

mod demanded;
mod guarded;
mod page;
mod platform;
mod pushes;
mod random;
mod support;
mod testers;
mod tokens;
mod trouble;
mod violations;
