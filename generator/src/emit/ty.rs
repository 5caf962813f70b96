//! Rust types at their places of use.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, ident};
use crate::{
    ir::{Presence, Scalar, TypeId, TypeRef},
    settings::TimeType,
};

/// The generic parameters of emitted functions and types. A type with the name of a parameter is
/// written with its path, because the parameter hides the type.
const GENERICS: [&str; 5] = ["A", "B", "D", "S", "V"];

/// The file that mentions a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum File<'a> {
    /// The file of a component, by its module.
    Model(&'a str),
    /// The file of a tag.
    Tag,
}

impl<'a> Emitter<'a> {
    /// Returns a type as written in a file.
    pub(super) fn ty(&self, ty: &TypeRef, file: File<'_>) -> TokenStream {
        match ty {
            TypeRef::Scalar(scalar) => self.scalar(*scalar),
            TypeRef::Named(id) => self.named(*id, file),
            TypeRef::List(item) => {
                let item = self.ty(item, file);
                quote!(Vec<#item>)
            }
            TypeRef::Tuple(items) => {
                let items = items.iter().map(|item| self.ty(item, file));
                match items.len() {
                    1 => quote!((#(#items,)*)),
                    _ => quote!((#(#items),*)),
                }
            }
            TypeRef::Map(value) => {
                let value = self.ty(value, file);
                quote!(std::collections::BTreeMap<String, #value>)
            }
            TypeRef::Nullable(inner) => {
                let inner = self.ty(inner, file);
                quote!(Option<#inner>)
            }
            TypeRef::Json => quote!(serde_json::Value),
            TypeRef::File => quote!(runtime::File),
            TypeRef::Foreign { path, .. } => user_path(path),
        }
    }

    fn scalar(&self, scalar: Scalar) -> TokenStream {
        let chrono = self.settings.time == TimeType::Chrono;
        match scalar {
            Scalar::Null => quote!(()),
            Scalar::Boolean => quote!(bool),
            Scalar::Integer8 => quote!(i8),
            Scalar::Integer16 => quote!(i16),
            Scalar::Integer32 => quote!(i32),
            Scalar::Integer64 => quote!(i64),
            Scalar::Unsigned8 => quote!(u8),
            Scalar::Unsigned16 => quote!(u16),
            Scalar::Unsigned32 => quote!(u32),
            Scalar::Unsigned64 => quote!(u64),
            Scalar::Integer128 => quote!(i128),
            Scalar::Float32 => quote!(f32),
            Scalar::Float64 => quote!(f64),
            Scalar::String => quote!(String),
            Scalar::DateTime if chrono => quote!(chrono::DateTime<chrono::Utc>),
            Scalar::DateTime => quote!(jiff::Timestamp),
            Scalar::Date if chrono => quote!(chrono::NaiveDate),
            Scalar::Date => quote!(jiff::civil::Date),
            Scalar::Uri => quote!(url::Url),
        }
    }

    fn named(&self, id: TypeId, file: File<'_>) -> TokenStream {
        let Some(names) = self.type_names(id.0) else {
            return quote!(serde_json::Value);
        };
        let name = ident(&names.ident);
        match (file, names.module.as_deref()) {
            (File::Tag, Some(_)) => quote!(models::#name),
            (File::Model(here), module) if module != Some(here) => quote!(super::#name),
            _ if GENERICS.contains(&names.ident.as_str()) => quote!(self::#name),
            _ => quote!(#name),
        }
    }

    /// Returns the type of a field or variant, without the `Option` of its presence.
    pub(super) fn held(&self, ty: &TypeRef, boxed: bool, file: File<'_>) -> TokenStream {
        let inner = self.ty(ty, file);
        if boxed { quote!(Box<#inner>) } else { inner }
    }

    /// Returns the path of the named type that a type is or contains, relative to the file of a
    /// tag.
    pub(super) fn innermost(&self, ty: &TypeRef) -> Option<String> {
        match ty {
            TypeRef::Named(_) => Some(self.ty(ty, File::Tag).to_string().replace(' ', "")),
            TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
                self.innermost(inner)
            }
            TypeRef::Scalar(_)
            | TypeRef::Tuple(_)
            | TypeRef::Json
            | TypeRef::File
            | TypeRef::Foreign { .. } => None,
        }
    }

    /// Returns a type as text for documentation, without paths.
    pub(super) fn type_text(&self, ty: &TypeRef) -> String {
        let text = self.ty(ty, File::Tag).to_string().replace(' ', "");
        text.replace("std::collections::", "")
            .replace("runtime::", "")
            .replace("models::", "")
            .replace("self::", "")
            .replace(',', ", ")
            .replace(", )", ",)")
    }
}

/// Returns the type of a field, with the `Option`s of its presence.
pub(super) fn with_presence(presence: Presence, held: &TokenStream) -> TokenStream {
    match presence {
        Presence::Required => held.clone(),
        Presence::Optional | Presence::Nullable => quote!(Option<#held>),
        Presence::OptionalNullable => quote!(Option<Option<#held>>),
    }
}

/// Returns a path of the user's settings. Invariant: the path is valid.
pub(super) fn user_path(path: &str) -> TokenStream {
    path.parse().unwrap_or_default()
}
