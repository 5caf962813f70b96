//! Enums of strings and of integers. An unlisted value is preserved and serialized unchanged.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::{Emitter, comment, ident};
use crate::ir::{ListedValue, TypeDef, TypeId, Values};

/// The number of values up to which a linear search is as fast as a binary search.
const FEW: usize = 16;

/// An enum with its names.
struct Parts {
    name: Ident,
    variants: Vec<Ident>,
    other: Ident,
}

impl Emitter<'_> {
    /// Emits the items of an enum.
    pub(in crate::emit) fn enumeration(
        &self,
        id: TypeId,
        definition: &TypeDef,
        values: &Values,
        documented: &[ListedValue],
    ) -> Vec<TokenStream> {
        let Some(names) = self.type_names(id.0) else {
            return Vec::new();
        };
        let parts = Parts {
            name: ident(&names.ident),
            variants: names.members.iter().map(|name| ident(name)).collect(),
            other: ident(&names.catch_all),
        };
        let (choices, held, derives): (Vec<String>, _, &[&str]) = match values {
            Values::Strings(strings) => {
                let choices = strings.iter().map(|text| comment::code_text(text));
                (
                    choices.collect(),
                    quote!(json::UnrecognizedValue),
                    &["Debug", "Clone"],
                )
            }
            Values::Integers(integers) => {
                let choices = integers.iter().map(|integer| format!("`{integer}`"));
                (
                    choices.collect(),
                    quote!(json::UnrecognizedInteger),
                    &["Debug", "Clone", "Copy"],
                )
            }
        };
        let derives = self.derive(&[derives, &["PartialEq", "Eq", "Hash"]].concat());
        let docs = comment::comment(&comment::definition(
            definition,
            &names.ident,
            &listed(&choices),
        ));
        let none = ListedValue::default();
        let lines = choices.iter().zip(&names.members).enumerate();
        let lines = lines.map(|(index, (choice, name))| {
            let listed = documented.get(index).unwrap_or(&none);
            comment::comment(&value_lines(listed, name, choice))
        });
        let other_docs = comment::line("A value that is not listed in the API description.");
        let Parts {
            name,
            variants,
            other,
        } = &parts;
        let mut items = vec![quote! {
            #docs
            #derives
            #[non_exhaustive]
            pub enum #name {
                #(#lines #variants,)*
                #other_docs
                #other(#held),
            }
        }];
        items.extend(match values {
            Values::Strings(strings) => parts.of_strings(strings),
            Values::Integers(integers) => parts.of_integers(integers),
        });
        items
    }
}

/// Returns the documentation of the variant of a value.
pub(in crate::emit) fn value_lines(listed: &ListedValue, name: &str, choice: &str) -> Vec<String> {
    let mut lines = comment::named_lines(&listed.docs, &[name], choice);
    if !lines.iter().any(|line| line == choice) {
        lines.extend([String::new(), format!("Serialized as {choice}.")]);
    }
    lines
}

/// Returns the documentation of an enum without a description: its values.
fn listed(choices: &[String]) -> String {
    match choices {
        [only] => format!("{only}, or an unlisted value."),
        _ => format!("One of {}, or an unlisted value.", choices.join(", ")),
    }
}

impl Parts {
    fn of_strings(&self, values: &[String]) -> Vec<TokenStream> {
        let Self {
            name,
            variants,
            other,
        } = self;
        let as_str = comment::line("Returns the value as a string.");
        vec![
            quote! {
                impl #name {
                    #as_str
                    #[inline]
                    #[must_use]
                    pub fn as_str(&self) -> &str {
                        match self {
                            #(Self::#variants => #values,)*
                            Self::#other(value) => value.as_str(),
                        }
                    }
                }
            },
            self.reading(values),
            quote! {
                impl From<String> for #name {
                    #[inline]
                    fn from(value: String) -> Self {
                        Self::from(value.as_str())
                    }
                }
            },
            quote! {
                impl std::str::FromStr for #name {
                    type Err = std::convert::Infallible;

                    #[inline]
                    fn from_str(value: &str) -> Result<Self, std::convert::Infallible> {
                        Ok(Self::from(value))
                    }
                }
            },
            quote! {
                impl AsRef<str> for #name {
                    #[inline]
                    fn as_ref(&self) -> &str {
                        self.as_str()
                    }
                }
            },
            quote! {
                impl std::fmt::Display for #name {
                    #[inline]
                    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.pad(self.as_str())
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
                               fn deserialize<D>(deserializer: D) -> Result<Self, D::Error>
            where D: serde::Deserializer<'de>,
            {
                                   json::read_string_enum(deserializer)
                               }
                           }
                       },
        ]
    }

    /// Emits the conversion from a string: a `match`, or a binary search among many values.
    fn reading(&self, values: &[String]) -> TokenStream {
        let Self {
            name,
            variants,
            other,
        } = self;
        if values.len() <= FEW {
            return quote! {
                impl From<&str> for #name {
                    #[inline]
                    fn from(value: &str) -> Self {
                        match value {
                            #(#values => Self::#variants,)*
                            _ => Self::#other(json::UnrecognizedValue(value.to_owned())),
                        }
                    }
                }
            };
        }
        let mut sorted: Vec<_> = values.iter().zip(variants).collect();
        sorted.sort_unstable();
        let rows = sorted
            .iter()
            .map(|(value, variant)| quote!((#value, #name::#variant)));
        quote! {
            impl From<&str> for #name {
                fn from(value: &str) -> Self {
                    const SORTED: &[(&str, #name)] = &[#(#rows),*];
                    match json::find(SORTED, value) {
                        Some(found) => found.clone(),
                        None => Self::#other(json::UnrecognizedValue(value.to_owned())),
                    }
                }
            }
        }
    }

    fn of_integers(&self, values: &[i64]) -> Vec<TokenStream> {
        let Self {
            name,
            variants,
            other,
        } = self;
        let values: Vec<_> = values
            .iter()
            .map(|value| Literal::i64_unsuffixed(*value))
            .collect();
        let as_integer = comment::line("Returns the value as an integer.");
        vec![
            quote! {
                impl #name {
                    #as_integer
                    #[inline]
                    #[must_use]
                    pub fn as_i64(&self) -> i64 {
                        match self {
                            #(Self::#variants => #values,)*
                            Self::#other(value) => value.as_i64(),
                        }
                    }
                }
            },
            quote! {
                impl From<i64> for #name {
                    #[inline]
                    fn from(value: i64) -> Self {
                        match value {
                            #(#values => Self::#variants,)*
                            _ => Self::#other(json::UnrecognizedInteger(value)),
                        }
                    }
                }
            },
            quote! {
                impl From<#name> for i64 {
                    #[inline]
                    fn from(value: #name) -> Self {
                        value.as_i64()
                    }
                }
            },
            quote! {
                impl std::str::FromStr for #name {
                    type Err = std::num::ParseIntError;

                    #[inline]
                    fn from_str(value: &str) -> Result<Self, std::num::ParseIntError> {
                        value.parse().map(<Self as From<i64>>::from)
                    }
                }
            },
            quote! {
                impl std::fmt::Display for #name {
                    #[inline]
                    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        self.as_i64().fmt(f)
                    }
                }
            },
            quote! {
                impl serde::Serialize for #name {
                    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                        serializer.serialize_i64(self.as_i64())
                    }
                }
            },
            quote! {
                           impl<'de> serde::Deserialize<'de> for #name {
                               fn deserialize<D>(deserializer: D) -> Result<Self, D::Error>
            where D: serde::Deserializer<'de>,
            {
                                   json::read_integer_enum(deserializer)
                               }
                           }
                       },
        ]
    }
}
