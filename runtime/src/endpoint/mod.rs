//! A call as data: what it sends, what comes back, what can go wrong. No IO.
//!
//! [`meta`] is what is known of an endpoint, [`request`] what it sends, [`reply`] what comes back; [`verdict`] decides
//! whether that is a good reply, and [`return_code`] what it means if not.

pub(crate) mod disposition;
pub(crate) mod file;
pub(crate) mod meta;
pub(crate) mod multipart;
pub(crate) mod permission;
pub(crate) mod reply;
pub(crate) mod request;
pub(crate) mod return_code;
pub(crate) mod sniff;
pub(crate) mod verdict;

use std::fmt;

use self::meta::Meta;
use self::reply::{Binary, RawReply, Reply};
use self::request::{Request, RequestWriter};
use self::return_code::ErrorKind;
use self::verdict::{Wanted, verdict};
use crate::codec::{self, Decode, Json};
use crate::error::{DecodeError, Error};

/// An endpoint, with the values of one call. Generated types implement it.
pub trait Endpoint {
    /// What comes back.
    type Reply: FromReply;
    /// What can go wrong.
    type Error: ErrorKind;

    /// Facts of the endpoint.
    fn meta() -> &'static Meta;

    /// Writes the parameters.
    fn encode(&self, out: &mut RequestWriter);

    /// The request of this call, for those who bring their own IO.
    fn request(&self) -> Request
    where
        Self: Sized,
    {
        Request::of(self, Self::meta())
    }

    /// Reads what came back, for those who bring their own IO.
    ///
    /// # Errors
    ///
    /// What WeChat reports, or what is wrong with the reply.
    fn reply(raw: RawReply) -> Result<Reply<Self::Reply>, Error<Self::Error>>
    where
        Self: Sized,
    {
        match verdict(&raw, Self::Reply::WANTED) {
            Ok(json) => finish(Self::meta(), raw, &json),
            Err(bad) => Err(bad.into_error(Self::meta(), raw)),
        }
    }
}

impl Request {
    /// The request of a call.
    pub fn of(endpoint: &impl Endpoint, meta: &'static Meta) -> Self {
        written(endpoint).finish(meta)
    }
}

/// A writer with the parameters of a call.
fn written(endpoint: &impl Endpoint) -> RequestWriter {
    let mut writer = RequestWriter::default();
    endpoint.encode(&mut writer);
    writer
}

/// All parameters of a call as one JSON object, wherever they travel.
#[cfg(feature = "serde")]
pub(crate) fn to_json(endpoint: &impl Endpoint) -> serde_json::Value {
    written(endpoint).into_json()
}

/// Prints a call with its parameters. It is what `Debug` of calls does.
#[doc(hidden)]
pub fn show_call(name: &str, call: &impl Endpoint, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut writer = RequestWriter::showing(f);
    call.encode(&mut writer);
    writer.print_shown(name, f)
}

/// What a reply can become.
pub trait FromReply: Sized {
    /// JSON or bytes?
    #[doc(hidden)]
    const WANTED: Wanted;

    /// Makes it of what came back; `json` is what was read of its body. It may take the body.
    #[doc(hidden)]
    fn from_reply(raw: &mut RawReply, json: &Json) -> Result<Self, Vec<codec::Mismatch>>;
}

impl<T: Decode + Default> FromReply for T {
    const WANTED: Wanted = Wanted::Json;

    fn from_reply(raw: &mut RawReply, json: &Json) -> Result<Self, Vec<codec::Mismatch>> {
        codec::from_json(json, &raw.body)
    }
}

impl FromReply for Binary {
    const WANTED: Wanted = Wanted::Bytes;

    fn from_reply(raw: &mut RawReply, _: &Json) -> Result<Self, Vec<codec::Mismatch>> {
        Ok(Self::take(raw))
    }
}

/// The last step: the value out of a reply that was judged good.
pub(crate) fn finish<T: FromReply, E>(
    endpoint: &'static Meta,
    mut raw: RawReply,
    json: &Json,
) -> Result<Reply<T>, Error<E>> {
    match T::from_reply(&mut raw, json) {
        Ok(value) => Ok(Reply::new(value, raw)),
        Err(mismatches) => Err(Error::Decode(Box::new(DecodeError { endpoint, mismatches, raw }))),
    }
}
