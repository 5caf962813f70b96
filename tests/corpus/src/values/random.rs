//! Random values that follow a schema. They may still be invalid; the caller validates them.

use fastrand::Rng;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::schemas::Schemas;

/// The depth from which values are kept small.
const SMALL_DEPTH: usize = 5;

/// The maximum depth, because schemas may be recursive.
const MAX_DEPTH: usize = 24;

/// Strings with unusual characters.
const STRINGS: [&str; 5] = [
    "",
    "x",
    "a \"quoted\" \\ text",
    "größer 日本 🦀",
    "line\nbreak\ttab",
];

/// A generator of the values of a place.
pub(crate) struct Random<'a> {
    schemas: &'a Schemas,
    at: String,
    rng: Rng,
    /// `true` for a value with all documented properties, composed of the examples of nested
    /// schemas.
    is_composed: bool,
}

impl<'a> Random<'a> {
    pub(crate) fn new(schemas: &'a Schemas, seed: u64, place: &str) -> Self {
        let digest = Sha256::digest(place);
        let place_seed = digest.iter().take(8).fold(seed, |seed, byte| {
            seed.wrapping_mul(257).wrapping_add(u64::from(*byte))
        });
        Self {
            schemas,
            at: schemas.at(place),
            rng: Rng::with_seed(place_seed),
            is_composed: false,
        }
    }

    /// Returns a random value.
    pub(crate) fn value(&mut self) -> Value {
        self.is_composed = false;
        let at = self.at.clone();
        self.make(&at, 0)
    }

    /// Returns a value that is composed of the examples of nested schemas.
    pub(crate) fn composed(&mut self) -> Value {
        self.is_composed = true;
        let at = self.at.clone();
        self.make(&at, 0)
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.u32(0..100) < percent
    }

    fn pick<'b>(&mut self, values: &'b [Value]) -> Option<&'b Value> {
        self.rng.choice(values)
    }

    fn make(&mut self, at: &str, depth: usize) -> Value {
        if depth > MAX_DEPTH {
            return Value::Null;
        }
        let schemas = self.schemas;
        let schema = schemas.look(at);
        let reference = schema.get("$ref").and_then(Value::as_str);
        let is_alone = schema.as_object().is_some_and(|keys| keys.len() == 1);
        if let (Some(reference), true) = (reference, is_alone) {
            return self.make(reference, depth + 1);
        }
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        if let Some(example) = schema.get("example")
            && (self.is_composed || self.chance(30))
            && schemas.is_valid(at, example)
        {
            return example.clone();
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array)
            && let Some(value) = self.pick(values)
        {
            return value.clone();
        }
        let mut value = self.own(at, schema, depth);
        if let Some(reference) = reference {
            merge(&mut value, self.make(reference, depth + 1));
        }
        let branches = |union: &str| {
            schema
                .get(union)
                .and_then(Value::as_array)
                .map_or(0, Vec::len)
        };
        for index in 0..branches("allOf") {
            merge(
                &mut value,
                self.make(&format!("{at}/allOf/{index}"), depth + 1),
            );
        }
        for union in ["oneOf", "anyOf"] {
            let count = branches(union);
            if count > 0 {
                let index = self.rng.usize(0..count);
                merge(
                    &mut value,
                    self.make(&format!("{at}/{union}/{index}"), depth + 1),
                );
            }
        }
        value
    }

    /// Returns a value for the keywords of a schema, without applicators such as `allOf`.
    fn own(&mut self, at: &str, schema: &Value, depth: usize) -> Value {
        let ty = match schema.get("type") {
            Some(Value::Array(types)) if self.is_composed => types.first(),
            // Null is usually the last type.
            Some(Value::Array(types)) if self.chance(20) => types.last(),
            Some(Value::Array(types)) => {
                let others = types.len().saturating_sub(1).max(1);
                types.get(self.rng.usize(0..others))
            }
            ty => ty,
        };
        match ty.and_then(Value::as_str) {
            Some("object") => self.object(at, schema, depth),
            Some("array") => self.array(at, schema, depth),
            Some("string") => Value::String(self.string(schema)),
            Some("integer") => self.integer(schema),
            Some("number") => self.number(schema),
            Some("boolean") => Value::Bool(self.rng.bool()),
            _ if schema.get("type").is_some() => Value::Null,
            _ if ["$ref", "allOf", "anyOf", "oneOf"]
                .iter()
                .any(|key| schema.get(key).is_some()) =>
            {
                Value::Null
            }
            _ => self.any_value(),
        }
    }

    fn any_value(&mut self) -> Value {
        let values = [
            json!(null),
            json!(true),
            json!(7),
            json!("text"),
            json!([1, "a"]),
            json!({ "a": { "b": 1.5 } }),
        ];
        self.pick(&values).cloned().unwrap_or_default()
    }

    fn object(&mut self, at: &str, schema: &Value, depth: usize) -> Value {
        let mut object = Map::new();
        let required = schema.get("required").and_then(Value::as_array);
        let required = |name: &str| required.is_some_and(|names| names.iter().any(|it| it == name));
        let properties = schema.get("properties").and_then(Value::as_object);
        for name in properties.into_iter().flat_map(Map::keys) {
            let is_selected = match depth {
                0..=SMALL_DEPTH if self.is_composed => true,
                0..=SMALL_DEPTH => self.chance(65),
                _ => false,
            };
            if is_selected || required(name) {
                let escaped = name.replace('~', "~0").replace('/', "~1");
                let value = self.make(&format!("{at}/properties/{escaped}"), depth + 1);
                object.insert(name.clone(), value);
            }
        }
        let others = schema.get("additionalProperties");
        if depth > SMALL_DEPTH || self.is_composed {
            return Value::Object(object);
        }
        match others {
            Some(Value::Object(_)) => {
                for name in ["one", "two, \"other\""] {
                    if self.chance(60) {
                        let value = self.make(&format!("{at}/additionalProperties"), depth + 1);
                        object.insert(name.to_owned(), value);
                    }
                }
            }
            Some(Value::Bool(false)) => {}
            _ if self.chance(25) => {
                object.insert("undocumented".to_owned(), self.any_value());
            }
            _ => {}
        }
        Value::Object(object)
    }

    fn array(&mut self, at: &str, schema: &Value, depth: usize) -> Value {
        let size = |key: &str| schema.get(key).and_then(Value::as_u64);
        let least = size("minItems").unwrap_or(0);
        let most = size("maxItems").unwrap_or(least + 3).min(least + 3);
        let count = match depth {
            _ if self.is_composed => least.max(1).min(most),
            0..=SMALL_DEPTH => self.rng.u64(least..=most.max(least)),
            _ => least,
        };
        let places = schema.get("prefixItems").and_then(Value::as_array);
        let places = places.map_or(0, Vec::len) as u64;
        let items = (0..count.min(100)).map(|index| match schema.get("items") {
            _ if index < places => self.make(&format!("{at}/prefixItems/{index}"), depth + 1),
            Some(_) => self.make(&format!("{at}/items"), depth + 1),
            None => self.any_value(),
        });
        items.collect()
    }

    fn string(&mut self, schema: &Value) -> String {
        let format = schema
            .get("format")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let strings: &[&str] = match format {
            "date-time" => &[
                "2024-02-29T23:59:58Z",
                "1985-04-12T23:20:50.52Z",
                "1996-12-19T16:39:57-08:00",
            ],
            "date" => &["2024-02-29", "0001-01-01"],
            "time" => &["12:00:00Z"],
            "uuid" | "guid" => &["123e4567-e89b-12d3-a456-426614174000"],
            "uri" | "url" | "uri-reference" => &["https://example.com/a?b=c#d"],
            "email" => &["somebody@example.com"],
            "ipv4" | "ip" => &["192.0.2.1"],
            "ipv6" => &["2001:db8::1"],
            "hostname" => &["example.com"],
            "byte" => &["aGVsbG8="],
            _ => &STRINGS,
        };
        let mut string = self
            .rng
            .choice(strings)
            .copied()
            .unwrap_or_default()
            .to_owned();
        let size = |key: &str| schema.get(key).and_then(Value::as_u64);
        let least = usize::try_from(size("minLength").unwrap_or(0))
            .unwrap_or(0)
            .min(10_000);
        while string.chars().count() < least {
            string.push('x');
        }
        match size("maxLength").map(usize::try_from) {
            Some(Ok(most)) => string.chars().take(most).collect(),
            _ => string,
        }
    }

    fn integer(&mut self, schema: &Value) -> Value {
        let number_of = |key: &str| schema.get(key).and_then(Value::as_i64);
        let above = number_of("exclusiveMinimum").map_or(i64::MIN, |bound| bound.saturating_add(1));
        let below = number_of("exclusiveMaximum").map_or(i64::MAX, |bound| bound.saturating_sub(1));
        let least = number_of("minimum").unwrap_or(i64::MIN).max(above);
        let most = number_of("maximum")
            .unwrap_or(i64::MAX)
            .min(below)
            .max(least);
        let step = number_of("multipleOf").unwrap_or(1).max(1);
        let some = self
            .rng
            .i64(least.max(-1000).min(most)..=most.min(1000).max(least));
        let values = [least, most, some, some, some];
        let value = self.rng.choice(values).unwrap_or(some);
        json!(value / step * step)
    }

    fn number(&mut self, schema: &Value) -> Value {
        let number_of = |key: &str| schema.get(key).and_then(Value::as_f64);
        let bound = |key, other| number_of(key).or_else(|| number_of(other));
        let least = bound("minimum", "exclusiveMinimum").unwrap_or(-1000.0);
        let most = bound("maximum", "exclusiveMaximum").unwrap_or(least + 2000.0);
        let most = most.max(least);
        // Multiples of 1/8 are exact in 32 bits.
        let value = least + (most - least) * f64::from(self.rng.u32(0..=1000)) / 1000.0;
        let step = number_of("multipleOf").unwrap_or(if self.chance(30) { 1.0 } else { 0.125 });
        json!((value / step).round() * step)
    }
}

/// Merges the values of two schemas.
fn merge(value: &mut Value, other: Value) {
    match (value, other) {
        (Value::Object(value), Value::Object(other)) => value.extend(other),
        (_, Value::Null) => {}
        (value, other) => *value = other,
    }
}
