//! Objects that are sent as `multipart` parts.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Emitter, ident, model::object::Parts};
use crate::ir::{AdditionalProperties, Field, Part, Presence, TypeRef};

impl Emitter<'_> {
    /// Emits the serialization of an object into parts.
    pub(in crate::emit) fn object_parts(&self, parts: &Parts<'_>) -> TokenStream {
        let name = ident(&parts.names.ident);
        let known = parts.object.parts.iter().flatten();
        let lines = parts
            .fields()
            .zip(known)
            .map(|((_, field, name), part)| self.part(field, name, part));
        let others = self.others_type(parts).map(|(others, _)| {
            let write = match &parts.object.additional {
                AdditionalProperties::Kept(TypeRef::File) => {
                    quote!(parts.write_files(name, "", [value]);)
                }
                AdditionalProperties::Kept(ty) if is_files(ty) => {
                    quote!(parts.write_files(name, "", value);)
                }
                _ => quote!(parts.write_value(name, "", value);),
            };
            quote! {
                for (name, value) in &self.#others {
                    #write
                }
            }
        });
        let parts = if parts.object.fields.is_empty() && others.is_none() {
            quote!(_)
        } else {
            quote!(parts)
        };
        quote! {
            impl runtime::MultipartForm for #name {
                fn parts(&self, #parts: &mut runtime::Multipart) {
                    #(#lines)*
                    #others
                }
            }
        }
    }

    fn part(&self, field: &Field, name: &str, part: &Part) -> TokenStream {
        let Field {
            json_name,
            presence,
            ..
        } = field;
        let name = ident(name);
        let media_type = &part.media_type;
        let headers = part
            .headers
            .iter()
            .map(|(name, value)| quote!(parts.write_header(#name, #value);));
        let list = is_files(&field.ty);
        let files = match (presence, list) {
            (Presence::Required, true) => quote!(&self.#name),
            (Presence::Required, false) => quote!([&self.#name]),
            (Presence::Optional | Presence::Nullable, false) => quote!(&self.#name),
            (Presence::Optional | Presence::Nullable, true)
            | (Presence::OptionalNullable, false) => quote!(self.#name.iter().flatten()),
            (Presence::OptionalNullable, true) => quote!(self.#name.iter().flatten().flatten()),
        };
        let write = if list || field.ty == TypeRef::File {
            quote!(parts.write_files(#json_name, #media_type, #files);)
        } else if let Some(delimiter) = &part.delimiter {
            quote!(parts.write_joined(#json_name, #delimiter, &self.#name);)
        } else {
            quote!(parts.write_value(#json_name, #media_type, &self.#name);)
        };
        quote!(#(#headers)* #write)
    }
}

/// Returns `true` for an array of files.
fn is_files(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::List(item) if **item == TypeRef::File)
}
