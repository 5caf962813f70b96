//! `oneOf` and `anyOf`: unions whose values are told apart, by the discriminator or by what the
//! branches say.

use std::collections::BTreeSet;

use openapiv3::{Discriminator, Schema};

use super::{
    Lowering,
    known::{Fields, Known},
    merge::{Choice, Gathered},
    property::Properties,
    scalar::{docs, plain},
    schema::{At, Node, Typed},
    tell::{disjoint, tell, without_tag},
    variant::words,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    ir::{
        Branch, Constants, JsonType, Literal, Portion, Question, Shape, Step, Test, TypeDef,
        TypeRef, Union,
    },
    pointer::Pointer,
    read::extension,
};

/// A branch that isn't null.
#[derive(Clone)]
pub(super) struct Member<'d> {
    pub(super) node: Node<'d>,
    pub(super) place: Pointer,
    /// The component that it is.
    pub(super) name: Option<String>,
    /// Its type in Rust, where that is plain.
    pub(super) plain: Option<TypeRef>,
    pub(super) known: Vec<Known>,
    /// The only value, if it is a string or an integer with one.
    pub(super) literal: Option<Literal>,
}

impl<'d> Lowering<'d, '_> {
    /// A union of the branches, each with the properties that are beside them; the branch itself
    /// where there is one alone.
    pub(super) fn union(
        &mut self,
        choice: &Choice<'d>,
        beside: Gathered<'d>,
        at: &At,
    ) -> Result<(Shape, bool), Typed> {
        let Some(members) = self.members(choice, &beside.properties) else {
            return Err(self.raw(at, "a branch could be anything"));
        };
        let mapping = choice.discriminator.into_iter();
        let mapping = mapping.flat_map(|found| &found.mapping);
        let is_dead = |(_, target): &(&String, &String)| {
            !members.iter().any(|member| self.leads_to(target, member))
        };
        let dead = mapping.filter(is_dead).collect();
        self.check_mapping(dead, &choice.place);
        let base = &beside.properties;
        let objects = |member: &Member<'_>| {
            let mut known = member.known.iter();
            known.all(|known| matches!(known, Known::Object(_)))
        };
        if !base.named.is_empty() && !members.iter().all(objects) {
            return Err(self.raw(at, "it has properties, and a branch isn't an object"));
        }
        let mut branches = choice.branches.iter();
        let null = branches.any(|branch| self.is_null(branch.into(), &choice.place));
        if let [only] = members.as_slice() {
            return match (self.own_properties(only, base), at) {
                (false, at) => match self.stand_in(only.node, only.place.clone(), at) {
                    Ok((shape, is_null)) => Ok((shape, null || is_null)),
                    Err(typed) => Err(Typed::new(typed.ty, null || typed.nullable)),
                },
                (true, at) => self.with_properties(only, &beside, at),
            };
        }
        let plain = members.clone();
        let mut members = self.by_literal(members);
        let discriminator = choice.discriminator;
        let told = discriminator.and_then(|discriminator| self.by_name(discriminator, &members));
        let known: Vec<Vec<Known>> = members.iter().map(|member| member.known.clone()).collect();
        let by_name = told.is_some();
        let mut questions = told.or_else(|| tell(&known)).unwrap_or_default();
        if questions.is_empty() {
            members = plain;
        }
        for question in &mut questions {
            let literal = members
                .get(question.branch)
                .and_then(|it| it.literal.as_ref());
            if let Some(literal) = literal {
                question.tests = vec![Test::Listed(literal.constants())];
            }
        }
        let last = self.default_question(discriminator, &members, &choice.place);
        let is_told = !questions.is_empty();
        questions.extend(
            last.filter(|last| is_told && !questions.iter().any(|it| it.tests == last.tests)),
        );
        let mut nullable = null;
        let mut branches = Vec::new();
        for (index, member) in members.iter().enumerate() {
            if let Some(literal) = &member.literal {
                branches.push(Branch {
                    place: member.place.clone(),
                    words: vec![literal.text()],
                    ty: literal.ty(),
                    is_implicit: false,
                    tag: None,
                    literal: Some(literal.clone()),
                });
                continue;
            }
            let title = match member.node {
                Node::Inline(schema) => schema.schema_data.title.as_deref(),
                Node::Reference(_) => None,
            };
            let words = words(index, &questions, &known, member.name.as_deref().or(title));
            let word = words.first().cloned().unwrap_or_default();
            let at = at.step(member.place.clone(), Step::Branch(word));
            let typed = self.branch(member, &beside, &at);
            nullable |= typed.nullable;
            branches.push(Branch {
                place: member.place.clone(),
                words,
                ty: typed.ty,
                is_implicit: by_name && self.is_implicit(discriminator, member),
                tag: None,
                literal: None,
            });
        }
        let union = Union {
            branches,
            questions,
        };
        Ok((Shape::Union(union), nullable))
    }

    /// The branches that aren't null, each once; nothing where one could be anything.
    fn members(&mut self, choice: &Choice<'d>, base: &Properties<'d>) -> Option<Vec<Member<'d>>> {
        for (index, branch) in choice.branches.iter().enumerate() {
            self.report_unresolved(branch.into(), &choice.place.child(index));
        }
        let base = self.fields(base);
        let mut members: Vec<Member<'d>> = Vec::new();
        for (index, branch) in choice.branches.iter().enumerate() {
            let node = Node::from(branch);
            let place = choice.place.child(index);
            if self.is_null(node, &place) {
                continue;
            }
            let known = self.known(node, &place)?;
            let view = self.view(node, &place)?;
            let simple =
                !view.is_composed() && view.texts().is_empty() && view.integers().is_empty();
            let name = match node {
                Node::Reference(reference) => Some(
                    self.resolver
                        .component_name::<Schema>(reference, &place)
                        .ok()?,
                ),
                Node::Inline(_) => None,
            };
            let member = Member {
                node,
                place,
                name,
                plain: plain(&view, self.settings).filter(|_| simple),
                known: known.into_iter().map(|known| known.with(&base)).collect(),
                literal: None,
            };
            let twin = members.iter_mut().find(|other| other.is_twin(&member));
            match twin {
                Some(twin) if twin.is_narrower(&member) => *twin = member,
                Some(_) => {}
                None => members.push(member),
            }
        }
        Some(members)
    }

    /// The questions by the property that a discriminator names: the values that it maps to a
    /// branch; for a branch that it doesn't name, what that property is listed to be there, or the
    /// name of the component.
    fn by_name(
        &self,
        discriminator: &Discriminator,
        members: &[Member<'d>],
    ) -> Option<Vec<Question>> {
        let property = &discriminator.property_name;
        let json = members.iter().find_map(|member| member.type_of(property));
        let mapped = |member: &Member<'_>| {
            let keys = self.mapped(discriminator, member);
            (!keys.is_empty()).then(|| spelled(keys, json))
        };
        let named = |member: &Member<'_>| {
            // A branch that is a union itself goes by the names of its own branches.
            let name = member.name.clone().filter(|_| member.known.len() == 1)?;
            Some(Constants::Texts(vec![name]))
        };
        let listed = |member: &Member<'_>| member.listed(property).cloned();
        let first: Option<Vec<Constants>> = members
            .iter()
            .map(|member| {
                mapped(member)
                    .or_else(|| listed(member))
                    .or_else(|| named(member))
            })
            .collect();
        let last: Option<Vec<Constants>> = members
            .iter()
            .map(|member| mapped(member).or_else(|| named(member)))
            .collect();
        let values = [first, last].into_iter().flatten().find(|values| {
            let mut pairs = values.iter().enumerate();
            pairs.all(|(index, own)| values.iter().take(index).all(|other| disjoint(own, other)))
        })?;
        let objects = |member: &Member<'_>| {
            let mut known = member.known.iter();
            known.all(|known| matches!(known, Known::Object(_)))
        };
        let questions = values
            .into_iter()
            .enumerate()
            .map(|(branch, values)| Question {
                branch,
                tests: vec![Test::Property(property.clone(), values)],
            });
        let mut questions: Vec<Question> = questions.collect();
        let fields: Option<Vec<(usize, &Fields)>> = members
            .iter()
            .enumerate()
            .map(|(index, member)| match member.known.as_slice() {
                [Known::Object(fields)] => Some((index, fields)),
                _ => None,
            })
            .collect();
        questions.extend(fields.map_or_else(Vec::new, |it| without_tag(&it, property)));
        members.iter().all(objects).then_some(questions)
    }

    /// The values that a discriminator maps to a branch.
    fn mapped(&self, discriminator: &Discriminator, member: &Member<'d>) -> Vec<String> {
        let mapping = discriminator.mapping.iter();
        let keys = mapping.filter(|(_, target)| self.leads_to(target, member));
        keys.map(|(key, _)| key.clone()).collect()
    }

    /// Whether nothing but the name of a component says which value a discriminator has.
    fn is_implicit(&self, discriminator: Option<&Discriminator>, member: &Member<'d>) -> bool {
        discriminator.is_some_and(|discriminator| {
            let listed = member.listed(&discriminator.property_name);
            listed.is_none() && self.mapped(discriminator, member).is_empty()
        })
    }

    /// Whether a target of a mapping, which is a name or a reference, is a branch.
    fn leads_to(&self, target: &str, member: &Member<'d>) -> bool {
        let Some(name) = member.name.as_deref() else {
            return false;
        };
        let root = Pointer::root();
        let named = self.resolver.component_name::<Schema>(target, &root);
        target == name || named.is_ok_and(|named| named == name)
    }

    /// The last question: objects that the discriminator leads to no branch are of the default one.
    fn default_question(
        &mut self,
        discriminator: Option<&Discriminator>,
        members: &[Member<'d>],
        place: &Pointer,
    ) -> Option<Question> {
        let extensions = &discriminator?.extensions;
        let target = extension::text(extensions, extension::DEFAULT_MAPPING)?;
        let branch = members.iter().position(|it| self.leads_to(&target, it));
        if branch.is_none() {
            let message = format!("the default mapping `{target}` is none of the branches");
            let schema = place
                .parent()
                .map_or_else(Pointer::root, |(schema, _)| schema);
            let place = schema
                .child("discriminator")
                .child(extension::DEFAULT_MAPPING);
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, &place, message)
                    .help("values that no other mapping is for are kept as they came"),
            );
        }
        Some(Question {
            branch: branch?,
            tests: vec![Test::Json(JsonType::Object)],
        })
    }

    fn branch(&mut self, member: &Member<'d>, beside: &Gathered<'d>, at: &At) -> Typed {
        if !self.own_properties(member, &beside.properties) {
            return self.schema(member.node, at);
        }
        match self.with_properties(member, beside, at) {
            Ok((shape, nullable)) => {
                let docs = match member.node {
                    Node::Inline(schema) => docs(schema, self.settings),
                    Node::Reference(_) => crate::ir::Docs::default(),
                };
                let id = self.add(TypeDef {
                    place: at.place.clone(),
                    owner: at.owner.clone(),
                    uses: vec![at.steps.clone()],
                    portion: Portion::Whole,
                    docs,
                    shape,
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
        let known = self.known(member.node, &member.place).unwrap_or_default();
        let documented: BTreeSet<&String> = known
            .iter()
            .flat_map(|known| match known {
                Known::Object(fields) => fields.documented.iter().collect(),
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
        beside: &Gathered<'d>,
        at: &At,
    ) -> Result<(Shape, bool), Typed> {
        let mut gathered = Gathered {
            choices: Vec::new(),
            ..beside.clone()
        };
        self.gather(member.node, &member.place, &mut gathered);
        let clear = gathered.unclear.is_none() && gathered.others.is_empty();
        if clear && gathered.choices.is_empty() {
            self.object_or_map(gathered.properties, at)
        } else {
            Err(self.raw(at, "it is a union within a union with properties"))
        }
    }
}

/// The keys of a mapping as values of a JSON type.
fn spelled(keys: Vec<String>, json: Option<JsonType>) -> Constants {
    let integers: Option<Vec<i64>> = keys.iter().map(|key| key.parse().ok()).collect();
    let found = match (json, keys.as_slice()) {
        (Some(JsonType::Integer), _) => integers.map(Constants::Integers),
        (Some(JsonType::Boolean), [only]) => only.parse().ok().map(Constants::Boolean),
        _ => None,
    };
    found.unwrap_or(Constants::Texts(keys))
}

impl Member<'_> {
    /// The values that a property is listed to have.
    fn listed(&self, property: &str) -> Option<&Constants> {
        match self.known.as_slice() {
            [Known::Object(fields)] => fields.constants.get(property),
            _ => None,
        }
    }

    /// The JSON type of a property that is an integer or a boolean.
    fn type_of(&self, property: &str) -> Option<JsonType> {
        let mut known = self.known.iter();
        known.find_map(|known| match known {
            Known::Object(fields) => fields.types.get(property).copied(),
            _ => None,
        })
    }

    /// Whether two branches are one: the same component, the same schema, or of the same type.
    fn is_twin(&self, other: &Self) -> bool {
        let kind = |member: &Self| match (&member.plain, member.known.as_slice()) {
            (Some(TypeRef::Scalar(scalar)), [known]) => Some((known.json(), *scalar)),
            _ => None,
        };
        let alike = match (kind(self), kind(other)) {
            (Some((JsonType::String, own)), Some((JsonType::String, other))) => own == other,
            (Some((own, _)), Some((other, _))) => own == other,
            _ => false,
        };
        let same = match (self.node, other.node) {
            (Node::Inline(own), Node::Inline(other)) => own.schema_kind == other.schema_kind,
            _ => self.name.is_some() && self.name == other.name,
        };
        alike || same || self.plain.is_some() && self.plain == other.plain
    }

    /// Whether the other type holds all numbers of this one, and more.
    fn is_narrower(&self, other: &Self) -> bool {
        let scalar = |ty: &Option<TypeRef>| match ty {
            Some(TypeRef::Scalar(scalar)) => Some(*scalar),
            _ => None,
        };
        // In the order in which `Scalar` has them.
        scalar(&self.plain) < scalar(&other.plain)
    }
}
