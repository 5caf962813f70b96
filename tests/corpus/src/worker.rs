//! One run of the generator, in a process that may fail: what it is told to be limited to, the
//! system holds it to.

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
    values::{self, Made},
};

/// Seconds of the processor's time.
const SECONDS: u64 = 20;

/// The same for each megabyte of a large document: time goes with size, and nothing hangs.
const SECONDS_PER_MEGABYTE: u64 = 2;

/// The time of the clock that a process has for one second of the processor's.
const PATIENCE: u64 = 6;

/// Bytes of memory.
pub(crate) const MEMORY: u64 = 2 << 30;

/// The address space that is reserved and not used: stacks.
const RESERVED: u64 = 256 << 20;

/// One run.
#[derive(Debug, clap::Args)]
pub(crate) struct Worker {
    document: PathBuf,
    /// Where what came of it goes.
    #[arg(long)]
    result: PathBuf,
    /// Writes the crate, too.
    #[arg(long)]
    output: Option<PathBuf>,
    /// The name of the crate.
    #[arg(long, default_value = "client")]
    name: String,
    /// Writes a program that reads and writes values, too, of which this many are made.
    #[arg(long)]
    values: Option<usize>,
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

impl Worker {
    pub(crate) fn run(&self) -> Result<()> {
        if self.output.is_none() {
            limit(Resource::Cpu, allowed(&self.document)?)?;
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
                values::write(folder, &self.name, &generation, &tree, Made { count, seed })?;
            }
        }
        fs::write(&self.result, serde_json::to_vec(&record)?)?;
        // The process ends faster than it gives its memory back.
        std::io::stdout().flush()?;
        std::process::exit(0)
    }

    fn record(&self, generation: &Generation) -> Record {
        let api = generation.api.as_ref();
        let output = generation.output.as_ref();
        let mut skipped = Tallies::new();
        for it in generation.skipped() {
            let reason = format!("{}: {}", it.code.text(), anonymous(&it.reason));
            tally(&mut skipped, reason, &it.place);
        }
        let mut raw = Tallies::new();
        for it in generation.raw() {
            tally(&mut raw, anonymous(&it.reason), &it.place);
        }
        let mut diagnostics = Tallies::new();
        for found in &generation.diagnostics {
            let reason = format!("{}: {}", found.code.text(), anonymous(&found.message));
            tally(&mut diagnostics, reason, place(found));
        }
        let (bytes, digest) = output.map(summed).unwrap_or_default();
        let tree = tree(&self.document).ok();
        Record {
            outcome: outcome(generation),
            version: tree
                .as_ref()
                .map_or_else(|| "no version".to_owned(), version),
            counted: tree.as_ref().and_then(operations),
            documented: generation.documented(),
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

/// Where a diagnostic is, in words.
fn place(found: &Diagnostic) -> String {
    match &found.location {
        Location::Pointer(pointer) | Location::Key(pointer) => pointer.to_string(),
        place => format!("{place:?}"),
    }
}

/// How many seconds of the processor's time a document may take.
fn allowed(document: &Path) -> Result<u64> {
    let size = fs::metadata(document)?.len();
    Ok(SECONDS.max(size / 1_000_000 * SECONDS_PER_MEGABYTE))
}

/// The time of the clock after which a process hangs that has used less of the processor's.
pub(crate) fn patience(document: &Path) -> Result<Duration> {
    Ok(Duration::from_secs(PATIENCE * allowed(document)?))
}

fn limit(resource: Resource, most: u64) -> Result<()> {
    let limit = Rlimit {
        current: Some(most),
        // At this one the system kills a process without saying why.
        maximum: Some(most + 1),
    };
    Ok(setrlimit(resource, limit)?)
}

/// The processor's time that this process had.
fn seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The most memory that this process had, where the system says so.
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
        return Outcome::Refused("no error is said".to_owned());
    };
    match error.code.text() {
        "unsupported-version" => Outcome::NotRead(error.message.clone()),
        "nothing-to-generate" if generation.documented() == 0 => Outcome::Empty,
        code => Outcome::Refused(format!("{code}: {}", error.message)),
    }
}

/// A reason without what it says of one place.
fn anonymous(reason: &str) -> String {
    let pieces: Vec<&str> = reason.split('`').collect();
    let pieces = pieces.iter().enumerate().map(|(index, piece)| {
        let is_name = index % 2 == 1;
        if is_name { "`…`" } else { piece }
    });
    pieces.collect()
}

/// How many bytes an output has, and their digest.
fn summed(output: &Output) -> (usize, String) {
    let mut digest = Sha256::new();
    let package = output.package.as_ref();
    let manifest = package.map(|package| format!("{:?}", package.manifest));
    let readme = package.map(|package| package.readme.clone());
    let mut bytes = 0;
    for text in output.files.values().chain(&readme).chain(&manifest) {
        bytes += text.len();
        digest.update(text);
        digest.update([0]);
    }
    for path in output.files.keys() {
        digest.update(path);
        digest.update([0]);
    }
    (bytes, format!("{:x}", digest.finalize()))
}

/// How many fields have a type.
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

/// The command that runs the generator on a document.
pub(crate) fn command(document: &Path, result: &Path) -> Result<std::process::Command> {
    let mut command = std::process::Command::new(std::env::current_exe()?);
    command
        .arg("worker")
        .arg(document)
        .arg("--result")
        .arg(result);
    Ok(command)
}
