//! Values of open enums that nobody has documented yet.

/// A value an open enum does not know. Only `from_wire` of the enum makes one, so that a value the enum knows is never
/// hidden in here, and a value it comes to know later breaks no code.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue<T>(T);

impl<T> UnknownValue<T> {
    /// For generated code.
    #[doc(hidden)]
    pub fn of(value: T) -> Self {
        Self(value)
    }

    /// The value as it came.
    pub fn get(&self) -> &T {
        &self.0
    }
}
