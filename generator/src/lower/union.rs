//! `oneOf` and `anyOf`: unions whose values are told apart, by the discriminator or by what the
//! branches say.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Discriminator, Schema};

use super::{
    Lowering,
    discriminate::discriminate,
    discriminator::by_name,
    json_values::JsonValues,
    member::{Identity, Member, VariantSchema},
    merge::{Choice, MergedSchema},
    property::Properties,
    scalar::{docs, plain},
    schema::{Node, SchemaContext, Typed},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    ir::{
        Case, DirectionFilter, Docs, JsonType, PathSegment, Predicate, TagOrigin, TypeDef,
        TypeKind, TypeRef, Union, Variant,
    },
    pointer::Pointer,
    read::extension,
};

impl<'d> Lowering<'d, '_> {
    /// A union of the branches, each with the properties that are beside them; the branch itself
    /// where there is one alone.
    pub(super) fn union(
        &mut self,
        choice: &Choice<'d>,
        beside: MergedSchema<'d>,
        at: &SchemaContext,
    ) -> Result<(TypeKind, bool), Typed> {
        let members = self.in_union(&choice.pointer, |lowering| {
            lowering.members(choice, &beside.properties)
        });
        let Some(members) = members else {
            return Err(self.raw(at, "a branch could be anything"));
        };
        let names: BTreeSet<&str> = members.iter().filter_map(|it| it.name.as_deref()).collect();
        let mapping = choice.discriminator.into_iter();
        let mapping = mapping.flat_map(|found| &found.mapping);
        let is_dead = |(_, target): &(&String, &String)| {
            let named = self.target(target);
            !names.contains(target.as_str()) && !named.is_some_and(|it| names.contains(it.as_str()))
        };
        let dead = mapping.filter(is_dead).collect();
        self.check_mapping(dead, &choice.pointer);
        let base = &beside.properties;
        let objects = |member: &Member<'_>| {
            let mut known = member.known.iter();
            known.all(|known| matches!(known, JsonValues::Object(_)))
        };
        if !base.named.is_empty() && !members.iter().all(objects) {
            return Err(self.raw(at, "it has properties, and a branch isn't an object"));
        }
        let mut variants = choice.variants();
        let null = variants.any(|it| self.is_null(it.node, &it.pointer));
        if let [only] = members.as_slice() {
            return match (self.own_properties(only, base), at) {
                (false, at) => match self.placeholder(only.node, only.pointer.clone(), at) {
                    Ok((shape, is_null)) => Ok((shape, null || is_null)),
                    Err(typed) => Err(Typed::new(typed.ty, null || typed.nullable)),
                },
                (true, at) => self.with_properties(only, &beside, at),
            };
        }
        let plain = members.clone();
        let mut members = self.by_literal(members);
        let discriminator = choice.discriminator;
        let tags = self.tags(discriminator, &members);
        let tagged = tags.as_ref().and_then(|tags| by_name(tags, &members));
        let tags = tags.filter(|_| tagged.is_some());
        let told = tagged.map(|(tagged, questions)| {
            members = tagged;
            questions
        });
        let known: Vec<Vec<JsonValues>> =
            members.iter().map(|member| member.known.clone()).collect();
        let mut questions = told.or_else(|| discriminate(&known)).unwrap_or_default();
        if questions.is_empty() {
            members = plain;
        }
        for question in &mut questions {
            let literal = members
                .get(question.variant)
                .and_then(|it| it.literal.as_ref());
            if let Some(literal) = literal {
                question.predicates = vec![Predicate::Listed(literal.constants())];
            }
        }
        let last = self.default_case(discriminator, &members, &choice.pointer);
        let is_told = !questions.is_empty();
        questions.extend(last.filter(|last| {
            is_told && !questions.iter().any(|it| it.predicates == last.predicates)
        }));
        let mut nullable = null;
        let mut branches = Vec::new();
        let words = self.words(&members, &questions, &known);
        for (member, words) in members.iter().zip(words) {
            if let Some(literal) = &member.literal {
                branches.push(Variant {
                    pointer: member.pointer.clone(),
                    words,
                    ty: literal.ty(),
                    docs: Docs::default(),
                    tag_origin: TagOrigin::Document,
                    tag: None,
                    literal: Some(literal.clone()),
                });
                continue;
            }
            let word = words.first().cloned().unwrap_or_default();
            let at = at.child(member.pointer.clone(), PathSegment::Variant(word));
            let typed = self.variant(member, &beside, &at);
            nullable |= typed.nullable;
            branches.push(Variant {
                pointer: member.pointer.clone(),
                words,
                ty: typed.ty,
                docs: match member.annotation {
                    Some(schema) => docs(schema, self.settings),
                    None => Docs::default(),
                },
                tag_origin: match tags.as_ref().is_some_and(|tags| tags.is_implicit(member)) {
                    true => TagOrigin::Name,
                    false => TagOrigin::Document,
                },
                tag: None,
                literal: None,
            });
        }
        let union = Union {
            variants: branches,
            cases: questions,
        };
        Ok((TypeKind::Union(union), nullable))
    }

    /// The branches that aren't null, each once; nothing where one could be anything.
    fn members(&mut self, choice: &Choice<'d>, base: &Properties<'d>) -> Option<Vec<Member<'d>>> {
        for (index, branch) in choice.branches.iter().enumerate() {
            self.report_unresolved(branch.into(), &choice.pointer.child(index));
        }
        let base = self.fields(base);
        let mut members: Vec<Member<'d>> = Vec::new();
        let mut identities: BTreeMap<Identity, usize> = BTreeMap::new();
        for variant in choice.variants() {
            let VariantSchema {
                node,
                pointer,
                annotation,
            } = variant;
            if self.is_null(node, &pointer) || self.is_around(node, &choice.pointer) {
                continue;
            }
            let known = self.json_values(node, &pointer)?;
            let view = self.view(node, &pointer)?;
            let simple =
                !view.is_composed() && view.texts().is_empty() && view.integers().is_empty();
            let name = match node {
                Node::Reference(reference) => Some(
                    self.resolver
                        .component_name::<Schema>(reference, &pointer)
                        .ok()?,
                ),
                Node::Inline(_) => None,
            };
            let member = Member {
                node,
                pointer,
                annotation,
                name,
                plain: plain(&view, self.settings).filter(|_| simple),
                known: known.into_iter().map(|known| known.with(&base)).collect(),
                literal: None,
                tag: None,
            };
            let own = member.identities();
            let twin = own.iter().filter_map(|it| identities.get(it)).min();
            let index = twin.copied().unwrap_or(members.len());
            match members.get_mut(index) {
                Some(twin) if twin.is_narrower(&member) => *twin = member,
                Some(_) => {}
                None => members.push(member),
            }
            for identity in own {
                identities.entry(identity).or_insert(index);
            }
        }
        let mut variants = choice.variants();
        let has_self = variants.any(|it| self.is_around(it.node, &choice.pointer));
        (!has_self || !members.is_empty()).then_some(members)
    }

    /// Looks at the variants of the union at the place of a `oneOf` or `anyOf`.
    pub(super) fn in_union<T>(&mut self, choice: &Pointer, look: impl FnOnce(&mut Self) -> T) -> T {
        let union = choice.parent();
        let depth = self.choosing.len();
        self.choosing.extend(union.map(|(union, _)| union));
        let found = look(self);
        self.choosing.truncate(depth);
        found
    }

    /// Returns `true` if a branch refers to a union that it is in: it adds no value.
    pub(super) fn is_around(&self, node: Node<'d>, choice: &Pointer) -> bool {
        let Node::Reference(reference) = node else {
            return false;
        };
        let resolved = self.resolver.component::<Schema>(reference, choice);
        resolved.is_ok_and(|resolved| self.choosing.contains(&resolved.pointer))
    }

    /// The last question: objects that the discriminator leads to no branch are of the default one.
    fn default_case(
        &mut self,
        discriminator: Option<&Discriminator>,
        members: &[Member<'d>],
        pointer: &Pointer,
    ) -> Option<Case> {
        let extensions = &discriminator?.extensions;
        let target = extension::text(extensions, extension::DEFAULT_MAPPING)?;
        let named = self.target(&target);
        let branch = members.iter().position(|member| {
            let name = member.name.as_ref();
            name.is_some_and(|name| *name == target || named.as_ref() == Some(name))
        });
        if branch.is_none() {
            let message = format!("the default mapping `{target}` is none of the branches");
            let schema = pointer
                .parent()
                .map_or_else(Pointer::root, |(schema, _)| schema);
            let pointer = schema
                .child("discriminator")
                .child(extension::DEFAULT_MAPPING);
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, &pointer, message)
                    .help("values that no other mapping is for are kept as they came"),
            );
        }
        Some(Case {
            variant: branch?,
            predicates: vec![Predicate::Json(JsonType::Object)],
        })
    }

    fn variant(
        &mut self,
        member: &Member<'d>,
        beside: &MergedSchema<'d>,
        at: &SchemaContext,
    ) -> Typed {
        if !self.own_properties(member, &beside.properties) {
            return self.schema(member.node, at);
        }
        match self.with_properties(member, beside, at) {
            Ok((shape, nullable)) => {
                let docs = match member.node {
                    Node::Inline(schema) => docs(schema, self.settings),
                    Node::Reference(_) => Docs::default(),
                };
                let id = self.add(TypeDef {
                    pointer: at.pointer.clone(),
                    owner: at.owner.clone(),
                    uses: vec![at.steps.clone()],
                    direction: DirectionFilter::Both,
                    docs,
                    kind: shape,
                });
                Typed::new(TypeRef::Named(id), nullable)
            }
            Err(typed) => typed,
        }
    }

    /// Whether a branch lacks properties that are said beside all of them.
    fn own_properties(&mut self, member: &Member<'d>, base: &Properties<'d>) -> bool {
        if base.named.is_empty() {
            return false;
        }
        let known = self
            .json_values(member.node, &member.pointer)
            .unwrap_or_default();
        let documented: BTreeSet<&String> = known
            .iter()
            .flat_map(|known| match known {
                JsonValues::Object(fields) => fields.documented.iter().collect(),
                _ => Vec::new(),
            })
            .collect();
        let inline = matches!(member.node, Node::Inline(_));
        let mut names = base.named.keys();
        inline || !names.all(|name| documented.contains(&(*name).to_owned()))
    }

    /// A branch with the properties that are said beside all of them.
    fn with_properties(
        &mut self,
        member: &Member<'d>,
        beside: &MergedSchema<'d>,
        at: &SchemaContext,
    ) -> Result<(TypeKind, bool), Typed> {
        let mut gathered = MergedSchema {
            choices: Vec::new(),
            ..beside.clone()
        };
        self.merge_all_of(member.node, &member.pointer, &mut gathered);
        let clear = gathered.unclear.is_none() && gathered.others.is_empty();
        if clear && gathered.choices.is_empty() {
            self.object_or_map(gathered.properties, at)
        } else {
            Err(self.raw(at, "it is a union within a union with properties"))
        }
    }
}
