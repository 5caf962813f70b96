//! Names that share a scope, settled: those that collide are told apart by more of their place, and
//! numbered where that isn't enough.

use std::{
    collections::{BTreeMap, BTreeSet},
    vec,
};

use super::distinct::Conflict;
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
};

/// Something that wants a name.
pub(super) struct Candidate<'a> {
    /// What everybody expects it to be called.
    pub(super) name: String,
    /// What else it could be called.
    pub(super) fallbacks: Fallbacks<'a>,
    /// Who gives way: of those that collide, one of a rank lower than all others keeps its name.
    pub(super) rank: u32,
    /// Where a collision is reported; nowhere, for a name that is only held or can't be mended.
    pub(super) pointer: Option<Pointer>,
    /// The setting that gives it another name.
    pub(super) setting: &'static str,
}

/// From a name, what is tried after it. Few names collide, so it is only asked of those that do.
type Fallbacks<'a> = Box<dyn Fn(&str, Conflict) -> Vec<String> + 'a>;

/// A candidate, and what it is called since it gave way.
struct Attempt<'a> {
    candidate: Candidate<'a>,
    given: Option<String>,
    left: Option<vec::IntoIter<String>>,
}

impl Attempt<'_> {
    fn name(&self) -> &str {
        self.given.as_deref().unwrap_or(&self.candidate.name)
    }

    /// Takes the next name, unless there is none left; whether it did.
    fn give_way(&mut self, reserved: &[&str]) -> bool {
        let Candidate {
            name,
            fallbacks: others,
            ..
        } = &self.candidate;
        let left = self.left.get_or_insert_with(|| {
            let conflict = if reserved.contains(&name.as_str()) {
                Conflict::Reserved
            } else {
                Conflict::Shared
            };
            let mut others = others(name, conflict);
            others.retain(|other| other != name);
            others.into_iter()
        });
        let next = left.next();
        let gives = next.is_some();
        self.given = next.or(self.given.take());
        gives
    }
}

/// Settles the names of a scope in which `reserved` are taken. A name that wasn't the first
/// choice is reported.
pub(super) fn settle(
    candidates: Vec<Candidate>,
    reserved: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    settle_beside(candidates, reserved, &BTreeSet::new(), diagnostics)
}

/// As [`settle`], beside names of the document that are settled.
pub(super) fn settle_beside(
    candidates: Vec<Candidate>,
    reserved: &[&str],
    settled: &BTreeSet<&str>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let trials = candidates.into_iter().map(|candidate| Attempt {
        candidate,
        given: None,
        left: None,
    });
    let mut trials: Vec<Attempt> = trials.collect();
    while step(&mut trials, reserved, settled) {}
    number(&mut trials, reserved, settled);
    let taken: BTreeSet<&str> = trials.iter().map(Attempt::name).collect();
    for trial in &trials {
        if let Some(name) = &trial.given {
            let natural = trial.candidate.name.as_str();
            let is_taken = settled.contains(natural) || taken.contains(natural);
            let reason = match (reserved.contains(&natural), is_taken) {
                (true, _) => "is reserved",
                (false, true) => "is taken",
                (false, false) => "isn't unique",
            };
            report(&trial.candidate, name, reason, diagnostics);
        }
    }
    let names = trials.into_iter();
    let names = names.map(|trial| trial.given.unwrap_or(trial.candidate.name));
    names.collect()
}

/// Moves on every name that collides and isn't the one to keep; whether there was any.
fn step(trials: &mut [Attempt], reserved: &[&str], settled: &BTreeSet<&str>) -> bool {
    let mut moved = false;
    for index in colliding(trials, reserved, settled) {
        moved |= trials
            .get_mut(index)
            .is_some_and(|trial| trial.give_way(reserved));
    }
    moved
}

/// The names that collide and aren't the ones to keep.
fn colliding(trials: &[Attempt], reserved: &[&str], settled: &BTreeSet<&str>) -> Vec<usize> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, trial) in trials.iter().enumerate() {
        groups.entry(trial.name()).or_default().push(index);
    }
    let rank = |index: &usize| trials.get(*index).map_or(0, |trial| trial.candidate.rank);
    let mut colliding = Vec::new();
    for (name, group) in groups {
        let taken = reserved.contains(&name) || settled.contains(name);
        if group.len() < 2 && !taken {
            continue;
        }
        let lowest = group.iter().map(rank).min().unwrap_or_default();
        let alone = group.iter().filter(|index| rank(index) == lowest).count() == 1;
        let keeps = |index: &usize| !taken && alone && rank(index) == lowest;
        colliding.extend(group.into_iter().filter(|index| !keeps(index)));
    }
    colliding
}

/// Numbers the names that nothing tells apart, in the order of their ranks and of the document. The first
/// keeps the name if nothing else has it.
fn number(trials: &mut [Attempt], reserved: &[&str], settled: &BTreeSet<&str>) {
    let mut alike = colliding(trials, reserved, settled);
    if alike.is_empty() {
        return;
    }
    alike.sort_by_key(|index| (trials.get(*index).map(|it| it.candidate.rank), *index));
    let numbered_ones: BTreeSet<usize> = alike.iter().copied().collect();
    let others = trials.iter().enumerate();
    let others = others.filter(|(index, _)| !numbered_ones.contains(index));
    let mut taken: BTreeSet<String> = others.map(|(_, it)| it.name().to_owned()).collect();
    // The numbers up to these are taken.
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for index in alike {
        let Some(trial) = trials.get_mut(index) else {
            continue;
        };
        let name = &trial.candidate.name;
        let is_free = |name: &String| {
            let is_taken = taken.contains(name) || settled.contains(name.as_str());
            !is_taken && !reserved.contains(&name.as_str())
        };
        let count = counts.entry(name.clone()).or_default();
        let found = (*count + 1..).find_map(|next| {
            let text = match next {
                1 => name.clone(),
                next => numbered(name, next),
            };
            is_free(&text).then_some((next, text))
        });
        if let Some((last, text)) = found {
            *count = last;
            taken.insert(text.clone());
            trial.given = Some(text);
        }
    }
}

/// A name with a number, in the style of the name.
fn numbered(name: &str, count: usize) -> String {
    let bare = name.trim_start_matches("r#").trim_end_matches('_');
    let is_camel = bare.starts_with(char::is_uppercase)
        && (bare.contains(char::is_lowercase) || bare.chars().count() == 1);
    match is_camel && !bare.ends_with(|c: char| c.is_ascii_digit()) {
        true => format!("{bare}{count}"),
        false => format!("{bare}_{count}"),
    }
}

fn report(candidate: &Candidate, name: &str, reason: &str, diagnostics: &mut Diagnostics) {
    let Some(pointer) = candidate
        .pointer
        .as_ref()
        .filter(|_| candidate.name != name)
    else {
        return;
    };
    let Candidate {
        name: natural,
        setting,
        ..
    } = candidate;
    let this = match setting.strip_prefix("rename.") {
        Some("schemas") => "this schema",
        Some("operations") => "this operation",
        Some("properties") => "this property",
        Some("values") => "this value",
        Some("parameters") => "this parameter",
        Some("tags") => "this tag",
        _ => "this",
    };
    let message = format!("the name `{natural}` {reason}, so {this} is `{name}`");
    let help = match setting.is_empty() {
        true => "its name follows from its place in the document, and stays".to_owned(),
        false => format!("`{setting}` in rejoinder.toml gives it another name"),
    };
    let note = Diagnostic::note(Code::NameCollision, pointer, message).help(help);
    diagnostics.report(note);
}
