//! Names of servers and server variables.

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

/// The maximum length of a description that is used as a name.
const MAX_DESCRIPTION_LENGTH: usize = 40;

/// Names the first server of the document `Server`, and other servers after their name, description or
/// URL.
pub(super) fn servers(api: &Api, diagnostics: &mut Diagnostics) -> Vec<ServerNames> {
    let servers = api.servers.iter().enumerate();
    let candidates = servers.map(|(index, server)| candidate(index, server, &api.servers));
    let idents = settle(candidates.collect(), &[], diagnostics);
    let mut variables = |server: &Server| {
        let variables = server.variables.iter();
        let document_names =
            variables.map(|variable| (variable.name.as_str(), variable.name.as_str()));
        let document_names: Vec<(&str, &str)> = document_names.collect();
        let pointer = server.pointer.child("variables");
        settle_fields(
            fields(&document_names, "variable", "", &pointer),
            diagnostics,
        )
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
    let short = described.filter(|string| string.to_snake_case().len() <= MAX_DESCRIPTION_LENGTH);
    let short = short.map(String::as_str);
    let name = match (short, other_scheme(server, all)) {
        _ if index == 0 && server.is_general => "Server".to_owned(),
        (Some(text), _) | (None, Some(text)) => named(text),
        (None, None) => named(without_scheme(&server.template)),
    };
    let fallbacks = move |_: &str, _| {
        let template = &server.template;
        let short = without_scheme(template);
        let own = own_defaults(server, all).join(" ");
        let mut names = vec![named(short), named(&format!("{own} {short}"))];
        let is_twin = |other: &&Server| without_scheme(&other.template) == short;
        if all
            .iter()
            .filter(is_twin)
            .any(|it| it.template != *template)
        {
            names.push(named(template));
            names.push(named(&format!("{own} {template}")));
        }
        names
    };
    Candidate {
        name,
        fallbacks: Box::new(fallbacks),
        // Top-level servers have precedence over servers of operations and paths.
        rank: u32::from(index > 0) + u32::from(!server.is_general),
        // No setting renames a server.
        pointer: None,
        setting: "",
    }
}

/// Converts a string to the name of a server.
fn named(string: &str) -> String {
    let name = camel(string);
    format!("{}Server", name.strip_suffix("Server").unwrap_or(&name))
}

/// Returns the scheme of a server that differs from the first server of the whole API only by its
/// scheme.
fn other_scheme<'a>(server: &'a Server, all: &[Server]) -> Option<&'a str> {
    let first = all.first().filter(|first| first.is_general)?;
    let (scheme, rest) = server.template.split_once("://")?;
    let (other, other_rest) = first.template.split_once("://")?;
    (scheme != other && rest == other_rest && !scheme.contains('{')).then_some(scheme)
}

/// Removes the scheme, such as `https://`, from a template.
fn without_scheme(template: &str) -> &str {
    let (_, rest) = template.split_once("://").unwrap_or(("", template));
    if rest.is_empty() || template.starts_with('{') {
        template
    } else {
        rest
    }
}

/// Returns the defaults of variables that no top-level server with the same template has.
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
    defaults.filter(is_own).map(|(_, string)| string).collect()
}
