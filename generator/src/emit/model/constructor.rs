//! Constructors and setters of structs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::emit::{
    Emitter, comment, ident,
    model::{
        debug::{DebugField, debug_struct, is_plain},
        object::Parts,
    },
    ty::File,
};
use crate::{
    ir::{Field, Presence, Scalar, TypeKind, TypeRef, Values},
    name::setter,
};

/// The maximum number of methods in an `impl` block. Parsing and formatting a block needs a hundred
/// times its length in memory.
const MAX_METHODS: usize = 500;

impl Emitter<'_> {
    /// Emits the struct of the required properties if they are too many for a constructor.
    pub(in crate::emit) fn object_arguments(&self, parts: &Parts<'_>) -> Option<TokenStream> {
        if parts.names.arguments.is_empty() {
            return None;
        }
        let name = ident(&parts.names.arguments);
        let text = format!("Required properties of [`{}`].", parts.names.ident);
        let docs = comment::line(&text);
        let fields = parts.arguments().map(|(index, field, name)| {
            let docs = comment::comment(&comment::named_lines(
                &field.docs,
                &[&field.json_name, name],
                &comment::original("property", &field.json_name, name),
            ));
            let name = ident(name);
            let ty = self.field_type(parts, index, field);
            quote! {
                #docs
                pub #name: #ty,
            }
        });
        let shown: Vec<DebugField> = parts
            .arguments()
            .map(|(_, field, name)| {
                DebugField::new(ident(name), self.display(field.secrecy, &field.ty))
            })
            .collect();
        let derive = is_plain(&shown).then(|| quote!(Debug,));
        let debug = (!is_plain(&shown)).then(|| debug_struct(&name, &shown));
        Some(quote! {
            #docs
            #[derive(#derive Clone, PartialEq)]
            pub struct #name { #(#fields)* }
            #debug
        })
    }

    /// Emits the constructor and the setters.
    pub(in crate::emit) fn object_setters(&self, parts: &Parts<'_>) -> Vec<TokenStream> {
        let name = ident(&parts.names.ident);
        let constructor = self.object_constructor(parts);
        let setters = parts.fields().filter(|(_, field, _)| field.is_optional());
        let setters =
            setters.map(|(index, field, name)| self.object_setter(parts, index, field, name));
        let methods: Vec<TokenStream> = [constructor].into_iter().chain(setters).collect();
        let pieces = methods.chunks(MAX_METHODS);
        pieces
            .map(|methods| quote!(impl #name { #(#methods)* }))
            .collect()
    }

    fn object_constructor(&self, parts: &Parts<'_>) -> TokenStream {
        let summary = if parts.arguments().next().is_none() {
            "Creates a value without the optional properties."
        } else {
            "Creates a value from the required properties."
        };
        let docs = comment::line(summary);
        let others = self
            .others_type(parts)
            .map(|(name, _)| quote!(#name: std::collections::BTreeMap::new(),));
        let many = !parts.names.arguments.is_empty();
        let values = parts.fields().map(|(index, field, name)| {
            let name = ident(name);
            let constant = field.constant.as_ref();
            let initial = constant.and_then(|it| self.initial(&field.ty, it, parts.file));
            if let Some(value) = initial {
                return match field.presence {
                    Presence::Required => quote!(#name: #value,),
                    Presence::Optional | Presence::Nullable => quote!(#name: Some(#value),),
                    Presence::OptionalNullable => quote!(#name: Some(Some(#value)),),
                };
            }
            if !field.is_argument() {
                return quote!(#name: None,);
            }
            if many {
                return quote!(#name: required.#name,);
            }
            let boxed = self.analysis.is_boxed(parts.id, index);
            let value = self.argument(&name, &field.ty, boxed, parts.file).value;
            match field.presence {
                Presence::Nullable => quote!(#name,),
                Presence::Optional => quote!(#name: Some(#value),),
                Presence::OptionalNullable => quote!(#name: Some(Some(#value)),),
                Presence::Required if name == value.to_string() => quote!(#name,),
                Presence::Required => quote!(#name: #value,),
            }
        });
        let arguments = if many {
            let arguments = ident(&parts.names.arguments);
            quote!(required: #arguments)
        } else {
            let arguments = parts.arguments().map(|(index, field, name)| {
                let name = ident(name);
                let boxed = self.analysis.is_boxed(parts.id, index);
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

    /// Returns a constant as an expression of its type.
    pub(in crate::emit) fn initial(
        &self,
        ty: &TypeRef,
        constant: &Value,
        file: File<'_>,
    ) -> Option<TokenStream> {
        if let TypeRef::Named(id) = self.unaliased(ty) {
            let TypeKind::Enumeration(values, _) = &self.api.type_def(*id)?.kind else {
                return None;
            };
            let index = match (values, constant) {
                (Values::Strings(strings), value) => strings.iter().position(|text| value == text),
                (Values::Integers(all), value) => all.iter().position(|one| value == one),
            };
            let path = self.ty(&TypeRef::Named(*id), file);
            let Some(index) = index else {
                let value = json_literal(constant)?;
                return Some(quote!(#path::from(#value)));
            };
            let variant = ident(self.type_names(id.0)?.members.get(index)?);
            return Some(quote!(#path::#variant));
        }
        let value = json_literal(constant)?;
        Some(match (self.unaliased(ty), constant) {
            (TypeRef::Scalar(Scalar::Float32 | Scalar::Float64), Value::Number(number)) => {
                let float = Literal::f64_unsuffixed(number.as_f64()?);
                quote!(#float)
            }
            (TypeRef::Json, _) => quote!(serde_json::Value::from(#value)),
            (_, Value::String(_)) => quote!(#value.to_owned()),
            _ => value,
        })
    }

    /// Emits the methods that return discriminators.
    pub(in crate::emit) fn object_tags(&self, parts: &Parts<'_>) -> Option<TokenStream> {
        let name = ident(&parts.names.ident);
        let tags = parts.fields().filter(|(_, field, _)| field.is_tag);
        let methods = tags.map(|(_, field, name)| {
            let value = field.constant.as_ref();
            let value = value.map_or_else(String::new, |value| {
                value.as_str().map_or(value.to_string(), str::to_owned)
            });
            let text = format!(
                "Returns the discriminator {}. It is {} in a new value, and `None` if the property was \
                 missing.",
                comment::code_text(&field.json_name),
                comment::code_text(&value),
            );
            let docs = comment::comment(&comment::lines(&field.docs, &text));
            let (name, method) = (ident(name), ident(&setter(name)));
            let held = self.held(&field.ty, false, parts.file);
            let (ty, value) = match self.unaliased(&field.ty) {
                TypeRef::Scalar(Scalar::String) => (quote!(&str), quote!(self.#name.as_deref())),
                TypeRef::Scalar(_) => (held, quote!(self.#name)),
                _ => (quote!(&#held), quote!(self.#name.as_ref())),
            };
            quote! {
                #docs
                #[must_use]
                pub fn #method(&self) -> Option<#ty> {
                    #value
                }
            }
        });
        let methods: Vec<_> = methods.collect();
        (!methods.is_empty()).then(|| quote!(impl #name { #(#methods)* }))
    }

    fn object_setter(
        &self,
        parts: &Parts<'_>,
        index: usize,
        field: &Field,
        name: &str,
    ) -> TokenStream {
        let text = comment::setter(&field.json_name, name, &field.docs);
        let null_name = parts.names.nulls.get(index).map(|name| ident(name));
        let docs = comment::line(&text);
        let deprecated = field
            .docs
            .deprecated
            .then(|| quote!(#[deprecated = "deprecated in the API description"]));
        let setter = ident(&setter(name));
        let name = ident(name);
        let boxed = self.analysis.is_boxed(parts.id, index);
        let argument = self.argument(&name, &field.ty, boxed, parts.file);
        let (ty, value) = (argument.ty, argument.value);
        let is_null = *self.unaliased(&field.ty) == TypeRef::Scalar(Scalar::Null);
        let (argument, value) = match is_null {
            true => (None, quote!(())),
            false => (Some(quote!(#name: #ty)), value),
        };
        let nullable = field.presence == Presence::OptionalNullable;
        let value = if nullable {
            quote!(Some(Some(#value)))
        } else {
            quote!(Some(#value))
        };
        let null = null_name.filter(|_| nullable).map(|null| {
            let text = format!(
                "Sets {} to `null` instead of omitting it.",
                comment::code_text(&field.json_name)
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
            pub fn #setter(mut self, #argument) -> Self {
                self.#name = #value;
                self
            }
            #null
        }
    }
}

/// Returns the literal of a string, a number, a boolean or null.
fn json_literal(value: &Value) -> Option<TokenStream> {
    Some(match value {
        Value::Null => quote!(()),
        Value::Bool(value) => quote!(#value),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => {
                let integer = Literal::i64_unsuffixed(integer);
                quote!(#integer)
            }
            None => {
                let float = Literal::f64_unsuffixed(number.as_f64()?);
                quote!(#float)
            }
        },
        value => {
            let text = value.as_str()?;
            quote!(#text)
        }
    })
}
