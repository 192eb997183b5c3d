//! Writing into real folders: what survives a crash, what is touched, what is refused.

mod changes;
mod crash;
mod links;
mod ownership;
mod stamp;
mod support;
