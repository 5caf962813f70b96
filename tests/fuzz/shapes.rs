//! Documents with schemas of random shapes: nested unions of every kind, discriminators, enums,
//! narrowing `allOf`, references to unusual places, large numbers and unusual names.
//!
//! `tests/corpus` compiles clients of such documents.

use serde_json::{Map, Value, json};

use crate::{nodes::UNUSUAL_NAMES, random::Random};

/// The names of properties and components.
const NAMES: &[&str] = &["Pet", "Cat", "kind", "id", "size", "items", "next", "owner"];

/// Integers at the limits of types.
const INTEGERS: &[&str] = &[
    "0",
    "-1",
    "255",
    "2147483648",
    "-9223372036854775808",
    "18446744073709551615",
    "1e3",
    "1e30",
    "1e400",
];

/// The formats of strings and numbers.
const FORMATS: &[&str] = &[
    "date",
    "date-time",
    "uuid",
    "byte",
    "binary",
    "int32",
    "int64",
    "uint64",
    "float",
    "double",
    "decimal",
    "password",
    "ipv4",
    "other",
];

/// Creates a document.
pub(crate) fn document(random: &mut Random) -> Value {
    let version = random.pick(&["3.0.3", "3.1.0", "3.2.0"]);
    let count = 2 + random.below(5);
    let names = (0..count).map(|index| name(index, random)).collect();
    let mut shapes = Shapes { names, random };
    let schemas: Map<String, Value> = (0..count)
        .filter_map(|index| Some((shapes.names.get(index)?.clone(), shapes.schema(4))))
        .collect();
    let paths = (0..count).map(|index| {
        let content = json!({ "application/json": { "schema": shapes.schema(3) } });
        let operation = json!({
            "operationId": format!("post {index}"),
            "parameters": [{ "name": name(index, shapes.random), "in": "query", "schema": shapes.schema(1) }],
            "requestBody": { "content": { "application/json": { "schema": shapes.reference() } } },
            "responses": {
                "200": { "description": "Done", "content": content },
                "default": { "description": "Failed", "content": content },
            },
        });
        (format!("/p{index}"), json!({ "post": operation }))
    });
    let paths: Map<String, Value> = paths.collect();
    json!({
        "openapi": version,
        "info": { "title": "Shapes", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// Returns a name that is unique to the index.
fn name(index: usize, random: &mut Random) -> String {
    match random.below(4) {
        0 => format!("{}{index}", random.pick(UNUSUAL_NAMES)),
        _ => format!("{}{index}", random.pick(NAMES)),
    }
}

/// The components of a document, and the generator of their schemas.
struct Shapes<'a> {
    names: Vec<String>,
    random: &'a mut Random,
}

impl Shapes<'_> {
    /// Returns a schema, with nested schemas down to a depth.
    fn schema(&mut self, depth: usize) -> Value {
        let Some(inner) = depth.checked_sub(1) else {
            return match self.random.once_in(2) {
                true => self.scalar(),
                false => self.reference(),
            };
        };
        match self.random.below(12) {
            0 => self.scalar(),
            1 => self.listed(),
            2 => self.open_enum(),
            3 => self.reference(),
            4 => self.array(inner),
            5 | 6 => self.union(inner),
            7 | 8 => self.discriminated(inner),
            9 => self.narrowed(inner),
            _ => self.object(inner),
        }
    }

    fn scalar(&mut self) -> Value {
        let ty = self
            .random
            .pick(&["string", "integer", "number", "boolean", "null", ""]);
        let mut schema = Map::new();
        if !ty.is_empty() {
            schema.insert("type".to_owned(), json!(ty));
        }
        if self.random.once_in(3) {
            schema.insert("format".to_owned(), json!(self.random.pick(FORMATS)));
        }
        for key in ["minimum", "maximum", "default", "multipleOf"] {
            if self.random.once_in(6) {
                let number = self.random.pick(INTEGERS);
                schema.insert(
                    key.to_owned(),
                    serde_json::from_str(number).unwrap_or(json!(number)),
                );
            }
        }
        self.nullable(Value::Object(schema))
    }

    /// Makes a schema nullable in one of several ways, or returns it unchanged.
    fn nullable(&mut self, mut schema: Value) -> Value {
        match (self.random.below(8), schema.as_object_mut()) {
            (0, Some(map)) => _ = map.insert("nullable".to_owned(), json!(true)),
            (1, Some(map)) => {
                if let Some(ty) = map.get("type").cloned() {
                    map.insert("type".to_owned(), json!([ty, "null"]));
                }
            }
            (2, _) => return json!({ "anyOf": [schema, { "type": "null" }] }),
            _ => {}
        }
        schema
    }

    /// Returns an enum whose values may have several types.
    fn listed(&mut self) -> Value {
        let count = 1 + self.random.below(5);
        let values: Vec<Value> = (0..count)
            .map(|_| match self.random.below(12) {
                0 => json!(null),
                1 => json!(self.random.below(3)),
                2 => serde_json::from_str(self.random.pick(INTEGERS)).unwrap_or(json!(true)),
                3 => json!(self.random.once_in(2)),
                4 | 5 => json!(self.random.pick(UNUSUAL_NAMES)),
                _ => json!(format!("v{}", self.random.below(9))),
            })
            .collect();
        let schema = match self.random.below(5) {
            0 => json!({ "const": values.first() }),
            1 => {
                json!({ "oneOf": values.iter().map(|it| json!({ "const": it })).collect::<Vec<_>>() })
            }
            2 => json!({ "enum": values }),
            3 => json!({ "type": "integer", "enum": values }),
            _ => json!({ "type": "string", "enum": values, "default": values.last() }),
        };
        self.nullable(schema)
    }

    fn open_enum(&mut self) -> Value {
        json!({ "anyOf": [self.listed(), { "type": "string" }] })
    }

    /// Returns a reference to a component, or to a place inside a component.
    fn reference(&mut self) -> Value {
        let name = self.random.pick(&self.names);
        let at = format!(
            "#/components/schemas/{}",
            name.replace('~', "~0").replace('/', "~1")
        );
        let at = match self.random.below(12) {
            0 => format!("{at}/properties/kind"),
            1 => format!("{at}/items"),
            2 => format!("{at}/oneOf/0"),
            3 => "#/paths/~1p0/post/responses/200/content/application~1json/schema".to_owned(),
            _ => at,
        };
        match self.random.below(8) {
            0 => json!({ "$ref": at, "description": "Beside." }),
            1 => json!({ "$ref": at, "nullable": true, "type": "object" }),
            2 => json!({ "allOf": [{ "$ref": at }] }),
            _ => json!({ "$ref": at }),
        }
    }

    fn array(&mut self, depth: usize) -> Value {
        match self.random.below(4) {
            0 => {
                json!({ "type": "array", "prefixItems": [self.schema(depth), self.schema(depth)] })
            }
            1 => json!({ "type": "array" }),
            _ => json!({ "type": "array", "items": self.schema(depth) }),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut properties = Map::new();
        for index in 0..self.random.below(4) {
            properties.insert(name(index, self.random), self.schema(depth));
        }
        let mut required: Vec<String> = properties.keys().cloned().collect();
        required.truncate(self.random.below(3));
        if self.random.once_in(8) {
            required.push("absent".to_owned());
        }
        let mut schema =
            json!({ "type": "object", "properties": properties, "required": required });
        let others = match self.random.below(5) {
            0 => self.schema(depth),
            1 => json!(true),
            2 => json!(false),
            _ => return schema,
        };
        if let Some(map) = schema.as_object_mut() {
            map.insert("additionalProperties".to_owned(), others);
        }
        schema
    }

    /// Returns a union whose variants may be indistinguishable.
    fn union(&mut self, depth: usize) -> Value {
        let keyword = self.random.pick(&["oneOf", "anyOf"]);
        let count = 1 + self.random.below(4);
        let mut variants: Vec<Value> = (0..count).map(|_| self.schema(depth)).collect();
        if self.random.once_in(4) {
            variants.push(json!({ "type": "null" }));
        }
        let mut union = json!({ keyword: variants });
        if let Some(map) = union.as_object_mut()
            && self.random.once_in(6)
        {
            map.insert("type".to_owned(), json!("object"));
            map.insert("properties".to_owned(), json!({ "shared": self.schema(0) }));
        }
        union
    }

    /// Returns a union with a discriminator, which may be invalid, unmapped, an integer, or have a
    /// default.
    fn discriminated(&mut self, depth: usize) -> Value {
        let tag = self.random.pick(&["kind", "type", "version", "a-b"]);
        let count = 1 + self.random.below(3);
        let mut variants = Vec::new();
        let mut mapping = Map::new();
        for index in 0..count {
            let name = self.random.pick(&self.names);
            let value = match self.random.below(4) {
                0 => index.to_string(),
                1 => self.random.pick(UNUSUAL_NAMES).to_owned(),
                _ => format!("v{index}"),
            };
            let tag_schema = match self.random.below(6) {
                0 => json!({ "type": "string" }),
                1 => json!({ "type": "integer", "enum": [index] }),
                2 => json!({ "const": value, "default": value }),
                3 => self.listed(),
                _ => json!({ "type": "string", "enum": [value] }),
            };
            mapping.insert(value, json!(format!("#/components/schemas/{name}")));
            let own = json!({
                "type": "object",
                "required": [tag],
                "properties": { tag: tag_schema, "own": self.schema(depth) },
            });
            variants.push(match self.random.below(4) {
                0 => json!({ "$ref": format!("#/components/schemas/{name}") }),
                1 => json!({ "allOf": [{ "$ref": format!("#/components/schemas/{name}") }, own] }),
                _ => own,
            });
        }
        let mut discriminator = json!({ "propertyName": tag });
        if let Some(map) = discriminator.as_object_mut() {
            if self.random.once_in(2) {
                map.insert("mapping".to_owned(), Value::Object(mapping));
            }
            if self.random.once_in(6) {
                map.insert(
                    "defaultMapping".to_owned(),
                    json!(self.random.pick(&self.names)),
                );
            }
        }
        json!({ "oneOf": variants, "discriminator": discriminator })
    }

    /// Returns a component that is narrowed by sibling keywords.
    fn narrowed(&mut self, depth: usize) -> Value {
        let other = match self.random.below(3) {
            0 => self.listed(),
            1 => self.object(depth),
            _ => self.schema(depth),
        };
        let mut parts = vec![self.reference(), other];
        if self.random.once_in(2) {
            parts.reverse();
        }
        json!({ "allOf": parts, "required": ["kind"], "properties": { "kind": self.listed() } })
    }
}
