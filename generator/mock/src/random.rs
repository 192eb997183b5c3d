//! Numbers that look random and are the same in each run with the same seed.

use sha2::{Digest, Sha256};

/// A digest of a seed and some words.
fn digest(seed: u64, words: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(seed.to_be_bytes());
    for word in words {
        hash.update((word.len() as u64).to_be_bytes());
        hash.update(word.as_bytes());
    }
    hash.finalize().into()
}

/// Letters and digits, `length` of them, 32 at most.
pub(super) fn letters(seed: u64, words: &[&str], length: usize) -> String {
    const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let letter = |byte: &u8| char::from(*ALPHABET.get(usize::from(*byte) % ALPHABET.len()).unwrap_or(&b'x'));
    digest(seed, words).iter().take(length).map(letter).collect()
}

/// Sixteen bytes.
pub(super) fn bytes(seed: u64, words: &[&str]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest(seed, words)).for_each(|(byte, random)| *byte = random);
    bytes
}

/// A number from 0 to below 1.
pub(super) fn fraction(seed: u64, words: &[&str]) -> f64 {
    let high = digest(seed, words).iter().take(4).fold(0_u32, |all, byte| (all << 8) | u32::from(*byte));
    f64::from(high) / (f64::from(u32::MAX) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::{fraction, letters};

    #[test]
    fn the_same_words_give_the_same() {
        assert_eq!(letters(1, &["a", "b"], 12), letters(1, &["a", "b"], 12));
        assert_ne!(letters(1, &["a", "b"], 12), letters(2, &["a", "b"], 12));
        assert_ne!(letters(1, &["ab", ""], 12), letters(1, &["a", "b"], 12), "words do not run together");
        let below = (0..1000).filter(|n| fraction(7, &[&n.to_string()]) < 0.25).count();
        assert!((200..300).contains(&below), "{below}");
    }
}
