//! Defaults and examples that don't fit their schema.

use serde_json::{Map, Number, Value};

use crate::lower::{
    Lowering,
    schema::{
        Node,
        number::FORMATS,
        schema_keywords::{json_type_of, named},
    },
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{AdditionalProperties, Bound, Range, Schema},
    ir::JsonType,
    markdown::code,
    pointer::Pointer,
};

/// The maximum number of compared items of an array.
const MAX_ITEMS: usize = 20;

/// The maximum number of nested schemas that apply to one value.
const MAX_SCHEMAS: usize = 20;

/// The maximum length of a value in a message.
const MAX_LENGTH: usize = 60;

/// A part of a value that doesn't fit its schema.
pub(in crate::lower) struct Mismatch {
    /// The place of the part.
    pub(in crate::lower) pointer: Pointer,
    /// The message: "expected X, found Y".
    pub(in crate::lower) message: String,
}

impl<'d> Lowering<'d, '_> {
    /// Reports an example at `pointer` that doesn't fit its schema. The first mismatch is enough:
    /// a wrong example often has several.
    pub(in crate::lower) fn check_example(
        &mut self,
        value: &Value,
        node: Node<'d>,
        pointer: &Pointer,
    ) {
        if let Some(found) = self.mismatch(value, node, pointer) {
            let message = format!("the example doesn't fit its schema: {}", found.message);
            self.diagnostics.report(
                Diagnostic::note(Code::Contradiction, &found.pointer, message)
                    .help("correct the example or the schema; the example is documented unchanged"),
            );
        }
    }

    /// Returns the first part of the value at `pointer` that doesn't fit its schema. Unions and
    /// several parts of an `allOf` fit any value, so that each part of the value is visited once.
    pub(in crate::lower) fn mismatch(
        &self,
        value: &Value,
        node: Node<'d>,
        pointer: &Pointer,
    ) -> Option<Mismatch> {
        let (keywords, is_nullable) = self.applied(node)?;
        let mismatch = |message: String| {
            let pointer = pointer.clone();
            Some(Mismatch { pointer, message })
        };
        if value.is_null() {
            let is_typed = keywords.ty().is_some() || !keywords.values.is_empty();
            let is_allowed = is_nullable || keywords.lists_null() || !is_typed;
            return match is_allowed {
                true => None,
                false => mismatch("null isn't allowed".to_owned()),
            };
        }
        if let Some(json) = keywords.ty().and_then(named)
            && !is_of(value, json)
        {
            let expected = article(json);
            return mismatch(format!("expected {expected}, found {}", text(value)));
        }
        if !keywords.values.is_empty() {
            let own = keywords.convert(value);
            let is_listed = keywords.values.contains(own.as_ref().unwrap_or(value));
            return match is_listed {
                true => None,
                false => mismatch(format!("{} isn't among the values of `enum`", text(value))),
            };
        }
        if let Some(message) = out_of_bounds(value, keywords) {
            return mismatch(message);
        }
        match value {
            Value::Array(items) => {
                let node = Node::from(keywords.items.as_ref()?);
                let items = items.iter().take(MAX_ITEMS).enumerate();
                let mut found = items
                    .filter_map(|(index, item)| self.mismatch(item, node, &pointer.child(index)));
                found.next()
            }
            Value::Object(properties) => self.object_mismatch(properties, keywords, pointer),
            _ => None,
        }
    }

    fn object_mismatch(
        &self,
        properties: &Map<String, Value>,
        keywords: &'d Schema,
        pointer: &Pointer,
    ) -> Option<Mismatch> {
        let declared = |name: &String| Some(Node::from(keywords.properties.get(name)?));
        let additional = match keywords.additional_properties.as_ref() {
            Some(AdditionalProperties::Schema(schema)) => Some(Node::from(schema)),
            _ => None,
        };
        // A request has no read-only and a response has no write-only properties.
        let is_needed = |name: &&String| match declared(name) {
            Some(Node::Inline(schema)) => !schema.read_only && !schema.write_only,
            Some(Node::Reference(_)) => true,
            None => false,
        };
        let mut missing = keywords.required.iter().filter(is_needed);
        if let Some(name) = missing.find(|name| !properties.contains_key(*name)) {
            return Some(Mismatch {
                pointer: pointer.clone(),
                message: format!("missing property {}", code(name)),
            });
        }
        let mut found = properties.iter().filter_map(|(name, value)| {
            let node = declared(name).or(additional)?;
            self.mismatch(value, node, &pointer.child(name))
        });
        found.next()
    }

    /// Returns the keywords that apply to a value behind references and single parts of `allOf`,
    /// and `true` if any of the schemas is nullable. Returns `None` for other compositions.
    fn applied(&self, node: Node<'d>) -> Option<(&'d Schema, bool)> {
        let mut node = node;
        let mut is_nullable = false;
        for _ in 0..MAX_SCHEMAS {
            let schema = match node {
                Node::Inline(schema) => schema,
                Node::Reference(reference) => self.follow(reference, &Pointer::root()).ok()?.1,
            };
            is_nullable |= schema.nullable || schema.lists_null();
            if !schema.is_composed() {
                return Some((schema, is_nullable));
            }
            node = match (
                schema.one_of.as_slice(),
                schema.any_of.as_slice(),
                schema.all_of.as_slice(),
            ) {
                ([], [], [only]) if !schema.has_properties() => only.into(),
                _ => return None,
            };
        }
        None
    }
}

/// Returns the bound, length or count that a value violates, as a message.
fn out_of_bounds(value: &Value, keywords: &Schema) -> Option<String> {
    let count = |count: usize, range: Range<usize>, noun: &str| {
        let least = range.least.filter(|least| count < *least);
        let most = range.most.filter(|most| count > *most);
        let least =
            least.map(|least| format!("expected {noun} of at least {least}, found {count}"));
        least.or_else(|| {
            most.map(|most| format!("expected {noun} of at most {most}, found {count}"))
        })
    };
    match value {
        Value::Number(number) => out_of_range(number, keywords),
        Value::String(string) => count(string.chars().count(), keywords.length, "a length"),
        Value::Array(items) => count(items.len(), keywords.item_count, "an item count"),
        Value::Object(all) => count(all.len(), keywords.property_count, "a property count"),
        Value::Null | Value::Bool(_) => None,
    }
}

/// Returns the violated bound of a number, or of its format.
fn out_of_range(number: &Number, keywords: &Schema) -> Option<String> {
    let float = number.as_f64()?;
    let bound = |bound: &Bound| bound.text.parse::<f64>().ok();
    let mut found = None;
    if let Some(minimum) = &keywords.minimum
        && let Some(least) = bound(minimum)
        && (float < least || minimum.exclusive && float == least)
    {
        found = Some(format!("{number} violates the minimum {}", minimum.text));
    }
    if let Some(maximum) = &keywords.maximum
        && let Some(most) = bound(maximum)
        && (float > most || maximum.exclusive && float == most)
    {
        found = Some(format!("{number} violates the maximum {}", maximum.text));
    }
    let mut formats = FORMATS.iter();
    let format = formats.find(|(format, ..)| *format == keywords.format);
    let integer = number.as_i64().map(i128::from);
    let integer = integer.or_else(|| number.as_u64().map(i128::from));
    found.or_else(|| {
        let (format, _, least, most) = format?;
        let is_within = (*least..=*most).contains(&integer?);
        (!is_within).then(|| format!("{number} exceeds the format `{format}`"))
    })
}

/// Returns `true` if a value has a JSON type.
pub(in crate::lower) fn is_of(value: &Value, json: JsonType) -> bool {
    match json_type_of(value) {
        Some(JsonType::Integer) => matches!(json, JsonType::Integer | JsonType::Number),
        found => found == Some(json),
    }
}

fn article(json: JsonType) -> &'static str {
    match json {
        JsonType::Null => "null",
        JsonType::Boolean => "a boolean",
        JsonType::Integer => "an integer",
        JsonType::Number => "a number",
        JsonType::String => "a string",
        JsonType::Array => "an array",
        JsonType::Object => "an object",
    }
}

/// Returns a short value as code, and the JSON type of a long one.
fn text(value: &Value) -> String {
    match value {
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        value => match value.to_string() {
            text if text.len() <= MAX_LENGTH => code(&text),
            _ => json_type_of(value).map_or("null", article).to_owned(),
        },
    }
}
