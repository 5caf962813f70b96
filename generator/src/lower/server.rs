//! Servers and their placeholders.

use openapiv3::ServerVariable;

use super::Lowering;
use crate::{
    ir::{Server, Variable},
    pointer::Pointer,
};

impl Lowering<'_, '_> {
    /// The servers of the document.
    pub(super) fn servers(&self) -> Vec<Server> {
        let place = Pointer::root().child("servers");
        let servers = self.resolver.document().servers.iter().enumerate();
        servers
            .map(|(index, server)| Server {
                place: place.child(index),
                template: server.url.clone(),
                description: server.description.clone(),
                variables: variables(&server.url, server.variables.as_ref()),
            })
            .collect()
    }
}

/// The placeholders of a template, in the order of the template: they become arguments. One that
/// the document doesn't describe has no default.
fn variables(
    template: &str,
    described: Option<&indexmap::IndexMap<String, ServerVariable>>,
) -> Vec<Variable> {
    let mut found: Vec<Variable> = Vec::new();
    for piece in template.split('{').skip(1) {
        let Some((name, _)) = piece.split_once('}') else {
            continue;
        };
        if found.iter().any(|variable| variable.wire == name) {
            continue;
        }
        let variable = described.and_then(|all| all.get(name));
        found.push(Variable {
            wire: name.to_owned(),
            description: variable.and_then(|variable| variable.description.clone()),
            default: variable
                .map(|variable| &variable.default)
                .filter(usable)
                .cloned(),
            allowed: variable
                .map(|variable| variable.enumeration.clone())
                .unwrap_or_default(),
        });
    }
    found
}

/// A default in capitals, such as `HOSTNAME` or `YOUR_DOMAIN`, stands for something that the
/// caller has to know; so does an empty one.
fn usable(default: &&String) -> bool {
    let shouted = default
        .chars()
        .all(|c| c.is_ascii_uppercase() || matches!(c, '_' | '-' | '.'));
    !shouted && !default.contains(['<', '{'])
}
