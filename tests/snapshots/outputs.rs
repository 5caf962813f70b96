//! The output of each document, file by file, and the committed client.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use insta::assert_snapshot;
use rejoinder::{Generation, Generator, render::Detail};

use super::outline::outline;

const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/");
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const SPEC: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../spec/oauth-authorizations.yaml"
);
const CLIENT: &str = "github-oauth-authorizations";

/// Files that are copied verbatim. Another test compares them with their sources.
const COPIED: [&str; 3] = [
    "src/runtime/",
    "src/transports/reqwest.rs",
    "src/transports/ureq.rs",
];

/// The clients whose files are pinned whole. Other clients are pinned in outline.
const WHOLE: [&str; 7] = [
    "directions",
    "examples",
    "markdown",
    "names",
    "oauth_authorizations",
    "tags",
    "unions",
];

fn snapshots(name: &str, generation: &Generation) {
    let mut folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/files");
    if WHOLE.contains(&name) {
        folder.push(name);
    }
    insta::with_settings!({
        snapshot_path => folder,
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        // A snapshot doesn't contain the path of the checkout.
        let rendered = generation.rendered_in(Detail::Full, false).replace(HERE, "");
        let output = generation.output.as_ref().expect("a document that is generated");
        if !WHOLE.contains(&name) {
            let content = format!("{rendered}{}", outline(&output.files));
            return assert_snapshot!(name, content);
        }
        if !rendered.is_empty() {
            assert_snapshot!("diagnostics", rendered);
        }
        for (path, content) in &output.files {
            if !COPIED.iter().any(|shipped| path.starts_with(shipped)) {
                assert_snapshot!(path.replace('/', "__"), content);
            }
        }
        let package = output.package.as_ref().expect("a crate");
        assert_snapshot!("README.md", package.readme);
    });
}

fn fixture(name: &str) -> Generation {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/{name}.yaml"));
    Generator::new(path).name("client").generate()
}

macro_rules! fixtures {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                snapshots(stringify!($name), &fixture(stringify!($name)));
            }
        )*

        #[test]
        fn every_fixture_is_listed() {
            let listed = [$(stringify!($name)),*];
            let found = super::names::fixtures();
            let found: Vec<_> = found.iter().map(|path| path.file_stem().unwrap()).collect();
            assert_eq!(found, listed, "a document in fixtures without a snapshot");
        }
    };
}

fixtures! {
    all_of
    all_of_recursion
    any_method
    boolean_schemas
    branches
    collisions
    constants
    contents
    default_mapping
    definitions_inside
    directions
    discriminators
    enumerations
    examples
    files
    files_later
    formats
    forms
    headers
    inheritance
    inheritance_recursion
    item_streams
    listed_values
    many_headers
    maps
    markdown
    media_types
    methods
    mixed
    multipart
    names
    numbers
    other_files
    own_name
    own_servers
    parameters
    paths
    pattern_properties
    presence
    properties_together
    query_string
    recursion
    reference_siblings
    responses
    security
    servers
    shared
    streams
    styles
    swagger_bodies
    swagger_files
    swagger_forms
    swagger_inheritance
    swagger_parameters
    swagger_responses
    swagger_schemas
    swagger_security
    swagger_servers
    tags
    thousand_values
    tuples
    type_arrays
    unchecked
    unions
}

fn fragment() -> Generation {
    Generator::new(SPEC).name(CLIENT).generate()
}

#[test]
fn every_document_with_settings() {
    for (name, settings) in super::table::table() {
        let document = Path::new(HERE).join(format!("settings/{name}.yaml"));
        snapshots(
            name,
            &Generator::new(document).settings(settings).generate(),
        );
    }
}

#[test]
fn oauth_authorizations() {
    snapshots("oauth_authorizations", &fragment());
}

#[test]
fn the_committed_client_is_up_to_date() {
    let generation = fragment();
    let output = generation.output.as_ref().unwrap();
    let stale = output
        .check(&Path::new(ROOT).join("generated-client"))
        .unwrap();
    assert!(
        stale.is_fresh(),
        "run the first command of the README: {stale:?}"
    );
}

#[test]
fn the_committed_client_has_every_operation_of_the_document() {
    let summary = fragment().output.unwrap().summary;
    assert_eq!(
        (summary.operations, summary.responses, summary.headers),
        (10, 43, 7)
    );
}

#[test]
fn the_runtime_is_copied_verbatim() {
    let output = fragment().output.unwrap();
    let shipped: BTreeMap<_, _> = output
        .files
        .iter()
        .filter(|(path, _)| COPIED.iter().any(|shipped| path.starts_with(shipped)))
        .collect();
    let root = Path::new(ROOT).join("generator/src");
    let mut sources = Vec::new();
    let mut folders = vec![PathBuf::from("runtime"), PathBuf::from("transports")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root.join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(path),
                false => sources.push(path),
            }
        }
    }
    sources.retain(|path| path != Path::new("transports/mod.rs"));
    assert_eq!(shipped.len(), sources.len());
    for source in sources {
        let content = std::fs::read_to_string(root.join(&source));
        let path = format!("src/{}", source.display()).replace('\\', "/");
        assert_eq!(
            shipped.get(&path).copied(),
            Some(&content.unwrap()),
            "{path}"
        );
    }
}

#[test]
fn two_runs_give_the_same_files() {
    let (first, second) = (fragment().output.unwrap(), fragment().output.unwrap());
    assert_eq!(first.files, second.files);
    assert_eq!(first.package, second.package);
}

#[test]
fn only_selected_operations_are_generated() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/names.yaml");
    let output = Generator::new(&path)
        .name("client")
        .operations(["async"])
        .generate()
        .output;
    let files = output.unwrap().files;
    assert!(files.contains_key("src/models_tag.rs"));
    assert!(!files.contains_key("src/things.rs"));
    assert!(
        !files
            .keys()
            .any(|file| file.starts_with("src/models/") && file != "src/models/mod.rs")
    );
}
