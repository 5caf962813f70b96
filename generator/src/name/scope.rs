//! Resolution of name collisions in a scope. Colliding names are replaced by fallbacks, and
//! numbered if no fallback is left.

use std::{
    collections::{BTreeMap, BTreeSet},
    vec,
};

use super::word::distinct::Conflict;
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
};

/// An item to be named.
pub(super) struct Candidate<'a> {
    /// The natural name, which is used unless it collides.
    pub(super) name: String,
    /// Returns the names to try after the natural name.
    pub(super) fallbacks: Fallbacks<'a>,
    /// The precedence. Of colliding candidates, the candidate with the lowest rank keeps its name
    /// if no other candidate has the same rank.
    pub(super) rank: u32,
    /// The location at which a collision is reported, or `None` if it isn't reported.
    pub(super) pointer: Option<Pointer>,
    /// The setting that renames the item; empty if no setting renames it.
    pub(super) setting: &'static str,
}

/// A function from the natural name to fallbacks. It is called only for names that collide.
type Fallbacks<'a> = Box<dyn Fn(&str, Conflict) -> Vec<String> + 'a>;

/// A candidate and its current name.
struct Attempt<'a> {
    candidate: Candidate<'a>,
    current: Option<String>,
    remaining: Option<vec::IntoIter<String>>,
}

impl Attempt<'_> {
    fn name(&self) -> &str {
        self.current.as_deref().unwrap_or(&self.candidate.name)
    }

    /// Takes the next fallback. Returns `false` if no fallback is left.
    fn advance(&mut self, reserved: &[&str]) -> bool {
        let Candidate {
            name, fallbacks, ..
        } = &self.candidate;
        let remaining = self.remaining.get_or_insert_with(|| {
            let conflict = if reserved.contains(&name.as_str()) {
                Conflict::Reserved
            } else {
                Conflict::Shared
            };
            let mut fallbacks = fallbacks(name, conflict);
            fallbacks.retain(|other| other != name);
            fallbacks.into_iter()
        });
        let next = remaining.next();
        let has_next = next.is_some();
        self.current = next.or(self.current.take());
        has_next
    }
}

/// Assigns the names of a scope with some reserved names, and reports candidates that lose their
/// natural names.
pub(super) fn settle(
    candidates: Vec<Candidate>,
    reserved: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    settle_beside(candidates, reserved, &BTreeSet::new(), diagnostics)
}

/// Like [`settle`], in a scope with names that were assigned before.
pub(super) fn settle_beside(
    candidates: Vec<Candidate>,
    reserved: &[&str],
    settled: &BTreeSet<&str>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let attempts = candidates.into_iter().map(|candidate| Attempt {
        candidate,
        current: None,
        remaining: None,
    });
    let mut attempts: Vec<Attempt> = attempts.collect();
    while step(&mut attempts, reserved, settled) {}
    number(&mut attempts, reserved, settled);
    let taken: BTreeSet<&str> = attempts.iter().map(Attempt::name).collect();
    for attempt in &attempts {
        if let Some(name) = &attempt.current {
            let natural = attempt.candidate.name.as_str();
            let is_taken = settled.contains(natural) || taken.contains(natural);
            let reason = match (reserved.contains(&natural), is_taken) {
                (true, _) => "is reserved",
                (false, true) => "is taken",
                (false, false) => "isn't unique",
            };
            report(&attempt.candidate, name, reason, diagnostics);
        }
    }
    let names = attempts.into_iter();
    let names = names.map(|attempt| attempt.current.unwrap_or(attempt.candidate.name));
    names.collect()
}

/// Advances every colliding candidate that does not keep its name. Returns `false` if no candidate
/// has a fallback left.
fn step(attempts: &mut [Attempt], reserved: &[&str], settled: &BTreeSet<&str>) -> bool {
    let mut advanced = false;
    for index in colliding(attempts, reserved, settled) {
        advanced |= attempts
            .get_mut(index)
            .is_some_and(|attempt| attempt.advance(reserved));
    }
    advanced
}

/// Returns the indexes of colliding candidates that do not keep their names.
fn colliding(attempts: &[Attempt], reserved: &[&str], settled: &BTreeSet<&str>) -> Vec<usize> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, attempt) in attempts.iter().enumerate() {
        groups.entry(attempt.name()).or_default().push(index);
    }
    let rank = |index: &usize| {
        attempts
            .get(*index)
            .map_or(0, |attempt| attempt.candidate.rank)
    };
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

/// Numbers the names that still collide, by rank and by order in the document. The first candidate
/// keeps its name without a number if the name is available.
fn number(attempts: &mut [Attempt], reserved: &[&str], settled: &BTreeSet<&str>) {
    let mut alike = colliding(attempts, reserved, settled);
    if alike.is_empty() {
        return;
    }
    alike.sort_by_key(|index| (attempts.get(*index).map(|it| it.candidate.rank), *index));
    let collisions: BTreeSet<usize> = alike.iter().copied().collect();
    let others = attempts.iter().enumerate();
    let others = others.filter(|(index, _)| !collisions.contains(index));
    let mut taken: BTreeSet<String> = others.map(|(_, it)| it.name().to_owned()).collect();
    // The last used number of each name.
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for index in alike {
        let Some(attempt) = attempts.get_mut(index) else {
            continue;
        };
        let name = &attempt.candidate.name;
        let is_free = |name: &String| {
            let is_taken = taken.contains(name) || settled.contains(name.as_str());
            !is_taken && !reserved.contains(&name.as_str())
        };
        let count = counts.entry(name.clone()).or_default();
        let found = (*count + 1..).find_map(|next| {
            let string = match next {
                1 => name.clone(),
                next => numbered(name, next),
            };
            is_free(&string).then_some((next, string))
        });
        if let Some((last, string)) = found {
            *count = last;
            taken.insert(string.clone());
            attempt.current = Some(string);
        }
    }
}

/// Appends a number in the case convention of the name.
pub(super) fn numbered(name: &str, count: usize) -> String {
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
        true => "no setting renames it; the name is derived from its location in the document"
            .to_owned(),
        false => format!("set `{setting}` in rejoinder.toml to choose another name"),
    };
    let note = Diagnostic::note(Code::NameCollision, pointer, message).help(help);
    diagnostics.report(note);
}
