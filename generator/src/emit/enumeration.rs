//! Enumerations of strings. A value that isn't listed is kept, and written back as it came.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, comment, ident};
use crate::ir::{TypeDef, TypeId};

impl Emitter<'_> {
    /// The items of an enumeration.
    pub(super) fn enumeration(
        &self,
        id: TypeId,
        definition: &TypeDef,
        values: &[String],
    ) -> Vec<TokenStream> {
        let Some(names) = self.type_names(id.0) else {
            return Vec::new();
        };
        let name = ident(&names.ident);
        let variants: Vec<_> = names.members.iter().map(|name| ident(name)).collect();
        let other = ident(&names.others);
        let choices: Vec<String> = values
            .iter()
            .map(|value| comment::code_text(value))
            .collect();
        let otherwise = match choices.as_slice() {
            [only] => format!("{only}, or a value that the document doesn't list."),
            _ => format!(
                "One of {}, or a value that the document doesn't list.",
                choices.join(", ")
            ),
        };
        let docs = comment::comment(&comment::lines(&definition.docs, &otherwise));
        let lines = values
            .iter()
            .map(|value| comment::line(&comment::code_text(value)));
        let other_docs = comment::line("A value that the document doesn't list, as it came.");
        let derives = self.derive(&["Debug", "Clone", "PartialEq", "Eq", "Hash"]);
        let as_str = comment::line("The value as it is written.");
        vec![
            quote! {
                #docs
                #derives
                #[non_exhaustive]
                pub enum #name {
                    #(#lines #variants,)*
                    #other_docs
                    #other(String),
                }
            },
            quote! {
                impl #name {
                    #as_str
                    #[must_use]
                    pub fn as_str(&self) -> &str {
                        match self {
                            #(Self::#variants => #values,)*
                            Self::#other(value) => value,
                        }
                    }
                }
            },
            quote! {
                impl From<&str> for #name {
                    fn from(value: &str) -> Self {
                        match value {
                            #(#values => Self::#variants,)*
                            _ => Self::#other(value.to_owned()),
                        }
                    }
                }
            },
            quote! {
                impl std::fmt::Display for #name {
                    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        formatter.pad(self.as_str())
                    }
                }
            },
            quote! {
                impl serde::Serialize for #name {
                    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                        serializer.serialize_str(self.as_str())
                    }
                }
            },
            quote! {
                impl<'de> serde::Deserialize<'de> for #name {
                    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                        json::read_text(deserializer)
                    }
                }
            },
        ]
    }
}
