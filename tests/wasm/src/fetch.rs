//! A transport over `fetch`.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Response};
use wxopen::{HttpRequest, LocalBoxFuture, LocalTransport, RawReply, TransportError, TransportErrorKind};

/// Sends with `fetch`.
pub struct Fetch;

impl LocalTransport for Fetch {
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'_, Result<RawReply, TransportError>> {
        Box::pin(async move { exchange(request).await.map_err(failed)? })
    }
}

async fn exchange(request: HttpRequest) -> Result<Result<RawReply, TransportError>, JsValue> {
    let headers = Object::new();
    for (name, value) in &request.headers {
        Reflect::set(&headers, &(&**name).into(), &(&**value).into())?;
    }
    let millis = u32::try_from(request.timeout.as_millis()).unwrap_or(u32::MAX);
    let options = Object::new();
    Reflect::set(&options, &"method".into(), &request.method.name().into())?;
    Reflect::set(&options, &"headers".into(), &headers)?;
    Reflect::set(&options, &"redirect".into(), &"manual".into())?;
    Reflect::set(&options, &"signal".into(), &AbortSignal::timeout_with_u32(millis))?;
    if !request.body.is_empty() {
        Reflect::set(&options, &"body".into(), &Uint8Array::from(&request.body[..]))?;
    }
    let fetch: Function = Reflect::get(&global(), &"fetch".into())?.dyn_into()?;
    let sent: Promise = fetch.call2(&JsValue::UNDEFINED, &request.url.into(), &options)?.dyn_into()?;
    let response: Response = JsFuture::from(sent).await?.dyn_into()?;
    let mut reply = RawReply { status: response.status(), ..RawReply::default() };
    if let Some(pairs) = js_sys::try_iter(&response.headers())? {
        for pair in pairs {
            let pair = Array::from(&pair?);
            reply
                .headers
                .push((pair.get(0).as_string().unwrap_or_default(), pair.get(1).as_string().unwrap_or_default()));
        }
    }
    let bytes = Uint8Array::new(&JsFuture::from(response.array_buffer()?).await?);
    if bytes.length() as usize > request.max_reply {
        return Ok(Err(TransportError::new(TransportErrorKind::TooLarge, "more bytes than are allowed")));
    }
    reply.body = bytes.to_vec();
    Ok(Ok(reply))
}

/// `fetch` does not say whether anything was sent.
fn failed(error: JsValue) -> TransportError {
    let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
    let kind = match name.as_str() {
        "TimeoutError" => TransportErrorKind::Timeout,
        _ => TransportErrorKind::Other,
    };
    TransportError::new(kind, name)
}
