//! Documents and configurations that are rejected or have warnings, with all of their diagnostics.
//!
//! The snapshot beside each file has the diagnostics, and ends with the outcome of the document.
//! Every code has a page in `generator/src/explain`.

#![expect(clippy::unwrap_used, reason = "a test")]

use std::path::{Path, PathBuf};

use insta::{assert_snapshot, glob};
use rejoinder::{
    Config, Generation, Generator,
    render::{self, Detail},
};

#[test]
fn documents() {
    glob!("documents/*", |path| {
        let generation = generate(path);
        let diagnostics = generation.rendered_in(Detail::Full, false);
        for found in &generation.diagnostics {
            assert!(found.help.is_some(), "no help: {found}");
        }
        assert_snapshot!(format!("{diagnostics}{}", outcome(&generation)));
    });
}

#[test]
fn configurations() {
    glob!("configurations/*", |path| {
        let failure = Config::read(&relative(path)).unwrap_err();
        assert_snapshot!(failure.rendered(false));
    });
}

/// Errors in settings show the configuration, and not the document.
#[test]
fn settings() {
    glob!("settings/*", |path| {
        let generator = Generator::from_config(relative(path)).unwrap();
        let generation = generator.name("pets").generate();
        assert_snapshot!(generation.rendered_in(Detail::Full, false));
    });
}

/// Generates from a relative path, which is the same on every machine: tests run in the folder of
/// the package.
fn generate(path: &Path) -> Generation {
    Generator::new(relative(path)).name("pets").generate()
}

fn relative(path: &Path) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    path.strip_prefix(folder).unwrap().to_owned()
}

/// Returns the outcome of a document.
fn outcome(generation: &Generation) -> String {
    match &generation.output {
        None => format!(
            "refused: {}\n",
            render::summary(&generation.diagnostics, Detail::Full)
        ),
        Some(output) => format!(
            "generated: {} of {} operations, {} types; {}\n",
            output.summary.operations,
            generation.selected(),
            output.summary.types,
            render::summary(&generation.diagnostics, Detail::Full)
        ),
    }
}
