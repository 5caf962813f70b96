//! Schemas with several types, and the type `null`.

use serde_json::{Map, Value, json};

use super::schema::unchecked;
use super::{Rewriting, RewrittenPointer};

/// The JSON types, except for null.
const ALL: [&str; 5] = ["array", "boolean", "number", "object", "string"];

/// Keywords for values of every type: the union keeps them.
const OF_THE_WHOLE: [&str; 11] = [
    "title",
    "description",
    "default",
    "example",
    "deprecated",
    "readOnly",
    "writeOnly",
    "nullable",
    "externalDocs",
    "xml",
    "not",
];

/// Keywords that compose schemas.
const COMPOSING: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// Formats of numbers.
const NUMBER_FORMATS: [&str; 14] = [
    "decimal",
    "double",
    "double-int",
    "float",
    "int16",
    "int32",
    "int64",
    "int8",
    "integer",
    "number",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
];

impl Rewriting<'_> {
    /// Converts an array of types to one type, possibly nullable, or to a union.
    pub(super) fn types(&mut self, keys: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        let Some(mut types) = distinct_types(keys.get("type")) else {
            return;
        };
        let null = types.iter().any(|ty| ty == "null");
        types.retain(|ty| ty != "null");
        if types.iter().any(|ty| ty == "number") {
            types.retain(|ty| ty != "integer");
        }
        keys.shift_remove("type");
        if null {
            keys.insert("nullable".to_owned(), Value::Bool(true));
        }
        if let [ty] = types.as_slice() {
            keys.insert("type".to_owned(), ty.as_str().into());
        } else if types.is_empty() {
            // Beside `allOf`, `anyOf` or `oneOf`, the type `null` only makes the schema nullable.
            if !keys.contains_key("enum") && !is_composed(keys) {
                keys.insert("enum".to_owned(), json!([null]));
                self.moved(pointer, &["enum"], &["type"]);
            }
        } else if is_composed(keys) {
            unchecked(keys, "type", types.into());
        } else {
            self.several(keys, &types, pointer);
        }
    }

    fn several(
        &mut self,
        keys: &mut Map<String, Value>,
        types: &[String],
        pointer: RewrittenPointer<'_>,
    ) {
        let is_typed =
            |key: &String| !OF_THE_WHOLE.contains(&key.as_str()) && !key.starts_with("x-");
        if !keys.keys().any(is_typed) && ALL.iter().all(|ty| types.iter().any(|it| it == ty)) {
            keys.shift_remove("nullable");
            return;
        }
        let variants = types.iter().filter_map(|ty| variant(keys, ty));
        let mut variants: Vec<Value> = variants.collect();
        // Keywords for other types have no effect.
        let of_the_whole = |key: &str| {
            let typed = ALL.iter().any(|ty| is_of(key, ty));
            !typed && key != "enum"
        };
        keys.retain(|key, _| of_the_whole(key));
        if let [Value::Object(only)] = variants.as_mut_slice() {
            keys.append(only);
            return;
        }
        for index in 0..variants.len() {
            self.moved(pointer, &["anyOf", &index.to_string()], &[]);
        }
        keys.insert("anyOf".to_owned(), variants.into());
    }
}

fn is_composed(keys: &Map<String, Value>) -> bool {
    COMPOSING.iter().any(|key| keys.contains_key(*key))
}

/// Returns the distinct types of a schema; `None` if they are missing or invalid.
fn distinct_types(value: Option<&Value>) -> Option<Vec<String>> {
    match value? {
        Value::String(one) => Some(vec![one.clone()]),
        Value::Array(all) if !all.is_empty() => {
            let mut types: Vec<String> = Vec::new();
            for ty in all {
                let ty = ty.as_str()?.to_owned();
                if !types.contains(&ty) {
                    types.push(ty);
                }
            }
            Some(types)
        }
        _ => None,
    }
}

/// Returns the schema for values of one type; `None` if its `enum` has no such value.
fn variant(keys: &Map<String, Value>, ty: &str) -> Option<Value> {
    let mut variant = Map::new();
    variant.insert("type".to_owned(), ty.into());
    let format = keys.get("format").and_then(Value::as_str);
    for (key, value) in keys {
        match value {
            Value::Array(values) if key == "enum" => {
                let values: Vec<Value> = values.iter().filter(|it| fits(it, ty)).cloned().collect();
                if values.is_empty() {
                    return None;
                }
                variant.insert(key.clone(), values.into());
            }
            _ if key == "format" && !format.is_some_and(|format| is_format_of(format, ty)) => {}
            _ if is_of(key, ty) => drop(variant.insert(key.clone(), value.clone())),
            _ => {}
        }
    }
    Some(Value::Object(variant))
}

/// Returns `true` if a value has a type.
fn fits(value: &Value, ty: &str) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) => ty == "boolean",
        Value::Number(number) => {
            let whole = number.as_f64().is_some_and(|number| number.fract() == 0.0);
            ty == "number" || ty == "integer" && whole
        }
        Value::String(_) => ty == "string",
        Value::Array(_) => ty == "array",
        Value::Object(_) => ty == "object",
    }
}

fn is_format_of(format: &str, ty: &str) -> bool {
    match ty {
        "string" => !NUMBER_FORMATS.contains(&format),
        "integer" | "number" => NUMBER_FORMATS.contains(&format),
        _ => false,
    }
}

/// Returns `true` if a keyword constrains values of a type.
fn is_of(key: &str, ty: &str) -> bool {
    let keys: &[&str] = match ty {
        "string" => &[
            "contentEncoding",
            "contentMediaType",
            "contentSchema",
            "format",
            "maxLength",
            "minLength",
            "pattern",
        ],
        "integer" | "number" => &[
            "exclusiveMaximum",
            "exclusiveMinimum",
            "format",
            "maximum",
            "minimum",
            "multipleOf",
        ],
        "array" => &[
            "contains",
            "items",
            "maxContains",
            "maxItems",
            "minContains",
            "minItems",
            "prefixItems",
            "unevaluatedItems",
            "uniqueItems",
        ],
        "object" => &[
            "additionalProperties",
            "dependentRequired",
            "dependentSchemas",
            "discriminator",
            "maxProperties",
            "minProperties",
            "patternProperties",
            "properties",
            "propertyNames",
            "required",
            "unevaluatedProperties",
        ],
        _ => &[],
    };
    keys.contains(&key)
}
