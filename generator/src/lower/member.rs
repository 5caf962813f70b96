//! The variants of a union before they have types.

use openapiv3::{ReferenceOr, Schema, SchemaKind};

use super::{
    json_values::{Fields, JsonValues},
    merge::Choice,
    schema::Node,
    schema_keywords::SchemaKeywords,
    value_set::ValueSet,
};
use crate::{
    ir::{ConstantSet, JsonType, Literal, Scalar, TypeRef},
    pointer::Pointer,
    read::extension,
};

/// A branch that isn't null.
#[derive(Clone)]
pub(super) struct Member<'d> {
    pub(super) node: Node<'d>,
    pub(super) pointer: Pointer,
    /// The schema that documents the reference to the component.
    pub(super) annotation: Option<&'d Schema>,
    /// The component that it is.
    pub(super) name: Option<String>,
    /// Its type in Rust, where that is plain.
    pub(super) plain: Option<TypeRef>,
    pub(super) values: Vec<JsonValues>,
    /// The only value, if it is a string or an integer with one.
    pub(super) literal: Option<Literal>,
    /// The value of its discriminator, if the component has several.
    pub(super) tag: Option<String>,
    /// The listed strings of several variants, beside any other string.
    pub(super) listed: Option<ValueSet>,
}

/// A variant as the document has it: a component behind a schema that only documents it is the component.
pub(super) struct VariantSchema<'d> {
    pub(super) node: Node<'d>,
    pub(super) pointer: Pointer,
    pub(super) annotation: Option<&'d Schema>,
}

impl<'d> VariantSchema<'d> {
    pub(super) fn new(variant: &'d ReferenceOr<Schema>, pointer: Pointer) -> Self {
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
    /// The variants, in document order.
    pub(super) fn variants(&self) -> impl Iterator<Item = VariantSchema<'d>> + use<'d, '_> {
        let variants = self.variants.iter().enumerate();
        variants.map(|(index, variant)| VariantSchema::new(variant, self.pointer.child(index)))
    }
}

/// The reference in an `allOf` of its own, and the schema around it, if that adds documentation alone.
fn annotated(variant: &ReferenceOr<Schema>) -> Option<(&Schema, &str)> {
    let ReferenceOr::Item(schema) = variant else {
        return None;
    };
    let SchemaKind::AllOf { all_of } = &schema.schema_kind else {
        return None;
    };
    let [ReferenceOr::Reference { reference }] = all_of.as_slice() else {
        return None;
    };
    let data = &schema.schema_data;
    let is_ours = |key: &String| key.starts_with("x-rejoinder-") && key != extension::UNCHECKED;
    let is_plain = !data.nullable
        && !data.read_only
        && !data.write_only
        && data.discriminator.is_none()
        && !data.extensions.keys().any(is_ours)
        && SchemaKeywords::of(schema)
            .unchecked()
            .all(|(key, _)| key == "examples");
    is_plain.then_some((schema, reference))
}

/// A property of a variant that no other variant of its union has.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identity {
    /// The JSON type of plain values, with the type in Rust if they are strings.
    Scalar(JsonType, Option<Scalar>),
    /// The name of a component.
    Component(String),
    /// An inline schema, without its documentation.
    Schema(String),
    /// A plain type in Rust.
    Type(TypeRef),
}

impl Member<'_> {
    /// The properties of a variant that is an object, and no union.
    pub(super) fn fields(&self) -> Option<&Fields> {
        match self.values.as_slice() {
            [JsonValues::Object(fields)] => Some(fields),
            _ => None,
        }
    }

    /// The values that a property is listed to have.
    pub(super) fn listed(&self, property: &str) -> Option<&ConstantSet> {
        self.fields()?.constants.get(property)
    }

    /// The default of a property.
    pub(super) fn default_of(&self, property: &str) -> Option<&ConstantSet> {
        self.fields()?.defaults.get(property)
    }

    /// The only JSON type of a property but null.
    pub(super) fn type_of(&self, property: &str) -> Option<JsonType> {
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

    /// Returns the identities of the variant. Variants that share an identity are the same variant.
    pub(super) fn identities(&self) -> Vec<Identity> {
        let mut found = Vec::new();
        if let (Some(TypeRef::Scalar(scalar)), [values]) = (&self.plain, self.values.as_slice()) {
            let scalar = (values.json() == JsonType::String).then_some(*scalar);
            found.push(Identity::Scalar(values.json(), scalar));
        }
        match self.node {
            // A schema that can't be written is only equal to itself.
            Node::Inline(schema) => {
                let text = serde_json::to_string(&schema.schema_kind);
                found.extend(text.ok().map(Identity::Schema));
            }
            Node::Reference(_) => found.extend(self.name.clone().map(Identity::Component)),
        }
        found.extend(self.plain.clone().map(Identity::Type));
        found
    }

    /// Returns `true` if the other type holds all numbers of this type, and more.
    pub(super) fn is_narrower(&self, other: &Self) -> bool {
        let scalar = |ty: &Option<TypeRef>| match ty {
            Some(TypeRef::Scalar(scalar)) => Some(*scalar),
            _ => None,
        };
        // In the order in which `Scalar` has them.
        scalar(&self.plain) < scalar(&other.plain)
    }
}
