//! Installation of the generators.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Result,
    data::{Generator, Install, ROOT},
    options::Options,
    print_line,
};

/// The folders of a run.
#[derive(Debug)]
pub(crate) struct Places {
    pub(crate) rejoinder: PathBuf,
    pub(crate) tools: PathBuf,
    /// The folder of clients and programs.
    pub(crate) clients: PathBuf,
    /// The folder of build artifacts, with a subfolder for each generator.
    pub(crate) target: PathBuf,
    pub(crate) packages: PathBuf,
}

impl Places {
    /// Creates the folders, and builds Rejoinder unless its executable is given.
    pub(crate) fn new(options: &Options) -> Result<Self> {
        fs::create_dir_all(&options.cache)?;
        let cache = fs::canonicalize(&options.cache)?;
        let rejoinder = match &options.rejoinder {
            Some(path) => path.clone(),
            None => build()?,
        };
        let packages = options.packages.clone();
        Ok(Self {
            rejoinder: fs::canonicalize(rejoinder)?,
            tools: cache.join("tools"),
            clients: cache.join("clients"),
            target: cache.join("target"),
            packages: packages.unwrap_or_else(|| cache.join("packages")),
        })
    }
}

fn build() -> Result<PathBuf> {
    print_line("building Rejoinder");
    let arguments = ["build", "--release", "--package", "rejoinder", "--quiet"];
    let mut command = Command::new("cargo");
    let status = command.args(arguments).current_dir(ROOT).status()?;
    if !status.success() {
        return Err("cargo failed to build Rejoinder".into());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR");
    let target = target.map_or_else(|| Path::new(ROOT).join("target"), PathBuf::from);
    Ok(target.join("release/rejoinder"))
}

/// Installs a generator once. The error is the content of its cells.
pub(crate) fn install(generator: &Generator, tools: &Path) -> std::result::Result<(), String> {
    let (Some(by), Some(version)) = (generator.install, &generator.version) else {
        return Ok(());
    };
    let name = &generator.name;
    let done = tools.join(format!("{name}-{version}.installed"));
    if done.exists() {
        return Ok(());
    }
    print_line(&format!("installing {name} {version}"));
    match by {
        Install::Cargo => {
            let arguments = ["install", "--locked", "--quiet", "--root"];
            let mut command = Command::new("cargo");
            let command = command.args(arguments).arg(tools);
            succeed(command.arg(format!("{name}@{version}")))?;
        }
        Install::Pip => {
            succeed(Command::new("java").arg("-version"))?;
            let python = tools.join("python");
            succeed(Command::new("python3").args(["-m", "venv"]).arg(&python))?;
            let mut pip = Command::new(python.join("bin/pip"));
            succeed(pip.args(["install", "--quiet", &format!("{name}=={version}")]))?;
        }
    }
    fs::write(done, "").map_err(|error| error.to_string())
}

fn succeed(command: &mut Command) -> std::result::Result<(), String> {
    let program = command.get_program().display().to_string();
    let output = command.output();
    let output = output.map_err(|error| format!("not installed: {program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    let last = errors.lines().next_back().unwrap_or_default();
    Err(format!("not installed: {program}: {last}"))
}
