//! The keys of security schemes.

use serde_json::Value;

use super::Multiplicity::One;
use super::{NodeKind, Placeholder, ReferencePolicy, leaf, never, refuses};
use crate::read::v3_0::strict;
use crate::read::version::Version;

pub(in crate::read) static SECURITY_SCHEME: NodeKind = NodeKind {
    referred: ReferencePolicy::Component("securitySchemes"),
    holds: &[("flows", One, &FLOWS)],
    since: &[
        ("oauth2MetadataUrl", Version::V3_2),
        ("deprecated", Version::V3_2),
    ],
    ..leaf(
        "a security scheme",
        refuses::<strict::SecurityScheme>,
        &[
            "type",
            "description",
            "name",
            "in",
            "scheme",
            "bearerFormat",
            "openIdConnectUrl",
            "oauth2MetadataUrl",
            "deprecated",
        ],
    )
};
pub(in crate::read) static FLOWS: NodeKind = NodeKind {
    holds: &[
        ("implicit", One, &IMPLICIT),
        ("password", One, &PASSWORD),
        ("clientCredentials", One, &CLIENT_CREDENTIALS),
        ("authorizationCode", One, &AUTHORIZATION_CODE),
        ("deviceAuthorization", One, &DEVICE_AUTHORIZATION),
    ],
    since: &[("deviceAuthorization", Version::V3_2)],
    ..leaf("the flows object", never, &[])
};
static IMPLICIT: NodeKind = flow(refuses::<strict::ImplicitOAuth2Flow>);
static PASSWORD: NodeKind = flow(refuses::<strict::PasswordOAuth2Flow>);
static CLIENT_CREDENTIALS: NodeKind = flow(refuses::<strict::ClientCredentialsOAuth2Flow>);
static AUTHORIZATION_CODE: NodeKind = flow(refuses::<strict::AuthorizationCodeOAuth2Flow>);
static DEVICE_AUTHORIZATION: NodeKind = flow(never);

/// Creates the kind of a flow.
const fn flow(refuses: fn(&Value) -> Option<String>) -> NodeKind {
    NodeKind {
        needs: &[("scopes", Placeholder::Object)],
        since: &[("deviceAuthorizationUrl", Version::V3_2)],
        ..leaf(FLOW, refuses, FLOW_KEYS)
    }
}

/// The name of a flow.
const FLOW: &str = "a flow";
const FLOW_KEYS: &[&str] = &[
    "authorizationUrl",
    "deviceAuthorizationUrl",
    "tokenUrl",
    "refreshUrl",
    "scopes",
];

/// Returns `true` for a flow of any kind.
pub(in crate::read) fn is_flow(node_kind: &NodeKind) -> bool {
    node_kind.name == FLOW
}
