//! Takes pushes: verifies, decrypts, reads, and tells which came before.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::crypto::{PushCrypto, hex, random16};
use super::envelope::{self, Format, Sealed};
use super::error::{Flaw, PushError};
use super::events::Event;
use super::key::AesKey;
use super::query::PushQuery;
use super::replay::{self, DEFAULT_WINDOW, Delivery, MOST_REMEMBERED, PushId, Seen};
use crate::clock::{Clock, SystemClock};
use crate::codec::Secret;

/// Most bytes of a push, unless the builder says otherwise.
pub const DEFAULT_MAX_BODY: usize = 1 << 20;

/// Takes the pushes of one platform. Clones are cheap and are the same receiver. What came before is remembered per
/// receiver, not across processes.
#[derive(Clone)]
pub struct PushReceiver(Arc<Inner>);

struct Inner {
    settings: ReceiverBuilder,
    seen: Mutex<Seen>,
}

/// Makes a [`PushReceiver`].
#[must_use]
pub struct ReceiverBuilder {
    current: PushCrypto,
    previous: Option<PushCrypto>,
    token: Secret,
    check_appid: bool,
    plain: bool,
    max_body: usize,
    window: Duration,
    most_remembered: usize,
    clock: Box<dyn Clock>,
    random: Box<dyn Fn() -> io::Result<[u8; 16]> + Send + Sync>,
}

/// A push that is WeChat's.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Push {
    /// What it says.
    pub event: Event,
    /// Did it come before?
    pub delivery: Delivery,
    /// How it is written, and how a reply has to be.
    pub format: Format,
    /// When WeChat signed it.
    pub signed_at: SystemTime,
    /// The `{appid}` in the path of the route, where there is one: the merchant whose message it is. Not signed.
    pub path_appid: Option<String>,
    id: PushId,
    sealed_with: SealedWith,
}

/// The key of a push, which is the one its reply needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SealedWith {
    Nothing,
    Current,
    Previous,
}

impl ReceiverBuilder {
    /// The key before this one. WeChat goes on using it for a while after a change.
    pub fn previous_key(mut self, key: AesKey) -> Self {
        self.previous = Some(PushCrypto::new(self.current.appid(), self.token.clone(), key));
        self
    }

    /// Must a push be for the platform's appid? It must, unless this says otherwise.
    pub fn check_appid(mut self, check: bool) -> Self {
        self.check_appid = check;
        self
    }

    /// Are pushes taken that are not encrypted? They are not, unless this says otherwise. Only time and nonce of such a
    /// push are signed: whoever sees its URL can send another body with it.
    pub fn allow_plain(mut self, allow: bool) -> Self {
        self.plain = allow;
        self
    }

    /// Most bytes of a push; [`DEFAULT_MAX_BODY`].
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// How far the time of a push may be from now, either way; [`DEFAULT_WINDOW`].
    pub fn window(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// How many pushes within the window are remembered; [`MOST_REMEMBERED`].
    pub fn remember(mut self, most: usize) -> Self {
        self.most_remembered = most;
        self
    }

    /// Another clock than the machine's.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Other random bytes than the system's, for tests of replies.
    pub fn random(mut self, random: impl Fn() -> io::Result<[u8; 16]> + Send + Sync + 'static) -> Self {
        self.random = Box::new(random);
        self
    }

    /// The receiver.
    pub fn build(self) -> PushReceiver {
        let seen = Mutex::new(Seen::new(self.most_remembered));
        PushReceiver(Arc::new(Inner { settings: self, seen }))
    }
}

impl PushReceiver {
    /// A receiver for the platform with this appid, and the token and key of its settings.
    pub fn builder(component_appid: impl Into<String>, token: impl Into<Secret>, key: AesKey) -> ReceiverBuilder {
        let token = token.into();
        ReceiverBuilder {
            current: PushCrypto::new(component_appid, token.clone(), key),
            previous: None,
            token,
            check_appid: true,
            plain: false,
            max_body: DEFAULT_MAX_BODY,
            window: DEFAULT_WINDOW,
            most_remembered: MOST_REMEMBERED,
            clock: Box::new(SystemClock),
            random: Box::new(random16),
        }
    }

    /// Most bytes of a push.
    pub fn max_body(&self) -> usize {
        self.0.settings.max_body
    }

    /// The clock it runs by.
    #[cfg(feature = "axum")]
    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.0.settings.clock
    }

    /// Takes a push: the query of its URL, and its body. Look at its [`delivery`](Push::delivery), handle it, then call
    /// [`handled`](Self::handled) and answer `success`; or, if that failed, [`forget`](Self::forget) and answer otherwise,
    /// and WeChat sends it again.
    ///
    /// # Errors
    ///
    /// Why it is refused.
    pub fn receive(&self, query: &PushQuery, body: &[u8]) -> Result<Push, PushError> {
        let settings = &self.0.settings;
        if body.len() > settings.max_body {
            return Err(PushError::TooLarge);
        }
        let seconds = query.seconds().ok_or(PushError::Query("timestamp"))?;
        if !query.has_nonce() {
            return Err(PushError::Query("nonce"));
        }
        let text = str::from_utf8(body).map_err(|_| PushError::Envelope("it is not UTF-8"))?;
        let (format, outer) = envelope::read(text).map_err(PushError::Envelope)?;
        let time = Time { seconds, now: unix(settings.clock.now()) };
        let (fields, sealed_with) = if outer.get("Encrypt").is_none() && settings.plain {
            self.verify(&[&query.timestamp, &query.nonce], &query.signature, "signature", time)?;
            (outer, SealedWith::Nothing)
        } else {
            let encrypt = outer.text("Encrypt").ok_or(PushError::Envelope("there is no ciphertext"))?;
            self.verify(&[&query.timestamp, &query.nonce, &encrypt], &query.msg_signature, "msg_signature", time)?;
            let (message, sealed_with) = settings.open(&encrypt).map_err(PushError::Undecryptable)?;
            (envelope::read(&message).map_err(PushError::Message)?.1, sealed_with)
        };
        let signed_at = UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).ok_or(PushError::Stale)?;
        let event = Event::read(fields, signed_at).map_err(PushError::Message)?;
        let id = replay::id(query);
        let delivery = self.seen().note(id, seconds.saturating_add(settings.window.as_secs()), time.now);
        Ok(Push { event, delivery, format, signed_at, path_appid: None, id, sealed_with })
    }

    /// The push has been handled: should it come again, it is a [`Delivery::Repeat`].
    pub fn handled(&self, push: &Push) {
        self.seen().handled(&push.id);
    }

    /// The push could not be handled: should it come again, it counts as the first.
    pub fn forget(&self, push: &Push) {
        self.seen().forget(&push.id);
    }

    /// The body of an answer that replies to a merchant's message, as that came: encrypted with its key and in its format.
    ///
    /// # Errors
    ///
    /// When the system has no random numbers.
    pub fn reply(&self, push: &Push, message: &str) -> io::Result<String> {
        let settings = &self.0.settings;
        let crypto = match push.sealed_with {
            SealedWith::Nothing => return Ok(message.to_owned()),
            SealedWith::Current => &settings.current,
            SealedWith::Previous => settings.previous.as_ref().unwrap_or(&settings.current),
        };
        let encrypt = crypto.encrypt(message, (settings.random)()?);
        let timestamp = unix(settings.clock.now()).to_string();
        let nonce = hex(&(settings.random)()?);
        let signature = crypto.sign(&[&timestamp, &nonce, &encrypt]);
        Ok(Sealed { encrypt, signature, timestamp, nonce }.write(push.format))
    }

    /// Is it signed, and of this time?
    fn verify(&self, values: &[&str], signature: &str, name: &'static str, time: Time) -> Result<(), PushError> {
        let settings = &self.0.settings;
        if signature.is_empty() {
            return Err(PushError::Query(name));
        }
        if !settings.current.verify(values, signature) {
            return Err(PushError::Signature);
        }
        match time.seconds.abs_diff(time.now) <= settings.window.as_secs() {
            true => Ok(()),
            false => Err(PushError::Stale),
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// When a push was signed, and when it came; in seconds since 1970.
#[derive(Clone, Copy)]
struct Time {
    seconds: u64,
    now: u64,
}

impl ReceiverBuilder {
    /// What is in a ciphertext, by the current key or the previous one.
    fn open(&self, encrypt: &str) -> Result<(String, SealedWith), Flaw> {
        let open = |crypto: &PushCrypto| match crypto.decrypt(encrypt)? {
            (_, appid) if self.check_appid && appid != crypto.appid() => Err(Flaw::Appid),
            (message, _) => Ok(message),
        };
        let flaw = match open(&self.current) {
            Ok(message) => return Ok((message, SealedWith::Current)),
            Err(flaw) => flaw,
        };
        let previous = self.previous.as_ref().ok_or(flaw)?;
        // With neither key the first flaw is told: the previous key is the exception.
        open(previous).map(|message| (message, SealedWith::Previous)).map_err(|_| flaw)
    }
}

fn unix(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

impl fmt::Debug for PushReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PushReceiver({})", self.0.settings.current.appid())
    }
}

impl fmt::Debug for ReceiverBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceiverBuilder({})", self.current.appid())
    }
}
