//! Structs of object schemas.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::{
    Emitter, comment, ident,
    model::debug::{DebugField, debug_struct, is_plain},
    ty::{File, with_presence},
};
use crate::{
    ir::{
        AdditionalProperties, Constant, Direction, Field, Object, Presence, Secrecy, TypeDef,
        TypeId, TypeRef,
    },
    name::TypeNames,
};

/// An object with its names.
pub(in crate::emit) struct Parts<'a> {
    pub(in crate::emit) id: TypeId,
    pub(in crate::emit) object: &'a Object,
    pub(in crate::emit) names: &'a TypeNames,
    pub(in crate::emit) file: File<'a>,
}

impl<'a> Parts<'a> {
    pub(in crate::emit) fn fields(&self) -> impl Iterator<Item = (usize, &'a Field, &'a str)> {
        let fields = self
            .object
            .fields
            .iter()
            .zip(&self.names.members)
            .enumerate();
        fields.map(|(index, (field, name))| (index, field, name.as_str()))
    }

    pub(in crate::emit) fn required(&self) -> impl Iterator<Item = (usize, &'a Field, &'a str)> {
        self.fields()
            .filter(|(_, field, _)| field.presence == Presence::Required)
    }

    /// Returns the properties that are arguments of the constructor.
    pub(in crate::emit) fn arguments(&self) -> impl Iterator<Item = (usize, &'a Field, &'a str)> {
        self.fields().filter(|(_, field, _)| field.is_argument())
    }

    /// Returns `true` if a new object has constants.
    fn has_initial(&self) -> bool {
        self.object.fields.iter().any(|it| it.constant.is_some())
    }
}

impl Emitter<'_> {
    /// Emits the items of an object.
    pub(in crate::emit) fn object(
        &self,
        id: TypeId,
        definition: &TypeDef,
        object: &Object,
        file: File<'_>,
    ) -> Vec<TokenStream> {
        let Some(names) = self.type_names(id.0) else {
            return Vec::new();
        };
        let parts = Parts {
            id,
            object,
            names,
            file,
        };
        let mut items = vec![self.object_struct(definition, &parts)];
        if self.analysis.is_sent(id) {
            items.extend(self.object_arguments(&parts));
            items.extend(self.object_setters(&parts));
            items.extend(self.object_default(&parts));
        }
        items.extend(self.object_tags(&parts));
        if object.parts.is_some() {
            let fields = self.shown_fields(&parts);
            if !is_plain(&fields) {
                items.push(debug_struct(&ident(&names.ident), &fields));
            }
            items.push(self.object_parts(&parts));
        } else {
            items.extend(self.object_serde(&parts));
        }
        items
    }

    pub(in crate::emit) fn field_type(
        &self,
        parts: &Parts<'_>,
        index: usize,
        field: &Field,
    ) -> TokenStream {
        let boxed = self.analysis.is_boxed(parts.id, index);
        let held = self.held(&field.ty, boxed, parts.file);
        with_presence(self.presence(parts.id, field), &held)
    }

    /// Returns the presence of a property in Rust. An object that is never sent does not
    /// distinguish `null` from a missing property.
    pub(in crate::emit) fn presence(&self, id: TypeId, field: &Field) -> Presence {
        match field.presence {
            Presence::OptionalNullable if !self.analysis.is_sent(id) => Presence::Optional,
            presence => presence,
        }
    }

    fn object_struct(&self, definition: &TypeDef, parts: &Parts<'_>) -> TokenStream {
        let name = ident(&parts.names.ident);
        let otherwise = self.origin(definition);
        let mut docs = comment::definition(definition, &parts.names.ident, &otherwise);
        for Constant { json_name, value } in &parts.object.constants {
            let value = value.as_str().map_or(value.to_string(), str::to_owned);
            let (json_name, value) = (comment::code_text(json_name), comment::code_text(&value));
            docs.extend([String::new(), format!("{json_name} is always {value}.")]);
        }
        let docs = comment::comment(&docs);
        let is_sent = self.analysis.is_sent(parts.id);
        let fields = parts.fields().map(|(index, field, name)| {
            let docs = comment::comment(&field_docs(field, name, is_sent));
            let name = ident(name);
            let ty = self.field_type(parts, index, field);
            if field.is_tag {
                return quote!(#name: #ty,);
            }
            quote! {
                #docs
                pub #name: #ty,
            }
        });
        let others = self.others_type(parts).map(|(name, ty)| {
            let docs = comment::line("Additional properties.");
            quote! {
                #docs
                pub #name: #ty,
            }
        });
        // A type whose constructor has no arguments implements `Default`.
        let empty = self.analysis.is_sent(parts.id) && parts.arguments().next().is_none();
        let default = (empty && !parts.has_initial()).then_some("Default");
        let derived = ["Clone", "PartialEq"].into_iter().chain(default);
        let derives = if parts.object.parts.is_some() {
            // The settings can name traits that the type `File` doesn't implement.
            let debug = is_plain(&self.shown_fields(parts)).then_some("Debug");
            let derived = debug.into_iter().chain(derived).map(ident);
            quote!(#[derive(#(#derived),*)])
        } else {
            self.derive(&derived.collect::<Vec<_>>())
        };
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

    /// Emits `Default` for an object with a constructor without arguments, if `Default` cannot be
    /// derived.
    fn object_default(&self, parts: &Parts<'_>) -> Option<TokenStream> {
        let name = ident(&parts.names.ident);
        (parts.has_initial() && parts.arguments().next().is_none()).then(|| {
            quote! {
                impl Default for #name {
                    fn default() -> Self {
                        Self::new()
                    }
                }
            }
        })
    }

    pub(in crate::emit) fn others_type(&self, parts: &Parts<'_>) -> Option<(Ident, TokenStream)> {
        let AdditionalProperties::Kept(ty) = &parts.object.additional else {
            return None;
        };
        let ty = self.ty(ty, parts.file);
        let name = ident(&parts.names.catch_all);
        Some((name, quote!(std::collections::BTreeMap<String, #ty>)))
    }

    /// Returns the `Debug` fields of an object.
    pub(in crate::emit) fn shown_fields(&self, parts: &Parts<'_>) -> Vec<DebugField> {
        let fields = parts.fields().map(|(_, field, name)| {
            DebugField::new(ident(name), self.display(field.secrecy, &field.ty))
        });
        let others = match &parts.object.additional {
            AdditionalProperties::Kept(ty) => Some(TypeRef::Map(Box::new(ty.clone()))),
            AdditionalProperties::Ignored => None,
        };
        let others = others.map(|ty| {
            let display = self.display(Secrecy::Public, &ty);
            DebugField::new(ident(&parts.names.catch_all), display)
        });
        fields.chain(others).collect()
    }
}

/// Returns the documentation of a property, with notes on its direction, and on `None` in a type
/// that is sent.
fn field_docs(field: &Field, name: &str, is_sent: bool) -> Vec<String> {
    let otherwise = comment::original("property", &field.json_name, name);
    let mut lines = comment::named_lines(&field.docs, &[&field.json_name, name], &otherwise);
    let one_way = match field.direction {
        None => None,
        Some(Direction::Response) => Some("Read-only: never sent."),
        Some(Direction::Request) => Some("Write-only: never received."),
    };
    let absent = match field.presence {
        Presence::Nullable if is_sent => Some("`None` sends `null`."),
        Presence::OptionalNullable if is_sent => {
            Some("`None` omits the property; `Some(None)` sends `null`.")
        }
        _ => None,
    };
    let fallback = field.fallback.as_ref().filter(|_| is_sent);
    let fallback = fallback.map(|value| {
        let value = value.as_str().map_or(value.to_string(), str::to_owned);
        let value = comment::code_text(&value);
        format!(
            "`None` sends {value}, unless the union that contains the object has another value."
        )
    });
    let notes = one_way.into_iter().chain(absent).map(str::to_owned);
    for note in notes.chain(fallback) {
        lines.extend([String::new(), note]);
    }
    lines
}

/// Returns a name without the prefix of raw identifiers.
pub(in crate::emit) fn bare(name: &str) -> &str {
    name.trim_start_matches("r#")
}
