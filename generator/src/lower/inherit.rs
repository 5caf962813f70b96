//! Inheritance: where a schema with a discriminator is referred to, a value may be of any component
//! whose `allOf` leads to it.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{Discriminator, ReferenceOr, Schema};

use super::{Lowering, schema::At, variant::is_word, view::View};
use crate::{
    diagnostic::{Code, Diagnostic},
    ir::{
        Branch, Constants, Docs, JsonType, Others, Portion, Question, Shape, Step, TagOrigin, Test,
        TypeDef, TypeRef, Union,
    },
    pointer::Pointer,
    read::extension,
    resolve::{Resolver, component_place},
};

/// Which components inherit from which.
#[derive(Default)]
pub struct Families<'d> {
    /// The components that aren't references, in document order.
    pub(super) schemas: IndexMap<&'d str, &'d Schema>,
    /// What the `allOf` of each refers to.
    parents: BTreeMap<&'d str, Vec<&'d str>>,
    children: BTreeMap<&'d str, Vec<&'d str>>,
    discriminators: BTreeMap<&'d str, Told<'d>>,
}

/// By what the members of a family are told apart.
pub(super) struct Told<'d> {
    pub(super) property: &'d str,
    /// The values that are mapped, by component.
    pub(super) mapped: BTreeMap<&'d str, Vec<&'d str>>,
    /// The component of values that no other is for.
    default: Option<&'d str>,
}

impl<'d> Families<'d> {
    /// Looks at all components once.
    pub fn of(resolver: Resolver<'d>) -> Self {
        let mut families = Self::default();
        let components = resolver.document().components.iter();
        for (name, node) in components.flat_map(|all| &all.schemas) {
            if let ReferenceOr::Item(schema) = node {
                families.schemas.insert(name, schema);
            }
        }
        let schemas = families.schemas.clone();
        for (name, schema) in &schemas {
            let view = View::of(schema);
            if let Some(discriminator) = &schema.schema_data.discriminator
                && view.one_of.is_empty()
                && view.any_of.is_empty()
            {
                let told = families.told_by(resolver, discriminator);
                families.discriminators.insert(name, told);
            }
        }
        if families.discriminators.is_empty() {
            return Self::default();
        }
        for (name, schema) in schemas {
            let mut parents = Vec::new();
            families.parents_of(resolver, schema, &mut parents);
            parents.retain(|parent| *parent != name);
            for parent in &parents {
                families.children.entry(parent).or_default().push(name);
            }
            families.parents.insert(name, parents);
        }
        families
    }

    /// The component that a name or a reference leads to at last.
    pub(super) fn component(&self, resolver: Resolver<'d>, reference: &'d str) -> Option<&'d str> {
        if let Some((name, _)) = self.schemas.get_key_value(reference) {
            return Some(name);
        }
        let found = resolver.component::<Schema>(reference, &Pointer::root());
        let name = found.ok()?.place.last()?;
        let known = self.schemas.get_key_value(name.as_str());
        known.map(|(name, _)| *name)
    }

    fn told_by(&self, resolver: Resolver<'d>, discriminator: &'d Discriminator) -> Told<'d> {
        let mut mapped: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (value, target) in &discriminator.mapping {
            if let Some(name) = self.component(resolver, target) {
                mapped.entry(name).or_default().push(value);
            }
        }
        let default = discriminator.extensions.get(extension::DEFAULT_MAPPING);
        let default = default.and_then(serde_json::Value::as_str);
        Told {
            property: &discriminator.property_name,
            mapped,
            default: default.and_then(|target| self.component(resolver, target)),
        }
    }

    /// The components that the `allOf` of a schema refers to, each once.
    fn parents_of(&self, resolver: Resolver<'d>, schema: &'d Schema, found: &mut Vec<&'d str>) {
        for part in View::of(schema).all_of {
            match part {
                ReferenceOr::Item(part) => self.parents_of(resolver, part, found),
                ReferenceOr::Reference { reference } => {
                    let parent = self.component(resolver, reference);
                    found.extend(parent.filter(|parent| !found.contains(parent)));
                }
            }
        }
    }

    /// What tells the members of a component's family apart: its own discriminator, or the nearest
    /// that it inherits.
    pub(super) fn told(&self, name: &str) -> Option<&Told<'d>> {
        let (name, _) = self.schemas.get_key_value(name)?;
        let mut line = vec![*name];
        let mut index = 0;
        while let Some(name) = line.get(index) {
            if let Some(told) = self.discriminators.get(name) {
                return Some(told);
            }
            for parent in self.parents.get(name).into_iter().flatten() {
                if !line.contains(parent) {
                    line.push(parent);
                }
            }
            index += 1;
        }
        None
    }

    /// The components that inherit from one, if there is something to tell them apart by.
    pub fn children(&self, name: &str) -> &[&'d str] {
        match self.children.get(name) {
            Some(children) if self.told(name).is_some() => children,
            _ => &[],
        }
    }

    /// Whether a component is one of a family, and not the first.
    pub(super) fn is_child(&self, name: &str) -> bool {
        let parents = self.parents.get(name).into_iter().flatten();
        let mut parents = parents.filter(|parent| !self.children(parent).is_empty());
        parents.next().is_some()
    }

    /// Returns `true` if a component is another one or inherits from it.
    pub(super) fn inherits(&self, name: &str, other: &str) -> bool {
        let Some((name, _)) = self.schemas.get_key_value(name) else {
            return false;
        };
        let mut line = vec![*name];
        let mut index = 0;
        while let Some(name) = line.get(index) {
            if *name == other {
                return true;
            }
            for parent in self.parents.get(name).into_iter().flatten() {
                if !line.contains(parent) {
                    line.push(parent);
                }
            }
            index += 1;
        }
        false
    }

    /// For each component that inherits from one, the child that it is or that comes before it.
    pub(super) fn lines(&self, name: &'d str) -> IndexMap<&'d str, &'d str> {
        let children = self.children(name);
        let mut lines: IndexMap<&str, &str> = children.iter().map(|name| (*name, *name)).collect();
        for child in children {
            let mut open = vec![*child];
            while let Some(next) = open.pop() {
                for below in self.children(next) {
                    if *below != name && !lines.contains_key(below) {
                        lines.insert(below, child);
                        open.push(below);
                    }
                }
            }
        }
        lines
    }

    /// The origin of the value by which a component is told.
    fn tag_origin(&self, told: &Told<'d>, name: &'d str) -> TagOrigin {
        // A name is said to be the value by anybody who writes it.
        let other = vec![name.to_owned()];
        let schema = self.schemas.get(name);
        let is_implicit = !told.mapped.contains_key(name)
            && self.values(told, name, true) == other
            && schema.is_none_or(|schema| listed_in(schema, told.property).is_none());
        match is_implicit {
            true => TagOrigin::Name,
            false => TagOrigin::Document,
        }
    }

    /// The same of a component that others inherit from. Where a child has another value than its
    /// name without a mapping, the base isn't told by its name either: Azure's bases have no value.
    fn tag_origin_of_base(&self, told: &Told<'d>, name: &'d str) -> TagOrigin {
        let is_known = |child: &&str| {
            told.mapped.contains_key(*child) || self.tag_origin(told, child) == TagOrigin::Name
        };
        match self.tag_origin(told, name) {
            TagOrigin::Name if !self.children(name).iter().all(is_known) => TagOrigin::Open,
            origin => origin,
        }
    }

    /// The values by which a component is told.
    pub(super) fn values(&self, told: &Told<'d>, name: &'d str, listed: bool) -> Vec<String> {
        if let Some(values) = self.mapped_values(told, name) {
            return values;
        }
        let schema = self.schemas.get(name);
        let listed = schema.filter(|_| listed);
        let listed = listed.and_then(|schema| listed_in(schema, told.property));
        listed.unwrap_or_else(|| vec![name.to_owned()])
    }
}

/// The values that a schema itself lists for a property.
fn listed_in(schema: &Schema, property: &str) -> Option<Vec<String>> {
    let view = View::of(schema);
    let own = view.properties.and_then(|all| all.get(property));
    let own = own.and_then(|node| match node {
        ReferenceOr::Item(schema) => {
            let default = schema.schema_data.default.as_ref();
            let default = default.and_then(serde_json::Value::as_str);
            let texts = Some(View::of(schema).texts()).filter(|texts| !texts.is_empty());
            texts.or_else(|| Some(vec![default?.to_owned()]))
        }
        ReferenceOr::Reference { .. } => None,
    });
    let mut parts = view.all_of.iter().filter_map(|part| match part {
        ReferenceOr::Item(part) => listed_in(part, property),
        ReferenceOr::Reference { .. } => None,
    });
    own.or_else(|| parts.next())
}

/// What the members of a family are told apart by.
struct Claims<'d> {
    /// The children, each with the values that lead to it and to none of the others.
    children: Vec<(&'d str, Vec<String>)>,
    /// Values that lead to several.
    contested: BTreeMap<String, BTreeSet<&'d str>>,
}

impl<'d> Families<'d> {
    fn claims(&self, told: &Told<'d>, name: &'d str) -> Claims<'d> {
        let by_list = self.claims_by(told, name, true);
        if by_list.contested.is_empty() {
            return by_list;
        }
        self.claims_by(told, name, false)
    }

    fn claims_by(&self, told: &Told<'d>, name: &'d str, listed: bool) -> Claims<'d> {
        let mut claimed: IndexMap<String, BTreeSet<&str>> = IndexMap::new();
        for (member, child) in self.lines(name) {
            for value in self.values(told, member, listed) {
                claimed.entry(value).or_default().insert(child);
            }
        }
        let mut claims = Claims {
            children: Vec::new(),
            contested: BTreeMap::new(),
        };
        let mut of_child: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (value, children) in claimed {
            match children.first() {
                Some(only) if children.len() == 1 => of_child.entry(only).or_default().push(value),
                _ => drop(claims.contested.insert(value, children)),
            }
        }
        let children = self.children(name).iter();
        let told = children.filter_map(|child| Some((*child, of_child.remove(child)?)));
        claims.children = told.collect();
        claims
    }
}

impl<'d> Lowering<'d, '_> {
    /// What a component is from which others inherit: one of them, or what all of them have, with
    /// whatever else it comes with.
    pub(super) fn with_children(&mut self, name: &str, own: Shape, docs: &Docs, at: &At) -> Shape {
        let families = self.families;
        if let Some(schema) = families.schemas.get(name)
            && families.discriminators.contains_key(name)
            && let Some(discriminator) = &schema.schema_data.discriminator
        {
            self.check_inherited_mapping(name, discriminator);
        }
        let Some((told, (name, _))) = families
            .told(name)
            .filter(|_| !families.children(name).is_empty())
            .zip(families.schemas.get_key_value(name))
        else {
            return own;
        };
        let is_object = matches!(own, Shape::Object(_) | Shape::Alias(TypeRef::Map(_)));
        let claims = families.claims(told, name);
        self.report_contested(told, &claims, at);
        if !is_object || claims.children.is_empty() {
            return own;
        }
        let mut branches = Vec::new();
        let mut questions = Vec::new();
        let mut taken: BTreeSet<&String> = claims.contested.keys().collect();
        for (child, values) in &claims.children {
            let Some(schema) = families.schemas.get(child) else {
                continue;
            };
            taken.extend(values);
            questions.push(by_value(branches.len(), told, values.clone()));
            branches.push(Branch {
                place: component_place::<Schema>(child),
                words: words_of_child(child, values),
                ty: self.component_type(child, schema),
                docs: Docs::default(),
                tag_origin: families.tag_origin(told, child),
                tag: None,
                literal: None,
            });
        }
        let base = branches.len();
        let mut values = families.values(told, name, true);
        values.retain(|value| !taken.contains(value));
        if !values.is_empty() {
            questions.push(by_value(base, told, values));
        }
        let mut children = claims.children.iter();
        let default = children.position(|(child, _)| Some(*child) == told.default);
        questions.push(Question {
            branch: default.unwrap_or(base),
            tests: vec![Test::Json(JsonType::Object)],
        });
        branches.push(Branch {
            place: at.place.clone(),
            words: vec![BASE.to_owned()],
            ty: self.base_type(name, own, docs, at),
            docs: Docs::default(),
            tag_origin: families.tag_origin_of_base(told, name),
            tag: None,
            literal: None,
        });
        Shape::Union(Union {
            branches,
            questions,
        })
    }

    /// The type of what is of no child. What a child has that the document doesn't know is kept.
    fn base_type(&mut self, name: &str, own: Shape, docs: &Docs, at: &At) -> TypeRef {
        let mut object = match own {
            Shape::Object(object) => object,
            Shape::Alias(ty) => return ty,
            _ => return TypeRef::Json,
        };
        if matches!(object.others, Others::Ignored) {
            object.others = Others::Kept(TypeRef::Json);
        }
        let text =
            format!("A `{name}` of no other variant: the properties that all variants share.");
        TypeRef::Named(self.add(TypeDef {
            place: at.place.clone(),
            owner: at.owner.clone(),
            uses: vec![vec![Step::Branch(BASE.to_owned())]],
            portion: Portion::Whole,
            docs: Docs {
                description: Some(text),
                deprecated: docs.deprecated,
                ..Docs::default()
            },
            shape: Shape::Object(object),
        }))
    }

    fn report_contested(&mut self, told: &Told<'_>, claims: &Claims<'_>, at: &At) {
        for (value, children) in &claims.contested {
            let children: Vec<String> = children.iter().map(|it| format!("`{it}`")).collect();
            let message = format!(
                "`{value}` as `{}` leads to {}",
                told.property,
                children.join(" and ")
            );
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, &at.place, message).help(
                    "such values are read as none of them, and kept; give each a value of its own in the `mapping` of the discriminator",
                ),
            );
        }
    }
}

/// What the branch goes by that has the properties of the base alone.
const BASE: &str = "base";

/// What a child goes by: its value, where it has one alone, or its name.
fn words_of_child(child: &str, values: &[String]) -> Vec<String> {
    let value = match values {
        [only] => Some(only.clone()).filter(|value| is_word(value)),
        _ => None,
    };
    value.into_iter().chain([child.to_owned()]).collect()
}

fn by_value(branch: usize, told: &Told<'_>, values: Vec<String>) -> Question {
    let test = Test::Property(told.property.to_owned(), Constants::Texts(values));
    Question {
        branch,
        tests: vec![test],
    }
}
