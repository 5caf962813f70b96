//! Child processes with a time limit.

use std::{
    io::{Read, Write},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::Result;

/// The result of a process.
#[derive(Debug)]
pub(crate) struct ProcessResult {
    /// The exit status; `None` if the process was killed after the limit.
    pub(crate) status: Option<ExitStatus>,
    /// The output to standard error.
    pub(crate) errors: String,
}

/// Runs a process with a time limit.
pub(crate) fn run(command: &mut Command, limit: Duration) -> Result<ProcessResult> {
    let command = command.stdin(Stdio::null()).stdout(Stdio::null());
    let mut child = command.stderr(Stdio::piped()).spawn()?;
    let errors = child.stderr.take();
    let reader = thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut errors) = errors {
            let _ = errors.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let status = wait(&mut child, limit)?;
    let errors = reader.join().unwrap_or_default();
    Ok(ProcessResult { status, errors })
}

fn wait(child: &mut Child, limit: Duration) -> Result<Option<ExitStatus>> {
    let begin = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begin.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// Prints a line.
pub(crate) fn print_line(line: &str) {
    // A closed pipe is no error: the files contain all results.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
