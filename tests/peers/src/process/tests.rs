//! Tests of limits and failures.

use std::{process::Command, time::Duration};

use super::{Limits, reason, run};

const LIMITS: Limits = Limits {
    time: Duration::from_secs(20),
    memory: 1 << 30,
};

#[test]
fn a_failure_has_a_one_line_reason() {
    let cases = [
        (
            "error[E0308]: x\nerror: could not compile `client` (lib) due to 12 previous errors; 1 warning",
            "does not compile (12 errors)",
        ),
        (
            "error: could not compile `client` (lib) due to 1 previous error",
            "does not compile (1 error)",
        ),
        (
            "thread 'main' panicked at src/a.rs:1:2:\nno such type\nnote: …",
            "panics: no such type (src/a.rs:1:2:)",
        ),
        ("reading\nError: no paths", "fails: Error: no paths"),
    ];
    for (errors, expected) in cases {
        assert_eq!(reason(errors, "").unwrap(), expected);
    }
}

#[test]
fn children_are_measured_too() {
    let script = "sh -c 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done'; echo done";
    let success = run(Command::new("sh").args(["-c", script]), LIMITS).unwrap();
    assert_eq!(success.out, "done\n");
    assert!(success.usage.processor > 0.01, "{:?}", success.usage);
    assert!(success.usage.memory > 500_000.0, "{:?}", success.usage);
}

#[test]
fn a_process_over_a_limit_is_stopped() {
    let nothing = Limits {
        time: Duration::ZERO,
        ..LIMITS
    };
    let stopped = run(Command::new("sleep").arg("60"), nothing).unwrap_err();
    assert_eq!(stopped, "stopped after 0 minutes");
    let little = Limits {
        memory: 1000,
        ..LIMITS
    };
    let stopped = run(Command::new("sleep").arg("60"), little).unwrap_err();
    assert_eq!(stopped, "stopped at 0 GB of memory");
}
