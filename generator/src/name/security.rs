//! The names of security schemes.

use super::{
    distinct::{phrases, ranks},
    scope::{Candidate, settle},
    word::snake,
};
use crate::{diagnostic::Diagnostics, ir::Api};

/// A constant for each scheme, named after it.
pub(super) fn schemes(api: &Api, diagnostics: &mut Diagnostics) -> Vec<String> {
    let schemes = api.security.iter();
    let wires: Vec<&str> = schemes.map(|scheme| scheme.name.as_str()).collect();
    let names: Vec<String> = wires.iter().map(|json_name| constant(json_name)).collect();
    let texts = wires.iter().zip(&names);
    let ranks = ranks(
        &texts
            .map(|(json_name, name)| (*json_name, name.as_str(), ()))
            .collect::<Vec<_>>(),
    );
    let candidates = api.security.iter().zip(names).zip(ranks);
    let candidates: Vec<Candidate> = candidates
        .map(|((scheme, name), rank)| {
            let others = |_: &str, conflict| {
                let phrases = phrases(&scheme.name, "scheme", conflict).into_iter();
                phrases.map(|phrase| constant(&phrase)).collect()
            };
            Candidate {
                name,
                fallbacks: Box::new(others),
                rank,
                pointer: Some(scheme.pointer.clone()),
                setting: "",
            }
        })
        .collect();
    settle(candidates, &[], diagnostics)
}

fn constant(text: &str) -> String {
    snake(text).trim_start_matches("r#").to_uppercase()
}
