//! The cost of one document, measured in processes of its own.

use std::{
    error::Error,
    fmt::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use rejoinder::Generator;
use wait4::Wait4;

/// The argument of the process that generates.
pub(crate) const CHILD: &str = "--child";

/// The measure of work.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Counter {
    /// Instructions, by valgrind.
    Instructions,
    /// Time of the processor in user mode.
    Time,
}

impl Counter {
    /// Instructions if valgrind is there.
    pub(crate) fn available() -> Self {
        let version = Command::new("valgrind").arg("--version").output();
        match version.is_ok_and(|version| version.status.success()) {
            true => Self::Instructions,
            false => Self::Time,
        }
    }

    /// The head of the column.
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
    /// Bytes of the document.
    pub(crate) document: f64,
    /// Instructions, or nanoseconds.
    work: f64,
    /// The peak of memory, in bytes.
    memory: f64,
    /// Bytes of all files.
    output: f64,
    /// Bytes of the diagnostics, printed and as a report.
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

/// The peak of the memory of this process, in bytes. What its parent had before it counts in its usage of
/// resources, and not here.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes << 10)
}

/// Generates from a document in this process. Returns the bytes of its memory, of the output and of the
/// diagnostics, printed and as a report.
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

/// Measures generating from a document.
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
        return Err(format!("the generator ended: {:?}", used.status).into());
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

/// The instructions of all threads, as valgrind prints them: `# Total instructions: 123`.
fn instructions(program: &Path, path: &Path) -> Result<f64, Box<dyn Error>> {
    let counted = Command::new("valgrind")
        .args(["--tool=exp-bbv", "--instr-count-only=yes"])
        .args(["--bb-out-file=/dev/null", "--log-fd=1"])
        .arg(program)
        .arg(CHILD)
        .arg(path)
        .output()?;
    let text = String::from_utf8_lossy(&counted.stdout);
    let counts = text
        .lines()
        .filter_map(|line| line.split_once("Total instructions:"))
        .filter_map(|(_, count)| count.trim().parse::<f64>().ok());
    let total: f64 = counts.sum();
    match total > 0.0 {
        true => Ok(total),
        false => Err(format!("valgrind counted nothing: {text}").into()),
    }
}
