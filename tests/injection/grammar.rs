//! The grammar of OpenAPI 3.0.3, 3.1.1 and 3.2.0: every field of every object, and the fields that
//! contain text of the author.

use Kind::{Any, Fixed, Keyed, List, Named, One, Plain, Text};

/// The content of a field.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// No text, such as a number or a boolean.
    Plain,
    /// Text that is determined elsewhere, with the reason.
    Fixed(&'static str),
    /// Text of the author.
    Text,
    /// Any JSON, including text.
    Any,
    /// An object of the specification.
    One(&'static str),
    /// An array.
    List(&'static Kind),
    /// A map with keys of the author.
    Named(&'static Kind),
    /// A map with keys of the specification, or keys that are determined elsewhere.
    Keyed(&'static Kind),
}

impl Kind {
    /// Returns `true` if the field itself contains text of the author.
    pub(crate) fn holds_text(&self) -> bool {
        match self {
            Text | Any | Named(_) => true,
            List(kind) | Keyed(kind) => kind.holds_text(),
            Plain | Fixed(_) | One(_) => false,
        }
    }
}

const WORD: Kind = Fixed("the specification lists its words");
const DIALECT: Kind = Fixed("the specification lists its dialects");
const REFERENCE: Kind = Fixed("a reference, renamed with its target");
const SCHEMA: Kind = One("Schema");
const SCHEMAS: Kind = List(&SCHEMA);
const SERVERS: Kind = List(&One("Server"));
const PARAMETERS: Kind = List(&One("Parameter"));
const EXAMPLES: Kind = Named(&One("Example"));
const CONTENT: Kind = Named(&One("MediaType"));
const HEADERS: Kind = Named(&One("Header"));
const LINKS: Kind = Named(&One("Link"));
const CALLBACKS: Kind = Named(&Named(&One("PathItem")));
const ENCODING: Kind = One("Encoding");
const OPERATION: Kind = One("Operation");
const EXTERNAL: Kind = One("ExternalDocumentation");
const FLOW: Kind = One("OAuthFlow");
/// The names refer to security schemes, and are renamed with them.
const SECURITY: Kind = List(&Keyed(&List(&Text)));

type Field = (&'static str, Kind);

/// The fields of every object, in the order of the specification.
pub(crate) const OBJECTS: &[(&str, &[Field])] = &[
    (
        "OpenAPI",
        &[
            ("openapi", Fixed("the version of the specification")),
            (
                "$self",
                Fixed("references of the document are relative to it"),
            ),
            ("info", One("Info")),
            ("servers", SERVERS),
            ("paths", Named(&One("PathItem"))),
            ("components", One("Components")),
            ("security", SECURITY),
            ("tags", List(&One("Tag"))),
            ("externalDocs", EXTERNAL),
            ("webhooks", Named(&One("PathItem"))),
            ("jsonSchemaDialect", DIALECT),
        ],
    ),
    (
        "Info",
        &[
            ("title", Text),
            ("summary", Text),
            ("description", Text),
            ("termsOfService", Text),
            ("contact", One("Contact")),
            ("license", One("License")),
            ("version", Text),
            ("x-", Any),
        ],
    ),
    ("Contact", &[("name", Text), ("url", Text), ("email", Text)]),
    (
        "License",
        &[("name", Text), ("identifier", Text), ("url", Text)],
    ),
    (
        "Server",
        &[
            ("url", Text),
            ("name", Text),
            ("description", Text),
            ("variables", Named(&One("ServerVariable"))),
            ("x-", Any),
        ],
    ),
    (
        "ServerVariable",
        &[
            ("enum", List(&Text)),
            ("default", Text),
            ("description", Text),
        ],
    ),
    (
        "Components",
        &[
            ("schemas", Named(&SCHEMA)),
            ("responses", Named(&One("Response"))),
            ("parameters", Named(&One("Parameter"))),
            ("examples", EXAMPLES),
            ("requestBodies", Named(&One("RequestBody"))),
            ("headers", HEADERS),
            ("securitySchemes", Named(&One("SecurityScheme"))),
            ("links", LINKS),
            ("callbacks", CALLBACKS),
            ("pathItems", Named(&One("PathItem"))),
            ("mediaTypes", CONTENT),
        ],
    ),
    (
        "PathItem",
        &[
            ("$ref", REFERENCE),
            ("summary", Text),
            ("description", Text),
            ("get", OPERATION),
            ("put", OPERATION),
            ("post", OPERATION),
            ("delete", OPERATION),
            ("options", OPERATION),
            ("head", OPERATION),
            ("patch", OPERATION),
            ("trace", OPERATION),
            ("query", OPERATION),
            ("additionalOperations", Named(&OPERATION)),
            ("servers", SERVERS),
            ("parameters", PARAMETERS),
        ],
    ),
    (
        "Operation",
        &[
            ("tags", List(&Text)),
            ("summary", Text),
            ("description", Text),
            ("externalDocs", EXTERNAL),
            ("operationId", Text),
            ("parameters", PARAMETERS),
            ("requestBody", One("RequestBody")),
            // A status code or `default`.
            ("responses", Keyed(&One("Response"))),
            ("callbacks", CALLBACKS),
            ("deprecated", Plain),
            ("security", SECURITY),
            ("servers", SERVERS),
            ("x-", Any),
        ],
    ),
    (
        "ExternalDocumentation",
        &[("description", Text), ("url", Text)],
    ),
    (
        "Parameter",
        &[
            ("name", Text),
            ("in", WORD),
            ("description", Text),
            ("required", Plain),
            ("deprecated", Plain),
            ("allowEmptyValue", Plain),
            ("style", WORD),
            ("explode", Plain),
            ("allowReserved", Plain),
            ("schema", SCHEMA),
            ("example", Any),
            ("examples", EXAMPLES),
            ("content", CONTENT),
        ],
    ),
    (
        "RequestBody",
        &[
            ("description", Text),
            ("content", CONTENT),
            ("required", Plain),
        ],
    ),
    (
        "MediaType",
        &[
            ("schema", SCHEMA),
            ("itemSchema", SCHEMA),
            ("example", Any),
            ("examples", EXAMPLES),
            ("encoding", Named(&ENCODING)),
            ("prefixEncoding", List(&ENCODING)),
            ("itemEncoding", ENCODING),
        ],
    ),
    (
        "Encoding",
        &[
            ("contentType", Text),
            ("headers", HEADERS),
            ("encoding", Named(&ENCODING)),
            ("prefixEncoding", List(&ENCODING)),
            ("itemEncoding", ENCODING),
            ("style", WORD),
            ("explode", Plain),
            ("allowReserved", Plain),
        ],
    ),
    (
        "Response",
        &[
            ("summary", Text),
            ("description", Text),
            ("headers", HEADERS),
            ("content", CONTENT),
            ("links", LINKS),
        ],
    ),
    (
        "Example",
        &[
            ("summary", Text),
            ("description", Text),
            ("value", Any),
            ("dataValue", Any),
            ("serializedValue", Text),
            ("externalValue", Text),
        ],
    ),
    (
        "Link",
        &[
            ("operationRef", Text),
            ("operationId", Text),
            ("parameters", Named(&Any)),
            ("requestBody", Any),
            ("description", Text),
            ("server", One("Server")),
        ],
    ),
    (
        "Header",
        &[
            ("description", Text),
            ("required", Plain),
            ("deprecated", Plain),
            ("allowEmptyValue", Plain),
            ("style", WORD),
            ("explode", Plain),
            ("allowReserved", Plain),
            ("schema", SCHEMA),
            ("example", Any),
            ("examples", EXAMPLES),
            ("content", CONTENT),
        ],
    ),
    (
        "Tag",
        &[
            ("name", Text),
            ("summary", Text),
            ("description", Text),
            ("parent", Text),
            ("kind", Text),
            ("externalDocs", EXTERNAL),
            ("x-", Any),
        ],
    ),
    (
        "Schema",
        &[
            (
                "$id",
                Fixed("references of the document are relative to it"),
            ),
            ("$schema", DIALECT),
            ("$anchor", Text),
            ("$comment", Text),
            ("$defs", Named(&SCHEMA)),
            ("if", SCHEMA),
            ("then", SCHEMA),
            ("else", SCHEMA),
            ("dependentSchemas", Named(&SCHEMA)),
            ("dependentRequired", Named(&List(&Text))),
            ("prefixItems", SCHEMAS),
            ("contains", SCHEMA),
            ("minContains", Plain),
            ("maxContains", Plain),
            ("patternProperties", Named(&SCHEMA)),
            ("propertyNames", SCHEMA),
            ("unevaluatedItems", SCHEMA),
            ("unevaluatedProperties", SCHEMA),
            ("const", Any),
            ("examples", List(&Any)),
            ("contentEncoding", Text),
            ("contentMediaType", Text),
            ("contentSchema", SCHEMA),
            ("title", Text),
            ("multipleOf", Plain),
            ("maximum", Plain),
            ("exclusiveMaximum", Plain),
            ("minimum", Plain),
            ("exclusiveMinimum", Plain),
            ("maxLength", Plain),
            ("minLength", Plain),
            ("pattern", Text),
            ("maxItems", Plain),
            ("minItems", Plain),
            ("uniqueItems", Plain),
            ("maxProperties", Plain),
            ("minProperties", Plain),
            ("required", List(&Text)),
            ("enum", List(&Any)),
            ("type", WORD),
            ("allOf", SCHEMAS),
            ("oneOf", SCHEMAS),
            ("anyOf", SCHEMAS),
            ("not", SCHEMA),
            ("items", SCHEMA),
            ("properties", Named(&SCHEMA)),
            // A schema or a boolean.
            ("additionalProperties", SCHEMA),
            ("description", Text),
            ("format", Text),
            ("default", Any),
            ("nullable", Plain),
            ("discriminator", One("Discriminator")),
            ("readOnly", Plain),
            ("writeOnly", Plain),
            ("xml", One("XML")),
            ("externalDocs", EXTERNAL),
            ("example", Any),
            ("deprecated", Plain),
            ("x-", Any),
        ],
    ),
    (
        "Discriminator",
        &[
            ("propertyName", Text),
            ("mapping", Named(&Text)),
            ("defaultMapping", Text),
        ],
    ),
    (
        "XML",
        &[
            ("name", Text),
            ("namespace", Text),
            ("prefix", Text),
            ("attribute", Plain),
            ("wrapped", Plain),
            ("nodeType", WORD),
        ],
    ),
    (
        "SecurityScheme",
        &[
            ("type", WORD),
            ("description", Text),
            ("name", Text),
            ("in", WORD),
            ("scheme", Text),
            ("bearerFormat", Text),
            ("flows", One("OAuthFlows")),
            ("openIdConnectUrl", Text),
            ("oauth2MetadataUrl", Text),
            ("deprecated", Plain),
        ],
    ),
    (
        "OAuthFlows",
        &[
            ("implicit", FLOW),
            ("password", FLOW),
            ("clientCredentials", FLOW),
            ("authorizationCode", FLOW),
            ("deviceAuthorization", FLOW),
        ],
    ),
    (
        "OAuthFlow",
        &[
            ("authorizationUrl", Text),
            ("deviceAuthorizationUrl", Text),
            ("tokenUrl", Text),
            ("refreshUrl", Text),
            ("scopes", Named(&Text)),
        ],
    ),
];

/// Returns the content of a field of an object. `x-` stands for all extensions.
pub(crate) fn field(object: &str, key: &str) -> Kind {
    let key = if key.starts_with("x-") { "x-" } else { key };
    let fields = OBJECTS.iter().find(|(name, _)| *name == object);
    let (_, fields) = fields.unwrap_or_else(|| panic!("unknown object {object}"));
    let found = fields.iter().find(|(name, _)| *name == key);
    found
        .unwrap_or_else(|| panic!("unknown field {key} of {object}"))
        .1
}
