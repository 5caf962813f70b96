//! What of the settings can't be written into Rust, whatever the document says.

use syn::{Path, TypePath, parse::Parser};

use super::Settings;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};

impl Settings {
    /// Reports what isn't the path of a type or of a derive macro.
    pub(crate) fn check(&self, diagnostics: &mut Diagnostics) {
        for path in self.formats.values().chain(self.schemas.values()) {
            if !is_type(path) {
                let message = format!("`{path}` isn't the path of a type");
                diagnostics.report(argument(message).help("for example `uuid::Uuid`"));
            }
        }
        for path in &self.derives {
            let found = Path::parse_mod_style.parse_str(path);
            if !found.is_ok_and(|path| is_the_same_everywhere(&path)) {
                let message = format!("`{path}` isn't the path of a trait to derive");
                diagnostics.report(argument(message).help("for example `schemars::JsonSchema`"));
            }
        }
    }
}

fn is_type(path: &str) -> bool {
    let found = syn::parse_str::<TypePath>(path);
    found.is_ok_and(|ty| ty.qself.is_none() && is_the_same_everywhere(&ty.path))
}

/// Whether a path leads to the same place from every module.
fn is_the_same_everywhere(path: &Path) -> bool {
    let first = path.segments.first();
    first.is_some_and(|first| {
        !["Self", "self", "super"]
            .iter()
            .any(|own| first.ident == own)
    })
}

fn argument(message: String) -> Diagnostic {
    Diagnostic::error(Code::Argument, Place::Nowhere, message)
}
