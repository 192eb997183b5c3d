//! The generated client against a WeChat API that is served on loopback: real HTTP, both clients, every documented
//! example and every documented return code, and whatever can go wrong on the wire.

mod callers;
mod calls;
mod codes;
mod events;
mod examples;
mod options;
mod parallel;
mod preflight;
mod redaction;
mod server;
mod spec;
mod undocumented;
mod wire;
