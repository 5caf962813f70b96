//! Generation in a `build.rs`: modules in `OUT_DIR`, and directives for cargo.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use crate::{
    diagnostic::{Code, Diagnostic, Location, Severity},
    failure::Failure,
    generator::{Generation, Generator},
    group::groups,
    located::in_order,
    settings::Layout,
    visible,
};

impl Generator {
    /// Generates modules into the folder `name` of `OUT_DIR`. Cargo prints the warnings, and reruns
    /// the build script if an input file changes.
    ///
    /// ```no_run
    /// // build.rs
    /// fn main() -> Result<(), rejoinder::Failure> {
    ///     rejoinder::Generator::new("spec/api.yaml").build("api")
    /// }
    /// ```
    ///
    /// The crate includes the modules, and depends on the crates that they use
    /// (`docs/guide/build-scripts.md` lists them):
    ///
    /// ```text
    /// pub mod api {
    ///     include!(concat!(env!("OUT_DIR"), "/api/mod.rs"));
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// If the document has an error, or a file can't be written. A [`Failure`] that `main` returns is
    /// printed with excerpts of the document.
    pub fn build(mut self, name: &str) -> Result<(), Failure> {
        let folder = std::env::var_os("OUT_DIR").map(PathBuf::from);
        let Some(folder) = folder else {
            let message = "missing environment variable `OUT_DIR`: not in a build script";
            let diagnostic = Diagnostic::error(Code::Argument, Location::Nowhere, message);
            return Err(diagnostic
                .help("call `generate` and `Output::write` outside of build scripts")
                .into());
        };
        self.settings.layout = Layout::Modules;
        for path in self.read() {
            emit_directive(&format!("cargo::rerun-if-changed={}", path.display()));
        }
        let generation = self.generate();
        for source in generation.sources.files.iter().skip(1) {
            emit_directive(&format!("cargo::rerun-if-changed={}", source.name));
        }
        for warning in warnings(&generation) {
            emit_directive(&format!("cargo::warning={warning}"));
        }
        let Some(output) = generation.output else {
            return Err(Failure::new(generation.diagnostics, generation.sources));
        };
        output.write(&folder.join(name))?;
        Ok(())
    }
}

/// Prints a directive for cargo, which reads the standard output of a build script.
fn emit_directive(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Returns a line for each kind of warning, because a directive can't have line breaks.
fn warnings(generation: &Generation) -> Vec<String> {
    let warnings = generation.diagnostics.iter();
    let warnings = warnings.filter(|found| found.severity == Severity::Warning);
    let groups = groups(in_order(warnings, &generation.sources)).into_iter();
    groups
        .map(|group| {
            let diagnostic = group.first.diagnostic;
            let location = match (group.first.span, group.first.source) {
                (Some(span), Some(source)) => {
                    format!("{}:{}:{}: ", source.name, span.line, span.column)
                }
                _ => String::new(),
            };
            let others = match group.elsewhere(false) {
                Some(elsewhere) => {
                    let elsewhere = elsewhere.replacen('\n', " ", 1);
                    format!("; {}", elsewhere.replace('\n', "; "))
                }
                None => String::new(),
            };
            let line = format!(
                "{location}{} [{}] ({}){others}",
                diagnostic.message,
                diagnostic.code.as_str(),
                diagnostic.help.as_deref().unwrap_or_default(),
            );
            visible::escaped(&line)
        })
        .collect()
}
