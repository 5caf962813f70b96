//! Responses and the media types of messages.

use crate::lower::{
    Lowering,
    schema::{
        constraints::of_string,
        example::{ExampleNodes, FirstExample},
    },
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{self, MediaType, Operation as Source, ReferenceOr, StatusCode},
    ir::{Docs, Owner, PathSegment, Payload, Response, Status, TypeRef},
    pointer::Pointer,
    resolve::Resolved,
};

impl<'d> Lowering<'d, '_> {
    /// Returns the documented responses of an operation, `default` last.
    pub(in crate::lower) fn responses(
        &mut self,
        method: &str,
        operation: &'d Source,
        pointer: &Pointer,
        owner: &Owner,
    ) -> Result<Vec<Response>, Diagnostic> {
        let pointer = pointer.child("responses");
        let mut responses = Vec::new();
        for (code, node) in &operation.responses {
            let pointer = pointer.child(code);
            let status = match *code {
                StatusCode::Exact(code) => Status::Exact(code),
                StatusCode::Range(digit) => Status::Range(digit),
                StatusCode::Default => Status::Default,
            };
            let bodiless = method == "HEAD" || is_bodiless(status);
            responses.push(self.response(status, bodiless, node, &pointer, owner)?);
        }
        Ok(responses)
    }

    fn response(
        &mut self,
        status: Status,
        bodiless: bool,
        node: &'d ReferenceOr<document::Response>,
        pointer: &Pointer,
        owner: &Owner,
    ) -> Result<Response, Diagnostic> {
        let resolved = match self.resolver.resolve(node, pointer) {
            Ok(resolved) => resolved,
            Err(found) => {
                self.diagnostics.report(found);
                return Ok(self.empty_response(status, pointer, owner));
            }
        };
        let content = resolved.pointer.child("content");
        let mut contents = Vec::new();
        if bodiless {
            self.report_ignored_body(&resolved, &content);
        } else {
            contents = self.response_contents(&resolved.item.content, &content, owner, status);
        }
        let payload = self.response_payload(&contents, &content, owner, status);
        let preferred = contents
            .first()
            .and_then(|preferred| preferred.media_types.first());
        let preferred = preferred.and_then(|name| resolved.item.content.get_key_value(name));
        let examples = preferred.map_or_else(Vec::new, |(name, media)| {
            let nodes = ExampleNodes::of_media_type(media);
            self.examples(nodes, FirstExample::Block, &content.child(name))
        });
        if resolved.item.has_links {
            let message = "links aren't generated";
            let pointer = resolved.pointer.child("links");
            self.diagnostics.report(
                Diagnostic::warning(Code::NotGenerated, &pointer, message)
                    .help("call the linked operation yourself"),
            );
        }
        let headers = resolved.pointer.child("headers");
        let headers = self.headers(&resolved.item.headers, &headers, owner, status)?;
        let description = resolved.description.unwrap_or(&resolved.item.description);
        let description = Some(description.to_owned()).filter(|text| !text.is_empty());
        let constraints = match (&payload, preferred) {
            (Payload::Text, Some((name, media))) => {
                self.text_constraints(media, &content.child(name))
            }
            _ => Vec::new(),
        };
        let constraints =
            (!constraints.is_empty()).then(|| format!("The body is {}.", constraints.join(", ")));
        let paragraphs: Vec<String> = description.into_iter().chain(constraints).collect();
        let docs = Docs {
            description: (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n")),
            examples,
            ..Docs::default()
        };
        Ok(Response {
            pointer: resolved.pointer,
            status,
            docs,
            contents,
            payload,
            headers,
        })
    }

    /// Returns the constraints of the schema of a string body.
    fn text_constraints(&self, media: &'d MediaType, pointer: &Pointer) -> Vec<String> {
        let schema = media.schema.as_ref();
        let schema =
            schema.and_then(|schema| self.resolve_schema(schema.into(), &pointer.child("schema")));
        schema.map_or_else(Vec::new, |(schema, _)| of_string(schema, self.settings))
    }

    /// Returns a response without a body, in place of an unresolved response.
    fn empty_response(&mut self, status: Status, pointer: &Pointer, owner: &Owner) -> Response {
        Response {
            pointer: pointer.clone(),
            status,
            docs: Docs::default(),
            contents: Vec::new(),
            payload: self.response_payload(&[], &pointer.child("content"), owner, status),
            headers: Vec::new(),
        }
    }

    /// Reports the documented body of a response that never has a body.
    fn report_ignored_body(
        &mut self,
        resolved: &Resolved<'d, document::Response>,
        content: &Pointer,
    ) {
        if !resolved.item.content.is_empty() {
            let message = "the content of this response isn't generated: HTTP forbids a body";
            self.diagnostics
                .report(Diagnostic::note(Code::NotGenerated, content, message).help(
                    "remove it; responses to HEAD and with the status codes 1xx, 204 and 304 have no body",
                ));
        }
    }

    /// Returns the type of a media type's schema.
    pub(in crate::lower) fn media_type(
        &mut self,
        media: &'d MediaType,
        pointer: &Pointer,
        owner: &Owner,
        step: PathSegment,
    ) -> TypeRef {
        let pointer = pointer.child("schema");
        match &media.schema {
            Some(schema) => self
                .lower_in_component(schema.into(), pointer, owner, step)
                .into_item(),
            None => {
                self.note_raw(&pointer, "no schema is documented");
                TypeRef::Json
            }
        }
    }
}

/// Returns `true` for a status code whose responses never have a body (RFC 9110, section 6.4.1).
fn is_bodiless(status: Status) -> bool {
    matches!(
        status,
        Status::Exact(100..=199 | 204 | 304) | Status::Range(1)
    )
}

/// Returns a media type in lower case, without its parameters.
pub(in crate::lower) fn essence(name: &str) -> String {
    name.split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

pub(in crate::lower) fn is_json(name: &str) -> bool {
    let essence = essence(name);
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}
