//! The whole way for a `build.rs`: into `OUT_DIR`, with cargo told what was read and found.

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
    /// Generates modules into the folder `name` of `OUT_DIR`, and tells cargo of every file that was
    /// read and of every warning.
    ///
    /// ```no_run
    /// // build.rs
    /// fn main() -> Result<(), rejoinder::Failure> {
    ///     rejoinder::Generator::new("spec/api.yaml").build("api")
    /// }
    /// ```
    ///
    /// The crate includes them, and depends on what the modules use (`docs/guide/build-scripts.md` lists it):
    ///
    /// ```text
    /// pub mod api {
    ///     include!(concat!(env!("OUT_DIR"), "/api/mod.rs"));
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// When the document can't be used, or a file can't be written. Returned from `main`, it is shown
    /// with the excerpt of the document.
    pub fn build(mut self, name: &str) -> Result<(), Failure> {
        let folder = std::env::var_os("OUT_DIR").map(PathBuf::from);
        let Some(folder) = folder else {
            let message = "`OUT_DIR` isn't set: this is for build scripts";
            let diagnostic = Diagnostic::error(Code::Argument, Location::Nowhere, message);
            return Err(diagnostic
                .help("elsewhere, use `generate` and `write`")
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

/// Cargo reads the standard output of a build script.
fn emit_directive(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Each kind of warning on a line, since cargo takes no more. Notes are for the report.
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
            let more = match group.elsewhere(false) {
                Some(elsewhere) => {
                    let elsewhere = elsewhere.replacen('\n', " ", 1);
                    format!("; {}", elsewhere.replace('\n', "; "))
                }
                None => String::new(),
            };
            let text = format!(
                "{location}{} [{}] ({}){more}",
                diagnostic.message,
                diagnostic.code.text(),
                diagnostic.help.as_deref().unwrap_or_default(),
            );
            visible::escaped(&text)
        })
        .collect()
}
