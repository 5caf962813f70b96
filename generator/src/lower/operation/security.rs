//! Security schemes and security requirements.

use indexmap::IndexMap;

use crate::lower::{
    Lowering,
    operation::{parameter::is_token, style::location},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{
        OAuthFlow, OAuthFlows, Operation as Source, SecurityRequirement, SecurityScheme as Scheme,
        SecuritySchemeKind,
    },
    ir::{
        Alternative, Authorization, Flow, ParameterLocation, Requirement, SchemeKind,
        SecurityScheme,
    },
    pointer::Pointer,
    resolve::{Component, component_pointer},
    suggestion::suggest,
};

impl Lowering<'_, '_> {
    /// Returns the security schemes of the document that clients can have credentials for.
    pub(in crate::lower) fn security_schemes(&mut self) -> IndexMap<String, SecurityScheme> {
        let mut schemes = IndexMap::new();
        for (name, node) in &self.resolver.document().components.security_schemes {
            let pointer = component_pointer::<Scheme>(name);
            let resolved = self.resolver.resolve(node, &pointer);
            let lowered = resolved.and_then(|scheme| {
                let description = scheme.item.description.clone();
                Ok((kind(scheme.item, &scheme.pointer)?, description))
            });
            match lowered {
                Ok((kind, description)) => {
                    let scheme = SecurityScheme {
                        name: name.clone(),
                        pointer,
                        description,
                        kind,
                    };
                    schemes.insert(name.clone(), scheme);
                }
                Err(diagnostic) => self.diagnostics.report(diagnostic),
            }
        }
        schemes
    }

    /// Returns the security requirements of an operation, or else of the document. An operation
    /// without requirements is public if another operation requires a scheme.
    pub(in crate::lower) fn authorization(
        &mut self,
        source: &Source,
        pointer: &Pointer,
    ) -> Authorization {
        match &source.security {
            Some(own) => match self.alternatives(own, &pointer.child("security")) {
                all if all.iter().all(Vec::is_empty) => Authorization::NotNeeded,
                all => Authorization::OneOf(all),
            },
            None => match &self.requirements {
                Some(all) if all.iter().all(Vec::is_empty) => Authorization::NotNeeded,
                Some(_) => Authorization::Document,
                None if self.has_security => Authorization::NotNeeded,
                None => Authorization::Unstated,
            },
        }
    }

    /// Returns the top-level security requirements.
    pub(in crate::lower) fn document_requirements(&mut self) -> Option<Vec<Alternative>> {
        let all = self.resolver.document().security.as_ref()?;
        Some(self.alternatives(all, &Pointer::root().child("security")))
    }

    fn alternatives(&mut self, all: &[SecurityRequirement], pointer: &Pointer) -> Vec<Alternative> {
        all.iter()
            .enumerate()
            .map(|(index, schemes)| self.requirements(schemes, &pointer.child(index)))
            .collect()
    }

    fn requirements(
        &mut self,
        schemes: &SecurityRequirement,
        pointer: &Pointer,
    ) -> Vec<Requirement> {
        let mut requirements = Vec::new();
        for (name, scopes) in schemes {
            self.find_scheme(name, pointer);
            requirements.push(Requirement {
                name: name.clone(),
                scheme: self.security.get_index_of(name),
                scopes: scopes.clone(),
            });
        }
        requirements
    }

    /// Reports an unknown scheme. An excluded scheme has its own diagnostic.
    fn find_scheme(&mut self, name: &str, pointer: &Pointer) {
        let components = &self.resolver.document().components;
        let set_aside = &self.resolver.excluded().components;
        if components.security_schemes.contains_key(name)
            || set_aside.contains(&component_pointer::<Scheme>(name))
        {
            return;
        }
        let names = Scheme::names(components);
        let message = format!("unknown security scheme `{name}`");
        let help = match suggest(name, names) {
            Some(other) => format!("did you mean `{other}`?"),
            None => "add it below `components/securitySchemes`".to_owned(),
        };
        let pointer = pointer.child(name);
        let found = Diagnostic::warning(Code::UnknownScheme, &pointer, message);
        self.diagnostics.report(found.help(help));
    }
}

/// Returns the kind of a scheme.
fn kind(scheme: &Scheme, pointer: &Pointer) -> Result<SchemeKind, Diagnostic> {
    Ok(match &scheme.kind {
        SecuritySchemeKind::ApiKey { location: at, name } => {
            let location = location(*at);
            if location != ParameterLocation::Query && !is_token(name) {
                let message = format!("invalid {} name `{name}`", location.as_str());
                let help = "correct it; the client can't send the credential here, only a custom transport can";
                let pointer = pointer.child("name");
                return Err(Diagnostic::warning(Code::InvalidNode, &pointer, message).help(help));
            }
            SchemeKind::Key(location, name.clone())
        }
        SecuritySchemeKind::Http {
            scheme,
            bearer_format,
        } => {
            // The names of authentication schemes are case-insensitive (RFC 9110, section 11.1).
            match scheme.to_ascii_lowercase().as_str() {
                "basic" => SchemeKind::Basic,
                "bearer" => SchemeKind::Bearer(bearer_format.clone()),
                _ => SchemeKind::Http(scheme.clone()),
            }
        }
        SecuritySchemeKind::OAuth2(flows) => SchemeKind::OAuth2(all_flows(flows)),
        SecuritySchemeKind::OpenIdConnect { url } => SchemeKind::OpenIdConnect(url.clone()),
    })
}

fn all_flows(flows: &OAuthFlows) -> Vec<Flow> {
    let flows = [
        ("implicit", &flows.implicit),
        ("password", &flows.password),
        ("clientCredentials", &flows.client_credentials),
        ("authorizationCode", &flows.authorization_code),
        ("deviceAuthorization", &flows.device_authorization),
    ];
    let flows = flows.into_iter();
    flows
        .filter_map(|(name, found)| Some(flow(name, found.as_ref()?)))
        .collect()
}

fn flow(name: &'static str, flow: &OAuthFlow) -> Flow {
    let urls = [
        ("authorization URL", &flow.authorization_url),
        ("device authorization URL", &flow.device_authorization_url),
        ("token URL", &flow.token_url),
        ("refresh URL", &flow.refresh_url),
    ];
    let urls = urls.into_iter();
    let scopes = flow.scopes.iter();
    Flow {
        name,
        urls: urls
            .filter_map(|(purpose, url)| Some((purpose, url.clone()?)))
            .collect(),
        scopes: scopes
            .map(|(name, description)| (name.clone(), description.clone()))
            .collect(),
    }
}
