//! Unions of listed strings, arbitrary strings and other variants: all strings are one open enum.

use crate::ir::{JsonType, Scalar, TypeKind, TypeRef};
use crate::lower::{
    Lowering,
    enumeration::value_set::ValueSet,
    schema::{Node, SchemaContext, Typed},
    union::{json_values::JsonValues, member::Member},
};

impl<'d> Lowering<'d, '_> {
    /// Merges the variant for any string with the variants for listed strings, so that a listed
    /// string has one representation.
    pub(in crate::lower) fn merge_strings(&self, members: Vec<Member<'d>>) -> Vec<Member<'d>> {
        if !members.iter().any(is_any_string) {
            return members;
        }
        let (strings, others): (Vec<(usize, Member<'d>)>, Vec<_>) = members
            .iter()
            .cloned()
            .enumerate()
            .partition(|(_, it)| is_any_string(it) || self.listed_strings(it).is_some());
        let variants: Vec<&Member<'d>> = strings
            .iter()
            .map(|(_, member)| member)
            .filter(|member| !is_any_string(member))
            .collect();
        let Some(((index, _), first)) = strings.first().zip(variants.first()) else {
            return members;
        };
        let mut sets = variants.iter().filter_map(|it| self.listed_strings(it));
        let all = sets
            .next()
            .and_then(|first| sets.try_fold(first, ValueSet::or));
        let Some(all) = all else {
            return members;
        };
        let is_component = variants.len() == 1 && matches!(first.node, Node::Reference(_));
        let merged = Member {
            name: first.name.clone().filter(|_| is_component),
            values: vec![JsonValues::Scalar(
                JsonType::String,
                None,
                TypeRef::Scalar(Scalar::String),
            )],
            listed: Some(all).filter(|_| !is_component),
            ..(*first).clone()
        };
        let mut all = others;
        all.push((*index, merged));
        all.sort_by_key(|(index, _)| *index);
        all.into_iter().map(|(_, member)| member).collect()
    }

    fn listed_strings(&self, member: &Member<'d>) -> Option<ValueSet> {
        let is_listed = matches!(
            member.values.as_slice(),
            [JsonValues::Scalar(JsonType::String, Some(_), _)]
        );
        let set = self.value_set(member.node, &member.pointer);
        let set = set.filter(|_| is_listed)?;
        Some(match member.node {
            Node::Inline(schema) => set.described(schema, true),
            Node::Reference(_) => set,
        })
    }

    /// Returns the enum of listed strings.
    pub(in crate::lower) fn open_enum(&mut self, values: ValueSet, at: &SchemaContext) -> Typed {
        match values.into_kind() {
            TypeKind::Enumeration(values, listed) => {
                let id = self.enumeration(values, listed, None, at);
                Typed::new(TypeRef::Named(id), false)
            }
            _ => Typed::new(TypeRef::Json, false),
        }
    }
}

/// Returns `true` if a variant is any string, without a format.
fn is_any_string(member: &Member<'_>) -> bool {
    matches!(
        member.values.as_slice(),
        [JsonValues::Scalar(
            JsonType::String,
            None,
            TypeRef::Scalar(Scalar::String)
        )]
    )
}
