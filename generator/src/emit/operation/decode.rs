//! Decoders of responses: the selection of the documented response by status code, body and
//! headers.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::{
    Emitter, ident,
    operation::{
        OperationContext,
        response::{ResponseVariant, response_variants},
    },
    ty::File,
};
use crate::ir::{
    ParameterEncoding, Payload, Response, ResponseContent, Scalar, Status, StyleKind, TypeKind,
    TypeRef,
};

impl Emitter<'_> {
    /// Emits the selection of the responses that are streamed.
    pub(in crate::emit) fn body_mode(&self, context: &OperationContext<'_>) -> Option<TokenStream> {
        if !self.streams(context) {
            return None;
        }
        let arms = response_variants(context);
        let only = self.only_success(&arms);
        let choose = by_status(
            arms,
            only,
            |arm| self.body_mode_arm(arm),
            quote!(runtime::BodyMode::Buffer),
        );
        let body = choose.body;
        let head = if body.to_string().contains("head") {
            quote!(head)
        } else {
            quote!(_head)
        };
        Some(quote! {
            fn body_mode(#head: &http::response::Parts) -> runtime::BodyMode {
                #body
            }
        })
    }

    fn body_mode_arm(&self, arm: &ResponseVariant<'_>) -> TokenStream {
        match &arm.response.payload {
            payload if !self.is_streamed(payload) => quote!(runtime::BodyMode::Buffer),
            Payload::Choice(ty) => {
                let ty = self.ty(ty, File::Tag);
                quote!(runtime::decode::body_mode(head, #ty::<()>::CONTENTS))
            }
            _ if takes_any(arm.response) => quote!(runtime::BodyMode::Stream),
            _ => {
                let media_types = media_types(arm.response);
                quote!(runtime::decode::body_mode(head, &[(#media_types, runtime::BodyMode::Stream)]))
            }
        }
    }

    /// Emits the decoder of a response: exact status codes first, then ranges, then `default`.
    pub(in crate::emit) fn decode(&self, context: &OperationContext<'_>) -> TokenStream {
        let response = ident(&context.names.response);
        let arms = response_variants(context);
        let reads_body = arms
            .iter()
            .any(|arm| arm.response.payload != Payload::Empty);
        let has_fields = arms.iter().any(|arm| arm.has_fields());
        let only = self.only_success(&arms);
        let choose = by_status(
            arms,
            only,
            |arm| self.decode_response(context, arm, &response),
            quote!(Err(runtime::DecodeError::UndocumentedStatus)),
        );
        let head = if choose.reads_head || has_fields {
            quote!(head)
        } else {
            quote!(_head)
        };
        let body_name = if reads_body {
            quote!(body)
        } else {
            quote!(_body)
        };
        let body = choose.body;
        quote! {
            fn decode<B>(
                #head: &http::response::Parts,
                #body_name: runtime::ResponseBody<B>,
            ) -> Result<Self::Response<B>, runtime::DecodeError> {
                #body
            }
        }
    }

    /// Returns the status of the only documented success. The client decodes any other 2xx response
    /// as this success, because the server has performed the operation.
    fn only_success(&self, arms: &[ResponseVariant<'_>]) -> Option<Status> {
        let statuses = arms.iter().map(|arm| arm.response.status);
        let is_success = |it: &Status| matches!(it, Status::Exact(200..=299) | Status::Range(2));
        let mut successes = statuses.filter(is_success);
        match (successes.next(), successes.next()) {
            (Some(only @ Status::Exact(_)), None) => {
                Some(only).filter(|_| self.settings.tolerance.undocumented_success)
            }
            _ => None,
        }
    }

    fn decode_response(
        &self,
        context: &OperationContext<'_>,
        arm: &ResponseVariant<'_>,
        response: &Ident,
    ) -> TokenStream {
        let variant = ident(arm.variant);
        if !arm.has_fields() {
            return quote!(Ok(#response::#variant));
        }
        let status = arm.has_status().then(|| quote!(status: head.status,));
        let body = self.decode_body(context, arm.response);
        let body = body.map(|body| quote!(body: #body,));
        let headers = arm.headers.iter().map(|(header, name)| {
            let name = ident(name);
            let json_name = header.name.to_ascii_lowercase();
            let is_time = *self.unaliased(&header.ty) == TypeRef::Scalar(Scalar::DateTime);
            let read = match header.encoding {
                ParameterEncoding::Each => quote!(header_lines(head, #json_name)),
                ParameterEncoding::Styled(style) if style.kind == StyleKind::Json => {
                    match self.is_lenient(&header.ty) {
                        true => quote!(lenient_json_header(head, #json_name)),
                        false => quote!(json_header(head, #json_name)),
                    }
                }
                ParameterEncoding::Styled(style) => {
                    let exploded = style.exploded;
                    quote!(styled_header(head, #json_name, #exploded))
                }
                _ if header.ty == TypeRef::Scalar(Scalar::String) => {
                    quote!(header(head, #json_name))
                }
                _ if is_time && self.is_lenient(&header.ty) => {
                    quote!(time_header(head, #json_name))
                }
                _ => quote!(parsed_header(head, #json_name)),
            };
            quote!(#name: runtime::decode::#read,)
        });
        let headers = match &arm.header_struct {
            Some(name) => quote!(headers: Box::new(#name { #(#headers)* }),),
            None => quote!(#(#headers)*),
        };
        quote!(Ok(#response::#variant { #status #body #headers }))
    }

    /// Returns `true` for a union with a variant for any string. A text body is such a string.
    fn has_string_variant(&self, ty: &TypeRef) -> bool {
        let TypeRef::Named(id) = self.unaliased(ty) else {
            return false;
        };
        let definition = self.api.type_def(*id);
        let Some(TypeKind::Union(union)) = definition.map(|definition| &definition.kind) else {
            return false;
        };
        let mut types = union.variants.iter().map(|it| self.unaliased(&it.ty));
        types.any(|ty| *ty == TypeRef::Scalar(Scalar::String))
    }

    /// Returns the code that decodes the body of a response.
    fn decode_body(
        &self,
        context: &OperationContext<'_>,
        response: &Response,
    ) -> Option<TokenStream> {
        let media_types = media_types(response);
        let any = takes_any(response);
        Some(match &response.payload {
            Payload::Empty => return None,
            Payload::Json(ty) => {
                let has_string = any && self.has_string_variant(ty);
                let (ty, value) = self.json_type(ty);
                let mut contents = response.contents.iter();
                if has_string {
                    quote!(runtime::decode::json_or_text_unchecked #ty(head, body)? #value)
                } else if contents.any(ResponseContent::is_json_or_text) {
                    quote!(runtime::decode::json_or_text #ty(head, #media_types, body)? #value)
                } else if any {
                    quote!(runtime::decode::json_unchecked #ty(body)? #value)
                } else if media_types.contains('*') {
                    quote!(runtime::decode::json_as #ty(head, #media_types, body)? #value)
                } else {
                    quote!(runtime::decode::json #ty(head, body)? #value)
                }
            }
            Payload::Text if any => quote!(runtime::decode::text_unchecked(head, body)?),
            Payload::Text => quote!(runtime::decode::text(head, #media_types, body)?),
            Payload::Stream if any => quote!(body.stream()?),
            Payload::Stream => quote!(runtime::decode::stream(head, #media_types, body)?),
            Payload::Choice(ty) => {
                let ty = self.ty(ty, File::Tag);
                let decode = quote!(#ty::decode(head, body)?);
                match self.is_boxed_body(context, &response.payload) {
                    true => quote!(Box::new(#decode)),
                    false => decode,
                }
            }
        })
    }
}

impl Emitter<'_> {
    /// Returns the wrapper that is decoded in place of a type with integers, and the path to the
    /// value in the wrapper.
    pub(in crate::emit) fn json_type(
        &self,
        ty: &TypeRef,
    ) -> (Option<TokenStream>, Option<TokenStream>) {
        if self.is_lenient(ty) {
            (
                Some(quote!(::<runtime::json::Lenient<_>, _>)),
                Some(quote!(.0)),
            )
        } else {
            (None, None)
        }
    }
}

/// Returns the media types of a response as the runtime expects them.
fn media_types(response: &Response) -> String {
    let contents = response.contents.iter();
    let all: Vec<&str> = contents
        .flat_map(|content| &content.media_types)
        .map(String::as_str)
        .collect();
    all.join(", ")
}

/// Returns `true` if a response may have any media type.
fn takes_any(response: &Response) -> bool {
    let mut contents = response.contents.iter();
    contents.any(|content| {
        let mut names = content.media_types.iter();
        let is_stream = content.payload == Payload::Stream;
        names.any(|name| name == "*/*" || is_stream && name == "application/octet-stream")
    })
}

/// A selection by status code.
struct Choice {
    body: TokenStream,
    /// `true` if the selection depends on the status code.
    reads_head: bool,
}

/// Selects by status code: exact codes first, then ranges, then `default` or `otherwise`. The only
/// success is selected for other 2xx codes too.
fn by_status(
    arms: Vec<ResponseVariant<'_>>,
    only: Option<Status>,
    choose: impl Fn(&ResponseVariant<'_>) -> TokenStream,
    otherwise: TokenStream,
) -> Choice {
    let is_default = |arm: &&ResponseVariant<'_>| arm.response.status == Status::Default;
    let rest = arms.iter().find(is_default).map_or(otherwise, &choose);
    let lines = |class: u8| -> Vec<TokenStream> {
        let of_class = arms
            .iter()
            .filter(|arm| order(arm.response.status) == class);
        let lines = of_class.map(|arm| {
            let pattern = match only {
                Some(status) if status == arm.response.status => success_pattern(arm.response),
                _ => status_pattern(arm.response.status),
            };
            let chosen = choose(arm);
            quote!(#pattern => #chosen,)
        });
        lines.collect()
    };
    // Ranges are matched after all exact codes, since the arms of one `match` must not overlap.
    let mut body = rest;
    let mut reads_head = false;
    for (lines, status) in [
        (lines(1), quote!(head.status.as_u16() / 100)),
        (lines(0), quote!(head.status.as_u16())),
    ] {
        if !lines.is_empty() {
            reads_head = true;
            body = quote!(match #status { #(#lines)* _ => #body, });
        }
    }
    Choice { body, reads_head }
}

/// Returns the status codes that are decoded as the only success: all 2xx codes, but no code that
/// forbids the body of the success.
fn success_pattern(response: &Response) -> TokenStream {
    match (&response.payload, response.status) {
        (Payload::Empty, _) | (_, Status::Exact(204 | 205)) => quote!(200..=299),
        _ => quote!(200..=203 | 206..=299),
    }
}

/// Returns the rank of a status: exact codes, then ranges, then `default`.
fn order(status: Status) -> u8 {
    match status {
        Status::Exact(_) => 0,
        Status::Range(_) => 1,
        Status::Default => 2,
    }
}

fn status_pattern(status: Status) -> TokenStream {
    match status {
        Status::Exact(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Range(digit) => {
            let digit = Literal::u16_unsuffixed(digit);
            quote!(#digit)
        }
        Status::Default => quote!(_),
    }
}
