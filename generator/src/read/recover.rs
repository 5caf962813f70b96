//! Recovers a document from invalid nodes. An error excludes at most the operation that contains
//! it.

use serde_json::{Value, json};

use super::bundle::the;
use super::method::{item_of, pointers};
use super::node_kind::{
    CALLBACK, CONTACT, DISCRIMINATOR, EXAMPLE, EXTERNAL_DOCS, INFO, LICENSE, LINK, PARAMETER,
    Placeholder, SECURITY_SCHEME, SERVER, TAG, VARIABLE, is_flow,
};
use super::prune::is_out_of_range;
use super::sources::Removed;
use super::validate::{InvalidNode, Why};
use super::{Excluded, route};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::pointer::Pointer;

/// The recovery from an invalid node.
enum Fix {
    /// Add a missing key with a placeholder.
    Add(&'static str, Placeholder),
    /// Type a parameter or header as a string.
    AsString,
    /// Replace the node with an assumed value.
    Replace(Value),
    /// Remove a key of the node.
    RemoveKey(Pointer),
    /// Remove the node.
    Remove(Pointer),
    /// Remove a component. References to the component are then unresolved.
    RemoveComponent(Pointer),
    /// Exclude the operations that contain the node.
    Skip(Vec<Pointer>),
    /// Exclude the operations that use the node, and remove the node from their path.
    SkipAll(Vec<Pointer>),
}

/// Fixes invalid nodes and reports each. Returns the removed array items.
///
/// # Errors
///
/// Returns an error if a node is invalid that the document requires.
pub(super) fn recover(
    document: &mut Value,
    wrong: &[InvalidNode],
    excluded: &mut Excluded,
) -> Result<Removed, Diagnostic> {
    let mut items = Vec::new();
    // Nodes are fixed in reverse order, because removing an array item shifts later indexes.
    let before = excluded.diagnostics.len();
    for wrong in wrong.iter().rev() {
        let Some(fix) = fix(document, wrong) else {
            return Err(refused(wrong));
        };
        let diagnostic = diagnostic(wrong, &fix);
        let mut lost = Vec::new();
        match fix {
            Fix::Add(key, empty) => {
                if let Some(Value::Object(keys)) = wrong.node.look_mut(document) {
                    keys.insert(key.to_owned(), empty.value());
                }
            }
            Fix::AsString => {
                if let Some(Value::Object(keys)) = wrong.node.look_mut(document) {
                    keys.insert("schema".to_owned(), json!({ "type": "string" }));
                }
            }
            Fix::Replace(value) => {
                if let Some(node) = wrong.node.look_mut(document) {
                    *node = value;
                }
            }
            Fix::RemoveKey(pointer) | Fix::Remove(pointer) => {
                items.extend(remove(document, &pointer));
            }
            Fix::RemoveComponent(pointer) => {
                remove(document, &pointer);
                excluded.components.insert(pointer);
            }
            Fix::Skip(operations) | Fix::SkipAll(operations) => {
                if !operations.iter().any(|pointer| wrong.node.is_in(pointer)) {
                    remove(document, &wrong.node);
                }
                for pointer in operations {
                    if let Some(operation) = pointer.look_mut(document) {
                        lost.push(name(operation, &pointer));
                        *operation = without_content(operation);
                    }
                    excluded.operations.insert(pointer, diagnostic.clone());
                }
            }
        }
        excluded.diagnostics.push(diagnostic.losing(&lost));
    }
    if let Some(new) = excluded.diagnostics.get_mut(before..) {
        new.reverse();
    }
    Ok(removed(document, items))
}

/// Groups removed items by array.
fn removed(document: &Value, mut items: Vec<(Pointer, usize)>) -> Removed {
    let mut removed = Removed::default();
    items.sort();
    for of_list in items.chunk_by(|(one, _), (other, _)| one == other) {
        let Some((list, _)) = of_list.first() else {
            continue;
        };
        let indexes: Vec<usize> = of_list.iter().map(|(_, index)| *index).collect();
        let left = list.look(document).and_then(Value::as_array);
        let length = left.map_or(0, Vec::len) + indexes.len();
        removed.add(list, indexes, length);
    }
    removed
}

fn fix(document: &Value, wrong: &InvalidNode) -> Option<Fix> {
    if let Why::Missing(key, empty) = wrong.why {
        return Some(Fix::Add(key, empty));
    }
    if is_untyped(wrong) {
        return Some(Fix::AsString);
    }
    let node_kind = wrong.node_kind;
    let node = &wrong.node;
    let spare = match &wrong.why {
        Why::Key(_, key) => Some(key).filter(|key| {
            let is_plain = node_kind.plain.contains(&key.as_str());
            is_plain || node_kind.holds.iter().any(|(held, ..)| held == key)
        }),
        Why::Refused(_, Some(key)) => {
            if let Some((key, empty)) = node_kind.needs.iter().find(|(needed, _)| needed == key) {
                return Some(Fix::Add(key, *empty));
            }
            None
        }
        Why::Missing(..) | Why::Refused(_, None) => None,
    };
    if let Some(key) = spare {
        return Some(Fix::RemoveKey(node.child(key)));
    }
    if node_kind.is(&SECURITY_SCHEME)
        && let Some(scheme) = token_scheme(node.look(document))
    {
        return Some(Fix::Replace(scheme));
    }
    if node_kind.is(&INFO) {
        return Some(Fix::Replace(info(document)));
    }
    if let Some(assumed) = node_kind.assumed {
        return Some(Fix::Replace((assumed.node)()));
    }
    let mut keys = node.keys();
    let is_component = keys.next().as_deref() == Some("components") && keys.count() == 2;
    let spare = [
        &CALLBACK,
        &CONTACT,
        &DISCRIMINATOR,
        &EXAMPLE,
        &EXTERNAL_DOCS,
        &LICENSE,
        &LINK,
        &PARAMETER,
        &SERVER,
        &TAG,
        &VARIABLE,
    ];
    let is_spare = spare.into_iter().any(|spare| node_kind.is(spare)) || is_flow(node_kind);
    if is_spare && !(node_kind.is(&PARAMETER) && is_component) {
        return Some(Fix::Remove(node.clone()));
    }
    let mut keys = node.keys();
    match (keys.next()?.as_str(), keys.next(), keys.next()) {
        ("paths", Some(path), _) => {
            let item = Pointer::root().child("paths").child(path);
            let all = item.look(document).map(|node| pointers(node, &item));
            let all = all.unwrap_or_default();
            if let Some(own) = all.iter().find(|pointer| node.is_in(pointer)) {
                return Some(Fix::Skip(vec![own.clone()]));
            }
            Some(if all.is_empty() {
                Fix::Remove(item)
            } else {
                Fix::SkipAll(all)
            })
        }
        ("components", Some(kind), Some(name)) => {
            let components = Pointer::root().child("components");
            Some(Fix::RemoveComponent(components.child(kind).child(name)))
        }
        _ => None,
    }
}

/// Returns `true` if a parameter or header has neither `schema` nor `content`.
fn is_untyped(wrong: &InvalidNode) -> bool {
    let message = match &wrong.why {
        Why::Key(message, _) | Why::Refused(message, _) => message,
        Why::Missing(..) => return false,
    };
    message.contains("ParameterSchemaOrContent")
}

/// Returns a bearer-token scheme in place of an invalid `oauth2` or `openIdConnect` scheme.
fn token_scheme(scheme: Option<&Value>) -> Option<Value> {
    let scheme = scheme?;
    let description = scheme.get("description").filter(|text| text.is_string());
    match scheme.get("type")?.as_str()? {
        "oauth2" => Some(json!({ "type": "oauth2", "flows": {}, "description": description })),
        "openIdConnect" => Some(
            json!({ "type": "openIdConnect", "openIdConnectUrl": "", "description": description }),
        ),
        _ => None,
    }
}

/// Excludes operations that are unresolved references.
pub(super) fn unresolved_operations(document: &mut Value, excluded: &mut Excluded) {
    for (pointer, unresolved) in &excluded.unresolved {
        let paths = item_of(pointer).and_then(|item| Some(item.parent()?.0));
        if paths != Some(Pointer::root().child("paths")) {
            continue;
        }
        if let Some(operation) = pointer.look_mut(document) {
            *operation = without_content(operation);
            excluded
                .operations
                .insert(pointer.clone(), unresolved.clone());
            let lost = [name(operation, pointer)];
            excluded.diagnostics.push(unresolved.clone().losing(&lost));
        }
    }
}

/// Returns the `operationId` of an operation, or else its method and path.
fn name(operation: &Value, pointer: &Pointer) -> String {
    let id = operation.get("operationId").and_then(Value::as_str);
    id.map_or_else(|| route(pointer), str::to_owned)
}

/// Returns the `operationId` and tags of an operation, without its content.
fn without_content(operation: &Value) -> Value {
    let is_text = |value: &Value| value.is_string();
    let id = operation.get("operationId").filter(|id| is_text(id));
    let tags = operation.get("tags").filter(|tags| {
        let tags = tags.as_array();
        tags.is_some_and(|tags| tags.iter().all(is_text))
    });
    let mut left = serde_json::Map::new();
    for (key, value) in [("operationId", id), ("tags", tags)] {
        left.extend(value.map(|value| (key.to_owned(), value.clone())));
    }
    left.insert("responses".to_owned(), json!({}));
    Value::Object(left)
}

/// Returns an info object with the readable title and version.
fn info(document: &Value) -> Value {
    let text = |key: &str| match document.get("info").and_then(|info| info.get(key)) {
        Some(Value::String(text)) => text.clone(),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
        _ => String::new(),
    };
    json!({ "title": text("title"), "version": text("version") })
}

/// Removes a node. Returns the array and index of a removed item.
fn remove(document: &mut Value, pointer: &Pointer) -> Option<(Pointer, usize)> {
    let (parent, key) = pointer.parent()?;
    match parent.look_mut(document) {
        Some(Value::Object(keys)) => {
            keys.shift_remove(&key);
        }
        Some(Value::Array(items)) => {
            if let Ok(index) = key.parse::<usize>()
                && index < items.len()
            {
                items.remove(index);
                return Some((parent, index));
            }
        }
        _ => {}
    }
    None
}

fn diagnostic(wrong: &InvalidNode, fix: &Fix) -> Diagnostic {
    let (pointer, message) = describe(wrong);
    let help = match fix {
        Fix::Add(_, empty) if matches!(wrong.why, Why::Missing(..)) => {
            format!("add it; {}", empty.consequence())
        }
        Fix::Add(_, empty) => format!("correct it; {} here", empty.consequence()),
        Fix::AsString => "add it; a string is assumed".to_owned(),
        Fix::Replace(_) if wrong.node_kind.is(&INFO) => {
            "correct it; only title and version are read here".to_owned()
        }
        Fix::Replace(_) if wrong.node_kind.is(&SECURITY_SCHEME) => {
            "correct it; a bearer token is assumed".to_owned()
        }
        Fix::Replace(_) => {
            let assumed = wrong.node_kind.assumed;
            format!(
                "correct it; {} is assumed here",
                assumed.map_or("an empty value", |it| it.name)
            )
        }
        Fix::RemoveKey(_) => "correct it, or remove the key; it is ignored here".to_owned(),
        Fix::Remove(_) => format!("correct it; {} is left out here", the(wrong.node_kind.name)),
        Fix::RemoveComponent(_) if wrong.node_kind.is(&SECURITY_SCHEME) => {
            "correct it; here, a header or the transport has to send the credential".to_owned()
        }
        Fix::RemoveComponent(_) => "correct it; the component is left out here".to_owned(),
        Fix::Skip(_) => "correct it; the operation is left out here".to_owned(),
        Fix::SkipAll(_) => "correct it; the operations of the path are left out here".to_owned(),
    };
    let code = match wrong.why {
        _ if is_untyped(wrong) => Code::MissingKey,
        Why::Missing(..) => Code::MissingKey,
        Why::Key(..) | Why::Refused(..) => Code::InvalidNode,
    };
    Diagnostic::warning(code, &pointer, message).help(help)
}

fn refused(wrong: &InvalidNode) -> Diagnostic {
    let (pointer, message) = describe(wrong);
    Diagnostic::error(Code::NotOpenapi, Location::Pointer(pointer), message)
        .help("compare it with OpenAPI 3.0, section 4.7; a document requires it")
}

fn describe(wrong: &InvalidNode) -> (Pointer, String) {
    let name = wrong.node_kind.name;
    match &wrong.why {
        Why::Missing(key, _) => {
            let message = format!("missing `{key}` in {name}");
            (wrong.node.clone(), message)
        }
        _ if is_untyped(wrong) => {
            let message = format!("missing `schema` in {name}");
            (wrong.node.clone(), message)
        }
        Why::Key(message, key) | Why::Refused(message, Some(key)) => {
            let pointer = wrong.node.child(key);
            (pointer, unreadable(name, Some(key), message))
        }
        Why::Refused(message, None) => (wrong.node.clone(), unreadable(name, None, message)),
    }
}

/// Rewrites a message of the model, such as `invalid type: map`, in the terms of JSON.
fn unreadable(name: &str, key: Option<&String>, message: &str) -> String {
    let of_key = key.map(|key| format!(" for `{key}`")).unwrap_or_default();
    let mismatch = ["invalid type: ", "invalid value: ", "unknown variant "]
        .into_iter()
        .find_map(|start| message.strip_prefix(start));
    if let Some((found, expected)) =
        mismatch.and_then(|mismatch| mismatch.split_once(", expected "))
    {
        return format!(
            "expected {}{of_key}, found {}",
            expected_of(expected),
            found_of(found)
        );
    }
    if let Some(missing) = message.strip_prefix("missing field ") {
        return format!("missing {missing} in {name}");
    }
    format!("{name} is invalid: {message}")
}

fn expected_of(expected: &str) -> &str {
    match expected {
        "a sequence" => "an array",
        "string or map" => "a string",
        "a map" => "an object",
        "usize" | "u64" => "a non-negative integer",
        "a JSON number" => "a number",
        _ if expected.starts_with("struct ") || expected.starts_with("internally tagged ") => {
            "an object"
        }
        _ => expected,
    }
}

fn found_of(found: &str) -> String {
    if let Some(text) = found
        .strip_prefix("string \"")
        .and_then(|it| it.strip_suffix('"'))
    {
        if is_out_of_range(text) {
            return format!("`{text}`, a number out of range");
        }
        return format!("the string `{}`", text.replace('`', "'"));
    }
    match found {
        "map" => "an object".to_owned(),
        "sequence" => "an array".to_owned(),
        "unit value" | "null" => "null".to_owned(),
        _ => {
            let kinds = ["integer ", "floating point ", "boolean "];
            let scalar = kinds.into_iter().find_map(|kind| found.strip_prefix(kind));
            scalar.unwrap_or(found).to_owned()
        }
    }
}
