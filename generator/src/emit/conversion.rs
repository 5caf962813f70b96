//! Conversions between equal enums and between equal unions.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, ident, overlap::from, ty::File};
use crate::{
    analysis::{every_type, types_of},
    ir::{TypeId, TypeKind, TypeRef, Union, Values, Variant},
    name::TypeNames,
};

/// The maximum number of equal types that convert into each other. The number of conversions is
/// its square.
const MAX_EQUAL: usize = 16;

/// The content of a type that equal types have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Content {
    /// The sorted values of an enum.
    Values(Values),
    /// The sorted variants of a union, and `true` if they can be distinguished.
    Variants(Vec<VariantContent>, bool),
}

impl Content {
    /// Returns `true` if a type is a variant, so that it has a conversion already.
    fn holds(&self, id: TypeId) -> bool {
        match self {
            Self::Values(_) => false,
            Self::Variants(variants, _) => {
                variants.iter().any(|(ty, ..)| *ty == TypeRef::Named(id))
            }
        }
    }
}

/// The type of a variant, and its fixed value and discriminator as JSON.
type VariantContent = (TypeRef, Option<String>, Option<String>);

impl Emitter<'_> {
    /// Emits the conversions into the enums and unions that an operation sends and owns, from the
    /// other types of the operation with equal values or variants. Types of components have no
    /// conversions: the file of a component depends only on the component.
    pub(super) fn equal_conversions(&self, operation: usize) -> Vec<TokenStream> {
        let targets = self.analysis.owned_by(operation).iter().copied();
        let targets = targets.filter(|id| self.analysis.is_sent(*id));
        let targets: Vec<_> = targets
            .filter_map(|id| Some((id, self.content(id)?)))
            .collect();
        if targets.is_empty() {
            return Vec::new();
        }
        let sources = self.sources(operation);
        let pairs = targets.iter().flat_map(|(target, content)| {
            let equal = sources.get(content).filter(|all| all.len() <= MAX_EQUAL);
            let equal = equal.into_iter().flatten();
            let others = equal.filter(move |source| *source != target && !content.holds(**source));
            others.map(move |source| (*target, *source, content))
        });
        let conversions = pairs.filter_map(|(target, source, content)| {
            let name = ident(&self.type_names(target.0)?.ident);
            let ty = self.ty(&TypeRef::Named(source), File::Tag);
            let value = match content {
                Content::Values(Values::Strings(_)) => quote!(Self::from(value.as_str())),
                Content::Values(Values::Integers(_)) => quote!(Self::from(value.as_i64())),
                Content::Variants(_, false) => quote!(Self::from(value.into_value())),
                Content::Variants(_, true) => self.variant_by_variant(target, source)?,
            };
            Some(from(&name, &ty, &value))
        });
        conversions.collect()
    }

    /// Returns the enums and unions that an operation sends or receives, by content.
    fn sources(&self, operation: usize) -> BTreeMap<Content, Vec<TypeId>> {
        let mut open = self
            .api
            .operations
            .get(operation)
            .map_or_else(Vec::new, types_of);
        let mut reached = BTreeSet::new();
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                every_type(self.api, id, &mut open);
            }
        }
        let mut sources: BTreeMap<Content, Vec<TypeId>> = BTreeMap::new();
        for id in reached {
            if let Some(content) = self.content(id) {
                sources.entry(content).or_default().push(id);
            }
        }
        sources
    }

    fn content(&self, id: TypeId) -> Option<Content> {
        match &self.api.type_def(id)?.kind {
            TypeKind::Enumeration(values, _) => {
                let mut values = values.clone();
                match &mut values {
                    Values::Strings(all) => all.sort_unstable(),
                    Values::Integers(all) => all.sort_unstable(),
                }
                Some(Content::Values(values))
            }
            TypeKind::Union(union) => {
                let variants = union.variants.iter();
                let mut variants: Vec<_> = variants.map(|it| self.variant_content(it)).collect();
                variants.sort_unstable();
                Some(Content::Variants(variants, union.is_discriminated()))
            }
            _ => None,
        }
    }

    fn variant_content(&self, variant: &Variant) -> VariantContent {
        let literal = variant.literal.as_ref();
        let tag = variant.tag.as_ref();
        (
            self.bare(&variant.ty),
            literal.map(|literal| literal.value.to_string()),
            tag.map(|tag| format!("{}: {}", tag.json_name, tag.value)),
        )
    }

    /// Returns the code that converts each variant of a union into the equal variant of another.
    fn variant_by_variant(&self, target: TypeId, source: TypeId) -> Option<TokenStream> {
        let (own, names) = self.union_of(target)?;
        let (theirs, their_names) = self.union_of(source)?;
        let their_type = self.ty(&TypeRef::Named(source), File::Tag);
        let mut left: Vec<(usize, VariantContent)> = own
            .variants
            .iter()
            .map(|variant| self.variant_content(variant))
            .enumerate()
            .collect();
        let mut arms = Vec::new();
        for (position, (variant, name)) in
            theirs.variants.iter().zip(&their_names.members).enumerate()
        {
            let content = self.variant_content(variant);
            let equal = left.iter().position(|(_, own)| *own == content)?;
            let (index, _) = left.remove(equal);
            let (name, own) = (ident(name), ident(names.members.get(index)?));
            if variant.literal.is_some() {
                arms.push(quote!(#their_type::#name => Self::#own,));
                continue;
            }
            let boxes = (
                self.analysis.is_boxed(source, position),
                self.analysis.is_boxed(target, index),
            );
            let value = match boxes {
                (true, false) => quote!(*value),
                (false, true) => quote!(Box::new(value)),
                (true, true) | (false, false) => quote!(value),
            };
            arms.push(quote!(#their_type::#name(value) => Self::#own(#value),));
        }
        let (other, own) = (ident(&their_names.catch_all), ident(&names.catch_all));
        Some(quote! {
            match value {
                #(#arms)*
                #their_type::#other(value) => Self::#own(value),
            }
        })
    }

    fn union_of(&self, id: TypeId) -> Option<(&Union, &TypeNames)> {
        match &self.api.type_def(id)?.kind {
            TypeKind::Union(union) => Some((union, self.type_names(id.0)?)),
            _ => None,
        }
    }
}
