//! The names of servers and their variables.

use heck::ToSnakeCase;

use super::{
    ServerNames,
    member::{fields, settle_fields},
    scope::{Candidate, settle},
    word::camel,
};
use crate::{
    diagnostic::Diagnostics,
    ir::{Api, Server},
};

/// A description that is longer than this is no name.
const MAX_DESCRIPTION_LENGTH: usize = 40;

/// The document's first server is *the* server; others are named after what is said of them.
pub(super) fn servers(api: &Api, diagnostics: &mut Diagnostics) -> Vec<ServerNames> {
    let servers = api.servers.iter().enumerate();
    let candidates = servers.map(|(index, server)| candidate(index, server, &api.servers));
    let idents = settle(candidates.collect(), &[], diagnostics);
    let mut variables = |server: &Server| {
        let variables = server.variables.iter();
        let wires = variables.map(|variable| (variable.name.as_str(), variable.name.as_str()));
        let wires: Vec<(&str, &str)> = wires.collect();
        let pointer = server.pointer.child("variables");
        settle_fields(fields(&wires, "variable", "", &pointer), diagnostics)
    };
    let servers = idents.into_iter().zip(&api.servers);
    servers
        .map(|(ident, server)| ServerNames {
            ident,
            variables: variables(server),
        })
        .collect()
}

fn candidate<'a>(index: usize, server: &'a Server, all: &'a [Server]) -> Candidate<'a> {
    let described = server.name.as_ref().or(server.description.as_ref());
    let short = described.filter(|text| text.to_snake_case().len() <= MAX_DESCRIPTION_LENGTH);
    let name = match short {
        _ if index == 0 && server.is_general => "Server".to_owned(),
        Some(text) => named(text),
        None => named(without_scheme(&server.template)),
    };
    let others = move |_: &str, _| {
        let template = &server.template;
        let short = without_scheme(template);
        let own = own_defaults(server, all).join(" ");
        let values = server.variables.iter().flat_map(|one| &one.allowed);
        let values: Vec<&str> = values.map(String::as_str).collect();
        let values = values.join(" ");
        vec![
            named(short),
            named(&format!("{own} {short}")),
            named(&format!("{own} {template}")),
            named(&format!("{own} {template} {values}")),
        ]
    };
    Candidate {
        name,
        fallbacks: Box::new(others),
        // Those of single operations take no name of the others.
        rank: u32::from(index > 0) + u32::from(!server.is_general),
        // No setting renames a server.
        pointer: None,
        setting: "",
    }
}

/// The name of a server after a text.
fn named(text: &str) -> String {
    let name = camel(text);
    format!("{}Server", name.strip_suffix("Server").unwrap_or(&name))
}

/// A template without `https://`.
fn without_scheme(template: &str) -> &str {
    let (_, rest) = template.split_once("://").unwrap_or(("", template));
    if rest.is_empty() || template.starts_with('{') {
        template
    } else {
        rest
    }
}

/// The defaults of variables, but for those that a server of the whole API with this template has too.
fn own_defaults<'a>(server: &'a Server, all: &'a [Server]) -> Vec<&'a str> {
    let general = all.iter();
    let general = general.filter(|other| other.is_general && other.template == server.template);
    let general: Vec<&Server> = general.collect();
    let is_own = |(index, default): &(usize, &'a str)| {
        !general.iter().any(|other| {
            let variable = other.variables.get(*index);
            variable.and_then(|one| one.default.as_deref()) == Some(*default)
        })
    };
    let defaults = server.variables.iter().enumerate();
    let defaults = defaults.filter_map(|(index, one)| Some((index, one.default.as_deref()?)));
    defaults.filter(is_own).map(|(_, text)| text).collect()
}
