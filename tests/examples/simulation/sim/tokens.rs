//! The tokens that WeChat has given: whom, when, and what became of them.

use std::collections::BTreeMap;
use std::time::Duration;

use super::plan::LIFETIME;
use super::process::Process;
use super::wechat::Asking;

/// All tokens there have been.
#[derive(Default)]
pub(crate) struct Tokens {
    /// In order: the number of one is its place, from 1.
    all: Vec<Issued>,
    /// The number of each owner's newest token that is good.
    current: BTreeMap<String, u64>,
}

/// A token that was given.
#[derive(Debug, Clone)]
pub(crate) struct Issued {
    pub(crate) owner: String,
    pub(crate) by: Process,
    pub(crate) at: Duration,
    pub(crate) ends: Duration,
    /// The one that it has ended, if that was the owner's newest.
    pub(crate) replaces: Option<u64>,
    /// For a code; else for a refresh token or a ticket.
    pub(crate) for_code: bool,
    pub(crate) was_stored: bool,
    /// WeChat has refused it.
    pub(crate) was_refused: bool,
    /// The process that asked for it has died.
    pub(crate) holder_died: bool,
    /// The reply with it did not arrive.
    pub(crate) reply_lost: bool,
}

/// A token as text: `tok.wx-m0.17.`
pub(crate) fn token_text(owner: &str, number: u64) -> String {
    format!("tok.{owner}.{number}.")
}

/// Owner and number of the first token in a text.
pub(crate) fn serial_in(text: &str) -> Option<(&str, u64)> {
    let mut parts = text.split_once("tok.")?.1.split('.');
    Some((parts.next()?, parts.next()?.parse().ok()?))
}

impl Tokens {
    /// Gives a token, which ends the one before.
    pub(crate) fn issue(&mut self, owner: &str, asking: &Asking<'_>, for_code: bool) -> String {
        let Asking { by, now, .. } = *asking;
        let number = self.all.len() as u64 + 1;
        let replaces = self.current.insert(owner.to_owned(), number);
        self.all.push(Issued {
            owner: owner.to_owned(),
            by,
            replaces,
            at: now,
            ends: now + LIFETIME,
            for_code,
            was_stored: false,
            was_refused: false,
            holder_died: false,
            reply_lost: false,
        });
        token_text(owner, number)
    }

    /// Ends the token of an owner.
    pub(crate) fn end(&mut self, owner: &str) {
        self.current.remove(owner);
    }

    /// The newest token of an owner that is not ended, and its number.
    pub(crate) fn current(&self, owner: &str) -> Option<(u64, &Issued)> {
        let number = *self.current.get(owner)?;
        Some((number, self.get(number)?))
    }

    /// The token of that number.
    pub(crate) fn get(&self, number: u64) -> Option<&Issued> {
        self.all.get(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    /// The same, to be changed.
    pub(crate) fn get_mut(&mut self, number: u64) -> Option<&mut Issued> {
        self.all.get_mut(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    /// How many tokens an owner was given since then.
    pub(crate) fn given_since(&self, owner: &str, since: Duration) -> usize {
        self.all.iter().filter(|token| token.owner == owner && token.at >= since).count()
    }

    /// Was an owner given a token for a code since then?
    pub(crate) fn given_for_code(&self, owner: &str, since: Duration) -> bool {
        self.all.iter().any(|token| token.for_code && token.owner == owner && token.at >= since)
    }

    /// Is it that owner's token, and good? What is wrong, as a code.
    pub(crate) fn check(&mut self, token: &str, owner: &str, now: Duration) -> Result<(), i64> {
        let Some((of, number)) = serial_in(token).filter(|(of, _)| *of == owner) else { return Err(40014) };
        let is_current = self.current.get(of) == Some(&number);
        let Some(issued) = self.get_mut(number) else { return Err(40014) };
        if is_current && now < issued.ends {
            return Ok(());
        }
        issued.was_refused = true;
        Err(if now < issued.ends { 40001 } else { 42001 })
    }

    /// This token is refused although it is good.
    pub(crate) fn refuse(&mut self, token: &str) {
        if let Some(issued) = serial_in(token).and_then(|(_, number)| self.get_mut(number)) {
            issued.was_refused = true;
        }
    }

    /// A process has died.
    pub(crate) fn died(&mut self, process: Process) {
        self.all.iter_mut().filter(|token| token.by == process).for_each(|token| token.holder_died = true);
    }
}
