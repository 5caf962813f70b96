//! The schemas of a document in the form that `jsonschema` validates: JSON Schema draft 4 for
//! OpenAPI 3.0, and 2020-12 for later versions.
//!
//! A schema without a type has the type that its keywords imply, as in the generator; JSON Schema
//! would accept other types too. A member of a union with only `nullable` is null. Patterns are
//! omitted, because a value that doesn't match must decode too. An integer has the bounds of its
//! format, because other values can't be decoded.

use std::collections::BTreeMap;

use jsonschema::{Draft, ValidatorMap};
use rejoinder::pointer::Pointer;
use serde_json::{Map, Value, json};

use crate::Result;
use crate::documents::{FIRST, version};

/// The schemas that are reachable from some places.
pub(crate) struct Schemas {
    /// The index of each place that is referenced.
    numbers: BTreeMap<String, usize>,
    /// The converted schemas, in `definitions` by their indices.
    root: Value,
    validators: ValidatorMap,
}

impl Schemas {
    pub(crate) fn new<'b>(tree: &Value, places: impl Iterator<Item = &'b str>) -> Result<Self> {
        let mut reached = Reached::default();
        let is_first = version(tree) == FIRST;
        for place in places {
            reached.number(place);
        }
        let mut definitions = Map::new();
        while let Some(place) = reached.order.get(definitions.len()).cloned() {
            let node = Pointer::from_fragment(&place).and_then(|place| place.look(tree));
            let schema = node.map_or_else(nothing, |node| match is_first {
                true => reached.schema(node),
                false => reached.draft_2020(node),
            });
            definitions.insert(definitions.len().to_string(), schema);
        }
        let root = json!({ "definitions": definitions });
        let validators = jsonschema::options()
            .with_draft(match is_first {
                true => Draft::Draft4,
                false => Draft::Draft202012,
            })
            .should_validate_formats(true)
            .with_format("date", is_date)
            .offline()
            .build_map(&root)
            .map_err(|error| format!("invalid schema: {error}"))?;
        Ok(Self {
            numbers: reached.numbers,
            root,
            validators,
        })
    }

    /// Returns the place of a converted schema.
    pub(crate) fn at(&self, place: &str) -> String {
        let number = self.numbers.get(place).copied().unwrap_or_default();
        format!("#/definitions/{number}")
    }

    /// Returns a converted schema.
    pub(crate) fn look(&self, at: &str) -> &Value {
        let node = Pointer::from_fragment(at).and_then(|at| at.look(&self.root));
        node.unwrap_or(&Value::Null)
    }

    /// Returns `true` if a value is valid for a converted schema.
    pub(crate) fn is_valid(&self, at: &str, value: &Value) -> bool {
        let validator = self.validators.get(at);
        validator.is_some_and(|validator| validator.is_valid(value))
    }

    /// Returns `true` if a value is valid for the schema of a place.
    pub(crate) fn accepts(&self, place: &str, value: &Value) -> bool {
        self.is_valid(&self.at(place), value)
    }
}

#[derive(Default)]
pub(super) struct Reached {
    numbers: BTreeMap<String, usize>,
    order: Vec<String>,
}

impl Reached {
    fn number(&mut self, place: &str) -> usize {
        if let Some(number) = self.numbers.get(place) {
            return *number;
        }
        let number = self.order.len();
        self.order.push(place.to_owned());
        self.numbers.insert(place.to_owned(), number);
        number
    }

    /// Converts a reference into the document into a reference to `definitions`.
    pub(super) fn reference(&mut self, reference: &str) -> Option<Value> {
        let is_place = reference.starts_with("#/");
        is_place.then(|| {
            json!(format!(
                "#/definitions/{}",
                self.number(&unescaped(reference))
            ))
        })
    }

    fn schema(&mut self, node: &Value) -> Value {
        let Some(keys) = node.as_object() else {
            return if *node == json!(false) {
                nothing()
            } else {
                json!({})
            };
        };
        if let Some(reference) = keys.get("$ref").and_then(Value::as_str) {
            let reference = self.reference(reference);
            return reference.map_or_else(nothing, |reference| json!({ "$ref": reference }));
        }
        let mut schema: Map<String, Value> = keys
            .iter()
            .filter_map(|(key, value)| Some((key.clone(), self.keyword(key, value)?)))
            .collect();
        if !schema.contains_key("type")
            && let Some(ty) = implied(keys)
        {
            schema.insert("type".to_owned(), json!(ty));
        }
        if keys.get("nullable") == Some(&json!(true))
            && let Some(ty) = schema.get_mut("type")
        {
            *ty = json!([ty, "null"]);
        }
        bound(&mut schema, keys);
        Value::Object(schema)
    }

    /// Converts the value of a keyword; `None` if it is invalid or has no effect.
    fn keyword(&mut self, key: &str, value: &Value) -> Option<Value> {
        match key {
            "type" => {
                let types = ["array", "boolean", "integer", "number", "object", "string"];
                types.contains(&value.as_str()?).then(|| value.clone())
            }
            "properties" => {
                let properties = value.as_object()?.iter();
                let properties = properties.map(|(name, node)| (name.clone(), self.schema(node)));
                Some(Value::Object(properties.collect()))
            }
            "additionalProperties" if value.is_boolean() => Some(value.clone()),
            "additionalProperties" | "items" | "not" => {
                value.is_object().then(|| self.schema(value))
            }
            "allOf" | "anyOf" | "oneOf" => {
                let branches = value.as_array().filter(|branches| !branches.is_empty())?;
                let branches = branches.iter().map(|branch| match is_null(branch) {
                    true if key != "allOf" => json!({ "enum": [null] }),
                    _ => self.schema(branch),
                });
                Some(branches.collect())
            }
            "required" | "enum" => {
                let mut values: Vec<Value> = Vec::new();
                for value in value.as_array()? {
                    let is_valid_item = key == "enum" || value.is_string();
                    if is_valid_item && !values.contains(value) {
                        values.push(value.clone());
                    }
                }
                (!values.is_empty()).then_some(Value::Array(values))
            }
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
            | "maxProperties" => value.as_u64().map(Value::from),
            "minimum" | "maximum" => value.is_number().then(|| value.clone()),
            "multipleOf" => (value.as_f64()? > 0.0).then(|| value.clone()),
            "exclusiveMinimum" | "exclusiveMaximum" | "uniqueItems" => {
                value.is_boolean().then(|| value.clone())
            }
            "format" => value.is_string().then(|| value.clone()),
            // These keywords don't constrain values, but are used to create and compare them.
            "example" | "readOnly" | "writeOnly" => Some(value.clone()),
            _ => None,
        }
    }
}

/// Returns `true` if a string is a date without a time. jiff would ignore a time.
fn is_date(string: &str) -> bool {
    string.len() == "2024-02-29".len() && string.parse::<jiff::civil::Date>().is_ok()
}

/// The formats that apply to strings only.
const STRING_FORMATS: [&str; 10] = [
    "binary",
    "byte",
    "date",
    "date-time",
    "email",
    "hostname",
    "password",
    "uri",
    "uri-reference",
    "uuid",
];

/// Returns the type that the keywords of a schema without `type` imply, if it is unambiguous.
pub(super) fn implied(keys: &Map<String, Value>) -> Option<&'static str> {
    let says = |key: &&str| match keys.get(*key) {
        Some(Value::Object(value)) => *key != "properties" || !value.is_empty(),
        Some(Value::Bool(_)) | None => false,
        Some(_) => true,
    };
    let types = [
        ("object", ["properties", "additionalProperties"].as_slice()),
        ("array", &["items"]),
        ("string", &["pattern", "minLength", "maxLength"]),
    ];
    let format = keys.get("format").and_then(Value::as_str);
    let is_string = format.is_some_and(|format| STRING_FORMATS.contains(&format));
    let mut implied = types
        .iter()
        .filter(|(ty, keys)| keys.iter().any(says) || *ty == "string" && is_string);
    let (ty, _) = implied.next()?;
    let values = keys.contains_key("enum");
    (!values && implied.next().is_none()).then_some(ty)
}

/// Returns `true` if a member of a union has only `nullable` and annotations, which stands for
/// null.
fn is_null(branch: &Value) -> bool {
    let annotations = ["title", "description", "example", "default", "nullable"];
    let mut keys = branch.as_object().into_iter().flat_map(Map::keys);
    branch.get("nullable") == Some(&json!(true))
        && keys.all(|key| annotations.contains(&key.as_str()) || key.starts_with("x-"))
}

/// Returns a schema that accepts no value.
pub(super) fn nothing() -> Value {
    json!({ "not": {} })
}

/// Decodes the percent-encoding of a reference.
fn unescaped(reference: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = reference.bytes();
    while let Some(byte) = rest.next() {
        let digits: Option<Vec<u8>> = (byte == b'%').then(|| rest.clone().take(2).collect());
        let string = digits.and_then(|digits| String::from_utf8(digits).ok());
        match string.and_then(|string| u8::from_str_radix(&string, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest.nth(1);
            }
            None => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Adds the bounds of the format of an integer, unless its own bounds exceed them.
pub(super) fn bound(schema: &mut Map<String, Value>, keys: &Map<String, Value>) {
    let has = |ty: &str| match keys.get("type") {
        Some(Value::Array(types)) => types.iter().any(|it| it == ty),
        one => one.is_some_and(|it| it == ty),
    };
    if !has("integer") || has("number") {
        return;
    }
    let (least, most) = match keys.get("format").and_then(Value::as_str) {
        Some("int8") => (i8::MIN.into(), i8::MAX.into()),
        Some("int16") => (i16::MIN.into(), i16::MAX.into()),
        Some("int32") => (i32::MIN.into(), i32::MAX.into()),
        Some("uint8") => (0, u8::MAX.into()),
        Some("uint16") => (0, u16::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        Some("uint64") => (0, i64::MAX),
        _ => (i64::MIN, i64::MAX),
    };
    let says = |key: &str| keys.get(key).and_then(Value::as_f64);
    let more = says("minimum").is_some_and(|minimum| minimum < least as f64)
        || says("maximum").is_some_and(|maximum| maximum > most as f64);
    let (least, most) = if more {
        (i64::MIN, i64::MAX)
    } else {
        (least, most)
    };
    for (key, bound) in [("minimum", least), ("maximum", most)] {
        schema.entry(key).or_insert_with(|| json!(bound));
    }
}
