//! Merging of the schemas of one property, from several members of an `allOf`.

use std::collections::BTreeSet;

use crate::lower::{
    Lowering,
    all_of::merge::{MAX_PARTS, MergedSchema},
    schema::{Node, SchemaContext, Typed, scalar::docs},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Schema,
    ir::{Docs, JsonType},
    pointer::Pointer,
};

/// The more specific of two schemas of a property.
pub(in crate::lower) enum Preference {
    First,
    Last,
    /// Neither includes all constraints of the other.
    Both,
}

impl<'d> Lowering<'d, '_> {
    /// Returns the more specific of two schemas of a property. Reports contradictory types; the
    /// last type is used.
    pub(in crate::lower) fn more_specific(
        &mut self,
        first: Node<'d>,
        last: Node<'d>,
        json_name: &str,
        pointer: &Pointer,
    ) -> Preference {
        let (Some(first_keywords), Some(last_keywords)) = (
            self.schema_of(first, pointer),
            self.schema_of(last, pointer),
        ) else {
            return Preference::Last;
        };
        if last_keywords.is_unconstrained() && last_keywords.format.is_empty() {
            return Preference::First;
        }
        let values = |node| self.value_set(node, pointer);
        if let (Some(before), Some(now)) = (values(first), values(last)) {
            return if before.lists_same(&now) && matches!(first, Node::Reference(_)) {
                Preference::First
            } else {
                Preference::Both
            };
        }
        let names = |keywords| self.property_names(keywords, pointer, 0);
        if let (Some(before), Some(now)) = (names(first_keywords), names(last_keywords)) {
            return match (before.is_subset(&now), now.is_subset(&before)) {
                (true, _) => Preference::Last,
                (false, true) => Preference::First,
                (false, false) => Preference::Both,
            };
        }
        if let Some(narrower) = self.narrower(first, last, pointer) {
            return narrower;
        }
        let (Some(before), Some(now)) = (first_keywords.json_type(), last_keywords.json_type())
        else {
            return Preference::Last;
        };
        let number = |json| matches!(json, JsonType::Integer | JsonType::Number);
        if before != now && !(number(before) && number(now)) {
            let message = format!(
                "`{json_name}` is of the type `{}` here and `{}` in another part of the `allOf`",
                now.as_str(),
                before.as_str()
            );
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, pointer, message)
                    .help("the last one is used; no value satisfies both"),
            );
            return Preference::Last;
        }
        let fewer = last_keywords.values.is_empty()
            || first_keywords.values.len() < last_keywords.values.len();
        if before == now && !first_keywords.values.is_empty() && fewer {
            Preference::First
        } else {
            Preference::Last
        }
    }

    /// Returns the names of the properties of an object, including properties in its `allOf`;
    /// `None` for a schema that isn't an object or has variants.
    fn property_names(
        &self,
        schema: &'d Schema,
        pointer: &Pointer,
        depth: usize,
    ) -> Option<BTreeSet<&'d str>> {
        let is_object = matches!(schema.json_type(), Some(JsonType::Object) | None);
        let is_choice = !(schema.one_of.is_empty() && schema.any_of.is_empty());
        if !is_object || is_choice || depth > MAX_PARTS {
            return None;
        }
        let own = schema.properties.keys();
        let mut names: BTreeSet<&str> = own.map(String::as_str).collect();
        for part in &schema.all_of {
            let part = self.schema_of(part.into(), pointer)?;
            names.extend(self.property_names(part, pointer, depth + 1)?);
        }
        Some(names)
    }

    /// Returns the type of a property that several schemas declare.
    pub(in crate::lower) fn merge_property(
        &mut self,
        node: Node<'d>,
        earlier: Vec<(Node<'d>, Pointer)>,
        context: &SchemaContext,
    ) -> Typed {
        let null = |(node, pointer): &(Node<'d>, Pointer)| match node {
            Node::Inline(schema) => self.is_nullable(schema),
            Node::Reference(reference) => self
                .follow(reference, pointer)
                .is_ok_and(|(_, schema)| self.is_nullable(schema)),
        };
        let docs = match node {
            Node::Inline(schema) => docs(schema, self.settings),
            Node::Reference(_) => Docs::default(),
        };
        let key = earlier
            .iter()
            .fold(context.pointer.clone(), |key, (_, pointer)| {
                key.child(pointer)
            });
        let parts = earlier.into_iter().chain([(node, context.pointer.clone())]);
        let parts: Vec<_> = parts.collect();
        let nullable = parts.iter().all(null);
        self.memoized(key, context, nullable, docs, |lowering| {
            let nodes = parts.iter().map(|(node, pointer)| (*node, pointer));
            if let Some(set) = lowering.common_values(nodes) {
                lowering.report_contradiction(&set, context);
                return match parts
                    .iter()
                    .find_map(|(node, pointer)| lowering.component_with(&set, *node, pointer))
                {
                    Some(ty) => Err(Typed::new(ty, false)),
                    None => Ok((set.into_kind(), false)),
                };
            }
            if let Some(typed) = lowering.narrowed_parts(&parts, context) {
                return Err(typed);
            }
            let mut merged = MergedSchema::default();
            for (node, pointer) in parts {
                lowering.merge_all_of(node, &pointer, &mut merged);
            }
            match (merged.unsupported, merged.choices.as_slice()) {
                (None, []) => lowering.object_or_map(merged.properties, context),
                (None, [choice]) => {
                    let choice = choice.clone();
                    lowering.union(&choice, merged, context)
                }
                (reason, _) => {
                    Err(lowering.raw(context, reason.unwrap_or("it has several unions")))
                }
            }
        })
    }
}
