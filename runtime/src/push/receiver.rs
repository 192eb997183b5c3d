//! Takes pushes: verifies, decrypts, reads, and reports which came before.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;

use super::crypto::{PushCrypto, hex, random16};
use super::envelope::{self, EncryptedReply, Format};
use super::error::{PushError, Rejection};
use super::events::Event;
use super::fields::Fields;
use super::head::PushHead;
use super::key::AesKey;
use super::query::PushQuery;
use super::replay::{self, DEFAULT_WINDOW, Delivery, MOST_REMEMBERED, PushId, Seen};
use super::sink::Answer;
use crate::clock::{Clock, SystemClock, within};
use crate::codec::Secret;

/// Most bytes of a push, unless the builder says otherwise.
pub const DEFAULT_MAX_BODY: usize = 1 << 20;

/// How long a push that comes again waits for the one that is being handled: as long as WeChat waits for an answer.
pub const ANSWER_TIME: Duration = Duration::from_secs(5);

/// Takes the pushes of one platform. Clones are cheap and are the same receiver. What came before is remembered per
/// receiver, not across processes: where a load balancer spreads pushes, look [`Push::id`] up in a store of your own.
#[derive(Clone)]
pub struct PushReceiver(Arc<ReceiverInner>);

struct ReceiverInner {
    settings: ReceiverBuilder,
    seen: Mutex<Seen>,
    /// A push has been handled, or could not be.
    settled: Notify,
}

type Check = dyn Fn(&PushHead<'_>) -> bool + Send + Sync;

/// Makes a [`PushReceiver`].
#[must_use]
pub struct ReceiverBuilder {
    current: PushCrypto,
    previous: Option<PushCrypto>,
    token: Secret,
    check_appid: bool,
    plain: bool,
    unsigned: Option<Box<Check>>,
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
    /// When WeChat signed it; when it came, where it is not signed.
    pub signed_at: SystemTime,
    /// The `{appid}` in the path of the route, where there is one: the merchant whose message it is. Not signed: whoever
    /// sees a push can send it to the URL of another merchant, once for each. Compare it with
    /// [`Message::to`](super::Message::to), whose original id is the merchant's own, where that matters.
    pub path_appid: Option<String>,
    id: PushId,
    /// The last second in which it could come again.
    until: u64,
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

    /// Pushes that are neither encrypted nor signed are taken if this check says so; none are, unless this is called. The
    /// check sees query and headers, and is all that keeps strangers out. Pushes that are encrypted are verified as ever.
    ///
    /// WeChat's cloud hosting pushes like that, to services that no stranger reaches. Its gateway sets the header
    /// `x-wx-source`; the check is worth something only where the gateway also takes that header away from everybody else.
    ///
    /// ```
    /// # use wxopen_runtime::push::{AesKey, PushReceiver};
    /// # fn receiver(key: AesKey) -> PushReceiver {
    /// PushReceiver::builder("wx-component", "TOKEN", key)
    ///     .unsigned(|push| push.header("x-wx-source").is_some())
    ///     .build()
    /// # }
    /// ```
    pub fn unsigned(mut self, check: impl Fn(&PushHead<'_>) -> bool + Send + Sync + 'static) -> Self {
        self.unsigned = Some(Box::new(check));
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
        PushReceiver(Arc::new(ReceiverInner { settings: self, seen, settled: Notify::new() }))
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
            unsigned: None,
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
        self.receive_from(&PushHead { query, headers: &[] }, body)
    }

    /// Takes a push with its headers, which the check for [unsigned](ReceiverBuilder::unsigned) pushes may want to see.
    ///
    /// # Errors
    ///
    /// Why it is refused.
    pub fn receive_from(&self, head: &PushHead<'_>, body: &[u8]) -> Result<Push, PushError> {
        let (settings, query) = (&self.0.settings, head.query);
        if body.len() > settings.max_body {
            return Err(PushError::TooLarge);
        }
        let time = self.time(query);
        if settings.unsigned.is_none() {
            time.as_ref().map_err(Clone::clone)?;
        }
        let (format, encrypt) = envelope::ciphertext(body).map_err(PushError::Envelope)?;
        match encrypt {
            Some(encrypt) => self.sealed(query, &encrypt, format, time?),
            None if settings.unsigned.as_ref().is_some_and(|check| check(head)) => self.unsigned(body),
            None if settings.plain => {
                let time = time?;
                self.verify(&[&query.timestamp, &query.nonce], &query.signature, "signature", time)?;
                let (format, fields) = envelope::read(body).map_err(PushError::Message)?;
                let id = replay::id(&[query.timestamp.as_bytes(), query.nonce.as_bytes()]);
                self.push(fields, format, id, time, SealedWith::Nothing)
            }
            None => Err(PushError::Envelope("there is no ciphertext")),
        }
    }

    /// Answers the question that WeChat asks a URL with a GET before it pushes there: `echostr`, to be sent back as the
    /// whole body.
    ///
    /// # Errors
    ///
    /// Why it is refused.
    pub fn verify_url(&self, query: &PushQuery) -> Result<String, PushError> {
        let time = self.time(query)?;
        if !query.has_echo() {
            return Err(PushError::Query("echostr"));
        }
        self.verify(&[&query.timestamp, &query.nonce], &query.signature, "signature", time)?;
        Ok(query.echostr.clone())
    }

    /// The push has been handled: should it come again, it is a [`Delivery::Repeat`].
    pub fn handled(&self, push: &Push) {
        self.answered(push, Answer::Success);
    }

    /// The push has been handled, with this answer. Should it come again, it is a [`Delivery::Repeat`], and
    /// [`answer_of`](Self::answer_of) has the answer.
    pub fn answered(&self, push: &Push, answer: Answer) {
        self.seen().handled(&push.id, answer);
        self.0.settled.notify_waiters();
    }

    /// What was answered to a push that has been handled. WeChat hangs up after five seconds and asks again: whoever needed
    /// longer has the answer ready by then. (Of very many large replies the oldest are forgotten; then it is `success`.)
    pub fn answer_of(&self, push: &Push) -> Option<Answer> {
        self.seen().answer(&push.id)
    }

    /// The push could not be handled: should it come again, it counts as the first.
    pub fn forget(&self, push: &Push) {
        self.seen().forget(&push.id);
        self.0.settled.notify_waiters();
    }

    /// Waits while the push is being handled, [`ANSWER_TIME`] at most; its [`delivery`](Push::delivery) is then that of the
    /// moment. It becomes the first where it could not be handled.
    pub async fn settle(&self, push: &mut Push) {
        let clock = &*self.0.settings.clock;
        let end = clock.elapsed().saturating_add(ANSWER_TIME);
        while push.delivery == Delivery::Pending {
            let mut settled = Box::pin(self.0.settled.notified());
            settled.as_mut().enable();
            push.delivery = self.seen().note(push.id, push.until, unix(clock.now()));
            if push.delivery != Delivery::Pending || within(clock, end, settled).await.is_none() {
                return;
            }
        }
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
        Ok(EncryptedReply { encrypt, signature, timestamp, nonce }.write(push.format))
    }

    /// Is it signed, and of this time?
    fn verify(&self, values: &[&str], signature: &str, name: &'static str, time: SignedAt) -> Result<(), PushError> {
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

    /// When it was signed, as the query says.
    fn time(&self, query: &PushQuery) -> Result<SignedAt, PushError> {
        let seconds = query.seconds().ok_or(PushError::Query("timestamp"))?;
        match query.has_nonce() {
            true => Ok(SignedAt { seconds, now: unix(self.0.settings.clock.now()) }),
            false => Err(PushError::Query("nonce")),
        }
    }

    /// Reads an encrypted push.
    fn sealed(&self, query: &PushQuery, encrypt: &str, format: Format, time: SignedAt) -> Result<Push, PushError> {
        let PushQuery { timestamp, nonce, msg_signature, .. } = query;
        self.verify(&[timestamp, nonce, encrypt], msg_signature, "msg_signature", time)?;
        let (message, sealed_with) = self.0.settings.open(encrypt).map_err(PushError::Undecryptable)?;
        let (_, fields) = envelope::read(&message).map_err(PushError::Message)?;
        let id = replay::id(&[timestamp.as_bytes(), nonce.as_bytes(), &message]);
        self.push(fields, format, id, time, sealed_with)
    }

    /// Reads a push that somebody else has checked.
    fn unsigned(&self, body: &[u8]) -> Result<Push, PushError> {
        let now = unix(self.0.settings.clock.now());
        let (format, fields) = envelope::read(body).map_err(PushError::Message)?;
        self.push(fields, format, replay::id(&[body]), SignedAt { seconds: now, now }, SealedWith::Nothing)
    }

    /// Notes the push, and whether it came before.
    fn push(
        &self,
        fields: Fields,
        format: Format,
        id: PushId,
        time: SignedAt,
        sealed_with: SealedWith,
    ) -> Result<Push, PushError> {
        let signed_at = UNIX_EPOCH.checked_add(Duration::from_secs(time.seconds)).ok_or(PushError::Stale)?;
        let event = Event::read(fields, signed_at).map_err(PushError::Message)?;
        let until = time.seconds.saturating_add(self.0.settings.window.as_secs());
        let delivery = self.seen().note(id, until, time.now);
        if delivery == Delivery::First {
            event.log_unknown();
        }
        Ok(Push { event, delivery, format, signed_at, path_appid: None, id, until, sealed_with })
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Push {
    /// What the push is known by, the same wherever it comes again: 40 characters, a digest of what is signed. A fleet whose
    /// pushes come to any of its processes can remember it for [`DEFAULT_WINDOW`] in a store that all share.
    pub fn id(&self) -> String {
        hex(&self.id)
    }
}

/// When a push was signed, and when it came; in seconds since 1970.
#[derive(Clone, Copy)]
struct SignedAt {
    seconds: u64,
    now: u64,
}

impl ReceiverBuilder {
    /// What is in a ciphertext, by the current key or the previous one.
    fn open(&self, encrypt: &str) -> Result<(Vec<u8>, SealedWith), Rejection> {
        let open = |crypto: &PushCrypto| match crypto.decrypt_bytes(encrypt)? {
            (_, appid) if self.check_appid && appid != crypto.appid() => Err(Rejection::Appid),
            (message, _) => Ok(message),
        };
        let rejection = match open(&self.current) {
            Ok(message) => return Ok((message, SealedWith::Current)),
            Err(rejection) => rejection,
        };
        let previous = self.previous.as_ref().ok_or(rejection)?;
        // If both keys fail, the rejection of the current one is returned: the previous key is the exception.
        open(previous).map(|message| (message, SealedWith::Previous)).map_err(|_| rejection)
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
