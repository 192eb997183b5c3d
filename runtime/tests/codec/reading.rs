//! Nothing that is read can break the reader.

use proptest::prelude::*;
use wxopen_runtime::codec::{Decode, from_value};
use wxopen_runtime::generated::prelude::{Bytes, Map, Secret};
use wxopen_runtime::{Binary, Endpoint, RawReply, Value};

use crate::values::Everything;
use crate::{config, json};

/// Reads it as every type there is.
fn read_all(value: &Value) {
    fn read<T: Decode + Default>(value: &Value) {
        if let Err(mismatches) = from_value::<T>(value.clone()) {
            assert!((1..=20).contains(&mismatches.len()), "{mismatches:?}");
        }
    }
    read::<Everything>(value);
    read::<Vec<Everything>>(value);
    read::<Map<Vec<Everything>>>(value);
    read::<Option<i64>>(value);
    read::<Vec<Vec<bool>>>(value);
    read::<f64>(value);
    read::<String>(value);
    read::<Bytes>(value);
    read::<Secret>(value);
}

/// The fields of [`Everything`] with anything in them.
fn misfits() -> impl Strategy<Value = Value> {
    let names = ["text", "number", "ratio", "flag", "maybe", "list", "nested", "map", "blob", "secret", "any", "inner"];
    prop::collection::vec(json(), names.len()).prop_map(move |values| {
        names.into_iter().map(str::to_owned).zip(values).collect::<serde_json::Map<_, _>>().into()
    })
}

/// Endpoints of no use but to read replies.
mod endpoints {
    use wxopen_runtime::generated::prelude::*;
    use wxopen_runtime::{AnyCode, Endpoint, FromReply};

    pub(super) struct Reads<T>(std::marker::PhantomData<T>);

    impl<T: FromReply> Endpoint for Reads<T> {
        type Reply = T;
        type Error = AnyCode;

        fn meta() -> &'static Meta {
            static META: Meta = Meta {
                name: "reads",
                area: "demo",
                host: "h",
                fallback_hosts: &[],
                method: Method::Get,
                path: "/",
                token: None,
                permissions: Permissions::Any,
                permission_sets: &[],
                idempotent: true,
                docs: "",
            };
            &META
        }

        fn encode(&self, _: &mut RequestWriter) {}
    }
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn any_json(value in json()) {
        read_all(&value);
    }

    #[test]
    fn any_json_in_fields(value in misfits()) {
        read_all(&value);
    }

    #[test]
    fn any_reply(
        status in any::<u16>(),
        content_type in any::<String>(),
        disposition in "[a-z=;\"/\\\\. ]{0,12}(filename=)?\\PC{0,12}",
        body in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..64),
            json().prop_map(|value| value.to_string().into_bytes()),
            (json(), 0..200_usize).prop_map(|(value, at)| value.to_string().into_bytes().into_iter().take(at).collect()),
            json().prop_map(|code| format!(r#"{{"errcode":{code},"errmsg":{code},"base_resp":{code}}}"#).into_bytes()),
        ],
    ) {
        let headers = vec![("content-type".to_owned(), content_type), ("content-disposition".to_owned(), disposition)];
        let raw = RawReply { status, headers, body };
        for text in [
            endpoints::Reads::<Everything>::reply(raw.clone()).map_err(|error| error.to_string()).err(),
            endpoints::Reads::<Binary>::reply(raw).map_err(|error| error.to_string()).err(),
        ].into_iter().flatten() {
            prop_assert!(text.starts_with("reads: "), "{}", text);
        }
    }
}
