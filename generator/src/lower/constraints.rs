//! What a schema demands of a value, in words: it is documented, not checked.

use openapiv3::{SchemaKind, StringType, Type};

use super::scalar::{format, text};
use crate::{
    ir::{Scalar, TypeRef},
    settings::Settings,
};

use crate::markdown;

/// The demands of a schema that its Rust type doesn't make.
pub(super) fn constraints(kind: &SchemaKind, settings: &Settings) -> Vec<String> {
    let SchemaKind::Type(ty) = kind else {
        return Vec::new();
    };
    let mut found = Vec::new();
    match ty {
        Type::String(string) => {
            found.extend(string_format(string, settings));
            counts(
                &mut found,
                string.min_length,
                string.max_length,
                "character",
            );
            if let Some(pattern) = &string.pattern {
                found.push(format!("matches {}", markdown::code(pattern)));
            }
        }
        Type::Integer(integer) => {
            bound(
                &mut found,
                "at least",
                "more than",
                integer.minimum,
                integer.exclusive_minimum,
            );
            bound(
                &mut found,
                "at most",
                "less than",
                integer.maximum,
                integer.exclusive_maximum,
            );
            if let Some(factor) = integer.multiple_of {
                found.push(format!("a multiple of {factor}"));
            }
            one_of(&mut found, &integer.enumeration);
        }
        Type::Number(number) => {
            bound(
                &mut found,
                "at least",
                "more than",
                number.minimum,
                number.exclusive_minimum,
            );
            bound(
                &mut found,
                "at most",
                "less than",
                number.maximum,
                number.exclusive_maximum,
            );
            if let Some(factor) = number.multiple_of {
                found.push(format!("a multiple of {factor}"));
            }
            one_of(&mut found, &number.enumeration);
        }
        Type::Array(array) => {
            counts(&mut found, array.min_items, array.max_items, "item");
            if array.unique_items {
                found.push("no item twice".to_owned());
            }
        }
        Type::Object(object) => {
            counts(
                &mut found,
                object.min_properties,
                object.max_properties,
                "property",
            );
        }
        Type::Boolean(boolean) => one_of(&mut found, &boolean.enumeration),
    }
    found
}

/// The format of a string whose Rust type is still `String`.
fn string_format(string: &StringType, settings: &Settings) -> Option<String> {
    let format = format(string);
    let plain = text(format, settings) == TypeRef::Scalar(Scalar::String);
    (plain && !format.is_empty()).then(|| format!("format {}", markdown::code(format)))
}

fn counts(found: &mut Vec<String>, least: Option<usize>, most: Option<usize>, unit: &str) {
    let plural = |count: usize| match (count, unit) {
        (1, _) => unit.to_owned(),
        (_, "property") => "properties".to_owned(),
        _ => format!("{unit}s"),
    };
    match (least, most) {
        (Some(least), Some(most)) if least == most => {
            found.push(format!("exactly {least} {}", plural(least)));
        }
        _ => {
            found.extend(least.map(|least| format!("at least {least} {}", plural(least))));
            found.extend(most.map(|most| format!("at most {most} {}", plural(most))));
        }
    }
}

fn bound<T: std::fmt::Display>(
    found: &mut Vec<String>,
    inclusive: &str,
    exclusive: &str,
    limit: Option<T>,
    is_exclusive: bool,
) {
    let words = if is_exclusive { exclusive } else { inclusive };
    found.extend(limit.map(|limit| format!("{words} {limit}")));
}

fn one_of<T: std::fmt::Display>(found: &mut Vec<String>, values: &[Option<T>]) {
    if values.is_empty() {
        return;
    }
    let texts: Vec<String> = values
        .iter()
        .flatten()
        .map(|value| format!("`{value}`"))
        .collect();
    found.push(format!("one of {}", texts.join(", ")));
}
