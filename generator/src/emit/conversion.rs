//! Conversions between equal types of an operation: enums, unions and objects.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, ident, overlap::from, ty::File, value_conversion::with_presences};
use crate::{
    analysis::{every_type, types_of},
    ir::{
        AdditionalProperties, Object, Owner, Presence, TypeId, TypeKind, TypeRef, Union, Values,
        Variant,
    },
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
    /// The sorted properties of an object, its constants, and the type of its additional properties.
    Properties(Vec<PropertyContent>, Vec<String>, Option<TypeRef>),
}

impl Content {
    /// Returns `true` if a type is a variant, so that it has a conversion already.
    fn holds(&self, id: TypeId) -> bool {
        match self {
            Self::Values(_) | Self::Properties(..) => false,
            Self::Variants(variants, _) => {
                variants.iter().any(|(ty, ..)| *ty == TypeRef::Named(id))
            }
        }
    }
}

/// The type of a variant, and its fixed value and discriminator as JSON.
type VariantContent = (TypeRef, Option<String>, Option<String>);

/// The name of a property, `true` if it is required, `true` if it is nullable, and its type.
type PropertyContent = (String, bool, bool, TypeRef);

/// The types that an operation sends or receives, in groups of equal types.
#[derive(Default)]
pub(super) struct EqualTypes {
    groups: BTreeMap<Content, Vec<TypeId>>,
    /// The first type of the operation that equals each type of the operation.
    first: BTreeMap<TypeId, TypeId>,
}

impl EqualTypes {
    /// Returns the representative of a type: the same for equal types.
    fn representative(&self, ty: &TypeRef) -> TypeRef {
        let inner = |ty: &TypeRef| Box::new(self.representative(ty));
        match ty {
            TypeRef::Named(id) => TypeRef::Named(self.first.get(id).copied().unwrap_or(*id)),
            TypeRef::List(item) => TypeRef::List(inner(item)),
            TypeRef::Map(value) => TypeRef::Map(inner(value)),
            TypeRef::Nullable(ty) => TypeRef::Nullable(inner(ty)),
            ty => ty.clone(),
        }
    }
}

impl Emitter<'_> {
    /// Emits the conversions between the equal types of an operation, if the operation sends one of
    /// the two types, and into types of the operation from equal types of components. Types of
    /// components have no conversions: the file of a component depends only on the component.
    pub(super) fn equal_conversions(&self, operation: usize) -> Vec<TokenStream> {
        if self.analysis.owned_by(operation).is_empty() {
            return Vec::new();
        }
        let equal = self.equal_types(operation);
        let mut conversions: BTreeMap<(TypeId, TypeId), TokenStream> = BTreeMap::new();
        let groups = equal.groups.values();
        for all in groups.filter(|all| all.len() <= MAX_EQUAL) {
            for target in all {
                let pairs = all.iter().map(|source| (*target, *source));
                conversions.extend(pairs.filter_map(|(target, source)| {
                    let value = self.equal_conversion(&equal, target, source)?;
                    let name = ident(&self.type_names(target.0)?.ident);
                    let ty = self.ty(&TypeRef::Named(source), File::Tag);
                    Some(((target, source), from(&name, &ty, &value)))
                }));
            }
        }
        conversions.into_values().collect()
    }

    /// Returns the code that converts a type into an equal type, if there is a conversion.
    pub(super) fn equal_conversion(
        &self,
        equal: &EqualTypes,
        target: TypeId,
        source: TypeId,
    ) -> Option<TokenStream> {
        let owns = |id: TypeId| equal.first.contains_key(&id);
        let is_sent = self.analysis.is_sent(target) || self.analysis.is_sent(source);
        if target == source || !owns(target) || !is_sent {
            return None;
        }
        // The discriminator of a component is private to the file of the component.
        if let Some((object, _)) = self.object_and_names(source)
            && !owns(source)
            && object.fields.iter().any(|field| field.is_tag)
        {
            return None;
        }
        let content = self.content(target, equal)?;
        let group = equal.groups.get(&content)?;
        if group.len() > MAX_EQUAL || !group.contains(&source) || content.holds(source) {
            return None;
        }
        match content {
            Content::Values(Values::Strings(_)) => Some(quote!(Self::from(value.as_str()))),
            Content::Values(Values::Integers(_)) => Some(quote!(Self::from(value.as_i64()))),
            Content::Variants(_, false) => Some(quote!(Self::from(value.into_value()))),
            Content::Variants(_, true) => self.by_variant(equal, target, source),
            // Equal properties indicate an equal meaning, no properties don't.
            Content::Properties(properties, ..) if properties.is_empty() => None,
            Content::Properties(..) => self.by_property(equal, target, source),
        }
    }

    /// Returns the types that an operation sends or receives, by content. Invariant: the types in an
    /// inline type have smaller indexes.
    fn equal_types(&self, operation: usize) -> EqualTypes {
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
        let owns = |id: &TypeId| {
            let definition = self.api.type_def(*id);
            definition.is_some_and(|found| found.owner == Owner::Operation(operation))
        };
        let mut equal = EqualTypes::default();
        for id in reached {
            if let Some(content) = self.content(id, &equal) {
                let group = equal.groups.entry(content).or_default();
                group.push(id);
                if owns(&id) {
                    let first = group.iter().copied().find(owns);
                    equal.first.insert(id, first.unwrap_or(id));
                }
            }
        }
        equal
    }

    fn content(&self, id: TypeId, equal: &EqualTypes) -> Option<Content> {
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
                let variants = variants.map(|variant| self.variant_content(variant, equal));
                let mut variants: Vec<_> = variants.collect();
                variants.sort_unstable();
                Some(Content::Variants(variants, union.is_discriminated()))
            }
            TypeKind::Object(object) => Some(self.object_content(object, equal)),
            _ => None,
        }
    }

    fn object_content(&self, object: &Object, equal: &EqualTypes) -> Content {
        let ty = |ty: &TypeRef| equal.representative(&self.bare(ty));
        let fields = object.fields.iter().map(|field| {
            let is_nullable = matches!(
                field.presence,
                Presence::Nullable | Presence::OptionalNullable
            );
            let is_required = field.presence.is_required();
            (
                field.json_name.clone(),
                is_required,
                is_nullable,
                ty(&field.ty),
            )
        });
        let mut fields: Vec<PropertyContent> = fields.collect();
        fields.sort_unstable();
        let constants = object.constants.iter();
        let constants =
            constants.map(|constant| format!("{}: {}", constant.json_name, constant.value));
        let mut constants: Vec<String> = constants.collect();
        constants.sort_unstable();
        let additional = match &object.additional {
            AdditionalProperties::Kept(kept) => Some(ty(kept)),
            AdditionalProperties::Ignored => None,
        };
        Content::Properties(fields, constants, additional)
    }

    fn variant_content(&self, variant: &Variant, equal: &EqualTypes) -> VariantContent {
        let literal = variant.literal.as_ref();
        let tag = variant.tag.as_ref();
        (
            equal.representative(&self.bare(&variant.ty)),
            literal.map(|literal| literal.value.to_string()),
            tag.map(|tag| format!("{}: {}", tag.json_name, tag.value)),
        )
    }

    /// Returns the code that converts each property of an object.
    fn by_property(
        &self,
        equal: &EqualTypes,
        target: TypeId,
        source: TypeId,
    ) -> Option<TokenStream> {
        let (own, names) = self.object_and_names(target)?;
        let (theirs, their_names) = self.object_and_names(source)?;
        let fields = own.fields.iter().zip(&names.members).enumerate();
        let fields = fields.map(|(index, (field, name))| {
            let mut others = theirs.fields.iter();
            let position = others.position(|other| other.json_name == field.json_name)?;
            let other = theirs.fields.get(position)?;
            let conversion = self.value_conversion(equal, &other.ty, &field.ty)?.boxed(
                self.analysis.is_boxed(source, position),
                self.analysis.is_boxed(target, index),
            );
            let (name, other_name) = (ident(name), ident(their_names.members.get(position)?));
            let value = with_presences(
                &conversion,
                (self.presence(source, other), self.presence(target, field)),
                quote!(value.#other_name),
            );
            Some(quote!(#name: #value,))
        });
        let mut lines: Vec<TokenStream> = fields.collect::<Option<_>>()?;
        if let (AdditionalProperties::Kept(theirs), AdditionalProperties::Kept(own)) =
            (&theirs.additional, &own.additional)
        {
            let conversion = self.value_conversion(equal, theirs, own)?.of_values();
            let (name, other_name) = (ident(&names.catch_all), ident(&their_names.catch_all));
            let value = conversion.apply(quote!(value.#other_name));
            lines.push(quote!(#name: #value,));
        }
        Some(quote!(Self { #(#lines)* }))
    }

    fn object_and_names(&self, id: TypeId) -> Option<(&Object, &TypeNames)> {
        match &self.api.type_def(id)?.kind {
            TypeKind::Object(object) => Some((object, self.type_names(id.0)?)),
            _ => None,
        }
    }

    /// Returns the code that converts each variant of a union into the equal variant of another.
    fn by_variant(
        &self,
        equal: &EqualTypes,
        target: TypeId,
        source: TypeId,
    ) -> Option<TokenStream> {
        let (own, names) = self.union_of(target)?;
        let (theirs, their_names) = self.union_of(source)?;
        let their_type = self.ty(&TypeRef::Named(source), File::Tag);
        let mut left: Vec<(usize, VariantContent)> = own
            .variants
            .iter()
            .map(|variant| self.variant_content(variant, equal))
            .enumerate()
            .collect();
        let mut arms = Vec::new();
        for (position, (variant, name)) in
            theirs.variants.iter().zip(&their_names.members).enumerate()
        {
            let content = self.variant_content(variant, equal);
            let position_in_left = left.iter().position(|(_, own)| *own == content)?;
            let (index, _) = left.remove(position_in_left);
            let own_type = &own.variants.get(index)?.ty;
            let (name, own) = (ident(name), ident(names.members.get(index)?));
            if variant.literal.is_some() {
                arms.push(quote!(#their_type::#name => Self::#own,));
                continue;
            }
            let conversion = self.value_conversion(equal, &variant.ty, own_type)?.boxed(
                self.analysis.is_boxed(source, position),
                self.analysis.is_boxed(target, index),
            );
            let value = conversion.apply(quote!(value));
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

    pub(super) fn union_of(&self, id: TypeId) -> Option<(&Union, &TypeNames)> {
        match &self.api.type_def(id)?.kind {
            TypeKind::Union(union) => Some((union, self.type_names(id.0)?)),
            _ => None,
        }
    }
}
