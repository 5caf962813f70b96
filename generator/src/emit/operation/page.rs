//! Documentation pages of operations.

use crate::emit::{
    Emitter,
    comment::{self, ExampleStyle},
    operation::{
        OperationContext,
        content::listed,
        response::{response_text, status_text},
    },
};
use crate::{
    ir::{
        Body, Docs, Field, Necessity, Object, Parameter, ParameterEncoding, ParameterLocation,
        Payload, Presence, RequestContent, Response, Status, StyleKind, Tag, TypeKind, TypeRef,
        short,
    },
    markdown,
};

impl Emitter<'_> {
    /// Returns the documentation page of an operation function.
    pub(in crate::emit) fn page(&self, context: &OperationContext<'_>) -> Vec<String> {
        let operation = context.operation;
        let mut lines = Vec::new();
        let summary = markdown::line(operation.summary.as_deref().unwrap_or_default());
        let route = markdown::code(&format!("{} {}", operation.method, operation.path));
        lines.push(if summary.is_empty() {
            route.clone()
        } else {
            summary
        });
        paragraph(
            &mut lines,
            comment::block(operation.docs.description.as_deref().unwrap_or_default()),
        );
        paragraph(&mut lines, link(operation.external_docs.as_ref()));
        paragraph(&mut lines, vec!["# Request".to_owned()]);
        paragraph(&mut lines, self.request_facts(context, &route));
        self.parameter_table(context, &mut lines);
        self.response_table(context, &mut lines);
        Self::response_examples(context, &mut lines);
        let example = self.example(context);
        if !example.is_empty() {
            paragraph(&mut lines, vec!["# Example".to_owned()]);
            let docs = operation.body.as_ref().map(|body| &body.docs);
            let summary = docs.and_then(|docs| docs.examples.first()?.summary.as_deref());
            paragraph(
                &mut lines,
                summary.map(markdown::line).into_iter().collect(),
            );
            paragraph(&mut lines, example);
            let others = docs.map(comment::other_examples);
            paragraph(&mut lines, others.unwrap_or_default());
        }
        lines
    }

    /// Returns the list of endpoint, authorization and media types.
    fn request_facts(&self, context: &OperationContext<'_>, route: &str) -> Vec<String> {
        let operation = context.operation;
        let authorization = self.authorization_text(context);
        let mut lines = vec![
            format!("- Endpoint: {route}"),
            format!("- Operation: {}", markdown::code(&operation.id)),
            format!("- Authorization: {authorization}"),
        ];
        let servers = operation.servers.iter();
        let servers: Vec<String> = servers
            .filter_map(|index| self.api.servers.get(*index))
            .map(|server| markdown::code(&server.template))
            .collect();
        if !servers.is_empty() {
            lines.push(format!(
                "- Server: {}, see [`BaseUrl::for_operation`](runtime::BaseUrl::for_operation)",
                servers.join(" or ")
            ));
        }
        if let Some(body) = &operation.body {
            let required = match body.necessity {
                Necessity::Required => "required",
                Necessity::Optional => "optional",
            };
            let types: Vec<String> = body
                .contents
                .iter()
                .map(|content| markdown::code(&content.media_type))
                .collect();
            lines.push(format!(
                "- Request body: {}, {required}",
                types.join(" or ")
            ));
        }
        lines.extend(response_fact(context));
        lines
    }

    /// Appends the table of the parameters and the fields of the body.
    fn parameter_table(&self, context: &OperationContext<'_>, lines: &mut Vec<String>) {
        let operation = context.operation;
        let mut rows = Vec::new();
        for parameter in &operation.parameters {
            let is_given =
                parameter.necessity == Necessity::Required && parameter.constant.is_none();
            let required = if is_given { "yes" } else { "no" };
            let location = location(parameter);
            let ty = self.type_link(&parameter.ty);
            rows.push(row(
                &parameter.name,
                [&location, &ty, required],
                &parameter.docs,
            ));
        }
        if let Some(body) = &operation.body {
            self.body_rows(body, &mut rows);
        }
        if rows.is_empty() {
            return;
        }
        let mut table = vec![
            "| Name | In | Type | Required | Default | Description |".to_owned(),
            "|---|---|---|---|---|---|".to_owned(),
        ];
        table.append(&mut rows);
        paragraph(lines, vec!["# Parameters".to_owned()]);
        paragraph(lines, table);
    }

    fn body_rows(&self, body: &Body, rows: &mut Vec<String>) {
        let required = if body.necessity == Necessity::Required {
            "yes"
        } else {
            "no"
        };
        let Some((preferred, others)) = body.contents.split_first() else {
            return;
        };
        let sent = &preferred.payload;
        let ty = self.sent_link(sent);
        let object = sent.ty().and_then(|ty| self.object_of(ty));
        match object {
            Some(object) => {
                rows.extend(object.fields.iter().filter(|it| !it.is_tag).map(|field| {
                    let required = if field.is_argument() { "yes" } else { "no" };
                    row(
                        &field.json_name,
                        ["body", &self.field_link(field), required],
                        &field.docs,
                    )
                }))
            }
            None => {
                let description =
                    markdown::cell(body.docs.description.as_deref().unwrap_or_default());
                rows.push(format!(
                    "| (body) | body | {ty} | {required} | | {description} |"
                ));
            }
        }
        rows.extend(others.iter().map(|other| {
            let media_type = markdown::code_cell(&other.media_type);
            let ty = self.sent_link(&other.payload);
            format!("| (body) | body as {media_type} | {ty} | {required} | | |")
        }));
    }

    /// Returns the type of a request body with a link.
    fn sent_link(&self, sent: &RequestContent) -> String {
        match sent.ty() {
            Some(ty) => self.type_link(ty),
            None if matches!(sent, RequestContent::Parts(_)) => {
                "[`Multipart`](runtime::Multipart)".to_owned()
            }
            None => "bytes or a stream".to_owned(),
        }
    }

    /// Returns the type of a field with a link, and a note if the value may be `null`.
    fn field_link(&self, field: &Field) -> String {
        let ty = self.type_link(&field.ty);
        match field.presence {
            Presence::Required | Presence::Optional => ty,
            Presence::Nullable | Presence::OptionalNullable => format!("{ty} or null"),
        }
    }

    /// Returns a type with a link to its page.
    fn type_link(&self, ty: &TypeRef) -> String {
        let text = format!("`{}`", self.type_text(ty));
        match self.innermost(ty) {
            // If the text of a link is the path, the link needs no target.
            Some(path) if text == format!("`{path}`") => format!("[{text}]"),
            Some(path) => format!("[{text}]({path})"),
            None => text,
        }
    }

    pub(in crate::emit) fn object_of(&self, ty: &TypeRef) -> Option<&Object> {
        let TypeRef::Named(id) = ty else { return None };
        match &self.api.type_def(*id)?.kind {
            TypeKind::Object(object) => Some(object),
            _ => None,
        }
    }

    fn response_table(&self, context: &OperationContext<'_>, lines: &mut Vec<String>) {
        let responses = context
            .operation
            .responses
            .iter()
            .zip(&context.names.variants);
        let mut table = vec![
            "| Status | Variant | Body | Headers | Description |".to_owned(),
            "|---|---|---|---|---|".to_owned(),
        ];
        for (response, variant) in responses {
            let body = match &response.payload {
                Payload::Empty => String::new(),
                Payload::Text => "`String`".to_owned(),
                Payload::Stream => self.stream_text(response),
                Payload::Json(ty) | Payload::Choice(ty) => self.type_link(ty),
            };
            let headers: Vec<String> = response
                .headers
                .iter()
                .map(|header| markdown::code_cell(&header.name))
                .collect();
            table.push(format!(
                "| {} | [`{variant}`]({}::{variant}) | {body} | {} | {} |",
                status_text(response.status),
                context.names.response,
                headers.join(", "),
                response_text(response),
            ));
        }
        if table.len() > 2 {
            paragraph(lines, vec!["# Responses".to_owned()]);
            paragraph(lines, table);
            paragraph(lines, undocumented_body(context));
        }
    }

    /// Returns the description of a streamed body, with its item types if the document declares
    /// item types.
    fn stream_text(&self, response: &Response) -> String {
        let items = response.contents.iter().filter_map(|it| it.item.as_ref());
        let mut items: Vec<String> = items.map(|item| self.type_link(item)).collect();
        items.dedup();
        match items.is_empty() {
            true => "a stream".to_owned(),
            false => format!("a stream of {}", items.join(" or ")),
        }
    }

    /// Appends the examples of responses. Responses with equal examples share a paragraph.
    fn response_examples(context: &OperationContext<'_>, lines: &mut Vec<String>) {
        let mut examples: Vec<(Vec<String>, &Docs)> = Vec::new();
        for response in &context.operation.responses {
            let docs = &response.docs;
            let status = status_text(response.status);
            let mut previous = examples.iter_mut();
            match previous.find(|(_, previous)| previous.examples == docs.examples) {
                Some((statuses, _)) => statuses.push(status),
                None => examples.push((vec![status], docs)),
            }
        }
        for (statuses, docs) in examples {
            let Some(first) = docs.examples.first() else {
                continue;
            };
            let summary = first.summary.as_deref().map(markdown::line);
            let summary = summary.map(|text| format!(" ({text})")).unwrap_or_default();
            paragraph(
                lines,
                vec![format!(
                    "Example, status {}{summary}:",
                    statuses.join(" or ")
                )],
            );
            paragraph(lines, comment::json(&first.value));
            paragraph(lines, comment::other_examples(docs));
        }
    }
}

/// Returns the documentation of the module of a tag, or of operations without tags.
pub(in crate::emit) fn tag_page(name: Option<&str>, described: Option<&Tag>) -> Vec<String> {
    let Some(name) = name else {
        return vec!["Operations without a tag.".to_owned()];
    };
    let name_text = comment::code_text(name);
    let mut lines = vec![format!("Operations with the tag {name_text}.")];
    if let Some(tag) = described {
        let description = tag.description.as_deref().unwrap_or_default();
        paragraph(&mut lines, comment::block(description));
        paragraph(&mut lines, link(tag.external_docs.as_ref()));
    }
    lines
}

/// Returns a note if a success may have an undocumented body.
fn undocumented_body(context: &OperationContext<'_>) -> Vec<String> {
    let may_have_body = |status: Status| match status {
        Status::Exact(code) => (200..300).contains(&code) && code != 204 && code != 205,
        Status::Range(digit) => digit == 2,
        Status::Default => false,
    };
    let mut responses = context.operation.responses.iter();
    let is_found = context.operation.method != "HEAD"
        && responses
            .any(|response| response.payload == Payload::Empty && may_have_body(response.status));
    let text = "[`Client::raw`](runtime::Client::raw) returns undocumented bodies.";
    is_found.then(|| text.to_owned()).into_iter().collect()
}

/// Returns the list item of the requested media types, with the setters that change the request.
fn response_fact(context: &OperationContext<'_>) -> Option<String> {
    let accept = &context.operation.accept;
    let mut text = format!(
        "- Response body: {}",
        markdown::code(accept.default.as_ref()?)
    );
    let request = &context.names.request;
    for (index, (choice, setter)) in accept
        .choices
        .iter()
        .zip(&context.names.accepts)
        .enumerate()
    {
        let between = if index == 0 { "; " } else { ", " };
        let content = listed(&choice.content);
        let setter = format!("[`{setter}()`]({request}::{setter})");
        text.push_str(&format!("{between}{setter} requests {content}"));
    }
    Some(text)
}

/// Returns the location of a parameter, with its style if the value isn't plain text.
fn location(parameter: &Parameter) -> String {
    let location = parameter.location.as_str();
    match (parameter.encoding, parameter.location) {
        (ParameterEncoding::Text, _) => location.to_owned(),
        (ParameterEncoding::Each, _) => format!("{location}, once per item"),
        (ParameterEncoding::Styled(style), ParameterLocation::Cookie)
            if style.kind == StyleKind::Form && style.exploded =>
        {
            location.to_owned()
        }
        (ParameterEncoding::Styled(style), _) => {
            let exploded = if style.exploded { ", exploded" } else { "" };
            format!("{location}, {}{exploded}", style.kind.as_str())
        }
    }
}

fn row(json_name: &str, [location, ty, required]: [&str; 3], docs: &Docs) -> String {
    let default = docs.default.as_ref().and_then(short);
    let default = default
        .map(|default| markdown::code_cell(&default))
        .unwrap_or_default();
    let mut text = markdown::cell(docs.description.as_deref().unwrap_or_default());
    let without_default = Docs {
        default: None,
        ..docs.clone()
    };
    let notes = comment::notes(&without_default);
    let notes = notes.iter().map(|note| note.replace('|', "\\|"));
    for note in notes.chain(comment::examples(docs, ExampleStyle::Cell)) {
        text = comment::sentence(text);
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&note);
    }
    let json_name = markdown::code_cell(json_name);
    format!("| {json_name} | {location} | {ty} | {required} | {default} | {text} |")
}

fn paragraph(lines: &mut Vec<String>, paragraph: Vec<String>) {
    if !paragraph.is_empty() {
        lines.push(String::new());
        lines.extend(paragraph);
    }
}

/// Returns a link to external documentation.
fn link(docs: Option<&(Option<String>, String)>) -> Vec<String> {
    let Some((description, url)) = docs else {
        return Vec::new();
    };
    let text = description.as_deref().unwrap_or("Documentation");
    comment::block(&format!("[{}]({url})", text.replace(['[', ']'], "")))
}
