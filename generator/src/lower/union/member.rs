//! The variants of a union before their types are lowered.

use crate::lower::{
    all_of::merge::Choice,
    enumeration::value_set::ValueSet,
    schema::Node,
    union::json_values::{Fields, JsonValues},
};
use crate::{
    document::{Reference, ReferenceOr, Schema},
    ir::{ConstantSet, JsonType, Literal, Scalar, TypeRef},
    pointer::Pointer,
};

/// A variant other than null.
#[derive(Clone)]
pub(in crate::lower) struct Member<'d> {
    pub(in crate::lower) node: Node<'d>,
    pub(in crate::lower) pointer: Pointer,
    /// The schema around the reference, with documentation.
    pub(in crate::lower) annotation: Option<&'d Schema>,
    /// The name of the component.
    pub(in crate::lower) name: Option<String>,
    /// The Rust type of a plain schema.
    pub(in crate::lower) plain: Option<TypeRef>,
    pub(in crate::lower) values: Vec<JsonValues>,
    /// The only value of a string or integer schema.
    pub(in crate::lower) literal: Option<Literal>,
    /// The discriminator value, if the component has several values.
    pub(in crate::lower) tag: Option<String>,
    /// The discriminator values of the variants of a nested union.
    pub(in crate::lower) inner_tags: Option<ConstantSet>,
    /// The merged listed strings of several variants, if another variant is any string.
    pub(in crate::lower) listed: Option<ValueSet>,
}

/// The schema of a variant. A schema that only adds documentation to a reference stands for the
/// reference.
pub(in crate::lower) struct VariantSchema<'d> {
    pub(in crate::lower) node: Node<'d>,
    pub(in crate::lower) pointer: Pointer,
    pub(in crate::lower) annotation: Option<&'d Schema>,
}

impl<'d> VariantSchema<'d> {
    pub(in crate::lower) fn new(variant: &'d ReferenceOr<Schema>, pointer: Pointer) -> Self {
        match annotated(variant) {
            Some((schema, reference)) => Self {
                node: Node::Reference(reference),
                pointer: pointer.child("allOf").child(0_usize),
                annotation: Some(schema),
            },
            None => Self {
                node: Node::from(variant),
                pointer,
                annotation: None,
            },
        }
    }
}

impl<'d> Choice<'d> {
    /// Returns the variants, in document order.
    pub(in crate::lower) fn variants(
        &self,
    ) -> impl Iterator<Item = VariantSchema<'d>> + use<'d, '_> {
        let variants = self.variants.iter().enumerate();
        variants.map(|(index, variant)| VariantSchema::new(variant, self.pointer.child(index)))
    }
}

/// Returns the reference in a single-member `allOf` and the schema around the `allOf`, if the
/// schema only adds documentation.
fn annotated(variant: &ReferenceOr<Schema>) -> Option<(&Schema, &Reference)> {
    let ReferenceOr::Item(schema) = variant else {
        return None;
    };
    let [ReferenceOr::Reference(reference)] = schema.only_all_of()? else {
        return None;
    };
    let is_plain = !schema.nullable
        && !schema.read_only
        && !schema.write_only
        && schema.discriminator.is_none()
        && schema.unchecked.is_empty();
    is_plain.then_some((schema, reference))
}

/// An identity of a variant. Variants of a union that share an identity are duplicates.
pub(in crate::lower) enum Identity<'d> {
    /// The JSON type of plain values, with the Rust type of strings.
    Scalar(JsonType, Option<Scalar>),
    /// The name of a component.
    Component(String),
    /// An inline schema, without its documentation.
    Schema(&'d Schema),
    /// A plain Rust type.
    Type(TypeRef),
}

impl PartialEq for Identity<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Scalar(json, scalar), Self::Scalar(other_json, other)) => {
                json == other_json && scalar == other
            }
            (Self::Component(name), Self::Component(other)) => name == other,
            (Self::Schema(schema), Self::Schema(other)) => schema.has_same_type(other),
            (Self::Type(ty), Self::Type(other)) => ty == other,
            _ => false,
        }
    }
}

impl<'d> Member<'d> {
    /// Returns the properties of an object variant; `None` for a nested union.
    pub(in crate::lower) fn fields(&self) -> Option<&Fields> {
        match self.values.as_slice() {
            [JsonValues::Object(fields)] => Some(fields),
            _ => None,
        }
    }

    /// Returns the listed values of a property.
    pub(in crate::lower) fn listed(&self, property: &str) -> Option<&ConstantSet> {
        self.fields()?.constants.get(property)
    }

    /// Returns the default of a property.
    pub(in crate::lower) fn default_of(&self, property: &str) -> Option<&ConstantSet> {
        self.fields()?.defaults.get(property)
    }

    /// Returns the only JSON type of a property besides null.
    pub(in crate::lower) fn type_of(&self, property: &str) -> Option<JsonType> {
        let mut values = self.values.iter();
        values.find_map(|values| match values {
            JsonValues::Object(fields) => {
                let mut types = fields.types.get(property)?.iter();
                let mut types = types.by_ref().filter(|it| **it != JsonType::Null);
                types.next().copied().filter(|_| types.next().is_none())
            }
            _ => None,
        })
    }

    /// Returns the identities of the variant.
    pub(in crate::lower) fn identities(&self) -> Vec<Identity<'d>> {
        let mut found = Vec::new();
        if let (Some(TypeRef::Scalar(scalar)), [values]) = (&self.plain, self.values.as_slice()) {
            let scalar = (values.json() == JsonType::String).then_some(*scalar);
            found.push(Identity::Scalar(values.json(), scalar));
        }
        match self.node {
            Node::Inline(schema) => found.push(Identity::Schema(schema)),
            Node::Reference(_) => found.extend(self.name.clone().map(Identity::Component)),
        }
        found.extend(self.plain.clone().map(Identity::Type));
        found
    }

    /// Returns `true` if the type of `other` is wider.
    pub(in crate::lower) fn is_narrower(&self, other: &Self) -> bool {
        let scalar = |ty: &Option<TypeRef>| match ty {
            Some(TypeRef::Scalar(scalar)) => Some(*scalar),
            _ => None,
        };
        // `Scalar` is ordered from narrow to wide.
        scalar(&self.plain) < scalar(&other.plain)
    }
}
