//! Replies: what comes back.

use openapiv3::{
    Header as SourceHeader, MediaType, Operation as Source, ParameterSchemaOrContent, ReferenceOr,
    Response, StatusCode,
};

use super::{
    Lowering,
    scalar::{docs, scalar},
    schema::Node,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    ir::{Docs, Header, Owner, Payload, Reply, Scalar, Status, Step, TypeRef},
    pointer::Pointer,
    resolve::Resolved,
};

impl<'d> Lowering<'d, '_> {
    /// The documented replies of an operation, `default` last.
    pub(super) fn replies(
        &mut self,
        method: &str,
        operation: &'d Source,
        place: &Pointer,
        owner: &Owner,
    ) -> Result<Vec<Reply>, Diagnostic> {
        let place = place.child("responses");
        let listed = operation.responses.responses.iter().map(|(code, node)| {
            let status = match code {
                StatusCode::Code(code) => Status::Exact(*code),
                StatusCode::Range(digit) => Status::Range(*digit),
            };
            (status, place.child(code), node)
        });
        let default = operation.responses.default.iter();
        let default = default.map(|node| (Status::Default, place.child("default"), node));
        let mut replies = Vec::new();
        for (status, place, node) in listed.chain(default).collect::<Vec<_>>() {
            let bodiless = method == "HEAD" || is_bodiless(status);
            replies.push(self.reply(status, bodiless, node, &place, owner)?);
        }
        Ok(replies)
    }

    fn reply(
        &mut self,
        status: Status,
        bodiless: bool,
        node: &'d ReferenceOr<Response>,
        place: &Pointer,
        owner: &Owner,
    ) -> Result<Reply, Diagnostic> {
        let resolved = self.resolver.resolve(node, place)?;
        let content = resolved.place.child("content");
        let chosen = if bodiless {
            self.no_body(&resolved, &content);
            None
        } else {
            self.choose(&resolved.item.content, &content)
        };
        let (media_type, payload, (example, example_summary)) = match chosen {
            Some((name, media)) => {
                let at = content.child(name);
                let payload = self.payload(name, media, &at, owner, Step::ReplyBody(status));
                let example = self.example(media.example.as_ref(), &media.examples, &at);
                (Some(name.to_owned()), payload, example)
            }
            None => (None, Payload::Empty, (None, None)),
        };
        if !resolved.item.links.is_empty() {
            let message = "links aren't generated";
            let place = resolved.place.child("links");
            self.diagnostics.report(
                Diagnostic::warning(Code::NotGenerated, &place, message)
                    .help("call the linked operation yourself"),
            );
        }
        let headers = resolved.place.child("headers");
        let headers = self.headers(&resolved.item.headers, &headers)?;
        let description = Some(resolved.item.description.clone()).filter(|text| !text.is_empty());
        let docs = Docs {
            description,
            example,
            example_summary,
            ..Docs::default()
        };
        Ok(Reply {
            place: resolved.place,
            status,
            docs,
            media_type,
            payload,
            headers,
        })
    }

    /// Reports what is documented of a body that never comes.
    fn no_body(&mut self, resolved: &Resolved<'d, Response>, content: &Pointer) {
        if !resolved.item.content.is_empty() {
            let message =
                "this reply never has a body, so what is documented of it isn't generated";
            self.diagnostics.report(
                Diagnostic::warning(Code::NotGenerated, content, message)
                    .help("HTTP says so of replies to HEAD and of the statuses 1xx, 204 and 304"),
            );
        }
    }

    fn headers(
        &mut self,
        nodes: &'d indexmap::IndexMap<String, ReferenceOr<SourceHeader>>,
        place: &Pointer,
    ) -> Result<Vec<Header>, Diagnostic> {
        let mut headers = Vec::new();
        for (wire, node) in nodes {
            // OpenAPI 3.0.3, section 4.7.17: a Content-Type in `headers` is ignored.
            if wire.eq_ignore_ascii_case("content-type") {
                let message = format!("the header `{wire}` of a reply is ignored");
                self.diagnostics.report(
                    Diagnostic::warning(Code::NotGenerated, &place.child(wire), message)
                        .help("OpenAPI says so; the headers of a reply have it all the same"),
                );
                continue;
            }
            let resolved = self.resolver.resolve(node, &place.child(wire))?;
            let header = resolved.item;
            let (mut found, ty) = self.header_type(header, &resolved.place);
            found.description = header.description.clone().or(found.description);
            found.deprecated |= header.deprecated.unwrap_or_default();
            let (example, _) =
                self.example(header.example.as_ref(), &header.examples, &resolved.place);
            found.example = example.or(found.example);
            headers.push(Header {
                wire: wire.clone(),
                docs: found,
                ty,
            });
        }
        Ok(headers)
    }

    /// A header that isn't a scalar is handed over as the text that it is.
    fn header_type(&mut self, header: &'d SourceHeader, place: &Pointer) -> (Docs, TypeRef) {
        let text = TypeRef::Scalar(Scalar::String);
        let ParameterSchemaOrContent::Schema(node) = &header.format else {
            self.as_text(&place.child("content"));
            return (Docs::default(), text);
        };
        let (schema, foreign) = match Node::from(node) {
            Node::Inline(schema) => (schema, None),
            Node::Reference(reference) => match self.follow(reference, &place.child("schema")) {
                Ok((name, schema)) => (schema, self.foreign(&name, schema)),
                Err(diagnostic) => {
                    self.diagnostics.report(diagnostic);
                    return (Docs::default(), text);
                }
            },
        };
        let plain = scalar(schema, self.settings);
        if plain.is_none() && foreign.is_none() {
            self.as_text(&place.child("schema"));
        }
        let ty = plain.map_or(text, |plain| foreign.unwrap_or(plain));
        (docs(schema, self.settings), ty)
    }

    fn as_text(&mut self, place: &Pointer) {
        let message = "this header is handed over as text: only scalars are read";
        self.diagnostics.report(
            Diagnostic::warning(Code::UnsupportedSchema, place, message)
                .help("read it as its style has it"),
        );
    }

    /// The media type that is sent or read: JSON where there is any.
    pub(super) fn choose(
        &mut self,
        content: &'d indexmap::IndexMap<String, MediaType>,
        place: &Pointer,
    ) -> Option<(&'d str, &'d MediaType)> {
        let json = content.iter().find(|(name, _)| is_json(name));
        let (chosen, media) = json.or_else(|| content.iter().next())?;
        for other in content.keys().filter(|other| *other != chosen) {
            let message = format!("the media type `{other}` isn't generated, `{chosen}` is");
            self.diagnostics.report(
                Diagnostic::warning(Code::NotGenerated, &place.child(other), message)
                    .help("one media type is used where several are documented"),
            );
        }
        Some((chosen, media))
    }

    /// The type of what a media type describes.
    pub(super) fn media_type(
        &mut self,
        media: &'d MediaType,
        place: &Pointer,
        owner: &Owner,
        step: Step,
    ) -> TypeRef {
        let place = place.child("schema");
        match &media.schema {
            Some(schema) => self.said_in(schema.into(), place, owner, step).into_item(),
            None => {
                self.note_raw(&place, "no schema is documented");
                TypeRef::Json
            }
        }
    }

    fn payload(
        &mut self,
        name: &str,
        media: &'d MediaType,
        place: &Pointer,
        owner: &Owner,
        step: Step,
    ) -> Payload {
        if is_json(name) {
            Payload::Json(self.media_type(media, place, owner, step))
        } else if essence(name).starts_with("text/") {
            Payload::Text
        } else {
            Payload::Stream
        }
    }
}

/// Whether a reply of this status has no body, whatever is documented: RFC 9110, section 6.4.1.
fn is_bodiless(status: Status) -> bool {
    matches!(
        status,
        Status::Exact(100..=199 | 204 | 304) | Status::Range(1)
    )
}

/// A media type without its parameters, in lower case.
pub(super) fn essence(name: &str) -> String {
    name.split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

pub(super) fn is_json(name: &str) -> bool {
    let essence = essence(name);
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}
