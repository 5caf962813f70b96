//! Responses: their content and media types.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::parameter::{Format, describe, text_note};
use super::schema::schema;
use super::{Conversion, ConversionContext, get, kept, referring};
use crate::diagnostic::Code;
use crate::pointer::Pointer;
use crate::read::prune::kind;

/// The kind of content that a response schema describes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ContentKind {
    /// A file, which isn't JSON.
    File,
    /// An object or array, which isn't an image.
    Structured,
    /// A string, or any value.
    Any,
}

/// The maximum length of a chain of references.
const MAX_STEPS: usize = 16;

impl<'d> Conversion<'d> {
    pub(super) fn responses(
        &mut self,
        responses: &'d Value,
        produces: Option<&[String]>,
        at: &ConversionContext,
    ) -> Value {
        let Value::Object(entries) = responses else {
            return responses.clone();
        };
        let mut new = Map::new();
        for (status, node) in entries {
            let node = match status.starts_with("x-") {
                true => node.clone(),
                false => self.response(node, produces, &at.child(status)),
            };
            new.insert(status.clone(), node);
        }
        Value::Object(new)
    }

    /// Converts a response. A shared response has the media types of the document, so an operation
    /// with other media types gets a copy.
    pub(super) fn response(
        &mut self,
        node: &'d Value,
        produces: Option<&[String]>,
        at: &ConversionContext,
    ) -> Value {
        let (mut node, mut at) = (node, at.clone());
        let count = produces.unwrap_or(&self.produces).len();
        if !self.affords(node, count) {
            return json!({});
        }
        if let Value::Object(keys) = node
            && let Some(Value::String(target)) = keys.get("$ref")
        {
            let pointer = Pointer::from_fragment(target);
            let shared = pointer.and_then(|pointer| Some((pointer.look(self.document)?, pointer)));
            match shared {
                Some((response, pointer)) if !self.is_shared(response, produces) => {
                    if !self.affords(response, count) {
                        return json!({});
                    }
                    self.beside(node, &at.old);
                    node = response;
                    at.old = pointer;
                    self.record_pointer(&at);
                }
                _ => return referring(keys, target),
            }
        }
        let Value::Object(keys) = node else {
            return node.clone();
        };
        let mut new = kept(keys, &["description"]);
        if let Some(headers) = get(node, "headers") {
            let headers = self.mapped(headers, &at.child("headers"), Self::header);
            new.insert("headers".to_owned(), headers);
        }
        let content = self.content(node, produces, &at);
        if !content.is_empty() {
            new.insert("content".to_owned(), Value::Object(content));
        }
        Value::Object(new)
    }

    /// Returns `true` if an operation with these media types can refer to a shared response.
    fn is_shared(&self, response: &Value, produces: Option<&[String]>) -> bool {
        let (Some(schema), Some(produces)) = (get(response, "schema"), produces) else {
            return true;
        };
        let node_kind = self.content_kind(schema);
        media_types(node_kind, produces) == media_types(node_kind, &self.produces)
    }

    fn content(
        &mut self,
        node: &Value,
        produces: Option<&[String]>,
        at: &ConversionContext,
    ) -> Map<String, Value> {
        let mut content = Map::new();
        let media = at.within("content");
        self.record_pointer(&media);
        if let Some(value) = get(node, "schema") {
            let produces = produces.unwrap_or(&self.produces);
            let media_types = media_types(self.content_kind(value), produces);
            let converted = schema(value.clone());
            for name in media_types {
                let at = media.within(&name);
                self.record_pointer(&at);
                self.moved(&at.new.child("schema"), &at.old.child("schema"));
                content.insert(name, json!({ "schema": converted }));
            }
        }
        let examples = match get(node, "examples") {
            None => return content,
            Some(Value::Object(examples)) => examples,
            Some(found) => {
                let message = format!(
                    "expected an object of media types for `examples`, found {}",
                    kind(found)
                );
                let help = "correct it; it is ignored here";
                let pointer = at.old.child("examples");
                self.report(Code::InvalidNode, &pointer, &message, help);
                return content;
            }
        };
        let is_described = !content.is_empty();
        let alike = content.keys().rev();
        let alike: BTreeMap<String, String> =
            alike.map(|name| (essence(name), name.clone())).collect();
        for (name, example) in examples.iter().filter(|(name, _)| !name.starts_with("x-")) {
            let pointer = at.old.child("examples").child(name);
            let documented = match content.contains_key(name) {
                true => Some(name.clone()),
                false => alike.get(&essence(name)).cloned(),
            };
            let name = match documented {
                Some(name) => name,
                // Without other content, the key of the example is the media type.
                None if !is_described && name.contains('/') => name.clone(),
                None => {
                    let message = format!("unknown media type `{name}` in `examples`");
                    let help = "use a media type of `produces`; the example is left out here";
                    self.report(Code::Contradiction, &pointer, &message, help);
                    continue;
                }
            };
            let at = media.within(&name);
            self.record_pointer(&at);
            self.moved(&at.new.child("example"), &pointer);
            if let Value::Object(media) = content.entry(name).or_insert_with(|| json!({})) {
                media.insert("example".to_owned(), example.clone());
            }
        }
        content
    }

    fn header(&mut self, node: &Value, at: &ConversionContext) -> Value {
        let Value::Object(keys) = node else {
            return node.clone();
        };
        let mut new = kept(keys, &["description"]);
        let mut value = self.value("a header", node, at);
        let format = self.format(node, at);
        match format {
            Format::None | Format::Commas => {}
            Format::Multi => self.not_here("multi", at),
            _ => {
                let note = text_note(&value, format);
                value = self.as_string(value, at);
                describe(&mut new, &note);
            }
        }
        self.record_pointer(&at.within("schema"));
        new.insert("schema".to_owned(), value);
        Value::Object(new)
    }

    /// Returns the kind of content of a schema.
    fn content_kind(&self, node: &Value) -> ContentKind {
        let mut node = node;
        for _ in 0..MAX_STEPS {
            let Some(Value::String(reference)) = node.get("$ref") else {
                break;
            };
            let target = Pointer::from_fragment(reference);
            match target.and_then(|target| target.look(self.document)) {
                Some(target) => node = target,
                None => return ContentKind::Any,
            }
        }
        let structured = ["properties", "items", "allOf", "additionalProperties"];
        match get(node, "type").and_then(Value::as_str) {
            Some("file") => ContentKind::File,
            Some("string") if get(node, "format") == Some(&json!("binary")) => ContentKind::File,
            Some("object" | "array") => ContentKind::Structured,
            None if structured.iter().any(|key| get(node, key).is_some()) => {
                ContentKind::Structured
            }
            _ => ContentKind::Any,
        }
    }
}

/// Returns the media types that suit a schema. `produces` is for all responses of an operation, so
/// JSON doesn't apply to a file, and an image type doesn't apply to an object.
fn media_types(node_kind: ContentKind, produces: &[String]) -> Vec<String> {
    let fits = |name: &String| match node_kind {
        ContentKind::File => !is_json(name),
        ContentKind::Structured => !is_opaque(name),
        ContentKind::Any => true,
    };
    let fitting: Vec<String> = produces.iter().filter(|name| fits(name)).cloned().collect();
    let default = match node_kind {
        _ if !fitting.is_empty() => return fitting,
        ContentKind::File => "*/*",
        ContentKind::Structured | ContentKind::Any => "application/json",
    };
    vec![default.to_owned()]
}

fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
}

/// Returns `true` if a media type is opaque bytes.
fn is_opaque(media_type: &str) -> bool {
    let essence = essence(media_type);
    let bytes = ["audio/", "font/", "image/", "video/"];
    bytes.iter().any(|kind| essence.starts_with(kind))
        || matches!(
            essence.as_str(),
            "application/octet-stream" | "application/pdf" | "application/zip"
        )
}
