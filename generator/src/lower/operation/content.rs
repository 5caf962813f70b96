//! The contents of responses, by media type.

use indexmap::IndexMap;

use crate::lower::{
    Lowering,
    multipart::file_part::is_binary,
    operation::{
        body::media_type_word,
        message::{essence, is_json},
    },
    schema::{Typed, inline::shared_owner},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::MediaType,
    ir::{
        Docs, JsonType, Owner, PathSegment, Payload, ResponseContent, Status, TypeDef, TypeKind,
        TypeRef,
    },
    pointer::Pointer,
};

/// The maximum number of generated media types of a response: ten times the number in any published
/// document.
const MAX_CONTENTS: usize = 100;

/// The decoding of a media type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BodyFormat {
    Json,
    Text,
    Stream,
}

impl<'d> Lowering<'d, '_> {
    /// Returns the contents of a response, beginning with the default: JSON precedes other
    /// contents, which are in document order. JSON media types with the same schema are one
    /// content.
    pub(in crate::lower) fn response_contents(
        &mut self,
        all: &'d IndexMap<String, MediaType>,
        pointer: &Pointer,
        owner: &Owner,
        status: Status,
    ) -> Vec<ResponseContent> {
        if let Some(first) = all.keys().nth(MAX_CONTENTS) {
            let message = format!("only {MAX_CONTENTS} media types of a response are generated");
            self.diagnostics.report(
                Diagnostic::warning(Code::NotGenerated, &pointer.child(first), message).help(
                    "use a media range; a response of another media type is an error that holds \
                     the bytes",
                ),
            );
        }
        let mut read: Vec<(&'d String, &'d MediaType, BodyFormat)> = all
            .iter()
            .take(MAX_CONTENTS)
            .map(|(name, media)| {
                (
                    name,
                    media,
                    self.body_format(name, media, &pointer.child(name)),
                )
            })
            .collect();
        // Names depend on the order, which must not depend on the order in the document.
        read.sort_by_key(
            |(name, _, reading)| match (reading, essence(name).as_str()) {
                (BodyFormat::Json, "application/json") => (0, name.to_ascii_lowercase()),
                (BodyFormat::Json, essence) if !essence.contains('*') => {
                    (1, name.to_ascii_lowercase())
                }
                (BodyFormat::Json, _) => (2, name.to_ascii_lowercase()),
                (BodyFormat::Text | BodyFormat::Stream, _) => (3, String::new()),
            },
        );
        let mut contents: Vec<ResponseContent> = Vec::new();
        let mut typed: Vec<(&'d MediaType, usize)> = Vec::new();
        for (name, media, reading) in read {
            if reading != BodyFormat::Json
                && let Some(index) = self.json_twin(name, media, &typed)
            {
                match contents.get_mut(index) {
                    // Text has the same string as JSON, without quotes.
                    Some(json) if self.is_string(name, media, reading) => {
                        json.media_types.push(name.clone());
                    }
                    _ => self.report_left_out(name, &pointer.child(name)),
                }
                continue;
            }
            let encoding = pointer.child(name).child("encoding");
            self.check_encodings(&media.encoding, &encoding, |_| false);
            let mut item = None;
            let payload = match reading {
                BodyFormat::Text => {
                    self.check_untyped(name, all, pointer);
                    Payload::Text
                }
                BodyFormat::Stream => {
                    item = self.item(name, media, &pointer.child(name), owner, status);
                    if !is_sequence(media) && item.is_none() {
                        self.check_untyped(name, all, pointer);
                    }
                    Payload::Stream
                }
                BodyFormat::Json => {
                    if is_sequence(media) {
                        self.report_whole(name, &pointer.child(name));
                    }
                    let mut before = typed.iter();
                    let same = before.find(|(other, _)| other.schema == media.schema);
                    if let Some(content) = same.and_then(|(_, index)| contents.get_mut(*index)) {
                        content.media_types.push(name.clone());
                        continue;
                    }
                    let step = match typed.is_empty() {
                        true => PathSegment::ResponseBody(status),
                        false => PathSegment::ResponseBodyAs(status, media_type_word(name)),
                    };
                    typed.push((media, contents.len()));
                    Payload::Json(self.media_type(media, &pointer.child(name), owner, step))
                }
            };
            contents.push(ResponseContent {
                media_types: vec![name.clone()],
                payload,
                item,
            });
        }
        contents
    }

    /// Returns the index of the JSON content with the same schema as a media type that is omitted.
    /// Bytes and streams are never omitted.
    fn json_twin(
        &self,
        name: &str,
        media: &'d MediaType,
        typed: &[(&'d MediaType, usize)],
    ) -> Option<usize> {
        let essence = essence(name);
        let is_kept = |kept: &String| kept.eq_ignore_ascii_case(&essence);
        let schema = media.schema.as_ref()?;
        let resolved = self.resolve_schema(schema.into(), &Pointer::root());
        let is_binary = resolved.is_none_or(|(schema, _)| is_binary(schema));
        let is_left = is_value_encoding(&essence)
            && !is_binary
            && !is_sequence(media)
            && !self.settings.media_types.iter().any(is_kept);
        let twin = typed.iter().find(|(json, _)| json.schema == media.schema);
        twin.filter(|_| is_left).map(|(_, index)| *index)
    }

    /// Returns `true` if a body is text whose schema is a string.
    fn is_string(&self, name: &str, media: &'d MediaType, reading: BodyFormat) -> bool {
        let schema = media.schema.as_ref();
        let resolved =
            schema.and_then(|schema| self.resolve_schema(schema.into(), &Pointer::root()));
        let is_text = reading == BodyFormat::Text && !essence(name).ends_with("xml");
        is_text && resolved.is_some_and(|(schema, _)| schema.json_type() == Some(JsonType::String))
    }

    fn report_left_out(&mut self, name: &str, pointer: &Pointer) {
        let message = format!("`{name}` isn't generated: JSON has the same schema");
        let help = format!(
            "set `media_types = [\"{}\"]` in rejoinder.toml to generate it",
            essence(name)
        );
        self.diagnostics
            .report(Diagnostic::note(Code::NotGenerated, pointer, message).help(help));
    }

    fn report_whole(&mut self, name: &str, pointer: &Pointer) {
        let message = format!("expected a sequential media type for `itemSchema`, found `{name}`");
        self.diagnostics.report(
            Diagnostic::warning(Code::Contradiction, pointer, message)
                .help("use a media type such as `application/jsonl`; an array is assumed"),
        );
    }

    /// Returns the type of the items of a stream. OpenAPI before 3.2 has no `itemSchema`: the schema
    /// of a sequential media type is the schema of an item, or of the array of all items.
    fn item(
        &mut self,
        name: &str,
        media: &'d MediaType,
        pointer: &Pointer,
        owner: &Owner,
        status: Status,
    ) -> Option<TypeRef> {
        let is_sequence = is_sequence(media);
        let is_stream = is_sequential(&essence(name)) && self.is_structured(media, pointer);
        if !is_sequence && !is_stream {
            return None;
        }
        let step = PathSegment::ResponseBodyAs(status, media_type_word(name));
        match self.media_type(media, pointer, owner, step) {
            TypeRef::List(item) => Some(*item),
            ty => Some(ty).filter(|_| !is_sequence),
        }
    }

    /// Returns `true` if the schema of a media type is neither a string nor unconstrained.
    fn is_structured(&self, media: &'d MediaType, pointer: &Pointer) -> bool {
        let schema = media.schema.as_ref();
        let resolved =
            schema.and_then(|schema| self.resolve_schema(schema.into(), &pointer.child("schema")));
        resolved.is_some_and(|(schema, _)| {
            let is_composed = schema.is_composed() || schema.has_properties();
            match schema.json_type() {
                Some(json) => json != JsonType::String,
                None => is_composed,
            }
        })
    }

    /// Returns the payload of a response: the payload that all contents share, or a choice.
    pub(in crate::lower) fn response_payload(
        &mut self,
        contents: &[ResponseContent],
        pointer: &Pointer,
        owner: &Owner,
        status: Status,
    ) -> Payload {
        let Some((preferred, others)) = contents.split_first() else {
            return Payload::Empty;
        };
        if others
            .iter()
            .all(|other| other.payload == preferred.payload)
        {
            preferred.payload.clone()
        } else {
            Payload::Choice(self.choice(contents, pointer, owner, status))
        }
    }

    /// Returns the type of a choice of contents. Operations that share a component share its type.
    fn choice(
        &mut self,
        contents: &[ResponseContent],
        pointer: &Pointer,
        owner: &Owner,
        status: Status,
    ) -> TypeRef {
        if let Some((typed, _)) = self.shared.get(pointer) {
            return typed.ty.clone();
        }
        let step = PathSegment::ResponseContent(status);
        let shared = shared_owner(pointer, &step);
        let is_shared = shared.is_some();
        let (owner, steps) = shared.unwrap_or_else(|| (owner.clone(), vec![step]));
        let ty = TypeRef::Named(self.add(TypeDef {
            pointer: pointer.clone(),
            owner,
            uses: vec![steps],
            other_uses: Vec::new(),
            direction: None,
            docs: Docs::default(),
            kind: TypeKind::Contents(contents.to_vec()),
        }));
        if is_shared {
            let typed = Typed::new(ty.clone(), false);
            self.shared
                .insert(pointer.clone(), (typed, self.types.len()));
        }
        ty
    }

    /// Returns the decoding of a media type.
    fn body_format(&self, name: &str, media: &'d MediaType, pointer: &Pointer) -> BodyFormat {
        match essence(name).as_str() {
            _ if is_json(name) => BodyFormat::Json,
            _ if is_sequence(media) => BodyFormat::Stream,
            // Frameworks without a specific media type document a range; the schema determines the
            // format.
            "*/*" | "application/*" => self.range_format(media, pointer),
            // An event stream may never end.
            "text/event-stream" => BodyFormat::Stream,
            essence if essence.starts_with("text/") && !self.has_binary_schema(media, pointer) => {
                BodyFormat::Text
            }
            _ => BodyFormat::Stream,
        }
    }

    /// Returns `true` if the schema of a media type is a binary string. A file may have any
    /// encoding, even with a text media type, and Swagger 2.0 lists the media types of a file beside
    /// those of other responses.
    fn has_binary_schema(&self, media: &'d MediaType, pointer: &Pointer) -> bool {
        let schema = media.schema.as_ref();
        let resolved =
            schema.and_then(|schema| self.resolve_schema(schema.into(), &pointer.child("schema")));
        resolved.is_some_and(|(schema, _)| is_binary(schema))
    }

    fn range_format(&self, media: &'d MediaType, pointer: &Pointer) -> BodyFormat {
        let schema = media.schema.as_ref();
        let resolved =
            schema.and_then(|schema| self.resolve_schema(schema.into(), &pointer.child("schema")));
        let Some((schema, _)) = resolved else {
            return BodyFormat::Stream;
        };
        match schema.json_type() {
            _ if is_binary(schema) => BodyFormat::Stream,
            Some(JsonType::String) => BodyFormat::Text,
            None if schema.is_unconstrained() && !schema.is_composed() => BodyFormat::Stream,
            _ => BodyFormat::Json,
        }
    }
}

/// Returns `true` for a media type that encodes a single value, as JSON does: neither files nor
/// streams.
fn is_value_encoding(essence: &str) -> bool {
    let subtype = essence.split_once('/').map_or("", |(_, subtype)| subtype);
    let suffix = subtype.rsplit(['+', '-']).next().unwrap_or_default();
    let encodings = ["xml", "yaml", "yml", "urlencoded", "cbor", "msgpack"];
    !essence.contains('*')
        && essence != "text/event-stream"
        && (encodings.contains(&suffix)
            || essence.starts_with("multipart/")
            || essence.starts_with("text/"))
}

/// Returns `true` for a media type that is a sequence of JSON values.
fn is_sequential(essence: &str) -> bool {
    let suffixes = [
        "text/event-stream",
        "jsonl",
        "jsonlines",
        "ndjson",
        "json-seq",
    ];
    suffixes.iter().any(|suffix| essence.ends_with(suffix))
}

/// Returns `true` for a media type with an `itemSchema`.
pub(in crate::lower) fn is_sequence(media: &MediaType) -> bool {
    media.is_sequence
}
