//! Contradictory keywords of a schema.

use openapiv3::Schema;

use super::{
    Lowering,
    bound::Bound,
    mismatch::is_of,
    schema::{Node, SchemaContext},
    schema_keywords::SchemaKeywords,
};
use crate::{diagnostic::Code, ir::JsonType};

impl<'d> Lowering<'d, '_> {
    /// Reports the keywords of a schema that no value satisfies, or that contradict another
    /// keyword.
    pub(super) fn check_keywords(
        &mut self,
        schema: &'d Schema,
        keywords: &SchemaKeywords<'_>,
        context: &SchemaContext,
    ) {
        self.check_default(schema, keywords, context);
        self.check_inline_discriminator(keywords, context);
        self.check_examples(schema, keywords, &context.pointer);
        self.check_value_names(keywords, &context.pointer);
        self.check_ranges(keywords, context);
        if keywords.multiple_of.as_deref() == Some("0") {
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
        let mut bounds = [&keywords.minimum, &keywords.maximum].into_iter().flatten();
        if keywords.json_type() == Some(JsonType::Integer) && bounds.any(is_beyond) {
            let message = "the integers of this schema have more than 128 bits";
            let help = "use a string or a smaller bound; a value beyond `i128` is an error here";
            self.unused(
                Code::UnsupportedSchema,
                &context.pointer,
                message.to_owned(),
                help,
            );
        }
        for (exclusive, bound) in keywords.exclusive_alone() {
            let message = format!("`{exclusive}` has no effect without `{bound}`");
            let help = format!("add `{bound}`, or remove the key; it is ignored here");
            let pointer = context.pointer.child(exclusive);
            self.unused(Code::Contradiction, &pointer, message, &help);
        }
    }

    /// Reports a default that isn't of the type, or isn't among the listed values.
    fn check_default(
        &mut self,
        schema: &'d Schema,
        keywords: &SchemaKeywords<'_>,
        context: &SchemaContext,
    ) {
        let default = schema.schema_data.default.as_ref();
        let Some(value) = default.filter(|value| !value.is_null()) else {
            return;
        };
        let own = keywords.convert(value);
        let is_listed = keywords.values.contains(own.as_ref().unwrap_or(value));
        let (message, help) = match keywords.json_type() {
            _ if is_listed => return,
            _ if !keywords.values.is_empty() => (
                format!("the default `{value}` isn't among the values of `enum`"),
                "add the default to `enum`, or correct it; it is documented unchanged",
            ),
            Some(json) if !is_of(value, json) && !keywords.is_composed() => (
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
    fn check_ranges(&mut self, keywords: &SchemaKeywords<'_>, context: &SchemaContext) {
        if keywords.is_range_empty() {
            let text = |bound: Option<&Bound>, inclusive: &str, exclusive: &str| {
                bound.map_or_else(String::new, |bound| match bound.exclusive {
                    true => format!("{exclusive} {}", bound.text),
                    false => format!("{inclusive} {}", bound.text),
                })
            };
            let message = format!(
                "no value is {} and {}",
                text(keywords.minimum.as_ref(), "at least", "more than"),
                text(keywords.maximum.as_ref(), "at most", "less than"),
            );
            self.empty_range("minimum", message, context);
        }
        for (range, least, most, unit) in [
            (keywords.length, "minLength", "maxLength", "string"),
            (keywords.item_count, "minItems", "maxItems", "array"),
            (
                keywords.property_count,
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
