//! Many things of a kind on all cores, in their order.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Fewer than this are not worth a thread.
const SHARE: usize = 32;

/// Does the same to each item. The results come in the order of the items.
pub fn map<I: Sync, O: Send>(items: &[I], work: impl Fn(&I) -> O + Sync) -> Vec<O> {
    map_shares(items, SHARE, work)
}

/// [`map`] for items of which so many are worth a thread.
pub fn map_shares<I: Sync, O: Send>(items: &[I], at_least: usize, work: impl Fn(&I) -> O + Sync) -> Vec<O> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    // Several shares a core: one core may be busier than another.
    let share = items.len().div_ceil(cores * 4).max(at_least).max(1);
    if items.len() <= share {
        return items.iter().map(work).collect();
    }
    let shares: Vec<_> = items.chunks(share).collect();
    let next = AtomicUsize::new(0);
    let (work, shares_ref, next) = (&work, &shares, &next);
    let worker = move || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(share) = shares_ref.get(at) else { return done };
            done.push((at, share.iter().map(work).collect::<Vec<_>>()));
        }
    };
    let mut done: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (1..cores.min(shares.len())).map(|_| scope.spawn(worker)).collect();
        let mut done = worker();
        for worker in workers {
            done.extend(worker.join().unwrap_or_else(|cause| panic::resume_unwind(cause)));
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().flat_map(|(_, results)| results).collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_come_in_order() {
        for count in [0, 1, 31, 32, 33, 1000] {
            let items: Vec<_> = (0..count).collect();
            assert_eq!(map(&items, |item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
    }
}
