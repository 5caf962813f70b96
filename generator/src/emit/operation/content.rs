//! Response bodies with several media types: an enum, and the setters of a request that select a
//! media type.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::{
    Emitter, comment, ident,
    model::debug::{Display, debug_enum, tuple_arm},
    operation::{OperationContext, response::STREAMED_BODY},
    ty::File,
};
use crate::{
    ir::{Payload, ResponseContent, TypeId, TypeKind, TypeRef},
    markdown,
    name::TypeNames,
};

impl Emitter<'_> {
    /// Returns the media types of a body with several media types, and the names of its enum.
    fn choice_of(&self, ty: &TypeRef) -> Option<(&[ResponseContent], &TypeNames)> {
        let TypeRef::Named(id) = ty else { return None };
        match &self.api.type_def(*id)?.kind {
            TypeKind::Contents(contents) => Some((contents, self.type_names(id.0)?)),
            _ => None,
        }
    }

    /// Returns `true` if a body is streamed in any of its media types.
    pub(in crate::emit) fn is_streamed(&self, payload: &Payload) -> bool {
        match payload {
            Payload::Stream => true,
            Payload::Choice(ty) => {
                let choice = self.choice_of(ty);
                choice.is_some_and(|(contents, _)| is_any_streamed(contents))
            }
            Payload::Empty | Payload::Json(_) | Payload::Text => false,
        }
    }

    /// Emits the enum of a body with several media types, and its decoder.
    pub(in crate::emit) fn contents(
        &self,
        id: TypeId,
        contents: &[ResponseContent],
        file: File<'_>,
    ) -> Vec<TokenStream> {
        let Some(names) = self.type_names(id.0) else {
            return Vec::new();
        };
        let name = ident(&names.ident);
        let mut lines = vec!["A response body, selected by the `Content-Type` header.".to_owned()];
        let streams = is_any_streamed(contents);
        if streams {
            lines.extend([String::new(), STREAMED_BODY.to_owned()]);
        }
        let docs = comment::comment(&lines);
        let variants = contents.iter().zip(&names.members).enumerate();
        let variants = variants.map(|(index, (content, variant))| {
            let variant = ident(variant);
            let item = content.item.as_ref().map(|item| self.type_text(item));
            let (ty, how) = match &content.payload {
                Payload::Json(ty) => {
                    let ty = self.held(ty, self.analysis.is_boxed(id, index), file);
                    (ty, String::new())
                }
                Payload::Stream => (
                    quote!(B),
                    match item {
                        Some(item) => {
                            format!(", a stream of bytes that contains `{item}` items")
                        }
                        None => ", a stream of bytes".to_owned(),
                    },
                ),
                _ => (quote!(String), String::new()),
            };
            let docs = comment::line(&format!("Media type {}{how}.", listed(content)));
            quote!(#docs #variant(#ty),)
        });
        let generics = streams.then(|| quote!(<B>));
        let displays = contents
            .iter()
            .map(|content| self.display_body(&content.payload));
        let displays: Vec<Display> = displays.collect();
        let is_plain = displays.iter().all(|display| *display == Display::Plain);
        let derive = is_plain.then(|| quote!(Debug,));
        let arms = displays.iter().zip(&names.members);
        let arms: Vec<TokenStream> = arms
            .map(|(display, variant)| tuple_arm(&ident(variant), *display))
            .collect();
        let debug = (!is_plain).then(|| debug_enum(&name, streams, &arms));
        let table = contents.iter().map(row);
        let decode = self.decode_contents(contents, &names.members);
        let preferred = self.preferred_body(id, contents, names, file);
        vec![
            quote! {
                #docs
                #[derive(#derive Clone, PartialEq)]
                pub enum #name #generics { #(#variants)* }
                #debug
            },
            quote! {
                impl #generics #name #generics {
                    pub(crate) const CONTENTS: &'static [runtime::decode::Content] = &[#(#table),*];
                    #decode
                    #preferred
                }
            },
        ]
    }

    /// Emits the method that returns the body of the preferred media type, for callers that don't
    /// request another media type.
    fn preferred_body(
        &self,
        id: TypeId,
        contents: &[ResponseContent],
        names: &TypeNames,
        file: File<'_>,
    ) -> Option<TokenStream> {
        let (preferred, variant) = contents.iter().zip(&names.members).next()?;
        let Payload::Json(ty) = &preferred.payload else {
            return None;
        };
        let value = if self.analysis.is_boxed(id, 0) {
            quote!(*body)
        } else {
            quote!(body)
        };
        let name = ident(&names.into_body);
        let ty = self.ty(ty, file);
        let media_types = preferred.media_types.join(", ");
        let docs = comment::comment(&[
            format!(
                "Returns the body if its media type is {}.",
                listed(preferred)
            ),
            String::new(),
            "# Errors".to_owned(),
            String::new(),
            "If the body has another media type.".to_owned(),
        ]);
        let variant = ident(variant);
        Some(quote! {
            #docs
            pub fn #name(self) -> Result<#ty, runtime::DecodeError> {
                match self {
                    Self::#variant(body) => Ok(#value),
                    _ => Err(runtime::DecodeError::UnexpectedContentType { expected: #media_types }),
                }
            }
        })
    }

    /// Returns the type of the preferred body, and the method that returns the body.
    pub(in crate::emit) fn preferred_of(&self, ty: &TypeRef) -> Option<(&TypeRef, &str)> {
        let (contents, names) = self.choice_of(ty)?;
        match &contents.first()?.payload {
            Payload::Json(ty) => Some((ty, &names.into_body)),
            _ => None,
        }
    }

    /// Emits the setters of a request that select a media type.
    pub(in crate::emit) fn accept_setters(
        &self,
        context: &OperationContext<'_>,
    ) -> Vec<TokenStream> {
        let field = ident(&context.names.accept);
        let choices = &context.operation.accept.choices;
        let setters = choices.iter().zip(&context.names.accepts);
        let setters = setters.map(|(choice, setter)| {
            let text = format!(
                "Requests {} instead of the other media types of the response.",
                listed(&choice.content)
            );
            let docs = comment::line(&text);
            let setter = ident(setter);
            let header = &choice.header;
            quote! {
                #docs
                #[must_use]
                pub fn #setter(mut self) -> Self {
                    self.#field = #header;
                    self
                }
            }
        });
        setters.collect()
    }
}

/// Returns the media types of a content as text.
pub(in crate::emit) fn listed(content: &ResponseContent) -> String {
    let names = content.media_types.iter();
    let names: Vec<String> = names.map(|name| markdown::code(name)).collect();
    names.join(" or ")
}

/// Returns a content as a row of the runtime's table: media types and body mode.
pub(in crate::emit) fn row(content: &ResponseContent) -> TokenStream {
    let media_types = content.media_types.join(", ");
    match content.payload {
        Payload::Stream => quote!((#media_types, runtime::BodyMode::Stream)),
        _ => quote!((#media_types, runtime::BodyMode::Buffer)),
    }
}

fn is_any_streamed(contents: &[ResponseContent]) -> bool {
    let mut contents = contents.iter();
    contents.any(|content| content.payload == Payload::Stream)
}

impl Emitter<'_> {
    /// Emits the decoder of a body, which selects the variant by the row of the table that matches
    /// the response.
    fn decode_contents(&self, contents: &[ResponseContent], variants: &[String]) -> TokenStream {
        let last = contents.len().saturating_sub(1);
        let arms = contents.iter().zip(variants).enumerate();
        let arms = arms.map(|(index, (content, variant))| {
            let variant = ident(variant);
            let read = match &content.payload {
                Payload::Json(ty) => {
                    let (ty, value) = self.json_type(ty);
                    match content.is_json_or_text() {
                        true => {
                            quote!(runtime::decode::json_or_text_unchecked #ty(head, body)? #value)
                        }
                        false => quote!(runtime::decode::json_unchecked #ty(body)? #value),
                    }
                }
                Payload::Stream => quote!(body.stream()?),
                _ => quote!(runtime::decode::text_unchecked(head, body)?),
            };
            let pattern = if index == last {
                quote!(_)
            } else {
                let index = Literal::usize_unsuffixed(index);
                quote!(#index)
            };
            quote!(#pattern => Self::#variant(#read),)
        });
        let generics = (!is_any_streamed(contents)).then(|| quote!(<B>));
        quote! {
            pub(crate) fn decode #generics(
                head: &http::response::Parts,
                body: runtime::ResponseBody<B>,
            ) -> Result<Self, runtime::DecodeError> {
                Ok(match runtime::decode::content(head, Self::CONTENTS)? {
                    #(#arms)*
                })
            }
        }
    }
}
