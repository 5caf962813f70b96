//! The possible JSON values of a schema, by which unions distinguish their variants.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::lower::{
    Lowering,
    all_of::{intersect::most_specific, merge::MergedSchema},
    enumeration::literal::constant_values,
    schema::{
        Node,
        property::{Properties, PropertySchema},
        scalar::plain,
        schema_keywords::integer,
    },
    union::member::VariantSchema,
};
use crate::{
    document::{ReferenceOr, Schema},
    ir::{ConstantSet, JsonType, TypeRef},
    pointer::Pointer,
};

/// The maximum depth of nested unions that are examined.
const DEPTH: usize = 4;

/// Values of one JSON type.
#[derive(Debug, Clone)]
pub(in crate::lower) enum JsonValues {
    /// Booleans, numbers, integers or strings, with the listed values and the Rust type.
    Scalar(JsonType, Option<ConstantSet>, TypeRef),
    /// Arrays, with the JSON types of their items; empty if the types are unknown.
    Array(Vec<JsonType>),
    /// Objects.
    Object(Fields),
}

/// The properties of objects.
#[derive(Debug, Clone, Default)]
pub(in crate::lower) struct Fields {
    /// The documented properties.
    pub(in crate::lower) documented: BTreeSet<String>,
    /// The required properties, with `true` for a nullable property.
    pub(in crate::lower) required: BTreeMap<String, bool>,
    /// The listed values of properties.
    pub(in crate::lower) constants: BTreeMap<String, ConstantSet>,
    /// The defaults of properties that are strings, integers or booleans.
    pub(in crate::lower) defaults: BTreeMap<String, ConstantSet>,
    /// The known JSON types of properties.
    pub(in crate::lower) types: BTreeMap<String, BTreeSet<JsonType>>,
    /// `true` if undocumented properties are kept.
    pub(in crate::lower) open: bool,
    /// `true` if undocumented properties are forbidden.
    pub(in crate::lower) closed: bool,
}

impl JsonValues {
    pub(in crate::lower) fn json(&self) -> JsonType {
        match self {
            Self::Scalar(json, _, _) => *json,
            Self::Array(_) => JsonType::Array,
            Self::Object(_) => JsonType::Object,
        }
    }
}

impl<'d> Lowering<'d, '_> {
    /// Returns the possible values of a schema; `None` if any value is possible.
    pub(in crate::lower) fn json_values(
        &mut self,
        node: Node<'d>,
        pointer: &Pointer,
    ) -> Option<Vec<JsonValues>> {
        self.json_values_below(node, pointer, 0)
    }

    fn json_values_below(
        &mut self,
        node: Node<'d>,
        pointer: &Pointer,
        depth: usize,
    ) -> Option<Vec<JsonValues>> {
        let schema = self.schema_of(node, pointer)?;
        if depth > DEPTH {
            return None;
        }
        let open = self.is_base(node, pointer);
        if !schema.is_composed() {
            if let Some(values) = constant_values(schema) {
                return Some(values);
            }
            let values = self.json_values_of_plain(schema, pointer, depth)?;
            return Some(vec![values.with_open(open)]);
        }
        if let Some(set) = self.value_set(node, pointer) {
            return Some(vec![JsonValues::Scalar(
                set.json(),
                set.constants(),
                set.ty(),
            )]);
        }
        if let Some((json, ty)) = self.scalar_of_parts(node, pointer) {
            return Some(vec![JsonValues::Scalar(json, None, ty)]);
        }
        let mut merged = MergedSchema::default();
        self.merge_all_of(node, pointer, &mut merged);
        self.remove_implied_types(&mut merged);
        if merged.unsupported.is_some() {
            return None;
        }
        match (merged.non_objects.as_slice(), merged.choices.as_slice()) {
            ([], []) => {
                let values = JsonValues::Object(self.fields(&merged.properties));
                Some(vec![values.with_open(open)])
            }
            ([], [choice]) => {
                let (variants, pointer) = (choice.variants, choice.pointer.clone());
                let base = self.fields(&merged.properties);
                self.in_union(&pointer, |lowering| {
                    lowering.json_values_of_choice(variants, &pointer, &base, depth)
                })
            }
            (parts, []) => {
                let part = most_specific(parts)?;
                let (node, pointer) = (part.node, part.pointer.clone());
                let schema = self.schema_of(node, &pointer)?;
                Some(vec![self.json_values_of_plain(schema, &pointer, depth)?])
            }
            _ => None,
        }
    }

    /// Returns `true` for a component with children, whose values have undocumented properties.
    fn is_base(&self, node: Node<'d>, pointer: &Pointer) -> bool {
        let Node::Reference(reference) = node else {
            return false;
        };
        let resolved = self.resolver.component::<Schema>(reference, pointer);
        let name = resolved.ok().and_then(|resolved| resolved.pointer.last());
        name.is_some_and(|name| !self.inheritance.children(&name).is_empty())
    }

    fn json_values_of_choice(
        &mut self,
        variants: &'d [ReferenceOr<Schema>],
        pointer: &Pointer,
        base: &Fields,
        depth: usize,
    ) -> Option<Vec<JsonValues>> {
        let mut all = Vec::new();
        for (index, variant) in variants.iter().enumerate() {
            let variant = VariantSchema::new(variant, pointer.child(index));
            let refers_to_open_union = self.refers_to_open_union(variant.node, pointer);
            if !refers_to_open_union && !self.is_null(variant.node, &variant.pointer) {
                let values = self.json_values_below(variant.node, &variant.pointer, depth + 1)?;
                all.extend(values.into_iter().map(|values| values.with(base)));
            }
        }
        Some(all)
    }

    fn json_values_of_plain(
        &mut self,
        schema: &'d Schema,
        pointer: &Pointer,
        depth: usize,
    ) -> Option<JsonValues> {
        Some(match schema.json_type()? {
            JsonType::Object => {
                let mut properties = Properties::default();
                self.merge_properties(&mut properties, schema, pointer);
                JsonValues::Object(self.fields(&properties))
            }
            JsonType::Array => {
                let items = schema.items.as_ref().and_then(|items| {
                    self.json_values_below(items.into(), &pointer.child("items"), depth + 1)
                });
                let types: BTreeSet<JsonType> = items
                    .into_iter()
                    .flatten()
                    .map(|values| values.json())
                    .collect();
                JsonValues::Array(types.into_iter().collect())
            }
            json => JsonValues::Scalar(json, constants(schema), plain(schema, self.settings)?),
        })
    }

    pub(in crate::lower) fn fields(&self, properties: &Properties<'d>) -> Fields {
        let mut fields = Fields {
            open: properties.is_open() || properties.named.is_empty() && !properties.is_closed(),
            closed: properties.is_closed(),
            ..Fields::default()
        };
        for (json_name, property) in &properties.named {
            let PropertySchema { node, pointer, .. } = property;
            fields.documented.insert((*json_name).to_owned());
            if let Some(constants) = self.constants_of(property) {
                fields.constants.insert((*json_name).to_owned(), constants);
            }
            if let Some(default) = self.default_value(*node, pointer) {
                fields.defaults.insert((*json_name).to_owned(), default);
            }
            if let Some(types) = self.json_types(*node, pointer, 0) {
                fields.types.insert((*json_name).to_owned(), types);
            }
            if properties.required.contains(json_name) {
                let nullable = self.may_be_null(*node, pointer);
                fields.required.insert((*json_name).to_owned(), nullable);
            }
        }
        fields
    }

    pub(in crate::lower) fn may_be_null(&self, node: Node<'d>, pointer: &Pointer) -> bool {
        match node {
            Node::Inline(schema) => self.is_nullable(schema),
            Node::Reference(reference) => self
                .follow(reference, pointer)
                .is_ok_and(|(_, schema)| self.is_nullable(schema)),
        }
    }

    /// Returns the JSON types of a schema's values; `None` if any type is possible.
    pub(in crate::lower) fn json_types(
        &self,
        node: Node<'d>,
        pointer: &Pointer,
        depth: usize,
    ) -> Option<BTreeSet<JsonType>> {
        let schema = self.schema_of(node, pointer).filter(|_| depth <= DEPTH)?;
        if schema.is_null() {
            return Some(BTreeSet::from([JsonType::Null]));
        }
        let mut types = match schema.json_type() {
            Some(json) => BTreeSet::from([json]),
            None => {
                let below = |part: &'d ReferenceOr<Schema>| {
                    self.json_types(part.into(), pointer, depth + 1)
                };
                let choices = [schema.one_of.as_slice(), schema.any_of.as_slice()];
                let choice = choices.into_iter().find(|it| !it.is_empty());
                let of_choice = choice.and_then(|all| {
                    let all: Option<Vec<_>> = all.iter().map(below).collect();
                    Some(all?.into_iter().flatten().collect())
                });
                of_choice.or_else(|| schema.all_of.iter().find_map(below))?
            }
        };
        if self.may_be_null(node, pointer) {
            types.insert(JsonType::Null);
        }
        Some(types)
    }

    /// Returns the values that all schemas of a property list.
    pub(in crate::lower) fn constants_of(
        &self,
        property: &PropertySchema<'d>,
    ) -> Option<ConstantSet> {
        match self.property_values(property) {
            Some(set) => set.constants(),
            None => self.listed(property.node, &property.pointer, 0),
        }
    }

    /// Returns the only value of a schema, if the value is a string, a number or a boolean.
    pub(in crate::lower) fn only_scalar(&self, node: Node<'d>, pointer: &Pointer) -> Option<Value> {
        let schema = self.schema_of(node, pointer)?;
        if schema.lists_null() || schema.nullable {
            return None;
        }
        match self.listed(node, pointer, 0) {
            Some(constants) => constants.first(),
            None => self.only_number(node, pointer).map(|number| (number, true)),
        }
        .and_then(|(value, is_only)| is_only.then_some(value))
    }

    /// Returns the only number that a schema lists.
    pub(in crate::lower) fn only_number(&self, node: Node<'d>, pointer: &Pointer) -> Option<Value> {
        let schema = self.schema_of(node, pointer)?;
        match (schema.json_type()?, schema.values.as_slice()) {
            (JsonType::Number, [value @ Value::Number(_)]) => Some(value.clone()),
            _ => None,
        }
    }

    /// Returns the default of a property, if the default is a string, an integer or a boolean.
    fn default_value(&self, node: Node<'d>, pointer: &Pointer) -> Option<ConstantSet> {
        let schema = match node {
            Node::Inline(schema) => schema,
            Node::Reference(reference) => self.follow(reference, pointer).ok()?.1,
        };
        match schema.default.as_ref()? {
            Value::String(string) => Some(ConstantSet::Strings(vec![string.clone()])),
            Value::Bool(value) => Some(ConstantSet::Boolean(*value)),
            value => Some(ConstantSet::Integers(vec![value.as_i64()?])),
        }
    }

    /// Returns `true` if null is the only value of a variant.
    pub(in crate::lower) fn is_null(&self, variant: Node<'d>, pointer: &Pointer) -> bool {
        let schema = match variant {
            Node::Inline(schema) => schema,
            Node::Reference(reference) => match self.follow(reference, pointer) {
                Ok((_, schema)) => schema,
                Err(_) => return false,
            },
        };
        let is_unconstrained = schema.nullable && schema.is_unconstrained();
        schema.is_null() || is_unconstrained && schema.ty().is_none() && schema.required.is_empty()
    }

    /// Returns the listed values of a property.
    pub(in crate::lower) fn listed(
        &self,
        node: Node<'d>,
        pointer: &Pointer,
        depth: usize,
    ) -> Option<ConstantSet> {
        if let Some(set) = self.value_set(node, pointer) {
            return set.constants();
        }
        let schema = self.schema_of(node, pointer).filter(|_| depth <= DEPTH)?;
        let mut parts = schema.all_of.iter();
        let part = parts.find_map(|part| self.listed(part.into(), pointer, depth + 1));
        let numbers = || {
            let is_number = schema.json_type() == Some(JsonType::Number);
            let integers: Option<Vec<i64>> = schema.values.iter().map(integer).collect();
            integers
                .filter(|all| is_number && !all.is_empty())
                .map(ConstantSet::Integers)
        };
        part.or_else(|| constants(schema)).or_else(numbers)
    }
}

impl JsonValues {
    /// Marks objects as keeping undocumented properties, if `open` is `true`.
    fn with_open(mut self, open: bool) -> Self {
        if let Self::Object(fields) = &mut self {
            fields.open |= open;
            fields.closed &= !open;
        }
        self
    }

    /// Adds the properties beside a union to the properties of a variant.
    pub(in crate::lower) fn with(self, base: &Fields) -> Self {
        let Self::Object(mut fields) = self else {
            return self;
        };
        fields.documented.extend(base.documented.iter().cloned());
        for (json_name, nullable) in &base.required {
            fields
                .required
                .entry(json_name.clone())
                .or_insert(*nullable);
        }
        for (json_name, constants) in &base.constants {
            let own = fields.constants.entry(json_name.clone());
            own.or_insert_with(|| constants.clone());
        }
        for (json_name, default) in &base.defaults {
            let own = fields.defaults.entry(json_name.clone());
            own.or_insert_with(|| default.clone());
        }
        for (json_name, types) in &base.types {
            let own = fields.types.entry(json_name.clone());
            own.or_insert_with(|| types.clone());
        }
        fields.open |= base.open && !base.documented.is_empty();
        fields.closed = (fields.closed || base.closed) && !fields.open;
        Self::Object(fields)
    }
}

fn constants(schema: &Schema) -> Option<ConstantSet> {
    if schema.values.is_empty() {
        return None;
    }
    match schema.json_type()? {
        JsonType::String => Some(schema.strings())
            .filter(|strings| !strings.is_empty())
            .map(ConstantSet::Strings),
        JsonType::Integer => Some(schema.integers())
            .filter(|integers| !integers.is_empty())
            .map(ConstantSet::Integers),
        JsonType::Boolean => match schema.values.as_slice() {
            [Value::Bool(only)] => Some(ConstantSet::Boolean(*only)),
            _ => None,
        },
        JsonType::Number | JsonType::Array | JsonType::Object | JsonType::Null => None,
    }
}
