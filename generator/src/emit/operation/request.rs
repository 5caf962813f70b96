//! `Operation` implementations of requests.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::{Emitter, ident, operation::OperationContext};
use crate::{
    ir::{
        Necessity, Operation, Parameter, ParameterEncoding, ParameterLocation, RequestContent,
        RequestMediaType, Scalar, Segment, Status, Style, StyleKind, TypeRef,
    },
    settings::TimeType,
};

impl Emitter<'_> {
    /// Emits the implementation of `Operation`.
    pub(in crate::emit) fn operation_implementation(
        &self,
        context: &OperationContext<'_>,
    ) -> TokenStream {
        let operation = context.operation;
        let name = ident(&context.names.request);
        let response = ident(&context.names.response);
        let (id, method, path_template) = (&operation.id, &operation.method, &operation.path);
        let redirects = redirects(operation);
        let idempotency_key = idempotency_key(operation);
        let security = self.security_constant(context);
        let is_streamed = self.streams(context);
        let generics = is_streamed.then(|| quote!(<B>));
        let streams = is_streamed.then(|| {
            quote!(
                const STREAMS: bool = true;
            )
        });
        let rfc3339 = self.rfc3339(context);
        let begin = begin(&operation.method, &self.base_of(operation));
        let path = self.path(context);
        let parameters = self.parameters(context);
        let accept = match (context.accept_field(), &operation.accept.default) {
            (Some((field, _)), _) => Some(quote!(request.accept(self.#field);)),
            (None, Some(preferred)) => Some(quote!(request.accept(#preferred);)),
            (None, None) => None,
        };
        let end = self.end(context);
        let body_mode = self.body_mode(context);
        let decode = self.decode(context);
        quote! {
            impl runtime::Operation for #name {
                const ID: &'static str = #id;
                const METHOD: &'static str = #method;
                const PATH_TEMPLATE: &'static str = #path_template;
                #redirects
                #idempotency_key
                #streams
                #security
                type Response<B> = #response #generics;
                #[inline]
                fn request(
                    &self,
                    base: &runtime::BaseUrl,
                ) -> Result<http::Request<runtime::RequestBody>, runtime::RequestError> {
                    #rfc3339
                    let mut request = #begin;
                    #path
                    #parameters
                    #accept
                    #end
                }
                #body_mode
                #decode
            }
        }
    }

    fn path(&self, context: &OperationContext<'_>) -> TokenStream {
        let lines = context
            .operation
            .segments
            .iter()
            .filter_map(|segment| match segment {
                Segment::Literal(text) => {
                    let text = encode(text);
                    Some(quote!(request.path(#text);))
                }
                Segment::Parameter(index) => {
                    let parameter = context.operation.parameters.get(*index)?;
                    let name = ident(context.names.parameters.get(*index)?);
                    let json_name = &parameter.name;
                    if let ParameterEncoding::Styled(style) = self.encoding(parameter) {
                        let style = styled(style);
                        return Some(
                            quote!(request.styled_segment(#json_name, #style, &self.#name);),
                        );
                    }
                    let value = self.text(&parameter.ty, quote!(self.#name));
                    Some(quote!(request.segment(#json_name, &#value);))
                }
            });
        quote!(#(#lines)*)
    }

    fn parameters(&self, context: &OperationContext<'_>) -> TokenStream {
        let parameters = context
            .operation
            .parameters
            .iter()
            .zip(&context.names.parameters);
        let lines = parameters.map(|(parameter, name)| self.send(parameter, &ident(name)));
        quote!(#(#lines)*)
    }

    /// Returns the encoding of a parameter. A float has a style, because the `Display` implementation
    /// of a float writes `NaN`.
    fn encoding(&self, parameter: &Parameter) -> ParameterEncoding {
        let is_float = |ty: &TypeRef| {
            let floats = [Scalar::Float32, Scalar::Float64].map(TypeRef::Scalar);
            floats.contains(self.unaliased(ty))
        };
        let kind = match parameter.location {
            ParameterLocation::Path | ParameterLocation::Header => StyleKind::Simple,
            _ => StyleKind::Form,
        };
        let style = |exploded| Style {
            kind,
            exploded,
            reserved: false,
            empty: false,
        };
        match (parameter.encoding, self.unaliased(&parameter.ty)) {
            (ParameterEncoding::Text, ty) if is_float(ty) => {
                ParameterEncoding::Styled(style(false))
            }
            (ParameterEncoding::Each, TypeRef::List(item)) if is_float(item) => {
                ParameterEncoding::Styled(style(true))
            }
            (encoding, _) => encoding,
        }
    }

    fn send(&self, parameter: &Parameter, name: &Ident) -> TokenStream {
        let json_name = &parameter.name;
        let value = self.text(&parameter.ty, quote!(self.#name));
        let is_time = self.is_time(&parameter.ty);
        let option = is_time.then(|| quote!(.as_ref().map(rfc3339)));
        let is_each = match self.unaliased(&parameter.ty) {
            TypeRef::List(item) => self.is_time(item),
            _ => false,
        };
        let each = is_each.then(|| quote!(.iter().map(rfc3339).collect::<Vec<_>>()));
        let borrow = is_each.then(|| quote!(&));
        let encoding = self.encoding(parameter);
        match (parameter.location, encoding, parameter.necessity) {
            (ParameterLocation::Path, ..) => TokenStream::new(),
            (location, ParameterEncoding::Styled(style), _) => {
                let write = ident(match location {
                    ParameterLocation::Cookie => "cookie",
                    ParameterLocation::Header => "styled_header",
                    ParameterLocation::QueryString if style.kind != StyleKind::Form => {
                        "query_string"
                    }
                    _ => "styled_query",
                });
                let style = styled(style);
                quote!(request.#write(#json_name, #style, &self.#name);)
            }
            (ParameterLocation::Header | ParameterLocation::Cookie, _, Necessity::Required) => {
                quote!(request.header(#json_name, &#value);)
            }
            (ParameterLocation::Header | ParameterLocation::Cookie, _, Necessity::Optional) => {
                quote!(request.optional_header(#json_name, &self.#name #option);)
            }
            (
                ParameterLocation::Query | ParameterLocation::QueryString,
                ParameterEncoding::Text,
                Necessity::Required,
            ) => {
                quote!(request.query(#json_name, &#value);)
            }
            (
                ParameterLocation::Query | ParameterLocation::QueryString,
                ParameterEncoding::Text,
                Necessity::Optional,
            ) => {
                quote!(request.optional_query(#json_name, &self.#name #option);)
            }
            (
                ParameterLocation::Query | ParameterLocation::QueryString,
                ParameterEncoding::Each,
                Necessity::Required,
            ) => {
                quote!(request.query_each(#json_name, &self.#name #each);)
            }
            (
                ParameterLocation::Query | ParameterLocation::QueryString,
                ParameterEncoding::Each,
                Necessity::Optional,
            ) => {
                let values = quote!(self.#name.as_deref().unwrap_or_default());
                quote!(request.query_each(#json_name, #borrow #values #each);)
            }
        }
    }

    /// Returns the value of a field; for a time, its string.
    fn text(&self, ty: &TypeRef, field: TokenStream) -> TokenStream {
        if self.is_time(ty) {
            quote!(rfc3339(&#field))
        } else {
            field
        }
    }

    /// Returns `true` if the `Display` implementation of a type doesn't write the format of the
    /// document: chrono doesn't write RFC 3339.
    fn is_time(&self, ty: &TypeRef) -> bool {
        self.settings.time == TimeType::Chrono
            && *self.unaliased(ty) == TypeRef::Scalar(Scalar::DateTime)
    }

    /// Emits the function that formats a time like serde, if a parameter needs it.
    fn rfc3339(&self, context: &OperationContext<'_>) -> Option<TokenStream> {
        let mut parameters = context.operation.parameters.iter();
        let any = parameters.any(|parameter| match self.unaliased(&parameter.ty) {
            // Serde serializes a styled parameter, and writes RFC 3339.
            _ if matches!(parameter.encoding, ParameterEncoding::Styled(_)) => false,
            TypeRef::List(item) => self.is_time(item),
            ty => self.is_time(ty),
        });
        any.then(|| {
            quote! {
                fn rfc3339(time: &chrono::DateTime<chrono::Utc>) -> String {
                    time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
                }
            }
        })
    }

    /// Returns the code that finishes a request with its body.
    fn end(&self, context: &OperationContext<'_>) -> TokenStream {
        let Some(body) = &context.operation.body else {
            return quote!(request.empty());
        };
        let name = ident(&context.names.body);
        let optional = body.necessity == Necessity::Optional;
        match body.contents.as_slice() {
            [] => quote!(request.empty()),
            [content] => end_with(content, &quote!(&self.#name), &quote!(self.#name), optional),
            several => self.end_with_choice(context, several, optional),
        }
    }

    /// Emits `Paginated` for an operation whose successful response links to the next page.
    pub(in crate::emit) fn paginated(&self, context: &OperationContext<'_>) -> Option<TokenStream> {
        is_paginated(context).then(|| {
            let name = ident(&context.names.request);
            quote!(impl runtime::Paginated for #name {})
        })
    }
}

/// Returns the redirects that an operation documents.
fn redirects(operation: &Operation) -> Option<TokenStream> {
    let responses = operation.responses.iter();
    let codes = responses.filter_map(|response| match response.status {
        Status::Exact(code @ (301 | 302 | 303 | 307 | 308)) => Some(code),
        Status::Range(3) => Some(3),
        _ => None,
    });
    let codes: Vec<Literal> = codes.map(Literal::u16_unsuffixed).collect();
    (!codes.is_empty()).then(|| quote!(const REDIRECTS: &'static [u16] = &[#(#codes),*];))
}

/// Emits the header of the idempotency key, if the operation documents one.
fn idempotency_key(operation: &Operation) -> Option<TokenStream> {
    let is_key = |parameter: &&Parameter| {
        let name = parameter.name.to_ascii_lowercase();
        parameter.location == ParameterLocation::Header
            && matches!(name.as_str(), "idempotency-key" | "x-idempotency-key")
    };
    let name = &operation.parameters.iter().find(is_key)?.name;
    Some(quote!(const IDEMPOTENCY_KEY: Option<&'static str> = Some(#name);))
}

/// The methods that have constants in all versions of `http`.
const METHODS: [&str; 9] = [
    "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE",
];

/// Returns the expression that creates a request with a method.
fn begin(method: &str, base: &TokenStream) -> TokenStream {
    if METHODS.contains(&method) {
        let method = ident(method);
        quote!(runtime::RequestWriter::new(http::Method::#method, #base))
    } else {
        quote!(runtime::RequestWriter::with_method(#method, #base))
    }
}

/// Returns the code that finishes a request with a body, from a reference to the body and from the
/// expression of the body.
pub(in crate::emit) fn end_with(
    content: &RequestMediaType,
    body: &TokenStream,
    target: &TokenStream,
    optional: bool,
) -> TokenStream {
    let media_type = &content.media_type;
    match (&content.payload, optional) {
        (RequestContent::Json(_), false) => quote!(request.json(#media_type, #body)),
        (RequestContent::Json(_), true) => quote!(request.optional_json(#media_type, #body)),
        (RequestContent::Form(_, styles), _) => {
            let styles = styles.iter().map(|(name, style)| {
                let style = styled(*style);
                quote!((#name, #style))
            });
            quote!(request.form(#media_type, &[#(#styles),*], #body))
        }
        (RequestContent::Parts(_), false) => quote!(request.multipart(#media_type, #body)),
        (RequestContent::Parts(_), true) => quote!(request.optional_multipart(#media_type, #body)),
        (RequestContent::Bytes, false) => quote!(request.body(#media_type, #target.clone())),
        (RequestContent::Bytes, true) => {
            quote!(request.body(#media_type, #target.clone().unwrap_or_default()))
        }
        (RequestContent::File(preferred), false) => quote!(request.file(#preferred, Some(#body))),
        (RequestContent::File(preferred), true) => {
            quote!(request.file(#preferred, #target.as_ref()))
        }
    }
}

/// Returns a style as an expression of the runtime.
pub(in crate::emit) fn styled(style: Style) -> TokenStream {
    let kind = ident(match style.kind {
        StyleKind::Simple => "SIMPLE",
        StyleKind::Label => "LABEL",
        StyleKind::Matrix => "MATRIX",
        StyleKind::Cookie => "COOKIE",
        // An exploded style has no delimiter.
        _ if style.exploded => "FORM",
        StyleKind::Form => "FORM",
        StyleKind::SpaceDelimited => "SPACE_DELIMITED",
        StyleKind::PipeDelimited => "PIPE_DELIMITED",
        StyleKind::DeepObject => "DEEP_OBJECT",
        StyleKind::Json => "JSON",
    });
    let exploded = style.exploded.then(|| quote!(.explode()));
    let reserved = style.reserved.then(|| quote!(.allow_reserved()));
    let empty = style.empty.then(|| quote!(.allow_empty_value()));
    quote!(runtime::Style::#kind #exploded #reserved #empty)
}

/// Returns `true` if a success of a GET operation has a `Link` header.
pub(in crate::emit) fn is_paginated(context: &OperationContext<'_>) -> bool {
    let links = |status: Status| matches!(status, Status::Exact(200..=299) | Status::Range(2));
    context.operation.method == "GET"
        && context.operation.responses.iter().any(|response| {
            links(response.status)
                && response
                    .headers
                    .iter()
                    .any(|header| header.name.eq_ignore_ascii_case("link"))
        })
}

/// Percent-encodes the characters that are invalid in a path. Other characters may already be
/// encoded in the document.
fn encode(text: &str) -> String {
    let mut encoded = String::new();
    let mut bytes = [0; 4];
    for c in text.chars() {
        if c.is_ascii_graphic()
            && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
        {
            encoded.push(c);
        } else {
            for byte in c.encode_utf8(&mut bytes).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    encoded
}
