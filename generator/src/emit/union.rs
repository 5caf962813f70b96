//! Unions as enums. A value that matches no variant is preserved as JSON.

pub(super) mod inner_conversion;
pub(super) mod overlap;
pub(super) mod variant_docs;

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{
    Emitter, comment, ident,
    model::serde::json_constant,
    ty::File,
    union::{overlap::from, variant_docs::variant_lines},
};
use crate::ir::{
    AdditionalProperties, Case, Constant, ConstantSet, JsonType, Predicate, Scalar, TypeDef,
    TypeId, TypeRef, Union, Variant,
};

/// A union with its names.
struct Parts<'a> {
    name: Ident,
    variants: Vec<Ident>,
    other: Ident,
    union: &'a Union,
}

impl Emitter<'_> {
    /// Emits the items of a union.
    pub(super) fn union(
        &self,
        id: TypeId,
        definition: &TypeDef,
        union: &Union,
        file: File<'_>,
    ) -> Vec<TokenStream> {
        let Some(names) = self.type_names(id.0) else {
            return Vec::new();
        };
        let parts = Parts {
            name: ident(&names.ident),
            variants: names.members.iter().map(|name| ident(name)).collect(),
            other: ident(&names.catch_all),
            union,
        };
        let held = self.held_types(id, union, file);
        let by_type = is_discriminated_by_type(union);
        let docs = if by_type {
            comment::definition(
                definition,
                &names.ident,
                "One of several types, selected by the JSON type.",
            )
        } else {
            let values = "One of several types, selected by the value.";
            let mut docs = comment::definition(definition, &names.ident, values);
            let order = "Decodes as the most specific variant that matches, or as";
            docs.extend([String::new(), format!("{order} `{}`.", names.catch_all)]);
            docs
        };
        let docs = comment::comment(&docs);
        let lines = variant_lines(union, &names.members);
        let other_docs = comment::line("A value that matches no other variant.");
        let derives = self.derive(&["Clone", "PartialEq"]);
        let written = union.variants.iter().zip(&parts.variants).enumerate();
        let written = written.map(|(index, (variant, variant_name))| {
            let write = match &variant.literal {
                Some(literal) => return write_literal(variant_name, &literal.value),
                None => self.write_variant(variant, self.analysis.is_boxed(id, index)),
            };
            quote!(Self::#variant_name(value) => #write,)
        });
        let Parts {
            name,
            variants,
            other,
            ..
        } = &parts;
        let mut items = vec![
            quote! {
                #docs
                #derives
                #[non_exhaustive]
                pub enum #name {
                    #(#lines #variants #held,)*
                    #other_docs
                    #other(serde_json::Value),
                }
            },
            quote! {
                impl serde::Serialize for #name {
                    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                        match self {
                            #(#written)*
                            Self::#other(value) => value.serialize(serializer),
                        }
                    }
                }
            },
        ];
        items.push(self.debug_union(&parts.name, union, &parts.variants, &parts.other));
        items.extend(self.variant_conversions(id, &parts, file));
        items.extend(self.union_reading(&parts));
        items
    }

    /// Returns the types of the variants.
    fn held_types(&self, id: TypeId, union: &Union, file: File<'_>) -> Vec<Option<TokenStream>> {
        let variants = union.variants.iter().enumerate();
        let held = variants.map(|(index, variant)| match variant.literal {
            Some(_) => None,
            None => {
                let ty = self.held(&variant.ty, self.analysis.is_boxed(id, index), file);
                Some(quote!((#ty)))
            }
        });
        held.collect()
    }

    /// Emits the conversions from the types that only one variant has, from the variants of nested
    /// unions, from `&str` and from JSON.
    fn variant_conversions(
        &self,
        id: TypeId,
        parts: &Parts<'_>,
        file: File<'_>,
    ) -> Vec<TokenStream> {
        let types = self.own_types(parts.union).into_iter().enumerate();
        let types = types.zip(&parts.variants);
        let strings = parts.union.variants.iter().filter(|variant| {
            let is_literal = variant
                .literal
                .as_ref()
                .is_some_and(|it| it.value.is_string());
            is_literal || self.is_string(&variant.ty) || self.is_string_enum(&variant.ty)
        });
        let is_only_string = strings.count() == 1;
        let of_json = quote!(json::union_from_value(value));
        let json = from(&parts.name, &quote!(serde_json::Value), &of_json);
        let conversions = types
            .filter_map(|((index, ty), variant_name)| {
                let ty = ty?;
                let value = match self.analysis.is_boxed(id, index) {
                    true => quote!(Self::#variant_name(Box::new(value))),
                    false => quote!(Self::#variant_name(value)),
                };
                let own = from(&parts.name, &self.ty(ty, file), &value);
                let mut all = vec![own];
                if self.is_string(ty) {
                    let value = quote!(Self::#variant_name(value.to_owned()));
                    all.push(from(&parts.name, &quote!(&str), &value));
                } else if is_only_string && self.is_string_enum(ty) {
                    let value = quote!(Self::#variant_name(value.into()));
                    all.push(from(&parts.name, &quote!(&str), &value));
                    all.push(from(&parts.name, &quote!(String), &value));
                }
                Some(all)
            })
            .flatten();
        let names = (&parts.name, parts.variants.as_slice());
        let inner = self.inner_conversions(id, parts.union, names, file);
        conversions.chain(inner).chain([json]).collect()
    }

    /// Returns the code that serializes a variant, with the discriminator if the type of the
    /// variant omits it.
    fn write_variant(&self, variant: &Variant, boxed: bool) -> TokenStream {
        let Some(Constant { json_name, value }) = &variant.tag else {
            return quote!(value.serialize(serializer));
        };
        let constant = json_constant(value);
        let value = if boxed {
            quote!(&**value)
        } else {
            quote!(value)
        };
        let write = match self.object_of(self.unaliased(&variant.ty)) {
            Some(_) => quote!(write_tagged),
            None => quote!(write_tagged_value),
        };
        quote!(json::#write(#value, #json_name, #constant, serializer))
    }

    /// Emits the decoder of a union: an arm and a row for each variant. The runtime selects the
    /// row.
    fn union_reading(&self, parts: &Parts<'_>) -> [TokenStream; 2] {
        let Parts {
            name,
            variants,
            other,
            union,
        } = parts;
        let arms = variants.iter().zip(&union.variants).enumerate();
        let arms = arms.map(|(index, (variant_name, variant))| {
            let index = Literal::usize_unsuffixed(index);
            let read = match self.foreign_tag(variant) {
                _ if variant.literal.is_some() => quote!(literal(Self::#variant_name)),
                Some(json_name) => quote!(tagged(#json_name, Self::#variant_name)),
                None if self.is_lenient(&variant.ty) => quote!(lenient(Self::#variant_name)),
                None => quote!(value(Self::#variant_name)),
            };
            quote!(#index => reader.#read,)
        });
        let discriminator = match by_property(union) {
            Some((property, rows)) => {
                quote!(json::Discriminator::Property(#property, &[#(#rows),*]))
            }
            None => self.cases(union),
        };
        [
            quote! {
                impl json::Union for #name {
                    const DISCRIMINATOR: &'static json::Discriminator = &#discriminator;

                    fn read<'de, A: serde::de::SeqAccess<'de>>(
                        variant: usize,
                        reader: &mut json::VariantReader<A>,
                    ) -> Result<Self, A::Error> {
                        match variant {
                            #(#arms)*
                            _ => reader.none(),
                        }
                    }

                    fn unrecognized(value: serde_json::Value) -> Self {
                        Self::#other(value)
                    }
                }
            },
            quote! {
                           impl<'de> serde::Deserialize<'de> for #name {
                               fn deserialize<D>(deserializer: D) -> Result<Self, D::Error>
            where D: serde::Deserializer<'de>,
            {
                                   json::read_union(deserializer)
                               }
                           }
                       },
        ]
    }

    /// Returns the cases that distinguish the variants, and the properties that the cases test.
    fn cases(&self, union: &Union) -> TokenStream {
        let mut names: BTreeMap<&str, bool> = BTreeMap::new();
        for test in union.cases.iter().flat_map(|case| &case.predicates) {
            match test {
                Predicate::Property(json_name, _) | Predicate::PropertyType(json_name, _) => {
                    _ = names.insert(json_name, true);
                }
                Predicate::OnlyProperties(json_names) => {
                    for json_name in json_names {
                        names.entry(json_name).or_default();
                    }
                }
                Predicate::HasProperty(json_name)
                | Predicate::LacksProperty(json_name)
                | Predicate::ExclusiveProperty(json_name) => {
                    names.entry(json_name).or_default();
                }
                _ => {}
            }
        }
        let names = names
            .into_iter()
            .map(|(name, value)| quote!((#name, #value)));
        let cases = union.cases.iter().map(|case| {
            let variant = union.variants.get(case.variant);
            let wide = variant.is_some_and(|variant| self.is_wide(&variant.ty));
            case_value(case, wide)
        });
        quote!(json::Discriminator::Cases(&[#(#names),*], &[#(#cases),*]))
    }

    /// Returns `true` for integers of more than 64 bits.
    fn is_wide(&self, ty: &TypeRef) -> bool {
        *self.unaliased(ty) == TypeRef::Scalar(Scalar::Integer128)
    }

    /// Returns the discriminator of a variant whose type would preserve a different value.
    fn foreign_tag<'u>(&self, variant: &'u Variant) -> Option<&'u str> {
        let tag = variant.tag.as_ref()?;
        let ty = self.unaliased(&variant.ty);
        let is_kept = match self.object_of(ty) {
            Some(object) => {
                let mut fields = object.fields.iter();
                match fields.find(|field| field.json_name == tag.json_name) {
                    // An optional field without a constant: the unions disagree on the value, so
                    // each union serializes its own value.
                    Some(field) => field.constant.is_none() && field.is_optional(),
                    None => matches!(object.additional, AdditionalProperties::Kept(_)),
                }
            }
            None => matches!(ty, TypeRef::Map(_)),
        };
        is_kept.then_some(&tag.json_name)
    }
}

/// Returns `true` if the JSON type alone distinguishes the variants.
fn is_discriminated_by_type(union: &Union) -> bool {
    let mut cases = union.cases.iter();
    cases.all(|case| matches!(case.predicates.as_slice(), [Predicate::Json(_)]))
}

/// Returns the arm that serializes the variant of a constant.
fn write_literal(variant_name: &Ident, value: &Value) -> TokenStream {
    match value {
        Value::String(text) => quote!(Self::#variant_name => serializer.serialize_str(#text),),
        other => {
            let integer = Literal::i64_unsuffixed(other.as_i64().unwrap_or_default());
            quote!(Self::#variant_name => serializer.serialize_i64(#integer),)
        }
    }
}

/// Returns the property whose string values distinguish all variants, and the sorted values with
/// their variants.
fn by_property(union: &Union) -> Option<(&str, Vec<TokenStream>)> {
    let mut property = None;
    let mut variants = BTreeMap::new();
    for case in &union.cases {
        let [Predicate::Property(json_name, ConstantSet::Strings(strings))] =
            case.predicates.as_slice()
        else {
            return None;
        };
        if *property.get_or_insert(json_name) != json_name {
            return None;
        }
        for text in strings {
            // The first variant with a value has precedence.
            variants.entry(text).or_insert(case.variant);
        }
    }
    let rows = variants.into_iter().map(|(text, variant)| {
        let variant = Literal::usize_unsuffixed(variant);
        quote!((#text, #variant))
    });
    Some((property?, rows.collect()))
}

fn case_value(case: &Case, wide: bool) -> TokenStream {
    let variant = Literal::usize_unsuffixed(case.variant);
    let predicates = case.predicates.iter().map(|test| match test {
        Predicate::Json(JsonType::Integer) if wide => quote!(json::Predicate::WideInteger),
        test => predicate(test),
    });
    quote!((#variant, &[#(#predicates),*]))
}

fn predicate(test: &Predicate) -> TokenStream {
    match test {
        Predicate::Json(json) => json_predicate(*json),
        Predicate::Listed(constants) => listed(constants),
        Predicate::DateTime => quote!(json::Predicate::DateTime),
        Predicate::Date => quote!(json::Predicate::Date),
        Predicate::Items(types) => {
            let types = types.iter().map(|json| json_predicate(*json));
            quote!(json::Predicate::Items(&[#(#types),*]))
        }
        Predicate::HasProperty(json_name) => quote!(json::Predicate::HasProperty(#json_name)),
        Predicate::LacksProperty(json_name) => quote!(json::Predicate::LacksProperty(#json_name)),
        Predicate::ExclusiveProperty(json_name) => {
            quote!(json::Predicate::ExclusiveProperty(#json_name))
        }
        Predicate::Property(json_name, constants) => {
            let listed = listed(constants);
            quote!(json::Predicate::Property(#json_name, &#listed))
        }
        Predicate::PropertyType(json_name, types) => {
            let types = types.iter().map(|json| json_predicate(*json));
            quote!(json::Predicate::PropertyType(#json_name, &[#(#types),*]))
        }
        Predicate::OnlyProperties(json_names) => {
            quote!(json::Predicate::OnlyProperties(&[#(#json_names),*]))
        }
    }
}

fn json_predicate(json: JsonType) -> TokenStream {
    match json {
        JsonType::Boolean => quote!(json::Predicate::Boolean),
        JsonType::Integer => quote!(json::Predicate::Integer),
        JsonType::Number => quote!(json::Predicate::Number),
        JsonType::String => quote!(json::Predicate::String),
        JsonType::Array => quote!(json::Predicate::Array),
        JsonType::Object => quote!(json::Predicate::Object),
        JsonType::Null => quote!(json::Predicate::Null),
    }
}

fn listed(constants: &ConstantSet) -> TokenStream {
    match constants {
        ConstantSet::Strings(strings) => quote!(json::Predicate::Strings(&[#(#strings),*])),
        ConstantSet::Integers(integers) => {
            let integers = integers
                .iter()
                .map(|integer| Literal::i64_unsuffixed(*integer));
            quote!(json::Predicate::Integers(&[#(#integers),*]))
        }
        ConstantSet::Boolean(value) => quote!(json::Predicate::BooleanValue(#value)),
    }
}
