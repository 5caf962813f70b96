//! The serde implementations of an object: what is its own. What all have in common is in the
//! runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    Emitter, ident,
    object::{Parts, bare},
};
use crate::ir::{Presence, TypeRef};

/// In so few properties, one that comes out of order is found as fast one by one.
const FEW: usize = 16;

impl Emitter<'_> {
    pub(super) fn object_serialize(&self, parts: &Parts<'_>) -> TokenStream {
        let name = ident(&parts.names.ident);
        let text = bare(&parts.names.ident);
        let optional: Vec<_> = parts
            .fields()
            .filter(|(_, field, _)| !field.presence.is_required())
            .map(|(_, _, name)| ident(name))
            .collect();
        let required = Literal::usize_unsuffixed(parts.object.fields.len() - optional.len());
        let lines = parts.fields().map(|(_, field, name)| {
            let wire = &field.wire;
            let name = ident(name);
            if field.presence.is_required() {
                quote!(object.field(#wire, &self.#name);)
            } else {
                quote!(object.optional(#wire, &self.#name);)
            }
        });
        let (begin, end) = match self.others_type(parts) {
            Some((others, _)) => (
                quote!(json::OpenObjectWriter::new(serializer, #required, &present, self.#others.len())),
                quote!(object.end(&self.#others)),
            ),
            None => (
                quote!(json::ObjectWriter::new(serializer, #text, #required, &present)),
                quote!(object.end()),
            ),
        };
        quote! {
            impl serde::Serialize for #name {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    let present = [#(self.#optional.is_some()),*];
                    let mut object = #begin;
                    #(#lines)*
                    #end
                }
            }
        }
    }

    pub(super) fn object_deserialize(&self, parts: &Parts<'_>) -> TokenStream {
        let name = ident(&parts.names.ident);
        let slots = parts.fields().map(|(index, field, name)| {
            let name = ident(name);
            let ty = self.field_type(parts, index, field);
            match field.presence {
                Presence::Required => quote!(#name: Option<#ty>,),
                _ => quote!(#name: #ty,),
            }
        });
        let others = self
            .others_type(parts)
            .map(|(name, ty)| quote!(#name: #ty,));
        let implementation = self.field_slots(parts);
        let finish = self.finish(parts);
        quote! {
            impl<'de> serde::Deserialize<'de> for #name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    #[derive(Default)]
                    struct FieldSlots {
                        #(#slots)*
                        #others
                    }
                    #implementation
                    let mut slots = FieldSlots::default();
                    json::read_object(deserializer, &mut slots)?;
                    #finish
                }
            }
        }
    }

    fn field_slots(&self, parts: &Parts<'_>) -> TokenStream {
        let text = bare(&parts.names.ident);
        let wires = parts.fields().map(|(_, field, _)| &field.wire);
        let required = parts
            .required()
            .map(|(index, _, _)| Literal::usize_unsuffixed(index));
        let arms = parts.fields().map(|(index, field, name)| {
            let index = Literal::usize_unsuffixed(index);
            let name = ident(name);
            let read = match field.presence {
                Presence::Required => quote!(read),
                // Null is a value of its own.
                Presence::Optional if *self.unaliased(&field.ty) == TypeRef::Json => quote!(read),
                Presence::Optional | Presence::Nullable => quote!(read_optional),
                Presence::OptionalNullable => quote!(read_nullable),
            };
            quote!(#index => json::#read(map, &mut self.#name),)
        });
        let sorted = sorted(parts);
        let others = self.others_type(parts);
        let open = others.as_ref().map(|_| {
            quote!(
                const OPEN: bool = true;
            )
        });
        let read_other = others.map(|(others, _)| {
            quote! {
                fn read_other<A: serde::de::MapAccess<'de>>(
                    &mut self,
                    name: String,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    json::read_into(map, name, &mut self.#others)
                }
            }
        });
        quote! {
            impl<'de> json::Fields<'de> for FieldSlots {
                const NAME: &'static str = #text;
                const NAMES: &'static [&'static str] = &[#(#wires),*];
                #sorted
                const REQUIRED: &'static [usize] = &[#(#required),*];
                #open
                fn read<A: serde::de::MapAccess<'de>>(
                    &mut self,
                    index: usize,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    match index {
                        #(#arms)*
                        _ => json::ignore(map),
                    }
                }
                #read_other
            }
        }
    }

    /// The object, made of what was found.
    fn finish(&self, parts: &Parts<'_>) -> TokenStream {
        let others = self.others_type(parts).map(|(name, _)| name);
        let idents = parts.fields().map(|(_, _, name)| ident(name));
        if parts.required().next().is_none() {
            let idents = idents.chain(others);
            return quote!(Ok(Self { #(#idents: slots.#idents),* }));
        }
        let pattern = parts.fields().map(|(_, field, name)| {
            let name = ident(name);
            match field.presence {
                Presence::Required => quote!(#name: Some(#name),),
                _ => quote!(#name,),
            }
        });
        let values = idents.chain(others.clone());
        quote! {
            let FieldSlots { #(#pattern)* #others } = slots else {
                return Err(json::absent());
            };
            Ok(Self { #(#values),* })
        }
    }
}

/// The order of the names of many properties.
fn sorted(parts: &Parts<'_>) -> Option<TokenStream> {
    let mut wires: Vec<(&str, u16)> = Vec::new();
    for (index, field, _) in parts.fields() {
        wires.push((&field.wire, u16::try_from(index).ok()?));
    }
    if wires.len() <= FEW {
        return None;
    }
    wires.sort_unstable();
    let indexes = wires
        .iter()
        .map(|(_, index)| Literal::u16_unsuffixed(*index));
    Some(quote!(const SORTED: &'static [u16] = &[#(#indexes),*];))
}
