//! Tests of the failures of processes.

use std::{process::Command, time::Duration};

use super::process_failure;
use crate::{child, record::FailureKind};

fn failure_kind(script: &str, limit: Duration) -> Option<FailureKind> {
    let result = child::run(Command::new("sh").args(["-c", script]), limit).unwrap();
    process_failure(&result).map(|failure| failure.what)
}

#[test]
fn a_failed_process_has_the_kind_of_its_failure() {
    let long = Duration::from_secs(60);
    assert_eq!(failure_kind("exit 0", long), None);
    assert_eq!(
        failure_kind("echo panicked >&2; exit 101", long),
        Some(FailureKind::Panic)
    );
    assert_eq!(
        failure_kind("kill -SEGV $$", long),
        Some(FailureKind::Panic)
    );
    assert_eq!(failure_kind("kill -XCPU $$", long), Some(FailureKind::Time));
    assert_eq!(
        failure_kind("exec sleep 60", Duration::from_millis(10)),
        Some(FailureKind::Time)
    );
    let allocation = "echo memory allocation of 7 bytes failed >&2; kill -ABRT $$";
    assert_eq!(failure_kind(allocation, long), Some(FailureKind::Memory));
}
