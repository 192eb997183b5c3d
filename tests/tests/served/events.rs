//! Everything that is traced or logged, as text.

use std::cell::RefCell;
use std::fmt::{self, Write};
use std::sync::{Mutex, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Starts noting. Has to come before the first call of any test: a place in the code that was passed while nobody
/// listened may stay silent.
pub(crate) fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(Listener).expect("nobody else listens");
        log::set_logger(&Listener).expect("nobody else logs");
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// Runs something and notes what this thread traces meanwhile.
pub(crate) fn traced<T>(run: impl FnOnce() -> T) -> (T, Noted) {
    NOTED.set(Some(Noted::default()));
    let value = run();
    (value, NOTED.take().expect("nothing else takes it"))
}

/// Spans and events of every level, whoever made them.
#[derive(Default)]
pub(crate) struct Noted {
    /// One text a span: name and fields.
    pub(crate) spans: Vec<String>,
    /// One text an event: level and fields.
    pub(crate) events: Vec<String>,
}

thread_local! {
    static NOTED: RefCell<Option<Noted>> = const { RefCell::new(None) };
}

/// Writes fields as ` name=value`.
struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {}={value:?}", field.name()).expect("memory takes it");
    }
}

/// Hears everything, and notes it for the threads that ask.
struct Listener;

/// The span of a thread that does not ask.
const UNHEARD: u64 = u64::MAX;

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        NOTED.with_borrow_mut(|noted| {
            let Some(Noted { spans, .. }) = noted else { return Id::from_u64(UNHEARD) };
            let mut text = span.metadata().name().to_owned();
            span.record(&mut Fields(&mut text));
            spans.push(text);
            Id::from_u64(spans.len() as u64)
        })
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        NOTED.with_borrow_mut(|noted| {
            let at = usize::try_from(span.into_u64() - 1).expect("64 bits");
            if let Some(text) = noted.as_mut().and_then(|noted| noted.spans.get_mut(at)) {
                values.record(&mut Fields(text));
            }
        });
    }

    fn event(&self, event: &Event<'_>) {
        NOTED.with_borrow_mut(|noted| {
            let Some(noted) = noted else { return };
            let mut text = event.metadata().level().to_string();
            event.record(&mut Fields(&mut text));
            noted.events.push(text);
        });
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// What libraries below log in the old way, by all threads of this process.
static LOGGED: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl log::Log for Listener {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let text = format!("{}: {}", record.target(), record.args());
        LOGGED.lock().unwrap_or_else(PoisonError::into_inner).push(text);
    }

    fn flush(&self) {}
}

/// What has been logged so far.
pub(crate) fn logged() -> Vec<String> {
    LOGGED.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
