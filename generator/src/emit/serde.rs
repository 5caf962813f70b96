//! How an object is read: what is its own. What all have in common is in the runtime.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{
    Emitter, ident,
    object::{Parts, bare},
};
use crate::ir::{Field, Presence, Scalar, TypeRef};

/// In so few properties, one that comes out of order is found as fast one by one.
const FEW: usize = 16;

impl Emitter<'_> {
    /// How an object is read: into an empty one, where all that is required has an empty value, or else into slots
    /// of which it is made then.
    pub(super) fn object_deserialize(&self, parts: &Parts<'_>) -> Vec<TokenStream> {
        let others = self
            .others_type(parts)
            .map(|(name, _)| quote!(#name: std::collections::BTreeMap::new(),));
        match self.empty_values(parts) {
            Some(values) => {
                let fields = self.reading(parts, &ident(&parts.names.ident), Target::Object);
                let body = quote! {
                    let empty = Self { #(#values,)* #others };
                    json::read_object(deserializer, empty)
                };
                vec![deserialize(parts, &body), fields]
            }
            None => {
                let slots = self.slots(parts);
                let fields = self.reading(parts, &ident("FieldSlots"), Target::Slots);
                let names = parts.fields().map(|(_, _, name)| ident(name));
                let finish = self.finish(parts);
                let body = quote! {
                    #slots
                    #fields
                    let mut slots = FieldSlots { #(#names: None,)* #others };
                    json::read_fields(deserializer, &mut slots)?;
                    #finish
                };
                vec![deserialize(parts, &body)]
            }
        }
    }

    /// The fields of an object with nothing in them; none where a required one can't be empty.
    fn empty_values(&self, parts: &Parts<'_>) -> Option<Vec<TokenStream>> {
        let values = parts.fields().map(|(index, field, name)| {
            let name = ident(name);
            let value = match field.presence {
                Presence::Required if self.facts.is_boxed(parts.id, index) => return None,
                Presence::Required => empty(self.unaliased(&field.ty))?,
                _ => quote!(None),
            };
            Some(quote!(#name: #value))
        });
        values.collect()
    }

    fn slots(&self, parts: &Parts<'_>) -> TokenStream {
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
        quote! {
            struct FieldSlots {
                #(#slots)*
                #others
            }
        }
    }

    /// How the properties are found and read.
    fn reading(&self, parts: &Parts<'_>, name: &Ident, into: Target) -> TokenStream {
        let text = bare(&parts.names.ident);
        let wires = parts.fields().map(|(_, field, _)| &field.wire);
        let required = parts
            .required()
            .map(|(index, _, _)| Literal::usize_unsuffixed(index));
        let arms = parts.fields().map(|(index, field, name)| {
            let index = Literal::usize_unsuffixed(index);
            let read = self.read_method(field, into);
            let name = ident(name);
            quote!(#index => reader.#read(&mut self.#name),)
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
                    reader: &mut json::PropertyReader<'de, A>,
                ) {
                    reader.other(name, &mut self.#others);
                }
            }
        });
        let (index, read) = match parts.object.fields.is_empty() {
            true => (quote!(_), quote!(reader.ignore();)),
            false => {
                let choose = quote! {
                    match index {
                        #(#arms)*
                        _ => reader.ignore(),
                    }
                };
                (quote!(index), choose)
            }
        };
        quote! {
            impl<'de> json::Fields<'de> for #name {
                const NAME: &'static str = #text;
                const NAMES: &'static [&'static str] = &[#(#wires),*];
                #sorted
                const REQUIRED: &'static [usize] = &[#(#required),*];
                #open
                fn read<A: serde::de::MapAccess<'de>>(
                    &mut self,
                    #index: usize,
                    reader: &mut json::PropertyReader<'de, A>,
                ) {
                    #read
                }
                #read_other
            }
        }
    }

    /// What reads a property: what is absent without it is a value in what may be absent.
    fn read_method(&self, field: &Field, into: Target) -> TokenStream {
        match (field.presence, into) {
            (Presence::Required, Target::Object) => quote!(value),
            (Presence::Required, Target::Slots) => quote!(some),
            // Null is a value of its own.
            (Presence::Optional, _) if *self.unaliased(&field.ty) == TypeRef::Json => quote!(some),
            (Presence::Optional | Presence::Nullable, _) => quote!(value),
            (Presence::OptionalNullable, _) => quote!(some),
        }
    }

    /// The object, made of what was found.
    fn finish(&self, parts: &Parts<'_>) -> TokenStream {
        let others = self.others_type(parts).map(|(name, _)| name);
        let pattern = parts.fields().map(|(_, field, name)| {
            let name = ident(name);
            match field.presence {
                Presence::Required => quote!(#name: Some(#name),),
                _ => quote!(#name,),
            }
        });
        let idents = parts.fields().map(|(_, _, name)| ident(name));
        let values = idents.chain(others.clone());
        quote! {
            let FieldSlots { #(#pattern)* #others } = slots else {
                return Err(json::absent());
            };
            Ok(Self { #(#values),* })
        }
    }
}

/// What an object is read into.
#[derive(Clone, Copy)]
enum Target {
    Object,
    Slots,
}

fn deserialize(parts: &Parts<'_>, body: &TokenStream) -> TokenStream {
    let name = ident(&parts.names.ident);
    quote! {
        impl<'de> serde::Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #body
            }
        }
    }
}

/// The empty value of a type, where it has one that costs nothing.
fn empty(ty: &TypeRef) -> Option<TokenStream> {
    Some(match ty {
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::Boolean => quote!(false),
            Scalar::Float32 | Scalar::Float64 => quote!(0.0),
            Scalar::String => quote!(String::new()),
            Scalar::DateTime | Scalar::Date => quote!(Default::default()),
            Scalar::Uri => return None,
            _ => quote!(0),
        },
        TypeRef::List(_) => quote!(Vec::new()),
        TypeRef::Map(_) => quote!(std::collections::BTreeMap::new()),
        TypeRef::Nullable(_) => quote!(None),
        TypeRef::Json => quote!(serde_json::Value::Null),
        TypeRef::Named(_) | TypeRef::Tuple(_) | TypeRef::File | TypeRef::Foreign { .. } => {
            return None;
        }
    })
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
