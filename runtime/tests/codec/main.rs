//! The codec against serde_json: whatever is written can be read, and nothing that is read can break it.

mod bytes;
mod query;
mod reading;
mod values;
mod writing;

use proptest::prelude::{ProptestConfig, any};
use proptest::strategy::{Just, Strategy};
use proptest::{collection, prop_oneof};
use wxopen_runtime::Value;

/// No files beside the tests: a failing case is printed, and goes into a test of its own.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Any JSON, four levels deep.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|fields| Value::from(fields.into_iter().collect::<serde_json::Map<_, _>>())),
        ]
    })
}
