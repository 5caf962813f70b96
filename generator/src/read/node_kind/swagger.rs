//! The kinds of nodes in a Swagger 2.0 document, and their keys. The tables follow the
//! specification. The model validates the nodes after the conversion.

use serde_json::json;

use super::schema::{ANY_VALUE, IGNORED, held_in_schema, keywords, obeyed};
use super::{
    AssumedValue, CONTACT, EMPTY, EMPTY_RESPONSE, EXTERNAL_DOCS, Entries, LICENSE, Multiplicity,
    NodeKind, ReferencePolicy, TAG, XML, is_status, leaf, never,
};
use crate::read::version::Version;
use Multiplicity::{List, Map, One};

pub(in crate::read) static DOCUMENT: NodeKind = NodeKind {
    holds: &[
        ("info", One, &INFO),
        ("paths", One, &PATHS),
        ("definitions", Map, &SCHEMA),
        ("parameters", Map, &PARAMETER),
        ("responses", Map, &RESPONSE),
        ("securityDefinitions", Map, &SECURITY_SCHEME),
        ("tags", List, &TAG),
        ("externalDocs", One, &EXTERNAL_DOCS),
    ],
    ..leaf(
        "a Swagger document",
        never,
        &[
            "swagger", "host", "basePath", "schemes", "consumes", "produces", "security",
        ],
    )
};
static INFO: NodeKind = NodeKind {
    assumed: Some(AssumedValue {
        node: || json!({ "title": "", "version": "" }),
        name: "an empty object",
    }),
    holds: &[("contact", One, &CONTACT), ("license", One, &LICENSE)],
    ..leaf(
        "an info object",
        never,
        &["title", "description", "termsOfService", "version"],
    )
};
static PATHS: NodeKind = NodeKind {
    assumed: EMPTY,
    entries: Some(Entries {
        fits: |key| key.starts_with('/'),
        keys: "a path, which begins with `/`",
        node_kind: &PATH_ITEM,
    }),
    ..leaf("the paths object", never, &[])
};
pub(in crate::read) static PATH_ITEM: NodeKind = NodeKind {
    referred: ReferencePolicy::Inline,
    holds: &[
        ("get", One, &OPERATION),
        ("put", One, &OPERATION),
        ("post", One, &OPERATION),
        ("delete", One, &OPERATION),
        ("options", One, &OPERATION),
        ("head", One, &OPERATION),
        ("patch", One, &OPERATION),
        ("parameters", List, &PARAMETER),
    ],
    ..leaf("a path item", never, &["$ref"])
};
pub(in crate::read) static OPERATION: NodeKind = NodeKind {
    holds: &[
        ("externalDocs", One, &EXTERNAL_DOCS),
        ("parameters", List, &PARAMETER),
        ("responses", One, &RESPONSES),
    ],
    ..leaf(
        "an operation",
        never,
        &[
            "tags",
            "summary",
            "description",
            "operationId",
            "consumes",
            "produces",
            "schemes",
            "deprecated",
            "security",
        ],
    )
};
pub(in crate::read) static PARAMETER: NodeKind = NodeKind {
    referred: ReferencePolicy::Component("/parameters"),
    holds: &[("schema", One, &SCHEMA), ("items", One, &ITEMS)],
    ..leaf(
        "a parameter",
        never,
        &[
            "name",
            "in",
            "description",
            "required",
            "allowEmptyValue",
            "collectionFormat",
            "type",
            "format",
            "default",
            "enum",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "maxItems",
            "minItems",
            "uniqueItems",
        ],
    )
};
static HEADER: NodeKind = NodeKind {
    assumed: Some(AssumedValue {
        node: || json!({ "type": "string" }),
        name: "a string",
    }),
    holds: ITEMS.holds,
    ..leaf("a header", never, VALUE_KEYS)
};
static ITEMS: NodeKind = NodeKind {
    assumed: ANY_VALUE,
    // The specification allows no reference here, but documents have them, and their meaning is
    // clear.
    referred: ReferencePolicy::Component("/definitions"),
    holds: &[("items", One, &ITEMS)],
    ..leaf("an items object", never, VALUE_KEYS)
};
/// The keys of headers and items, which define a value without a schema.
pub(in crate::read) const VALUE_KEYS: &[&str] = &[
    "description",
    "type",
    "format",
    "collectionFormat",
    "default",
    "enum",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
];
pub(in crate::read) static RESPONSES: NodeKind = NodeKind {
    assumed: EMPTY,
    holds: &[("default", One, &RESPONSE)],
    entries: Some(Entries {
        fits: is_status,
        keys: "a status such as `200`, or `default`",
        node_kind: &RESPONSE,
    }),
    ..leaf("the responses object", never, &[])
};
pub(in crate::read) static RESPONSE: NodeKind = NodeKind {
    assumed: EMPTY_RESPONSE,
    referred: ReferencePolicy::Component("/responses"),
    holds: &[("schema", One, &SCHEMA), ("headers", Map, &HEADER)],
    ..leaf("a response", never, &["description", "examples"])
};
/// Includes keys of later versions that tools write into Swagger 2.0.
pub(in crate::read) static SCHEMA: NodeKind = NodeKind {
    assumed: ANY_VALUE,
    referred: ReferencePolicy::Component("/definitions"),
    holds: held_in_schema![&SCHEMA, &SCHEMA],
    obeyed: LATER,
    ignored: IGNORED,
    ..leaf("a schema", never, SCHEMA_KEYS)
};
/// The keywords of later versions. A Swagger document has version 3.0 in these tables, so 3.1
/// stands for every later version.
const LATER: &[(&str, Version)] = obeyed![
    ("oneOf", Version::V3_1),
    ("anyOf", Version::V3_1),
    ("not", Version::V3_1),
    ("nullable", Version::V3_1),
    ("writeOnly", Version::V3_1),
    ("deprecated", Version::V3_1),
];
const SCHEMA_KEYS: &[&str] = keywords!["discriminator"];
static SECURITY_SCHEME: NodeKind = leaf(
    "a security scheme",
    never,
    &[
        "type",
        "description",
        "name",
        "in",
        "flow",
        "authorizationUrl",
        "tokenUrl",
        "scopes",
    ],
);
