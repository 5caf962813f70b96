//! Descriptions of the constraints of a schema, which clients document but don't validate.

use serde_json::Value;

use crate::lower::schema::{
    number::FORMATS,
    scalar::{applied, docs, string_type},
};
use crate::{
    document::{AdditionalProperties, Bound, Range, ReferenceOr, Schema},
    ir::{JsonType, Scalar, TypeRef},
    markdown,
    settings::Settings,
};

/// Returns the constraint of variants that only require properties: `email` or `phone` is required.
fn alternatives(variants: &[ReferenceOr<Schema>]) -> Option<String> {
    let required = |variant: &ReferenceOr<Schema>| {
        let ReferenceOr::Item(schema) = variant else {
            return None;
        };
        let names: Vec<String> = schema
            .required
            .iter()
            .map(|it| markdown::code(it).to_string())
            .collect();
        (schema.is_unconstrained() && !names.is_empty()).then(|| names.join(" and "))
    };
    let all: Option<Vec<String>> = variants.iter().map(required).collect();
    let all = all.filter(|all| all.len() > 1)?;
    Some(format!("{} is required", all.join(" or ")))
}

/// Returns the constraints of a schema that its Rust type doesn't express.
pub(in crate::lower) fn constraints(keywords: &Schema, settings: &Settings) -> Vec<String> {
    let mut found = Vec::new();
    match keywords.json_type() {
        Some(JsonType::String) => {
            found.extend(string_format(&keywords.format, settings));
            counts(&mut found, keywords.length, "character");
            if let Some(pattern) = &keywords.pattern {
                found.push(format!("matches {}", markdown::code(pattern)));
            }
        }
        Some(JsonType::Integer | JsonType::Number) => {
            found.extend(number_format(keywords));
            if !keywords.is_range_empty() {
                bound(
                    &mut found,
                    "at least",
                    "more than",
                    keywords.minimum.as_ref(),
                );
                bound(
                    &mut found,
                    "at most",
                    "less than",
                    keywords.maximum.as_ref(),
                );
            }
            if let Some(factor) = keywords
                .multiple_of
                .as_ref()
                .filter(|factor| *factor != "0" && !factor.is_empty())
            {
                found.push(format!("a multiple of {factor}"));
            }
            // Listed integers are the variants of an enum.
            if keywords.integers().is_empty() || keywords.json_type() == Some(JsonType::Number) {
                one_of(&mut found, keywords);
            }
        }
        Some(JsonType::Array) => {
            counts(&mut found, keywords.item_count, "item");
            if keywords.unique_items {
                found.push("unique items".to_owned());
            }
            let items = keywords.items.as_ref();
            found.extend(of_inner("items", items, settings));
            one_of(&mut found, keywords);
        }
        Some(JsonType::Object) => {
            counts(&mut found, keywords.property_count, "property");
            if let Some(AdditionalProperties::Schema(values)) = &keywords.additional_properties {
                found.extend(of_inner("values", Some(values), settings));
            }
            found.extend(alternatives(keywords.any_of.as_slice()));
            found.extend(alternatives(keywords.one_of.as_slice()).map(|it| format!("either {it}")));
            one_of(&mut found, keywords);
        }
        Some(JsonType::Boolean) => {
            found.extend(format_text(&keywords.format));
            one_of(&mut found, keywords);
        }
        Some(JsonType::Null) | None => {
            if !keywords.is_range_empty() {
                bound(
                    &mut found,
                    "at least",
                    "more than",
                    keywords.minimum.as_ref(),
                );
                bound(
                    &mut found,
                    "at most",
                    "less than",
                    keywords.maximum.as_ref(),
                );
            }
            counts(&mut found, keywords.item_count, "item");
            counts(&mut found, keywords.property_count, "property");
            one_of(&mut found, keywords);
        }
    }
    match keywords.not.as_ref().map(|not| not.json.as_str()) {
        Some("{}") => found.push("no valid value".to_owned()),
        Some(schema) => found.push(format!(
            "must not match the schema {}",
            markdown::code(schema)
        )),
        None => {}
    }
    let unchecked = keywords.unchecked.iter();
    found.extend(unchecked.filter_map(|(key, value)| describe_keyword(key, value)));
    // Constraints in a member of `allOf` or the only variant, without other keywords, apply to the
    // whole schema.
    for part in applied(keywords) {
        if let ReferenceOr::Item(part) = part
            && has_only_constraints(part)
        {
            found.extend(constraints(part, settings));
        }
    }
    found.extend(of_other_values(keywords, settings));
    found
}

/// Returns `true` if a schema inside another schema has only constraints.
fn has_only_constraints(part: &Schema) -> bool {
    (part.json_type() != Some(JsonType::Object) || part.is_unconstrained())
        && part.values.is_empty()
        && !part.is_composed()
}

/// Returns the constraints of the unlisted strings of an open enumeration.
fn of_other_values(schema: &Schema, settings: &Settings) -> Vec<String> {
    let variants = [schema.one_of.as_slice(), schema.any_of.as_slice()].concat();
    let views = variants.iter().filter_map(|variant| match variant {
        ReferenceOr::Item(variant) => Some(variant),
        ReferenceOr::Reference(_) => None,
    });
    let strings = views.filter(|variant| variant.json_type() == Some(JsonType::String));
    let (listed, open): (Vec<_>, Vec<_>) = strings.partition(|variant| !variant.values.is_empty());
    if listed.is_empty() {
        return Vec::new();
    }
    let unlisted = open
        .iter()
        .flat_map(|variant| constraints(variant, settings));
    unlisted
        .map(|constraint| format!("other values: {constraint}"))
        .collect()
}

/// Returns the documentation of an array's items or a map's values, unless they have a named type.
fn of_inner(noun: &str, node: Option<&ReferenceOr<Schema>>, settings: &Settings) -> Vec<String> {
    let Some(ReferenceOr::Item(inner)) = node else {
        return Vec::new();
    };
    if has_type(inner) {
        return Vec::new();
    }
    let docs = docs(inner, settings);
    let description = docs.description.as_deref().map(markdown::line);
    let default = docs.default.as_ref().map(Value::to_string);
    let default = default.map(|value| format!("{} by default", markdown::code(&value)));
    let notes = description.into_iter().chain(default);
    let notes = notes.chain(docs.constraints);
    notes.map(|fact| format!("{noun}: {fact}")).collect()
}

/// Returns `true` for a schema whose type has documentation of its own.
fn has_type(schema: &Schema) -> bool {
    let choices = schema.one_of.len() + schema.any_of.len();
    let is_union = choices > 0 && applied(schema).count() == schema.all_of.len();
    let has_typed_part = || {
        applied(schema)
            .filter_map(ReferenceOr::as_item)
            .any(has_type)
    };
    is_union
        || schema.json_type() == Some(JsonType::Object)
        || !schema.values.is_empty()
        || has_typed_part()
}

/// Describes a keyword of JSON Schema 2020-12.
fn describe_keyword(key: &str, value: &Value) -> Option<String> {
    let code = |value: &Value| match value {
        Value::String(string) => markdown::code(string),
        value => markdown::code(&value.to_string()),
    };
    let all = |values: &Value| {
        let values = values.as_array().into_iter().flatten();
        values.map(code).collect::<Vec<_>>().join(", ")
    };
    let each = |describe: &dyn Fn(String, &Value) -> String| {
        let entries = value.as_object().into_iter().flatten();
        let entries = entries.map(|(key, value)| describe(markdown::code(key), value));
        entries.collect::<Vec<_>>().join(", ")
    };
    Some(match key {
        "type" => format!("one of the types {}", all(value)),
        "prefixItems" => format!("begins with items of the schemas {}", all(value)),
        "contains" => format!("has an item of the schema {}", code(value)),
        "minContains" => format!("at least {} such items", code(value)),
        "maxContains" => format!("at most {} such items", code(value)),
        "patternProperties" => each(&|name, schema| {
            format!(
                "properties that match {name} have the schema {}",
                code(schema)
            )
        }),
        "propertyNames" => format!("property names match the schema {}", code(value)),
        "dependentRequired" => {
            each(&|name, required| format!("if {name} is present, {} is required", all(required)))
        }
        "dependentSchemas" => each(&|name, schema| {
            format!(
                "if {name} is present, the object matches the schema {}",
                code(schema)
            )
        }),
        "if" => format!("if it matches the schema {}", code(value)),
        "then" => format!("then it matches the schema {}", code(value)),
        "else" => format!("else it matches the schema {}", code(value)),
        "contentEncoding" => format!("encoded as {}", code(value)),
        "contentMediaType" => format!("media type {}", code(value)),
        "contentSchema" => format!("its decoded value matches the schema {}", code(value)),
        _ => return None,
    })
}

/// Returns the format of a string whose Rust type is `String`.
fn string_format(format: &str, settings: &Settings) -> Option<String> {
    let plain = string_type(format, settings) == TypeRef::Scalar(Scalar::String);
    format_text(format).filter(|_| plain)
}

/// Returns the format of a number if it doesn't determine the Rust type.
fn number_format(schema: &Schema) -> Option<String> {
    let is_type = match schema.json_type() {
        Some(JsonType::Integer) => FORMATS.iter().any(|(format, ..)| *format == schema.format),
        _ => ["float", "double"].contains(&schema.format.as_str()),
    };
    format_text(&schema.format).filter(|_| !is_type)
}

fn format_text(format: &str) -> Option<String> {
    (!format.is_empty()).then(|| format!("format {}", markdown::code(format)))
}

fn counts(found: &mut Vec<String>, range: Range<usize>, unit: &str) {
    if range.is_empty() {
        return;
    }
    let plural = |count: usize| match (count, unit) {
        (1, _) => unit.to_owned(),
        (_, "property") => "properties".to_owned(),
        _ => format!("{unit}s"),
    };
    match (range.least, range.most) {
        (Some(least), Some(most)) if least == most => {
            found.push(format!("exactly {least} {}", plural(least)));
        }
        (least, most) => {
            found.extend(least.map(|least| format!("at least {least} {}", plural(least))));
            found.extend(most.map(|most| format!("at most {most} {}", plural(most))));
        }
    }
}

fn bound(found: &mut Vec<String>, inclusive: &str, exclusive: &str, limit: Option<&Bound>) {
    // The digits of a bound behind an alias are unknown.
    let limit = limit.filter(|limit| !limit.text.is_empty());
    found.extend(limit.map(|limit| {
        let relation = if limit.exclusive {
            exclusive
        } else {
            inclusive
        };
        format!("{relation} {}", limit.text)
    }));
}

/// Describes a schema with one value.
pub(in crate::lower) fn always(value: &Value) -> String {
    let string = value.as_str().map_or(value.to_string(), str::to_owned);
    format!("always {}", markdown::code(&string))
}

/// Returns the constraints of a string body, whose Rust type lists no values.
pub(in crate::lower) fn of_string(schema: &Schema, settings: &Settings) -> Vec<String> {
    let mut found = Vec::new();
    one_of(&mut found, schema);
    found.extend(constraints(schema, settings));
    found
}

fn one_of(found: &mut Vec<String>, schema: &Schema) {
    let text = |value: &Value| match value.as_f64() {
        // The last digits of large numbers are unknown, as their exponent shows.
        Some(number) if value.is_f64() && is_large(number) => format!("{number:e}"),
        // The values of a number schema are floats: `2` is `2.0`.
        Some(number) if value.is_f64() => number.to_string(),
        _ => value.to_string(),
    };
    let null = schema.lists_null().then_some(&Value::Null);
    let values = schema.values.iter().chain(null);
    let strings: Vec<String> = values.map(|value| markdown::code(&text(value))).collect();
    match strings.as_slice() {
        [] => {}
        [only] => found.push(format!("always {only}")),
        all => found.push(format!("one of {}", all.join(", "))),
    }
}

/// Returns `true` for a float whose neighbors are integers.
fn is_large(float: f64) -> bool {
    const TWO_TO_53: f64 = 9_007_199_254_740_992.0;

    float.abs() >= TWO_TO_53
}
