//! How versions and the numbers of leases grow.
//!
//! A store can lose what it holds, or be put back to what it held before. Then a key has two histories, and a version of
//! one must not be taken for a version of the other. So a history begins at a random number, and each step is of a random
//! length: numbers still only grow, and two histories meet at the same number about once in a million steps.

/// Numbers of steps below this; 20 bits.
const SPREAD: u64 = 1 << 20;
/// How far apart histories begin. With [`SPREAD`] the first number is at most 2^52, and a key can be written 2^33 times
/// before a number is reached that Lua cannot hold exactly.
const APART: u64 = 1 << 32;

/// One random step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Growth(u64);

impl Growth {
    /// A step by a random number from 0 to 1.
    pub(super) fn from_fraction(fraction: f64) -> Self {
        Self(((fraction.clamp(0.0, 1.0) * SPREAD as f64) as u64).min(SPREAD - 1))
    }

    /// A step by the random numbers of the system.
    #[cfg(any(feature = "sqlite", feature = "redis"))]
    pub(super) fn random() -> Result<Self, super::StoreError> {
        let random = getrandom::u64().map_err(|_| super::StoreError::new("the system has no random numbers"))?;
        Ok(Self(random % SPREAD))
    }

    /// The number that follows this one; 0: the first of a history.
    pub(super) fn after(self, number: u64) -> u64 {
        match number {
            0 => (self.0 + 1) * APART,
            _ => number.saturating_add(self.0 + 1),
        }
    }
}

/// The same in Lua, for a script that is given the step as a number.
#[cfg(feature = "redis")]
pub(super) const AFTER: &str = "
local function after(number, step)
    if number == 0 then return (step + 1) * 4294967296 end
    return number + step + 1
end";

/// What a script in Lua is given.
#[cfg(feature = "redis")]
impl std::fmt::Display for Growth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
