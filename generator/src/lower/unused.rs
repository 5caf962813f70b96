//! Diagnostics for parts of a document without an effect.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::{
    Lowering,
    operation::{
        message::is_json,
        parameter::{ParameterKey, key},
        select::SelectedOperation,
    },
    schema::{Node, SchemaContext, property::Properties, scalar::secrecy},
    union::{
        discriminator::{TagMapping, declares, integer_key, is_path},
        json_values::JsonValues,
        member::Member,
    },
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Discriminator, Encoding, MediaType, Parameter, Schema},
    ir::{Docs, Field, JsonType, Owner, Presence, TypeRef},
    markdown::code,
    pointer::Pointer,
    resolve::component_pointer,
    suggestion::suggest,
};

impl<'d> Lowering<'d, '_> {
    /// Reports mapped values of a discriminator whose targets aren't variants.
    pub(super) fn check_mapping(&mut self, unmapped: Vec<(&String, &String)>, variants: &Pointer) {
        let Some((schema, _)) = variants.parent() else {
            return;
        };
        let pointer = schema.child("discriminator").child("mapping");
        for (value, target) in unmapped {
            let message = format!("`{value}` is mapped to `{target}`, which isn't a variant");
            let help = "add the variant to `oneOf`; the value is unrecognized here";
            self.unused(Code::Contradiction, &pointer.child(value), message, help);
        }
    }

    /// Reports the discriminator of a union if it isn't used, or if no variant declares its property.
    pub(super) fn check_discriminator(
        &mut self,
        discriminator: &Discriminator,
        members: &[Member<'d>],
        used: Option<&TagMapping>,
        variants: &Pointer,
    ) {
        let schema = variants.parent().map_or_else(Pointer::root, |(it, _)| it);
        let pointer = schema.child("discriminator");
        let name = &discriminator.property_name;
        if is_path(name, |it| declares(members, it)) {
            return self.report_path(name, &pointer);
        }
        let Some(tags) = used else {
            let message = format!("the discriminator `{name}` isn't used");
            let help = "make every variant an object that a value of the property selects; other rules distinguish the variants here";
            let found = Diagnostic::note(Code::NotGenerated, &pointer, message);
            self.diagnostics.report(found.help(help));
            return;
        };
        for member in members {
            // A mapping selects components, which have names.
            let Some(target) = member.name.as_deref() else {
                continue;
            };
            for value in tags.unmapped(member) {
                self.report_unmapped(&value, target, &pointer.child("mapping"));
            }
        }
        let json = members.iter().find_map(|member| member.type_of(name));
        self.check_keys(discriminator, json, &pointer);
        let values = members.iter().flat_map(|member| &member.values);
        self.check_discriminator_property(name, values, &pointer);
    }

    /// Reports the keys of a mapping that aren't integers, if the discriminator is an integer.
    pub(super) fn check_keys(
        &mut self,
        discriminator: &Discriminator,
        json: Option<JsonType>,
        pointer: &Pointer,
    ) {
        let is_number = matches!(json, Some(JsonType::Integer | JsonType::Number));
        let keys = discriminator.mapping.keys();
        for key in keys.filter(|key| is_number && integer_key(key).is_none()) {
            let message = format!("expected an integer in the mapping, found {}", code(key));
            let help = "correct it; the value selects no variant here";
            let pointer = pointer.child("mapping").child(key);
            self.unused(Code::Contradiction, &pointer, message, help);
        }
    }

    /// Reports a value that a mapping lacks.
    pub(super) fn report_unmapped(&mut self, value: &str, component: &str, mapping: &Pointer) {
        let message = format!("the mapping lacks `{value}`, a value of `{component}`");
        let help = format!("map it to `{component}`; it selects this variant here");
        self.unused(Code::Contradiction, mapping, message, &help);
    }

    /// Reports a discriminator that is a path instead of the name of a property.
    fn report_path(&mut self, name: &str, discriminator: &Pointer) {
        let pointer = discriminator.child("propertyName");
        let message = format!("the discriminator `{name}` isn't a property of the variants");
        let help = "name a property of the variants themselves, or list one value of a required property in each variant; other rules distinguish the variants here";
        self.unused(Code::NotGenerated, &pointer, message, help);
    }

    /// Reports the property of a discriminator if no variant declares it. It is a mistake only if
    /// the variants have a similar property: others mean an undeclared one.
    fn check_discriminator_property<'v>(
        &mut self,
        name: &str,
        values: impl Iterator<Item = &'v JsonValues>,
        discriminator: &Pointer,
    ) {
        let declared = values.filter_map(|values| match values {
            JsonValues::Object(fields) => Some(&fields.documented),
            _ => None,
        });
        let declared: BTreeSet<&String> = declared.flatten().collect();
        if declared.contains(&name.to_owned()) {
            return;
        }
        let pointer = discriminator.child("propertyName");
        let message = format!("no variant declares the property `{name}` of the discriminator");
        let found = match suggest(name, declared.into_iter().map(String::as_str)) {
            Some(near) => Diagnostic::warning(Code::Contradiction, &pointer, message)
                .help(format!("did you mean `{near}`?")),
            None => Diagnostic::note(Code::Contradiction, &pointer, message)
                .help("declare and require it in every variant"),
        };
        self.diagnostics
            .report(found.with_consequence("a required string is assumed"));
    }

    /// Reports a discriminator of a schema that has no variants and can have no children.
    pub(super) fn check_inline_discriminator(&mut self, schema: &Schema, context: &SchemaContext) {
        let is_component = matches!(context.owner, Owner::Component(_)) && context.steps.is_empty();
        let is_union = !(schema.one_of.is_empty() && schema.any_of.is_empty());
        if let Some(name) = schema
            .discriminator_property()
            .filter(|_| !is_union && !is_component)
        {
            let message = format!("the discriminator `{name}` has no variants");
            let help = "move the schema to a component that its variants extend, or add `oneOf`; it is an ordinary property here";
            let pointer = context.pointer.child("discriminator");
            let found = Diagnostic::note(Code::NotGenerated, &pointer, message);
            self.diagnostics.report(found.help(help));
        }
    }

    /// Reports encodings of unknown properties, and encodings of bodies that aren't forms.
    pub(super) fn check_encodings(
        &mut self,
        encodings: &IndexMap<String, Encoding>,
        pointer: &Pointer,
        has_property: impl Fn(&str) -> bool,
    ) {
        for name in encodings.keys().filter(|name| !has_property(name)) {
            let message = format!("unknown property `{name}` in `encoding`");
            let help = "use the name of a property of a form or multipart body; the encoding is ignored here";
            self.unused(Code::Contradiction, &pointer.child(name), message, help);
        }
    }

    /// Reports encodings of a form.
    pub(super) fn check_form_encodings(&mut self, media: &'d MediaType, pointer: &Pointer) {
        let node = media.schema.as_ref().map(Into::into);
        let schema = node.and_then(|node| self.resolve_schema(node, &pointer.child("schema")));
        let properties = schema.map(|(schema, pointer)| self.property_nodes(schema, &pointer));
        let properties = properties.unwrap_or_default();
        let names: BTreeSet<&String> = properties.iter().map(|(name, _)| *name).collect();
        self.check_encodings(&media.encoding, &pointer.child("encoding"), |name| {
            names.contains(&name.to_owned())
        });
    }

    /// Reports the unused schema of a body of bytes or text. The diagnostic is a note if a JSON
    /// media type has the same schema.
    pub(super) fn check_untyped(
        &mut self,
        name: &str,
        all: &'d IndexMap<String, MediaType>,
        pointer: &Pointer,
    ) {
        let Some((media, node)) = all.get(name).and_then(|it| Some((it, it.schema.as_ref()?)))
        else {
            return;
        };
        let pointer = pointer.child(name).child("schema");
        let Some((schema, _)) = self.resolve_schema(node.into(), &pointer) else {
            self.report_unresolved(node.into(), &pointer);
            return;
        };
        if !schema.is_composed() && (schema.ty() == Some("string") || schema.is_unconstrained()) {
            if !schema.values.is_empty() {
                let message = format!("the values of `{name}` aren't generated: the body is text");
                let found = Diagnostic::note(Code::NotGenerated, &pointer.child("enum"), message);
                let help = "compare the body with the values yourself; listed values are an enum only in JSON and in headers";
                self.diagnostics.report(found.help(help));
            }
            return;
        }
        let message = format!("the schema of `{name}` isn't generated: the body is bytes or text");
        let help = "encode or decode the body yourself";
        let mut others = all.iter();
        if others.any(|(other, it)| is_json(other) && it.schema == media.schema) {
            let note = Diagnostic::note(Code::NotGenerated, &pointer, message);
            self.diagnostics.report(note.help(help));
        } else {
            self.unused(Code::NotGenerated, &pointer, message, help);
        }
    }

    /// Reports duplicate parameters of an operation or a path item.
    pub(super) fn check_duplicate_parameters(&mut self, selected: &SelectedOperation<'d>) {
        let shared = (&selected.item.parameters, &selected.item_pointer);
        let own = (&selected.operation.parameters, &selected.pointer);
        for (nodes, pointer) in [shared, own] {
            let pointer = pointer.child("parameters");
            let mut seen: BTreeMap<ParameterKey<'d>, &'d Parameter> = BTreeMap::new();
            for (index, node) in nodes.iter().enumerate() {
                let pointer = pointer.child(index);
                let Ok(found) = self.resolver.resolve(node, &pointer) else {
                    continue;
                };
                let parameter = key(found.item);
                if let Some(twin) = seen.get(&parameter) {
                    let name = &found.item.name;
                    let other = &twin.name;
                    let message = match name == other {
                        true => format!("duplicate parameter `{name}`"),
                        false => format!(
                            "duplicate header parameters `{other}` and `{name}`: header names ignore case"
                        ),
                    };
                    let help = "remove one of them; the last one is used";
                    self.unused(Code::Contradiction, &pointer, message, help);
                } else {
                    seen.insert(parameter, found.item);
                }
            }
        }
    }

    /// Reports tags after the first: an operation is in one module.
    pub(super) fn check_tags(&mut self, selected: &SelectedOperation<'d>) {
        let tags = &selected.operation.tags;
        let further = tags.iter().enumerate().skip(1);
        for (index, tag) in further.filter(|(_, tag)| tags.first() != Some(*tag)) {
            let message = format!("the operation isn't in the module of its further tag `{tag}`");
            let pointer = selected.pointer.child("tags").child(index);
            self.diagnostics.report(
                Diagnostic::note(Code::NotGenerated, &pointer, message).help(
                    "put the tag that names the module first; the other tags are ignored here",
                ),
            );
        }
    }

    /// Returns a field for an undeclared name in `required`. The field is optional: such names are
    /// often mistakes, and a response without the property must not fail. Returns `None` if
    /// `additionalProperties` has a schema.
    pub(super) fn undeclared(
        &mut self,
        json_name: &str,
        is_typed: bool,
        entry: &Pointer,
        context: &SchemaContext,
    ) -> Option<Field> {
        let message = format!("the required property `{json_name}` isn't declared");
        let help = match is_typed {
            true => "declare it in `properties`; it is an additional property here",
            false => "declare it in `properties`; it is an optional field of raw JSON here",
        };
        self.unused(Code::Contradiction, entry, message, help);
        (!is_typed).then(|| Field {
            json_name: json_name.to_owned(),
            pointer: entry.clone(),
            docs: Docs {
                constraints: vec!["required, but not declared".to_owned()],
                ..Docs::default()
            },
            presence: Presence::Optional,
            ty: self.unconstrained(&context.pointer),
            constant: None,
            is_tag: false,
            fallback: None,
            is_selecting: false,
            direction: None,
            secrecy: secrecy(json_name, &TypeRef::Json, self.settings),
        })
    }

    /// Reports names in `required` of an object that declares no properties.
    pub(super) fn check_required_of_map(
        &mut self,
        properties: &Properties<'_>,
        context: &SchemaContext,
    ) {
        for json_name in &properties.required {
            let message = format!("the required property `{json_name}` isn't declared");
            let help = "declare it in `properties`; it is an entry of a map here";
            let pointer = properties.required_entry(json_name, &context.pointer);
            self.unused(Code::Contradiction, &pointer, message, help);
        }
    }

    /// Reports mapped values whose targets don't inherit from the component of the discriminator.
    pub(super) fn check_inherited_mapping(&mut self, name: &str, discriminator: &'d Discriminator) {
        let inheritance = self.inheritance;
        let pointer = component_pointer::<Schema>(name).child("discriminator");
        let is_path = inheritance.discriminator(name).is_some_and(|it| it.is_path);
        if is_path && !inheritance.children(name).is_empty() {
            self.report_path(&discriminator.property_name, &pointer);
        } else if !inheritance.children(name).is_empty() {
            let family = [name]
                .into_iter()
                .chain(inheritance.children(name).iter().copied());
            let values: Vec<JsonValues> = family
                .flat_map(|name| self.values_of_component(name))
                .collect();
            self.check_discriminator_property(
                &discriminator.property_name,
                values.iter(),
                &pointer,
            );
        } else if discriminator.mapping.is_empty() {
            let message = format!("the discriminator of `{name}` has no variants");
            let help = format!(
                "add a reference to `{name}` to the `allOf` of its variants; `{}` is an ordinary property here",
                discriminator.property_name
            );
            self.diagnostics
                .report(Diagnostic::note(Code::NotGenerated, &pointer, message).help(help));
        }
        let pointer = pointer.child("mapping");
        for (value, target) in &discriminator.mapping {
            let component = inheritance.component(self.resolver, target);
            if component.is_none_or(|component| inheritance.inherits(component, name)) {
                continue;
            }
            let message =
                format!("`{value}` is mapped to `{target}`, which doesn't inherit from `{name}`");
            let help = format!(
                "add a reference to `{name}` to the `allOf` of the target; the value is read as the base here"
            );
            self.unused(Code::Contradiction, &pointer.child(value), message, &help);
        }
    }

    pub(super) fn values_of_component(&mut self, name: &str) -> Vec<JsonValues> {
        let schema = self.inheritance.schemas.get(name).copied();
        let pointer = component_pointer::<Schema>(name);
        let values = schema.and_then(|it| self.json_values(Node::Inline(it), &pointer));
        values.unwrap_or_default()
    }

    pub(super) fn unused(&mut self, code: Code, pointer: &Pointer, message: String, help: &str) {
        self.diagnostics
            .report(Diagnostic::warning(code, pointer, message).help(help));
    }
}
