//! The judgement in words.

use std::fmt;

use super::judge::Judgement;

/// So many examples of what is wrong are printed.
const EXAMPLES: usize = 5;

/// Something that has to hold, and whether it did.
pub(crate) struct Claim {
    text: &'static str,
    /// How often it did not hold.
    broken: usize,
}

impl Judgement {
    /// All that has to hold.
    pub(crate) fn claims(&self) -> Vec<Claim> {
        let claim = |text, broken| Claim { text, broken };
        let errors: usize = self.errors.values().sum();
        let idle = (self.lasted.as_secs() / 3).saturating_sub(self.fewest_expiries as u64);
        vec![
            claim("one refresh an expiry, a second one only where the holder was killed", self.unexplained.len()),
            claim("no refresh before the token in use was due, by the clock of whoever asked", self.needless.len()),
            claim(
                "a store that forgot everything cost each owner two refreshes at most: for a token and for a lease",
                self.forgotten.1.saturating_sub(2),
            ),
            claim("nobody is given a token that was over and that a newer one had replaced", self.stale.len()),
            claim("no call with a wrong token, or with none", count(self.wrong_tokens)),
            claim("no refresh token is lost: every merchant can be called for", self.lost + self.ended.len()),
            claim("callers see no errors but those of an empty store and of wrong clocks", errors),
            claim(
                "wrong clocks cost less than one call in fifty",
                self.refused_by_wrong_clocks * 50 / self.done.max(1),
            ),
            claim("every worker that was not killed ended in time", self.failed_workers),
            claim("no merchant was forgotten: tokens of each expired every three seconds or more often", count(idle)),
        ]
    }

    /// Does everything hold?
    pub(crate) fn holds(&self) -> bool {
        self.done > 0 && self.claims().iter().all(|claim| claim.broken == 0)
    }

    /// How long a call took that was slower than so many of a thousand.
    fn millis(&self, of_thousand: usize) -> f64 {
        let place = (self.micros.len() * of_thousand / 1000).min(self.micros.len().saturating_sub(1));
        self.micros.get(place).map_or(0.0, |micros| *micros as f64 / 1000.0)
    }
}

fn count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.lasted.as_secs_f64();
        let calls = self.micros.len();
        writeln!(f, "  calls               {calls} in {seconds:.1} s, {:.0} a second", calls as f64 / seconds)?;
        let [half, most, longest] = [500, 990, 1000].map(|part| self.millis(part));
        writeln!(f, "  they took           median {half:.1} ms, 99 % below {most:.1} ms, at most {longest:.1} ms")?;
        writeln!(f, "  workers             {} at a time, {} killed", self.processes, self.kills)?;
        if let Some(away) = self.redis_away {
            writeln!(f, "  Redis               killed and started again, away for {} ms", away.as_millis())?;
        }
        if let Some(empty) = self.empty {
            writeln!(
                f,
                "  the store           forgot everything, and was filled again after {} ms",
                empty.as_millis()
            )?;
        }
        if self.jumps > 0 {
            writeln!(f, "  clocks              up to 10 min off, and jumped by an hour {} times", self.jumps)?;
        }
        writeln!(f, "  tokens expired      {} times, of {} owners", self.expiries, self.owners)?;
        writeln!(f, "  refreshes           {}", self.refreshes)?;
        writeln!(f, "    second ones       {} whose holder was killed before it could store", self.of_killed_holders)?;
        writeln!(
            f,
            "                      {} that were under way when the store forgot everything",
            self.of_lost_store
        )?;
        writeln!(f, "    without excuse    {}", self.unexplained.len())?;
        writeln!(f, "    before it was due {} for the store had forgotten the one in use", self.forgotten.0)?;
        writeln!(f, "                      {} by a clock that was ahead", self.by_wrong_clocks)?;
        writeln!(f, "      without excuse  {}", self.needless.len())?;
        writeln!(f, "  tokens given        {} times, {} of them stale", self.given, self.stale.len())?;
        writeln!(f, "    replaced early    {} before that was looked at", self.stale_not_due)?;
        writeln!(f, "    due, not over     {}, given rather than to wait longer than 50 ms", self.stale_not_over)?;
        writeln!(f, "  ran out under way   {} calls, sent again with the new token", self.refused_under_way)?;
        writeln!(f, "  refresh tokens      {} died with a holder and were asked for again", self.recovered)?;
        writeln!(f, "    lost              {}", self.lost + self.ended.len())?;
        writeln!(f, "  leases lost         {}", self.leases_lost)?;
        writeln!(f, "  errors of callers   {}", self.errors.values().sum::<usize>())?;
        for (kind, count) in &self.errors {
            writeln!(f, "    {kind:<17} {count}")?;
        }
        if self.jumps > 0 {
            let count = self.refused_by_wrong_clocks;
            writeln!(
                f,
                "    of wrong clocks   {count}, for a second token was refused as well: replaced early, or over"
            )?;
        }
        if self.empty.is_some() {
            let count = self.errors_of_loss.values().sum::<usize>();
            writeln!(f, "    of an empty store {count}, until two seconds after it was filled again")?;
        }
        for wrong in [&self.unexplained, &self.needless, &self.stale] {
            wrong.iter().take(EXAMPLES).try_for_each(|example| writeln!(f, "  for example: {example}"))?;
        }
        for Claim { text, broken } in self.claims() {
            match broken {
                0 => writeln!(f, "  holds    {text}")?,
                _ => writeln!(f, "  BROKEN   {text} ({broken} times)")?,
            }
        }
        Ok(())
    }
}
