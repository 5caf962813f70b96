//! Branches of unions that are single strings or integers: variants without a value.

use serde_json::Value;

use super::{Lowering, known::Known, schema::Node, union::Member};
use crate::ir::{Constants, JsonType, Literal, Scalar, TypeRef};

impl<'d> Lowering<'d, '_> {
    /// Replaces the branches that list their values inline by the values, each once.
    pub(super) fn by_literal(&self, members: Vec<Member<'d>>) -> Vec<Member<'d>> {
        let mut all: Vec<Member<'d>> = Vec::new();
        for member in members {
            let literals = self.literals(&member);
            if literals.is_empty() {
                all.push(member);
                continue;
            }
            for literal in literals {
                let is_value = |other: &Member<'_>| {
                    let other = other.literal.as_ref();
                    other.is_some_and(|other| other.value == literal.value)
                };
                if !all.iter().any(is_value) {
                    all.push(Member {
                        node: member.node,
                        place: member.place.clone(),
                        name: None,
                        plain: None,
                        known: vec![literal.known()],
                        literal: Some(literal),
                    });
                }
            }
        }
        all
    }

    /// The values of a branch that is inline and allows no others.
    fn literals(&self, member: &Member<'d>) -> Vec<Literal> {
        let Node::Inline(schema) = member.node else {
            return Vec::new();
        };
        let set = self.value_set(member.node, &member.place);
        let set = set.map(|set| set.described(&schema.schema_data));
        set.map(|set| set.into_literals()).unwrap_or_default()
    }
}

impl Literal {
    fn known(&self) -> Known {
        let json = match self.value {
            Value::String(_) => JsonType::String,
            _ => JsonType::Integer,
        };
        Known::Scalar(json, Some(self.constants()), self.ty())
    }

    pub(super) fn constants(&self) -> Constants {
        match self.value.as_i64() {
            Some(integer) => Constants::Integers(vec![integer]),
            None => Constants::Texts(vec![self.text()]),
        }
    }

    pub(super) fn text(&self) -> String {
        match &self.value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }

    pub(super) fn ty(&self) -> TypeRef {
        TypeRef::Scalar(match self.value {
            Value::String(_) => Scalar::String,
            _ => Scalar::Integer64,
        })
    }
}
