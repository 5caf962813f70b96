//! Helpers that return the items and the diagnostics of the client of a document.

use std::path::Path;

use rejoinder::{Generation, Generator, Settings, diagnostic::Severity, render::Detail};

/// Generates the client of a document in `documents`.
pub(crate) fn case(name: &str) -> Generation {
    case_with(name, Settings::default())
}

/// Generates the client of a document in `documents` with settings.
pub(crate) fn case_with(name: &str, settings: Settings) -> Generation {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("documents/{name}"));
    let generator = Generator::new(path).settings(settings);
    generator.name("client").generate()
}

/// Returns an item of the client, such as `pub enum Kind`, without its documentation.
///
/// # Panics
///
/// If nothing was generated or the item doesn't exist.
pub(crate) fn item(generation: &Generation, head: &str) -> String {
    let output = generation.output.as_ref().expect("a generated client");
    let found = output.files.iter().find_map(|(_, text)| {
        let starts = |line: &&str| {
            line.strip_prefix(head)
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        let mut lines = text.lines().skip_while(|line| !starts(line));
        let first = lines.next()?;
        let mut item = vec![first];
        if !first.ends_with(';') && !first.ends_with('}') {
            for line in lines {
                if !line.trim_start().starts_with("///") {
                    item.push(line);
                }
                if line.starts_with(['}', ')']) {
                    break;
                }
            }
        }
        Some(item.join("\n"))
    });
    found.unwrap_or_else(|| panic!("no item `{head}`:\n{}", diagnostics(generation)))
}

/// Returns the rendered diagnostics with all notes and places, without the path of the checkout.
pub(crate) fn diagnostics(generation: &Generation) -> String {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/documents/");
    generation
        .rendered_in(Detail::Full, false)
        .replace(here, "")
}

/// Generates the client of a document in YAML.
pub(crate) fn client(text: &str) -> Generation {
    let generator = Generator::new("document").name("client");
    generator.generate_from(text.to_owned())
}

/// Returns the messages of the warnings and errors, with the pointers of their places.
pub(crate) fn found(generation: &Generation) -> Vec<String> {
    let found = generation.diagnostics.iter();
    let found = found.filter(|found| found.severity < Severity::Note);
    found.map(|found| found.to_string()).collect()
}

/// Checks that each of the strings is in a diagnostic, and that there is no other diagnostic.
pub(crate) fn assert_found(generation: &Generation, words: &[&str]) {
    let found = found(generation);
    for word in words {
        let named = found.iter().filter(|found| found.contains(word)).count();
        assert_eq!(named, 1, "{word}: {found:#?}");
    }
    assert_eq!(found.len(), words.len(), "{found:#?}");
}

/// Returns a document with a schema `A`, the body of the operation `a`.
pub(crate) fn with_schema(version: &str, schema: &str) -> String {
    format!(
        "openapi: {version}
info: {{ title: T, version: '1' }}
paths:
  /a:
    get:
      operationId: a
      responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/A' }} }} }} }} }}
components:
  schemas:
    A: {schema}
"
    )
}

/// Returns the variants of an enum of the client.
pub(crate) fn variants(generation: &Generation, head: &str) -> Vec<String> {
    let source = item(generation, head);
    let lines = source.lines().filter_map(|line| line.strip_prefix("    "));
    let names = lines.map(|line| line.split(['(', ',', ' ']).next().unwrap_or_default());
    let names = names.filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()));
    names
        .filter(|name| *name != "Unrecognized")
        .map(str::to_owned)
        .collect()
}

/// Writes files into a new folder, and generates the client of the first file.
///
/// # Panics
///
/// If a file can't be written or removed.
pub(crate) fn client_of_files(name: &str, files: &[(&str, &str)]) -> Generation {
    let folder = std::env::temp_dir().join(format!("rejoinder-{name}-{}", std::process::id()));
    for (path, document) in files {
        let path = folder.join(path);
        let parent = path.parent().expect("a folder");
        std::fs::create_dir_all(parent).expect("a folder");
        std::fs::write(path, document).expect("a file");
    }
    let document = files.first().map(|(path, _)| folder.join(path));
    let generator = Generator::new(document.expect("a document")).name("client");
    let generation = generator.generate();
    std::fs::remove_dir_all(folder).expect("nothing left behind");
    generation
}
