//! May the call be made at all? Asked before anything is sent.

use crate::endpoint::meta::{Meta, Permissions};
use crate::error::MissingPermission;

/// Judges a call by the permission sets that the authorizer has granted.
///
/// # Errors
///
/// When the call needs one of some sets and none is granted, or when third parties cannot make it at all. Ids that
/// nobody has heard of are as good as any: new ones appear without notice.
pub fn check_granted(endpoint: &'static Meta, granted: &[u32]) -> Result<(), MissingPermission> {
    let allowed = match endpoint.permissions {
        Permissions::OneOf(ids) => ids.iter().any(|id| granted.contains(id)),
        Permissions::Any => !granted.is_empty(),
        Permissions::Nobody => false,
        Permissions::Unstated => true,
    };
    if allowed { Ok(()) } else { Err(MissingPermission { endpoint, needed: endpoint.needed_sets().collect() }) }
}
