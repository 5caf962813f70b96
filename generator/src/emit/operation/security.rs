//! Security schemes, and the security requirements of operations.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Emitter, comment, ident, operation::OperationContext};
use crate::{
    ir::{
        Alternative, Api, Authorization, Flow, ParameterLocation, Requirement, SchemeKind,
        SecurityScheme,
    },
    markdown,
};

impl<'a> Emitter<'a> {
    /// Returns the schemes that operations require, with their names; all schemes if an operation
    /// has no specified requirements.
    pub(in crate::emit) fn schemes(&self) -> impl Iterator<Item = (&'a SecurityScheme, &'a str)> {
        let all = self.api.security.iter().zip(&self.names.security);
        all.enumerate()
            .filter(|(index, _)| self.required_schemes.contains(index))
            .map(|(_, (scheme, name))| (scheme, name.as_str()))
    }

    /// Emits the file of the security schemes.
    pub(in crate::emit) fn security(&self, files: &mut BTreeMap<String, String>) {
        let schemes: Vec<_> = self.schemes().collect();
        if schemes.is_empty() {
            return;
        }
        let basic = schemes
            .iter()
            .any(|(scheme, _)| scheme.kind == SchemeKind::Basic);
        let mut items = vec![if basic {
            quote!(
                use super::runtime::{BasicCredential, SecurityScheme};
            )
        } else {
            quote!(
                use super::runtime::SecurityScheme;
            )
        }];
        items.extend(schemes.iter().map(|(scheme, name)| constant(scheme, name)));
        items.extend(self.document_requirements());
        let docs = MODULE.lines().map(str::to_owned).collect::<Vec<_>>();
        files.insert("security.rs".to_owned(), self.source(&docs, items));
    }

    /// Emits the security requirements of an operation as a constant; `None` if they aren't
    /// specified.
    pub(in crate::emit) fn security_constant(
        &self,
        context: &OperationContext<'_>,
    ) -> Option<TokenStream> {
        let alternatives = self.alternatives(context)?;
        let value = match context.operation.authorization {
            // Without schemes, there is no `security` module.
            Authorization::Document
                if alternatives.len() > MAX_REPEATED && self.schemes().next().is_some() =>
            {
                quote!(security::document_requirements())
            }
            _ => self.requirements_value(alternatives, &quote!(security::)),
        };
        Some(quote!(const SECURITY: runtime::Security = #value;))
    }

    /// Emits the function that returns the security requirements of the document, if they are too
    /// many to repeat in each operation.
    fn document_requirements(&self) -> Option<TokenStream> {
        let alternatives = &self.api.requirements;
        let mut operations = self.api.operations.iter();
        let is_used = alternatives.len() > MAX_REPEATED
            && operations.any(|it| it.authorization == Authorization::Document);
        let value = self.requirements_value(alternatives, &quote!());
        is_used.then(|| {
            quote! {
                /// Returns the default security requirements of operations.
                pub(crate) const fn document_requirements() -> super::runtime::Security {
                    const REQUIREMENTS: super::runtime::Security = #value;
                    REQUIREMENTS
                }
            }
        })
    }

    /// Returns the alternatives of an operation; `None` if they aren't specified.
    fn alternatives(&self, context: &OperationContext<'a>) -> Option<&'a [Alternative]> {
        match &context.operation.authorization {
            Authorization::Unstated => None,
            Authorization::NotNeeded => Some(&[]),
            Authorization::Document => Some(&self.api.requirements),
            Authorization::OneOf(alternatives) => Some(alternatives),
        }
    }

    fn requirements_value(
        &self,
        alternatives: &[Alternative],
        module: &TokenStream,
    ) -> TokenStream {
        let alternatives = alternatives.iter().filter_map(|alternative| {
            let schemes = alternative.iter().filter_map(|it| self.scheme_name(it));
            let mut schemes = schemes
                .map(|name| {
                    let name = ident(name);
                    quote!(#module #name.untyped())
                })
                .peekable();
            // An alternative without known schemes has no credentials to send.
            schemes.peek()?;
            Some(quote!(&[#(#schemes),*]))
        });
        quote!(Some(&[#(#alternatives),*]))
    }

    fn scheme_name(&self, requirement: &Requirement) -> Option<&'a str> {
        self.names
            .security
            .get(requirement.scheme?)
            .map(String::as_str)
    }

    /// Returns the import and the builder calls for the credentials of an operation.
    pub(in crate::emit) fn credentials(
        &self,
        context: &OperationContext<'_>,
    ) -> (Option<&'static str>, Vec<String>) {
        let named = |requirement: &Requirement| {
            let scheme = self.api.security.get(requirement.scheme?)?;
            Some((scheme, self.scheme_name(requirement)?))
        };
        let whole = |alternative: &Vec<Requirement>| {
            let schemes: Option<Vec<_>> = alternative.iter().map(named).collect();
            schemes.filter(|schemes| !schemes.is_empty())
        };
        let alternatives = self.alternatives(context).unwrap_or_default();
        let first = alternatives.iter().find_map(whole);
        let schemes = first.unwrap_or_else(|| self.schemes().take(1).collect());
        if schemes.is_empty() {
            let line = "    .bearer_auth(std::env::var(\"TOKEN\")?)";
            return (None, vec![line.to_owned()]);
        }
        let line = |(scheme, name): (&SecurityScheme, &str)| {
            let value = match scheme.kind {
                SchemeKind::Basic => "(\"user\", std::env::var(\"PASSWORD\")?)".to_owned(),
                _ => format!("std::env::var(\"{name}\")?"),
            };
            format!("    .credential(security::{name}, {value})")
        };
        (Some("security"), schemes.into_iter().map(line).collect())
    }

    /// Returns the schemes with descriptions of their credentials.
    pub(in crate::emit) fn credential_list(&self) -> Vec<String> {
        self.schemes()
            .map(|(scheme, name)| format!("[`security::{name}`]: {}", scheme_summary(&scheme.kind)))
            .collect()
    }

    /// Returns the description of an operation's security requirements.
    pub(in crate::emit) fn authorization_text(&self, context: &OperationContext<'_>) -> String {
        match &context.operation.authorization {
            Authorization::Unstated if self.api.security.is_empty() => "not specified".to_owned(),
            Authorization::Unstated => {
                "not specified; the client sends all credentials that it has".to_owned()
            }
            Authorization::NotNeeded => "not required".to_owned(),
            Authorization::Document | Authorization::OneOf(_) => {
                let alternatives = self.alternatives(context).unwrap_or_default();
                let first = alternatives.iter().take(MAX_LISTED);
                let mut strings: Vec<String> = first.map(|it| self.alternative(it)).collect();
                match alternatives.len().saturating_sub(MAX_LISTED) {
                    0 => {}
                    1 => strings.push("1 other alternative".to_owned()),
                    rest => strings.push(format!("one of {rest} other alternatives")),
                }
                let is_any_combined = alternatives.iter().any(|it| it.len() > 1);
                strings.join(if is_any_combined { ", or " } else { " or " })
            }
        }
    }

    /// Returns the description of an alternative.
    fn alternative(&self, requirements: &[Requirement]) -> String {
        if requirements.is_empty() {
            return "no credentials".to_owned();
        }
        let strings: Vec<String> = requirements.iter().map(|it| self.requirement(it)).collect();
        strings.join(" and ")
    }

    fn requirement(&self, requirement: &Requirement) -> String {
        let name = match self.scheme_name(requirement) {
            Some(name) => format!("[`{name}`](super::security::{name})"),
            None => format!(
                "{} (provided by the caller or the transport)",
                markdown::code(&requirement.name)
            ),
        };
        let scopes = requirement.scopes.iter();
        let scopes: Vec<String> = scopes.map(|scope| markdown::code(scope)).collect();
        if scopes.is_empty() {
            name
        } else {
            format!("{name} ({})", scopes.join(", "))
        }
    }
}

/// The documentation of the `security` module.
const MODULE: &str = "\
The security schemes of the API.

[`credential`](super::runtime::ClientBuilder::credential) of the client builder sets the credential
for a scheme, and `credential_provider` sets a function that returns the credential. The client
sends a credential with each operation that requires it, and only to the origin that serves the
operation. The page of each operation lists its requirements.";

/// The maximum number of alternatives that each operation repeats.
const MAX_REPEATED: usize = 4;

/// The maximum number of alternatives in the documentation of an operation.
const MAX_LISTED: usize = 8;

/// Returns the indexes of the security schemes that operations require, or of all schemes if the
/// requirements of an operation aren't specified.
pub(in crate::emit) fn required_schemes(api: &Api) -> BTreeSet<usize> {
    let mut operations = api.operations.iter();
    if operations.any(|it| it.authorization == Authorization::Unstated) {
        return (0..api.security.len()).collect();
    }
    let mut operations = api.operations.iter();
    let of_document = operations.any(|it| it.authorization == Authorization::Document);
    let document = api.requirements.iter().filter(|_| of_document);
    let own = api
        .operations
        .iter()
        .flat_map(|it| match &it.authorization {
            Authorization::OneOf(alternatives) => alternatives.as_slice(),
            _ => &[],
        });
    let requirements = document.chain(own).flatten();
    requirements.filter_map(|it| it.scheme).collect()
}

fn constant(scheme: &SecurityScheme, name: &str) -> TokenStream {
    let name = ident(name);
    let scheme_name = &scheme.name;
    let docs = comment::comment(&lines(scheme));
    let (ty, value) = match &scheme.kind {
        SchemeKind::Basic => (quote!(BasicCredential), quote!(basic(#scheme_name))),
        SchemeKind::Bearer(_) | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_) => {
            (quote!(String), quote!(bearer(#scheme_name)))
        }
        SchemeKind::Http(_) => (
            quote!(String),
            quote!(header(#scheme_name, "authorization")),
        ),
        SchemeKind::Key(location, key) => {
            let place = ident(location.as_str());
            (quote!(String), quote!(#place(#scheme_name, #key)))
        }
    };
    quote! {
        #docs
        pub const #name: SecurityScheme<#ty> = SecurityScheme::#value;
    }
}

/// Returns the documentation of a scheme: its description and its credential.
fn lines(scheme: &SecurityScheme) -> Vec<String> {
    let mut lines = comment::block(scheme.description.as_deref().unwrap_or_default());
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(scheme_summary(&scheme.kind));
    if let SchemeKind::OAuth2(flows) = &scheme.kind {
        lines.extend(flow_lines(flows));
    }
    lines
}

/// Returns a sentence that describes the credential of a scheme.
fn scheme_summary(kind: &SchemeKind) -> String {
    let code = comment::code_text;
    match kind {
        SchemeKind::Key(location, name) => {
            let place = match location {
                ParameterLocation::Query | ParameterLocation::QueryString => "query parameter",
                ParameterLocation::Cookie => "cookie",
                ParameterLocation::Header | ParameterLocation::Path => "header",
            };
            format!("An API key in the {place} {}.", code(name))
        }
        SchemeKind::Basic => {
            "A user name and a password, such as `(\"user\", password)`.".to_owned()
        }
        SchemeKind::Bearer(None) => "A bearer token.".to_owned(),
        SchemeKind::Bearer(Some(format)) => {
            format!("A bearer token in the format {}.", code(format))
        }
        SchemeKind::Http(name) => format!(
            "The value of the `Authorization` header for the HTTP authentication scheme {}. A scheme \
             that answers challenges needs a custom transport.",
            code(name)
        ),
        SchemeKind::OAuth2(_) => {
            "An OAuth 2.0 access token, without the prefix `Bearer`.".to_owned()
        }
        SchemeKind::OpenIdConnect(url) if url.is_empty() => "An OpenID Connect token.".to_owned(),
        SchemeKind::OpenIdConnect(url) => {
            format!(
                "An OpenID Connect token. The provider publishes its configuration at {}.",
                code(url)
            )
        }
    }
}

/// Returns the documentation of OAuth 2.0 flows and their scopes.
fn flow_lines(flows: &[Flow]) -> Vec<String> {
    let mut lines = Vec::new();
    for flow in flows {
        lines.push(String::new());
        let urls: Vec<String> = flow
            .urls
            .iter()
            .map(|(purpose, url)| format!("{purpose} {}", comment::code_text(url)))
            .collect();
        lines.push(format!("Flow `{}`: {}.", flow.name, urls.join(", ")));
        if flow.scopes.is_empty() {
            continue;
        }
        lines.extend(["", "| Scope | Description |", "|---|---|"].map(str::to_owned));
        lines.extend(flow.scopes.iter().map(|(name, description)| {
            let (name, description) = (markdown::code_cell(name), markdown::cell(description));
            format!("| {name} | {description} |")
        }));
    }
    lines
}
