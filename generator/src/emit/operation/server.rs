//! Servers of the document. Each is a struct with the values of the variables.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Emitter, comment, ident, operation::feature::cfg};
use crate::{
    ir::{Operation, Server, Variable},
    name::{ServerNames, setter},
};

impl Emitter<'_> {
    /// Emits the file of the servers.
    pub(in crate::emit) fn servers(&self, files: &mut BTreeMap<String, String>) {
        if self.api.servers.is_empty() {
            return;
        }
        let has_variables = |server: &Server| !server.variables.is_empty();
        let variable = self.api.servers.iter().any(has_variables);
        let variable = variable.then(|| quote!(, ServerVariable));
        let mut items = vec![quote!(
            use super::runtime::{BaseUrl, BaseUrlError, ServerTemplate #variable};
        )];
        for (server, names) in self.api.servers.iter().zip(&self.names.servers) {
            items.extend(server_items(server, names, self.general_servers(names)));
        }
        let docs = ["The servers of the API.".to_owned()];
        files.insert("servers.rs".to_owned(), self.source(&docs, items));
    }
}

impl Emitter<'_> {
    /// Emits the array of the top-level servers next to the first server, if operations have their
    /// own servers.
    fn general_servers(&self, names: &ServerNames) -> Option<TokenStream> {
        let elsewhere = self.modules_with(|operation| !operation.servers.is_empty());
        if elsewhere.is_empty() {
            return None;
        }
        let features = self.tag_features();
        let features: Vec<&String> = elsewhere
            .iter()
            .filter_map(|module| features.get(module))
            .collect();
        let condition = (!features.is_empty()).then(|| cfg(features));
        let mut general = self.all_general().peekable();
        if general.peek()?.ident != names.ident {
            return None;
        }
        let templates = general.map(|names| template_of(&ident(&names.ident)));
        Some(quote! {
            /// The servers of operations that declare no servers.
            #condition
            pub(crate) const GENERAL: &[ServerTemplate] = &[#(#templates),*];
        })
    }

    fn all_general(&self) -> impl Iterator<Item = &ServerNames> {
        let servers = self.api.servers.iter().zip(&self.names.servers);
        let general = servers.filter(|(server, _)| server.is_general);
        general.map(|(_, names)| names)
    }

    /// Returns the base URL of an operation.
    pub(in crate::emit) fn base_of(&self, operation: &Operation) -> TokenStream {
        if operation.servers.is_empty() {
            return quote!(base);
        }
        let names = operation.servers.iter();
        let names = names.filter_map(|index| self.names.servers.get(*index));
        let templates = names.map(|names| {
            let template = template_of(&ident(&names.ident));
            quote!(servers::#template)
        });
        let general = match self.all_general().next() {
            Some(names) => {
                let first = ident(&names.ident);
                quote!(servers::#first::GENERAL)
            }
            None => quote!(&[]),
        };
        quote!(&base.for_operation(#general, &[#(#templates),*]))
    }
}

fn template_of(name: &proc_macro2::Ident) -> TokenStream {
    quote!(#name::TEMPLATE)
}

fn variables<'a>(
    server: &'a Server,
    names: &'a ServerNames,
) -> impl Iterator<Item = (&'a Variable, proc_macro2::Ident)> {
    server
        .variables
        .iter()
        .zip(names.variables.iter().map(|name| ident(name)))
}

fn server_items(
    server: &Server,
    names: &ServerNames,
    general: Option<TokenStream>,
) -> Vec<TokenStream> {
    let name = ident(&names.ident);
    let mut docs = comment::block(server.description.as_deref().unwrap_or_default());
    if !docs.is_empty() {
        docs.push(String::new());
    }
    if let Some(name) = &server.name {
        let name = comment::code_text(name);
        docs.extend([format!("Server {name}."), String::new()]);
    }
    docs.push(format!(
        "A base URL of the form {}.",
        comment::code_text(&server.template)
    ));
    let docs = comment::comment(&docs);
    let fields = variables(server, names).map(|(_, name)| quote!(#name: String,));
    let mut items = vec![
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct #name { #(#fields)* }
        },
        constructor(server, names, general.as_ref()),
        conversion(server, names),
    ];
    if server
        .variables
        .iter()
        .all(|variable| variable.default.is_some())
    {
        items.insert(2, default(&name));
    }
    items
}

fn constructor(server: &Server, names: &ServerNames, general: Option<&TokenStream>) -> TokenStream {
    let name = ident(&names.ident);
    let arguments = variables(server, names)
        .filter(|(variable, _)| variable.default.is_none())
        .map(|(_, name)| quote!(#name: impl Into<String>));
    let values = variables(server, names).map(|(variable, name)| match &variable.default {
        Some(default) => quote!(#name: #default.to_owned(),),
        None => quote!(#name: #name.into(),),
    });
    let required: Vec<_> = variables(server, names)
        .filter(|(variable, _)| variable.default.is_none())
        .collect();
    let summary = if required.is_empty() {
        "Creates the base URL with its default values."
    } else {
        "Creates the base URL from the values that have no default."
    };
    let mut lines = vec![summary.to_owned()];
    for (variable, name) in required {
        let text = variable_docs(variable);
        if !text.is_empty() {
            lines.extend([String::new(), format!("`{name}`: {text}")]);
        }
    }
    let docs = comment::comment(&lines);
    let setters = variables(server, names).filter_map(|(variable, name)| {
        let default = variable.default.as_ref()?;
        let (name_text, default) = (
            comment::code_text(&variable.name),
            comment::code_text(default),
        );
        let text = match variable_docs(variable).as_str() {
            "" => format!("Sets {name_text}. Default: {default}."),
            text => format!("Sets {name_text}: {text} Default: {default}."),
        };
        let docs = comment::line(&text);
        let setter = ident(&setter(&name.to_string()));
        Some(quote! {
            #docs
            #[must_use]
            pub fn #setter(mut self, #name: impl Into<String>) -> Self {
                self.#name = #name.into();
                self
            }
        })
    });
    let template = template(server);
    quote! {
        impl #name {
            #template
            #general
            #docs
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values)* }
            }
            #(#setters)*
        }
    }
}

/// Emits `Default` for a server with a constructor without arguments.
fn default(name: &proc_macro2::Ident) -> TokenStream {
    quote! {
        impl Default for #name {
            fn default() -> Self {
                Self::new()
            }
        }
    }
}

/// Returns the description and the allowed values of a variable; empty if both are missing.
fn variable_docs(variable: &Variable) -> String {
    let text = crate::markdown::line(variable.description.as_deref().unwrap_or_default());
    let text = comment::sentence(text);
    let values: Vec<String> = variable
        .allowed
        .iter()
        .map(|value| comment::code_text(value))
        .collect();
    let values = match values.as_slice() {
        [] => String::new(),
        values => format!(" One of {}.", values.join(", ")),
    };
    format!("{text}{values}").trim_start().to_owned()
}

/// Emits the URL template.
fn template(server: &Server) -> TokenStream {
    let url = &server.template;
    let variables = server.variables.iter().map(|variable| {
        let json_name = &variable.name;
        let default = match &variable.default {
            Some(default) => quote!(Some(#default)),
            None => quote!(None),
        };
        let allowed = &variable.allowed;
        quote!(ServerVariable::new(#json_name, #default, &[#(#allowed),*]))
    });
    quote! {
        /// The URL template.
        pub const TEMPLATE: ServerTemplate = ServerTemplate::new(#url, &[#(#variables),*]);
    }
}

fn conversion(server: &Server, names: &ServerNames) -> TokenStream {
    let name = ident(&names.ident);
    let template = template_of(&name);
    let values = variables(server, names).map(|(variable, name)| {
        let json_name = &variable.name;
        quote!((#json_name, &server.#name))
    });
    let server_name = if server.variables.is_empty() {
        quote!(_)
    } else {
        quote!(server)
    };
    quote! {
        impl TryFrom<#name> for BaseUrl {
            type Error = BaseUrlError;
            fn try_from(#server_name: #name) -> Result<Self, BaseUrlError> {
                #template.expand(&[#(#values),*])
            }
        }
    }
}
