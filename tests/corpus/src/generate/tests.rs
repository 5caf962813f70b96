//! What is said of processes that die.

use std::{process::Command, time::Duration};

use super::died;
use crate::{child, record::What};

fn what(script: &str, limit: Duration) -> Option<What> {
    let ended = child::run(Command::new("sh").args(["-c", script]), limit).unwrap();
    died(&ended).map(|failure| failure.what)
}

#[test]
fn a_death_is_told_by_what_it_was_of() {
    let long = Duration::from_secs(60);
    assert_eq!(what("exit 0", long), None);
    assert_eq!(what("echo panicked >&2; exit 101", long), Some(What::Panic));
    assert_eq!(what("kill -SEGV $$", long), Some(What::Panic));
    assert_eq!(what("kill -XCPU $$", long), Some(What::Time));
    assert_eq!(
        what("exec sleep 60", Duration::from_millis(10)),
        Some(What::Time)
    );
    let allocation = "echo memory allocation of 7 bytes failed >&2; kill -ABRT $$";
    assert_eq!(what(allocation, long), Some(What::Memory));
}
