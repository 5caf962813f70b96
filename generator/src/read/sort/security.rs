//! The keys of security schemes.

use openapiv3 as model;

use super::Many::One;
use super::{Referred, Sort, leaf, never, refuses};
use crate::read::version::Version;

pub(in crate::read) static SECURITY_SCHEME: Sort = Sort {
    referred: Referred::Component("securitySchemes"),
    holds: &[("flows", One, &FLOWS)],
    since: &[
        ("oauth2MetadataUrl", Version::V3_2),
        ("deprecated", Version::V3_2),
    ],
    ..leaf(
        "a security scheme",
        refuses::<model::SecurityScheme>,
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
pub(in crate::read) static FLOWS: Sort = Sort {
    holds: &[
        ("implicit", One, &FLOW),
        ("password", One, &FLOW),
        ("clientCredentials", One, &FLOW),
        ("authorizationCode", One, &FLOW),
        ("deviceAuthorization", One, &FLOW),
    ],
    since: &[("deviceAuthorization", Version::V3_2)],
    ..leaf("the flows object", never, &[])
};
pub(in crate::read) static FLOW: Sort = Sort {
    since: &[("deviceAuthorizationUrl", Version::V3_2)],
    ..leaf(
        "a flow",
        never,
        &[
            "authorizationUrl",
            "deviceAuthorizationUrl",
            "tokenUrl",
            "refreshUrl",
            "scopes",
        ],
    )
};
