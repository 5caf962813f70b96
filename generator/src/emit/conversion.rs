//! Conversions between equal types of an operation: enums, unions and objects.

pub(super) mod value_conversion;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Emitter, conversion::value_conversion::with_presences, ident, ty::File, union::overlap::from,
};
use crate::{
    analysis::{every_type, types_of},
    ir::{
        AdditionalProperties, Object, Owner, Presence, TypeDef, TypeId, TypeKind, TypeRef, Union,
        Values, Variant,
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

/// The type of a variant, and its fixed value and discriminator as JSON.
type VariantContent = (TypeRef, Option<String>, Option<String>);

/// The name of a property, `true` if it is required, `true` if it is nullable, and its type.
type PropertyContent = (String, bool, bool, TypeRef);

/// The inline types of operations, in groups of equal types, with the equal types of components.
#[derive(Default)]
pub(super) struct EqualTypes {
    groups: BTreeMap<TypeId, Group>,
    /// The first inline types of the groups with types of components.
    shared: BTreeSet<TypeId>,
}

/// A group of equal types.
#[derive(Clone, Copy)]
struct Group {
    /// The first inline type of the group.
    first: TypeId,
    /// `true` for an inline type of an operation.
    is_inline: bool,
}

/// The conversions of an operation, by target and source.
pub(super) type Conversions = BTreeMap<(TypeId, TypeId), TokenStream>;

impl EqualTypes {
    /// Returns the representative of a type: the same for equal inline types of operations.
    fn representative(&self, ty: &TypeRef) -> TypeRef {
        let inner = |ty: &TypeRef| Box::new(self.representative(ty));
        match ty {
            TypeRef::Named(id) => TypeRef::Named(match self.groups.get(id) {
                Some(group) if group.is_inline => group.first,
                _ => *id,
            }),
            TypeRef::List(item) => TypeRef::List(inner(item)),
            TypeRef::Map(value) => TypeRef::Map(inner(value)),
            TypeRef::Nullable(ty) => TypeRef::Nullable(inner(ty)),
            ty => ty.clone(),
        }
    }
}

impl Emitter<'_> {
    /// Returns the equal types of the document. Invariant: the types in an inline type have smaller
    /// indexes.
    pub(super) fn equal_types(&self) -> EqualTypes {
        let mut equal = EqualTypes::default();
        let mut firsts: BTreeMap<Content, TypeId> = BTreeMap::new();
        let types = self.api.types.iter().enumerate();
        let is_inline = |owner: &Owner| matches!(owner, Owner::Operation(_));
        let (inline, others): (Vec<_>, Vec<_>) =
            types.partition(|(_, definition)| is_inline(&definition.owner));
        for (index, definition) in inline {
            let id = TypeId(index);
            if let Some(content) = self.content(definition, &equal) {
                let first = *firsts.entry(content).or_insert(id);
                let is_inline = true;
                equal.groups.insert(id, Group { first, is_inline });
            }
        }
        let others = others.into_iter().filter_map(|(index, definition)| {
            let first = *firsts.get(&self.content(definition, &equal)?)?;
            let is_inline = false;
            Some((TypeId(index), Group { first, is_inline }))
        });
        let others: Vec<_> = others.collect();
        equal.shared = others.iter().map(|(_, group)| group.first).collect();
        equal.groups.extend(others);
        equal
    }

    /// Emits the conversions between two equal types of an operation that sends one of the types.
    /// Also emits the conversions from equal types of components into types of the operation. Types of
    /// components have no conversions: the file of a component depends only on the component.
    pub(super) fn equal_conversions(&self, operation: usize) -> Vec<TokenStream> {
        let mut conversions = Conversions::new();
        // Conversions of objects and unions use the conversions of the types in them.
        for (target, sources) in self.equal_sources(operation) {
            for source in sources {
                let value = self.equal_conversion(&conversions, target, source);
                if let (Some(value), Some(names)) = (value, self.type_names(target.0)) {
                    let ty = self.ty(&TypeRef::Named(source), File::Tag);
                    let conversion = from(&ident(&names.ident), &ty, &value);
                    conversions.insert((target, source), conversion);
                }
            }
        }
        conversions.into_values().collect()
    }

    /// Returns the inline types of an operation with the equal types that the operation uses.
    fn equal_sources(&self, operation: usize) -> BTreeMap<TypeId, Vec<TypeId>> {
        let mut groups: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
        let first = |id: TypeId| self.equal.groups.get(&id).map(|group| group.first);
        let owned = self.analysis.owned_by(operation);
        for id in owned {
            if let Some(first) = first(*id) {
                groups.entry(first).or_default().push(*id);
            }
        }
        if groups.keys().any(|first| self.equal.shared.contains(first)) {
            for id in self.shared_types(operation) {
                if let Some(group) = first(id).and_then(|first| groups.get_mut(&first)) {
                    group.push(id);
                }
            }
        }
        groups.retain(|_, group| (2..=MAX_EQUAL).contains(&group.len()));
        let targets = owned.iter().filter_map(|target| {
            let mut sources = groups.get(&first(*target)?)?.clone();
            sources.retain(|source| source != target);
            sources.sort_unstable();
            Some((*target, sources))
        });
        targets.collect()
    }

    /// Returns the types of components that an operation sends or receives.
    fn shared_types(&self, operation: usize) -> BTreeSet<TypeId> {
        let operation = self.api.operations.get(operation);
        let mut open = operation.map_or_else(Vec::new, types_of);
        let mut reached = BTreeSet::new();
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                every_type(self.api, id, &mut open);
            }
        }
        reached.retain(|id| {
            let group = self.equal.groups.get(id);
            group.is_some_and(|group| !group.is_inline)
        });
        reached
    }

    /// Returns the code that converts a type into an equal type, if there is a conversion.
    fn equal_conversion(
        &self,
        conversions: &Conversions,
        target: TypeId,
        source: TypeId,
    ) -> Option<TokenStream> {
        if !self.analysis.is_sent(target) && !self.analysis.is_sent(source) {
            return None;
        }
        match &self.api.type_def(target)?.kind {
            TypeKind::Enumeration(Values::Strings(_), _) => {
                Some(quote!(Self::from(value.as_str())))
            }
            TypeKind::Enumeration(Values::Integers(_), _) => {
                Some(quote!(Self::from(value.as_i64())))
            }
            // A variant has a conversion already.
            TypeKind::Union(union) if self.holds(union, source) => None,
            TypeKind::Union(union) if !union.is_discriminated() => {
                Some(quote!(Self::from(value.into_value())))
            }
            TypeKind::Union(_) => self.by_variant(conversions, target, source),
            // Objects without properties are equal even if their meanings differ.
            TypeKind::Object(object) if object.fields.is_empty() => None,
            TypeKind::Object(_) => self.by_property(conversions, target, source),
            TypeKind::Alias(_) | TypeKind::Contents(_) => None,
        }
    }

    fn holds(&self, union: &Union, id: TypeId) -> bool {
        let mut variants = union.variants.iter();
        variants.any(|variant| self.bare(&variant.ty) == TypeRef::Named(id))
    }

    fn content(&self, definition: &TypeDef, equal: &EqualTypes) -> Option<Content> {
        match &definition.kind {
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
        conversions: &Conversions,
        target: TypeId,
        source: TypeId,
    ) -> Option<TokenStream> {
        let (own, names) = self.object_and_names(target)?;
        let (theirs, their_names) = self.object_and_names(source)?;
        // The discriminator of a component is private to the file of the component.
        let is_inline = self
            .equal
            .groups
            .get(&source)
            .is_some_and(|group| group.is_inline);
        if !is_inline && theirs.fields.iter().any(|field| field.is_tag) {
            return None;
        }
        let fields = own.fields.iter().zip(&names.members).enumerate();
        let fields = fields.map(|(index, (field, name))| {
            let mut others = theirs.fields.iter();
            let position = others.position(|other| other.json_name == field.json_name)?;
            let other = theirs.fields.get(position)?;
            let conversion = self
                .value_conversion(conversions, &other.ty, &field.ty)?
                .boxed(
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
            let conversion = self.value_conversion(conversions, theirs, own)?.of_values();
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
        conversions: &Conversions,
        target: TypeId,
        source: TypeId,
    ) -> Option<TokenStream> {
        let (own, names) = self.union_of(target)?;
        let (theirs, their_names) = self.union_of(source)?;
        let their_type = self.ty(&TypeRef::Named(source), File::Tag);
        let mut left: Vec<(usize, VariantContent)> = own
            .variants
            .iter()
            .map(|variant| self.variant_content(variant, &self.equal))
            .enumerate()
            .collect();
        let mut arms = Vec::new();
        for (position, (variant, name)) in
            theirs.variants.iter().zip(&their_names.members).enumerate()
        {
            let content = self.variant_content(variant, &self.equal);
            let position_in_left = left.iter().position(|(_, own)| *own == content)?;
            let (index, _) = left.remove(position_in_left);
            let own_type = &own.variants.get(index)?.ty;
            let (name, own) = (ident(name), ident(names.members.get(index)?));
            if variant.literal.is_some() {
                arms.push(quote!(#their_type::#name => Self::#own,));
                continue;
            }
            let conversion = self
                .value_conversion(conversions, &variant.ty, own_type)?
                .boxed(
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
