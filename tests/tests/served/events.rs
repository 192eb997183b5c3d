//! Everything that is traced or logged, as text.

use std::fmt::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Notes every span and event of every level, whoever made it.
#[derive(Clone, Default)]
pub(crate) struct Events(Arc<Mutex<Noted>>);

#[derive(Default)]
pub(crate) struct Noted {
    /// One text a span: name and fields.
    pub(crate) spans: Vec<String>,
    /// One text an event: level and fields.
    pub(crate) events: Vec<String>,
}

impl Events {
    /// Runs something and notes what this thread traces meanwhile.
    pub(crate) fn of<T>(run: impl FnOnce() -> T) -> (T, Noted) {
        let events = Self::default();
        let value = tracing::subscriber::with_default(events.clone(), run);
        let noted = std::mem::take(&mut *events.noted());
        (value, noted)
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes fields as ` name=value`.
struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {}={value:?}", field.name()).expect("memory takes it");
    }
}

impl Subscriber for Events {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut text = span.metadata().name().to_owned();
        span.record(&mut Fields(&mut text));
        let spans = &mut self.noted().spans;
        spans.push(text);
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        if let Some(text) = self.noted().spans.get_mut(span.into_u64() as usize - 1) {
            values.record(&mut Fields(text));
        }
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = event.metadata().level().to_string();
        event.record(&mut Fields(&mut text));
        self.noted().events.push(text);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// What libraries below log in the old way, by all threads of this process.
static LOGGED: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let text = format!("{}: {}", record.target(), record.args());
        LOGGED.lock().unwrap_or_else(PoisonError::into_inner).push(text);
    }

    fn flush(&self) {}
}

/// Starts noting what is logged.
pub(crate) fn note_logs() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Logger).expect("nobody else logs");
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// What has been logged so far.
pub(crate) fn logged() -> Vec<String> {
    LOGGED.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
