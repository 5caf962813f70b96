//! The keys of info, servers, tags and external documentation.

use serde_json::json;

use super::Multiplicity::{Map, One};
use super::{AssumedValue, NodeKind, Placeholder, leaf, refuses};
use crate::read::v3_0::strict;
use crate::read::version::Version;

pub(in crate::read) static INFO: NodeKind = NodeKind {
    assumed: Some(AssumedValue {
        node: || json!({ "title": "", "version": "" }),
        name: "an empty object",
    }),
    holds: &[("contact", One, &CONTACT), ("license", One, &LICENSE)],
    needs: &[("title", Placeholder::Text), ("version", Placeholder::Text)],
    since: &[("summary", Version::V3_1)],
    ..leaf(
        "an info object",
        refuses::<strict::Info>,
        &[
            "title",
            "summary",
            "description",
            "termsOfService",
            "version",
        ],
    )
};
pub(in crate::read) static CONTACT: NodeKind = leaf(
    "a contact",
    refuses::<strict::Contact>,
    &["name", "url", "email"],
);
pub(in crate::read) static LICENSE: NodeKind = NodeKind {
    needs: &[("name", Placeholder::Text)],
    since: &[("identifier", Version::V3_1)],
    ..leaf(
        "a license",
        refuses::<strict::License>,
        &["name", "identifier", "url"],
    )
};
pub(in crate::read) static SERVER: NodeKind = NodeKind {
    holds: &[("variables", Map, &VARIABLE)],
    since: &[("name", Version::V3_2)],
    ..leaf(
        "a server",
        refuses::<strict::Server>,
        &["url", "description", "name"],
    )
};
pub(in crate::read) static VARIABLE: NodeKind = NodeKind {
    assumed: Some(AssumedValue {
        node: || json!({ "default": Placeholder::Default.value() }),
        name: "a variable without a default",
    }),
    needs: &[("default", Placeholder::Default)],
    ..leaf(
        "a server variable",
        refuses::<strict::ServerVariable>,
        &["enum", "default", "description"],
    )
};
pub(in crate::read) static TAG: NodeKind = NodeKind {
    holds: &[("externalDocs", One, &EXTERNAL_DOCS)],
    since: &[
        ("summary", Version::V3_2),
        ("parent", Version::V3_2),
        ("kind", Version::V3_2),
    ],
    ..leaf(
        "a tag",
        refuses::<strict::Tag>,
        &["name", "summary", "description", "parent", "kind"],
    )
};
pub(in crate::read) static EXTERNAL_DOCS: NodeKind = leaf(
    "an external documentation object",
    refuses::<strict::ExternalDocumentation>,
    &["description", "url"],
);
