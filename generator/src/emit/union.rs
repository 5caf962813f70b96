//! Unions whose branches the JSON type tells apart. A value of no branch is kept as it came.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, comment, ident, ty::File};
use crate::ir::{Branch, JsonType, TypeDef, TypeId};

impl Emitter<'_> {
    /// The items of a union.
    pub(super) fn union(
        &self,
        id: TypeId,
        definition: &TypeDef,
        branches: &[Branch],
        file: File<'_>,
    ) -> Vec<TokenStream> {
        let Some(names) = self.type_names(id.0) else {
            return Vec::new();
        };
        let name = ident(&names.ident);
        let other = ident(&names.others);
        let variants: Vec<_> = names.members.iter().map(|name| ident(name)).collect();
        let types: Vec<_> = branches
            .iter()
            .enumerate()
            .map(|(index, branch)| self.held(&branch.ty, self.facts.is_boxed(id, index), file))
            .collect();
        let docs = comment::comment(&comment::lines(
            &definition.docs,
            "One of several types, told apart by the JSON type.",
        ));
        let lines = branches
            .iter()
            .map(|branch| comment::line(&format!("JSON type `{}`.", branch.json.text())));
        let other_docs = comment::line("A value of none of these types, as `serde_json` reads it.");
        let derives = self.derive(&["Debug", "Clone", "PartialEq"]);
        let patterns = branches.iter().map(|branch| pattern(branch.json));
        vec![
            quote! {
                #docs
                #derives
                #[non_exhaustive]
                pub enum #name {
                    #(#lines #variants(#types),)*
                    #other_docs
                    #other(serde_json::Value),
                }
            },
            quote! {
                impl serde::Serialize for #name {
                    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                        match self {
                            #(Self::#variants(value) => value.serialize(serializer),)*
                            Self::#other(value) => value.serialize(serializer),
                        }
                    }
                }
            },
            quote! {
                impl<'de> serde::Deserialize<'de> for #name {
                    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                        let value = serde_json::Value::deserialize(deserializer)?;
                        Ok(match &value {
                            #(#patterns => json::read_branch(value, Self::#variants, Self::#other),)*
                            _ => Self::#other(value),
                        })
                    }
                }
            },
        ]
    }
}

fn pattern(json: JsonType) -> TokenStream {
    match json {
        JsonType::Boolean => quote!(serde_json::Value::Bool(_)),
        JsonType::Integer => quote!(serde_json::Value::Number(number) if number.is_i64()),
        JsonType::Number => quote!(serde_json::Value::Number(_)),
        JsonType::String => quote!(serde_json::Value::String(_)),
        JsonType::Array => quote!(serde_json::Value::Array(_)),
        JsonType::Object => quote!(serde_json::Value::Object(_)),
    }
}
