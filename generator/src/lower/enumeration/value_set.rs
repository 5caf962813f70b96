//! The listed values of schemas: intersections of `allOf`, unions of `oneOf` and `anyOf`.

use indexmap::IndexMap;
use serde_json::Value;

use crate::lower::{
    Lowering,
    enumeration::listed_value::Descriptions,
    schema::{
        Node, SchemaContext, Typed,
        property::PropertySchema,
        scalar::{plain, title},
    },
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{ReferenceOr, Schema},
    ir::{ConstantSet, Docs, JsonType, ListedValue, Literal, Scalar, TypeKind, TypeRef, Values},
    pointer::Pointer,
};

/// The maximum depth of nested schemas that are examined.
const DEPTH: usize = 8;

/// The strings or the integers that a schema allows.
#[derive(Clone)]
pub(in crate::lower) struct ValueSet {
    json: JsonType,
    listed: IndexMap<Listable, ListedValue>,
    /// `true` if values that aren't listed are allowed.
    is_open: bool,
    /// `true` if the format maps to another type than `String`.
    has_format: bool,
    /// `true` if no value satisfies all schemas. The values are then the values of the last schema.
    is_contradictory: bool,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Listable {
    String(String),
    Integer(i64),
}

/// The result of the search for the values of a schema.
enum Found {
    /// Any value.
    Anything,
    Values(ValueSet),
    /// Values that are neither all strings nor all integers.
    Other,
}

impl Found {
    /// Returns the intersection.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Anything, other) | (other, Self::Anything) => other,
            (Self::Values(first), Self::Values(last)) if first.json == last.json => {
                Self::Values(first.and(last))
            }
            _ => Self::Other,
        }
    }
}

impl ValueSet {
    /// Returns the values that a schema lists itself.
    fn of(schema: &Schema, json: JsonType, has_format: bool) -> Option<Self> {
        let values: Vec<Listable> = match json {
            JsonType::String => schema.strings().into_iter().map(Listable::String).collect(),
            _ => schema
                .integers()
                .into_iter()
                .map(Listable::Integer)
                .collect(),
        };
        if values.is_empty() && !schema.values.is_empty() {
            return None;
        }
        let is_open = values.is_empty();
        let descriptions = Descriptions::of(schema);
        let documented = |value: &Listable| match value {
            Listable::String(string) => descriptions.listed(&Value::from(string.as_str())),
            Listable::Integer(integer) => descriptions.listed(&Value::from(*integer)),
        };
        let listed = values
            .into_iter()
            .map(|value| (value.clone(), documented(&value)));
        Some(Self {
            json,
            listed: listed.collect(),
            is_open,
            has_format,
            is_contradictory: false,
        })
    }

    fn and(self, last: Self) -> Self {
        let mut listed: IndexMap<Listable, ListedValue> = IndexMap::new();
        for (value, own) in &self.listed {
            let documented = match last.listed.get(value) {
                Some(other) => own.clone().or(other.clone()),
                None if last.is_open => own.clone(),
                None => continue,
            };
            listed.insert(value.clone(), documented);
        }
        if self.is_open {
            let new = |(value, _): &(&Listable, &ListedValue)| !self.listed.contains_key(*value);
            let new = last.listed.iter().filter(new);
            listed.extend(new.map(|(value, documented)| (value.clone(), documented.clone())));
        }
        let is_open = self.is_open && last.is_open;
        if listed.is_empty() && !is_open {
            return Self {
                is_contradictory: true,
                ..last
            };
        }
        Self {
            json: self.json,
            listed,
            is_open,
            has_format: self.has_format || last.has_format,
            is_contradictory: self.is_contradictory || last.is_contradictory,
        }
    }

    /// Returns the union; `None` if a format distinguishes the values.
    pub(in crate::lower) fn or(mut self, other: Self) -> Option<Self> {
        let is_format = |set: &Self| set.has_format && set.is_open;
        if self.json != other.json || is_format(&self) || is_format(&other) {
            return None;
        }
        for (value, documented) in other.listed {
            match self.listed.get_mut(&value) {
                Some(own) => *own = own.clone().or(documented),
                None => _ = self.listed.insert(value, documented),
            }
        }
        self.is_open |= other.is_open;
        self.is_contradictory |= other.is_contradictory;
        Some(self)
    }

    /// Adds the title and the description of a variant to its only value. If `each` is `true`, each
    /// of several values gets the description.
    pub(in crate::lower) fn described(mut self, data: &Schema, each: bool) -> Self {
        let is_only = self.listed.len() == 1;
        if self.is_open || !is_only && !each {
            return self;
        }
        let title = title(data).filter(|_| is_only).map(str::to_owned);
        let own = ListedValue {
            name: title.clone(),
            docs: Docs {
                title,
                description: data.description.clone(),
                deprecated: data.deprecated,
                ..Docs::default()
            },
        };
        for documented in self.listed.values_mut() {
            *documented = documented.clone().or(own.clone());
        }
        self
    }

    /// Returns `true` if both sets list the same values, in any order.
    pub(in crate::lower) fn lists_same(&self, other: &Self) -> bool {
        self.json == other.json
            && self.listed.len() == other.listed.len()
            && self
                .listed
                .keys()
                .all(|value| other.listed.contains_key(value))
    }

    /// Returns the values; `None` if unlisted values are allowed.
    pub(in crate::lower) fn constants(&self) -> Option<ConstantSet> {
        if self.is_open {
            return None;
        }
        Some(match self.values() {
            Values::Strings(strings) => ConstantSet::Strings(strings),
            Values::Integers(integers) => ConstantSet::Integers(integers),
        })
    }

    pub(in crate::lower) fn json(&self) -> JsonType {
        self.json
    }

    /// Returns the type of values that aren't listed.
    pub(in crate::lower) fn ty(&self) -> TypeRef {
        TypeRef::Scalar(match self.json {
            JsonType::String => Scalar::String,
            _ => Scalar::Integer64,
        })
    }

    fn values(&self) -> Values {
        let string = |listed: &Listable| match listed {
            Listable::String(string) => Some(string.clone()),
            Listable::Integer(_) => None,
        };
        let integer = |listed: &Listable| match listed {
            Listable::Integer(integer) => Some(*integer),
            Listable::String(_) => None,
        };
        match self.json {
            JsonType::String => Values::Strings(self.listed.keys().filter_map(string).collect()),
            _ => Values::Integers(self.listed.keys().filter_map(integer).collect()),
        }
    }

    /// Returns the values as literals; empty if unlisted values are allowed.
    pub(in crate::lower) fn into_literals(self) -> Vec<Literal> {
        let listed = self.listed.into_iter().filter(|_| !self.is_open);
        let literals = listed.map(|(value, documented)| Literal {
            value: match value {
                Listable::String(string) => string.into(),
                Listable::Integer(integer) => integer.into(),
            },
            listed: documented,
        });
        literals.collect()
    }

    /// Returns an enumeration of the values.
    pub(in crate::lower) fn into_kind(self) -> TypeKind {
        let values = self.values();
        let mut documented: Vec<ListedValue> = self.listed.into_values().collect();
        if documented
            .iter()
            .all(|documented| *documented == ListedValue::default())
        {
            documented.clear();
        }
        TypeKind::Enumeration(values, documented)
    }
}

impl ListedValue {
    /// Fills missing documentation from another schema.
    fn or(self, other: Self) -> Self {
        Self {
            name: self.name.or(other.name),
            docs: Docs {
                title: self.docs.title.or(other.docs.title),
                description: self.docs.description.or(other.docs.description),
                deprecated: self.docs.deprecated || other.docs.deprecated,
                ..Docs::default()
            },
        }
    }
}

impl<'d> Lowering<'d, '_> {
    /// Returns the strings or integers that a schema lists; `None` if the schema lists no values or
    /// allows values of other types.
    pub(in crate::lower) fn value_set(
        &self,
        node: Node<'d>,
        pointer: &Pointer,
    ) -> Option<ValueSet> {
        listing(self.find_values(node, pointer, 0))
    }

    /// Returns the values that all schemas of a property allow.
    pub(in crate::lower) fn property_values(
        &self,
        property: &PropertySchema<'d>,
    ) -> Option<ValueSet> {
        let parts = property
            .earlier
            .iter()
            .map(|(node, pointer)| (*node, pointer));
        self.common_values(parts.chain([(property.node, &property.pointer)]))
    }

    /// Returns the values that all of the schemas allow.
    pub(in crate::lower) fn common_values<'a>(
        &self,
        nodes: impl Iterator<Item = (Node<'d>, &'a Pointer)>,
    ) -> Option<ValueSet> {
        let mut found = Found::Anything;
        for (node, pointer) in nodes {
            found = found.and(self.find_values(node, pointer, 0));
        }
        listing(found)
    }

    fn find_values(&self, node: Node<'d>, pointer: &Pointer, depth: usize) -> Found {
        let schema = match node {
            Node::Inline(schema) => schema,
            Node::Reference(reference) => match self.follow(reference, pointer) {
                Ok((_, schema)) => schema,
                Err(_) => return Found::Other,
            },
        };
        if depth > DEPTH {
            return Found::Other;
        }
        // The values of the schema itself come last, since they narrow the values of its `allOf`.
        let mut found = Found::Anything;
        for part in &schema.all_of {
            found = found.and(self.find_values(part.into(), pointer, depth + 1));
            if matches!(found, Found::Other) {
                return found;
            }
        }
        for variants in [schema.one_of.as_slice(), schema.any_of.as_slice()] {
            if !variants.is_empty() {
                found = found.and(self.any_values(variants, pointer, depth + 1));
            }
        }
        found.and(self.own_values(schema))
    }

    /// Returns the values that any of the variants allows. Null variants are ignored.
    fn any_values(
        &self,
        variants: &'d [ReferenceOr<Schema>],
        pointer: &Pointer,
        depth: usize,
    ) -> Found {
        let mut all: Option<ValueSet> = None;
        let nodes = variants.iter().map(Node::from);
        let nodes: Vec<Node<'d>> = nodes.filter(|node| !self.is_null(*node, pointer)).collect();
        for node in &nodes {
            let own = match self.find_values(*node, pointer, depth) {
                Found::Values(own) => own,
                other => return other,
            };
            // The description of a component with several values describes the component, not each
            // value.
            let own = match *node {
                Node::Inline(schema) => own.described(schema, nodes.len() > 1),
                Node::Reference(reference) => match self.follow(reference, pointer) {
                    Ok((_, schema)) => own.described(schema, false),
                    Err(_) => own,
                },
            };
            all = match all.map(|all| all.or(own.clone())) {
                None => Some(own),
                Some(Some(both)) => Some(both),
                Some(None) => return Found::Other,
            };
        }
        all.map_or(Found::Anything, Found::Values)
    }

    fn own_values(&self, schema: &'d Schema) -> Found {
        match schema.json_type() {
            Some(json @ (JsonType::String | JsonType::Integer)) => {
                let ty = plain(schema, self.settings);
                let has_format =
                    json == JsonType::String && ty != Some(TypeRef::Scalar(Scalar::String));
                ValueSet::of(schema, json, has_format).map_or(Found::Other, Found::Values)
            }
            None if schema.ty().is_none()
                && schema.values.is_empty()
                && !schema.lists_null()
                && schema.items.is_none() =>
            {
                Found::Anything
            }
            _ => Found::Other,
        }
    }

    /// Returns the enumeration of the values that a schema lists itself, and `true` if the schema
    /// lists null.
    pub(in crate::lower) fn listed_kind(&self, schema: &'d Schema) -> Option<(TypeKind, bool)> {
        let set = listing(self.own_values(schema))?;
        Some((set.into_kind(), schema.lists_null()))
    }

    /// Lowers a schema whose `oneOf`, `anyOf` and `allOf` list strings or integers.
    pub(in crate::lower) fn enumerated(
        &mut self,
        schema: &'d Schema,
        context: &SchemaContext,
    ) -> Option<Result<(TypeKind, bool), Typed>> {
        let set = self.value_set(Node::Inline(schema), &context.pointer)?;
        self.report_contradiction(&set, context);
        let whole = self.component_of(schema, &set, &context.pointer, 0);
        Some(match whole {
            Some(ty) => Err(Typed::new(ty, false)),
            None => Ok((set.into_kind(), false)),
        })
    }

    pub(in crate::lower) fn report_contradiction(
        &mut self,
        set: &ValueSet,
        context: &SchemaContext,
    ) {
        if set.is_contradictory {
            let message = "the schemas of this value have no value in common";
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, &context.pointer, message).help(
                    "list values that all schemas allow; the values of the last schema are used here",
                ),
            );
        }
    }

    /// Returns the component in a schema that lists exactly the values of the set.
    fn component_of(
        &mut self,
        schema: &'d Schema,
        set: &ValueSet,
        pointer: &Pointer,
        depth: usize,
    ) -> Option<TypeRef> {
        let mut parts = schema
            .all_of
            .iter()
            .chain(&schema.one_of)
            .chain(&schema.any_of);
        parts.find_map(|part| match part {
            ReferenceOr::Item(part) if depth < DEPTH => {
                self.component_of(part, set, pointer, depth + 1)
            }
            part => self.component_with(set, part.into(), pointer),
        })
    }

    /// Returns the component that a reference refers to, if the component lists exactly the values
    /// of the set.
    pub(in crate::lower) fn component_with(
        &mut self,
        set: &ValueSet,
        node: Node<'d>,
        pointer: &Pointer,
    ) -> Option<TypeRef> {
        let Node::Reference(reference) = node else {
            return None;
        };
        let own = self.value_set(node, pointer)?;
        let (name, schema) = self.follow(reference, pointer).ok()?;
        set.lists_same(&own)
            .then(|| self.component_type(&name, schema))
    }
}

fn listing(found: Found) -> Option<ValueSet> {
    match found {
        Found::Values(set) if !set.listed.is_empty() => Some(set),
        _ => None,
    }
}
