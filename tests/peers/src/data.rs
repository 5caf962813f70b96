//! The content of `peers.toml`: generators and documents.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use rejoinder_corpus::packages;
use serde::Deserialize;
use serde_json::Value;

use crate::{Result, options::Step};

/// The root of the repository.
pub(crate) const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The content of `peers.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Data {
    pub(crate) generator: Vec<Generator>,
    pub(crate) document: Vec<Document>,
}

/// A generator. `peers.toml` documents the keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Generator {
    pub(crate) name: String,
    /// The exact version.
    pub(crate) version: Option<String>,
    pub(crate) install: Option<Install>,
    pub(crate) generate: Vec<String>,
    pub(crate) root: Option<String>,
    pub(crate) dependencies: Option<String>,
    pub(crate) call: String,
    pub(crate) authorization: String,
    /// An addition to the title of the column.
    pub(crate) note: Option<String>,
    #[serde(default)]
    pub(crate) cold: BTreeMap<String, Vec<String>>,
    pub(crate) part: Option<Vec<String>>,
}

/// The installer of a generator.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Install {
    Cargo,
    Pip,
}

/// A document with its measurements.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    pub(crate) name: String,
    /// The package of the corpus; `None` for the repository.
    package: Option<String>,
    file: String,
    pub(crate) steps: Vec<Step>,
}

/// Reads `peers.toml`.
pub(crate) fn read() -> Result<Data> {
    Ok(toml_edit::de::from_str(include_str!("../peers.toml"))?)
}

impl Document {
    /// Returns the path of the document, which is fetched if necessary.
    pub(crate) fn path(&self, cache: &Path) -> Result<PathBuf> {
        let Some(title) = &self.package else {
            return Ok(fs::canonicalize(Path::new(ROOT).join(&self.file))?);
        };
        let mut all = packages::all()?.into_iter();
        let package = all.find(|package| package.title() == *title);
        let package = package.ok_or_else(|| format!("unknown package {title} of the corpus"))?;
        Ok(fs::canonicalize(package.fetch(cache)?.join(&self.file))?)
    }
}

/// Returns the ids of the operations of a document, in the order of its paths.
pub(crate) fn operations(path: &Path) -> Result<Vec<String>> {
    let content = fs::read_to_string(path)?;
    let root: Value = if path
        .extension()
        .is_some_and(|extension| extension == "json")
    {
        serde_json::from_str(&content)?
    } else {
        serde_yaml::from_str(&content)?
    };
    let paths = root.get("paths").and_then(Value::as_object);
    let items = paths.into_iter().flat_map(|paths| paths.values());
    let operations = items
        .filter_map(Value::as_object)
        .flat_map(|item| item.values());
    let ids = operations.filter_map(|operation| operation.get("operationId")?.as_str());
    Ok(ids.map(str::to_owned).collect())
}
