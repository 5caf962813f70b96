//! Responses: what is in them, in which media types.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::parameter::{Format, describe, text_note};
use super::schema::schema;
use super::{Conversion, ConversionContext, get, kept, referring};
use crate::diagnostic::Code;
use crate::pointer::Pointer;

/// What the schema of a response says, as far as media types go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ContentKind {
    /// A file, which is no JSON.
    File,
    /// An object, a list, …, which is no picture.
    Structured,
    /// A text, or anything.
    Any,
}

/// References that are followed to a definition that says what it is.
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

    /// A response. A shared one comes in media types of the document, so that an operation with others
    /// has a response of its own.
    pub(super) fn response(
        &mut self,
        node: &'d Value,
        produces: Option<&[String]>,
        at: &ConversionContext,
    ) -> Value {
        let (mut node, mut at) = (node, at.clone());
        let often = produces.unwrap_or(&self.produces).len();
        if !self.affords(node, often) {
            return json!({});
        }
        if let Value::Object(keys) = node
            && let Some(Value::String(target)) = keys.get("$ref")
        {
            let pointer = Pointer::from_fragment(target);
            let said = pointer.and_then(|pointer| Some((pointer.look(self.document)?, pointer)));
            match said {
                Some((said, pointer)) if !self.is_shared(said, produces) => {
                    if !self.affords(said, often) {
                        return json!({});
                    }
                    self.beside(node, &at.old);
                    node = said;
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

    /// Whether a shared response is one of an operation with these media types.
    fn is_shared(&self, said: &Value, produces: Option<&[String]>) -> bool {
        let (Some(schema), Some(produces)) = (get(said, "schema"), produces) else {
            return true;
        };
        let sort = self.content_kind(schema);
        media_types(sort, produces) == media_types(sort, &self.produces)
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
        if let Some(said) = get(node, "schema") {
            let produces = produces.unwrap_or(&self.produces);
            let media_types = media_types(self.content_kind(said), produces);
            let converted = schema(said.clone());
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
            Some(_) => {
                let message = "`examples` is a mapping from media types";
                let help = "correct it; until then there is none";
                let pointer = at.old.child("examples");
                self.report(Code::InvalidNode, &pointer, message, help);
                return content;
            }
        };
        let is_described = !content.is_empty();
        let alike = content.keys().rev();
        let alike: BTreeMap<String, String> =
            alike.map(|name| (essence(name), name.clone())).collect();
        for (name, example) in examples.iter().filter(|(name, _)| !name.starts_with("x-")) {
            let pointer = at.old.child("examples").child(name);
            let known = match content.contains_key(name) {
                true => Some(name.clone()),
                false => alike.get(&essence(name)).cloned(),
            };
            let name = match known {
                Some(known) => known,
                // What there is an example of is there.
                None if !is_described && name.contains('/') => name.clone(),
                None => {
                    let message = format!("no response comes in the media type `{name}`");
                    let help = "examples are by the media types of `produces`; it is left out";
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
                value = self.as_text(value, at);
                describe(&mut new, &note);
            }
        }
        self.record_pointer(&at.within("schema"));
        new.insert("schema".to_owned(), value);
        Value::Object(new)
    }

    /// What a schema is, as far as that can be told.
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

/// The media types that a schema can come in, of all that an operation has for its responses: a file
/// isn't sent as JSON because errors are, and errors not as a picture because the picture is.
fn media_types(sort: ContentKind, produces: &[String]) -> Vec<String> {
    let fits = |name: &String| match sort {
        ContentKind::File => !is_json(name),
        ContentKind::Structured => !is_opaque(name),
        ContentKind::Any => true,
    };
    let fitting: Vec<String> = produces.iter().filter(|name| fits(name)).cloned().collect();
    let usual = match sort {
        _ if !fitting.is_empty() => return fitting,
        ContentKind::File => "*/*",
        ContentKind::Structured | ContentKind::Any => "application/json",
    };
    vec![usual.to_owned()]
}

fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
}

/// Whether nothing but bytes can be in it.
fn is_opaque(media_type: &str) -> bool {
    let essence = essence(media_type);
    let bytes = ["audio/", "font/", "image/", "video/"];
    bytes.iter().any(|kind| essence.starts_with(kind))
        || matches!(
            essence.as_str(),
            "application/octet-stream" | "application/pdf" | "application/zip"
        )
}
