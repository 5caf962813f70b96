//! How callers make an object: its constructor and its setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Emitter, comment, ident,
    object::{Parts, is_secret},
};
use crate::ir::{Field, Presence};

impl Emitter<'_> {
    /// The struct of the required properties, where they are too many for a constructor.
    pub(super) fn object_arguments(&self, parts: &Parts<'_>) -> Option<TokenStream> {
        if parts.names.arguments.is_empty() {
            return None;
        }
        let name = ident(&parts.names.arguments);
        let text = format!("The properties that every [`{}`] has.", parts.names.ident);
        let docs = comment::line(&text);
        let fields = parts.given().map(|(index, field, name)| {
            let docs = comment::comment(&comment::lines(
                &field.docs,
                &comment::code_text(&field.wire),
            ));
            let name = ident(name);
            let ty = self.field_type(parts, index, field);
            quote! {
                #docs
                pub #name: #ty,
            }
        });
        let derive = (!is_secret(parts.object)).then(|| quote!(Debug,));
        Some(quote! {
            #docs
            #[derive(#derive Clone, PartialEq)]
            pub struct #name { #(#fields)* }
        })
    }

    pub(super) fn object_setters(&self, parts: &Parts<'_>) -> TokenStream {
        let name = ident(&parts.names.ident);
        let constructor = self.object_constructor(parts);
        let setters = parts
            .fields()
            .filter(|(_, field, _)| !field.presence.is_required())
            .map(|(index, field, name)| self.object_setter(parts, index, field, name));
        quote! {
            impl #name {
                #constructor
                #(#setters)*
            }
        }
    }

    fn object_constructor(&self, parts: &Parts<'_>) -> TokenStream {
        let docs = comment::line("Makes one with the required properties alone.");
        let others = self
            .others_type(parts)
            .map(|(name, _)| quote!(#name: std::collections::BTreeMap::new(),));
        let many = !parts.names.arguments.is_empty();
        let values = parts.fields().map(|(index, field, name)| {
            let name = ident(name);
            if !field.presence.is_required() {
                return quote!(#name: None,);
            }
            if many {
                return quote!(#name: required.#name,);
            }
            let boxed = self.facts.is_boxed(parts.id, index);
            let value = self.argument(&name, &field.ty, boxed, parts.file).value;
            match field.presence {
                Presence::Nullable => quote!(#name,),
                _ if name == value.to_string() => quote!(#name,),
                _ => quote!(#name: #value,),
            }
        });
        let arguments = if many {
            let arguments = ident(&parts.names.arguments);
            quote!(required: #arguments)
        } else {
            let arguments = parts.given().map(|(index, field, name)| {
                let name = ident(name);
                let boxed = self.facts.is_boxed(parts.id, index);
                let ty = match field.presence {
                    Presence::Nullable => self.field_type(parts, index, field),
                    _ => self.argument(&name, &field.ty, boxed, parts.file).ty,
                };
                quote!(#name: #ty)
            });
            quote!(#(#arguments),*)
        };
        quote! {
            #docs
            #[must_use]
            pub fn new(#arguments) -> Self {
                Self { #(#values)* #others }
            }
        }
    }

    fn object_setter(
        &self,
        parts: &Parts<'_>,
        index: usize,
        field: &Field,
        name: &str,
    ) -> TokenStream {
        let text = comment::setter(&field.wire, &field.docs);
        let null_name = parts.names.nulls.get(index).map(|name| ident(name));
        let docs = comment::line(&text);
        let deprecated = field
            .docs
            .deprecated
            .then(|| quote!(#[deprecated = "the API means to drop this property"]));
        let name = ident(name);
        let boxed = self.facts.is_boxed(parts.id, index);
        let argument = self.argument(&name, &field.ty, boxed, parts.file);
        let (ty, value) = (argument.ty, argument.value);
        let nullable = field.presence == Presence::OptionalNullable;
        let value = if nullable {
            quote!(Some(Some(#value)))
        } else {
            quote!(Some(#value))
        };
        let null = null_name.filter(|_| nullable).map(|null| {
            let text = format!(
                "Sets {} to null, which isn't the same as leaving it out.",
                comment::code_text(&field.wire)
            );
            let docs = comment::line(&text);
            quote! {
                #docs
                #deprecated
                #[must_use]
                pub fn #null(mut self) -> Self {
                    self.#name = Some(None);
                    self
                }
            }
        });
        quote! {
            #docs
            #deprecated
            #[must_use]
            pub fn #name(mut self, #name: #ty) -> Self {
                self.#name = #value;
                self
            }
            #null
        }
    }
}
