//! Parameters that aren't in the body, and what says of a value what it is.

use serde_json::{Map, Value, json};

use super::schema::schema;
use super::{Conversion, ConversionContext, get, kept, referring};
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;

/// A parameter in a list of them.
#[derive(Clone)]
pub(super) struct ListedParameter<'d> {
    /// The node in the list, which may be a reference.
    pub(super) node: &'d Value,
    /// The parameter itself, and where it was written.
    pub(super) said: &'d Value,
    pub(super) pointer: Pointer,
    /// Where it is listed.
    pub(super) listed: Pointer,
}

/// What becomes of a parameter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Parameter,
    Body,
    Form,
}

/// The keys of a parameter or header that are of its value.
const VALUE: [&str; 17] = [
    "type",
    "format",
    "items",
    "default",
    "enum",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "x-nullable",
];

/// References from one parameter to another that are followed.
const MAX_STEPS: usize = 16;

pub(super) fn kind(parameter: &Value) -> Kind {
    match parameter.get("in").and_then(Value::as_str) {
        Some("body") => Kind::Body,
        Some("formData") => Kind::Form,
        _ => Kind::Parameter,
    }
}

impl ListedParameter<'_> {
    pub(super) fn kind(&self) -> Kind {
        kind(self.said)
    }

    /// The shared parameter that it is, as a reference has it.
    pub(super) fn component(&self) -> Option<&str> {
        let reference = self.node.get("$ref")?.as_str()?;
        let name = reference.strip_prefix("#/parameters/")?;
        (!name.contains('/')).then_some(name)
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.said.get("name")?.as_str()
    }
}

impl<'d> Conversion<'d> {
    /// The parameters that a path or an operation lists.
    pub(super) fn listed(&self, holder: &'d Value, pointer: &Pointer) -> Vec<ListedParameter<'d>> {
        let items = get(holder, "parameters").and_then(Value::as_array);
        let items = items.into_iter().flatten().enumerate();
        let listed = items.map(|(index, node)| {
            let listed = pointer.child("parameters").child(index);
            let (said, pointer) = self.resolved(node).unwrap_or((node, listed.clone()));
            ListedParameter {
                node,
                said,
                pointer,
                listed,
            }
        });
        listed.collect()
    }

    /// What a reference to a shared parameter leads to, and where that is.
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

    /// Those of the listed parameters that are none of the body. What isn't a list stays as it is.
    pub(super) fn parameters(
        &mut self,
        holder: &Value,
        listed: &[ListedParameter<'d>],
        at: &ConversionContext,
    ) -> Option<Value> {
        let said = get(holder, "parameters")?;
        let at = at.child("parameters");
        if !said.is_array() {
            return Some(said.clone());
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

    /// The shared parameters: those that stay parameters, and those that are bodies. A field of a
    /// form is said in each form that it is of.
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
            let said = self.resolved(node).map_or(node, |(said, _)| said);
            match kind(said) {
                Kind::Parameter => {
                    let new = self.parameter(node, &at.child(name));
                    parameters.insert(name.clone(), new);
                }
                Kind::Body => {
                    let new = self.shared_body(said, &bodies_at.child(name));
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
                value = self.as_text(value, at);
                describe(&mut new, &note);
            }
        }
        self.record_pointer(&at.within("schema"));
        new.insert("schema".to_owned(), value);
        Value::Object(new)
    }

    /// The schema of a parameter or a field of a form. Only a body has one that is said as such, but
    /// there are documents that have it everywhere, and it is plain what it means.
    pub(super) fn schema_or_value(
        &mut self,
        name: &str,
        node: &Value,
        at: &ConversionContext,
    ) -> Value {
        match get(node, "schema") {
            Some(said) => {
                let pointer = at.old.child("schema");
                self.moved(&pointer, &pointer);
                let message = format!("`schema` of {name} is obeyed");
                let found = Diagnostic::note(Code::UnknownKey, &pointer, message);
                let help = "only a body has it in Swagger 2.0; write its keys into the parameter";
                self.found.push(found.help(help));
                schema(said.clone())
            }
            None => self.value(name, node, at),
        }
    }

    /// The schema of what says itself what it is.
    pub(super) fn value(&mut self, name: &str, node: &Value, at: &ConversionContext) -> Value {
        let Value::Object(keys) = node else {
            return json!({});
        };
        let entries = keys.iter();
        let entries = entries.filter(|(key, _)| VALUE.contains(&key.as_str()));
        let mut value: Map<String, Value> = entries
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        if !value.contains_key("type") && !value.contains_key("enum") {
            self.missing(name, "type", "a text", at);
            value.insert("type".to_owned(), json!("string"));
        }
        let mut value = Value::Object(value);
        plain_items(&mut value);
        schema(value)
    }

    /// Reports that a node lacks a key, and what it is taken for.
    pub(super) fn missing(
        &mut self,
        name: &str,
        key: &str,
        taken_for: &str,
        at: &ConversionContext,
    ) {
        let message = format!("{name} has no `{key}`, which Swagger 2.0 requires");
        let found = Diagnostic::warning(Code::MissingKey, &at.new, message);
        let help = format!("add it; until then it is taken for {taken_for}");
        self.found.push(found.help(help));
    }

    /// How a list is written.
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
                let message = format!("{format} is no format of lists");
                let help =
                    "a list is `csv`, `ssv`, `tsv`, `pipes` or `multi`; it is taken for `csv`";
                self.report(Code::InvalidNode, &pointer, &message, help);
                Format::Commas
            }
        }
    }

    /// Reports a format that only queries and forms have.
    pub(super) fn not_here(&mut self, format: &str, at: &ConversionContext) {
        let pointer = at.old.child("collectionFormat");
        let message = format!("`{format}` is for lists in a query or a form only");
        let help = "it is taken for `csv`";
        self.report(Code::InvalidNode, &pointer, &message, help);
    }

    /// A list that has no style in 3.0: the text that it is written as.
    pub(super) fn as_text(&mut self, list: Value, at: &ConversionContext) -> Value {
        let pointer = at.old.child("collectionFormat");
        let message = "this list is a text here: OpenAPI 3.0 has no style for its format";
        let help = "write its values into one text, with what is between them";
        self.report(Code::UnsupportedSchema, &pointer, message, help);
        let description = list.get("description").cloned();
        let mut text = Map::new();
        text.insert("type".to_owned(), json!("string"));
        text.extend(description.map(|said| ("description".to_owned(), said)));
        Value::Object(text)
    }
}

/// How a list is written.
#[derive(Clone, Copy)]
pub(super) enum Format {
    /// It is no list.
    None,
    Commas,
    Spaces,
    Tabs,
    Pipes,
    /// Each value for itself.
    Multi,
    /// It has lists in it.
    Nested,
}

impl Format {
    /// The style that it is in the queries and forms of 3.0.
    pub(super) fn style(self) -> Option<&'static str> {
        match self {
            Self::Commas => Some("form"),
            Self::Spaces => Some("spaceDelimited"),
            Self::Pipes => Some("pipeDelimited"),
            Self::None | Self::Tabs | Self::Multi | Self::Nested => None,
        }
    }

    /// What is between the values of a list that is one text.
    pub(super) fn between(self) -> Option<&'static str> {
        match self {
            Self::Commas => Some(","),
            Self::Spaces => Some(" "),
            Self::Tabs => Some("\t"),
            Self::Pipes => Some("|"),
            Self::None | Self::Multi | Self::Nested => None,
        }
    }
}

/// The documentation of an array that is one string: its separator and its values.
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

/// Takes the formats of lists in lists out, which no schema has.
fn plain_items(value: &mut Value) {
    let mut value = value;
    while let Some(items) = value.get_mut("items") {
        if let Value::Object(keys) = items {
            keys.shift_remove("collectionFormat");
        }
        value = items;
    }
}
