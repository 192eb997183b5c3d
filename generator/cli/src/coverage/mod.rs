//! How much of an API a spec holds, and how well: against an inventory of what there is, area by area.
//!
//! [`inventory`] reads the list of what there is, [`count()`] counts, `show` prints. Only the model is looked at: that the
//! examples of a spec fit it was judged when it was loaded, and that they decode is what the generated tests show.

pub mod count;
pub mod inventory;
mod show;

use self::count::{Count, count};
use self::inventory::{Inventory, Listed};
use wxgen::model::{Api, Endpoint, Type};

/// What a spec covers of an inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Each area with its title, in the order of the spec.
    pub areas: Vec<(String, String, Count)>,
    /// Entries of the inventory.
    pub listed: usize,
    /// Entries of the inventory that the spec has.
    pub covered: usize,
    /// Entries of the inventory that it has not, in the order of the inventory.
    pub missing: Vec<Listed>,
    /// Endpoints that no entry of the inventory names.
    pub unlisted: usize,
}

impl Coverage {
    /// Compares a spec with an inventory.
    pub fn of(api: &Api, inventory: &Inventory) -> Self {
        let endpoints = || api.areas.iter().flat_map(|area| &area.endpoints);
        let is_listed = |endpoint: &Endpoint| inventory.entries.iter().any(|listed| is(endpoint, listed));
        let mut areas = Vec::with_capacity(api.areas.len());
        for area in &api.areas {
            let mut all =
                Count { listed: area.endpoints.iter().filter(|it| is_listed(it)).count(), ..Count::default() };
            for endpoint in &area.endpoints {
                all.add(&count(endpoint));
            }
            areas.push((area.id.clone(), area.title.clone(), all));
        }
        let missing: Vec<_> =
            inventory.entries.iter().filter(|listed| !endpoints().any(|it| is(it, listed))).cloned().collect();
        Self {
            unlisted: endpoints().filter(|it| !is_listed(it)).count(),
            areas,
            listed: inventory.entries.len(),
            covered: inventory.entries.len() - missing.len(),
            missing,
        }
    }

    /// All areas together.
    pub fn total(&self) -> Count {
        let mut total = Count::default();
        for (_, _, count) in &self.areas {
            total.add(count);
        }
        total
    }
}

/// Is the endpoint the one of the inventory? An action is a value that the endpoint always sends.
fn is(endpoint: &Endpoint, listed: &Listed) -> bool {
    let sends = |action: &str| {
        endpoint
            .request
            .fields
            .iter()
            .any(|field| matches!(&field.ty, Type::Const(value) if value.as_str() == Some(action)))
    };
    endpoint.path == listed.path && (listed.action.is_empty() || sends(&listed.action))
}
