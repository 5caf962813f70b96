//! The documents: which files of the corpus are any, and what each goes by.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::Result;

/// The methods that OpenAPI knows.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The version of OpenAPI whose schemas are of draft 4.
pub(crate) const FIRST: &str = "OpenAPI 3.0";

/// What a document is one of, such as [`FIRST`].
pub(crate) fn version(tree: &Value) -> String {
    let said = |key| match tree.get(key)? {
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    let swagger = said("swagger").or(said("swaggerVersion"));
    let (name, text) = match (said("openapi"), swagger) {
        (Some(text), _) => ("OpenAPI", text),
        (None, Some(text)) => ("Swagger", text),
        // A schema that stands alone, in a test.
        (None, None) => return FIRST.to_owned(),
    };
    let parts: Vec<&str> = text.split('.').take(2).collect();
    format!("{name} {}", parts.join("."))
}

/// A document.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// What it goes by: its package or folder, and its path in there.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// How many bytes it has.
    pub(crate) size: u64,
    /// A digest of name and text.
    pub(crate) digest: String,
}

/// All documents below a folder, in the order of their names.
pub(crate) fn below(folder: &Path, title: &str) -> Result<Vec<Document>> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    paths.sort();
    let documents: Result<Vec<Option<Document>>> = paths
        .into_par_iter()
        .map(|path| document(folder, title, path))
        .collect();
    Ok(documents?.into_iter().flatten().collect())
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            collect(&path, paths)?;
        } else if matches!(extension, Some("json" | "yaml" | "yml")) {
            paths.push(path);
        }
    }
    Ok(())
}

fn document(folder: &Path, title: &str, path: PathBuf) -> Result<Option<Document>> {
    let bytes = fs::read(&path)?;
    let text = String::from_utf8_lossy(&bytes);
    if !says_what_it_is(&text) {
        return Ok(None);
    }
    let inside = path.strip_prefix(folder)?.display();
    let name = format!("{title}/{inside}").replace('\\', "/");
    let digest = Sha256::new().chain_update(&name).chain_update(&bytes);
    Ok(Some(Document {
        digest: format!("{:x}", digest.finalize()),
        size: bytes.len() as u64,
        name,
        path,
    }))
}

/// Whether a text has `openapi` or `swagger` at its root, which makes it a document and no part of
/// one.
fn says_what_it_is(text: &str) -> bool {
    let key = |line: &str| {
        let line = line.trim_start_matches(['"', '\'']);
        let after = ["openapi", "swagger"]
            .iter()
            .find_map(|key| line.strip_prefix(key));
        after.is_some_and(|after| {
            after
                .trim_start_matches(['"', '\''])
                .trim_start()
                .starts_with(':')
        })
    };
    if text.trim_start().starts_with('{') {
        return match serde_json::from_str::<Value>(text) {
            Ok(root) => root.get("openapi").or(root.get("swagger")).is_some(),
            // What is broken is broken as one.
            Err(_) => text.contains("\"openapi\"") || text.contains("\"swagger\""),
        };
    }
    text.lines().any(key)
}

/// A document as a tree.
pub(crate) fn tree(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path)?;
    if let Ok(tree) = serde_json::from_str(&text) {
        return Ok(tree);
    }
    let value: serde_yaml::Value = serde_yaml::from_str(&text)?;
    Ok(json(&value))
}

/// YAML as JSON: keys such as statuses are text.
fn json(value: &serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Mapping(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let key = match key {
                    serde_yaml::Value::String(key) => key.clone(),
                    key => serde_yaml::to_string(key)
                        .unwrap_or_default()
                        .trim()
                        .to_owned(),
                };
                (key, json(value))
            });
            Value::Object(entries.collect())
        }
        serde_yaml::Value::Sequence(items) => items.iter().map(json).collect(),
        serde_yaml::Value::Tagged(tagged) => json(&tagged.value),
        scalar => serde_json::to_value(scalar).unwrap_or_default(),
    }
}

/// How many operations a document has, counted without Rejoinder; `None` where some are in other
/// files.
pub(crate) fn operations(tree: &Value) -> Option<usize> {
    let mut count = 0;
    let paths = tree.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        if path.starts_with("x-") {
            continue;
        }
        let item = match item.get("$ref").and_then(Value::as_str) {
            Some(reference) => tree.pointer(reference.strip_prefix('#')?)?,
            None => item,
        };
        count += METHODS
            .iter()
            .filter(|method| item.get(method).is_some())
            .count();
        if version(tree) == "OpenAPI 3.2" {
            let further = item.get("additionalOperations").and_then(Value::as_object);
            count += further.map_or(0, serde_json::Map::len);
            count += usize::from(item.get("query").is_some());
        }
    }
    Some(count)
}
