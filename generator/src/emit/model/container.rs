//! Arrays, maps and tuples that contain themselves. They are structs, because an alias can't be
//! recursive.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{
    Emitter, comment, ident, model::debug::debug_opaque, ty::File, union::overlap::from,
};
use crate::ir::{TypeDef, TypeId, TypeRef};

impl Emitter<'_> {
    /// Emits the items of an array, map or tuple that contains itself.
    pub(in crate::emit) fn container(
        &self,
        id: TypeId,
        definition: &TypeDef,
        name: &str,
        ty: &TypeRef,
        file: File<'_>,
    ) -> Vec<TokenStream> {
        let docs = comment::definition(definition, name, &self.origin(definition));
        let docs = comment::comment(&docs);
        let boxed = self.analysis.is_boxed(id, 0);
        let (name, inner, held) = (ident(name), self.ty(ty, file), self.held(ty, boxed, file));
        // `Debug` doesn't show the names of undeclared properties.
        let is_shown = !self.holds_json(ty);
        let mut derives = vec!["Clone", "PartialEq"];
        derives.extend(is_shown.then_some("Debug"));
        derives.extend((!matches!(ty, TypeRef::Tuple(_))).then_some("Default"));
        derives.sort_unstable();
        let derives = self.derive(&derives);
        let debug = (!is_shown).then(|| debug_opaque(&name));
        let value = match boxed {
            true => quote!(Self(Box::new(value))),
            false => quote!(Self(value)),
        };
        let conversion = from(&name, &inner, &value);
        let items = [
            quote! {
                #docs
                #derives
                pub struct #name(pub #held);
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
                               fn deserialize<D>(deserializer: D) -> Result<Self, D::Error>
            where D: serde::Deserializer<'de>,
            {
                                   serde::Deserialize::deserialize(deserializer).map(Self)
                               }
                           }
                       },
        ];
        items.into_iter().chain(debug).collect()
    }
}
