//! The derive attributes of models: the traits of all models, and the traits in the settings.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Emitter, ty::user_path};

/// The traits that every model implements, derived or not.
const IMPLEMENTED: [&str; 5] = [
    "Clone",
    "Debug",
    "PartialEq",
    "serde::Deserialize",
    "serde::Serialize",
];

impl Emitter<'_> {
    /// Returns the attribute that derives these traits for a model.
    pub(in crate::emit) fn derive(&self, ours: &[&str]) -> TokenStream {
        let mut traits: Vec<&str> = IMPLEMENTED.iter().chain(ours).copied().collect();
        let mut paths: Vec<TokenStream> = ours.iter().map(|name| user_path(name)).collect();
        for path in &self.settings.derives {
            let name = standard(path);
            if !traits.contains(&name) {
                traits.push(name);
                paths.push(user_path(path));
            }
        }
        quote!(#[derive(#(#paths),*)])
    }
}

/// Returns a trait of the standard library by its name, any other trait by its path.
fn standard(path: &str) -> &str {
    let path = path.trim().trim_start_matches("::");
    let standard = path.starts_with("std::") || path.starts_with("core::");
    match path.rsplit_once("::") {
        Some((_, name)) if standard => name,
        _ => path,
    }
}
