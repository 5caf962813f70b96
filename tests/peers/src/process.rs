//! Measured processes with limits. A measurement includes all child processes.

use std::{
    fs,
    io::Read,
    os::unix::process::CommandExt,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process_group};
use wait4::Wait4;

use crate::Result;

/// The interval between two checks of the limits.
const CHECK_INTERVAL: Duration = Duration::from_millis(100);

/// The limits of a process.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) time: Duration,
    /// The memory of all processes of the group, in bytes.
    pub(crate) memory: u64,
}

/// The resource usage of a process.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    /// Wall-clock time in seconds.
    pub(crate) wall: f64,
    /// CPU time in seconds, including child processes.
    pub(crate) processor: f64,
    /// The peak of memory of the largest process, in bytes.
    pub(crate) memory: f64,
}

/// The result of a successful process.
#[derive(Debug)]
pub(crate) struct Success {
    pub(crate) usage: Usage,
    pub(crate) out: String,
    pub(crate) errors: String,
}

/// Runs a process. An error is one line.
pub(crate) fn run(command: &mut Command, limits: Limits) -> std::result::Result<Success, String> {
    measure(command, limits)
        .unwrap_or_else(|error| Err(format!("{}: {error}", command.get_program().display())))
}

fn measure(command: &mut Command, limits: Limits) -> Result<std::result::Result<Success, String>> {
    let begin = Instant::now();
    // Killing the process group includes child processes.
    let command = command.stdin(Stdio::null()).process_group(0);
    let mut child = command
        .env_remove("RUST_BACKTRACE")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let group = i32::try_from(child.id())?;
    let (out, errors) = (child.stdout.take(), child.stderr.take());
    let is_over = AtomicBool::new(false);
    let (ended, wall, stopped, out, errors) = thread::scope(|scope| {
        let out = scope.spawn(|| read_all(out));
        let errors = scope.spawn(|| read_all(errors));
        let watch = scope.spawn(|| watch(group, limits, begin, &is_over));
        let ended = child.wait4();
        // The time is measured before the watching thread is joined, because that thread sleeps.
        let wall = begin.elapsed();
        is_over.store(true, Ordering::Relaxed);
        let stopped = watch.join().unwrap_or_default();
        let outputs = (out.join(), errors.join());
        (
            ended,
            wall,
            stopped,
            outputs.0.unwrap_or_default(),
            outputs.1.unwrap_or_default(),
        )
    });
    let ended = ended?;
    let usage = Usage {
        wall: wall.as_secs_f64(),
        processor: (ended.rusage.utime + ended.rusage.stime).as_secs_f64(),
        memory: ended.rusage.maxrss as f64,
    };
    Ok(match stopped {
        Some(reason) => Err(reason),
        None if ended.status.success() => Ok(Success { usage, out, errors }),
        None => Err(reason(&errors, &out).unwrap_or_else(|| ended.status.to_string())),
    })
}

fn read_all(pipe: Option<impl Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        // The output before a broken pipe is kept.
        let _ = pipe.read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Kills a process group that exceeds its limits. Returns the reason.
fn watch(group: i32, limits: Limits, begin: Instant, is_over: &AtomicBool) -> Option<String> {
    while !is_over.load(Ordering::Relaxed) {
        let reason = if begin.elapsed() > limits.time {
            format!("stopped after {} minutes", limits.time.as_secs() / 60)
        } else if memory(group) > limits.memory {
            format!("stopped at {} GB of memory", limits.memory >> 30)
        } else {
            thread::sleep(CHECK_INTERVAL);
            continue;
        };
        let _ = kill_process_group(Pid::from_raw(group)?, Signal::KILL);
        return Some(reason);
    }
    None
}

/// Returns the memory of a process group, if the system reports it.
fn memory(group: i32) -> u64 {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pages = processes.filter_map(|process| {
        let stat = fs::read_to_string(process.path().join("stat")).ok()?;
        // The fields after the name are the state, the parent and the group. Field 22 after the
        // name is the number of pages.
        let (_, numbers) = stat.rsplit_once(')')?;
        let numbers: Vec<&str> = numbers.split_whitespace().collect();
        let same = numbers.get(2)?.parse() == Ok(group);
        numbers.get(21)?.parse::<u64>().ok().filter(|_| same)
    });
    pages.sum::<u64>() * rustix::param::page_size() as u64
}

/// Returns a line with the reason of a failure: the number of compiler errors, the panic, or the
/// first error.
fn reason(errors: &str, out: &str) -> Option<String> {
    let lines = || errors.lines().chain(out.lines()).map(str::trim);
    let compiled = lines().find_map(|line| {
        let (_, count) = line.split_once(" due to ")?;
        let count = count.split(';').next()?.replace("previous ", "");
        Some(format!("does not compile ({count})"))
    });
    let mut after = lines().skip_while(|line| !line.contains("panicked at"));
    let panicked = after.next().map(|line| {
        let message = after.next().unwrap_or_default();
        let place = line.split("panicked at ").nth(1).unwrap_or(line);
        format!("panics: {message} ({place})")
    });
    let error = || lines().find(|line| line.to_lowercase().contains("error"));
    let first = || lines().find(|line| !line.is_empty());
    let reason = compiled.or(panicked);
    reason.or_else(|| Some(format!("fails: {}", error().or_else(first)?)))
}

#[cfg(test)]
mod tests;
