//! Random numbers that nobody can guess.

/// 128 random bits as hexadecimal digits. Where the machine has no source of them they are hard to guess, no more.
pub(crate) fn hex() -> String {
    use std::hash::{BuildHasher, RandomState};
    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_err() {
        let half = || RandomState::new().hash_one(()).to_le_bytes();
        bytes[..8].copy_from_slice(&half());
        bytes[8..].copy_from_slice(&half());
    }
    format!("{:032x}", u128::from_le_bytes(bytes))
}
