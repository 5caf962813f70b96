//! What is known of a schema's values without giving them a type: what unions are told apart by.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{ReferenceOr, Schema};
use serde_json::Value;

use super::{
    Lowering,
    literal::known_values,
    member::Variant,
    merge::{Gathered, most_telling},
    property::{Properties, Said},
    scalar::plain,
    schema::Node,
    view::View,
};
use crate::{
    ir::{Constants, JsonType, TypeRef},
    pointer::Pointer,
};

/// How deep unions within unions are looked at.
const DEPTH: usize = 4;

/// Values of one JSON type.
#[derive(Debug, Clone)]
pub(super) enum Known {
    /// Booleans, numbers, integers and strings: the only ones that there are, if they are listed,
    /// and the type that one has in Rust.
    Scalar(JsonType, Option<Constants>, TypeRef),
    /// Lists, and the JSON types of what is in them; none where that isn't known.
    Array(Vec<JsonType>),
    /// Objects.
    Object(Fields),
}

/// The properties of objects.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    /// Those that are documented.
    pub(super) documented: BTreeSet<String>,
    /// Those that are required, and whether they may be null.
    pub(super) required: BTreeMap<String, bool>,
    /// What they are listed to be, of those that are.
    pub(super) constants: BTreeMap<String, Constants>,
    /// The defaults that are strings, integers or booleans.
    pub(super) defaults: BTreeMap<String, Constants>,
    /// The JSON types that they may be of, where these are known.
    pub(super) types: BTreeMap<String, BTreeSet<JsonType>>,
    /// `true` if those that aren't documented are kept.
    pub(super) open: bool,
    /// `true` if there are no others.
    pub(super) closed: bool,
}

impl Known {
    pub(super) fn json(&self) -> JsonType {
        match self {
            Self::Scalar(json, _, _) => *json,
            Self::Array(_) => JsonType::Array,
            Self::Object(_) => JsonType::Object,
        }
    }
}

impl<'d> Lowering<'d, '_> {
    /// What is known of a schema's values; nothing where a part of them could be anything.
    pub(super) fn known(&mut self, node: Node<'d>, place: &Pointer) -> Option<Vec<Known>> {
        self.known_below(node, place, 0)
    }

    fn known_below(&mut self, node: Node<'d>, place: &Pointer, depth: usize) -> Option<Vec<Known>> {
        let view = self.view(node, place)?;
        if depth > DEPTH {
            return None;
        }
        let open = self.is_base(node, place);
        if !view.is_composed() {
            if let Some(known) = known_values(&view) {
                return Some(known);
            }
            let known = self.known_plain(&view, place, depth)?;
            return Some(vec![known.opened(open)]);
        }
        if let Some(set) = self.value_set(node, place) {
            return Some(vec![Known::Scalar(set.json(), set.constants(), set.ty())]);
        }
        if let Some((json, ty)) = self.scalar_of_parts(node, place) {
            return Some(vec![Known::Scalar(json, None, ty)]);
        }
        let mut gathered = Gathered::default();
        self.gather(node, place, &mut gathered);
        if gathered.unclear.is_some() {
            return None;
        }
        match (gathered.others.as_slice(), gathered.choices.as_slice()) {
            ([], []) => {
                let known = Known::Object(self.fields(&gathered.properties));
                Some(vec![known.opened(open)])
            }
            ([], [choice]) => {
                let (branches, place) = (choice.branches, choice.place.clone());
                let base = self.fields(&gathered.properties);
                self.in_union(&place, |lowering| {
                    lowering.known_choice(branches, &place, &base, depth)
                })
            }
            (parts, []) => {
                let part = most_telling(parts)?;
                let (node, place) = (part.node, part.place.clone());
                let view = self.view(node, &place)?;
                Some(vec![self.known_plain(&view, &place, depth)?])
            }
            _ => None,
        }
    }

    /// Whether others inherit from a component: what they have isn't documented here.
    fn is_base(&self, node: Node<'d>, place: &Pointer) -> bool {
        let Node::Reference(reference) = node else {
            return false;
        };
        let resolved = self.resolver.component::<Schema>(reference, place);
        let name = resolved.ok().and_then(|resolved| resolved.place.last());
        name.is_some_and(|name| !self.families.children(&name).is_empty())
    }

    fn known_choice(
        &mut self,
        branches: &'d [ReferenceOr<Schema>],
        place: &Pointer,
        base: &Fields,
        depth: usize,
    ) -> Option<Vec<Known>> {
        let mut all = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let variant = Variant::new(branch, place.child(index));
            let is_around = self.is_around(variant.node, place);
            if !is_around && !self.is_null(variant.node, &variant.place) {
                let known = self.known_below(variant.node, &variant.place, depth + 1)?;
                all.extend(known.into_iter().map(|known| known.with(base)));
            }
        }
        Some(all)
    }

    fn known_plain(&mut self, view: &View<'d>, place: &Pointer, depth: usize) -> Option<Known> {
        Some(match view.json_type()? {
            JsonType::Object => {
                let mut properties = Properties::default();
                self.say(&mut properties, view, place);
                Known::Object(self.fields(&properties))
            }
            JsonType::Array => {
                let items = view.items.and_then(|items| {
                    self.known_below(items.into(), &place.child("items"), depth + 1)
                });
                let types: BTreeSet<JsonType> = items
                    .into_iter()
                    .flatten()
                    .map(|known| known.json())
                    .collect();
                Known::Array(types.into_iter().collect())
            }
            json => Known::Scalar(json, constants(view), plain(view, self.settings)?),
        })
    }

    pub(super) fn fields(&self, properties: &Properties<'d>) -> Fields {
        let mut fields = Fields {
            open: properties.is_open() || properties.named.is_empty(),
            closed: properties.is_closed(),
            ..Fields::default()
        };
        for (wire, said) in &properties.named {
            let Said { node, place, .. } = said;
            fields.documented.insert((*wire).to_owned());
            if let Some(constants) = self.constants_of(said) {
                fields.constants.insert((*wire).to_owned(), constants);
            }
            if let Some(default) = self.default_value(*node, place) {
                fields.defaults.insert((*wire).to_owned(), default);
            }
            if let Some(types) = self.json_types(*node, place, 0) {
                fields.types.insert((*wire).to_owned(), types);
            }
            if properties.required.contains(wire) {
                let nullable = self.may_be_null(*node, place);
                fields.required.insert((*wire).to_owned(), nullable);
            }
        }
        fields
    }

    fn may_be_null(&self, node: Node<'d>, place: &Pointer) -> bool {
        match node {
            Node::Inline(schema) => self.is_nullable(schema),
            Node::Reference(reference) => self
                .follow(reference, place)
                .is_ok_and(|(_, schema)| self.is_nullable(schema)),
        }
    }

    /// The JSON types of a schema's values; `None` if a value could be of any.
    fn json_types(
        &self,
        node: Node<'d>,
        place: &Pointer,
        depth: usize,
    ) -> Option<BTreeSet<JsonType>> {
        let view = self.view(node, place).filter(|_| depth <= DEPTH)?;
        if view.is_null() {
            return Some(BTreeSet::from([JsonType::Null]));
        }
        let mut types = match view.json_type() {
            Some(json) => BTreeSet::from([json]),
            None => {
                let below =
                    |part: &'d ReferenceOr<Schema>| self.json_types(part.into(), place, depth + 1);
                let choices = [view.one_of, view.any_of];
                let choice = choices.into_iter().find(|it| !it.is_empty());
                let of_choice = choice.and_then(|all| {
                    let all: Option<Vec<_>> = all.iter().map(below).collect();
                    Some(all?.into_iter().flatten().collect())
                });
                of_choice.or_else(|| view.all_of.iter().find_map(below))?
            }
        };
        if self.may_be_null(node, place) {
            types.insert(JsonType::Null);
        }
        Some(types)
    }

    /// The values that all that is said of a property lists.
    pub(super) fn constants_of(&self, said: &Said<'d>) -> Option<Constants> {
        match self.property_values(said) {
            Some(set) => set.constants(),
            None => self.listed(said.node, &said.place, 0),
        }
    }

    /// The only value of a schema, if it is a string, a number or a boolean.
    pub(super) fn only_scalar(&self, node: Node<'d>, place: &Pointer) -> Option<Value> {
        let view = self.view(node, place)?;
        if view.lists_null || view.nullable {
            return None;
        }
        match self.listed(node, place, 0) {
            Some(constants) => constants.first(),
            None => self.only_number(node, place).map(|number| (number, true)),
        }
        .and_then(|(value, is_only)| is_only.then_some(value))
    }

    /// The only number that a schema lists.
    pub(super) fn only_number(&self, node: Node<'d>, place: &Pointer) -> Option<Value> {
        let view = self.view(node, place)?;
        match (view.json_type()?, view.values.as_slice()) {
            (JsonType::Number, [value @ Value::Number(_)]) => Some(value.clone()),
            _ => None,
        }
    }

    /// The default of a property, if it is a string, an integer or a boolean.
    fn default_value(&self, node: Node<'d>, place: &Pointer) -> Option<Constants> {
        let schema = match node {
            Node::Inline(schema) => schema,
            Node::Reference(reference) => self.follow(reference, place).ok()?.1,
        };
        match schema.schema_data.default.as_ref()? {
            Value::String(text) => Some(Constants::Texts(vec![text.clone()])),
            Value::Bool(value) => Some(Constants::Boolean(*value)),
            value => Some(Constants::Integers(vec![value.as_i64()?])),
        }
    }

    /// Whether a branch is for null alone.
    pub(super) fn is_null(&self, branch: Node<'d>, place: &Pointer) -> bool {
        let schema = match branch {
            Node::Inline(schema) => schema,
            Node::Reference(reference) => match self.follow(reference, place) {
                Ok((_, schema)) => schema,
                Err(_) => return false,
            },
        };
        let view = View::of(schema);
        let silent = schema.schema_data.nullable && view.says_nothing();
        view.is_null() || silent && view.typ.is_none() && view.required.is_empty()
    }

    /// The values that a property is listed to have.
    pub(super) fn listed(
        &self,
        node: Node<'d>,
        place: &Pointer,
        depth: usize,
    ) -> Option<Constants> {
        if let Some(set) = self.value_set(node, place) {
            return set.constants();
        }
        let view = self.view(node, place).filter(|_| depth <= DEPTH)?;
        let mut parts = view.all_of.iter();
        let part = parts.find_map(|part| self.listed(part.into(), place, depth + 1));
        part.or_else(|| constants(&view))
    }
}

impl Known {
    /// As what keeps undocumented properties, if it does.
    fn opened(mut self, open: bool) -> Self {
        if let Self::Object(fields) = &mut self {
            fields.open |= open;
            fields.closed &= !open;
        }
        self
    }

    /// As a branch of objects that have these properties anyway.
    pub(super) fn with(self, base: &Fields) -> Self {
        let Self::Object(mut fields) = self else {
            return self;
        };
        fields.documented.extend(base.documented.iter().cloned());
        for (wire, nullable) in &base.required {
            fields.required.entry(wire.clone()).or_insert(*nullable);
        }
        for (wire, constants) in &base.constants {
            let own = fields.constants.entry(wire.clone());
            own.or_insert_with(|| constants.clone());
        }
        for (wire, default) in &base.defaults {
            let own = fields.defaults.entry(wire.clone());
            own.or_insert_with(|| default.clone());
        }
        for (wire, types) in &base.types {
            let own = fields.types.entry(wire.clone());
            own.or_insert_with(|| types.clone());
        }
        fields.open |= base.open && !base.documented.is_empty();
        fields.closed = (fields.closed || base.closed) && !fields.open;
        Self::Object(fields)
    }
}

fn constants(view: &View<'_>) -> Option<Constants> {
    if view.values.is_empty() {
        return None;
    }
    match view.json_type()? {
        JsonType::String => Some(view.texts())
            .filter(|texts| !texts.is_empty())
            .map(Constants::Texts),
        JsonType::Integer => Some(view.integers())
            .filter(|integers| !integers.is_empty())
            .map(Constants::Integers),
        JsonType::Boolean => match view.values.as_slice() {
            [Value::Bool(only)] => Some(Constants::Boolean(*only)),
            _ => None,
        },
        JsonType::Number | JsonType::Array | JsonType::Object | JsonType::Null => None,
    }
}
