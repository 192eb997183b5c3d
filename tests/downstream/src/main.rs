//! Calls endpoints of our own spec and of `wxopen`, without a network, and prints what comes back.

mod api {
    include!(concat!(env!("OUT_DIR"), "/wxopen.rs"));
}

use std::future::IntoFuture;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use wxopen::member::{BindTester, BindTesterError};
use wxopen_runtime::{Client, Error, MemoryTransport};

use api::parcels::{AddParcel, AddParcelError, ListParcels};

/// Calls over a transport in memory never wait.
fn now<F: IntoFuture>(future: F) -> F::Output {
    match pin!(future.into_future()).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("nothing is waited for"),
    }
}

fn main() {
    let transport = MemoryTransport::new()
        .json(r#"{"errcode": 0, "errmsg": "ok", "number": "P1"}"#)
        .json(r#"{"errcode": 7001, "errmsg": "parcel too heavy"}"#)
        .json(r#"{"parcels": [{"number": "P1", "state": "sent"}, {"number": "P2", "state": "lost"}]}"#)
        .json(r#"{"errcode": 0, "errmsg": "ok", "userstr": "o8X-example"}"#)
        .json(r#"{"errcode": 85004, "errmsg": "user already bind"}"#);
    let client = Client::with_transport("TOKEN", transport.clone()).build();

    match now(client.send(AddParcel::by_phone(250, "100"))) {
        Ok(reply) => println!("added {}", reply.number),
        Err(error) => println!("{error}"),
    }
    match now(client.send(AddParcel::by_openid(90_000, "o1"))) {
        Err(Error::Api(error)) if error.kind == AddParcelError::TooHeavy => {
            println!("{error}; {}", error.advice().unwrap_or_default());
        }
        other => println!("{other:?}"),
    }
    match now(client.send(ListParcels::new().page(2))) {
        Ok(reply) => reply.parcels.iter().for_each(|parcel| println!("{parcel:?}")),
        Err(error) => println!("{error}"),
    }
    match now(client.send(BindTester::new("tests"))) {
        Ok(reply) => println!("bound {:?}", reply.userstr),
        Err(error) => println!("{error}"),
    }
    match now(client.send(BindTester::new("tests"))) {
        Err(Error::Api(error)) if error.kind == BindTesterError::AlreadyBound => println!("{error}"),
        other => println!("{other:?}"),
    }
    for request in transport.requests() {
        println!("{} {} {}", request.method.name(), request.url, String::from_utf8_lossy(&request.body));
    }
    for meta in api::parcels::endpoints() {
        println!("{} {}", meta.name, meta.path);
    }
}
