//! Converts security schemes of the strict model of OpenAPI 3.0.

use serde_json::Value;

use super::strict;
use super::tables::{At, Tables};
use crate::document::{
    OAuthFlow, OAuthFlows, ParameterLocation, SecurityScheme, SecuritySchemeKind,
};
use crate::read::extension;

/// Converts a security scheme.
pub(super) fn security_scheme(
    source: strict::SecurityScheme,
    _: &Tables,
    _: &At<'_>,
) -> SecurityScheme {
    let (kind, description) = match source {
        strict::SecurityScheme::APIKey {
            location,
            name,
            description,
            ..
        } => {
            let location = match location {
                strict::APIKeyLocation::Query => ParameterLocation::Query,
                strict::APIKeyLocation::Header => ParameterLocation::Header,
                strict::APIKeyLocation::Cookie => ParameterLocation::Cookie,
            };
            (SecuritySchemeKind::ApiKey { location, name }, description)
        }
        strict::SecurityScheme::HTTP {
            scheme,
            bearer_format,
            description,
            ..
        } => {
            let kind = SecuritySchemeKind::Http {
                scheme,
                bearer_format,
            };
            (kind, description)
        }
        strict::SecurityScheme::OAuth2 {
            flows: found,
            description,
            ..
        } => (
            SecuritySchemeKind::OAuth2(Box::new(flows(found))),
            description,
        ),
        strict::SecurityScheme::OpenIDConnect {
            open_id_connect_url,
            description,
            ..
        } => {
            let url = open_id_connect_url;
            (SecuritySchemeKind::OpenIdConnect { url }, description)
        }
    };
    SecurityScheme { description, kind }
}

fn flows(mut source: strict::OAuth2Flows) -> OAuthFlows {
    let device = source.extensions.swap_remove(extension::DEVICE_FLOW);
    OAuthFlows {
        implicit: source.implicit.map(|flow| OAuthFlow {
            authorization_url: Some(flow.authorization_url),
            refresh_url: flow.refresh_url,
            scopes: flow.scopes,
            ..OAuthFlow::default()
        }),
        password: source.password.map(|flow| OAuthFlow {
            token_url: Some(flow.token_url),
            refresh_url: flow.refresh_url,
            scopes: flow.scopes,
            ..OAuthFlow::default()
        }),
        client_credentials: source.client_credentials.map(|flow| OAuthFlow {
            token_url: Some(flow.token_url),
            refresh_url: flow.refresh_url,
            scopes: flow.scopes,
            ..OAuthFlow::default()
        }),
        authorization_code: source.authorization_code.map(|flow| OAuthFlow {
            authorization_url: Some(flow.authorization_url),
            token_url: Some(flow.token_url),
            refresh_url: flow.refresh_url,
            scopes: flow.scopes,
            ..OAuthFlow::default()
        }),
        device_authorization: device.as_ref().map(device_flow),
    }
}

/// Reads a device authorization flow.
fn device_flow(flow: &Value) -> OAuthFlow {
    let url = |key: &str| Some(flow.get(key)?.as_str()?.to_owned());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let scopes = flow.get("scopes").and_then(Value::as_object);
    let scopes = scopes.into_iter().flatten();
    OAuthFlow {
        authorization_url: None,
        device_authorization_url: url("deviceAuthorizationUrl"),
        token_url: url("tokenUrl"),
        refresh_url: url("refreshUrl"),
        scopes: scopes
            .map(|(name, description)| (name.clone(), text(description)))
            .collect(),
    }
}
