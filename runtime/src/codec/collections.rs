//! Lists, maps, and values that may be absent.

use super::{Decode, Encode, Grow, Items, Map, Reader, Writer};

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, out: &mut Writer) {
        match self {
            Some(value) => value.encode(out),
            None => out.raw("null"),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Decode + Default> Decode for Option<T> {
    fn decode(&mut self, input: &mut Reader<'_>) {
        if input.is_null() || !input.read_unless_blank(self.insert(T::default())) {
            *self = None;
        }
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, out: &mut Writer) {
        out.list(self);
    }
}

impl<T: Encode> Items for Vec<T> {
    fn item(&self, at: usize) -> Option<&dyn Encode> {
        self.get(at).map(|item| item as &dyn Encode)
    }
}

impl<T: Decode + Default> Decode for Vec<T> {
    fn decode(&mut self, input: &mut Reader<'_>) {
        self.clear();
        input.items(self);
    }
}

impl<T: Decode + Default> Grow for Vec<T> {
    fn grow(&mut self) -> Option<&mut dyn Decode> {
        self.push(T::default());
        self.last_mut().map(|item| item as &mut dyn Decode)
    }

    fn reserve(&mut self, count: usize) {
        self.reserve_exact(count);
    }

    fn item_size(&self) -> usize {
        size_of::<T>()
    }
}

impl<T: Encode> Encode for Map<T> {
    fn encode(&self, out: &mut Writer) {
        out.begin();
        for (key, value) in self {
            out.field(key, value);
        }
        out.end();
    }
}

impl<T: Decode + Default> Decode for Map<T> {
    fn decode(&mut self, input: &mut Reader<'_>) {
        self.clear();
        input.entries(&mut |key, input| {
            if !input.takes_entry(self) {
                return;
            }
            let mut value = T::default();
            value.decode(input);
            self.insert(key.to_owned(), value);
        });
    }
}
