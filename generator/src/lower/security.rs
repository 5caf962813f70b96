//! Security schemes and security requirements.

use indexmap::IndexMap;
use openapiv3::{
    APIKeyLocation, OAuth2Flows, Operation as Source, SecurityRequirement, SecurityScheme as Scheme,
};
use serde_json::Value;

use super::{Lowering, parameter::is_token};
use crate::{
    diagnostic::{Code, Diagnostic},
    ir::{
        Alternative, Authorization, Flow, ParameterLocation, Requirement, SchemeKind,
        SecurityScheme,
    },
    pointer::Pointer,
    read::extension,
    resolve::{Component, component_pointer},
    suggestion::suggest,
};

impl Lowering<'_, '_> {
    /// Returns the security schemes of the document that clients can have credentials for.
    pub(super) fn security_schemes(&mut self) -> IndexMap<String, SecurityScheme> {
        let components = self.resolver.document().components.as_ref();
        let mut schemes = IndexMap::new();
        for (name, node) in components.into_iter().flat_map(|all| &all.security_schemes) {
            let pointer = component_pointer::<Scheme>(name);
            let resolved = self.resolver.resolve(node, &pointer);
            match resolved.and_then(|scheme| kind(scheme.item, &scheme.pointer)) {
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
    pub(super) fn authorization(&mut self, source: &Source, pointer: &Pointer) -> Authorization {
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
    pub(super) fn document_requirements(&mut self) -> Option<Vec<Alternative>> {
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
        let components = self.resolver.document().components.as_ref();
        let set_aside = &self.resolver.excluded().components;
        if components.is_some_and(|all| all.security_schemes.contains_key(name))
            || set_aside.contains(&component_pointer::<Scheme>(name))
        {
            return;
        }
        let names = components.map(Scheme::names).unwrap_or_default();
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

/// Returns the kind and the description of a scheme.
fn kind(scheme: &Scheme, pointer: &Pointer) -> Result<(SchemeKind, Option<String>), Diagnostic> {
    Ok(match scheme {
        Scheme::APIKey {
            location,
            name,
            description,
            ..
        } => {
            let location = match location {
                APIKeyLocation::Query => ParameterLocation::Query,
                APIKeyLocation::Header => ParameterLocation::Header,
                APIKeyLocation::Cookie => ParameterLocation::Cookie,
            };
            if location != ParameterLocation::Query && !is_token(name) {
                let message = format!("invalid {} name `{name}`", location.as_str());
                let help = "correct it; the client can't send the credential here, only a custom transport can";
                let pointer = pointer.child("name");
                return Err(Diagnostic::warning(Code::InvalidNode, &pointer, message).help(help));
            }
            let kind = SchemeKind::Key(location, name.clone());
            (kind, description.clone())
        }
        Scheme::HTTP {
            scheme,
            bearer_format,
            description,
            ..
        } => {
            // The names of authentication schemes are case-insensitive (RFC 9110, section 11.1).
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "basic" => SchemeKind::Basic,
                "bearer" => SchemeKind::Bearer(bearer_format.clone()),
                _ => SchemeKind::Http(scheme.clone()),
            };
            (kind, description.clone())
        }
        Scheme::OAuth2 {
            flows, description, ..
        } => (SchemeKind::OAuth2(all_flows(flows)), description.clone()),
        Scheme::OpenIDConnect {
            open_id_connect_url,
            description,
            ..
        } => {
            let kind = SchemeKind::OpenIdConnect(open_id_connect_url.clone());
            (kind, description.clone())
        }
    })
}

fn all_flows(flows: &OAuth2Flows) -> Vec<Flow> {
    let implicit = flows.implicit.as_ref().map(|it| {
        let urls = (Some(&it.authorization_url), None, it.refresh_url.as_ref());
        flow("implicit", urls, &it.scopes)
    });
    let password = flows.password.as_ref().map(|it| {
        let urls = (None, Some(&it.token_url), it.refresh_url.as_ref());
        flow("password", urls, &it.scopes)
    });
    let credentials = flows.client_credentials.as_ref().map(|it| {
        let urls = (None, Some(&it.token_url), it.refresh_url.as_ref());
        flow("clientCredentials", urls, &it.scopes)
    });
    let code = flows.authorization_code.as_ref().map(|it| {
        let (authorization, token) = (Some(&it.authorization_url), Some(&it.token_url));
        let urls = (authorization, token, it.refresh_url.as_ref());
        flow("authorizationCode", urls, &it.scopes)
    });
    let device = flows
        .extensions
        .get(extension::DEVICE_FLOW)
        .map(device_flow);
    [implicit, password, credentials, code, device]
        .into_iter()
        .flatten()
        .collect()
}

/// Reads a device authorization flow, which openapiv3 doesn't model.
fn device_flow(flow: &Value) -> Flow {
    let urls = [
        ("device authorization URL", "deviceAuthorizationUrl"),
        ("token URL", "tokenUrl"),
        ("refresh URL", "refreshUrl"),
    ];
    let scopes = flow.get("scopes").and_then(Value::as_object);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Flow {
        name: "deviceAuthorization",
        urls: urls
            .into_iter()
            .filter_map(|(purpose, key)| Some((purpose, flow.get(key)?.as_str()?.to_owned())))
            .collect(),
        scopes: scopes
            .into_iter()
            .flatten()
            .map(|(name, description)| (name.clone(), text(description)))
            .collect(),
    }
}

fn flow(
    name: &'static str,
    (authorization, token, refresh): (Option<&String>, Option<&String>, Option<&String>),
    scopes: &IndexMap<String, String>,
) -> Flow {
    let urls = [
        ("authorization URL", authorization),
        ("token URL", token),
        ("refresh URL", refresh),
    ];
    Flow {
        name,
        urls: urls
            .into_iter()
            .filter_map(|(purpose, url)| Some((purpose, url?.clone())))
            .collect(),
        scopes: scopes
            .iter()
            .map(|(name, description)| (name.clone(), description.clone()))
            .collect(),
    }
}
