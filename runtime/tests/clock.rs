//! The clock: time can only be had there, and the one for tests does what its users rely on.

use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use wxopen_runtime::{Clock, ManualClock};

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn a_sleep_moves_a_manual_clock_and_a_timeout_waits_for_it() {
    let clock = ManualClock::at(UNIX_EPOCH + HOUR);
    clock.sleep(HOUR).await;
    assert_eq!((clock.now(), clock.elapsed(), clock.slept()), (UNIX_EPOCH + HOUR * 2, HOUR, vec![HOUR]));
    let mover = clock.clone();
    let ((), ()) = tokio::join!(clock.timeout(HOUR), async move {
        mover.advance(HOUR / 2);
        tokio::task::yield_now().await;
        mover.sleep(HOUR / 2).await;
    });
    assert_eq!(clock.elapsed(), HOUR * 2);
}

#[tokio::test]
async fn a_timeout_that_nobody_moves_a_manual_clock_to_ends_all_the_same() {
    let clock = ManualClock::at(UNIX_EPOCH);
    clock.timeout(HOUR).await;
    assert_eq!((clock.elapsed(), clock.slept().len()), (HOUR, 0));
}

#[test]
fn a_clock_that_is_set_jumps_and_what_has_passed_does_not() {
    let clock = ManualClock::at(UNIX_EPOCH + HOUR * 2);
    clock.advance(HOUR);
    clock.set(UNIX_EPOCH);
    assert_eq!((clock.now(), clock.elapsed()), (UNIX_EPOCH, HOUR));
}

/// Anything else would not run by the clock that a program brings.
#[test]
fn nothing_but_the_clock_transports_and_stores_on_disk_asks_the_machine_for_the_time() {
    let allowed = ["clock.rs", "transport/", "redis_link.rs", "sqlite"];
    let mut found = Vec::new();
    search(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |path, line| {
        let asks =
            ["Instant::now", "SystemTime::now", "tokio::time", "thread::sleep"].iter().any(|way| line.contains(way));
        if asks && !line.trim_start().starts_with("//") && !allowed.iter().any(|part| path.contains(part)) {
            found.push(format!("{path}: {line}"));
        }
    });
    assert_eq!(found, [""; 0]);
}

fn search(folder: &Path, look: &mut impl FnMut(&str, &str)) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            search(&path, look);
        } else {
            let text = std::fs::read_to_string(&path).expect("a text");
            let name = path.to_string_lossy().replace('\\', "/");
            text.lines().for_each(|line| look(&name, line));
        }
    }
}
