//! Any endpoint, called from what people write in a shell: no generated code, only the model.
//!
//! Data flows one way: [`find`] finds the endpoint, [`Item`] reads one argument, [`arguments()`] puts all of them together
//! and judges them by the spec, [`Ready`] is the call, [`send`] sends it through the runtime's client, and [`Report`]
//! tells what came of it, with nothing secret in it.

pub mod arguments;
mod check;
pub mod complete;
mod curl;
pub mod describe;
mod dry;
mod find;
mod item;
mod parameters;
mod place;
mod problem;
mod ready;
mod refusal;
mod report;
mod secrets;
mod send;
mod values;

pub use arguments::{Arguments, arguments};
pub use find::{Found, NotFound, find, listed};
pub use item::{Given, Item, Step};
pub use parameters::Upload;
pub use place::place;
pub use problem::{Problem, Wrong};
pub use ready::Ready;
pub use refusal::{Refusal, meaning};
pub use report::{Content, Report, Trouble};
pub use secrets::Hidden;
pub use send::{Target, send};
