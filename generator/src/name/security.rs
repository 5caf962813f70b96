//! Names of security schemes.

use super::{
    scope::{Candidate, settle},
    word::{
        distinct::{phrases, ranks},
        snake,
    },
};
use crate::{diagnostic::Diagnostics, ir::Api};

/// Returns a constant for each security scheme.
pub(super) fn schemes(api: &Api, diagnostics: &mut Diagnostics) -> Vec<String> {
    let schemes = api.security.iter();
    let document_names: Vec<&str> = schemes.map(|scheme| scheme.name.as_str()).collect();
    let names: Vec<String> = document_names.iter().map(|name| constant(name)).collect();
    let strings = document_names.iter().zip(&names);
    let ranks = ranks(
        &strings
            .map(|(document_name, name)| (*document_name, name.as_str(), ()))
            .collect::<Vec<_>>(),
    );
    let candidates = api.security.iter().zip(names).zip(ranks);
    let candidates: Vec<Candidate> = candidates
        .map(|((scheme, name), rank)| {
            let fallbacks = |_: &str, conflict| {
                let phrases = phrases(&scheme.name, "scheme", conflict).into_iter();
                phrases.map(|phrase| constant(&phrase)).collect()
            };
            Candidate {
                name,
                fallbacks: Box::new(fallbacks),
                rank,
                pointer: Some(scheme.pointer.clone()),
                setting: "",
            }
        })
        .collect();
    settle(candidates, &[], diagnostics)
}

fn constant(string: &str) -> String {
    snake(string).trim_start_matches("r#").to_uppercase()
}
