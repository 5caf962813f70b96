//! The keys of what a document says of itself: info, servers, tags, further documentation.

use openapiv3 as model;
use serde_json::json;

use super::Many::{Map, One};
use super::{Assumed, Empty, Sort, leaf, refuses};
use crate::read::version::Version;

pub(in crate::read) static INFO: Sort = Sort {
    assumed: Some(Assumed {
        node: || json!({ "title": "", "version": "" }),
        name: "an empty one",
    }),
    holds: &[("contact", One, &CONTACT), ("license", One, &LICENSE)],
    needs: &[("title", Empty::Text), ("version", Empty::Text)],
    since: &[("summary", Version::V3_1)],
    ..leaf(
        "an info object",
        refuses::<model::Info>,
        &[
            "title",
            "summary",
            "description",
            "termsOfService",
            "version",
        ],
    )
};
pub(in crate::read) static CONTACT: Sort = leaf(
    "a contact",
    refuses::<model::Contact>,
    &["name", "url", "email"],
);
pub(in crate::read) static LICENSE: Sort = Sort {
    needs: &[("name", Empty::Text)],
    since: &[("identifier", Version::V3_1)],
    ..leaf(
        "a license",
        refuses::<model::License>,
        &["name", "identifier", "url"],
    )
};
pub(in crate::read) static SERVER: Sort = Sort {
    holds: &[("variables", Map, &VARIABLE)],
    since: &[("name", Version::V3_2)],
    ..leaf(
        "a server",
        refuses::<model::Server>,
        &["url", "description", "name"],
    )
};
pub(in crate::read) static VARIABLE: Sort = Sort {
    assumed: Some(Assumed {
        node: || json!({ "default": Empty::Default.value() }),
        name: "one without a default",
    }),
    needs: &[("default", Empty::Default)],
    ..leaf(
        "a server variable",
        refuses::<model::ServerVariable>,
        &["enum", "default", "description"],
    )
};
pub(in crate::read) static TAG: Sort = Sort {
    holds: &[("externalDocs", One, &EXTERNAL_DOCS)],
    since: &[
        ("summary", Version::V3_2),
        ("parent", Version::V3_2),
        ("kind", Version::V3_2),
    ],
    ..leaf(
        "a tag",
        refuses::<model::Tag>,
        &["name", "summary", "description", "parent", "kind"],
    )
};
pub(in crate::read) static EXTERNAL_DOCS: Sort = leaf(
    "an external documentation object",
    refuses::<model::ExternalDocumentation>,
    &["description", "url"],
);
