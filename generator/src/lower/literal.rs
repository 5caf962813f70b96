//! Branches of unions that are single strings or integers: variants without a value.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Lowering,
    known::Known,
    listed_value::Descriptions,
    member::Member,
    schema::{At, Node},
    view::View,
};
use crate::ir::{
    Branch, Constants, Docs, JsonType, Literal, Question, Scalar, TagOrigin, Test, TypeRef, Union,
};

impl<'d> Lowering<'d, '_> {
    /// Replaces the branches that list their values inline by the values, each once.
    pub(super) fn by_literal(&self, members: Vec<Member<'d>>) -> Vec<Member<'d>> {
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
                        place: member.place.clone(),
                        annotation: None,
                        name: None,
                        plain: None,
                        known: vec![literal.known()],
                        literal: Some(literal),
                        tag: None,
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
        let set = set.map(|set| set.described(&schema.schema_data, true));
        match set {
            Some(set) => set.into_literals(),
            None => match mixed_values(&View::of(schema)) {
                Some((literals, false)) => literals,
                _ => Vec::new(),
            },
        }
    }
}

/// The union of listed strings, integers and booleans, where they are of several types.
pub(super) fn union_of_values(view: &View<'_>, at: &At) -> Option<Union> {
    let (literals, boolean) = mixed_values(view)?;
    let place = at.place.child("enum");
    let branch = |words: &str, ty, literal| Branch {
        place: place.clone(),
        words: vec![words.to_owned()],
        ty,
        docs: Docs::default(),
        tag_origin: TagOrigin::Document,
        tag: None,
        literal,
    };
    let mut union = Union {
        branches: Vec::new(),
        questions: Vec::new(),
    };
    let mut add = |test: Test, branch: Branch| {
        union.questions.push(Question {
            branch: union.branches.len(),
            tests: vec![test],
        });
        union.branches.push(branch);
    };
    for literal in literals {
        let test = Test::Listed(literal.constants());
        add(test, branch(&literal.text(), literal.ty(), Some(literal)));
    }
    if boolean {
        let ty = TypeRef::Scalar(Scalar::Boolean);
        let test = Test::Json(JsonType::Boolean);
        add(test, branch(JsonType::Boolean.text(), ty, None));
    }
    Some(union)
}

/// What is known of listed values of several types.
pub(super) fn known_values(view: &View<'_>) -> Option<Vec<Known>> {
    let (literals, boolean) = mixed_values(view)?;
    let boolean = boolean.then(|| {
        let ty = TypeRef::Scalar(Scalar::Boolean);
        Known::Scalar(JsonType::Boolean, None, ty)
    });
    Some(literals.iter().map(Literal::known).chain(boolean).collect())
}

/// The strings and integers among listed values of several types, and whether there are booleans;
/// nothing where there are others.
fn mixed_values(view: &View<'_>) -> Option<(Vec<Literal>, bool)> {
    if view.typ.is_some() || view.json_type().is_some() {
        return None;
    }
    let mut literals: Vec<Literal> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut boolean = false;
    let descriptions = Descriptions::of(view);
    for value in &view.values {
        match value {
            Value::Bool(_) => boolean = true,
            Value::String(_) => {}
            value if value.is_i64() => {}
            _ => return None,
        }
        if !value.is_boolean() && seen.insert(value.to_string()) {
            literals.push(Literal {
                value: value.clone(),
                about: descriptions.about(value),
            });
        }
    }
    (!view.values.is_empty()).then_some((literals, boolean))
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
