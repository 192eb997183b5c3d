//! What holds of any two versions. Specs are made up as JSON, which is YAML too.

use std::collections::BTreeSet;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{SizeRange, select, subsequence};
use serde_json::{Map, Value, json};
use wxgen::model::{Api, Field, Object, Reply, Type};
use wxgen_diff::{Change, Diff, Version, diff};

use super::support::{Files, base, shown, version};

const FILE: &str = "member/find.yaml";

fn doc() -> impl Strategy<Value = Value> {
    select(&["One.", "Two."][..]).prop_map(Value::from)
}

/// What may be left out of a mapping.
fn keys(keys: Vec<(&'static str, Option<Value>)>) -> Map<String, Value> {
    keys.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

fn plain() -> impl Strategy<Value = Map<String, Value>> {
    let values = subsequence(vec!["x", "y", "z"], 1..3);
    prop_oneof![
        select(&["string", "integer", "float", "boolean", "json"][..])
            .prop_map(|ty| keys(vec![("type", Some(ty.into()))])),
        any::<bool>().prop_map(|secret| keys(vec![("type", Some("string".into())), ("secret", Some(secret.into()))])),
        values.prop_map(|values| {
            let values: Map<_, _> =
                values.into_iter().map(|value| (value.to_owned(), json!({ "doc": "One." }))).collect();
            keys(vec![("type", Some("enum".into())), ("values", Some(values.into()))])
        }),
    ]
}

fn fields(
    field: impl Strategy<Value = Value>,
    size: impl Into<SizeRange>,
) -> impl Strategy<Value = Map<String, Value>> {
    let size = size.into();
    btree_map(select(&["a", "b", "c", "d"][..]), field, size)
        .prop_map(|fields| fields.into_iter().map(|(name, field)| (name.to_owned(), field)).collect())
}

/// A type of a field, of any depth up to three.
fn of_type() -> impl Strategy<Value = Map<String, Value>> {
    plain().prop_recursive(3, 12, 3, |inner| {
        let with = |ty: &'static str, key: &'static str| {
            move |inner: Value| keys(vec![("type", Some(ty.into())), (key, Some(inner))])
        };
        let items = inner.clone().prop_map(|mut items| {
            items.remove("secret");
            Value::from(items)
        });
        prop_oneof![
            items.clone().prop_map(with("array", "items")),
            items.prop_map(with("map", "items")),
            fields(described(inner), 1..3).prop_map(move |fields| with("object", "fields")(fields.into())),
        ]
    })
}

/// A field of that type, with what else can be said of it.
fn described(ty: impl Strategy<Value = Map<String, Value>>) -> impl Strategy<Value = Value> {
    let facts = (option::of(any::<bool>()), option::of(doc()), option::of(doc()), option::of(doc()));
    (ty, facts, option::of(0..3)).prop_map(|(mut field, (required, doc, deprecated, since), default)| {
        let integer = field.get("type") == Some(&json!("integer")) && required != Some(true);
        field.extend(keys(vec![
            ("required", required.map(Value::from)),
            ("doc", doc),
            ("deprecated", deprecated),
            ("since", since),
            ("default", default.filter(|_| integer).map(Value::from)),
        ]));
        field.into()
    })
}

/// The fields of a request: some have parameters where others have a choice between them.
fn request() -> impl Strategy<Value = Map<String, Value>> {
    let names = subsequence(vec!["x", "y", "z"], 2..=3);
    let others = (names, vec(described(plain()), 3), any::<bool>(), any::<bool>());
    (fields(described(of_type()), 0..4), option::of(others), option::of(doc())).prop_map(
        |(mut fields, others, fixed)| {
            if let Some((names, others, chosen, required)) = others {
                let own = names.into_iter().map(str::to_owned).zip(others);
                if chosen {
                    let without = own.map(|(name, mut field)| {
                        field.as_object_mut().map(|field| field.remove("required"));
                        (name, field)
                    });
                    let choice: Map<_, _> = without.collect();
                    fields.insert("who".to_owned(), json!({ "one_of": choice, "required": required }));
                } else {
                    fields.extend(own);
                }
            }
            fields.extend(fixed.map(|value| ("fixed".to_owned(), json!({ "type": "const", "value": value }))));
            fields
        },
    )
}

fn codes() -> impl Strategy<Value = Value> {
    let code = (select(&["Full", "Gone", "Late"][..]), option::of(doc()), select(&["retry", "other"][..]));
    btree_map(select(&["85001", "85002", "-1"][..]), code, 0..3).prop_map(|codes| {
        let of = |(code, (name, advice, class)): (&str, (&str, Option<Value>, &str))| {
            // Each has a name of its own.
            let name = format!("{name}{}", code.trim_start_matches('-'));
            (
                code.to_owned(),
                keys(vec![("name", Some(name.into())), ("advice", advice), ("class", Some(class.into()))]).into(),
            )
        };
        Value::Object(codes.into_iter().map(of).collect())
    })
}

/// An endpoint file.
fn endpoint() -> impl Strategy<Value = Value> {
    let call =
        (select(&["findMember", "seekMember"][..]), doc(), select(&["/wxa/find", "/wxa/seek"][..]), any::<bool>());
    let sets = option::of(subsequence(vec![18, 24], 1..=2));
    let lists = vec(doc(), 0..3);
    let parts = (request(), fields(described(of_type()), 0..4), codes());
    (call, sets, lists, parts).prop_map(|((name, summary, path, again), sets, notes, (request, response, errcodes))| {
        let mut notes = notes;
        notes.dedup();
        json!({
            "name": name, "summary": summary, "method": "POST", "path": path, "token": "authorizer_access_token",
            "permission_sets": sets.unwrap_or_else(|| vec![18]), "idempotent": again, "request": request,
            "response": response, "errcodes": errcodes, "notes": notes,
        })
    })
}

fn files(endpoint: &Value) -> Files {
    let mut files = base();
    files.insert(FILE.to_owned(), endpoint.to_string());
    files
}

fn load(endpoint: &Value) -> Version {
    version("made up", &files(endpoint))
}

fn fingerprints(diff: &Diff) -> Vec<String> {
    diff.changes.iter().map(Change::fingerprint).collect()
}

/// The same in another order: keys turned round, lists too. Required parameters stay in theirs, for their order counts.
fn turned(value: &Value, keep_order: bool) -> Value {
    match value {
        Value::Object(entries) => {
            let is_required = |field: &Value| match field.get("required") {
                Some(required) => required == &json!(true),
                None => field.get("one_of").is_some(),
            };
            let turn = |(key, value): (&String, &Value)| {
                let keep = key == "request" || (keep_order && matches!(key.as_str(), "fields" | "items"));
                let of_fields = keep || (keep_order && value.is_object() && entries.get("type").is_none());
                (key.clone(), turned(value, of_fields))
            };
            let mut all: Vec<_> = entries.iter().rev().map(turn).collect();
            if keep_order {
                let mut required: Vec<_> = all.iter().filter(|(_, field)| is_required(field)).cloned().collect();
                for entry in all.iter_mut().filter(|(_, field)| is_required(field)) {
                    *entry = required.pop().expect("there are as many");
                }
            }
            Value::Object(all.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.iter().rev().map(|item| turned(item, keep_order)).collect()),
        plain => plain.clone(),
    }
}

/// The model with everything in one order.
fn sorted(api: &Api) -> Api {
    let mut api = api.clone();
    for endpoint in api.areas.iter_mut().flat_map(|area| &mut area.endpoints) {
        sort_fields(&mut endpoint.request);
        if let Reply::Json(object) = &mut endpoint.reply {
            sort_fields(object);
        }
        endpoint.errors.codes.sort_by_key(|code| code.code);
        endpoint.notes.sort();
        if let wxgen::model::Permissions::OneOf(ids) = &mut endpoint.permissions {
            ids.sort_unstable();
        }
    }
    api
}

fn sort_fields(object: &mut Object) {
    object.fields.sort_by(|a, b| a.wire.cmp(&b.wire));
    object.fields.iter_mut().for_each(|Field { ty, .. }| sort_type(ty));
}

fn sort_type(ty: &mut Type) {
    match ty {
        Type::Array(items) | Type::Map(items) => sort_type(items),
        Type::Object(object) => sort_fields(object),
        Type::Enum(of) => of.values.sort_by(|a, b| a.wire.cmp(&b.wire)),
        Type::OneOf(choice) => choice.alternatives.sort_by(|a, b| a.wire.cmp(&b.wire)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn nothing_changed_and_nothing_is_told(endpoint in endpoint()) {
        let version = load(&endpoint);
        prop_assert_eq!(shown(&diff(&version, &version).changes), "");
    }

    #[test]
    fn order_is_no_change(endpoint in endpoint()) {
        prop_assert_eq!(shown(&diff(&load(&endpoint), &load(&turned(&endpoint, false))).changes), "");
    }

    #[test]
    fn formatting_and_comments_are_no_change(endpoint in endpoint()) {
        let mut pretty = files(&endpoint);
        let text = format!("# A comment.\n\n{}\n", serde_json::to_string_pretty(&endpoint).expect("JSON can be written"));
        pretty.insert(FILE.to_owned(), text);
        prop_assert_eq!(shown(&diff(&load(&endpoint), &version("pretty", &pretty)).changes), "");
    }

    /// What is told is all there is: where nothing is, both mean the same.
    #[test]
    fn whatever_changed_is_told(old in endpoint(), new in endpoint()) {
        let (old, new) = (load(&old), load(&new));
        let changes = diff(&old, &new).changes;
        let only_order = changes.iter().all(|change| change.rule.id == "request-arguments-reordered");
        prop_assert_eq!(sorted(&old.api) == sorted(&new.api), only_order, "{}", shown(&changes));
    }

    #[test]
    fn fingerprints_tell_changes_apart_and_stay(old in endpoint(), new in endpoint(), other in endpoint(), lines in 0..9usize) {
        let told = diff(&load(&old), &load(&new));
        let unique: BTreeSet<_> = fingerprints(&told).into_iter().collect();
        prop_assert_eq!(unique.len(), told.changes.len(), "{}", shown(&told.changes));
        // Another endpoint changes, and everything moves down.
        let beside = |endpoint: &Value, other: Option<&Value>| {
            let mut files = files(endpoint);
            let text = format!("{}{endpoint}", "\n".repeat(lines));
            files.insert(FILE.to_owned(), text);
            if let Some(other) = other {
                let other = other.to_string().replace("Member\"", "Shop\"").replace("/wxa/", "/shop/");
                files.insert("member/other.yaml".to_owned(), other);
            }
            version("beside", &files)
        };
        let told_beside = fingerprints(&diff(&beside(&old, None), &beside(&new, Some(&other))));
        prop_assert!(fingerprints(&told).iter().all(|fingerprint| told_beside.contains(fingerprint)));
    }

    /// What is gone on the way there is new on the way back.
    #[test]
    fn the_way_back_tells_as_much(old in endpoint(), new in endpoint()) {
        let (old, new) = (load(&old), load(&new));
        let count = |changes: &[Change], ends: [&str; 2]| {
            let ids = changes.iter().map(|change| change.rule.id);
            ids.filter(|id| ends.iter().any(|end| id.ends_with(end)) && !id.contains("alternative")).count()
        };
        let (there, back) = (diff(&old, &new).changes, diff(&new, &old).changes);
        for kind in [["param-added", "choice-added"], ["field-added", "value-added"], ["errcode-added", "const-added"]] {
            let gone = kind.map(|end| end.replace("added", "removed"));
            prop_assert_eq!(count(&there, kind), count(&back, [&gone[0], &gone[1]]), "{}\n{}", shown(&there), shown(&back));
        }
    }

    #[test]
    fn the_same_is_told_each_time(old in endpoint(), new in endpoint()) {
        let told = || shown(&diff(&load(&old), &load(&new)).changes);
        prop_assert_eq!(told(), told());
    }
}
