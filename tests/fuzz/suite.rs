//! The runs, and documents that were found to panic.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use rejoinder::Generator;
use serde_json::Value;

use crate::{bytes, nodes, random::Random, shapes};

/// The number of times that the nodes of each document are mixed up.
const NODES: u64 = 20;

/// The number of times that its bytes are.
const BYTES: u64 = 30;

/// The number of documents with random shapes, a half of which are mixed up.
const SHAPES: u64 = 120;

/// The fixtures and cases: their names and texts.
fn documents() -> Vec<(String, String)> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["fixtures", "cases/documents"].into_iter();
    let mut found: Vec<(String, String)> = folders
        .flat_map(|folder| std::fs::read_dir(tests.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), text)
        })
        .collect();
    found.sort();
    found
}

/// Generates from a text: there is Rust code, or a reason why not.
fn check(text: &str) -> bool {
    let generation = Generator::new("document")
        .name("client")
        .generate_from(text.to_owned());
    let printed = generation.rendered(false);
    let Some(output) = generation.output else {
        assert!(!printed.is_empty(), "refused without a reason");
        return false;
    };
    for (path, text) in &output.files {
        let shipped = path.starts_with("src/runtime/") || path.starts_with("src/transports/");
        if path.ends_with(".rs") && !shipped {
            syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        }
    }
    true
}

/// Checks each text, and says which one panicked.
fn check_all(texts: impl Iterator<Item = (String, String)>) -> (usize, usize) {
    let (mut generated, mut refused) = (0, 0);
    for (name, text) in texts {
        match catch_unwind(AssertUnwindSafe(|| check(&text))) {
            Ok(true) => generated += 1,
            Ok(false) => refused += 1,
            Err(_) => panic!("{name}:\n{text}"),
        }
    }
    (generated, refused)
}

#[test]
fn mixed_up_nodes() {
    let texts = documents()
        .into_iter()
        .enumerate()
        .flat_map(|(index, (name, text))| {
            let document: Value = serde_yaml::from_str(&text).unwrap();
            (0..NODES).map(move |run| {
                let seed = u64::try_from(index).unwrap() << 32 | run;
                let mixed = nodes::mutate(&document, &mut Random::new(seed));
                (format!("{name} {run}"), mixed.to_string())
            })
        });
    let (generated, refused) = check_all(texts);
    // Mixed up too much, or too little, they would find nothing.
    assert!(
        generated > 100 && refused > 100,
        "{generated} generated, {refused} refused"
    );
}

#[test]
fn random_shapes() {
    let texts = (0..SHAPES).map(|seed| {
        let mut random = Random::new(seed);
        let mut document = shapes::document(&mut random);
        if seed % 2 == 1 {
            document = nodes::mutate(&document, &mut random);
        }
        (format!("shapes {seed}"), document.to_string())
    });
    let (generated, _) = check_all(texts);
    assert!(generated > 40, "{generated} generated");
}

#[test]
fn mixed_up_bytes() {
    let texts = documents()
        .into_iter()
        .enumerate()
        .flat_map(|(index, (name, text))| {
            (0..BYTES).map(move |run| {
                let seed = u64::try_from(index).unwrap() << 32 | run;
                (
                    format!("{name} {run}"),
                    bytes::mutate(&text, &mut Random::new(seed)),
                )
            })
        });
    let (generated, refused) = check_all(texts);
    assert!(
        generated > 100 && refused > 100,
        "{generated} generated, {refused} refused"
    );
}

/// The model tries twice what can be a reference, and panics where the second time goes well.
#[test]
fn a_key_that_is_there_twice() {
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

/// To the model it is a number first, and then null.
#[test]
fn a_number_that_is_none() {
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
