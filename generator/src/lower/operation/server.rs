//! Servers and their variables.

use indexmap::{IndexMap, map::Entry};

use crate::lower::{Lowering, operation::select::SelectedOperation};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Server as Source, ServerVariable},
    ir::{Server, Variable},
    pointer::Pointer,
};

/// The variable for the origin of the document: scheme, host and port. Generated clients use the
/// same name.
const ORIGIN: &str = "origin";

impl<'d> Lowering<'d, '_> {
    /// Lowers the top-level servers.
    pub(in crate::lower) fn general_servers(&mut self) {
        let pointer = Pointer::root().child("servers");
        let document = self.resolver.document();
        let servers = self.read_servers(&document.servers, &pointer).into_iter();
        self.servers = servers
            .map(|(key, server)| {
                let is_general = true;
                (
                    key,
                    Server {
                        is_general,
                        ..server
                    },
                )
            })
            .collect();
    }

    /// Returns the indexes of an operation's servers: its own, or else the servers of its path
    /// item. Returns no indexes if the servers equal the top-level servers.
    pub(in crate::lower) fn own_servers(&mut self, selected: &SelectedOperation<'d>) -> Vec<usize> {
        let (servers, pointer) = if selected.operation.servers.is_empty() {
            (&selected.item.servers, &selected.item_pointer)
        } else {
            (&selected.operation.servers, &selected.pointer)
        };
        let own = self.read_servers(servers, &pointer.child("servers"));
        let general = self.servers.iter().take_while(|(_, it)| it.is_general);
        if general.map(|(key, _)| key).eq(own.keys()) {
            return Vec::new();
        }
        let indexes = own.into_iter().map(|(key, server)| {
            let entry = self.servers.entry(key);
            let index = entry.index();
            let (name, description) = (server.name.clone(), server.description.clone());
            let existing = entry.or_insert(server);
            // The choice among several descriptions must not depend on the order of operations.
            if !existing.is_general {
                existing.name = existing.name.take().min(name);
                existing.description = existing.description.take().min(description);
            }
            index
        });
        indexes.collect()
    }

    /// Returns the servers that can be base URLs. Equal servers are merged, with both descriptions.
    fn read_servers(&mut self, servers: &[Source], pointer: &Pointer) -> Servers {
        let mut found = Servers::new();
        for (index, server) in servers.iter().enumerate() {
            let pointer = pointer.child(index);
            let Some(template) = absolute(&server.url) else {
                let message = match server.url.split_once("://") {
                    Some((scheme, _)) if !is_web(scheme) => {
                        format!("unsupported scheme `{scheme}` of a server")
                    }
                    _ => "expected a base URL".to_owned(),
                };
                let help = match server.url.contains(['?', '#']) {
                    true => "remove the query and the fragment; the server is ignored here",
                    false => {
                        "begin the URL with `https://`, or with `/` if it is relative to the location \
                         of the document; the server is ignored here"
                    }
                };
                let pointer = pointer.child("url");
                let warning = Diagnostic::warning(Code::InvalidNode, &pointer, message).help(help);
                self.diagnostics.report(warning);
                continue;
            };
            let server = Server {
                variables: self.variables(&template, &server.variables, &pointer),
                pointer,
                is_general: false,
                template,
                name: server.name.clone(),
                description: server.description.clone(),
            };
            match found.entry(ServerKey::of(&server)) {
                Entry::Occupied(mut equal) => {
                    let equal = equal.get_mut();
                    equal.description = both(equal.description.take(), server.description);
                }
                Entry::Vacant(entry) => {
                    entry.insert(server);
                }
            }
        }
        found
    }

    /// Returns the variables in the order of the template, which is the order of the arguments. An
    /// undeclared variable has no default.
    fn variables(
        &mut self,
        template: &str,
        described: &IndexMap<String, ServerVariable>,
        pointer: &Pointer,
    ) -> Vec<Variable> {
        let mut found: IndexMap<&str, Variable> = IndexMap::new();
        for piece in template.split('{').skip(1) {
            let Some((name, _)) = piece.split_once('}') else {
                continue;
            };
            if found.contains_key(name) {
                continue;
            }
            let variable = match described.get(name) {
                Some(variable) => {
                    self.variable(name, variable, &pointer.child("variables").child(name))
                }
                None => {
                    if name != ORIGIN {
                        let message = format!("the variable `{name}` of the URL isn't declared");
                        let help =
                            "declare it in `variables`; it is an argument without a default here";
                        self.report_variable(&pointer.child("url"), message, help);
                    }
                    Variable {
                        name: name.to_owned(),
                        description: (name == ORIGIN).then(|| ORIGIN_DESCRIPTION.to_owned()),
                        default: None,
                        allowed: Vec::new(),
                    }
                }
            };
            found.insert(name, variable);
        }
        for name in described.keys() {
            if !found.contains_key(name.as_str()) {
                let message = format!("the variable `{name}` isn't in the URL");
                let help = "add it to `url` in braces; it is left out here";
                let pointer = pointer.child("variables").child(name);
                self.report_variable(&pointer, message, help);
            }
        }
        found.into_values().collect()
    }

    fn report_variable(&mut self, pointer: &Pointer, message: String, help: &str) {
        let found = Diagnostic::warning(Code::Contradiction, pointer, message);
        self.diagnostics.report(found.help(help));
    }

    fn variable(&mut self, name: &str, variable: &ServerVariable, pointer: &Pointer) -> Variable {
        let default = Some(&variable.default).filter(usable).cloned();
        let mut allowed = variable.values.clone();
        if let Some(default) = &default
            && !allowed.is_empty()
            && !allowed.contains(default)
        {
            let message = "the default isn't among the values of `enum`";
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, &pointer.child("default"), message)
                    .help("add it to `enum`, or correct it; it is assumed to be in `enum`"),
            );
            allowed.push(default.clone());
        }
        Variable {
            name: name.to_owned(),
            description: variable.description.clone(),
            default,
            allowed,
        }
    }
}

/// The description of the variable [`ORIGIN`], which documents don't declare.
const ORIGIN_DESCRIPTION: &str =
    "The scheme and the host of the API, such as `https://api.example.com`.";

/// The distinct servers, in document order.
pub(in crate::lower) type Servers = IndexMap<ServerKey, Server>;

/// The identity of a server: its template, and its variables without their descriptions.
#[derive(PartialEq, Eq, Hash)]
pub(in crate::lower) struct ServerKey {
    template: String,
    variables: Vec<Variable>,
}

impl ServerKey {
    fn of(server: &Server) -> Self {
        let variables = server.variables.iter().map(|variable| Variable {
            description: None,
            ..variable.clone()
        });
        Self {
            template: server.template.trim_end_matches('/').to_owned(),
            variables: variables.collect(),
        }
    }
}

/// Joins two descriptions.
fn both(first: Option<String>, second: Option<String>) -> Option<String> {
    match (first, second) {
        (Some(mut first), Some(second)) if first != second => {
            first.extend(["\n\n", &second]);
            Some(first)
        }
        (first, second) => first.or(second),
    }
}

/// Returns the template of an absolute URL. A relative URL is relative to the location of the
/// document (OpenAPI 3.0.3, section 4.7.5), which only callers know.
fn absolute(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let is_open = url.starts_with('{');
    let fits = !rest.contains(['?', '#']);
    if !fits {
        return None;
    }
    if is_open || is_web(scheme) {
        Some(url.to_owned())
    } else if url.starts_with("//") {
        Some(format!("https:{url}"))
    } else if url.starts_with('/') {
        Some(format!("{{{ORIGIN}}}{url}"))
    } else if url.is_empty() {
        Some(format!("{{{ORIGIN}}}"))
    } else {
        None
    }
}

fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// Returns `false` for a default that callers have to replace: a default in capitals, such as
/// `HOSTNAME` or `YOUR_DOMAIN`, or with braces or angle brackets.
fn usable(default: &&String) -> bool {
    let is_uppercase = !default.is_empty()
        && default
            .chars()
            .all(|c| c.is_ascii_uppercase() || matches!(c, '_' | '-' | '.'));
    !is_uppercase && !default.contains(['<', '{'])
}
