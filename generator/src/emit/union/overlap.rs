//! Unions whose variants cannot be distinguished: a JSON value with an accessor for each variant.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::{Emitter, comment, ident, model::debug::debug_wrapper, ty::File};
use crate::ir::{Scalar, TypeDef, TypeId, TypeKind, TypeRef, Union, Values, Variant};

impl Emitter<'_> {
    /// Emits the items of a union whose variants cannot be distinguished.
    pub(in crate::emit) fn overlap(
        &self,
        id: TypeId,
        definition: &TypeDef,
        union: &Union,
        file: File<'_>,
    ) -> Vec<TokenStream> {
        let Some(names) = self.type_names(id.0) else {
            return Vec::new();
        };
        let name = ident(&names.ident);
        let mut docs = comment::definition(definition, &names.ident, "One of several types.");
        docs.extend([String::new(), OVERLAP.to_owned()]);
        let docs = comment::comment(&docs);
        let derives = self.derive(&["Clone", "PartialEq"]);
        let own = self.own_types(union);
        let variants = union.variants.iter().zip(&names.accessors).zip(&own);
        let variants = variants.map(|((variant, accessor), own)| {
            let reads = self.accessor(accessor, variant, file);
            let is_open = own.is_none() && is_open(&self.bare(&variant.ty));
            let makes = is_open.then(|| self.constructor(accessor, &variant.ty, file));
            quote!(#reads #makes)
        });
        let (value, into_value) = (
            comment::line("Returns the JSON value."),
            comment::line("Converts the union into its JSON value."),
        );
        let conversions = own.iter().flatten().flat_map(|ty| {
            let own = from(
                &name,
                &self.ty(ty, file),
                &quote!(Self(json::AnyValue::new(&value))),
            );
            let literal = self.is_string(ty);
            let literal = literal.then(|| {
                from(
                    &name,
                    &quote!(&str),
                    &quote!(Self(serde_json::Value::from(value).into())),
                )
            });
            [Some(own), literal].into_iter().flatten()
        });
        let json = from(
            &name,
            &quote!(serde_json::Value),
            &quote!(Self(value.into())),
        );
        let mut items = vec![
            quote! {
                #docs
                #derives
                pub struct #name(json::AnyValue);
            },
            quote! {
                impl #name {
                    #(#variants)*
                    #value
                    #[must_use]
                    pub fn value(&self) -> &serde_json::Value {
                        self.0.value()
                    }
                    #into_value
                    #[must_use]
                    pub fn into_value(self) -> serde_json::Value {
                        self.0.into_value()
                    }
                }
            },
        ];
        items.push(debug_wrapper(&name));
        items.extend(conversions);
        items.extend([
            json,
            quote! {
                impl serde::Serialize for #name {
                    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                        self.0.serialize(serializer)
                    }
                }
            },
            quote! {
                impl<'de> serde::Deserialize<'de> for #name {
                    fn deserialize<D>(deserializer: D) -> Result<Self, D::Error>
 where D: serde::Deserializer<'de>,
 {
                        json::AnyValue::deserialize(deserializer).map(Self)
                    }
                }
            },
        ]);
        items
    }

    fn accessor(&self, accessor: &str, variant: &Variant, file: File<'_>) -> TokenStream {
        let name = format_ident!("as_{accessor}");
        let ty = self.ty(&variant.ty, file);
        let spelled = comment::code_text(&self.type_text(&variant.ty));
        let mut docs = vec![format!("Decodes the value as {spelled}.")];
        let lines = comment::named_lines(&variant.docs, &[accessor], "");
        if !lines.is_empty() {
            docs.push(String::new());
            docs.extend(lines);
        }
        let errors = ["", "# Errors", "", "If the value does not match this type."];
        docs.extend(errors.map(str::to_owned));
        let docs = comment::comment(&docs);
        quote! {
            #docs
            pub fn #name(&self) -> Result<#ty, runtime::DecodeError> {
                self.0.decode()
            }
        }
    }

    /// Emits the constructor of a variant whose type has no conversion.
    fn constructor(&self, accessor: &str, ty: &TypeRef, file: File<'_>) -> TokenStream {
        let name = format_ident!("from_{accessor}");
        let docs = comment::line(&format!(
            "Creates a value from {}.",
            comment::code_text(&self.type_text(ty))
        ));
        let ty = self.ty(ty, file);
        quote! {
            #docs
            #[must_use]
            pub fn #name(value: #ty) -> Self {
                Self(json::AnyValue::new(&value))
            }
        }
    }

    /// Returns the type of each variant with a `From` implementation. A variant has an
    /// implementation if its type isn't raw JSON and no other variant has the type. In a union whose
    /// variants cannot be distinguished, the first variant with a type has the implementation.
    pub(in crate::emit) fn own_types<'u>(&self, union: &'u Union) -> Vec<Option<&'u TypeRef>> {
        let all: Vec<TypeRef> = union.variants.iter().map(|it| self.bare(&it.ty)).collect();
        let is_discriminated = union.is_discriminated();
        let variants = union.variants.iter().zip(&all).enumerate();
        variants
            .map(|(index, (variant, bare))| {
                let others = match is_discriminated {
                    true => &all,
                    false => all.get(..=index).unwrap_or_default(),
                };
                let is_own = others.iter().filter(|other| *other == bare).count() == 1;
                (is_own && !is_open(bare) && variant.literal.is_none()).then_some(&variant.ty)
            })
            .collect()
    }

    pub(in crate::emit) fn is_string(&self, ty: &TypeRef) -> bool {
        *self.unaliased(ty) == TypeRef::Scalar(Scalar::String)
    }

    /// Returns `true` if a type is an enum of strings.
    pub(in crate::emit) fn is_string_enum(&self, ty: &TypeRef) -> bool {
        let TypeRef::Named(id) = self.unaliased(ty) else {
            return false;
        };
        let kind = self.api.type_def(*id).map(|definition| &definition.kind);
        matches!(kind, Some(TypeKind::Enumeration(Values::Strings(_), _)))
    }

    /// Returns a type with all aliases resolved.
    pub(in crate::emit) fn bare(&self, ty: &TypeRef) -> TypeRef {
        match self.unaliased(ty) {
            TypeRef::Named(id) if self.analysis.is_infinitely_recursive(*id) => TypeRef::Json,
            TypeRef::List(item) => TypeRef::List(Box::new(self.bare(item))),
            TypeRef::Map(value) => TypeRef::Map(Box::new(self.bare(value))),
            TypeRef::Nullable(inner) => TypeRef::Nullable(Box::new(self.bare(inner))),
            TypeRef::Tuple(items) => TypeRef::Tuple(items.iter().map(|it| self.bare(it)).collect()),
            ty => ty.clone(),
        }
    }
}

/// Returns `true` if a union can't have a `From` conversion from a type. Aliases must be resolved.
fn is_open(bare: &TypeRef) -> bool {
    matches!(
        bare,
        TypeRef::Json | TypeRef::Foreign { .. } | TypeRef::File
    )
}

/// Emits a conversion from a type.
pub(in crate::emit) fn from(name: &Ident, ty: &TokenStream, value: &TokenStream) -> TokenStream {
    quote! {
        impl From<#ty> for #name {
            fn from(value: #ty) -> Self {
                #value
            }
        }
    }
}

/// The documentation of unions whose variants cannot be distinguished.
const OVERLAP: &str = "The JSON value does not identify its type. Each `as_` method decodes the value as one of the \
                       types; several methods can succeed.";
