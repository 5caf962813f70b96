//! Response enums of operations, with their implementations of `OperationResponse`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::{
    Emitter, comment, ident,
    model::{
        debug::{DebugField, Display, debug_enum, debug_struct, is_plain, struct_arm},
        object::bare,
    },
    operation::{OperationContext, request::is_paginated},
    ty::File,
};
use crate::{
    ir::{Header, Payload, Response, Status, TypeRef},
    markdown,
};

/// The documentation of the type parameter of responses.
pub(in crate::emit) const STREAMED_BODY: &str = "`B` is the type of a streamed body.";

/// A response with its names.
pub(in crate::emit) struct ResponseVariant<'a> {
    pub(in crate::emit) response: &'a Response,
    pub(in crate::emit) variant: &'a str,
    pub(in crate::emit) headers: Vec<(&'a Header, &'a str)>,
    /// The struct of the headers, if the response has many.
    pub(in crate::emit) header_struct: Option<Ident>,
}

impl ResponseVariant<'_> {
    pub(in crate::emit) fn has_fields(&self) -> bool {
        self.response.payload != Payload::Empty || !self.headers.is_empty() || self.has_status()
    }

    /// Returns `true` if the variant has several status codes.
    pub(in crate::emit) fn has_status(&self) -> bool {
        matches!(self.response.status, Status::Range(_) | Status::Default)
    }
}

/// The success type of an operation.
enum Success {
    /// No response is a success.
    Never,
    /// All successes have this body.
    Body(Payload),
    /// The successes have different bodies.
    Response,
}

pub(in crate::emit) fn response_variants<'a>(
    context: &OperationContext<'a>,
) -> Vec<ResponseVariant<'a>> {
    let responses = context.operation.responses.iter();
    let structs = context.names.header_structs.iter();
    responses
        .zip(&context.names.variants)
        .zip(context.names.headers.iter().zip(structs))
        .map(
            |((response, variant), (headers, header_struct))| ResponseVariant {
                response,
                variant,
                header_struct: Some(header_struct)
                    .filter(|name| !name.is_empty())
                    .map(|name| ident(name)),
                headers: response
                    .headers
                    .iter()
                    .zip(headers.iter().map(String::as_str))
                    .collect(),
            },
        )
        .collect()
}

impl Emitter<'_> {
    /// Returns `true` if any response is streamed.
    pub(in crate::emit) fn streams(&self, context: &OperationContext<'_>) -> bool {
        context
            .operation
            .responses
            .iter()
            .any(|response| self.is_streamed(&response.payload))
    }

    /// Emits the items of the response.
    pub(in crate::emit) fn response(&self, context: &OperationContext<'_>) -> Vec<TokenStream> {
        let mut items = vec![self.response_enum(context), self.outcome(context)];
        items.extend(self.header_structs(context));
        items
    }

    /// Emits the structs of headers. A response with many headers has a struct, because the fields
    /// of the headers would enlarge the whole enum.
    fn header_structs(&self, context: &OperationContext<'_>) -> Vec<TokenStream> {
        let arms = response_variants(context).into_iter();
        let structs = arms.filter_map(|arm| {
            let name = arm.header_struct.as_ref()?;
            let docs = comment::line(&format!(
                "The headers of [`{}::{}`].",
                context.names.response, arm.variant
            ));
            let fields = self.headers(&arm, &quote!(pub));
            let shown = self.shown_headers(&arm);
            let derive = is_plain(&shown).then(|| quote!(Debug,));
            let debug = (!is_plain(&shown)).then(|| debug_struct(name, &shown));
            Some(quote! {
                #docs
                #[derive(#derive Clone, Default, PartialEq)]
                pub struct #name { #(#fields)* }
                #debug
            })
        });
        structs.collect()
    }

    /// Returns the headers of a response as fields.
    fn headers(&self, arm: &ResponseVariant<'_>, vis: &TokenStream) -> Vec<TokenStream> {
        let headers = arm.headers.iter().map(|(header, name)| {
            let otherwise = comment::original("header", &header.name, name);
            let docs = comment::comment(&comment::named_lines(
                &header.docs,
                &[&header.name],
                &otherwise,
            ));
            let name = ident(name);
            let ty = self.held(&header.ty, self.analysis.is_large(&header.ty), File::Tag);
            quote!(#docs #vis #name: Option<#ty>,)
        });
        headers.collect()
    }

    /// Returns the `Debug` fields of the headers of a response.
    fn shown_headers(&self, arm: &ResponseVariant<'_>) -> Vec<DebugField> {
        let headers = arm.headers.iter().map(|(header, name)| {
            DebugField::new(ident(name), self.display(header.secrecy, &header.ty))
        });
        headers.collect()
    }

    /// Returns the `Debug` fields of a variant.
    fn shown_fields_of(&self, arm: &ResponseVariant<'_>) -> Vec<DebugField> {
        let plain = |name: &str| DebugField::new(ident(name), Display::Plain);
        let status = arm.has_status().then(|| plain("status"));
        let body = (arm.response.payload != Payload::Empty)
            .then(|| DebugField::new(ident("body"), self.display_body(&arm.response.payload)));
        let headers = match &arm.header_struct {
            Some(_) => vec![plain("headers")],
            None => self.shown_headers(arm),
        };
        status.into_iter().chain(body).chain(headers).collect()
    }

    fn response_enum(&self, context: &OperationContext<'_>) -> TokenStream {
        let name = ident(&context.names.response);
        let text = format!(
            "The documented responses of [`{}()`].",
            bare(&context.names.function)
        );
        let mut lines = vec![text];
        if self.streams(context) {
            lines.extend([String::new(), STREAMED_BODY.to_owned()]);
        }
        let docs = comment::comment(&lines);
        let generics = self.streams(context).then(|| quote!(<B>));
        let variants = response_variants(context).into_iter().map(|arm| {
            let docs = comment::comment(&response_docs(arm.response));
            let variant = ident(arm.variant);
            if !arm.has_fields() {
                return quote!(#docs #variant,);
            }
            let status = arm.has_status().then(|| quote!(status: http::StatusCode,));
            let body = self.body_type(context, &arm.response.payload);
            let body = body.map(|ty| quote!(body: #ty,));
            let headers = match &arm.header_struct {
                Some(name) => vec![quote!(headers: Box<#name>,)],
                None => self.headers(&arm, &TokenStream::new()),
            };
            quote! {
                #docs
                #variant { #status #body #(#headers)* },
            }
        });
        let shown: Vec<_> = response_variants(context)
            .iter()
            .map(|arm| (ident(arm.variant), self.shown_fields_of(arm)))
            .collect();
        if shown.iter().all(|(_, fields)| is_plain(fields)) {
            return quote! {
                #docs
                #[derive(Debug)]
                pub enum #name #generics { #(#variants)* }
            };
        }
        let arms = shown
            .iter()
            .map(|(variant, fields)| struct_arm(variant, fields));
        let arms: Vec<TokenStream> = arms.collect();
        let debug = debug_enum(&name, self.streams(context), &arms);
        quote! {
            #docs
            pub enum #name #generics { #(#variants)* }
            #debug
        }
    }

    /// Returns the type of a body in a variant; a large type is boxed.
    fn body_type(&self, context: &OperationContext<'_>, payload: &Payload) -> Option<TokenStream> {
        let boxed = self.is_boxed_body(context, payload);
        Some(match payload {
            Payload::Empty => return None,
            Payload::Json(ty) => self.held(ty, boxed, File::Tag),
            Payload::Text => quote!(String),
            Payload::Stream => quote!(B),
            Payload::Choice(ty) => {
                let choice = self.choice_type(ty);
                match boxed {
                    true => quote!(Box<#choice>),
                    false => choice,
                }
            }
        })
    }

    /// Returns the type of a body with several media types.
    fn choice_type(&self, ty: &TypeRef) -> TokenStream {
        let streamed = self.is_streamed(&Payload::Choice(ty.clone()));
        let generics = streamed.then(|| quote!(<B>));
        let ty = self.ty(ty, File::Tag);
        quote!(#ty #generics)
    }

    fn success(&self, context: &OperationContext<'_>) -> Success {
        let mut payloads = context
            .operation
            .responses
            .iter()
            .filter(|response| is_success(context, response))
            .map(|response| &response.payload);
        let Some(first) = payloads.next() else {
            return Success::Never;
        };
        if payloads.all(|other| other == first) {
            Success::Body(first.clone())
        } else {
            Success::Response
        }
    }

    fn outcome(&self, context: &OperationContext<'_>) -> TokenStream {
        let name = ident(&context.names.response);
        let generics = self.streams(context).then(|| quote!(<B>));
        let arms = response_variants(context);
        let (good, bad): (Vec<&ResponseVariant<'_>>, Vec<&ResponseVariant<'_>>) = arms
            .iter()
            .partition(|arm| is_success(context, arm.response));
        let success = self.success(context);
        let ty = match &success {
            Success::Never => quote!(std::convert::Infallible),
            Success::Response => quote!(Self),
            Success::Body(Payload::Empty) => quote!(()),
            Success::Body(Payload::Json(ty)) => self.ty(ty, File::Tag),
            Success::Body(Payload::Text) => quote!(String),
            Success::Body(Payload::Stream) => quote!(B),
            Success::Body(Payload::Choice(ty)) => self.choice_type(ty),
        };
        let body = match &success {
            Success::Never => quote!(Err(self)),
            Success::Response if bad.is_empty() => quote!(Ok(self)),
            Success::Response => {
                let patterns = good.iter().map(|arm| empty_pattern(arm));
                quote!(match self {
                    #(#patterns)|* => Ok(self),
                    other => Err(other),
                })
            }
            Success::Body(payload) => {
                let boxed = self.is_boxed_body(context, payload);
                success_body(payload, boxed, &good, bad.is_empty())
            }
        };
        let is_json = match &success {
            Success::Body(payload) => self.display_body(payload) == Display::Json,
            Success::Never | Success::Response => false,
        };
        let show = (is_json && is_paginated(context)).then(|| {
            quote!(
                const DEBUG: Option<runtime::DebugFn<Self::Success>> =
                    Some(json::fmt_json_redacted);
            )
        });
        quote! {
            impl #generics runtime::OperationResponse for #name #generics {
                type Success = #ty;
                #show
                #[inline]
                fn into_success(self) -> Result<Self::Success, Self> {
                    #body
                }
            }
        }
    }

    /// Returns `true` if a body is boxed. The body is then boxed in all responses of the operation
    /// that have the same body.
    pub(in crate::emit) fn is_boxed_body(
        &self,
        context: &OperationContext<'_>,
        payload: &Payload,
    ) -> bool {
        let (Payload::Json(ty) | Payload::Choice(ty)) = payload else {
            return false;
        };
        let arms = response_variants(context).into_iter();
        let mut alike = arms.filter(|arm| arm.response.payload == *payload);
        alike.any(|arm| {
            let many = arm.header_struct.is_some();
            let headers = arm.headers.iter().filter(|_| !many);
            let headers = headers.map(|(header, _)| &header.ty);
            self.analysis.is_large_beside(ty, headers)
        })
    }

    /// Returns `true` if the success has no body.
    pub(in crate::emit) fn success_is_unit(&self, context: &OperationContext<'_>) -> bool {
        matches!(self.success(context), Success::Body(Payload::Empty))
    }
}

/// Returns the `match` that returns the body of a success.
fn success_body(
    payload: &Payload,
    boxed: bool,
    good: &[&ResponseVariant<'_>],
    all: bool,
) -> TokenStream {
    let value = match payload {
        Payload::Empty => quote!(()),
        _ if boxed => quote!(*body),
        _ => quote!(body),
    };
    let is_default = good
        .iter()
        .any(|arm| arm.response.status == Status::Default);
    let patterns = good.iter().map(|arm| {
        let variant = ident(arm.variant);
        let status = is_default.then(|| quote!(status,));
        if *payload == Payload::Empty && status.is_none() {
            return empty_pattern(arm);
        }
        let body = (*payload != Payload::Empty).then(|| quote!(body,));
        let rest = (!arm.headers.is_empty() || arm.has_status() && !is_default).then(|| quote!(..));
        quote!(Self::#variant { #status #body #rest })
    });
    let guard = is_default.then(|| quote!(if status.is_success()));
    let other = (!all || is_default).then(|| quote!(other => Err(other),));
    quote!(match self {
        #(#patterns)|* #guard => Ok(#value),
        #other
    })
}

/// Returns `true` for a documented 2xx response, or for `default` if no 2xx is documented.
fn is_success(context: &OperationContext<'_>, response: &Response) -> bool {
    let listed = |status: Status| matches!(status, Status::Exact(200..=299) | Status::Range(2));
    let any = context
        .operation
        .responses
        .iter()
        .any(|response| listed(response.status));
    listed(response.status) || (!any && response.status == Status::Default)
}

fn empty_pattern(arm: &ResponseVariant<'_>) -> TokenStream {
    let variant = ident(arm.variant);
    if arm.has_fields() {
        quote!(Self::#variant { .. })
    } else {
        quote!(Self::#variant)
    }
}

/// Returns the status as written in the document.
pub(in crate::emit) fn status_text(status: Status) -> String {
    match status {
        Status::Exact(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    }
}

fn response_docs(response: &Response) -> Vec<String> {
    let mut lines = comment::block(response.docs.description.as_deref().unwrap_or_default());
    let status = status_text(response.status);
    match lines.first_mut() {
        Some(first) if first.starts_with(|c: char| c.is_alphanumeric() || c == '*') => {
            *first = format!("{status}: {first}");
        }
        Some(_) => lines
            .splice(0..0, [format!("{status}:"), String::new()])
            .for_each(drop),
        None => lines.push(format!("{status}.")),
    }
    lines
}

/// Returns the description of a response as a table cell.
pub(in crate::emit) fn response_text(response: &Response) -> String {
    markdown::cell(response.docs.description.as_deref().unwrap_or_default())
}

impl Emitter<'_> {
    /// Returns the type of the success body and, if the body has several media types, the method
    /// that returns a value of this type.
    pub(in crate::emit) fn success_type(
        &self,
        context: &OperationContext<'_>,
    ) -> Option<(TypeRef, Option<&str>)> {
        match self.success(context) {
            Success::Body(Payload::Json(ty)) => Some((ty, None)),
            Success::Body(Payload::Choice(choice)) => {
                let (ty, into) = self.preferred_of(&choice)?;
                Some((ty.clone(), Some(into)))
            }
            _ => None,
        }
    }
}
