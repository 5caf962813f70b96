//! Processes that are measured with all their children, and ended when they need too much.

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

/// How often it is looked at what a process needs.
const PAUSE: Duration = Duration::from_millis(100);

/// What a process may need.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) time: Duration,
    /// Bytes of all its processes together.
    pub(crate) memory: u64,
}

/// What a process needed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spent {
    /// Seconds of the clock.
    pub(crate) wall: f64,
    /// Seconds of the processor, of its children too.
    pub(crate) processor: f64,
    /// The most bytes that one of its processes had.
    pub(crate) memory: f64,
}

/// A process that ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) spent: Spent,
    pub(crate) out: String,
    pub(crate) errors: String,
}

/// Runs a process; the error is why it is of no use, in one line.
pub(crate) fn run(command: &mut Command, limits: Limits) -> std::result::Result<Ended, String> {
    measure(command, limits)
        .unwrap_or_else(|error| Err(format!("{}: {error}", command.get_program().display())))
}

fn measure(command: &mut Command, limits: Limits) -> Result<std::result::Result<Ended, String>> {
    let begin = Instant::now();
    // The group is what is ended, with all that it started.
    let command = command.stdin(Stdio::null()).process_group(0);
    let mut child = command
        .env_remove("RUST_BACKTRACE")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let group = i32::try_from(child.id())?;
    let (out, errors) = (child.stdout.take(), child.stderr.take());
    let over = AtomicBool::new(false);
    let (ended, wall, stopped, out, errors) = thread::scope(|scope| {
        let out = scope.spawn(|| text(out));
        let errors = scope.spawn(|| text(errors));
        let watch = scope.spawn(|| watch(group, limits, begin, &over));
        let ended = child.wait4();
        // Before the watch is waited for, which sleeps.
        let wall = begin.elapsed();
        over.store(true, Ordering::Relaxed);
        let stopped = watch.join().unwrap_or_default();
        let texts = (out.join(), errors.join());
        (
            ended,
            wall,
            stopped,
            texts.0.unwrap_or_default(),
            texts.1.unwrap_or_default(),
        )
    });
    let ended = ended?;
    let spent = Spent {
        wall: wall.as_secs_f64(),
        processor: (ended.rusage.utime + ended.rusage.stime).as_secs_f64(),
        memory: ended.rusage.maxrss as f64,
    };
    Ok(match stopped {
        Some(reason) => Err(reason),
        None if ended.status.success() => Ok(Ended { spent, out, errors }),
        None => Err(reason(&errors, &out).unwrap_or_else(|| ended.status.to_string())),
    })
}

fn text(pipe: Option<impl Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        // What was read before a pipe broke is what there is to say.
        let _ = pipe.read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Ends a group of processes that needs too much, and says why.
fn watch(group: i32, limits: Limits, begin: Instant, over: &AtomicBool) -> Option<String> {
    while !over.load(Ordering::Relaxed) {
        let reason = if begin.elapsed() > limits.time {
            format!("stopped after {} minutes", limits.time.as_secs() / 60)
        } else if memory(group) > limits.memory {
            format!("stopped at {} GB of memory", limits.memory >> 30)
        } else {
            thread::sleep(PAUSE);
            continue;
        };
        let _ = kill_process_group(Pid::from_raw(group)?, Signal::KILL);
        return Some(reason);
    }
    None
}

/// The bytes that a group of processes has, where the system says so.
fn memory(group: i32) -> u64 {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pages = processes.filter_map(|process| {
        let stat = fs::read_to_string(process.path().join("stat")).ok()?;
        // After the name, which may have anything in it: state, parent, group; the 22nd is pages.
        let (_, numbers) = stat.rsplit_once(')')?;
        let numbers: Vec<&str> = numbers.split_whitespace().collect();
        let same = numbers.get(2)?.parse() == Ok(group);
        numbers.get(21)?.parse::<u64>().ok().filter(|_| same)
    });
    pages.sum::<u64>() * rustix::param::page_size() as u64
}

/// The line that says why a process failed: where it panicked, what the first error is.
fn reason(errors: &str, out: &str) -> Option<String> {
    let lines = || errors.lines().chain(out.lines()).map(str::trim);
    let compiled = lines().find_map(|line| {
        let (_, count) = line.split_once(" due to ")?;
        let count = count.split(';').next()?.replace("previous ", "");
        Some(format!("doesn't compile ({count})"))
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
