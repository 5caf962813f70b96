//! The union of a component and of the components that extend it.

use std::collections::BTreeSet;

use crate::lower::{
    Lowering,
    schema::{Node, SchemaContext},
    union::{
        discriminate::discriminate,
        discriminator::spelled,
        inherit::{DiscriminatorValues, ResolvedDiscriminator},
        variant::is_word,
    },
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Schema,
    ir::{
        AdditionalProperties, Case, ConstantSet, Docs, JsonType, PathSegment, Predicate, Presence,
        Scalar, TagOrigin, TypeDef, TypeKind, TypeRef, Union, Values, Variant,
    },
    resolve::component_pointer,
};

impl<'d> Lowering<'d, '_> {
    /// Lowers a component with children: a union of the children and of a base variant. The base
    /// variant has the shared properties, and keeps all other properties.
    pub(in crate::lower) fn with_children(
        &mut self,
        name: &str,
        own: TypeKind,
        docs: &Docs,
        context: &SchemaContext,
    ) -> TypeKind {
        let inheritance = self.inheritance;
        if let Some(schema) = inheritance.schemas.get(name)
            && inheritance.discriminators.contains_key(name)
            && let Some(discriminator) = &schema.discriminator
        {
            self.check_inherited_mapping(name, discriminator);
            let json = self.discriminator_type(name, &discriminator.property_name);
            self.check_keys(discriminator, json, &context.pointer.child("discriminator"));
        }
        let Some((discriminator, (name, _))) = inheritance
            .discriminator(name)
            .filter(|_| !inheritance.children(name).is_empty())
            .zip(inheritance.schemas.get_key_value(name))
        else {
            return own;
        };
        let is_object = matches!(own, TypeKind::Object(_) | TypeKind::Alias(TypeRef::Map(_)));
        let assigned = inheritance.discriminator_values(discriminator, name);
        self.report_ambiguous(discriminator, &assigned, context);
        if inheritance.discriminators.contains_key(name) {
            let mapping = context.pointer.child("discriminator").child("mapping");
            for (value, member) in &assigned.unmapped {
                self.report_unmapped(value, member, &mapping);
            }
        }
        if !is_object || assigned.children.is_empty() {
            return own;
        }
        let json = self.discriminator_type(name, discriminator.property);
        let by_value = |variant, values| by_value(variant, discriminator, values, json);
        let mut variants = Vec::new();
        let mut cases = Vec::new();
        let mut taken: BTreeSet<&String> = assigned.ambiguous.keys().collect();
        for (child, values) in &assigned.children {
            let Some(schema) = inheritance.schemas.get(child) else {
                continue;
            };
            taken.extend(values);
            cases.push(by_value(variants.len(), values.clone()));
            variants.push(Variant {
                pointer: component_pointer::<Schema>(child),
                names: child_words(child, values),
                ty: self.component_type(child, schema),
                docs: Docs::default(),
                tag_origin: inheritance.tag_origin(discriminator, child),
                tag: None,
                literal: None,
            });
        }
        let base = variants.len();
        let mut values = inheritance.values(discriminator, name, true);
        values.retain(|value| !taken.contains(value));
        if !values.is_empty() {
            cases.push(by_value(base, values));
        }
        let mut children = assigned.children.iter();
        let default = children.position(|(child, _)| Some(*child) == discriminator.default);
        cases.push(Case {
            variant: default.unwrap_or(base),
            predicates: vec![Predicate::Json(JsonType::Object)],
        });
        if discriminator.is_path {
            cases = self.cases_by_schema(&assigned, base);
        }
        let tag_origin = match inheritance.tag_origin_of_base(discriminator, name) {
            TagOrigin::Name if self.excludes_tag(name, discriminator.property, name) => {
                TagOrigin::Open
            }
            origin => origin,
        };
        variants.push(Variant {
            pointer: context.pointer.clone(),
            names: vec![BASE.to_owned()],
            ty: self.base_type(name, own, docs, context),
            docs: Docs::default(),
            tag_origin,
            tag: None,
            literal: None,
        });
        TypeKind::Union(Union { variants, cases })
    }

    /// Makes the discriminator of a component optional if the discriminator has a default: servers
    /// omit the default even if the property is required.
    pub(in crate::lower) fn relax_tag(&self, name: &str, own: &mut TypeKind) {
        let inheritance = self.inheritance;
        let is_inherited = inheritance.is_child(name) || !inheritance.children(name).is_empty();
        let discriminator = inheritance.discriminator(name).filter(|_| is_inherited);
        let (Some(discriminator), TypeKind::Object(object)) = (discriminator, own) else {
            return;
        };
        let mut fields = object.fields.iter_mut();
        let field = fields.find(|field| field.json_name == discriminator.property);
        if let Some(field) = field
            && field.presence == Presence::Required
            && field.constant.is_none()
            && field.docs.default.is_some()
        {
            field.presence = Presence::Optional;
            field.fallback.clone_from(&field.docs.default);
        }
    }

    /// Types the inherited discriminator of a component with several mapped values as an enum of
    /// these values, unless the property has listed values.
    pub(in crate::lower) fn list_tags(
        &mut self,
        name: &str,
        own: &mut TypeKind,
        context: &SchemaContext,
    ) {
        let inheritance = self.inheritance;
        let is_leaf = inheritance.is_child(name) && inheritance.children(name).is_empty();
        let discriminator = inheritance.discriminator(name).filter(|_| is_leaf);
        let child = discriminator.zip(inheritance.schemas.get_key_value(name));
        let (Some((discriminator, (name, _))), TypeKind::Object(object)) = (child, own) else {
            return;
        };
        let values = inheritance.mapped_values(discriminator, name);
        let Some(values) = values.filter(|values| values.len() > 1) else {
            return;
        };
        let property = discriminator.property;
        let mut fields = object.fields.iter_mut();
        let Some(field) = fields.find(|field| field.json_name == property) else {
            return;
        };
        let values = match (
            &field.ty,
            spelled(values, self.discriminator_type(name, property)),
        ) {
            (TypeRef::Scalar(Scalar::String), ConstantSet::Strings(all)) => Values::Strings(all),
            (TypeRef::Scalar(Scalar::Integer64), ConstantSet::Integers(all)) => {
                Values::Integers(all)
            }
            _ => return,
        };
        let pointer = context.pointer.child("properties").child(property);
        let context = context.child(pointer, PathSegment::Property(property.to_owned()));
        field.ty = TypeRef::Named(self.enumeration(values, Vec::new(), None, &context));
    }

    /// Returns the cases of children that no discriminator distinguishes, followed by the case of
    /// the base.
    fn cases_by_schema(&mut self, assigned: &DiscriminatorValues<'d>, base: usize) -> Vec<Case> {
        let children = assigned.children.iter();
        let values: Vec<_> = children
            .map(|(child, _)| self.values_of_component(child))
            .collect();
        let mut cases = discriminate(&values).unwrap_or_default();
        if !cases.is_empty() {
            cases.push(Case {
                variant: base,
                predicates: vec![Predicate::Json(JsonType::Object)],
            });
        }
        cases
    }

    /// Returns the schema of a component's discriminator.
    fn discriminator_node(&self, name: &str, property: &str) -> Option<Node<'d>> {
        let schema = self.inheritance.schemas.get(name)?;
        let pointer = component_pointer::<Schema>(name);
        let nodes = self.property_nodes(schema, &pointer);
        let (_, node) = nodes.into_iter().rfind(|(name, _)| *name == property)?;
        Some(node)
    }

    /// Returns `true` if the listed values of a component's discriminator don't include a value.
    fn excludes_tag(&self, name: &str, property: &str, value: &str) -> bool {
        let node = self.discriminator_node(name, property);
        let values = node.and_then(|node| {
            let set = self.value_set(node, &component_pointer::<Schema>(name))?;
            set.constants()
        });
        values.is_some_and(|values| !values.strings().iter().any(|listed| listed == value))
    }

    /// Returns the JSON type of a component's discriminator. A number is an integer: its values have
    /// no fraction.
    fn discriminator_type(&self, name: &str, property: &str) -> Option<JsonType> {
        let pointer = component_pointer::<Schema>(name);
        let node = self.discriminator_node(name, property)?;
        let (schema, _) = self.resolve_non_null_schema(node, &pointer)?;
        match schema.ty()? {
            "integer" | "number" => Some(JsonType::Integer),
            "boolean" => Some(JsonType::Boolean),
            _ => None,
        }
    }

    /// Returns the type of the base variant. It keeps the properties of undocumented children.
    fn base_type(
        &mut self,
        name: &str,
        own: TypeKind,
        docs: &Docs,
        context: &SchemaContext,
    ) -> TypeRef {
        let mut object = match own {
            TypeKind::Object(object) => object,
            TypeKind::Alias(ty) => return ty,
            _ => return TypeRef::Json,
        };
        if matches!(object.additional, AdditionalProperties::Ignored) {
            object.additional = AdditionalProperties::Kept(TypeRef::Json);
        }
        let description = format!(
            "A `{name}` that matches no other variant, with the properties that all variants share."
        );
        TypeRef::Named(self.add(TypeDef {
            pointer: context.pointer.clone(),
            owner: context.owner.clone(),
            uses: vec![vec![PathSegment::Variant(BASE.to_owned())]],
            other_uses: Vec::new(),
            direction: None,
            docs: Docs {
                description: Some(description),
                deprecated: docs.deprecated,
                ..Docs::default()
            },
            kind: TypeKind::Object(object),
        }))
    }

    fn report_ambiguous(
        &mut self,
        discriminator: &ResolvedDiscriminator<'_>,
        assigned: &DiscriminatorValues<'_>,
        context: &SchemaContext,
    ) {
        for (value, children) in &assigned.ambiguous {
            let children: Vec<String> = children.iter().map(|it| format!("`{it}`")).collect();
            let message = format!(
                "the value `{value}` of `{}` selects {}",
                discriminator.property,
                children.join(" and ")
            );
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, &context.pointer, message).help(
                    "give each component its own value in the `mapping` of the discriminator; the value selects no component here",
                ),
            );
        }
    }
}

/// The name of the base variant.
const BASE: &str = "base";

/// Returns the candidate names of a child: its only discriminator value, then its name.
fn child_words(child: &str, values: &[String]) -> Vec<String> {
    let value = match values {
        [only] => Some(only.clone()).filter(|value| is_word(value)),
        _ => None,
    };
    value.into_iter().chain([child.to_owned()]).collect()
}

fn by_value(
    variant: usize,
    discriminator: &ResolvedDiscriminator<'_>,
    values: Vec<String>,
    json: Option<JsonType>,
) -> Case {
    let property = discriminator.property.to_owned();
    let predicate = Predicate::Property(property, spelled(values, json));
    Case {
        variant,
        predicates: vec![predicate],
    }
}
