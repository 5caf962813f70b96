//! Documents whose nodes are moved, renamed and replaced.
//!
//! `tests/corpus` mutates documents with this module, too.

use serde_json::{Map, Value, json};

use crate::random::Random;

/// Keys of OpenAPI, and a few unknown keys.
const KEYS: &[&str] = &[
    "$ref",
    "type",
    "format",
    "enum",
    "items",
    "properties",
    "additionalProperties",
    "required",
    "allOf",
    "<<",
    "oneOf",
    "anyOf",
    "not",
    "nullable",
    "discriminator",
    "default",
    "mapping",
    "propertyName",
    "x-enum-varnames",
    "x-ms-discriminator-value",
    "example",
    "examples",
    "schema",
    "content",
    "application/json",
    "text/plain",
    "headers",
    "parameters",
    "name",
    "in",
    "style",
    "explode",
    "description",
    "200",
    "4XX",
    "default",
    "get",
    "post",
    "servers",
    "url",
    "variables",
    "tags",
    "operationId",
    "security",
    "consumes",
    "produces",
    "schemes",
    "collectionFormat",
    "flow",
    "$self",
    "$defs",
    "$id",
    "$anchor",
    "const",
    "prefixItems",
    "patternProperties",
    "unevaluatedProperties",
    "contentMediaType",
    "itemSchema",
    "query",
    "additionalOperations",
    "LINK",
    "defaultMapping",
    "mediaTypes",
    "dataValue",
    "summary",
    "parent",
    "deprecated",
    "x-a",
    "",
    " ",
    "self",
    "type",
    "a/b",
    "a~b",
    "\u{0}",
];

/// Names that are hard to convert into identifiers, or that resemble each other.
pub(crate) const UNUSUAL_NAMES: &[&str] = &[
    "type",
    "Self",
    "r#type",
    "_",
    "__",
    "1",
    "-1",
    "a-b",
    "a_b",
    "aB",
    "A B",
    "\u{e9}t\u{e9}",
    "e\u{301}te",
    "\u{7c7b}\u{578b}",
    "\u{1f980}",
    "\u{200b}",
    "a\u{200d}b",
    "a\u{ad}b",
    "\u{feff}a",
    "\u{202e}a",
    "\u{2028}",
    "\u{e0041}",
    "\u{3bc}",
    "\u{b5}",
    "\u{17f}",
    "Option",
    "String",
    "Vec",
    "Result",
    "Error",
    "serde_json",
    "new",
    "body",
    "value",
    "unrecognized",
    "*/",
    "\"",
    "\\",
    "{}",
    "a.b[0]",
    "$ref",
    "9999999999999999999999",
];

/// The types of JSON Schema, and an invalid type.
const TYPES: &[&str] = &[
    "string", "integer", "number", "boolean", "array", "object", "null", "any",
];

/// Mutates the nodes of a document a few times.
pub(crate) fn mutate(document: &Value, random: &mut Random) -> Value {
    let mut changed = document.clone();
    for _ in 0..=random.below(4) {
        mutate_once(&mut changed, random);
    }
    changed
}

fn mutate_once(changed: &mut Value, random: &mut Random) {
    let all = pointers(changed);
    let (at, other) = (random.pick(&all), random.pick(&all));
    let Some(node) = changed.pointer(&at).cloned() else {
        return;
    };
    let elsewhere = changed.pointer(&other).cloned().unwrap_or_default();
    let new = match random.below(12) {
        0 => return remove(changed, &at),
        1 => return rename(changed, &at, random.pick(KEYS)),
        2 => return rename(changed, &at, random.pick(UNUSUAL_NAMES)),
        3 => return duplicate(changed, &at, random),
        4 => {
            put(changed, &other, node);
            elsewhere
        }
        5 => elsewhere,
        6 => scalar(random),
        7 => nested(node, random),
        8 => json!({ "$ref": reference(&all, random) }),
        9 => json!([node, node]),
        10 => retyped(node, random),
        _ => with_entry(node, elsewhere, random),
    };
    put(changed, &at, new);
}

/// Returns the pointers of all nodes.
fn pointers(document: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut open = vec![(String::new(), document)];
    while let Some((at, node)) = open.pop() {
        let steps: Vec<(String, &Value)> = match node {
            Value::Object(map) => map
                .iter()
                .map(|(key, value)| (escaped(key), value))
                .collect(),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items
                    .map(|(index, item)| (index.to_string(), item))
                    .collect()
            }
            _ => Vec::new(),
        };
        for (step, value) in steps {
            let at = format!("{at}/{step}");
            found.push(at.clone());
            open.push((at, value));
        }
    }
    found
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn put(document: &mut Value, at: &str, new: Value) {
    if let Some(node) = document.pointer_mut(at) {
        *node = new;
    }
}

/// Returns the parent of a node, and the key of the node.
fn parent_of<'a>(document: &'a mut Value, at: &str) -> Option<(&'a mut Value, String)> {
    let (parent_of, step) = at.rsplit_once('/')?;
    let step = step.replace("~1", "/").replace("~0", "~");
    Some((document.pointer_mut(parent_of)?, step))
}

fn remove(document: &mut Value, at: &str) {
    match parent_of(document, at) {
        Some((Value::Object(map), step)) => drop(map.remove(&step)),
        Some((Value::Array(items), step)) => {
            if let Ok(index) = step.parse::<usize>()
                && index < items.len()
            {
                items.remove(index);
            }
        }
        _ => {}
    }
}

fn rename(document: &mut Value, at: &str, name: &str) {
    if let Some((Value::Object(map), step)) = parent_of(document, at)
        && let Some(node) = map.remove(&step)
    {
        map.insert(name.to_owned(), node);
    }
}

/// Inserts a copy of a node beside it.
fn duplicate(document: &mut Value, at: &str, random: &mut Random) {
    match parent_of(document, at) {
        Some((Value::Object(map), step)) => {
            if let Some(node) = map.get(&step).cloned() {
                let similar = [
                    format!("{step}2"),
                    format!("{step}-"),
                    step.to_uppercase(),
                    step.to_lowercase(),
                    random.pick(UNUSUAL_NAMES).to_owned(),
                ];
                map.insert(random.pick(&similar), node);
            }
        }
        Some((Value::Array(items), step)) => {
            let node = step.parse::<usize>().ok();
            if let Some(node) = node.and_then(|index| items.get(index).cloned()) {
                items.push(node);
            }
        }
        _ => {}
    }
}

/// Changes the type of a schema, or replaces a scalar with a scalar of another type.
fn retyped(node: Value, random: &mut Random) -> Value {
    match node {
        Value::Object(mut map) => {
            let (one, other) = (random.pick(TYPES), random.pick(TYPES));
            let types = match random.below(4) {
                0 => json!([one, other]),
                1 => json!([one, "null"]),
                _ => json!(one),
            };
            map.insert("type".to_owned(), types);
            Value::Object(map)
        }
        Value::Array(mut items) => items.pop().unwrap_or_default(),
        Value::String(text) => match random.below(3) {
            0 => json!(random.pick(UNUSUAL_NAMES)),
            1 => json!(text.parse::<f64>().unwrap_or(1.0)),
            _ => json!({ "type": text }),
        },
        scalar => Value::String(scalar.to_string()),
    }
}

fn with_entry(node: Value, entry: Value, random: &mut Random) -> Value {
    let mut map = match node {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    map.insert(random.pick(KEYS).to_owned(), entry);
    Value::Object(map)
}

/// Returns a scalar at the limits of its type.
fn scalar(random: &mut Random) -> Value {
    let all = [
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(i64::MIN),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e308),
        json!(-0.0),
        json!(9_007_199_254_740_993_i64),
        json!(1.7e38),
        json!(5e-324),
        json!(""),
        json!("object"),
        json!("string"),
        json!("a".repeat(300)),
        json!("\u{0}\u{202e}{}{a}\n```\n"),
        json!("a\u{200b}b\u{ad}\u{2028}\u{e0041}\u{feff}"),
        json!("99999999999999999999999999"),
        json!([]),
        json!({}),
        json!([[], {}]),
    ];
    random.pick(&all)
}

/// Nests a node deeply in other nodes.
fn nested(node: Value, random: &mut Random) -> Value {
    let depth = random.pick(&[1, 6, 20]);
    let kind = random.below(5);
    (0..depth).fold(node, |node, _| match kind {
        0 => json!({ "type": "array", "items": node }),
        1 => json!({ "allOf": [node] }),
        2 => json!({ "oneOf": [node, { "type": "string" }] }),
        3 => json!({ "type": "object", "properties": { "a": node } }),
        _ => json!([node]),
    })
}

/// Returns a reference to any node of the document, or an unresolved reference.
fn reference(all: &[String], random: &mut Random) -> String {
    let odd = [
        "",
        "#",
        "#/",
        "#/components/schemas",
        "#/definitions",
        "other.yaml#/a",
        "#/components/schemas/%zz",
        "https://e",
    ];
    if random.once_in(5) {
        return random.pick(&odd).to_owned();
    }
    // The sections of components in Swagger 2.0, and in OpenAPI 3.
    let shared = ["/definitions/", "/parameters/", "/responses/"];
    let is_component = |at: &String| match at.matches('/').count() {
        2 => shared.iter().any(|parent_of| at.starts_with(parent_of)),
        count => count == 3 && at.starts_with("/components/"),
    };
    let components: Vec<String> = all.iter().filter(|at| is_component(at)).cloned().collect();
    if components.is_empty() || random.once_in(4) {
        return format!("#{}", random.pick(all));
    }
    format!("#{}", random.pick(&components))
}
