//! Bodies of requests: which media types they can have, and how each is written.

use indexmap::IndexMap;
use openapiv3::{Encoding, MediaType, Operation as Source, QueryStyle, RequestBody};
use serde_json::Value;

use super::{
    Lowering,
    content::is_sequence,
    message::{essence, is_json},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    ir::{
        Body, Docs, Necessity, Owner, PathSegment, RequestContent, RequestMediaType, Style,
        StyleKind, TypeRef,
    },
    pointer::Pointer,
    resolve::Resolved,
};

/// The media type of any bytes.
const OCTETS: &str = "application/octet-stream";

impl<'d> Lowering<'d, '_> {
    /// The body of an operation's request.
    pub(super) fn body(
        &mut self,
        operation: &'d Source,
        pointer: &Pointer,
        owner: &Owner,
    ) -> Result<Option<Body>, Diagnostic> {
        let Some(node) = &operation.request_body else {
            return Ok(None);
        };
        let resolved = self.resolver.resolve(node, &pointer.child("requestBody"))?;
        let content = resolved.pointer.child("content");
        let all = &resolved.item.content;
        let mut names: Vec<&'d String> = all.keys().collect();
        names.sort_by_key(|name| rank(name));
        let Some(usual) = names.first().copied() else {
            return Ok(None);
        };
        let contents = self.contents(&names, all, &content, owner);
        let media = all.get(usual);
        Ok(Some(Body {
            docs: media.map_or_else(Docs::default, |media| {
                self.body_docs(&resolved, media, &content.child(usual))
            }),
            need: if resolved.item.required {
                Necessity::Required
            } else {
                Necessity::Optional
            },
            contents,
        }))
    }

    /// What can be sent in each media type. All that are bytes are one, whose media type the
    /// caller says.
    fn contents(
        &mut self,
        names: &[&'d String],
        all: &'d IndexMap<String, MediaType>,
        pointer: &Pointer,
        owner: &Owner,
    ) -> Vec<RequestMediaType> {
        let mut contents: Vec<RequestMediaType> = Vec::new();
        // What was said before, so that it is one type.
        let mut known: Vec<(&'d MediaType, bool, TypeRef)> = Vec::new();
        let mut refused = None;
        for name in names {
            let (at, Some(media)) = (pointer.child(name), all.get(*name)) else {
                continue;
            };
            let json = is_json(name);
            let same = |(other, ..): &&(&MediaType, bool, TypeRef)| other.schema == media.schema;
            let same = known.iter().find(same).cloned();
            if let (true, Some((_, true, _))) = (json, &same) {
                self.report_unused(name, &at);
                continue;
            }
            let step = if contents.is_empty() {
                PathSegment::Body
            } else {
                PathSegment::BodyAs(kind(name))
            };
            let same = same.map(|(.., ty)| ty);
            let sent = match self.sent(name, media, &at, owner, step, same) {
                Ok(sent) => sent,
                Err(diagnostic) => {
                    if let Some(before) = refused.replace(diagnostic) {
                        self.diagnostics.report(before);
                    }
                    continue;
                }
            };
            if sent.is_bytes() && !is_sequence(media) {
                self.check_untyped(name, all, pointer);
            }
            if let RequestContent::Json(ty) | RequestContent::Form(ty, _) = &sent {
                known.push((media, json, ty.clone()));
            }
            let bytes = |content: &&mut RequestMediaType| content.payload.is_bytes();
            match contents.iter_mut().find(bytes) {
                Some(content) if sent.is_bytes() => join(content, name),
                _ => contents.push(RequestMediaType {
                    media_type: concrete(name).to_owned(),
                    payload: sent,
                }),
            }
        }
        if let Some(diagnostic) = refused {
            self.diagnostics.report(diagnostic);
            if contents.is_empty() {
                contents.push(RequestMediaType {
                    media_type: OCTETS.to_owned(),
                    payload: RequestContent::File(OCTETS.to_owned()),
                });
            }
        }
        contents
    }

    fn report_unused(&mut self, name: &str, at: &Pointer) {
        let message = format!("the media type `{name}` isn't generated: another is the same JSON");
        self.diagnostics.report(
            Diagnostic::note(Code::NotGenerated, at, message)
                .help("one media type is used where several have the same content"),
        );
    }

    fn body_docs(
        &mut self,
        body: &Resolved<'d, RequestBody>,
        media: &'d MediaType,
        at: &Pointer,
    ) -> Docs {
        let (example, example_summary) = self.example(media.example.as_ref(), &media.examples, at);
        Docs {
            description: body
                .description
                .or(body.item.description.as_deref())
                .map(str::to_owned),
            example,
            example_summary,
            ..Docs::default()
        }
    }

    /// What is sent in a media type; or why nothing can be.
    fn sent(
        &mut self,
        name: &str,
        media: &'d MediaType,
        at: &Pointer,
        owner: &Owner,
        step: PathSegment,
        known: Option<TypeRef>,
    ) -> Result<RequestContent, Diagnostic> {
        let essence = essence(name);
        if !name.chars().all(|c| c == ' ' || c.is_ascii_graphic()) || !essence.contains('/') {
            let message = format!("`{name}` is no media type");
            return Err(Diagnostic::warning(Code::UnsupportedBody, at, message)
                .help("where there is no other, the body is bytes, and the caller says of what"));
        }
        let is_form = essence == "application/x-www-form-urlencoded";
        if !is_form && !essence.starts_with("multipart/") {
            self.check_encodings(&media.encoding, &at.child("encoding"), |_| false);
        }
        if is_json(name) {
            let ty = known.unwrap_or_else(|| self.media_type(media, at, owner, step));
            return Ok(RequestContent::Json(ty));
        }
        if let Some(schema) = &media.schema {
            self.report_unresolved(schema.into(), &at.child("schema"));
        }
        if is_form {
            let checkpoint = self.checkpoint();
            let ty = known.unwrap_or_else(|| self.media_type(media, at, owner, step));
            self.drain();
            if !self.is_form(&ty) {
                self.roll_back(&checkpoint);
                let message = "a form is an object, and this is none";
                self.diagnostics.report(
                    Diagnostic::warning(Code::UnspecifiedForm, at, message)
                        .help("it is sent as the text or bytes that it is given as"),
                );
                return Ok(RequestContent::Bytes);
            }
            self.check_form_encodings(media, at);
            let styles = self.styles(&media.encoding, &at.child("encoding"));
            return Ok(RequestContent::Form(ty, styles));
        }
        if essence.starts_with("multipart/") {
            let encoding = &media.encoding;
            let parts = self.parts(media, encoding, at, owner, step);
            if let (None, Some(schema)) = (&parts, &media.schema) {
                self.report_untyped_parts(schema.into(), &at.child("schema"));
            }
            return Ok(RequestContent::Parts(parts));
        }
        if is_sequence(media) {
            let message = "the items of this body aren't generated: it is sent as bytes";
            self.diagnostics.report(
                Diagnostic::warning(Code::NotGenerated, at, message)
                    .help("write them one after the other, as the media type has it"),
            );
        }
        Ok(if essence.contains('*') {
            RequestContent::File(OCTETS.to_owned())
        } else {
            RequestContent::Bytes
        })
    }

    /// The styles of the properties of a form that don't go without saying.
    fn styles(
        &self,
        encodings: &'d IndexMap<String, Encoding>,
        pointer: &Pointer,
    ) -> Vec<(String, Style)> {
        let style = |(name, encoding): (&String, &Encoding)| {
            let json = encoding.content_type.as_deref().is_some_and(is_json);
            let said = encoding.style.is_some() || encoding.allow_reserved;
            let exploded = self.explodes(encoding, &pointer.child(name));
            let kind = match encoding.style {
                // With a style or what belongs to it, the media type is ignored.
                _ if json && !said && exploded.is_none() => StyleKind::Json,
                _ if !said && exploded.is_none() => return None,
                Some(QueryStyle::Form) | None => StyleKind::Form,
                Some(QueryStyle::SpaceDelimited) => StyleKind::SpaceDelimited,
                Some(QueryStyle::PipeDelimited) => StyleKind::PipeDelimited,
                Some(QueryStyle::DeepObject) => StyleKind::DeepObject,
            };
            let own = !matches!(kind, StyleKind::Json | StyleKind::DeepObject);
            let style = Style {
                kind,
                exploded: own && exploded.unwrap_or(kind == StyleKind::Form),
                reserved: encoding.allow_reserved,
                empty: false,
            };
            Some((name.clone(), style))
        };
        encodings.iter().filter_map(style).collect()
    }

    fn explodes(&self, encoding: &Encoding, pointer: &Pointer) -> Option<bool> {
        if encoding.explode {
            return Some(true);
        }
        // Where the document says it in another way, the reader has put it here.
        let said = encoding.extensions.get("x-rejoinder-explode");
        said.and_then(Value::as_bool)
            .or_else(|| self.declared_explode(pointer))
    }

    /// What is said of `explode`: the model of encodings takes nothing for `false`, and that of
    /// headers doesn't have it.
    pub(super) fn declared_explode(&self, pointer: &Pointer) -> Option<bool> {
        let sources = self.sources?;
        let origin = sources.origin(pointer);
        let trees = self.trees.get_or_init(|| sources.trees());
        let node = origin.pointer.look(trees.get(origin.file)?.as_ref()?)?;
        node.get("explode")?.as_bool()
    }
}

/// The usual media type comes first: JSON, then what has a type. Names follow from it, so that it
/// isn't the order of the document that counts.
fn rank(name: &str) -> (u8, String) {
    let essence = essence(name);
    let rank = match essence.as_str() {
        "application/json" => 0,
        _ if is_json(name) => 1,
        "application/x-www-form-urlencoded" => 2,
        _ if essence.starts_with("multipart/") => 3,
        _ => return (4, String::new()),
    };
    (rank, essence)
}

/// What a media type is, in a word, as part of a name.
pub(super) fn kind(name: &str) -> String {
    match essence(name).as_str() {
        "application/x-www-form-urlencoded" => "Form".to_owned(),
        "multipart/form-data" => "Multipart".to_owned(),
        essence => match essence.split_once('/') {
            Some((_, subtype)) => subtype.to_owned(),
            None => essence.to_owned(),
        },
    }
}

/// Adds another media type of bytes: the caller says which, or it is the first.
fn join(content: &mut RequestMediaType, name: &str) {
    content.payload = RequestContent::File(match &content.payload {
        RequestContent::File(usual) => usual.clone(),
        _ => content.media_type.clone(),
    });
    content.media_type.extend([", ", name]);
}

/// The media type that is sent for one that may be a range: `application/*+json` is JSON.
fn concrete(name: &str) -> &str {
    if is_json(name) && name.contains('*') {
        "application/json"
    } else {
        name
    }
}
