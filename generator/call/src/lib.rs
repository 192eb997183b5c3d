//! Any endpoint, called from what people write in a shell: no generated code, only the model.
//!
//! Data flows one way: [`find`] finds the endpoint, [`Argument`] reads one argument, [`arguments()`] puts all of them together
//! and judges them by the spec, [`PreparedCall`] is the call, [`send`] sends it through the runtime's client, and [`Report`]
//! tells what came of it, with nothing secret in it.

mod api_error;
mod argument;
mod argument_error;
pub mod arguments;
mod check;
pub mod complete;
mod curl;
pub mod describe;
mod dry_run;
mod find;
mod parameters;
mod prepared;
mod report;
mod secrets;
mod send;
mod spec_location;
mod values;

pub use api_error::{ExplainedError, meaning};
pub use argument::{Argument, ArgumentValue, KeyStep};
pub use argument_error::{ArgumentError, ArgumentErrorKind};
pub use arguments::{Arguments, arguments};
pub use find::{Found, NotFound, find, listed};
pub use parameters::Upload;
pub use prepared::PreparedCall;
pub use report::{CallError, Content, Report};
pub use secrets::Hidden;
pub use send::{Target, send};
pub use spec_location::spec_location;
