//! Mutated documents: a few nodes of each are moved, renamed or replaced, depending on a seed.

use std::{fs, path::Path};

use serde_json::Value;

use crate::{
    Result,
    documents::{Document, below, tree},
    nodes,
    options::Options,
    random::Random,
    record::{Failure, FailureKind, Step},
    shapes,
};

/// One of every `SHAPES` documents has schemas of random shapes instead of an original.
const SHAPES: usize = 4;

/// The default folders of the originals, in `tests`.
const FOLDERS: [&str; 2] = ["fixtures", "cases/documents"];

/// Writes `--mutated` documents into the cache.
pub(crate) fn documents(options: &Options, originals: &[Document]) -> Result<Vec<Document>> {
    let title = format!("mutated-{}", options.seed);
    let folder = options.cache.join(&title);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let small = |document: &&Document| document.size <= options.max_size;
    let originals: Vec<&Document> = originals.iter().filter(small).collect();
    for index in 0..options.mutated {
        let (name, document) = mutated(&originals, options.seed, index)?;
        let path = folder.join(format!("{index:04}-{name}.json"));
        fs::write(path, serde_json::to_vec_pretty(&document)?)?;
    }
    below(&folder, &title)
}

/// Returns the mutated document of an index, and the name of its original.
fn mutated(originals: &[&Document], seed: u64, index: usize) -> Result<(String, Value)> {
    let mut random = Random::new((seed << 32) | index as u64);
    let original = originals.get(random.below(originals.len()));
    let (name, document) = match original {
        Some(original) if !random.once_in(SHAPES) => (stem(original), tree(&original.path)?),
        _ => ("shapes".to_owned(), shapes::document(&mut random)),
    };
    let mutated = nodes::mutate(&document, &mut random);
    Ok((name, with_version(mutated, &document)))
}

/// Returns the documents of the fixtures and cases.
pub(crate) fn originals() -> Result<Vec<Document>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in FOLDERS {
        found.extend(below(&tests.join(folder), folder)?);
    }
    Ok(found)
}

/// Restores the version, which is required for generation.
fn with_version(mut mutated: Value, original: &Value) -> Value {
    for key in ["openapi", "swagger"] {
        if let (Some(version), Some(map)) = (original.get(key), mutated.as_object_mut()) {
            map.insert(key.to_owned(), version.clone());
        }
    }
    mutated
}

/// Removes failures that are expected of a mutated document: it may be refused, and its operations
/// can't be counted.
pub(crate) fn tolerate(step: &mut Step) {
    let is_expected =
        |failure: &Failure| matches!(failure.what, FailureKind::Refused | FailureKind::Sum);
    step.failures.retain(|failure| !is_expected(failure));
}

fn stem(document: &Document) -> String {
    let stem = document.path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_documents() {
        let originals = originals().unwrap();
        let originals: Vec<&Document> = originals.iter().collect();
        for index in 0..20 {
            let (name, document) = mutated(&originals, 1, index).unwrap();
            assert_eq!(
                mutated(&originals, 1, index).unwrap(),
                (name, document.clone())
            );
            assert_ne!(mutated(&originals, 2, index).unwrap().1, document);
            assert!(
                document
                    .get("openapi")
                    .or(document.get("swagger"))
                    .is_some()
            );
        }
    }
}
