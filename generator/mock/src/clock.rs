//! The mock's clock: it runs with the machine's or stands still, and can be put forward.

use std::time::{SystemTime, UNIX_EPOCH};

/// A clock.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    /// Where it stands still, in milliseconds since 1970.
    frozen_at: Option<u64>,
    /// How far it was put forward, in milliseconds.
    ahead: u64,
}

impl Clock {
    /// A clock that stands still at these seconds since 1970, or runs.
    pub(super) fn new(frozen_at: Option<u64>) -> Self {
        Self { frozen_at: frozen_at.map(|seconds| seconds.saturating_mul(1000)), ahead: 0 }
    }

    /// Milliseconds since 1970.
    pub(super) fn now(&self) -> u64 {
        let now = self.frozen_at.unwrap_or_else(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
        });
        now.saturating_add(self.ahead)
    }

    /// Seconds since 1970.
    pub(super) fn seconds(&self) -> u64 {
        self.now() / 1000
    }

    /// Puts it forward.
    pub(super) fn advance(&mut self, seconds: u64) {
        self.ahead = self.ahead.saturating_add(seconds.saturating_mul(1000));
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn it_goes_forward_and_never_overflows() {
        let mut clock = Clock::new(Some(100));
        assert_eq!(clock.seconds(), 100);
        clock.advance(20);
        assert_eq!(clock.seconds(), 120);
        clock.advance(u64::MAX);
        assert_eq!(clock.now(), u64::MAX);
    }
}
