//! Objects: a struct, its constructor and setters where callers make it, and its serde
//! implementations, in which everything that is alike is left to the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    Emitter, comment, ident,
    ty::{File, with_presence},
};
use crate::{
    ir::{Field, Object, Others, Presence, Secrecy, TypeDef, TypeId},
    name::TypeNames,
};

/// An object, as its parts are written.
struct Writing<'a> {
    id: TypeId,
    object: &'a Object,
    names: &'a TypeNames,
    file: File<'a>,
}

impl<'a> Writing<'a> {
    fn fields(&self) -> impl Iterator<Item = (usize, &'a Field, &'a str)> {
        let fields = self
            .object
            .fields
            .iter()
            .zip(&self.names.members)
            .enumerate();
        fields.map(|(index, (field, name))| (index, field, name.as_str()))
    }

    fn required(&self) -> impl Iterator<Item = (usize, &'a Field, &'a str)> {
        self.fields()
            .filter(|(_, field, _)| field.presence == Presence::Required)
    }
}

impl Emitter<'_> {
    /// The items of an object.
    pub(super) fn object(
        &self,
        id: TypeId,
        definition: &TypeDef,
        object: &Object,
        file: File<'_>,
    ) -> Vec<TokenStream> {
        let Some(names) = self.type_names(id.0) else {
            return Vec::new();
        };
        let writing = Writing {
            id,
            object,
            names,
            file,
        };
        let mut items = vec![self.object_struct(definition, &writing)];
        items.extend(self.object_debug(&writing));
        if self.facts.is_sent(id) {
            items.extend(self.object_arguments(&writing));
            items.push(self.object_setters(&writing));
        }
        items.push(self.object_serialize(&writing));
        items.push(self.object_deserialize(&writing));
        items
    }

    fn field_type(&self, writing: &Writing<'_>, index: usize, field: &Field) -> TokenStream {
        let boxed = self.facts.is_boxed(writing.id, index);
        with_presence(field.presence, &self.held(&field.ty, boxed, writing.file))
    }

    fn object_struct(&self, definition: &TypeDef, writing: &Writing<'_>) -> TokenStream {
        let name = ident(&writing.names.ident);
        let otherwise = comment::place(definition);
        let docs = comment::comment(&comment::lines(&definition.docs, &otherwise));
        let fields = writing.fields().map(|(index, field, name)| {
            let docs = comment::comment(&comment::lines(
                &field.docs,
                &comment::code_text(&field.wire),
            ));
            let name = ident(name);
            let ty = self.field_type(writing, index, field);
            quote! {
                #docs
                pub #name: #ty,
            }
        });
        let others = self.others_type(writing).map(|(name, ty)| {
            let docs = comment::line("Properties that the document doesn't name.");
            quote! {
                #docs
                pub #name: #ty,
            }
        });
        // What can be made without arguments has a default.
        let empty = self.facts.is_sent(writing.id) && constructor_fields(writing).next().is_none();
        let default = empty.then(|| quote!(, Default));
        let debug = (!is_secret(writing.object)).then(|| quote!(Debug,));
        let derives = quote!(#[derive(#debug Clone, PartialEq #default)]);
        quote! {
            #docs
            #derives
            #[non_exhaustive]
            pub struct #name {
                #(#fields)*
                #others
            }
        }
    }

    fn others_type(&self, writing: &Writing<'_>) -> Option<(proc_macro2::Ident, TokenStream)> {
        let Others::Kept(ty) = &writing.object.others else {
            return None;
        };
        let ty = self.ty(ty, writing.file);
        let name = ident(&writing.names.others);
        Some((name, quote!(std::collections::BTreeMap<String, #ty>)))
    }

    /// `Debug` by hand where a field is not to be shown.
    fn object_debug(&self, writing: &Writing<'_>) -> Option<TokenStream> {
        if !is_secret(writing.object) {
            return None;
        }
        let name = ident(&writing.names.ident);
        let text = bare(&writing.names.ident);
        let fields = writing.fields().map(|(_, field, name)| {
            let text = bare(name);
            let name = ident(name);
            match field.secrecy {
                Secrecy::Public => quote!(.field(#text, &self.#name)),
                Secrecy::Secret => quote!(.field(#text, &Redacted)),
            }
        });
        let others = self.others_type(writing).map(|(name, _)| {
            let text = name.to_string();
            quote!(.field(#text, &self.#name))
        });
        Some(quote! {
            impl std::fmt::Debug for #name {
                fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    formatter.debug_struct(#text) #(#fields)* #others .finish()
                }
            }
        })
    }

    /// The struct of the required properties, where they are too many for a constructor.
    fn object_arguments(&self, writing: &Writing<'_>) -> Option<TokenStream> {
        if writing.names.arguments.is_empty() {
            return None;
        }
        let name = ident(&writing.names.arguments);
        let text = format!("The properties that every [`{}`] has.", writing.names.ident);
        let docs = comment::line(&text);
        let fields = constructor_fields(writing).map(|(index, field, name)| {
            let docs = comment::comment(&comment::lines(
                &field.docs,
                &comment::code_text(&field.wire),
            ));
            let name = ident(name);
            let ty = self.field_type(writing, index, field);
            quote! {
                #docs
                pub #name: #ty,
            }
        });
        let derive = (!is_secret(writing.object)).then(|| quote!(Debug,));
        Some(quote! {
            #docs
            #[derive(#derive Clone, PartialEq)]
            pub struct #name { #(#fields)* }
        })
    }

    fn object_setters(&self, writing: &Writing<'_>) -> TokenStream {
        let name = ident(&writing.names.ident);
        let constructor = self.object_constructor(writing);
        let setters = writing
            .fields()
            .filter(|(_, field, _)| !field.presence.is_required())
            .map(|(index, field, name)| self.object_setter(writing, index, field, name));
        quote! {
            impl #name {
                #constructor
                #(#setters)*
            }
        }
    }

    fn object_constructor(&self, writing: &Writing<'_>) -> TokenStream {
        let docs = comment::line("Makes one with the required properties alone.");
        let others = self
            .others_type(writing)
            .map(|(name, _)| quote!(#name: std::collections::BTreeMap::new(),));
        let many = !writing.names.arguments.is_empty();
        let values = writing.fields().map(|(index, field, name)| {
            let name = ident(name);
            if !field.presence.is_required() {
                return quote!(#name: None,);
            }
            if many {
                return quote!(#name: required.#name,);
            }
            let boxed = self.facts.is_boxed(writing.id, index);
            let value = self.argument(&name, &field.ty, boxed, writing.file).value;
            match field.presence {
                Presence::Nullable => quote!(#name,),
                _ if name == value.to_string() => quote!(#name,),
                _ => quote!(#name: #value,),
            }
        });
        let arguments = if many {
            let arguments = ident(&writing.names.arguments);
            quote!(required: #arguments)
        } else {
            let arguments = constructor_fields(writing).map(|(index, field, name)| {
                let name = ident(name);
                let boxed = self.facts.is_boxed(writing.id, index);
                let ty = match field.presence {
                    Presence::Nullable => self.field_type(writing, index, field),
                    _ => self.argument(&name, &field.ty, boxed, writing.file).ty,
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
        writing: &Writing<'_>,
        index: usize,
        field: &Field,
        name: &str,
    ) -> TokenStream {
        let text = comment::setter(&field.wire, &field.docs);
        let null_name = writing.names.nulls.get(index).map(|name| ident(name));
        let docs = comment::line(&text);
        let deprecated = field
            .docs
            .deprecated
            .then(|| quote!(#[deprecated = "the API means to drop this property"]));
        let name = ident(name);
        let boxed = self.facts.is_boxed(writing.id, index);
        let argument = self.argument(&name, &field.ty, boxed, writing.file);
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

    fn object_serialize(&self, writing: &Writing<'_>) -> TokenStream {
        let name = ident(&writing.names.ident);
        let text = bare(&writing.names.ident);
        let optional: Vec<_> = writing
            .fields()
            .filter(|(_, field, _)| !field.presence.is_required())
            .map(|(_, _, name)| ident(name))
            .collect();
        let required = Literal::usize_unsuffixed(writing.object.fields.len() - optional.len());
        let lines = writing.fields().map(|(_, field, name)| {
            let wire = &field.wire;
            let name = ident(name);
            if field.presence.is_required() {
                quote!(object.field(#wire, &self.#name);)
            } else {
                quote!(object.optional(#wire, &self.#name);)
            }
        });
        let (begin, end) = match self.others_type(writing) {
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

    fn object_deserialize(&self, writing: &Writing<'_>) -> TokenStream {
        let name = ident(&writing.names.ident);
        let slots = writing.fields().map(|(index, field, name)| {
            let name = ident(name);
            let ty = self.field_type(writing, index, field);
            match field.presence {
                Presence::Required => quote!(#name: Option<#ty>,),
                _ => quote!(#name: #ty,),
            }
        });
        let others = self
            .others_type(writing)
            .map(|(name, ty)| quote!(#name: #ty,));
        let implementation = self.field_slots(writing);
        quote! {
            impl<'de> serde::Deserialize<'de> for #name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    #[derive(Default)]
                    struct FieldSlots {
                        #(#slots)*
                        #others
                    }
                    #implementation
                    json::read_object::<FieldSlots, D>(deserializer)
                }
            }
        }
    }

    fn field_slots(&self, writing: &Writing<'_>) -> TokenStream {
        let name = ident(&writing.names.ident);
        let text = bare(&writing.names.ident);
        let wires = writing.fields().map(|(_, field, _)| &field.wire);
        let required = writing
            .required()
            .map(|(index, _, _)| Literal::usize_unsuffixed(index));
        let arms = writing.fields().map(|(index, field, name)| {
            let index = Literal::usize_unsuffixed(index);
            let name = ident(name);
            let read = match field.presence {
                Presence::Required => quote!(read),
                Presence::Optional | Presence::Nullable => quote!(read_optional),
                Presence::OptionalNullable => quote!(read_nullable),
            };
            quote!(#index => json::#read(map, &mut self.#name),)
        });
        let finish = self.finish(writing);
        let others = self.others_type(writing);
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
                type Object = #name;
                const NAME: &'static str = #text;
                const NAMES: &'static [&'static str] = &[#(#wires),*];
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
                fn finish(self) -> Option<#name> {
                    #finish
                }
            }
        }
    }

    fn finish(&self, writing: &Writing<'_>) -> TokenStream {
        let name = ident(&writing.names.ident);
        let others = self.others_type(writing).map(|(name, _)| name);
        let idents = writing.fields().map(|(_, _, name)| ident(name));
        if writing.required().next().is_none() {
            let idents = idents.chain(others);
            return quote!(Some(#name { #(#idents: self.#idents),* }));
        }
        let pattern = writing.fields().map(|(_, field, name)| {
            let name = ident(name);
            match field.presence {
                Presence::Required => quote!(#name: Some(#name),),
                _ => quote!(#name,),
            }
        });
        let values = idents.chain(others.clone());
        quote! {
            let Self { #(#pattern)* #others } = self else {
                return None;
            };
            Some(#name { #(#values),* })
        }
    }
}

fn constructor_fields<'a>(
    writing: &Writing<'a>,
) -> impl Iterator<Item = (usize, &'a Field, &'a str)> {
    writing
        .fields()
        .filter(|(_, field, _)| field.presence.is_required())
}

fn is_secret(object: &Object) -> bool {
    object
        .fields
        .iter()
        .any(|field| field.secrecy == Secrecy::Secret)
}

/// A name without the mark of a raw identifier.
pub(super) fn bare(name: &str) -> &str {
    name.trim_start_matches("r#")
}
