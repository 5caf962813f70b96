//! Request bodies and their media types.

use indexmap::IndexMap;

use crate::lower::{
    Lowering,
    operation::{
        content::is_sequence,
        message::{essence, is_json},
        style::style_kind,
    },
    schema::{
        Node,
        example::{ExampleNodes, FirstExample},
    },
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Encoding, MediaType, Operation as Source, RequestBody},
    ir::{
        Body, Docs, JsonType, Necessity, Owner, PathSegment, RequestContent, RequestMediaType,
        Style, StyleKind, TypeRef,
    },
    pointer::Pointer,
    resolve::Resolved,
};

/// The media type of arbitrary bytes.
const OCTETS: &str = "application/octet-stream";

impl<'d> Lowering<'d, '_> {
    /// Lowers the request body of an operation.
    pub(in crate::lower) fn body(
        &mut self,
        operation: &'d Source,
        pointer: &Pointer,
        owner: &Owner,
    ) -> Option<Body> {
        let node = operation.request_body.as_ref()?;
        let resolved = match self.resolver.resolve(node, &pointer.child("requestBody")) {
            Ok(resolved) => resolved,
            Err(found) => {
                self.diagnostics.report(found);
                return Some(Body {
                    docs: Docs::default(),
                    necessity: Necessity::Optional,
                    contents: vec![any_bytes()],
                });
            }
        };
        let content = resolved.pointer.child("content");
        let all = &resolved.item.content;
        let mut names: Vec<&'d String> = all.keys().collect();
        names.sort_by_key(|name| rank(name));
        let Some(preferred) = names.first().copied() else {
            let message = "missing media type of the request body";
            self.diagnostics.report(
                Diagnostic::warning(Code::MissingKey, &resolved.pointer, message)
                    .help("add a media type to `content`; no body is sent here"),
            );
            return None;
        };
        let contents = self.contents(&names, all, &content, owner);
        let media = all.get(preferred);
        Some(Body {
            docs: media.map_or_else(Docs::default, |media| {
                self.body_docs(&resolved, media, &content.child(preferred))
            }),
            necessity: if resolved.item.required {
                Necessity::Required
            } else {
                Necessity::Optional
            },
            contents,
        })
    }

    /// Lowers the contents of a body. Media types whose content is bytes are merged, and the caller
    /// chooses a media type.
    fn contents(
        &mut self,
        names: &[&'d String],
        all: &'d IndexMap<String, MediaType>,
        pointer: &Pointer,
        owner: &Owner,
    ) -> Vec<RequestMediaType> {
        let mut contents: Vec<RequestMediaType> = Vec::new();
        // The schemas that are lowered already: equal schemas share a type.
        let mut lowered: Vec<(&'d String, &'d MediaType, TypeRef)> = Vec::new();
        let mut refused = None;
        for name in names {
            let (media_pointer, Some(media)) = (pointer.child(name), all.get(*name)) else {
                continue;
            };
            let mut same = lowered
                .iter()
                .filter(|(_, other, _)| other.schema == media.schema);
            if same
                .clone()
                .any(|(other, ..)| self.are_one_json([other, name], media, &media_pointer))
            {
                self.report_unused(name, &media_pointer);
                continue;
            }
            let step = if contents.is_empty() {
                PathSegment::Body
            } else {
                PathSegment::BodyAs(media_type_word(name))
            };
            let same = same.next().map(|(.., ty)| ty.clone());
            let request_content =
                match self.request_content(name, media, &media_pointer, owner, step, same) {
                    Ok(request_content) => request_content,
                    Err(diagnostic) => {
                        if let Some(before) = refused.replace(diagnostic) {
                            self.diagnostics.report(before);
                        }
                        continue;
                    }
                };
            if request_content.is_bytes() && !is_sequence(media) {
                self.check_untyped(name, all, pointer);
            }
            if let RequestContent::Json(ty) | RequestContent::Form(ty, _) = &request_content {
                lowered.push((name, media, ty.clone()));
            }
            let bytes = |content: &&mut RequestMediaType| content.payload.is_bytes();
            match contents.iter_mut().find(bytes) {
                Some(content) if request_content.is_bytes() => merge_bytes(content, name),
                _ => contents.push(RequestMediaType {
                    media_type: concrete(name).to_owned(),
                    payload: request_content,
                }),
            }
        }
        if let Some(diagnostic) = refused {
            self.diagnostics.report(diagnostic);
            if contents.is_empty() {
                contents.push(any_bytes());
            }
        }
        contents
    }

    /// Returns `true` if two JSON media types with one schema have one meaning, unlike
    /// `application/merge-patch+json`.
    fn are_one_json(&self, names: [&str; 2], media: &'d MediaType, pointer: &Pointer) -> bool {
        let is_plain = |essence: &str| match essence {
            "application/json" | "text/json" => true,
            // A JSON Patch is an array. Frameworks list its media type for every body.
            "application/json-patch+json" => {
                let schema = media.schema.as_ref().map(Node::from);
                let types = schema.and_then(|it| self.json_types(it, &pointer.child("schema"), 0));
                types.is_some_and(|types| !types.contains(&JsonType::Array))
            }
            essence => essence.contains('*'),
        };
        let [first, second] = names.map(essence);
        names.iter().all(|name| is_json(name))
            && (first == second || is_plain(&first) && is_plain(&second))
    }

    fn report_unused(&mut self, name: &str, media_pointer: &Pointer) {
        let message =
            format!("`{name}` isn't generated: another JSON media type has the same schema");
        self.diagnostics.report(
            Diagnostic::note(Code::NotGenerated, media_pointer, message)
                .help("remove it; the client sends the other media type"),
        );
    }

    fn body_docs(
        &mut self,
        body: &Resolved<'d, RequestBody>,
        media: &'d MediaType,
        media_pointer: &Pointer,
    ) -> Docs {
        let nodes = ExampleNodes::of_media_type(media);
        let examples = self.examples(nodes, FirstExample::Block, media_pointer);
        Docs {
            description: body
                .description
                .or(body.item.description.as_deref())
                .map(str::to_owned),
            examples,
            ..Docs::default()
        }
    }

    /// Lowers the content of a media type. Returns the diagnostic of an unsupported media type as
    /// the error.
    fn request_content(
        &mut self,
        name: &str,
        media: &'d MediaType,
        media_pointer: &Pointer,
        owner: &Owner,
        step: PathSegment,
        lowered: Option<TypeRef>,
    ) -> Result<RequestContent, Diagnostic> {
        let essence = essence(name);
        if !name.chars().all(|c| c == ' ' || c.is_ascii_graphic()) || !essence.contains('/') {
            let message = format!("invalid media type `{name}`");
            return Err(
                Diagnostic::warning(Code::UnsupportedBody, media_pointer, message).help(
                    "correct it; it is ignored here, and a body without another media type is bytes",
                ),
            );
        }
        let is_form = essence == "application/x-www-form-urlencoded";
        if !is_form && !essence.starts_with("multipart/") {
            self.check_encodings(&media.encoding, &media_pointer.child("encoding"), |_| false);
        }
        if is_json(name) {
            let ty = lowered.unwrap_or_else(|| self.media_type(media, media_pointer, owner, step));
            return Ok(RequestContent::Json(ty));
        }
        if let Some(schema) = &media.schema {
            self.report_unresolved(schema.into(), &media_pointer.child("schema"));
        }
        if is_form {
            let checkpoint = self.checkpoint();
            let ty = lowered.unwrap_or_else(|| self.media_type(media, media_pointer, owner, step));
            self.drain();
            if !self.is_form(&ty) {
                self.roll_back(&checkpoint);
                let message = "expected an object as the schema of a form";
                self.diagnostics.report(
                    Diagnostic::warning(Code::UnspecifiedForm, media_pointer, message)
                        .help("use an object; the body is bytes here"),
                );
                return Ok(RequestContent::Bytes);
            }
            self.check_form_encodings(media, media_pointer);
            let styles = styles(&media.encoding);
            return Ok(RequestContent::Form(ty, styles));
        }
        if essence.starts_with("multipart/") {
            let encoding = &media.encoding;
            let parts = self.parts(media, encoding, media_pointer, owner, step);
            if let (None, Some(schema)) = (&parts, &media.schema) {
                self.report_untyped_parts(schema.into(), &media_pointer.child("schema"));
            }
            return Ok(RequestContent::Parts(parts));
        }
        if is_sequence(media) {
            let message = "the items of this body aren't generated: it is sent as bytes";
            self.diagnostics.report(
                Diagnostic::warning(Code::NotGenerated, media_pointer, message)
                    .help("encode the items yourself, in the format of the media type"),
            );
        }
        Ok(if essence.contains('*') {
            RequestContent::File(OCTETS.to_owned())
        } else {
            RequestContent::Bytes
        })
    }
}

/// Returns the styles of form properties that differ from the default.
fn styles(encodings: &IndexMap<String, Encoding>) -> Vec<(String, Style)> {
    let style = |(name, encoding): (&String, &Encoding)| {
        let json = encoding.content_type.as_deref().is_some_and(is_json);
        let has_style = encoding.style.is_some() || encoding.allow_reserved;
        let exploded = encoding.explode;
        let kind = match encoding.style {
            // OpenAPI ignores `contentType` beside `style`, `explode` or `allowReserved`.
            _ if json && !has_style && exploded.is_none() => StyleKind::Json,
            _ if !has_style && exploded.is_none() => return None,
            Some(style) => style_kind(style),
            None => StyleKind::Form,
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

/// Returns the content of a body without a valid media type.
fn any_bytes() -> RequestMediaType {
    RequestMediaType {
        media_type: OCTETS.to_owned(),
        payload: RequestContent::File(OCTETS.to_owned()),
    }
}

/// Returns the sort key of a media type: JSON comes first, then other media types with a schema.
/// Names depend on the order, which must not depend on the order in the document.
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

/// Returns the word for a media type in names.
pub(in crate::lower) fn media_type_word(name: &str) -> String {
    match essence(name).as_str() {
        "application/x-www-form-urlencoded" => "Form".to_owned(),
        "multipart/form-data" => "Multipart".to_owned(),
        essence => match essence.split_once('/') {
            Some((_, subtype)) => subtype.to_owned(),
            None => essence.to_owned(),
        },
    }
}

/// Adds another media type to bytes. The caller chooses a media type; the first is the default.
fn merge_bytes(content: &mut RequestMediaType, name: &str) {
    content.payload = RequestContent::File(match &content.payload {
        RequestContent::File(preferred) => preferred.clone(),
        _ => content.media_type.clone(),
    });
    content.media_type.extend([", ", name]);
}

/// Returns the media type to send for a media range: `application/*+json` is JSON.
fn concrete(name: &str) -> &str {
    if is_json(name) && name.contains('*') {
        "application/json"
    } else {
        name
    }
}
