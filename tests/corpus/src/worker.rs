//! A run of the generator in a process with limits that the operating system enforces.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    time::Duration,
};

use rejoinder::{
    Generation, Generator, Output,
    diagnostic::{Diagnostic, Location, Severity},
    ir::{AdditionalProperties, Api, TypeKind, TypeRef},
};
use rustix::process::{Resource, Rlimit, setrlimit};
use sha2::{Digest, Sha256};

use crate::{
    Result,
    documents::{operations, tree, version},
    idiom::Idiom,
    record::{Outcome, Record, Tallies, tally},
    values::{self, ValueSettings},
};

/// The limit of CPU time in seconds.
const CPU_SECONDS: u64 = 20;

/// The limit of CPU time in seconds per megabyte of a large document.
const CPU_SECONDS_PER_MEGABYTE: u64 = 3;

/// The limit of wall-clock time, as a multiple of the CPU time.
const WALL_CLOCK_FACTOR: u64 = 6;

/// The limit of memory in bytes.
pub(crate) const MEMORY: u64 = 2 << 30;

/// The address space in bytes that is reserved but not used, such as stacks.
const RESERVED: u64 = 256 << 20;

/// A run of the generator.
#[derive(Debug, clap::Args)]
pub(crate) struct Worker {
    document: PathBuf,
    /// The output file for the record.
    #[arg(long)]
    result: PathBuf,
    /// The output folder for the crate.
    #[arg(long)]
    output: Option<PathBuf>,
    /// The name of the crate.
    #[arg(long, default_value = "client")]
    name: String,
    /// The number of random values per schema; writes a program that tests them.
    #[arg(long)]
    values: Option<usize>,
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

impl Worker {
    pub(crate) fn run(&self) -> Result<()> {
        if self.output.is_none() {
            limit(Resource::Cpu, cpu_limit(&self.document)?)?;
            limit(Resource::Data, MEMORY + RESERVED)?;
        }
        let generator = Generator::new(&self.document).name(&self.name);
        let generation = generator.generate();
        let seconds = seconds();
        let memory = memory();
        let record = Record {
            seconds,
            memory,
            ..self.record(&generation)
        };
        if let (Some(folder), Some(output)) = (&self.output, &generation.output) {
            output.write(folder)?;
            if let Some(count) = self.values {
                let (tree, seed) = (values::tree(&self.document)?, self.seed);
                values::write(
                    folder,
                    &self.name,
                    &generation,
                    &tree,
                    ValueSettings { count, seed },
                )?;
            }
        }
        fs::write(&self.result, serde_json::to_vec(&record)?)?;
        // Exiting is faster than dropping all values.
        std::io::stdout().flush()?;
        std::process::exit(0)
    }

    fn record(&self, generation: &Generation) -> Record {
        let api = generation.api.as_ref();
        let output = generation.output.as_ref();
        let mut skipped = Tallies::new();
        for it in generation.skipped() {
            let reason = format!("{}: {}", it.code.as_str(), anonymous(&it.reason));
            tally(&mut skipped, reason, &it.pointer);
        }
        let mut raw = Tallies::new();
        for it in generation.raw_json() {
            tally(&mut raw, anonymous(&it.reason), &it.pointer);
        }
        let mut diagnostics = Tallies::new();
        for found in &generation.diagnostics {
            let reason = format!("{}: {}", found.code.as_str(), anonymous(&found.message));
            tally(&mut diagnostics, reason, place(found));
        }
        let (bytes, digest) = output.map(size_and_digest).unwrap_or_default();
        let tree = tree(&self.document).ok();
        Record {
            outcome: outcome(generation),
            version: tree
                .as_ref()
                .map_or_else(|| "no version".to_owned(), version),
            counted: tree.as_ref().and_then(operations),
            documented: generation.selected(),
            generated: output.map_or(0, |output| output.summary.operations),
            skipped,
            typed: api.map_or(0, typed),
            raw,
            idiom: api.map(Idiom::new).unwrap_or_default(),
            diagnostics,
            bytes,
            digest,
            seconds: 0.0,
            memory: 0,
        }
    }
}

/// Returns the place of a diagnostic as a string.
fn place(found: &Diagnostic) -> String {
    match &found.location {
        Location::Pointer(pointer) | Location::Key(pointer) => pointer.to_string(),
        place => format!("{place:?}"),
    }
}

/// Returns the limit of CPU time of a document in seconds.
fn cpu_limit(document: &Path) -> Result<u64> {
    let size = fs::metadata(document)?.len();
    Ok(CPU_SECONDS.max(size / 1_000_000 * CPU_SECONDS_PER_MEGABYTE))
}

/// Returns the limit of wall-clock time of a document.
pub(crate) fn wall_clock_limit(document: &Path) -> Result<Duration> {
    Ok(Duration::from_secs(
        WALL_CLOCK_FACTOR * cpu_limit(document)?,
    ))
}

fn limit(resource: Resource, most: u64) -> Result<()> {
    let limit = Rlimit {
        current: Some(most),
        // At the hard limit, the system kills the process with `SIGKILL`, which doesn't report the
        // reason.
        maximum: Some(most + 1),
    };
    Ok(setrlimit(resource, limit)?)
}

/// Returns the CPU time of this process in seconds.
fn seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Returns the peak of memory of this process, or 0 if the system doesn't report it.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() * 1024
}

fn outcome(generation: &Generation) -> Outcome {
    if generation.output.is_some() {
        return Outcome::Generated;
    }
    let mut errors = generation.diagnostics.iter();
    let Some(error) = errors.find(|found| found.severity == Severity::Error) else {
        return Outcome::Refused("no error is reported".to_owned());
    };
    match error.code.as_str() {
        "unsupported-version" => Outcome::NotRead(error.message.clone()),
        "nothing-to-generate" if generation.selected() == 0 => Outcome::Empty,
        code => Outcome::Refused(format!("{code}: {}", error.message)),
    }
}

/// Returns a reason without names.
fn anonymous(reason: &str) -> String {
    let pieces: Vec<&str> = reason.split('`').collect();
    let pieces = pieces.iter().enumerate().map(|(index, piece)| {
        let is_name = index % 2 == 1;
        if is_name { "`…`" } else { piece }
    });
    pieces.collect()
}

/// Returns the size and the digest of an output.
fn size_and_digest(output: &Output) -> (usize, String) {
    let mut digest = Sha256::new();
    let package = output.package.as_ref();
    let manifest = package.map(|package| format!("{:?}", package.manifest));
    let readme = package.map(|package| package.readme.clone());
    let mut bytes = 0;
    for content in output.files.values().chain(&readme).chain(&manifest) {
        bytes += content.len();
        digest.update(content);
        digest.update([0]);
    }
    for path in output.files.keys() {
        digest.update(path);
        digest.update([0]);
    }
    (bytes, hex(&digest.finalize()))
}

/// Returns the number of typed fields.
fn typed(api: &Api) -> usize {
    let types = api.types.iter().map(|definition| match &definition.kind {
        TypeKind::Object(object) => {
            let fields = object.fields.iter().filter(|field| !is_raw(&field.ty));
            let others = match &object.additional {
                AdditionalProperties::Kept(ty) => usize::from(!is_raw(ty)),
                AdditionalProperties::Ignored => 0,
            };
            fields.count() + others
        }
        TypeKind::Enumeration(..)
        | TypeKind::Union(_)
        | TypeKind::Alias(_)
        | TypeKind::Contents(_) => 0,
    });
    types.sum()
}

fn is_raw(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Json => true,
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => is_raw(inner),
        TypeRef::Tuple(items) => items.iter().all(is_raw),
        TypeRef::Scalar(_) | TypeRef::Named(_) | TypeRef::File | TypeRef::Foreign { .. } => false,
    }
}

/// Returns the command that runs the generator on a document.
pub(crate) fn command(document: &Path, result: &Path) -> Result<std::process::Command> {
    let mut command = std::process::Command::new(std::env::current_exe()?);
    command
        .arg("worker")
        .arg(document)
        .arg("--result")
        .arg(result);
    Ok(command)
}

/// Returns the hexadecimal digits of bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
