//! The documents of the corpus: their discovery and their names.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{Result, worker::hex};

/// The methods of OpenAPI up to 3.1.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The version whose schemas are based on JSON Schema draft 4.
pub(crate) const FIRST: &str = "OpenAPI 3.0";

/// Returns the version of a document, such as [`FIRST`].
pub(crate) fn version(tree: &Value) -> String {
    let field = |key| match tree.get(key)? {
        Value::String(content) => Some(content.clone()),
        other => Some(other.to_string()),
    };
    let swagger = field("swagger").or(field("swaggerVersion"));
    let (name, content) = match (field("openapi"), swagger) {
        (Some(content), _) => ("OpenAPI", content),
        (None, Some(content)) => ("Swagger", content),
        // A bare schema in a test.
        (None, None) => return FIRST.to_owned(),
    };
    let parts: Vec<&str> = content.split('.').take(2).collect();
    format!("{name} {}", parts.join("."))
}

/// A document.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// The package or folder, followed by the path inside.
    pub(crate) name: String,
    /// The path of the file.
    pub(crate) path: PathBuf,
    /// The size in bytes.
    pub(crate) size: u64,
    /// A digest of name and content.
    pub(crate) digest: String,
}

/// Returns all documents below a folder, ordered by name.
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
    let content = String::from_utf8_lossy(&bytes);
    if !is_document(&content) {
        return Ok(None);
    }
    let inside = path.strip_prefix(folder)?.display();
    let name = format!("{title}/{inside}").replace('\\', "/");
    let digest = Sha256::new().chain_update(&name).chain_update(&bytes);
    Ok(Some(Document {
        digest: hex(&digest.finalize()),
        size: bytes.len() as u64,
        name,
        path,
    }))
}

/// Returns `true` if a file has `openapi` or `swagger` at its root, so that it is a complete
/// document.
fn is_document(content: &str) -> bool {
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
    if content.trim_start().starts_with('{') {
        return match serde_json::from_str::<Value>(content) {
            Ok(root) => root.get("openapi").or(root.get("swagger")).is_some(),
            // Invalid JSON with such a key is an invalid document.
            Err(_) => content.contains("\"openapi\"") || content.contains("\"swagger\""),
        };
    }
    content.lines().any(key)
}

/// Parses a document.
pub(crate) fn tree(path: &Path) -> Result<Value> {
    let content = fs::read_to_string(path)?;
    if let Ok(tree) = serde_json::from_str(&content) {
        return Ok(tree);
    }
    let value: serde_yaml::Value = serde_yaml::from_str(&content)?;
    Ok(json(&value))
}

/// Converts YAML into JSON: keys such as status codes become strings.
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

/// Returns the number of operations of a document, counted without Rejoinder. Returns `None` if
/// path items are in other files.
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
