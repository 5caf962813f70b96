//! The test runs, and documents that caused a panic.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use rejoinder::Generator;
use serde_json::Value;

use crate::{bytes, nodes, random::Random, shapes};

/// The number of mutations of the nodes of each document.
const NODE_MUTATIONS: u64 = 20;

/// The number of mutations of the bytes of each document.
const BYTE_MUTATIONS: u64 = 30;

/// The number of documents with random shapes. Half of them are mutated.
const SHAPE_DOCUMENTS: u64 = 120;

/// Returns the names and contents of the fixtures and cases.
fn documents() -> Vec<(String, String)> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["fixtures", "cases/documents"].into_iter();
    let mut found: Vec<(String, String)> = folders
        .flat_map(|folder| std::fs::read_dir(tests.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            let document = std::fs::read_to_string(&path).unwrap();
            (
                path.file_stem().unwrap().to_str().unwrap().to_owned(),
                document,
            )
        })
        .collect();
    found.sort();
    found
}

/// Generates from a document. Returns `true` if there is output, which must be valid Rust. Without
/// output, there must be a diagnostic.
fn check(document: &str) -> bool {
    let generation = Generator::new("document")
        .name("client")
        .generate_from(document.to_owned());
    let printed = generation.rendered(false);
    let Some(output) = generation.output else {
        assert!(!printed.is_empty(), "refused without a diagnostic");
        return false;
    };
    for (path, source) in &output.files {
        let shipped = path.starts_with("src/runtime/") || path.starts_with("src/transports/");
        if path.ends_with(".rs") && !shipped {
            syn::parse_file(source).unwrap_or_else(|error| panic!("{path}: {error}\n{source}"));
        }
    }
    true
}

/// Checks documents, and reports the document that panicked. Returns the numbers of generated and
/// refused documents.
fn check_all(documents: impl Iterator<Item = (String, String)>) -> (usize, usize) {
    let (mut generated, mut refused) = (0, 0);
    for (name, document) in documents {
        match catch_unwind(AssertUnwindSafe(|| check(&document))) {
            Ok(true) => generated += 1,
            Ok(false) => refused += 1,
            Err(_) => panic!("{name}:\n{document}"),
        }
    }
    (generated, refused)
}

#[test]
fn mutated_nodes_do_not_panic() {
    let documents = documents()
        .into_iter()
        .enumerate()
        .flat_map(|(index, (name, document))| {
            let document: Value = serde_yaml::from_str(&document).unwrap();
            (0..NODE_MUTATIONS).map(move |run| {
                let seed = u64::try_from(index).unwrap() << 32 | run;
                let mutated = nodes::mutate(&document, &mut Random::new(seed));
                (format!("{name} {run}"), mutated.to_string())
            })
        });
    let (generated, refused) = check_all(documents);
    // If all mutations were accepted, or all refused, the test would not cover the other case.
    assert!(
        generated > 100 && refused > 100,
        "{generated} generated, {refused} refused"
    );
}

#[test]
fn random_shapes_do_not_panic() {
    let documents = (0..SHAPE_DOCUMENTS).map(|seed| {
        let mut random = Random::new(seed);
        let mut document = shapes::document(&mut random);
        if seed % 2 == 1 {
            document = nodes::mutate(&document, &mut random);
        }
        (format!("shapes {seed}"), document.to_string())
    });
    let (generated, _) = check_all(documents);
    assert!(generated > 40, "{generated} generated");
}

#[test]
fn mutated_bytes_do_not_panic() {
    let documents = documents()
        .into_iter()
        .enumerate()
        .flat_map(|(index, (name, document))| {
            (0..BYTE_MUTATIONS).map(move |run| {
                let seed = u64::try_from(index).unwrap() << 32 | run;
                (
                    format!("{name} {run}"),
                    bytes::mutate(&document, &mut Random::new(seed)),
                )
            })
        });
    let (generated, refused) = check_all(documents);
    assert!(
        generated > 100 && refused > 100,
        "{generated} generated, {refused} refused"
    );
}

#[test]
fn a_duplicate_key_does_not_panic() {
    let document = "
openapi: 3.0.3
info: { title: Twice, version: 1.0.0 }
paths:
  /twice:
    get:
      parameters: [{ name: a, in: query, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: Nothing. } }
";
    assert!(check(document));
    assert!(check(
        &document.replace("in: query, in: path", "in: path, in: query")
    ));
}

#[test]
fn a_number_without_a_json_form_does_not_panic() {
    let document = "
openapi: 3.0.3
info: { title: None, version: 1.0.0 }
paths:
  /none:
    get:
      parameters: [{ name: a, in: query, deprecated: .nan, schema: { type: string } }]
      responses: { '204': { description: Nothing. } }
";
    assert!(check(document));
    assert!(check(&document.replace(".nan", "-.INF")));
    assert!(check(
        &document
            .replace(".nan", "false")
            .replace("title: None", "title: x.infinite")
    ));
}

/// Visiting every path through such a schema takes minutes.
#[test]
fn an_all_of_that_refers_to_itself_is_visited_once() {
    let document = "
openapi: 3.1.0
info: { title: Snake, version: '1' }
paths:
  /a:
    put:
      operationId: put
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Shape' } } } }
      responses: { '204': { description: x } }
components:
  schemas:
    Shape: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind } }
    Snake: { allOf: [{ $ref: '#/components/schemas/Snake' }, { $ref: '#/components/schemas/Snake' }, { $ref: '#/components/schemas/Shape' }, { $ref: '#/components/schemas/Tail' }] }
    Tail: { allOf: [{ $ref: '#/components/schemas/Snake' }] }
";
    assert!(check(document));
}
