//! Documents with nodes that aren't where they were, or are something else.

use serde_json::{Map, Value, json};

use crate::random::Random;

/// Keys that mean something to OpenAPI, and some that could be anybody's.
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
    "oneOf",
    "anyOf",
    "not",
    "nullable",
    "discriminator",
    "default",
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

/// Changes the nodes of a document a few times.
pub(crate) fn mutate(document: &Value, random: &mut Random) -> Value {
    let mut changed = document.clone();
    for _ in 0..=random.below(4) {
        let all = pointers(&changed);
        let at = random.pick(&all).clone();
        let other = random.pick(&all).clone();
        let Some(node) = changed.pointer(&at).cloned() else {
            continue;
        };
        let elsewhere = changed.pointer(&other).cloned().unwrap_or_default();
        let new = match random.below(9) {
            0 => {
                remove(&mut changed, &at);
                continue;
            }
            1 => {
                rename(&mut changed, &at, random);
                continue;
            }
            2 => {
                put(&mut changed, &other, node);
                elsewhere
            }
            3 => elsewhere,
            4 => scalar(random),
            5 => nested(node, random),
            6 => json!({ "$ref": reference(&all, random) }),
            7 => json!([node, node]),
            _ => with_entry(node, elsewhere, random),
        };
        put(&mut changed, &at, new);
    }
    changed
}

/// The places of all nodes.
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

/// The node that holds another, and the other's step.
fn holder<'a>(document: &'a mut Value, at: &str) -> Option<(&'a mut Value, String)> {
    let (holder, step) = at.rsplit_once('/')?;
    let step = step.replace("~1", "/").replace("~0", "~");
    Some((document.pointer_mut(holder)?, step))
}

fn remove(document: &mut Value, at: &str) {
    match holder(document, at) {
        Some((Value::Object(map), step)) => drop(map.remove(&step)),
        Some((Value::Array(items), step)) => drop(items.remove(step.parse().unwrap())),
        _ => {}
    }
}

fn rename(document: &mut Value, at: &str, random: &mut Random) {
    if let Some((Value::Object(map), step)) = holder(document, at)
        && let Some(node) = map.remove(&step)
    {
        map.insert((*random.pick(KEYS)).to_owned(), node);
    }
}

fn with_entry(node: Value, entry: Value, random: &mut Random) -> Value {
    let mut map = match node {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    map.insert((*random.pick(KEYS)).to_owned(), entry);
    Value::Object(map)
}

/// A value at the limits of its type.
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
        json!(5e-324),
        json!(""),
        json!("object"),
        json!("string"),
        json!("a".repeat(300)),
        json!("\u{0}\u{202e}{}{a}\n```\n"),
        json!([]),
        json!({}),
        json!([[], {}]),
    ];
    random.pick(&all).clone()
}

/// A node deep within others. By itself, the model reads what it refuses twice on each level.
fn nested(node: Value, random: &mut Random) -> Value {
    let depth = *random.pick(&[1, 6, 20]);
    let kind = random.below(5);
    (0..depth).fold(node, |node, _| match kind {
        0 => json!({ "type": "array", "items": node }),
        1 => json!({ "allOf": [node] }),
        2 => json!({ "oneOf": [node, { "type": "string" }] }),
        3 => json!({ "type": "object", "properties": { "a": node } }),
        _ => json!([node]),
    })
}

/// Somewhere in the document, wherever that leads, or nowhere.
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
    if random.below(5) == 0 {
        return (*random.pick(&odd)).to_owned();
    }
    // Where Swagger 2.0 has them, and where OpenAPI 3.0 has.
    let shared = ["/definitions/", "/parameters/", "/responses/"];
    let is_component = |at: &String| match at.matches('/').count() {
        2 => shared.iter().any(|holder| at.starts_with(holder)),
        count => count == 3 && at.starts_with("/components/"),
    };
    let components: Vec<&String> = all.iter().filter(|at| is_component(at)).collect();
    match components.as_slice() {
        [] => format!("#{}", random.pick(all)),
        some if random.below(4) > 0 => format!("#{}", random.pick(some)),
        _ => format!("#{}", random.pick(all)),
    }
}
