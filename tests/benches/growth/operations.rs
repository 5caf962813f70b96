//! Operations, parameters, bodies, responses, security and servers.

use serde_json::{Value, json};

use crate::document::{
    Dimension, array, collision, document, merged, numbered, numbered_strings, object, operation,
    operations, responses, string, strings, with_components, with_operation, with_paths,
};

fn parameter(name: String, location: &str) -> Value {
    json!({"name": name, "in": location, "required": location == "path", "schema": string()})
}

fn parameters(count: usize, location: &str) -> Value {
    array(count, |n| parameter(format!("p{n}"), location))
}

fn path(count: usize) -> String {
    (0..count).map(|n| format!("/{{p{n}}}")).collect()
}

/// A document of 3.0 whose operation has a body of a media type with properties.
fn with_parts(count: usize, media: &str) -> String {
    let schema = strings(count);
    with_operation(json!({"requestBody": {"content": {media: {"schema": schema}}}}))
}

fn media_types(count: usize) -> Value {
    object(count, |n| {
        (format!("application/x-{n}"), json!({"schema": string()}))
    })
}

fn key_schemes(count: usize) -> Value {
    object(count, |n| {
        let scheme = json!({"type": "apiKey", "in": "header", "name": format!("X-K{n}")});
        (format!("k{n}"), scheme)
    })
}

fn server(number: usize) -> Value {
    json!({"url": format!("https://s{number}.example.com/v1")})
}

fn scopes(count: usize) -> Value {
    let names = numbered("scope:", count, |_| json!("A scope"));
    let flow = json!({"tokenUrl": "https://example.com/token", "scopes": names});
    json!({"o": {"type": "oauth2", "flows": {"clientCredentials": flow}}})
}

pub(crate) const DIMENSIONS: &[Dimension] = &[
    Dimension {
        name: "operations",
        count: 200,
        document: |count| {
            with_paths(operations(
                count,
                |n| json!({"operationId": format!("get{n}"), "tags": ["a"]}),
            ))
        },
    },
    Dimension {
        name: "operations without tags and ids",
        count: 200,
        document: |count| with_paths(operations(count, |_| json!({}))),
    },
    Dimension {
        name: "operations, each of its own tag",
        count: 200,
        document: |count| with_paths(operations(count, |n| json!({"tags": [format!("t{n}")]}))),
    },
    Dimension {
        name: "operations of one path (3.2)",
        count: 200,
        document: |count| {
            let methods = numbered("M", count, |_| operation(json!({})));
            document(
                "3.2.0",
                json!({"paths": {"/a": {"additionalOperations": methods}}}),
            )
        },
    },
    Dimension {
        name: "operations with one id",
        count: 200,
        document: |count| with_paths(operations(count, |_| json!({"operationId": "a"}))),
    },
    Dimension {
        name: "operations with colliding ids",
        count: 200,
        document: |count| with_paths(operations(count, |n| json!({"operationId": collision(n)}))),
    },
    Dimension {
        name: "paths without operations",
        count: 20_000,
        document: |count| {
            with_paths(merged(
                json!({"/a": {"get": operation(json!({}))}}),
                numbered("/b", count, |_| json!({})),
            ))
        },
    },
    Dimension {
        name: "segments of a path",
        count: 2_000,
        document: |count| {
            let path: String = (0..count).map(|n| format!("/a{n}")).collect();
            with_paths(json!({path: {"get": operation(json!({}))}}))
        },
    },
    Dimension {
        name: "tags of the document",
        count: 10_000,
        document: |count| {
            let tags = array(
                count,
                |n| json!({"name": format!("t{n}"), "description": "A tag"}),
            );
            let paths = json!({"/a": {"get": operation(json!({}))}});
            document("3.0.3", json!({"tags": tags, "paths": paths}))
        },
    },
    Dimension {
        name: "tags of an operation",
        count: 8_000,
        document: |count| with_operation(json!({"tags": numbered_strings("t", count)})),
    },
    Dimension {
        name: "path parameters",
        count: 200,
        document: |count| {
            let operation = operation(json!({"parameters": parameters(count, "path")}));
            with_paths(json!({path(count): {"get": operation}}))
        },
    },
    Dimension {
        name: "undeclared path parameters",
        count: 200,
        document: |count| with_paths(json!({path(count): {"get": operation(json!({}))}})),
    },
    Dimension {
        name: "path parameters that are not in the path",
        count: 2_000,
        document: |count| with_operation(json!({"parameters": parameters(count, "path")})),
    },
    Dimension {
        name: "query parameters",
        count: 300,
        document: |count| with_operation(json!({"parameters": parameters(count, "query")})),
    },
    Dimension {
        name: "required query parameters",
        count: 300,
        document: |count| {
            with_operation(json!({"parameters": array(count, |n| {
                json!({"name": format!("p{n}"), "in": "query", "required": true, "schema": string()})
            })}))
        },
    },
    Dimension {
        name: "array parameters",
        count: 300,
        document: |count| {
            with_operation(json!({"parameters": array(count, |n| {
                let schema = json!({"type": "array", "items": string()});
                json!({"name": format!("p{n}"), "in": "query", "schema": schema})
            })}))
        },
    },
    Dimension {
        name: "header parameters",
        count: 300,
        document: |count| with_operation(json!({"parameters": parameters(count, "header")})),
    },
    Dimension {
        name: "cookie parameters",
        count: 300,
        document: |count| with_operation(json!({"parameters": parameters(count, "cookie")})),
    },
    Dimension {
        name: "parameters of a path",
        count: 300,
        document: |count| {
            let item =
                json!({"parameters": parameters(count, "query"), "get": operation(json!({}))});
            with_paths(json!({"/a": item}))
        },
    },
    Dimension {
        name: "referenced parameters",
        count: 300,
        document: |count| {
            let reference = |n| json!({"$ref": format!("#/components/parameters/p{n}")});
            let components = numbered("p", count, |n| parameter(format!("p{n}"), "query"));
            with_components(
                json!({"parameters": array(count, reference)}),
                json!({"parameters": components}),
            )
        },
    },
    Dimension {
        name: "parameters with colliding names",
        count: 200,
        document: |count| {
            with_operation(
                json!({"parameters": array(count, |n| parameter(collision(n), "query"))}),
            )
        },
    },
    Dimension {
        name: "parameters that are declared twice",
        count: 2_000,
        document: |count| {
            with_operation(
                json!({"parameters": array(count, |_| parameter("p".to_owned(), "query"))}),
            )
        },
    },
    Dimension {
        name: "responses",
        count: 220,
        document: |count| with_operation(json!({"responses": responses(count)})),
    },
    Dimension {
        name: "response headers",
        count: 300,
        document: |count| {
            let headers = numbered("X-H", count, |_| json!({"schema": string()}));
            let response = json!({"description": "x", "headers": headers});
            with_operation(json!({"responses": {"204": response}}))
        },
    },
    Dimension {
        name: "media types of a response",
        count: 300,
        document: |count| {
            let response = json!({"description": "x", "content": media_types(count)});
            with_operation(json!({"responses": {"200": response}}))
        },
    },
    Dimension {
        name: "media types of a request",
        count: 300,
        document: |count| with_operation(json!({"requestBody": {"content": media_types(count)}})),
    },
    Dimension {
        name: "properties of a form",
        count: 300,
        document: |count| with_parts(count, "application/x-www-form-urlencoded"),
    },
    Dimension {
        name: "parts of a multipart body",
        count: 300,
        document: |count| with_parts(count, "multipart/form-data"),
    },
    Dimension {
        name: "callbacks",
        count: 3_000,
        document: |count| {
            let callback = |n| {
                (
                    format!("c{n}"),
                    json!({"{$url}": {"post": operation(json!({}))}}),
                )
            };
            with_operation(json!({"callbacks": object(count, callback)}))
        },
    },
    Dimension {
        name: "links",
        count: 3_000,
        document: |count| {
            let links = object(count, |n| {
                (format!("l{n}"), json!({"operationId": format!("o{n}")}))
            });
            with_operation(json!({"responses": {"204": {"description": "x", "links": links}}}))
        },
    },
    Dimension {
        name: "security schemes",
        count: 300,
        document: |count| {
            with_components(
                json!({"security": [{"k0": []}]}),
                json!({"securitySchemes": key_schemes(count)}),
            )
        },
    },
    Dimension {
        name: "security alternatives of the document",
        count: 300,
        document: |count| {
            document(
                "3.0.3",
                json!({
                    "paths": {"/a": {"get": operation(json!({}))}, "/b": {"get": operation(json!({}))}},
                    "security": array(count, |n| json!({format!("k{n}"): []})),
                    "components": {"securitySchemes": key_schemes(count)},
                }),
            )
        },
    },
    Dimension {
        name: "security alternatives of an operation",
        count: 300,
        document: |count| {
            let security = array(count, |n| json!({format!("k{n}"): []}));
            with_components(
                json!({"security": security}),
                json!({"securitySchemes": key_schemes(count)}),
            )
        },
    },
    Dimension {
        name: "schemes of a security alternative",
        count: 300,
        document: |count| {
            let security = numbered("k", count, |_| json!([]));
            with_components(
                json!({"security": [security]}),
                json!({"securitySchemes": key_schemes(count)}),
            )
        },
    },
    Dimension {
        name: "security schemes that are unknown",
        count: 3_000,
        document: |count| {
            with_operation(json!({"security": array(count, |n| json!({format!("k{n}"): []}))}))
        },
    },
    Dimension {
        name: "scopes",
        count: 1_000,
        document: |count| {
            let security = json!([{"o": numbered_strings("scope:", count)}]);
            with_components(
                json!({"security": security}),
                json!({"securitySchemes": scopes(count)}),
            )
        },
    },
    Dimension {
        name: "servers of the document",
        count: 300,
        document: |count| {
            let paths = json!({"/a": {"get": operation(json!({}))}});
            document(
                "3.0.3",
                json!({"paths": paths, "servers": array(count, server)}),
            )
        },
    },
    Dimension {
        name: "servers of an operation",
        count: 300,
        document: |count| with_operation(json!({"servers": array(count, server)})),
    },
    Dimension {
        name: "equal servers with descriptions",
        count: 3_000,
        document: |count| {
            let described =
                |n| json!({"url": "https://example.com", "description": format!("s{n}")});
            with_operation(json!({"servers": array(count, described)}))
        },
    },
    Dimension {
        name: "variables of a server",
        count: 300,
        document: |count| {
            let url: String = (0..count).map(|n| format!("/{{v{n}}}")).collect();
            let variables = numbered("v", count, |_| json!({"default": "x"}));
            let server =
                json!({"url": format!("https://example.com{url}"), "variables": variables});
            with_operation(json!({"servers": [server]}))
        },
    },
    Dimension {
        name: "values of a server's variable",
        count: 1_000,
        document: |count| {
            let variable = json!({"default": "v0", "enum": numbered_strings("v", count)});
            let server = json!({"url": "https://example.com/{v}", "variables": {"v": variable}});
            with_operation(json!({"servers": [server]}))
        },
    },
];
