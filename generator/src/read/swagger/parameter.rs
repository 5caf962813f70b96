//! Parameters outside of the body, and value definitions.

use serde_json::{Map, Value, json};

use super::schema::schema;
use super::{Conversion, ConversionContext, get, kept, referring};
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;
use crate::read::extension;
use crate::read::node_kind::swagger::VALUE_KEYS;

/// An item of `parameters`.
#[derive(Clone)]
pub(super) struct ListedParameter<'d> {
    /// The item, which may be a reference.
    pub(super) node: &'d Value,
    /// The resolved parameter.
    pub(super) resolved: &'d Value,
    pub(super) pointer: Pointer,
    /// The pointer of the item.
    pub(super) listed: Pointer,
}

/// The role of a parameter in OpenAPI 3.0.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Parameter,
    Body,
    Form,
}

/// The maximum length of a chain of references.
const MAX_STEPS: usize = 16;

/// Returns `true` for a key of a parameter or header that defines its value.
fn is_of_value(key: &str) -> bool {
    match key {
        "items" | "x-nullable" | "x-ms-enum" | extension::BOUNDS => true,
        "description" | "collectionFormat" => false,
        key => VALUE_KEYS.contains(&key) || key.starts_with("x-enum"),
    }
}

pub(super) fn kind(parameter: &Value) -> Kind {
    match parameter.get("in").and_then(Value::as_str) {
        Some("body") => Kind::Body,
        Some("formData") => Kind::Form,
        _ => Kind::Parameter,
    }
}

impl ListedParameter<'_> {
    pub(super) fn kind(&self) -> Kind {
        kind(self.resolved)
    }

    /// Returns the name of the shared parameter that the item refers to.
    pub(super) fn component(&self) -> Option<&str> {
        let reference = self.node.get("$ref")?.as_str()?;
        let name = reference.strip_prefix("#/parameters/")?;
        (!name.contains('/')).then_some(name)
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.resolved.get("name")?.as_str()
    }
}

impl<'d> Conversion<'d> {
    /// Returns the parameters of a path or an operation.
    pub(super) fn listed(&self, holder: &'d Value, pointer: &Pointer) -> Vec<ListedParameter<'d>> {
        let items = get(holder, "parameters").and_then(Value::as_array);
        let items = items.into_iter().flatten().enumerate();
        let listed = items.map(|(index, node)| {
            let listed = pointer.child("parameters").child(index);
            let (resolved, pointer) = self.resolved(node).unwrap_or((node, listed.clone()));
            ListedParameter {
                node,
                resolved,
                pointer,
                listed,
            }
        });
        listed.collect()
    }

    /// Resolves a reference to a shared parameter.
    fn resolved(&self, node: &'d Value) -> Option<(&'d Value, Pointer)> {
        let (mut node, mut pointer) = (node, None);
        for _ in 0..MAX_STEPS {
            let Some(Value::String(reference)) = node.get("$ref") else {
                break;
            };
            let target = Pointer::from_fragment(reference)?;
            node = target.look(self.document)?;
            pointer = Some(target);
        }
        Some((node, pointer?))
    }

    /// Converts the listed parameters outside of the body. A value that isn't an array is
    /// unchanged.
    pub(super) fn parameters(
        &mut self,
        holder: &Value,
        listed: &[ListedParameter<'d>],
        at: &ConversionContext,
    ) -> Option<Value> {
        let parameters = get(holder, "parameters")?;
        let at = at.child("parameters");
        if !parameters.is_array() {
            return Some(parameters.clone());
        }
        let mut new = Vec::new();
        for one in listed {
            if one.kind() != Kind::Parameter {
                if one.node.get("$ref").is_some() {
                    self.beside(one.node, &one.listed);
                }
                continue;
            }
            let at = ConversionContext {
                new: at.new.child(new.len()),
                old: one.listed.clone(),
            };
            self.record_pointer(&at);
            new.push(self.parameter(one.node, &at));
        }
        (!new.is_empty()).then_some(Value::Array(new))
    }

    /// Converts the shared parameters, and the shared body parameters. A form field is repeated in
    /// each form that uses it.
    pub(super) fn shared_parameters(
        &mut self,
        all: &'d Value,
        at: &ConversionContext,
        bodies_at: &ConversionContext,
    ) -> (Value, Map<String, Value>) {
        let Value::Object(entries) = all else {
            return (all.clone(), Map::new());
        };
        self.record_pointer(at);
        let (mut parameters, mut bodies) = (Map::new(), Map::new());
        for (name, node) in entries {
            let parameter = self.resolved(node).map_or(node, |(target, _)| target);
            match kind(parameter) {
                Kind::Parameter => {
                    let new = self.parameter(node, &at.child(name));
                    parameters.insert(name.clone(), new);
                }
                Kind::Body => {
                    let new = self.shared_body(parameter, &bodies_at.child(name));
                    bodies.insert(name.clone(), new);
                }
                Kind::Form => {}
            }
        }
        (Value::Object(parameters), bodies)
    }

    fn parameter(&mut self, node: &Value, at: &ConversionContext) -> Value {
        let Value::Object(keys) = node else {
            return node.clone();
        };
        if let Some(Value::String(target)) = keys.get("$ref") {
            return referring(keys, target);
        }
        let is_query = keys.get("in") == Some(&json!("query"));
        if keys.get("type") == Some(&json!("file")) {
            let help = "write `in: formData`; the parameter is a string here";
            let pointer = at.old.child("type");
            self.report(
                Code::InvalidNode,
                &pointer,
                "unsupported type `file` of a parameter",
                help,
            );
        }
        let mut new = kept(keys, &["name", "in", "description", "required"]);
        if let Some(empty) = keys.get("allowEmptyValue").filter(|_| is_query) {
            new.insert("allowEmptyValue".to_owned(), empty.clone());
        }
        let mut value = self.schema_or_value("a parameter", node, at);
        let format = self.format(node, at);
        match (format, format.style()) {
            (Format::None, _) => {}
            (Format::Multi, _) if is_query => {}
            (Format::Multi, _) => self.not_here("multi", at),
            (_, Some(style)) if is_query => {
                new.insert("style".to_owned(), json!(style));
                new.insert("explode".to_owned(), json!(false));
            }
            (Format::Commas, _) => {}
            _ => {
                let note = text_note(&value, format);
                value = self.as_string(value, at);
                describe(&mut new, &note);
            }
        }
        self.record_pointer(&at.within("schema"));
        new.insert("schema".to_owned(), value);
        Value::Object(new)
    }

    /// Returns the schema of a parameter or form field. Only a body may have a `schema`, but
    /// documents have it elsewhere too, and its meaning is clear.
    pub(super) fn schema_or_value(
        &mut self,
        name: &str,
        node: &Value,
        at: &ConversionContext,
    ) -> Value {
        match get(node, "schema") {
            Some(value) => {
                let pointer = at.old.child("schema");
                self.moved(&pointer, &pointer);
                let message = format!("`schema` of {name} is used");
                let found = Diagnostic::note(Code::UnknownKey, &pointer, message);
                let help = "Swagger 2.0 has `schema` only in a body; write the keys of the schema into \
                            the parameter";
                self.found.push(found.help(help));
                schema(value.clone())
            }
            None => self.value(name, node, at),
        }
    }

    /// Converts a value definition to a schema.
    pub(super) fn value(&mut self, name: &str, node: &Value, at: &ConversionContext) -> Value {
        let Value::Object(keys) = node else {
            return json!({});
        };
        let entries = keys.iter();
        let entries = entries.filter(|(key, _)| is_of_value(key));
        let mut value: Map<String, Value> = entries
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        if !value.contains_key("type") && !value.contains_key("enum") {
            self.missing(name, "type", "a string", at);
            value.insert("type".to_owned(), json!("string"));
        }
        let mut value = Value::Object(value);
        plain_items(&mut value);
        schema(value)
    }

    /// Reports a missing key, and the assumed value.
    pub(super) fn missing(&mut self, name: &str, key: &str, assumed: &str, at: &ConversionContext) {
        let message = format!("missing `{key}` in {name}");
        let found = Diagnostic::warning(Code::MissingKey, &at.new, message);
        let help = format!("add it; {assumed} is assumed");
        self.found.push(found.help(help));
    }

    /// Returns the serialization of an array.
    pub(super) fn format(&mut self, node: &Value, at: &ConversionContext) -> Format {
        if get(node, "type") != Some(&json!("array")) {
            return Format::None;
        }
        let format = self.format_of_list(node, at);
        let items = get(node, "items").and_then(|items| get(items, "type"));
        match format {
            Format::Multi => Format::Multi,
            _ if items == Some(&json!("array")) => Format::Nested,
            format => format,
        }
    }

    fn format_of_list(&mut self, node: &Value, at: &ConversionContext) -> Format {
        match get(node, "collectionFormat").map(|format| (format, format.as_str())) {
            None | Some((_, Some("csv"))) => Format::Commas,
            Some((_, Some("ssv"))) => Format::Spaces,
            Some((_, Some("pipes"))) => Format::Pipes,
            Some((_, Some("tsv"))) => Format::Tabs,
            Some((_, Some("multi"))) => Format::Multi,
            Some((format, _)) => {
                let pointer = at.old.child("collectionFormat");
                let message = format!("unknown `collectionFormat` {format}");
                let help = "write `csv`, `ssv`, `tsv`, `pipes` or `multi`; `csv` is assumed here";
                self.report(Code::InvalidNode, &pointer, &message, help);
                Format::Commas
            }
        }
    }

    /// Reports a format that only queries and forms support.
    pub(super) fn not_here(&mut self, format: &str, at: &ConversionContext) {
        let pointer = at.old.child("collectionFormat");
        let message = format!("`{format}` is valid only in a query or a form");
        let help = "write another format; `csv` is assumed here";
        self.report(Code::InvalidNode, &pointer, &message, help);
    }

    /// Converts an array without a style in 3.0 to the string of its serialization.
    pub(super) fn as_string(&mut self, list: Value, at: &ConversionContext) -> Value {
        let pointer = at.old.child("collectionFormat");
        let message = "unsupported `collectionFormat`: the array is generated as a string";
        let help = "join the items with the separator of the format";
        self.report(Code::UnsupportedSchema, &pointer, message, help);
        let description = list.get("description").cloned();
        let mut string = Map::new();
        string.insert("type".to_owned(), json!("string"));
        string.extend(description.map(|value| ("description".to_owned(), value)));
        Value::Object(string)
    }
}

/// The serialization of an array.
#[derive(Clone, Copy)]
pub(super) enum Format {
    /// Not an array.
    None,
    Commas,
    Spaces,
    Tabs,
    Pipes,
    /// A separate parameter for each item.
    Multi,
    /// An array of arrays.
    Nested,
}

impl Format {
    /// Returns the style in queries and forms of 3.0.
    pub(super) fn style(self) -> Option<&'static str> {
        match self {
            Self::Commas => Some("form"),
            Self::Spaces => Some("spaceDelimited"),
            Self::Pipes => Some("pipeDelimited"),
            Self::None | Self::Tabs | Self::Multi | Self::Nested => None,
        }
    }

    /// Returns the separator of the items in a string.
    pub(super) fn separator(self) -> Option<&'static str> {
        match self {
            Self::Commas => Some(","),
            Self::Spaces => Some(" "),
            Self::Tabs => Some("\t"),
            Self::Pipes => Some("|"),
            Self::None | Self::Multi | Self::Nested => None,
        }
    }
}

/// Documents an array that is one string: its separator and its values.
pub(super) fn text_note(list: &Value, format: Format) -> String {
    let separator = match format {
        Format::Commas => "commas",
        Format::Spaces => "spaces",
        Format::Tabs => "tabs",
        Format::Pipes => "`|`",
        Format::None | Format::Multi | Format::Nested => {
            return "An array as one string.".to_owned();
        }
    };
    let values = list.pointer("/items/enum").and_then(Value::as_array);
    let values = values
        .into_iter()
        .flatten()
        .map(|value| format!("`{value}`"));
    let values: Vec<String> = values.collect();
    let listed = match values.is_empty() {
        true => String::new(),
        false => format!(", each one of {}", values.join(", ")),
    };
    format!("Values separated by {separator}{listed}.")
}

/// Adds a paragraph to the description of a node.
pub(super) fn describe(node: &mut Map<String, Value>, note: &str) {
    let own = node.get("description").and_then(Value::as_str);
    let all = own.map_or_else(|| note.to_owned(), |own| format!("{own}\n\n{note}"));
    node.insert("description".to_owned(), json!(all));
}

/// Removes the formats of nested arrays, which schemas don't have.
fn plain_items(value: &mut Value) {
    let mut value = value;
    while let Some(items) = value.get_mut("items") {
        if let Value::Object(keys) = items {
            keys.shift_remove("collectionFormat");
        }
        value = items;
    }
}
