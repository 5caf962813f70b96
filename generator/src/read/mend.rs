//! A document with nodes that the model refuses, without them: a mistake costs the operation that
//! it is in, or less, and not the document.

use serde_json::{Value, json};

use super::SetAside;
use super::method::{item_of, places};
use super::shape::{Why, Wrong};
use super::sort::{
    CALLBACK, COMPONENTS, EXAMPLE, EXTERNAL_DOCS, Empty, INFO, LINK, SCHEMA, SCHEMA_OR_BOOLEAN,
    SECURITY_SCHEME, SERVER, TAG,
};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::Pointer;

/// What is done about a wrong node.
enum Remedy {
    /// A key is put in, with nothing at it.
    Add(&'static str, Empty),
    /// A parameter or header is a string.
    AsString,
    /// The node is replaced by one that says nothing.
    Replace(Value),
    /// A key is taken out of the node.
    RemoveKey(Pointer),
    /// A node is taken out.
    Remove(Pointer),
    /// A component is taken out: what needs it finds that it isn't there.
    RemoveComponent(Pointer),
    /// These operations can't be had without the node.
    Skip(Vec<Pointer>),
    /// These operations can't be had without the node, which is taken out of their path.
    SkipAll(Vec<Pointer>),
}

/// Takes what is wrong out of a document, and says what was done about each.
///
/// # Errors
///
/// When a node is wrong without which there is no document.
pub(super) fn mend(
    document: &mut Value,
    wrong: &[Wrong],
    set_aside: &mut SetAside,
) -> Result<(), Diagnostic> {
    // From the last to the first, since taking one out of a list moves those after it.
    let before = set_aside.diagnostics.len();
    for wrong in wrong.iter().rev() {
        let Some(remedy) = remedy(document, wrong) else {
            return Err(refused(wrong));
        };
        let diagnostic = diagnostic(wrong, &remedy);
        match remedy {
            Remedy::Add(key, empty) => {
                if let Some(Value::Object(keys)) = wrong.node.look_mut(document) {
                    let value = match empty {
                        Empty::Text => Value::String(String::new()),
                        Empty::Object => Value::Object(serde_json::Map::new()),
                    };
                    keys.insert(key.to_owned(), value);
                }
            }
            Remedy::AsString => {
                if let Some(Value::Object(keys)) = wrong.node.look_mut(document) {
                    keys.insert("schema".to_owned(), json!({ "type": "string" }));
                }
            }
            Remedy::Replace(value) => {
                if let Some(node) = wrong.node.look_mut(document) {
                    *node = value;
                }
            }
            Remedy::RemoveKey(place) | Remedy::Remove(place) => remove(document, &place),
            Remedy::RemoveComponent(place) => {
                remove(document, &place);
                set_aside.components.insert(place);
            }
            Remedy::Skip(operations) | Remedy::SkipAll(operations) => {
                if !operations.iter().any(|place| wrong.node.is_in(place)) {
                    remove(document, &wrong.node);
                }
                for place in operations {
                    if let Some(operation) = place.look_mut(document) {
                        *operation = without_content(operation);
                    }
                    set_aside.operations.insert(place, diagnostic.clone());
                }
            }
        }
        set_aside.diagnostics.push(diagnostic);
    }
    if let Some(new) = set_aside.diagnostics.get_mut(before..) {
        new.reverse();
    }
    Ok(())
}

fn remedy(document: &Value, wrong: &Wrong) -> Option<Remedy> {
    if let Why::Missing(key, empty) = wrong.why {
        return Some(Remedy::Add(key, empty));
    }
    if is_untyped(wrong) {
        return Some(Remedy::AsString);
    }
    let sort = wrong.sort;
    let node = &wrong.node;
    let spare = match &wrong.why {
        Why::Key(_, key) => Some(key).filter(|key| sort.plain.contains(&key.as_str())),
        Why::Refused(_, Some(key)) => {
            if let Some((key, empty)) = sort.needs.iter().find(|(needed, _)| needed == key) {
                return Some(Remedy::Add(key, *empty));
            }
            None
        }
        Why::Missing(..) | Why::Refused(_, None) => None,
    };
    if let Some(key) = spare {
        return Some(Remedy::RemoveKey(node.child(key)));
    }
    if sort.is(&SCHEMA) || sort.is(&SCHEMA_OR_BOOLEAN) {
        return Some(Remedy::Replace(Value::Object(serde_json::Map::new())));
    }
    if sort.is(&SECURITY_SCHEME)
        && let Some(scheme) = token_scheme(node.look(document))
    {
        return Some(Remedy::Replace(scheme));
    }
    if sort.is(&INFO) {
        return Some(Remedy::Replace(info(document)));
    }
    let spare = [
        &CALLBACK,
        &COMPONENTS,
        &EXAMPLE,
        &EXTERNAL_DOCS,
        &LINK,
        &SERVER,
        &TAG,
    ];
    if spare.into_iter().any(|spare| sort.is(spare)) {
        return Some(Remedy::Remove(node.clone()));
    }
    let mut keys = node.keys();
    match (keys.next()?.as_str(), keys.next(), keys.next()) {
        ("paths", Some(path), _) => {
            let item = Pointer::root().child("paths").child(path);
            let all = item.look(document).map(|node| places(node, &item));
            let all = all.unwrap_or_default();
            if let Some(own) = all.iter().find(|place| node.is_in(place)) {
                return Some(Remedy::Skip(vec![own.clone()]));
            }
            Some(if all.is_empty() {
                Remedy::Remove(item)
            } else {
                Remedy::SkipAll(all)
            })
        }
        ("components", Some(kind), Some(name)) => {
            let components = Pointer::root().child("components");
            Some(Remedy::RemoveComponent(components.child(kind).child(name)))
        }
        _ => None,
    }
}

/// Returns `true` for a parameter or header with neither `schema` nor `content`.
fn is_untyped(wrong: &Wrong) -> bool {
    let message = match &wrong.why {
        Why::Key(message, _) | Why::Refused(message, _) => message,
        Why::Missing(..) => return false,
    };
    message.contains("ParameterSchemaOrContent")
}

/// A scheme whose credential is a bearer token, whatever else is said of it.
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

/// Sets operations aside that are references which can't be followed.
pub(super) fn dead_operations(document: &mut Value, set_aside: &mut SetAside) {
    for (place, dead) in &set_aside.dead {
        let paths = item_of(place).and_then(|item| Some(item.parent()?.0));
        if paths != Some(Pointer::root().child("paths")) {
            continue;
        }
        if let Some(operation) = place.look_mut(document) {
            *operation = without_content(operation);
            set_aside.operations.insert(place.clone(), dead.clone());
            set_aside.diagnostics.push(dead.clone());
        }
    }
}

/// What an operation is asked for by.
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

/// What can be read of an info object: a title and a version.
fn info(document: &Value) -> Value {
    let text = |key: &str| match document.get("info").and_then(|info| info.get(key)) {
        Some(Value::String(text)) => text.clone(),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
        _ => String::new(),
    };
    json!({ "title": text("title"), "version": text("version") })
}

fn remove(document: &mut Value, place: &Pointer) {
    let Some((parent, key)) = place.parent() else {
        return;
    };
    match parent.look_mut(document) {
        Some(Value::Object(keys)) => {
            keys.shift_remove(&key);
        }
        Some(Value::Array(items)) => {
            if let Ok(index) = key.parse::<usize>()
                && index < items.len()
            {
                items.remove(index);
            }
        }
        _ => {}
    }
}

fn diagnostic(wrong: &Wrong, remedy: &Remedy) -> Diagnostic {
    let (place, message) = said(wrong);
    let help = match remedy {
        Remedy::Add(..) if matches!(wrong.why, Why::Missing(..)) => {
            "add it; until then it is taken for empty".to_owned()
        }
        Remedy::Add(..) => "correct it; until then it is taken for empty".to_owned(),
        Remedy::AsString => "add it; a string is assumed".to_owned(),
        Remedy::Replace(_) if wrong.sort.is(&INFO) => "only title and version are read".to_owned(),
        Remedy::Replace(_) if wrong.sort.is(&SECURITY_SCHEME) => {
            "correct it; until then it is a bearer token of which nothing else is said".to_owned()
        }
        Remedy::Replace(_) => "correct it; until then the schema is typed as raw JSON".to_owned(),
        Remedy::RemoveKey(_) => "correct it; until then the key is left out".to_owned(),
        Remedy::Remove(_) => format!("correct it; until then {} is left out", wrong.sort.name),
        Remedy::RemoveComponent(_) if wrong.sort.is(&SECURITY_SCHEME) => {
            "correct it; until then its credential is for a header of yours or the transport to send"
                .to_owned()
        }
        Remedy::RemoveComponent(_) => "correct it; until then the component is left out".to_owned(),
        Remedy::Skip(_) => "correct it; until then the operation is left out".to_owned(),
        Remedy::SkipAll(_) => {
            "correct it; until then the operations of the path are left out".to_owned()
        }
    };
    let code = match wrong.why {
        _ if is_untyped(wrong) => Code::MissingKey,
        Why::Missing(..) => Code::MissingKey,
        Why::Key(..) | Why::Refused(..) => Code::InvalidNode,
    };
    Diagnostic::warning(code, &place, message).help(help)
}

fn refused(wrong: &Wrong) -> Diagnostic {
    let (place, message) = said(wrong);
    Diagnostic::error(Code::NotOpenapi, Place::Pointer(place), message)
        .help("without it there is no document: compare it with OpenAPI 3.0, section 4.7")
}

/// What the model says, in the words of documents and not of Rust.
fn unreadable(name: &str, message: &str) -> String {
    let message = match message.split_once(", expected ") {
        Some((found, expected)) => {
            let found = found
                .replace("invalid type: map", "invalid type: mapping")
                .replace("invalid type: sequence", "invalid type: list");
            let expected = match expected {
                "a sequence" => "a list",
                "a map" => "a mapping",
                _ if expected.starts_with("struct ") => "a mapping",
                _ if expected.starts_with("internally tagged ") => "a mapping",
                _ => expected,
            };
            format!("{found}, expected {expected}")
        }
        None => message.to_owned(),
    };
    format!("this can't be read as {name}: {message}")
}

fn said(wrong: &Wrong) -> (Pointer, String) {
    let name = wrong.sort.name;
    match &wrong.why {
        Why::Missing(key, _) => {
            let message = format!("{name} has no `{key}`, which OpenAPI requires");
            (wrong.node.clone(), message)
        }
        _ if is_untyped(wrong) => {
            let message = format!("{name} has no `schema`, which OpenAPI requires");
            (wrong.node.clone(), message)
        }
        Why::Key(message, key) | Why::Refused(message, Some(key)) => {
            let place = wrong.node.child(key);
            (place, unreadable(name, message))
        }
        Why::Refused(message, None) => (wrong.node.clone(), unreadable(name, message)),
    }
}
