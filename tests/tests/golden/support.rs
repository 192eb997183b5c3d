//! One call over a transport without a network.

use wxopen_runtime::{Client, Endpoint, Error, HttpRequest, MemoryTransport, RawReply, Reply};

/// A reply of nothing but success.
pub(crate) const OK: &str = r#"{"errcode":0,"errmsg":"ok"}"#;

type Outcome<E> = Result<Reply<<E as Endpoint>::Reply>, Error<<E as Endpoint>::Error>>;

/// What a call sends.
pub(crate) fn sent<E: Endpoint + 'static>(call: E) -> HttpRequest {
    let transport = MemoryTransport::new().json(OK);
    let client = Client::with_transport("TOKEN", transport.clone()).build_blocking();
    // What comes back is of no interest here.
    let _ = client.send(call);
    let [request] = <[HttpRequest; 1]>::try_from(transport.requests()).expect("one request");
    request
}

/// The body a call sends, as text.
pub(crate) fn body<E: Endpoint + 'static>(call: E) -> String {
    String::from_utf8(sent(call).body).expect("UTF-8")
}

/// What a call makes of a reply.
pub(crate) fn answer<E: Endpoint + 'static>(call: E, reply: RawReply) -> Outcome<E> {
    let transport = MemoryTransport::new().reply(reply);
    Client::with_transport("TOKEN", transport).build_blocking().send(call)
}

/// What a call makes of a JSON body.
pub(crate) fn answer_json<E: Endpoint + 'static>(call: E, body: &str) -> Outcome<E> {
    answer(call, RawReply::json_ok(body))
}
