//! A local WeChat for one call.

use std::path::Path;

use wxgen_call::{CallError, Found};

/// A local WeChat that runs until it is dropped.
#[cfg(feature = "mock")]
pub(super) type Mocked = wxgen_mock::MockHandle;
/// There is none.
#[cfg(not(feature = "mock"))]
pub(super) enum Mocked {}

/// A mock, where it listens, and a token that it takes.
#[cfg(feature = "mock")]
pub(super) fn start_mock(spec: &Path, found: Found<'_>) -> Result<(Mocked, String, Option<String>), CallError> {
    use wxgen_mock::{COMPONENT_APPID, MERCHANT, Mock};
    let mock = Mock::builder().spec(spec).start().map_err(|error| CallError::new("mock", error.to_string()))?;
    let base_url = mock.base_url();
    let token = found.endpoint.token.as_ref().map(|token| {
        let of_merchant = token.kind == "authorizer_access_token";
        mock.issue_token(&token.kind, if of_merchant { MERCHANT } else { COMPONENT_APPID })
    });
    Ok((mock, base_url, token))
}

/// Says that there is none.
#[cfg(not(feature = "mock"))]
pub(super) fn start_mock(_: &Path, _: Found<'_>) -> Result<(Mocked, String, Option<String>), CallError> {
    let message = "this wxgen was built without the feature `mock`; `cargo install wxgen-cli --features full` has all";
    Err(CallError::new("mock", message))
}
