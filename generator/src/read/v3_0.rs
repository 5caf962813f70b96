//! Converts the strict model of OpenAPI 3.0 to the document model. Only this file refers to
//! openapiv3.

mod bound;
mod schema;
mod security;
mod tables;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

/// The nodes of the strict model. `read` deserializes a node to validate it.
pub(super) mod strict {
    pub(in crate::read) use openapiv3::*;
}

use self::schema::schema;
use self::security::security_scheme;
pub(super) use self::tables::Tables;
use self::tables::{At, Extensions};
use super::extension;
use crate::document::{
    Components, Contact, Encoding, Example, ExternalDocumentation, Header, Info, License,
    MediaType, OpenApi, Operation, Parameter, ParameterLocation, ParameterStyle, PathItem,
    PathOperation, ReferenceOr, RequestBody, Response, SchemaOrContent, Server, ServerVariable,
    StatusCode, Tag,
};

/// Converts a document. `tables` has what the strict model doesn't.
pub(super) fn document(source: strict::OpenAPI, tables: &Tables) -> OpenApi {
    let at = At::Root;
    let paths = source.paths.paths.into_iter();
    let below = at.child("paths");
    OpenApi {
        has_files_without_constraints: !source.openapi.starts_with("3.0"),
        info: info(source.info),
        servers: source.servers.into_iter().map(server).collect(),
        paths: paths
            .map(|(path, item)| {
                let at = below.child(&path);
                let item = reference_or(item, tables, &at, path_item);
                (path, item)
            })
            .collect(),
        components: components(
            source.components.unwrap_or_default(),
            tables,
            &at.child("components"),
        ),
        security: source.security,
        tags: source.tags.into_iter().map(tag).collect(),
        external_docs: source.external_docs.map(external_docs),
    }
}

fn components(source: strict::Components, tables: &Tables, at: &At<'_>) -> Components {
    Components {
        schemas: map(source.schemas, tables, &at.child("schemas"), schema),
        responses: map(source.responses, tables, &at.child("responses"), response),
        parameters: map(
            source.parameters,
            tables,
            &at.child("parameters"),
            parameter,
        ),
        examples: map(source.examples, tables, &at.child("examples"), example),
        request_bodies: map(
            source.request_bodies,
            tables,
            &at.child("requestBodies"),
            request_body,
        ),
        headers: map(source.headers, tables, &at.child("headers"), header),
        security_schemes: map(
            source.security_schemes,
            tables,
            &at.child("securitySchemes"),
            security_scheme,
        ),
    }
}

/// A conversion of a node of the strict model.
type Conversion<S, T> = fn(S, &Tables, &At<'_>) -> T;

/// Converts a node that may be a reference.
fn reference_or<S, T>(
    source: strict::ReferenceOr<S>,
    tables: &Tables,
    at: &At<'_>,
    item: Conversion<S, T>,
) -> ReferenceOr<T> {
    match source {
        strict::ReferenceOr::Item(source) => ReferenceOr::Item(Box::new(item(source, tables, at))),
        strict::ReferenceOr::Reference { reference } => {
            ReferenceOr::Reference(tables.reference(reference, at))
        }
    }
}

/// Converts a map of nodes.
fn map<S, T>(
    source: IndexMap<String, strict::ReferenceOr<S>>,
    tables: &Tables,
    at: &At<'_>,
    item: Conversion<S, T>,
) -> IndexMap<String, ReferenceOr<T>> {
    let source = source.into_iter();
    source
        .map(|(name, node)| {
            let node = reference_or(node, tables, &at.child(&name), item);
            (name, node)
        })
        .collect()
}

/// Converts a list of nodes.
fn list<S, T>(
    source: Vec<strict::ReferenceOr<S>>,
    tables: &Tables,
    at: &At<'_>,
    item: Conversion<S, T>,
) -> Vec<ReferenceOr<T>> {
    let source = source.into_iter().enumerate();
    source
        .map(|(index, node)| reference_or(node, tables, &at.item(index), item))
        .collect()
}

fn info(source: strict::Info) -> Info {
    Info {
        title: source.title,
        description: source.description,
        terms_of_service: source.terms_of_service,
        contact: source.contact.map(|contact| Contact {
            name: contact.name,
            url: contact.url,
            email: contact.email,
        }),
        license: source.license.map(|license| License {
            name: license.name,
            url: license.url,
        }),
        version: source.version,
    }
}

fn tag(source: strict::Tag) -> Tag {
    Tag {
        name: source.name,
        description: source.description,
        external_docs: source.external_docs.map(external_docs),
    }
}

fn external_docs(source: strict::ExternalDocumentation) -> ExternalDocumentation {
    ExternalDocumentation {
        description: source.description,
        url: source.url,
    }
}

fn server(mut source: strict::Server) -> Server {
    let variables = source.variables.unwrap_or_default().into_iter();
    Server {
        url: source.url,
        name: source.extensions.take_string(extension::SERVER_NAME),
        description: source.description,
        variables: variables
            .map(|(name, variable)| {
                let variable = ServerVariable {
                    values: variable.enumeration,
                    default: variable.default,
                    description: variable.description,
                };
                (name, variable)
            })
            .collect(),
    }
}

fn path_item(source: strict::PathItem, tables: &Tables, at: &At<'_>) -> PathItem {
    let own = [
        ("get", source.get),
        ("put", source.put),
        ("post", source.post),
        ("delete", source.delete),
        ("options", source.options),
        ("head", source.head),
        ("patch", source.patch),
        ("trace", source.trace),
    ];
    let own = own.into_iter().filter_map(|(key, found)| {
        let at = at.child(key);
        Some(PathOperation {
            method: key.to_ascii_uppercase(),
            pointer: at.pointer(),
            operation: operation(found?, tables, &at),
        })
    });
    // Invalid operations were excluded before.
    let further = tables.further(at).iter().filter_map(|found| {
        let source = strict::Operation::deserialize(&found.node).ok()?;
        Some(PathOperation {
            method: found.method.clone(),
            pointer: found.pointer.clone(),
            operation: operation(source, tables, &At::Pointer(&found.pointer)),
        })
    });
    PathItem {
        operations: own.chain(further).collect(),
        summary: source.summary,
        description: source.description,
        servers: source.servers.into_iter().map(server).collect(),
        parameters: list(
            source.parameters,
            tables,
            &at.child("parameters"),
            parameter,
        ),
    }
}

fn operation(source: strict::Operation, tables: &Tables, at: &At<'_>) -> Operation {
    let below = at.child("responses");
    let listed = source.responses.responses.into_iter();
    let listed = listed.map(|(code, node)| match code {
        strict::StatusCode::Code(code) => (StatusCode::Exact(code), node),
        strict::StatusCode::Range(digit) => (StatusCode::Range(digit), node),
    });
    let default = source.responses.default.into_iter();
    let responses = listed.chain(default.map(|node| (StatusCode::Default, node)));
    let responses = responses.map(|(status, node)| {
        let key = status.to_string();
        let at = below.child(&key);
        (status, reference_or(node, tables, &at, response))
    });
    Operation {
        responses: responses.collect(),
        tags: source.tags,
        summary: source.summary,
        description: source.description,
        external_docs: source.external_docs.map(external_docs),
        operation_id: source.operation_id,
        parameters: list(
            source.parameters,
            tables,
            &at.child("parameters"),
            parameter,
        ),
        request_body: source
            .request_body
            .map(|node| reference_or(node, tables, &at.child("requestBody"), request_body)),
        has_callbacks: !source.callbacks.is_empty(),
        deprecated: source.deprecated,
        security: source.security,
        servers: source.servers.into_iter().map(server).collect(),
        invalid: tables.invalid(at),
    }
}

fn request_body(source: strict::RequestBody, tables: &Tables, at: &At<'_>) -> RequestBody {
    RequestBody {
        description: source.description,
        content: content(source.content, tables, &at.child("content")),
        required: source.required,
    }
}

fn response(source: strict::Response, tables: &Tables, at: &At<'_>) -> Response {
    Response {
        description: source.description,
        headers: map(source.headers, tables, &at.child("headers"), header),
        content: content(source.content, tables, &at.child("content")),
        has_links: !source.links.is_empty(),
    }
}

fn header(mut source: strict::Header, tables: &Tables, at: &At<'_>) -> Header {
    Header {
        description: source.description,
        deprecated: source.deprecated == Some(true),
        explode: source.extensions.take_bool(extension::EXPLODE),
        format: format(source.format, tables, at),
        example: source.example,
        examples: map(source.examples, tables, &at.child("examples"), example),
    }
}

fn content(
    source: IndexMap<String, strict::MediaType>,
    tables: &Tables,
    at: &At<'_>,
) -> IndexMap<String, MediaType> {
    let source = source.into_iter();
    source
        .map(|(name, media)| {
            let media = media_type(media, tables, &at.child(&name));
            (name, media)
        })
        .collect()
}

fn media_type(mut source: strict::MediaType, tables: &Tables, at: &At<'_>) -> MediaType {
    let below = at.child("encoding");
    let encodings = source.encoding.into_iter();
    MediaType {
        is_sequence: source.extensions.take_bool(extension::ITEMS) == Some(true),
        schema: source
            .schema
            .map(|node| reference_or(node, tables, &at.child("schema"), schema)),
        example: source.example,
        examples: map(source.examples, tables, &at.child("examples"), example),
        encoding: encodings
            .map(|(name, found)| {
                let found = encoding(found, tables, &below.child(&name));
                (name, found)
            })
            .collect(),
    }
}

fn encoding(mut source: strict::Encoding, tables: &Tables, at: &At<'_>) -> Encoding {
    let declared = source.extensions.take_bool(extension::EXPLODE);
    Encoding {
        content_type: source.content_type,
        headers: map(source.headers, tables, &at.child("headers"), header),
        style: source.style.as_ref().map(query_style),
        explode: source.explode.then_some(true).or(declared),
        allow_reserved: source.allow_reserved,
        delimiter: source.extensions.take_string(extension::DELIMITER),
    }
}

fn example(source: strict::Example, _: &Tables, _: &At<'_>) -> Example {
    Example {
        summary: source.summary,
        description: source.description,
        value: source.value,
    }
}

fn query_style(style: &strict::QueryStyle) -> ParameterStyle {
    match style {
        strict::QueryStyle::Form => ParameterStyle::Form,
        strict::QueryStyle::SpaceDelimited => ParameterStyle::SpaceDelimited,
        strict::QueryStyle::PipeDelimited => ParameterStyle::PipeDelimited,
        strict::QueryStyle::DeepObject => ParameterStyle::DeepObject,
    }
}

fn parameter(source: strict::Parameter, tables: &Tables, at: &At<'_>) -> Parameter {
    let (mut allow_reserved, mut allow_empty_value) = (false, false);
    let (mut location, mut style, mut data) = match source {
        strict::Parameter::Query {
            parameter_data,
            style,
            allow_reserved: reserved,
            allow_empty_value: empty,
        } => {
            (allow_reserved, allow_empty_value) = (reserved, empty == Some(true));
            (
                ParameterLocation::Query,
                query_style(&style),
                parameter_data,
            )
        }
        strict::Parameter::Header { parameter_data, .. } => (
            ParameterLocation::Header,
            ParameterStyle::Simple,
            parameter_data,
        ),
        strict::Parameter::Path {
            parameter_data,
            style,
        } => {
            let style = match style {
                strict::PathStyle::Matrix => ParameterStyle::Matrix,
                strict::PathStyle::Label => ParameterStyle::Label,
                strict::PathStyle::Simple => ParameterStyle::Simple,
            };
            (ParameterLocation::Path, style, parameter_data)
        }
        strict::Parameter::Cookie { parameter_data, .. } => (
            ParameterLocation::Cookie,
            ParameterStyle::Form,
            parameter_data,
        ),
    };
    let is_set = |key| data.extensions.get(key) == Some(&Value::Bool(true));
    if location == ParameterLocation::Query && is_set(extension::QUERY_STRING) {
        location = ParameterLocation::QueryString;
    }
    if location == ParameterLocation::Cookie && is_set(extension::COOKIE) {
        style = ParameterStyle::Cookie;
    }
    Parameter {
        name: std::mem::take(&mut data.name),
        location,
        description: data.description,
        required: data.required,
        deprecated: data.deprecated == Some(true),
        style,
        explode: data.explode,
        allow_reserved,
        allow_empty_value,
        format: format(data.format, tables, at),
        example: data.example,
        examples: map(data.examples, tables, &at.child("examples"), example),
    }
}

fn format(
    source: strict::ParameterSchemaOrContent,
    tables: &Tables,
    at: &At<'_>,
) -> SchemaOrContent {
    match source {
        strict::ParameterSchemaOrContent::Schema(node) => {
            SchemaOrContent::Schema(reference_or(node, tables, &at.child("schema"), schema))
        }
        strict::ParameterSchemaOrContent::Content(source) => {
            SchemaOrContent::Content(content(source, tables, &at.child("content")))
        }
    }
}
