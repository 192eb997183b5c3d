//! How much memory it takes to read a reply: in proportion to its bytes, whatever its shape. It counts
//! what the whole process allocates.

use std::sync::{Mutex, PoisonError};

use peak_alloc::PeakAlloc;
use wxopen_runtime::generated::prelude::*;
use wxopen_runtime::{AnyCode, Endpoint, RawReply};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// One test at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// The most bytes of memory for each byte of a reply, the reply included.
const MOST: usize = 20;

/// A call whose reply has a list, a map or a free-form value of anything.
struct Ask;

#[derive(Debug, Default)]
struct Answer {
    numbers: Vec<i64>,
    lists: Vec<Vec<i64>>,
    items: Vec<Item>,
    texts: Vec<String>,
    by_name: Map<Item>,
    maps: Vec<Map<i64>>,
    any: Value,
}

/// An item with much that can be missing.
#[derive(Debug, Default)]
struct Item {
    names: [Option<String>; 12],
    inside: Vec<Item>,
}

impl Decode for Answer {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.field("numbers", &mut self.numbers);
        input.field("lists", &mut self.lists);
        input.field("items", &mut self.items);
        input.field("texts", &mut self.texts);
        input.field("by_name", &mut self.by_name);
        input.field("maps", &mut self.maps);
        input.field("any", &mut self.any);
    }
}

impl Decode for Item {
    fn decode(&mut self, input: &mut Reader<'_>) {
        for (name, value) in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"].iter().zip(&mut self.names) {
            input.field(name, value);
        }
        input.field("inside", &mut self.inside);
    }
}

impl Endpoint for Ask {
    type Reply = Answer;
    type Error = AnyCode;

    fn meta() -> &'static Meta {
        static META: Meta = Meta {
            name: "ask",
            area: "demo",
            host: "api.weixin.qq.com",
            fallback_hosts: &[],
            method: Method::Post,
            path: "/ask",
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

/// `{"field": [piece piece …]}` of about that many bytes, whose pieces may be made of numbers.
fn body(length: usize, field: &str, open: char, close: char, piece: impl Fn(usize) -> String) -> Vec<u8> {
    let mut body = Vec::with_capacity(length + 64);
    body.extend_from_slice(format!("{{\"{field}\":{open}").as_bytes());
    for number in 0.. {
        let piece = piece(number);
        if body.len() + piece.len() > length {
            break;
        }
        body.extend_from_slice(piece.as_bytes());
    }
    body.pop();
    body.extend_from_slice(format!("{close}}}").as_bytes());
    body
}

#[test]
fn reading_takes_at_most_twenty_times_the_bytes() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    const SHAPES: &[(&str, &[&str])] = &[
        ("numbers", &["0,"]),
        ("lists", &["[],", "[0],"]),
        ("items", &["0,", "{},", "{\"inside\":[{}]},"]),
        ("texts", &["0,", "\"\","]),
        ("maps", &["{},", "{\"\":0},"]),
        ("any", &["0,", "[],", "{},", "[0],", "{\"\":0},"]),
        ("unknown", &["0,", "{\"\":0},"]),
    ];
    let deep = format!("{}{},", "[".repeat(100), "]".repeat(100));
    let mut worst = (0, String::new());
    let mut read = |name: String, body: Vec<u8>| {
        let length = body.len();
        MEMORY.reset_peak_usage();
        let before = MEMORY.current_usage() - body.capacity();
        let outcome = Ask::reply(RawReply::json_ok(body));
        let times = (MEMORY.peak_usage() - before) / length;
        assert!(times < MOST, "{name}: {times} times, ok: {}", outcome.is_ok());
        worst = worst.clone().max((times, name));
    };
    // Smaller ones may take 4 MiB in any case.
    let length = 450_000;
    for (field, shapes) in SHAPES {
        for shape in *shapes {
            read(format!("{field} of {shape}"), body(length, field, '[', ']', |_| (*shape).to_owned()));
        }
    }
    read("any, deep".to_owned(), body(length, "any", '[', ']', |_| deep.clone()));
    let controls = format!("\"{}\",", "\u{1}".repeat(50));
    read("controls".to_owned(), body(length, "texts", '[', ']', |_| controls.clone()));
    for field in ["by_name", "any"] {
        read(format!("{field}, one name"), body(length, field, '{', '}', |_| "\"\":{},".to_owned()));
        read(format!("{field}, names"), body(length, field, '{', '}', |at| format!("\"{at}\":{{}},")));
        read(format!("{field}, escapes"), body(length, field, '{', '}', |at| format!("\"\\n{at}\":0,")));
    }
    let broken = |body: Vec<u8>| body.into_iter().map(|byte| if byte == b'0' { 0xff } else { byte }).collect();
    read("ill-formed".to_owned(), broken(body(length, "texts", '[', ']', |_| format!("\"{}\",", "0".repeat(50)))));
    println!("at most {} times the bytes: {}", worst.0, worst.1);
    assert!(worst.0 >= 4, "something is measured");
}

#[test]
fn what_is_no_attack_is_read() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let item = |at| format!("{{\"a\":\"{at}\",\"inside\":[{{}}]}},");
    let reply = Ask::reply(RawReply::json_ok(body(50_000, "items", '[', ']', item))).expect("a reply");
    assert!(reply.items.len() > 1000);
    let reply = Ask::reply(RawReply::json_ok(body(10_000, "any", '[', ']', item))).expect("a reply");
    assert!(reply.any.as_array().is_some_and(|all| all.len() > 200));
}
