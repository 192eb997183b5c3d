//! A call as data: what it sends, what comes back, what can go wrong. No IO.

use crate::codec::{self, Decode, Json};
use crate::error::{DecodeError, Error};
use crate::judge::{self, Wanted};
use crate::kind::ErrorKind;
use crate::meta::Meta;
use crate::reply::{Binary, RawReply, Reply};
use crate::request::{Request, RequestWriter};

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
        match judge::judge(&raw, Self::Reply::WANTED) {
            Ok(json) => finish(Self::meta(), raw, &json),
            Err(failure) => Err(failure.with_raw(Self::meta(), raw)),
        }
    }
}

/// What a reply can become.
pub trait FromReply: Sized {
    /// JSON or bytes?
    #[doc(hidden)]
    const WANTED: Wanted;

    /// Makes it of what came back; `json` is what was read of its body. It may take the body.
    #[doc(hidden)]
    fn from_reply(raw: &mut RawReply, json: &Json) -> Result<Self, Vec<codec::Problem>>;
}

impl<T: Decode + Default> FromReply for T {
    const WANTED: Wanted = Wanted::Json;

    fn from_reply(raw: &mut RawReply, json: &Json) -> Result<Self, Vec<codec::Problem>> {
        codec::from_json(json, &raw.body)
    }
}

impl FromReply for Binary {
    const WANTED: Wanted = Wanted::Bytes;

    fn from_reply(raw: &mut RawReply, _: &Json) -> Result<Self, Vec<codec::Problem>> {
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
        Err(problems) => Err(Error::Decode(Box::new(DecodeError { endpoint, problems, raw }))),
    }
}
