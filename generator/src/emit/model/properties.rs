//! `Serialize` and `Debug` implementations of objects. The code that all objects share is in the
//! runtime.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{
    Emitter, ident,
    model::{debug::Display, object::Parts, serde::json_constant},
};
use crate::ir::Field;

impl Emitter<'_> {
    /// Emits `Serialize` and `Debug`, which visit the properties.
    pub(in crate::emit) fn object_serialize(&self, parts: &Parts<'_>) -> Vec<TokenStream> {
        let name = ident(&parts.names.ident);
        let write = match self.others_type(parts) {
            Some(_) => quote!(write_open),
            None => quote!(write),
        };
        let serialize = quote! {
            impl serde::Serialize for #name {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    json::#write(self, serializer)
                }
            }
        };
        // An `#[inline]` function is compiled only if it is used, like a derived implementation.
        let debug = quote! {
            impl std::fmt::Debug for #name {
                #[inline]
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    json::fmt_redacted(self, f)
                }
            }
        };
        vec![serialize, debug]
    }

    /// Emits the function that visits the properties.
    pub(in crate::emit) fn visit_fields(&self, parts: &Parts<'_>) -> TokenStream {
        let others = self.others_type(parts).map(|(name, _)| name);
        let properties = match parts.object.fields.is_empty() && others.is_none() {
            true => quote!(_),
            false => quote!(properties),
        };
        let lines = parts.fields().map(|(_, field, name)| {
            let display = self.display(field.secrecy, &field.ty);
            visit_field(field, name, display)
        });
        let others = others.map(|name| {
            let text = name.to_string();
            quote!(properties.additional(#text, &self.#name);)
        });
        quote! {
            fn visit_fields<V: json::FieldVisitor>(&self, #properties: &mut V) {
                #(#lines)*
                #others
            }
        }
    }
}

/// Returns the method of the visitor for a property.
fn visit_field(field: &Field, name: &str, display: Display) -> TokenStream {
    let (json_name, name) = (&field.json_name, ident(name));
    let method = match (display, field.presence.is_required()) {
        (Display::Plain, true) => quote!(required),
        (Display::Plain, false) => quote!(optional),
        (Display::Json, true) => quote!(json),
        (Display::Json, false) => quote!(optional_json),
        (Display::Listed, true) => quote!(listed),
        (Display::Listed, false) => quote!(optional_listed),
        (Display::Redacted, true) => quote!(secret),
        (Display::Redacted, false) => quote!(optional_secret),
    };
    match field.fallback.as_ref().map(json_constant) {
        None => quote!(properties.#method(#json_name, &self.#name);),
        Some(fallback) => quote! {
            match &self.#name {
                None => properties.missing(#json_name, #fallback),
                value => properties.#method(#json_name, value),
            }
        },
    }
}
