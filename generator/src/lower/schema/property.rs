//! The properties and additional properties of objects.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use crate::lower::{
    Lowering,
    all_of::merge::is_unconstrained,
    schema::{
        Node, SchemaContext, Typed,
        scalar::{applied, docs, secrecy},
    },
};
use crate::{
    diagnostic::{Code, Diagnostic, Location},
    document::{self, ReferenceOr, Schema},
    ir::{
        AdditionalProperties, Direction, Docs, Field, Object, Owner, PathSegment, Presence, Scalar,
        Secrecy, TypeKind, TypeRef,
    },
    pointer::Pointer,
};

/// The maximum number of references and nested schemas that are followed.
const MAX_STEPS: usize = 16;

/// A setting that lists properties.
#[derive(Clone, Copy)]
enum PropertySetting {
    Optional,
    Nullable,
}

/// The merged properties of an object.
#[derive(Default, Clone)]
pub(in crate::lower) struct Properties<'d> {
    pub(in crate::lower) named: IndexMap<&'d str, PropertySchema<'d>>,
    pub(in crate::lower) required: BTreeSet<&'d str>,
    /// The schemas with `required`, each with its pointer.
    pub(in crate::lower) requiring: Vec<(&'d [String], Pointer)>,
    /// The properties that are discriminators.
    pub(in crate::lower) discriminators: BTreeSet<&'d str>,
    /// The value and the location of `additionalProperties`.
    pub(in crate::lower) additional: Option<(&'d document::AdditionalProperties, Pointer)>,
}

/// The schema of a property.
#[derive(Clone)]
pub(in crate::lower) struct PropertySchema<'d> {
    pub(in crate::lower) node: Node<'d>,
    pub(in crate::lower) pointer: Pointer,
    /// Earlier schemas of the property, whose constraints `node` doesn't include.
    pub(in crate::lower) earlier: Vec<(Node<'d>, Pointer)>,
}

impl<'d> Properties<'d> {
    /// Adds a property, or replaces its schema in place.
    pub(in crate::lower) fn add(&mut self, json_name: &'d str, node: Node<'d>, pointer: Pointer) {
        let earlier = Vec::new();
        let property = PropertySchema {
            node,
            pointer,
            earlier,
        };
        self.named.insert(json_name, property);
    }

    /// Adds a further schema of a property.
    pub(in crate::lower) fn add_schema(
        &mut self,
        json_name: &'d str,
        node: Node<'d>,
        pointer: Pointer,
    ) {
        match self.named.get_mut(json_name) {
            Some(property) => {
                let node = std::mem::replace(&mut property.node, node);
                let pointer = std::mem::replace(&mut property.pointer, pointer);
                property.earlier.push((node, pointer));
            }
            None => self.add(json_name, node, pointer),
        }
    }

    /// Adds the required properties of a schema.
    pub(in crate::lower) fn require(&mut self, required: &'d [String], schema: &Pointer) {
        if !required.is_empty() {
            self.required.extend(required.iter().map(String::as_str));
            self.requiring.push((required, schema.clone()));
        }
    }

    /// Returns the location of a name in `required` of a schema or of an inline member of its
    /// `allOf`, or else the location of the schema.
    pub(in crate::lower) fn required_entry(&self, json_name: &str, schema: &Pointer) -> Pointer {
        let parts = schema.child("allOf");
        let is_part = |holder: &Pointer| holder.parent().is_some_and(|(list, _)| list == parts);
        let entry = |is_holder: &dyn Fn(&Pointer) -> bool| {
            let mut found = self
                .requiring
                .iter()
                .filter(|(_, holder)| is_holder(holder));
            found.find_map(|(required, holder)| {
                let index = required.iter().position(|name| name == json_name)?;
                Some(holder.child("required").child(index))
            })
        };
        let own = entry(&|holder| holder == schema);
        own.or_else(|| entry(&is_part))
            .unwrap_or_else(|| schema.clone())
    }

    /// Sets `additionalProperties`, if the schema has it.
    pub(in crate::lower) fn set_additional(
        &mut self,
        additional: Option<&'d document::AdditionalProperties>,
        schema: &Pointer,
    ) {
        if let Some(additional) = additional {
            self.additional = Some((additional, schema.child("additionalProperties")));
        }
    }

    /// Returns `true` if additional properties are forbidden.
    pub(in crate::lower) fn is_closed(&self) -> bool {
        matches!(
            self.additional,
            Some((document::AdditionalProperties::Any(false), _))
        )
    }

    /// Returns `true` if additional properties are kept.
    pub(in crate::lower) fn is_open(&self) -> bool {
        matches!(
            self.additional,
            Some((
                document::AdditionalProperties::Any(true)
                    | document::AdditionalProperties::Schema(_),
                _
            ))
        )
    }
}

impl SchemaContext {
    /// Returns the context of a property. An inherited property has a context in its own component,
    /// unless another schema changes the property.
    fn property(&self, json_name: &str, property: &PropertySchema<'_>) -> Self {
        let context = self.child(
            property.pointer.clone(),
            PathSegment::Property(json_name.to_owned()),
        );
        match property.earlier.is_empty() {
            true => context.in_own_component(),
            false => context,
        }
    }
}

impl<'d> Lowering<'d, '_> {
    /// Lowers an object, or a map if no properties are named.
    pub(in crate::lower) fn object_or_map(
        &mut self,
        properties: Properties<'d>,
        context: &SchemaContext,
    ) -> Result<(TypeKind, bool), Typed> {
        // A closed object without properties is an empty struct.
        let is_empty = properties.is_closed() && properties.required.is_empty();
        if properties.named.is_empty() && !is_empty {
            self.check_required_of_map(&properties, context);
            let values = match properties.additional {
                Some((document::AdditionalProperties::Schema(schema), pointer)) => {
                    self.map_values(schema, pointer, context)
                }
                Some((document::AdditionalProperties::Any(_), _)) | None => {
                    self.unconstrained(&context.pointer)
                }
            };
            return Err(Typed::new(TypeRef::Map(Box::new(values)), false));
        }
        Ok((
            TypeKind::Object(self.properties(properties, context)),
            false,
        ))
    }

    /// Lowers an object. Additional properties are dropped unless `additionalProperties` is
    /// present, since nearly every schema omits the keyword.
    pub(in crate::lower) fn properties(
        &mut self,
        mut properties: Properties<'d>,
        context: &SchemaContext,
    ) -> Object {
        let mut fields = Vec::new();
        let owner = match &context.owner {
            Owner::Component(name) if context.steps.is_empty() => Some(name.as_str()),
            _ => None,
        };
        let is_object = self.opaque.0 == context.pointer;
        for (json_name, property) in std::mem::take(&mut properties.named) {
            let node = property.node;
            let constants = self.constants_of(&property);
            let context = context.property(json_name, &property);
            let opaque = self.opaque.1.get(json_name).filter(|_| is_object);
            let typed = if let Some(file) = opaque {
                Typed::new(file.clone(), false)
            } else if property.earlier.is_empty() {
                self.schema(node, &context)
            } else {
                self.merge_property(node, property.earlier, &context)
            };
            let optional = self.is_listed(PropertySetting::Optional, json_name, &context, owner);
            let nullable = self.is_listed(PropertySetting::Nullable, json_name, &context, owner);
            let required = properties.required.contains(json_name) && !optional;
            let is_null = self.is_only_null(node, &context.pointer, &typed.ty);
            let nullable = (typed.nullable || nullable) && typed.ty != TypeRef::Json && !is_null;
            let constant = match constants {
                Some(constants) => constants.first(),
                None => self
                    .only_number(node, &context.pointer)
                    .map(|number| (number, true)),
            };
            // An optional constant is only serialized if it was received or set.
            let constant = constant.filter(|(_, is_only)| *is_only && required && !nullable);
            let constant = constant.map(|(value, _)| value);
            let constant = constant.or_else(|| (required && is_null).then_some(Value::Null));
            let docs = match node {
                Node::Inline(schema) => docs(schema, self.settings),
                Node::Reference(_) => Docs::default(),
            };
            let secrecy = self.secrecy(json_name, node, &typed.ty, &context.pointer);
            fields.push(Field {
                json_name: json_name.to_owned(),
                pointer: context.pointer.clone(),
                docs,
                presence: Presence::new(required, nullable),
                ty: typed.ty,
                constant,
                is_tag: false,
                fallback: None,
                is_selecting: false,
                direction: if properties.discriminators.contains(json_name) {
                    None
                } else {
                    self.direction(node, &context.pointer)
                },
                secrecy,
            });
        }
        let declared: BTreeSet<&str> = fields
            .iter()
            .map(|field: &Field| &*field.json_name)
            .collect();
        let undeclared: Vec<&str> = properties
            .required
            .difference(&properties.discriminators)
            .copied()
            .filter(|json_name| !declared.contains(json_name))
            .collect();
        let additional = properties.additional.as_ref().map(|(it, _)| *it);
        let is_typed = matches!(additional, Some(document::AdditionalProperties::Schema(_)));
        for json_name in undeclared {
            let entry = properties.required_entry(json_name, &context.pointer);
            fields.extend(self.undeclared(json_name, is_typed, &entry, context));
        }
        let others = match properties.additional {
            Some((document::AdditionalProperties::Any(true), pointer)) => {
                AdditionalProperties::Kept(self.unconstrained(&pointer))
            }
            Some((document::AdditionalProperties::Schema(schema), pointer)) => {
                AdditionalProperties::Kept(self.map_values(schema, pointer, context))
            }
            Some((document::AdditionalProperties::Any(false), _)) | None => {
                AdditionalProperties::Ignored
            }
        };
        Object {
            fields,
            constants: Vec::new(),
            additional: others,
            ignored: Vec::new(),
            parts: None,
        }
    }

    /// Returns `true` if null is the only value of a property, even if its type is an alias.
    fn is_only_null(&self, node: Node<'d>, pointer: &Pointer, ty: &TypeRef) -> bool {
        let is_alias = || {
            let resolved = self.resolve_schema(node, pointer);
            resolved.is_some_and(|(schema, _)| schema.is_only_null())
        };
        match ty {
            TypeRef::Scalar(scalar) => *scalar == Scalar::Null,
            TypeRef::Named(_) => is_alias(),
            _ => false,
        }
    }

    /// Returns the secrecy of a property, parameter or header, by its format or its name. Listed
    /// values aren't secrets.
    pub(in crate::lower) fn secrecy(
        &self,
        name: &str,
        node: Node<'d>,
        ty: &TypeRef,
        pointer: &Pointer,
    ) -> Secrecy {
        let mut node = node;
        for _ in 0..MAX_STEPS {
            let schema = match node {
                Node::Inline(schema) => schema,
                Node::Reference(reference) => match self.follow(reference, pointer) {
                    Ok((_, schema)) => schema,
                    Err(_) => break,
                },
            };
            let is_password = |part: &ReferenceOr<Schema>| match part {
                ReferenceOr::Item(part) => part.format == "password",
                ReferenceOr::Reference(_) => false,
            };
            let applied: Vec<_> = applied(schema).collect();
            node = match (
                schema.format.as_str(),
                applied.as_slice(),
                schema.items.as_ref(),
            ) {
                ("password", ..) => return Secrecy::Secret,
                _ if applied.iter().copied().any(is_password) => return Secrecy::Secret,
                _ if !schema.values.is_empty() => {
                    return match secrecy(name, ty, self.settings) {
                        Secrecy::Public => Secrecy::Public,
                        Secrecy::Unlisted | Secrecy::Secret => Secrecy::Unlisted,
                    };
                }
                (_, [only], _) => (*only).into(),
                (_, _, Some(items)) => items.into(),
                _ => break,
            };
        }
        secrecy(name, ty, self.settings)
    }

    /// Returns `true` if a setting lists a property, by its component, by the component that
    /// declares it, or by the pointer of its schema.
    fn is_listed(
        &mut self,
        listed: PropertySetting,
        json_name: &str,
        context: &SchemaContext,
        owner: Option<&str>,
    ) -> bool {
        let entries = match listed {
            PropertySetting::Optional => &self.settings.optional,
            PropertySetting::Nullable => &self.settings.nullable,
        };
        if entries.is_empty() {
            return false;
        }
        let pointer = self.resolver.written(&context.pointer);
        let keys: Vec<String> = pointer.keys().collect();
        let declared = match keys.as_slice() {
            [.., holder, properties, _] if properties == "properties" => Some(holder.as_str()),
            _ => None,
        };
        let mut names: Vec<String> = owner
            .into_iter()
            .chain(declared)
            .map(|schema| format!("{schema}.{json_name}"))
            .collect();
        names.push(pointer.to_string());
        let found: Vec<&String> = names.iter().filter(|name| entries.contains(name)).collect();
        self.configured
            .extend(found.iter().map(|name| (*name).clone()));
        !found.is_empty()
    }

    /// Reports properties in the settings that no generated type has.
    pub(in crate::lower) fn report_unlisted(&mut self) {
        let optional = self.settings.optional.iter();
        let nullable = self.settings.nullable.iter();
        let entries = optional.map(|entry| ("optional", entry));
        let entries = entries.chain(nullable.map(|entry| ("nullable", entry)));
        for (key, entry) in entries.filter(|(_, entry)| !self.configured.contains(*entry)) {
            let message = format!("no generated type has the property `{entry}` in `{key}`");
            let location = Location::setting(&[key, entry]);
            self.diagnostics.report(
                Diagnostic::error(Code::NotInDocument, location, message)
                    .help("write it as `Schema.property`, or as the JSON pointer of its schema"),
            );
        }
    }

    /// Returns the direction that a property is limited to, if any.
    fn direction(&self, node: Node<'d>, pointer: &Pointer) -> Option<Direction> {
        self.direction_within(node, pointer, MAX_STEPS)
    }

    fn direction_within(
        &self,
        node: Node<'d>,
        pointer: &Pointer,
        steps: usize,
    ) -> Option<Direction> {
        let steps = steps.checked_sub(1)?;
        let schema = match node {
            Node::Inline(schema) => schema,
            Node::Reference(reference) => self.follow(reference, pointer).ok()?.1,
        };
        match (schema.read_only, schema.write_only) {
            (true, false) => return Some(Direction::Response),
            (false, true) => return Some(Direction::Request),
            // OpenAPI 3.0.3, section 4.7.24.2, forbids `readOnly` with `writeOnly`: both are
            // ignored.
            (true, true) => return None,
            (false, false) => {}
        }
        let within =
            |part: &'d ReferenceOr<Schema>| self.direction_within(Node::from(part), pointer, steps);
        // Keywords beside a reference take precedence over keywords of the component.
        let (inline, references): (Vec<_>, Vec<_>) =
            applied(schema).partition(|part| part.as_item().is_some());
        let own = inline.iter().copied().find_map(within);
        own.or_else(|| match references.as_slice() {
            [only] if inline.into_iter().all(is_unconstrained) => within(only),
            _ => None,
        })
    }
}
