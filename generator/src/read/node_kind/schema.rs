//! The keys of schemas.

use super::Multiplicity::{List, Map, One};
use super::{AssumedValue, EXTERNAL_DOCS, NodeKind, ReferencePolicy, leaf, never, refuses};
use crate::read::v3_0::strict;
use crate::read::version::Version;

/// The nodes in a schema. `$schema` is the kind of the schemas in it, and `$rest` the kind of
/// `additionalProperties`.
macro_rules! held_in_schema {
    ($schema:expr, $rest:expr $(, $further:expr)*) => {
        &[
            ("properties", Map, $schema),
            ("items", One, $schema),
            ("additionalProperties", One, $rest),
            ("allOf", List, $schema),
            ("oneOf", List, $schema),
            ("anyOf", List, $schema),
            ("not", One, $schema),
            ("externalDocs", One, &EXTERNAL_DOCS),
            ("xml", One, &XML),
            ("prefixItems", List, $schema),
            ("additionalItems", One, $schema),
            ("unevaluatedItems", One, $schema),
            ("contains", One, $schema),
            ("patternProperties", Map, $schema),
            ("propertyNames", One, $schema),
            ("unevaluatedProperties", One, $schema),
            ("dependentSchemas", Map, $schema),
            ("if", One, $schema),
            ("then", One, $schema),
            ("else", One, $schema),
            ("contentSchema", One, $schema),
            ("$defs", Map, $schema),
            ("definitions", Map, $schema),
            $($further,)*
        ]
    };
}
pub(super) use held_in_schema;

/// Keywords of schemas in all versions whose values aren't nodes, and further ones.
macro_rules! keywords {
    ($($further:expr),* $(,)?) => {
        &[
            "title",
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
            "maxProperties",
            "minProperties",
            "required",
            "enum",
            "type",
            "description",
            "format",
            "default",
            "nullable",
            "readOnly",
            "writeOnly",
            "example",
            "deprecated",
            "const",
            "examples",
            "minContains",
            "maxContains",
            "dependentRequired",
            "dependencies",
            "contentEncoding",
            "contentMediaType",
            $($further,)*
        ]
    };
}
pub(super) use keywords;

/// Keywords of JSON Schema 2020-12 that every version obeys, with their version, and further ones.
macro_rules! obeyed {
    ($($further:expr),* $(,)?) => {
        &[
            ("prefixItems", Version::V3_1),
            ("additionalItems", Version::V3_1),
            ("unevaluatedItems", Version::V3_1),
            ("contains", Version::V3_1),
            ("patternProperties", Version::V3_1),
            ("propertyNames", Version::V3_1),
            ("unevaluatedProperties", Version::V3_1),
            ("dependentSchemas", Version::V3_1),
            ("if", Version::V3_1),
            ("then", Version::V3_1),
            ("else", Version::V3_1),
            ("contentSchema", Version::V3_1),
            ("$defs", Version::V3_1),
            ("definitions", Version::V3_1),
            ("const", Version::V3_1),
            ("examples", Version::V3_1),
            ("minContains", Version::V3_1),
            ("maxContains", Version::V3_1),
            ("dependentRequired", Version::V3_1),
            ("dependencies", Version::V3_1),
            ("contentEncoding", Version::V3_1),
            ("contentMediaType", Version::V3_1),
            $($further,)*
        ]
    };
}
pub(super) use obeyed;

/// The schema of any value.
pub(super) const ANY_VALUE: Option<AssumedValue> = Some(AssumedValue {
    node: super::empty,
    name: "any value",
});
pub(in crate::read) static SCHEMA: NodeKind = NodeKind {
    assumed: ANY_VALUE,
    referred: ReferencePolicy::Component("schemas"),
    holds: held_in_schema![
        &SCHEMA,
        &SCHEMA_OR_BOOLEAN,
        ("discriminator", One, &DISCRIMINATOR)
    ],
    since: SINCE,
    until: &[("nullable", Version::V3_0)],
    obeyed: OBEYED,
    ignored: IGNORED,
    ..leaf("a schema", refuses::<strict::Schema>, PLAIN)
};
pub(in crate::read) static SCHEMA_OR_BOOLEAN: NodeKind = NodeKind {
    assumed: ANY_VALUE,
    referred: ReferencePolicy::Component("schemas"),
    holds: SCHEMA.holds,
    since: SINCE,
    until: &[("nullable", Version::V3_0)],
    obeyed: OBEYED,
    ignored: IGNORED,
    ..leaf("a schema", refuses::<strict::AdditionalProperties>, PLAIN)
};
/// Keywords without an effect on the client.
pub(super) const IGNORED: &[(&str, &str)] = &[
    ("xml", "remove it; XML bodies are bytes or text"),
    ("externalDocs", "move the URL into `description`"),
    ("$comment", "move it into `description` to document it"),
    (
        "$schema",
        "remove it; schemas are read as JSON Schema 2020-12",
    ),
    (
        "$vocabulary",
        "remove it; schemas are read as JSON Schema 2020-12",
    ),
    (
        "$recursiveAnchor",
        "remove it; `$recursiveRef` refers to the root schema",
    ),
];
const PLAIN: &[&str] = keywords![
    "$id",
    "$schema",
    "$anchor",
    "$comment",
    "$vocabulary",
    "$dynamicAnchor",
    "$dynamicRef",
    "$recursiveAnchor",
    "$recursiveRef",
];
/// Keywords of JSON Schema 2020-12 and older drafts that don't affect the resolution of references,
/// and `nullable`.
const OBEYED: &[(&str, Version)] = obeyed![("nullable", Version::V3_0)];
/// The other keywords of JSON Schema 2020-12 and older drafts.
const SINCE: &[(&str, Version)] = &[
    ("$id", Version::V3_1),
    ("$schema", Version::V3_1),
    ("$anchor", Version::V3_1),
    ("$comment", Version::V3_1),
    ("$vocabulary", Version::V3_1),
    ("$dynamicAnchor", Version::V3_1),
    ("$dynamicRef", Version::V3_1),
    ("$recursiveAnchor", Version::V3_1),
    ("$recursiveRef", Version::V3_1),
];
pub(in crate::read) static DISCRIMINATOR: NodeKind = NodeKind {
    since: &[("defaultMapping", Version::V3_2)],
    ..leaf(
        "a discriminator",
        refuses::<strict::Discriminator>,
        &["propertyName", "mapping", "defaultMapping"],
    )
};
pub(super) static XML: NodeKind = NodeKind {
    since: &[("nodeType", Version::V3_2)],
    ..leaf(
        "an XML object",
        never,
        &[
            "name",
            "namespace",
            "prefix",
            "attribute",
            "wrapped",
            "nodeType",
        ],
    )
};
