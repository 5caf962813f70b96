//! What `peers.toml` says: generators and documents.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use rejoinder_corpus::packages;
use serde::Deserialize;
use serde_json::Value;

use crate::{Result, options::Step};

/// The repository, whose documents are named by their paths.
pub(crate) const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// All of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Data {
    pub(crate) generator: Vec<Generator>,
    pub(crate) document: Vec<Document>,
}

/// A generator; `peers.toml` says what each key is for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Generator {
    pub(crate) name: String,
    /// The only one that is meant.
    pub(crate) version: Option<String>,
    pub(crate) install: Option<Install>,
    pub(crate) generate: Vec<String>,
    pub(crate) root: Option<String>,
    pub(crate) dependencies: Option<String>,
    pub(crate) call: String,
    pub(crate) authorization: String,
    /// What its column says beside its name.
    pub(crate) note: Option<String>,
    #[serde(default)]
    pub(crate) cold: BTreeMap<String, Vec<String>>,
    pub(crate) part: Option<Vec<String>>,
}

/// Who installs a generator.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Install {
    Cargo,
    Pip,
}

/// A document, and what is measured of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    pub(crate) name: String,
    /// One of the corpus; without it, the repository.
    package: Option<String>,
    file: String,
    pub(crate) steps: Vec<Step>,
}

/// Reads it.
pub(crate) fn read() -> Result<Data> {
    Ok(toml_edit::de::from_str(include_str!("../peers.toml"))?)
}

impl Document {
    /// Where it is, after it was fetched.
    pub(crate) fn path(&self, cache: &Path) -> Result<PathBuf> {
        let Some(title) = &self.package else {
            return Ok(fs::canonicalize(Path::new(ROOT).join(&self.file))?);
        };
        let mut all = packages::all()?.into_iter();
        let package = all.find(|package| package.title() == *title);
        let package = package.ok_or_else(|| format!("the corpus has no package {title}"))?;
        Ok(fs::canonicalize(package.fetch(cache)?.join(&self.file))?)
    }
}

/// The ids of the operations of a document, in the order of its paths.
pub(crate) fn operations(path: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(path)?;
    let root: Value = if path
        .extension()
        .is_some_and(|extension| extension == "json")
    {
        serde_json::from_str(&text)?
    } else {
        serde_yaml::from_str(&text)?
    };
    let paths = root.get("paths").and_then(Value::as_object);
    let items = paths.into_iter().flat_map(|paths| paths.values());
    let operations = items
        .filter_map(Value::as_object)
        .flat_map(|item| item.values());
    let ids = operations.filter_map(|operation| operation.get("operationId")?.as_str());
    Ok(ids.map(str::to_owned).collect())
}
