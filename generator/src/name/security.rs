//! The names of security schemes.

use super::{
    scope::{Candidate, settle},
    word::{digest, snake, snake_spelled},
};
use crate::{diagnostic::Diagnostics, ir::Api};

/// A constant for each scheme, named after it.
pub(super) fn schemes(api: &Api, diagnostics: &mut Diagnostics) -> Vec<String> {
    let schemes = api.security.iter();
    let candidates: Vec<Candidate> = schemes
        .map(|scheme| {
            let others = |name: &str| {
                vec![
                    constant(&snake_spelled(&scheme.wire)),
                    format!("{name}_{}", constant(&digest(&scheme.wire))),
                ]
            };
            Candidate {
                name: constant(&snake(&scheme.wire)),
                others: Box::new(others),
                rank: 0,
                place: Some(scheme.place.clone()),
            }
        })
        .collect();
    settle(candidates, &[], diagnostics)
}

fn constant(name: &str) -> String {
    name.trim_start_matches("r#").to_uppercase()
}
