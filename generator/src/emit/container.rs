//! Arrays and maps that contain themselves. They are structs, because an alias can't be recursive.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, comment, debug::debug_opaque, ident, overlap::from, ty::File};
use crate::ir::{TypeDef, TypeRef};

impl Emitter<'_> {
    /// Emits the items of an array or map that contains itself.
    pub(super) fn container(
        &self,
        definition: &TypeDef,
        name: &str,
        ty: &TypeRef,
        file: File<'_>,
    ) -> Vec<TokenStream> {
        let docs = comment::definition(definition, name, &self.origin(definition));
        let docs = comment::comment(&docs);
        let (name, inner) = (ident(name), self.ty(ty, file));
        // `Debug` doesn't show the names of undeclared properties.
        let is_shown = !self.holds_json(ty);
        let derives = match is_shown {
            true => self.derive(&["Clone", "Debug", "Default", "PartialEq"]),
            false => self.derive(&["Clone", "Default", "PartialEq"]),
        };
        let debug = (!is_shown).then(|| debug_opaque(&name));
        let conversion = from(&name, &inner, &quote!(Self(value)));
        let items = [
            quote! {
                #docs
                #derives
                pub struct #name(pub #inner);
            },
            conversion,
            quote! {
                impl serde::Serialize for #name {
                    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                        serde::Serialize::serialize(&self.0, serializer)
                    }
                }
            },
            quote! {
                impl<'de> serde::Deserialize<'de> for #name {
                    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                        serde::Deserialize::deserialize(deserializer).map(Self)
                    }
                }
            },
        ];
        items.into_iter().chain(debug).collect()
    }
}
