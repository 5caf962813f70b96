//! Serde implementations of objects. The code that all objects share is in the runtime.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::emit::{
    Emitter, ident,
    model::object::{Parts, bare},
    ty::File,
};
use crate::ir::{AdditionalProperties, Field, Presence, Scalar, TypeId, TypeKind, TypeRef, Values};

/// The number of properties up to which a linear search is as fast as a binary search.
const FEW: usize = 16;

impl Emitter<'_> {
    /// Emits `Serialize`, `Debug` and `Deserialize`. An object is decoded into a placeholder if all
    /// required properties have placeholders, else into slots.
    pub(in crate::emit) fn object_serde(&self, parts: &Parts<'_>) -> Vec<TokenStream> {
        let name = ident(&parts.names.ident);
        let visit = self.visit_fields(parts);
        let fixed = self.fixed(parts).unwrap_or_default();
        let mut items = Vec::new();
        let others = self
            .others_type(parts)
            .map(|(name, _)| quote!(#name: std::collections::BTreeMap::new(),));
        match self.empty_values(parts) {
            Some(values) => {
                let empty = quote!(Self { #(#values,)* #others });
                let constants = self.constants(parts);
                let read = self.reading(parts, Target::Object);
                items.push(object(parts, &name, &[constants, fixed, visit, read]));
                items.extend(self.object_serialize(parts));
                if self.analysis.is_placeholder(parts.id) {
                    items.push(quote! {
                        impl json::Placeholder for #name {
                            fn placeholder() -> Self {
                                #empty
                            }
                        }
                    });
                    let body = quote!(json::read_object(
                        deserializer,
                        json::Placeholder::placeholder()
                    ));
                    items.push(deserialize(parts, &body));
                } else {
                    let body = quote! {
                        let empty = #empty;
                        json::read_object(deserializer, empty)
                    };
                    items.push(deserialize(parts, &body));
                }
            }
            None => {
                items.push(object(parts, &name, &[fixed.clone(), visit]));
                items.extend(self.object_serialize(parts));
                let slots = self.slots(parts);
                let constants = self.constants(parts);
                let read = self.reading(parts, Target::Slots);
                let object = object(parts, &ident("FieldSlots"), &[constants, fixed, read]);
                let names = parts.fields().map(|(_, _, name)| ident(name));
                let finish = self.finish(parts);
                let body = quote! {
                    #slots
                    #object
                    let mut slots = FieldSlots { #(#names: None,)* #others };
                    json::read_fields(deserializer, &mut slots)?;
                    #finish
                };
                items.push(deserialize(parts, &body));
            }
        }
        items
    }

    /// Returns the placeholder fields of an object; `None` if a required property has no
    /// placeholder.
    fn empty_values(&self, parts: &Parts<'_>) -> Option<Vec<TokenStream>> {
        if !self.analysis.has_placeholder(parts.id) {
            return None;
        }
        let values = parts.fields().map(|(_, field, name)| {
            let name = ident(name);
            let value = match field.presence {
                Presence::Required => self.empty(&field.ty, parts.file)?,
                _ => quote!(None),
            };
            Some(quote!(#name: #value))
        });
        values.collect()
    }

    /// Returns the placeholder of a type, unless it would allocate.
    fn empty(&self, ty: &TypeRef, file: File<'_>) -> Option<TokenStream> {
        Some(match ty {
            TypeRef::Scalar(scalar) => match scalar {
                Scalar::Null => quote!(()),
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
            TypeRef::Tuple(items) => {
                let items: Option<Vec<_>> =
                    items.iter().map(|item| self.empty(item, file)).collect();
                let items = items?;
                match items.len() {
                    1 => quote!((#(#items,)*)),
                    _ => quote!((#(#items),*)),
                }
            }
            TypeRef::Named(id) => return self.empty_named(*id, ty, file),
            TypeRef::File | TypeRef::Foreign { .. } => return None,
        })
    }

    fn empty_named(&self, id: TypeId, ty: &TypeRef, file: File<'_>) -> Option<TokenStream> {
        let other = || self.type_names(id.0).map(|names| ident(&names.catch_all));
        let path = self.ty(ty, file);
        match &self.api.type_def(id)?.kind {
            TypeKind::Enumeration(Values::Strings(_), _) => {
                let other = other()?;
                Some(quote!(#path::#other(json::UnrecognizedValue(String::new()))))
            }
            TypeKind::Enumeration(Values::Integers(_), _) => {
                let other = other()?;
                Some(quote!(#path::#other(json::UnrecognizedInteger(0))))
            }
            TypeKind::Union(union) if !union.is_discriminated() => {
                Some(quote!(#path::from(serde_json::Value::Null)))
            }
            TypeKind::Union(_) => {
                let other = other()?;
                Some(quote!(#path::#other(serde_json::Value::Null)))
            }
            TypeKind::Object(_) => Some(quote!(json::Placeholder::placeholder())),
            TypeKind::Alias(_) if self.analysis.is_infinitely_recursive(id) => {
                Some(quote!(serde_json::Value::Null))
            }
            TypeKind::Alias(_) if self.analysis.is_container(id) => Some(quote!(#path::default())),
            TypeKind::Alias(ty) => self.empty(ty, file),
            TypeKind::Contents(_) => None,
        }
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

    /// Returns the constants with the names of the properties and the indexes of the required
    /// properties.
    fn constants(&self, parts: &Parts<'_>) -> TokenStream {
        let json_names: Vec<&str> = parts
            .fields()
            .map(|(_, field, _)| &*field.json_name)
            .collect();
        let names = (!json_names.is_empty()).then(|| {
            quote!(
                const NAMES: &'static [&'static str] = &[#(#json_names),*];
            )
        });
        let sorted = sorted(parts);
        let required: Vec<Literal> = parts
            .required()
            .map(|(index, _, _)| Literal::usize_unsuffixed(index))
            .collect();
        let required = (!required.is_empty()).then(|| {
            quote!(
                const REQUIRED: &'static [usize] = &[#(#required),*];
            )
        });
        let open = self.others_type(parts).map(|_| {
            quote!(
                const OPEN: bool = true;
            )
        });
        let ignored = &parts.object.ignored;
        let ignored = (!ignored.is_empty()).then(|| {
            quote!(
                const IGNORED: &'static [&'static str] = &[#(#ignored),*];
            )
        });
        quote!(#names #sorted #required #open #ignored)
    }

    /// Returns the properties that have no field.
    fn fixed(&self, parts: &Parts<'_>) -> Option<TokenStream> {
        let constants = &parts.object.constants;
        let rows = constants.iter().map(|constant| {
            let (json_name, value) = (&constant.json_name, json_constant(&constant.value));
            quote!((#json_name, #value))
        });
        (!constants.is_empty()).then(|| {
            quote!(
                const CONSTANTS: &'static [(&'static str, json::Constant)] = &[#(#rows),*];
            )
        })
    }

    /// Emits the function that reads the properties.
    fn reading(&self, parts: &Parts<'_>, into: Target) -> TokenStream {
        let arms = parts.fields().map(|(index, field, name)| {
            let index = Literal::usize_unsuffixed(index);
            let read = self.read_method(parts, field, into);
            let name = ident(name);
            quote!(#index => reader.#read(&mut self.#name),)
        });
        let others = self.others_type(parts).map(|(others, _)| others);
        let is_lenient = match &parts.object.additional {
            AdditionalProperties::Kept(ty) => self.is_lenient(ty),
            AdditionalProperties::Ignored => false,
        };
        let other = match &others {
            Some(others) if is_lenient => quote!(reader.additional_lenient(&mut self.#others)),
            Some(others) => quote!(reader.additional(&mut self.#others)),
            None => quote!(reader.ignore()),
        };
        let (index, body) = match parts.object.fields.is_empty() {
            true if others.is_none() => return TokenStream::new(),
            true => (quote!(_), quote!(#other;)),
            false => (
                quote!(index),
                quote!(match index { #(#arms)* _ => #other, }),
            ),
        };
        quote! {
            fn read<'de, A: serde::de::MapAccess<'de>>(
                &mut self,
                #index: usize,
                reader: &mut json::PropertyReader<'de, A>,
            ) {
                #body
            }
        }
    }

    /// Returns the runtime method that reads a property.
    fn read_method(&self, parts: &Parts<'_>, field: &Field, into: Target) -> TokenStream {
        let is_some = match (self.presence(parts.id, field), into) {
            (Presence::Required, Target::Object) => false,
            (Presence::Required, Target::Slots) => true,
            // `null` is distinct from a missing property.
            (Presence::Optional, _) if self.has_null(&field.ty) => true,
            (Presence::Optional | Presence::Nullable, _) => false,
            (Presence::OptionalNullable, _) => true,
        };
        match (is_some, self.is_lenient(&field.ty)) {
            (false, false) => quote!(value),
            (false, true) => quote!(lenient),
            (true, false) => quote!(optional),
            (true, true) => quote!(optional_lenient),
        }
    }

    /// Returns `true` if the Rust type can represent `null`.
    fn has_null(&self, ty: &TypeRef) -> bool {
        let ty = self.unaliased(ty);
        matches!(ty, TypeRef::Json | TypeRef::Scalar(Scalar::Null))
    }

    /// Returns the expression that builds the object from the decoded properties.
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
                return Err(json::missing_property());
            };
            Ok(Self { #(#values),* })
        }
    }
}

/// The destination of decoded properties.
#[derive(Clone, Copy)]
enum Target {
    Object,
    Slots,
}

/// Emits the implementation of the runtime's trait for objects.
fn object(parts: &Parts<'_>, name: &Ident, members: &[TokenStream]) -> TokenStream {
    let text = bare(&parts.names.ident);
    quote! {
        impl json::Object for #name {
            const NAME: &'static str = #text;
            #(#members)*
        }
    }
}

fn deserialize(parts: &Parts<'_>, body: &TokenStream) -> TokenStream {
    let name = ident(&parts.names.ident);
    quote! {
           impl<'de> serde::Deserialize<'de> for #name {
               fn deserialize<D>(deserializer: D) -> Result<Self, D::Error>
    where D: serde::Deserializer<'de>,
    {
                   #body
               }
           }
       }
}

/// Returns a single property value as the runtime expects it.
pub(in crate::emit) fn json_constant(value: &Value) -> TokenStream {
    match value {
        Value::Number(number) => {
            let integer = Literal::i64_unsuffixed(number.as_i64().unwrap_or_default());
            quote!(json::Constant::Integer(#integer))
        }
        Value::Bool(value) => quote!(json::Constant::Boolean(#value)),
        value => {
            let text = value.as_str().unwrap_or_default();
            quote!(json::Constant::Text(#text))
        }
    }
}

/// Returns the order of the sorted names of many properties.
fn sorted(parts: &Parts<'_>) -> Option<TokenStream> {
    let mut json_names: Vec<(&str, u16)> = Vec::new();
    for (index, field, _) in parts.fields() {
        json_names.push((&field.json_name, u16::try_from(index).ok()?));
    }
    if json_names.len() <= FEW {
        return None;
    }
    json_names.sort_unstable();
    let indexes = json_names
        .iter()
        .map(|(_, index)| Literal::u16_unsuffixed(*index));
    Some(quote!(const SORTED: &'static [u16] = &[#(#indexes),*];))
}
