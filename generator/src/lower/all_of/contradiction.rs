//! Contradictory keywords of a schema.

use crate::document::{Bound, Schema};

use crate::lower::{
    Lowering,
    schema::{Node, SchemaContext, mismatch::is_of},
};
use crate::{diagnostic::Code, ir::JsonType};

impl<'d> Lowering<'d, '_> {
    /// Reports the keywords of a schema that no value satisfies, or that contradict another
    /// keyword.
    pub(in crate::lower) fn check_keywords(&mut self, schema: &'d Schema, context: &SchemaContext) {
        self.check_default(schema, context);
        self.check_inline_discriminator(schema, context);
        self.check_examples(schema, &context.pointer);
        self.check_value_names(schema, &context.pointer);
        self.check_ranges(schema, context);
        if schema.multiple_of.as_deref() == Some("0") {
            let message = "expected a number greater than 0 for `multipleOf`, found `0`";
            let help = "write the factor, or remove the key; it is ignored here";
            let pointer = context.pointer.child("multipleOf");
            self.unused(Code::Contradiction, &pointer, message.to_owned(), help);
        }
        // A float represents `i128::MIN` and `i128::MAX + 1` exactly.
        let end = 2_f64.powi(127);
        let is_beyond = |bound: &Bound| {
            let float = bound.text.trim_start_matches("about ").parse::<f64>();
            float.is_ok_and(|float| float.abs() > end)
        };
        let mut bounds = [&schema.minimum, &schema.maximum].into_iter().flatten();
        if schema.json_type() == Some(JsonType::Integer) && bounds.any(is_beyond) {
            let message = "the integers of this schema have more than 128 bits";
            let help = "use a string or a smaller bound; a value beyond `i128` is an error here";
            self.unused(
                Code::UnsupportedSchema,
                &context.pointer,
                message.to_owned(),
                help,
            );
        }
        for (exclusive, bound) in schema.exclusive_alone() {
            let message = format!("`{exclusive}` has no effect without `{bound}`");
            let help = format!("add `{bound}`, or remove the key; it is ignored here");
            let pointer = context.pointer.child(exclusive);
            self.unused(Code::Contradiction, &pointer, message, &help);
        }
    }

    /// Reports a default that isn't of the type, or isn't among the listed values.
    fn check_default(&mut self, schema: &'d Schema, context: &SchemaContext) {
        let default = schema.default.as_ref();
        let Some(value) = default.filter(|value| !value.is_null()) else {
            return;
        };
        let own = schema.convert(value);
        let is_listed = schema.values.contains(own.as_ref().unwrap_or(value));
        let (message, help) = match schema.json_type() {
            _ if is_listed => return,
            _ if !schema.values.is_empty() => (
                format!("the default `{value}` isn't among the values of `enum`"),
                "add the default to `enum`, or correct it; it is documented unchanged",
            ),
            Some(json) if !is_of(value, json) && !schema.is_composed() => (
                format!(
                    "the default `{value}` isn't of the type `{}`",
                    json.as_str()
                ),
                "write a value of that type; it is documented unchanged",
            ),
            _ => {
                let pointer = context.pointer.child("default");
                if let Some(found) = self.mismatch(value, Node::Inline(schema), &pointer) {
                    let message = format!("the default doesn't fit its schema: {}", found.message);
                    let help = "correct the default or the schema; it is documented unchanged";
                    self.unused(Code::Contradiction, &found.pointer, message, help);
                }
                return;
            }
        };
        let pointer = context.pointer.child("default");
        self.unused(Code::Contradiction, &pointer, message, help);
    }

    /// Reports bounds that exclude all values.
    fn check_ranges(&mut self, schema: &Schema, context: &SchemaContext) {
        if schema.is_range_empty() {
            let text = |bound: Option<&Bound>, inclusive: &str, exclusive: &str| {
                bound.map_or_else(String::new, |bound| match bound.exclusive {
                    true => format!("{exclusive} {}", bound.text),
                    false => format!("{inclusive} {}", bound.text),
                })
            };
            let message = format!(
                "no value is {} and {}",
                text(schema.minimum.as_ref(), "at least", "more than"),
                text(schema.maximum.as_ref(), "at most", "less than"),
            );
            self.empty_range("minimum", message, context);
        }
        for (range, least, most, unit) in [
            (schema.length, "minLength", "maxLength", "string"),
            (schema.item_count, "minItems", "maxItems", "array"),
            (
                schema.property_count,
                "minProperties",
                "maxProperties",
                "object",
            ),
        ] {
            if range.is_empty() {
                let message = format!("no {unit} satisfies both `{least}` and `{most}`");
                self.empty_range(least, message, context);
            }
        }
    }

    fn empty_range(&mut self, key: &str, message: String, context: &SchemaContext) {
        let help = "correct one of the bounds; both are ignored here";
        self.unused(
            Code::Contradiction,
            &context.pointer.child(key),
            message,
            help,
        );
    }
}
