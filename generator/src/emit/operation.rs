//! Operations: the function, the request and the response, with the inline types that the operation
//! owns.

pub(super) mod choice;
pub(super) mod content;
pub(super) mod decode;
pub(super) mod example;
pub(super) mod feature;
pub(super) mod page;
pub(super) mod request;
pub(super) mod response;
pub(super) mod security;
pub(super) mod server;
pub(super) mod tag;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{
    Emitter, comment, ident,
    model::{
        debug::{DebugField, Display, debug_struct, is_plain},
        object::bare,
    },
    ty::File,
};
use crate::{
    ir::{
        Docs, Necessity, Operation, Parameter, RequestContent, RequestMediaType, Secrecy, TypeRef,
    },
    name::{OperationNames, setter},
};

/// The maximum number of arguments of an operation function. More arguments are fields of a struct.
pub(super) const MAX_ARGUMENTS: usize = 7;

/// An operation with its names.
pub(super) struct OperationContext<'a> {
    pub(super) operation: &'a Operation,
    pub(super) names: &'a OperationNames,
}

/// The part of an operation that a field of the request represents.
pub(super) enum ArgumentSource<'a> {
    Parameter(&'a Parameter),
    /// A body with a single media type.
    Body(&'a RequestContent),
    /// A body with several media types, beginning with the preferred media type.
    Choice(&'a [RequestMediaType]),
}

/// A field of a request.
pub(super) struct Argument<'a> {
    pub(super) name: &'a str,
    pub(super) necessity: Necessity,
    pub(super) source: ArgumentSource<'a>,
}

impl<'a> Argument<'a> {
    /// Returns the type and the only value of a required parameter.
    fn constant(&self) -> Option<(&'a TypeRef, &'a Value)> {
        match self.source {
            ArgumentSource::Parameter(parameter) => {
                Some((&parameter.ty, parameter.constant.as_ref()?))
            }
            ArgumentSource::Body(_) | ArgumentSource::Choice(_) => None,
        }
    }

    /// Returns `true` if the field is an argument of the operation function.
    pub(super) fn is_required(&self) -> bool {
        self.necessity == Necessity::Required && self.constant().is_none()
    }
}

impl<'a> OperationContext<'a> {
    /// Returns the fields of the request: the parameters in document order, then the body.
    pub(super) fn arguments(&self) -> Vec<Argument<'a>> {
        let parameters = self.operation.parameters.iter().zip(&self.names.parameters);
        let parameters = parameters.map(|(parameter, name)| Argument {
            name,
            necessity: parameter.necessity,
            source: ArgumentSource::Parameter(parameter),
        });
        let body = self.operation.body.iter().filter_map(|body| {
            Some(Argument {
                name: &self.names.body,
                necessity: body.necessity,
                source: match body.contents.as_slice() {
                    [] => return None,
                    [only] => ArgumentSource::Body(&only.payload),
                    several => ArgumentSource::Choice(several),
                },
            })
        });
        parameters.chain(body).collect()
    }

    /// Returns the name and the initial value of the field of the `Accept` header, if callers can
    /// change the header.
    pub(super) fn accept_field(&self) -> Option<(Ident, &'a str)> {
        let accept = &self.operation.accept;
        let preferred = accept.default.as_deref()?;
        (!accept.choices.is_empty()).then(|| (ident(&self.names.accept), preferred))
    }
}

impl Emitter<'_> {
    pub(super) fn operation(
        &self,
        index: usize,
        context: &OperationContext<'_>,
    ) -> Vec<TokenStream> {
        let mut items = vec![self.function(context)];
        items.extend(self.arguments_struct(context));
        items.push(self.request_struct(context));
        items.extend(self.content_choice(context));
        items.extend(self.request_setters(context));
        items.push(self.operation_implementation(context));
        items.extend(self.paginated(context));
        items.extend(self.response(context));
        for id in self.analysis.owned_by(index) {
            if let Some(definition) = self.api.type_def(*id) {
                items.extend(self.type_items(*id, definition, File::Tag));
            }
        }
        items.extend(self.equal_conversions(index));
        items
    }

    /// Emits the operation function, which returns a request from the required arguments.
    fn function(&self, context: &OperationContext<'_>) -> TokenStream {
        let name = ident(&context.names.function);
        let request = ident(&context.names.request);
        let docs = comment::comment(&self.page(context));
        let deprecated = context
            .operation
            .docs
            .deprecated
            .then(|| quote!(#[deprecated = "deprecated in the API description"]));
        let arguments = context.arguments();
        let required: Vec<&Argument<'_>> = arguments
            .iter()
            .filter(|argument| argument.is_required())
            .collect();
        let many = required.len() > MAX_ARGUMENTS;
        let values = arguments.iter().map(|argument| {
            let name = ident(argument.name);
            if let Some((ty, constant)) = argument.constant() {
                let value = self.initial(ty, constant, File::Tag);
                return quote!(#name: #value,);
            }
            match argument.necessity {
                Necessity::Optional => quote!(#name: None,),
                Necessity::Required if many => quote!(#name: arguments.#name,),
                Necessity::Required => {
                    let value = self.argument_source(context, argument).value;
                    if name == value.to_string() {
                        quote!(#name,)
                    } else {
                        quote!(#name: #value,)
                    }
                }
            }
        });
        let accept = context.accept_field();
        let accept = accept.map(|(name, preferred)| quote!(#name: #preferred,));
        let parameters = if many {
            let arguments = ident(&context.names.arguments);
            quote!(arguments: #arguments)
        } else {
            let parameters = required.iter().map(|argument| {
                let name = ident(argument.name);
                let ty = self.argument_source(context, argument).ty;
                quote!(#name: #ty)
            });
            quote!(#(#parameters),*)
        };
        quote! {
            #docs
            #deprecated
            #[must_use]
            pub fn #name(#parameters) -> #request {
                #request { #(#values)* #accept }
            }
        }
    }

    /// Emits the struct of the required arguments if they are too many for a function.
    fn arguments_struct(&self, context: &OperationContext<'_>) -> Option<TokenStream> {
        let arguments = context.arguments();
        let required: Vec<&Argument<'_>> = arguments
            .iter()
            .filter(|argument| argument.is_required())
            .collect();
        if required.len() <= MAX_ARGUMENTS {
            return None;
        }
        let name = ident(&context.names.arguments);
        let text = format!(
            "Required arguments of [`{}()`].",
            bare(&context.names.function)
        );
        let docs = comment::line(&text);
        let fields = required
            .iter()
            .map(|argument| self.request_field(context, argument, Necessity::Required));
        let shown = self.shown_arguments(required.iter().copied());
        let derive = is_plain(&shown).then(|| quote!(Debug,));
        let debug = (!is_plain(&shown)).then(|| debug_struct(&name, &shown));
        Some(quote! {
            #docs
            #[derive(#derive Clone)]
            pub struct #name { #(#fields)* }
            #debug
        })
    }

    /// Returns a field of the request or of the struct of arguments.
    fn request_field(
        &self,
        context: &OperationContext<'_>,
        argument: &Argument<'_>,
        necessity: Necessity,
    ) -> TokenStream {
        let lines = match &argument.source {
            ArgumentSource::Parameter(parameter) => comment::named_lines(
                &parameter.docs,
                &[&parameter.name],
                &comment::original("parameter", &parameter.name, argument.name),
            ),
            ArgumentSource::Body(_) | ArgumentSource::Choice(_) => {
                let docs = context
                    .operation
                    .body
                    .as_ref()
                    .map(|body| body.docs.clone());
                let docs = Docs {
                    examples: Vec::new(),
                    ..docs.unwrap_or_default()
                };
                comment::lines(&docs, "")
            }
        };
        let docs = comment::comment(&lines);
        let name = ident(argument.name);
        let ty = self.argument_type(context, argument);
        let ty = match necessity {
            Necessity::Required => ty,
            Necessity::Optional => quote!(Option<#ty>),
        };
        quote! {
            #docs
            pub #name: #ty,
        }
    }

    fn request_struct(&self, context: &OperationContext<'_>) -> TokenStream {
        let name = ident(&context.names.request);
        let text = format!("The request of [`{}()`].", bare(&context.names.function));
        let docs = comment::line(&text);
        let arguments = context.arguments();
        let fields = arguments
            .iter()
            .map(|argument| self.request_field(context, argument, argument.necessity));
        let accept = context.accept_field().map(|(name, _)| {
            let docs = comment::line("The `Accept` header.");
            quote!(#docs #name: &'static str,)
        });
        let mut shown = self.shown_arguments(&arguments);
        let accept_field = context.accept_field();
        shown.extend(accept_field.map(|(name, _)| DebugField::new(name, Display::Plain)));
        let derive = is_plain(&shown).then(|| quote!(Debug,));
        let debug = (!is_plain(&shown)).then(|| debug_struct(&name, &shown));
        quote! {
            #docs
            #[derive(#derive Clone)]
            #[non_exhaustive]
            pub struct #name { #(#fields)* #accept }
            #debug
        }
    }

    /// Returns the `Debug` fields of a request.
    fn shown_arguments<'w>(
        &self,
        arguments: impl IntoIterator<Item = &'w Argument<'w>>,
    ) -> Vec<DebugField> {
        let shown = arguments.into_iter().map(|argument| {
            let display = match &argument.source {
                ArgumentSource::Parameter(parameter) => {
                    self.display(parameter.secrecy, &parameter.ty)
                }
                ArgumentSource::Body(sent) => sent
                    .ty()
                    .map_or(Display::Plain, |ty| self.display(Secrecy::Public, ty)),
                ArgumentSource::Choice(_) => Display::Plain,
            };
            DebugField::new(ident(argument.name), display)
        });
        shown.collect()
    }

    /// Returns the type of a field without the `Option` of an optional field.
    fn argument_type(
        &self,
        context: &OperationContext<'_>,
        argument: &Argument<'_>,
    ) -> TokenStream {
        match &argument.source {
            ArgumentSource::Parameter(parameter) => self.ty(&parameter.ty, File::Tag),
            ArgumentSource::Body(sent) => self.sent_type(sent),
            ArgumentSource::Choice(_) => {
                let content = ident(&context.names.content);
                quote!(#content)
            }
        }
    }

    /// Returns the argument of a field.
    fn argument_source(
        &self,
        context: &OperationContext<'_>,
        argument: &Argument<'_>,
    ) -> super::model::setter::Argument {
        let name = ident(argument.name);
        match &argument.source {
            ArgumentSource::Parameter(parameter) => {
                self.argument(&name, &parameter.ty, false, File::Tag)
            }
            ArgumentSource::Choice(_) => {
                let content = ident(&context.names.content);
                super::model::setter::Argument {
                    ty: quote!(impl Into<#content>),
                    value: quote!(#name.into()),
                }
            }
            ArgumentSource::Body(sent) => match sent.ty() {
                Some(ty) => self.argument(&name, ty, false, File::Tag),
                None => {
                    let ty = self.sent_type(sent);
                    let is_parts = matches!(sent, RequestContent::Parts(_));
                    super::model::setter::Argument {
                        ty: if is_parts {
                            ty.clone()
                        } else {
                            quote!(impl Into<#ty>)
                        },
                        value: if is_parts {
                            quote!(#name)
                        } else {
                            quote!(#name.into())
                        },
                    }
                }
            },
        }
    }

    /// Returns the type of a request body.
    pub(super) fn sent_type(&self, sent: &RequestContent) -> TokenStream {
        match (sent, sent.ty()) {
            (_, Some(ty)) => self.ty(ty, File::Tag),
            (RequestContent::Parts(_), None) => quote!(runtime::Multipart),
            (RequestContent::File(_), None) => quote!(runtime::File),
            (_, None) => quote!(runtime::RequestBody),
        }
    }

    fn request_setters(&self, context: &OperationContext<'_>) -> Option<TokenStream> {
        let name = ident(&context.names.request);
        let arguments = context.arguments();
        let mut setters = arguments
            .iter()
            .filter(|argument| argument.necessity == Necessity::Optional)
            .map(|argument| {
                let (text, deprecated) = match &argument.source {
                    ArgumentSource::Parameter(parameter) => (
                        comment::setter(&parameter.name, argument.name, &parameter.docs),
                        parameter.docs.deprecated,
                    ),
                    ArgumentSource::Body(_) | ArgumentSource::Choice(_) => (String::new(), false),
                };
                let docs = comment::line(&text);
                let deprecated =
                    deprecated.then(|| quote!(#[deprecated = "deprecated in the API description"]));
                let setter = ident(&setter(argument.name));
                let name = ident(argument.name);
                let super::model::setter::Argument { ty, value } =
                    self.argument_source(context, argument);
                quote! {
                    #docs
                    #deprecated
                    #[must_use]
                    pub fn #setter(mut self, #name: #ty) -> Self {
                        self.#name = Some(#value);
                        self
                    }
                }
            })
            .chain(self.accept_setters(context))
            .peekable();
        setters.peek()?;
        Some(quote! {
            impl #name { #(#setters)* }
        })
    }
}
