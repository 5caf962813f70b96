//! Names of component schemas, and prefixes of names of inline types.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    distinct::{phrases, ranks},
    inline::RANK,
    reserved::PRELUDE,
    scope::{Candidate, settle},
    short_id::without_route,
    word::camel,
};
use crate::{
    diagnostic::Diagnostics,
    ir::{Api, Owner, SharedKind},
    pointer::Pointer,
    resolve::component_pointer,
    settings::Renames,
};

/// The names of all component schemas, including unused schemas.
pub(super) struct Components<'a>(BTreeMap<&'a str, String>);

impl<'a> Components<'a> {
    /// Names all component schemas.
    pub(super) fn named(api: &'a Api, rename: &Renames, diagnostics: &mut Diagnostics) -> Self {
        let bodies = bodies(api);
        let written = api.component_names.iter().map(|name| {
            let renamed = rename.schemas.get(name);
            let body = bodies.get(name).filter(|_| renamed.is_none());
            let string = renamed.or(body).unwrap_or(name);
            (
                name.as_str(),
                string.as_str(),
                camel(string),
                body.is_some(),
            )
        });
        let written: Vec<_> = written.collect();
        let strings = written.iter();
        let strings = strings.map(|(name, string, camel, _)| (*string, camel.as_str(), *name));
        let ranks = ranks(&strings.collect::<Vec<_>>());
        let owners = api
            .types
            .iter()
            .filter(|definition| definition.uses.is_empty());
        let reached: BTreeSet<&Owner> = owners.map(|definition| &definition.owner).collect();
        let candidates = written.iter().zip(ranks);
        let candidates = candidates.map(|((name, string, camel, is_short), rank)| {
            let is_reached = reached.contains(&Owner::Component((*name).to_owned()));
            let pointer = is_reached.then(|| component_pointer::<openapiv3::Schema>(name));
            // A complete name has precedence over a shortened name.
            let rank = if *is_short { RANK - 1 } else { rank };
            candidate(name, string, camel, rank, pointer)
        });
        let settled = settle(candidates.collect(), &PRELUDE, diagnostics);
        let names = api.component_names.iter().map(String::as_str);
        Self(names.zip(settled).collect())
    }

    /// Returns all names.
    pub(super) fn idents(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }

    /// Returns the name of a component.
    pub(super) fn ident(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Returns the prefix of the names of inline types, or `None` if an operation owns the types.
    pub(super) fn base(&self, owner: &Owner) -> Option<String> {
        match owner {
            Owner::Component(name) => Some(self.ident(name).to_owned()),
            Owner::Shared(SharedKind::PathItem, path) => Some(path_item(path)),
            Owner::Shared(kind, name) => {
                let kind = match kind {
                    SharedKind::Parameter => "Parameter",
                    SharedKind::Response => "Response",
                    SharedKind::RequestBody => "RequestBody",
                    SharedKind::Header => "Header",
                    SharedKind::PathItem => "",
                };
                let name = camel(name);
                let name = name.strip_suffix(kind).unwrap_or(&name);
                Some(format!("{name}{kind}"))
            }
            Owner::Operation(_) => None,
        }
    }
}

/// Returns the prefix of the names of inline types in a path item.
fn path_item(path: &str) -> String {
    match path.trim_matches('/') {
        "" => "Root".to_owned(),
        path => camel(&path.replace(['{', '}'], "")),
    }
}

/// Returns short names of request bodies of FastAPI, which names their components after the
/// `operationId` with its route: `Body_create_flow_flows__post`.
fn bodies(api: &Api) -> BTreeMap<&String, String> {
    let operations = api.documented.iter();
    let operations: BTreeMap<&str, &str> = operations
        .map(|operation| (operation.id.as_str(), operation.path.as_str()))
        .collect();
    let names = api.component_names.iter();
    let bodies = names.filter_map(|name| {
        let (id, path) = operations.get_key_value(name.strip_prefix("Body_")?)?;
        Some((name, format!("{} body", without_route(id, path))))
    });
    bodies.collect()
}

fn candidate<'a>(
    name: &'a str,
    string: &'a str,
    natural: &str,
    rank: u32,
    pointer: Option<Pointer>,
) -> Candidate<'a> {
    let fallbacks = move |_: &str, conflict| {
        let phrases = phrases(string, "model", conflict);
        let names = phrases.iter().map(|phrase| camel(phrase));
        std::iter::once(camel(name)).chain(names).collect()
    };
    Candidate {
        name: natural.to_owned(),
        fallbacks: Box::new(fallbacks),
        rank,
        pointer,
        setting: "rename.schemas",
    }
}
