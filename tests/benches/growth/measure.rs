//! Measurement of the cost of a document in separate processes.

use std::{
    error::Error,
    fmt::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use rejoinder::Generator;
use wait4::Wait4;

/// The argument of a process that generates.
pub(crate) const CHILD: &str = "--child";

/// The measure of work.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Counter {
    /// Instructions, counted by valgrind.
    Instructions,
    /// CPU time in user mode.
    Time,
}

impl Counter {
    /// Returns `Instructions` if valgrind is installed.
    pub(crate) fn available() -> Self {
        let version = Command::new("valgrind").arg("--version").output();
        match version.is_ok_and(|version| version.status.success()) {
            true => Self::Instructions,
            false => Self::Time,
        }
    }

    /// Returns the unit in the title of the column.
    pub(crate) fn unit(self) -> &'static str {
        match self {
            Self::Instructions => "million instructions",
            Self::Time => "ms",
        }
    }
}

/// The cost of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// The size of the document in bytes.
    pub(crate) document: f64,
    /// Instructions or nanoseconds.
    work: f64,
    /// The peak of memory in bytes.
    memory: f64,
    /// The size of all files in bytes.
    output: f64,
    /// The size of the diagnostics in bytes, printed and as a report.
    diagnostics: f64,
}

impl Cost {
    pub(crate) fn work(&self) -> f64 {
        self.work
    }

    pub(crate) fn memory(&self) -> f64 {
        self.memory
    }

    pub(crate) fn output(&self) -> f64 {
        self.output
    }

    pub(crate) fn diagnostics(&self) -> f64 {
        self.diagnostics
    }
}

/// Returns the peak of memory of this process in bytes. `getrusage` would include the memory that
/// the parent process had before the fork.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes << 10)
}

/// Generates from a document in this process. Returns the peak of memory, and the sizes of the
/// output and of the diagnostics, printed and as a report.
pub(crate) fn generate(path: &Path) -> String {
    let generation = Generator::new(path).generate();
    let diagnostics = generation.rendered(false);
    let report = generation.report();
    let mut output = 0;
    if let Some(generated) = &generation.output {
        output = generated.files.values().map(String::len).sum();
        let package = generated.package.as_ref();
        output += package.map_or(0, |package| package.readme.len());
    }
    let memory = peak().unwrap_or_default();
    let diagnostics = diagnostics.len() + report.len();
    let mut line = format!("{memory} {output} {diagnostics}");
    for error in generation.errors() {
        let _ = write!(line, " {error}");
    }
    line
}

/// Measures generation from a document.
pub(crate) fn measure(path: &Path, counter: Counter) -> Result<Cost, Box<dyn Error>> {
    let program = std::env::current_exe()?;
    let mut child = Command::new(&program)
        .arg(CHILD)
        .arg(path)
        .stdout(Stdio::piped())
        .spawn()?;
    let used = child.wait4()?;
    let mut line = String::new();
    if let Some(mut output) = child.stdout.take() {
        std::io::Read::read_to_string(&mut output, &mut line)?;
    }
    let mut words = line.split_whitespace();
    let mut number = || words.next().and_then(|word| word.parse().ok());
    let (Some(memory), Some(output), Some(diagnostics)) = (number(), number(), number()) else {
        return Err(format!("the generator failed: {:?}", used.status).into());
    };
    let errors: Vec<&str> = words.collect();
    if !errors.is_empty() {
        return Err(errors.join(" ").into());
    }
    let work = match counter {
        Counter::Instructions => instructions(&program, path)?,
        Counter::Time => used.rusage.utime.as_secs_f64() * 1e9,
    };
    Ok(Cost {
        document: f64::from(u32::try_from(std::fs::metadata(path)?.len())?),
        work,
        memory,
        output,
        diagnostics,
    })
}

/// Returns the instructions of all threads. valgrind prints them as `# Total instructions: 123`.
fn instructions(program: &Path, path: &Path) -> Result<f64, Box<dyn Error>> {
    let counted = Command::new("valgrind")
        .args(["--tool=exp-bbv", "--instr-count-only=yes"])
        .args(["--bb-out-file=/dev/null", "--log-fd=1"])
        .arg(program)
        .arg(CHILD)
        .arg(path)
        .output()?;
    let output = String::from_utf8_lossy(&counted.stdout);
    let counts = output
        .lines()
        .filter_map(|line| line.split_once("Total instructions:"))
        .filter_map(|(_, count)| count.trim().parse::<f64>().ok());
    let total: f64 = counts.sum();
    match total > 0.0 {
        true => Ok(total),
        false => Err(format!("expected a count of valgrind, found {output}").into()),
    }
}
