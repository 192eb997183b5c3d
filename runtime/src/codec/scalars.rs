//! Plain values. WeChat sends a number for a text, a text for a number and either for a boolean; all are read. An empty
//! text is no number, for zero would be a guess: it is nothing where nothing will do, and otherwise a misfit.

use serde_json::Value;

use super::{Decode, Encode, Reader, Writer};

impl Encode for String {
    fn encode(&self, out: &mut Writer) {
        out.text(self);
    }
}

impl Encode for &str {
    fn encode(&self, out: &mut Writer) {
        out.text(self);
    }
}

impl Decode for String {
    fn decode(&mut self, input: &mut Reader<'_>) {
        match input.take_scalar("a text") {
            Some(Value::String(text)) => *self = text,
            Some(other) => *self = other.to_string(),
            None => {}
        }
    }
}

impl Encode for i64 {
    fn encode(&self, out: &mut Writer) {
        out.raw(&self.to_string());
    }
}

impl Decode for i64 {
    fn decode(&mut self, input: &mut Reader<'_>) {
        let Some(value) = input.take_scalar("a whole number") else { return };
        match whole_number(&value) {
            Some(number) => *self = number,
            None => input.misfit("a whole number", &value),
        }
    }
}

/// The whole number that a value is.
pub(crate) fn whole_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().and_then(whole)),
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(flag) => Some(i64::from(*flag)),
        _ => None,
    }
}

/// The whole number that a float is, if it is one and is exact.
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[allow(clippy::cast_possible_truncation)]
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}

impl Encode for f64 {
    /// Writes null for what JSON has no number for.
    fn encode(&self, out: &mut Writer) {
        match serde_json::Number::from_f64(*self) {
            Some(number) => out.raw(&number.to_string()),
            None => out.raw("null"),
        }
    }
}

impl Decode for f64 {
    fn decode(&mut self, input: &mut Reader<'_>) {
        let Some(value) = input.take_scalar("a number") else { return };
        let number = match &value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        };
        match number {
            Some(number) => *self = number,
            None => input.misfit("a number", &value),
        }
    }
}

impl Encode for bool {
    fn encode(&self, out: &mut Writer) {
        out.raw(if *self { "true" } else { "false" });
    }
}

impl Decode for bool {
    fn decode(&mut self, input: &mut Reader<'_>) {
        let Some(value) = input.take_scalar("true or false") else { return };
        let flag = match &value {
            Value::Bool(flag) => Some(*flag),
            Value::Number(number) => match number.as_i64() {
                Some(0) => Some(false),
                Some(1) => Some(true),
                _ => None,
            },
            Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
                "0" | "false" => Some(false),
                "1" | "true" => Some(true),
                _ => None,
            },
            _ => None,
        };
        match flag {
            Some(flag) => *self = flag,
            None => input.misfit("true or false", &value),
        }
    }
}

impl Encode for Value {
    fn encode(&self, out: &mut Writer) {
        out.raw(&self.to_string());
    }
}

impl Decode for Value {
    fn decode(&mut self, input: &mut Reader<'_>) {
        *self = input.take();
    }
}
