//! The client of the golden spec, which has one of everything: what it sends, to the byte, and what it makes of
//! replies; and the code and pages it is made of.

mod answering;
mod choosing;
mod emission;
mod failing;
mod names;
mod secrets;
mod sending;
mod serializing;
mod showing;
mod support;
mod uploading;
