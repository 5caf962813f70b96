//! Variants without fields for single strings and integers.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::Schema;
use crate::ir::{
    Case, ConstantSet, Docs, JsonType, Literal, Predicate, Scalar, TagOrigin, TypeRef, Union,
    Variant,
};
use crate::lower::{
    Lowering,
    enumeration::listed_value::Descriptions,
    schema::{Node, SchemaContext},
    union::{json_values::JsonValues, member::Member},
};

impl<'d> Lowering<'d, '_> {
    /// Splits variants with inline listed values into a variant for each distinct value.
    pub(in crate::lower) fn by_literal(&self, members: Vec<Member<'d>>) -> Vec<Member<'d>> {
        let mut all: Vec<Member<'d>> = Vec::new();
        let mut seen = BTreeSet::new();
        for member in members {
            let literals = self.literals(&member);
            if literals.is_empty() {
                all.push(member);
                continue;
            }
            for literal in literals {
                if seen.insert(literal.value.to_string()) {
                    all.push(Member {
                        node: member.node,
                        pointer: member.pointer.clone(),
                        annotation: None,
                        name: None,
                        plain: None,
                        values: vec![literal.constant_value()],
                        literal: Some(literal),
                        inner_tags: None,
                        tag: None,
                        listed: None,
                    });
                }
            }
        }
        all
    }

    /// Returns the values of an inline variant that allows only listed values.
    fn literals(&self, member: &Member<'d>) -> Vec<Literal> {
        let Node::Inline(schema) = member.node else {
            return Vec::new();
        };
        if member.listed.is_some() {
            return Vec::new();
        }
        let set = self.value_set(member.node, &member.pointer);
        let set = set.map(|set| set.described(schema, true));
        match set {
            Some(set) => set.into_literals(),
            None => match mixed_values(schema) {
                Some((literals, false)) => literals,
                _ => Vec::new(),
            },
        }
    }
}

/// Returns the union for listed strings, integers and booleans of several types.
pub(in crate::lower) fn union_of_values(schema: &Schema, context: &SchemaContext) -> Option<Union> {
    let (literals, boolean) = mixed_values(schema)?;
    let pointer = context.pointer.child("enum");
    let variant = |words: &str, ty, literal| Variant {
        pointer: pointer.clone(),
        names: vec![words.to_owned()],
        ty,
        docs: Docs::default(),
        tag_origin: TagOrigin::Document,
        tag: None,
        literal,
    };
    let mut union = Union {
        variants: Vec::new(),
        cases: Vec::new(),
    };
    let mut add = |predicate: Predicate, variant: Variant| {
        union.cases.push(Case {
            variant: union.variants.len(),
            predicates: vec![predicate],
        });
        union.variants.push(variant);
    };
    for literal in literals {
        let predicate = Predicate::Listed(literal.constants());
        add(
            predicate,
            variant(&literal.text(), literal.ty(), Some(literal)),
        );
    }
    if boolean {
        let ty = TypeRef::Scalar(Scalar::Boolean);
        let predicate = Predicate::Json(JsonType::Boolean);
        add(predicate, variant(JsonType::Boolean.as_str(), ty, None));
    }
    Some(union)
}

/// Returns the union for the format `int-or-string`.
pub(in crate::lower) fn integer_or_string(context: &SchemaContext) -> Union {
    let types = [
        (JsonType::Integer, Scalar::Integer64),
        (JsonType::String, Scalar::String),
    ];
    let cases = types.iter().enumerate().map(|(variant, (json, _))| Case {
        variant,
        predicates: vec![Predicate::Json(*json)],
    });
    let variants = types.iter().map(|(json, scalar)| Variant {
        pointer: context.pointer.clone(),
        names: vec![json.as_str().to_owned()],
        ty: TypeRef::Scalar(*scalar),
        docs: Docs::default(),
        tag_origin: TagOrigin::Document,
        tag: None,
        literal: None,
    });
    Union {
        variants: variants.collect(),
        cases: cases.collect(),
    }
}

/// Returns the JSON values of listed values of several types.
pub(in crate::lower) fn constant_values(schema: &Schema) -> Option<Vec<JsonValues>> {
    let (literals, boolean) = mixed_values(schema)?;
    let boolean = boolean.then(|| {
        let ty = TypeRef::Scalar(Scalar::Boolean);
        JsonValues::Scalar(JsonType::Boolean, None, ty)
    });
    Some(
        literals
            .iter()
            .map(Literal::constant_value)
            .chain(boolean)
            .collect(),
    )
}

/// Returns the strings and integers among listed values of several types, and `true` if there are
/// booleans. Returns `None` if there are other values.
fn mixed_values(schema: &Schema) -> Option<(Vec<Literal>, bool)> {
    if schema.ty().is_some() || schema.json_type().is_some() {
        return None;
    }
    let mut literals: Vec<Literal> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut boolean = false;
    let descriptions = Descriptions::of(schema);
    for value in &schema.values {
        match value {
            Value::Bool(_) => boolean = true,
            Value::String(_) => {}
            value if value.is_i64() => {}
            _ => return None,
        }
        if !value.is_boolean() && seen.insert(value.to_string()) {
            literals.push(Literal {
                value: value.clone(),
                listed: descriptions.listed(value),
            });
        }
    }
    (!schema.values.is_empty()).then_some((literals, boolean))
}

impl Literal {
    fn constant_value(&self) -> JsonValues {
        let json = match self.value {
            Value::String(_) => JsonType::String,
            _ => JsonType::Integer,
        };
        JsonValues::Scalar(json, Some(self.constants()), self.ty())
    }

    pub(in crate::lower) fn constants(&self) -> ConstantSet {
        match self.value.as_i64() {
            Some(integer) => ConstantSet::Integers(vec![integer]),
            None => ConstantSet::Strings(vec![self.text()]),
        }
    }

    pub(in crate::lower) fn text(&self) -> String {
        match &self.value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }

    pub(in crate::lower) fn ty(&self) -> TypeRef {
        TypeRef::Scalar(match self.value {
            Value::String(_) => Scalar::String,
            _ => Scalar::Integer64,
        })
    }
}
