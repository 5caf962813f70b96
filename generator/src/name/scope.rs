//! Names that share a scope, settled: those that collide are told apart by more of their place.

use std::collections::BTreeMap;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
};

/// Something that wants a name.
pub(super) struct Candidate {
    /// What it could be called, from what everybody expects to what nothing else is called.
    pub(super) names: Vec<String>,
    /// Who gives way: of those that collide, one of a rank lower than all others keeps its name.
    pub(super) rank: u8,
    /// Where a collision is reported; nowhere, for a name that is only held or can't be mended.
    pub(super) place: Option<Pointer>,
}

/// Settles the names of a scope in which `reserved` are taken. A name that wasn't the first
/// choice is reported.
pub(super) fn settle(
    candidates: &[Candidate],
    reserved: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut levels = vec![0_usize; candidates.len()];
    // Each round moves a name on, so there are at most as many as there are names to try.
    let rounds: usize = candidates
        .iter()
        .map(|candidate| candidate.names.len())
        .sum();
    for _ in 0..rounds {
        if !step(candidates, reserved, &mut levels) {
            break;
        }
    }
    let settled = candidates.iter().zip(&levels);
    settled
        .map(|(candidate, level)| {
            let name = name_at(candidate, *level).to_owned();
            if *level > 0 {
                report(candidate, &name, diagnostics);
            }
            name
        })
        .collect()
}

/// Moves on every name that collides and isn't the one to keep; whether there was any.
fn step(candidates: &[Candidate], reserved: &[&str], levels: &mut [usize]) -> bool {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let level = levels.get(index).copied().unwrap_or_default();
        groups
            .entry(name_at(candidate, level))
            .or_default()
            .push(index);
    }
    let rank = |index: &usize| candidates.get(*index).map_or(0, |candidate| candidate.rank);
    let mut moved = false;
    for (name, group) in groups {
        let taken = reserved.contains(&name);
        if group.len() < 2 && !taken {
            continue;
        }
        let lowest = group.iter().map(rank).min().unwrap_or_default();
        let alone = group.iter().filter(|index| rank(index) == lowest).count() == 1;
        for index in group {
            let keeps = !taken && alone && rank(&index) == lowest;
            let last = candidates
                .get(index)
                .map_or(0, |candidate| candidate.names.len());
            if let Some(level) = levels
                .get_mut(index)
                .filter(|level| !keeps && **level + 1 < last)
            {
                *level += 1;
                moved = true;
            }
        }
    }
    moved
}

fn name_at(candidate: &Candidate, level: usize) -> &str {
    candidate.names.get(level).map_or("", String::as_str)
}

fn report(candidate: &Candidate, name: &str, diagnostics: &mut Diagnostics) {
    let Some(place) = &candidate.place else {
        return;
    };
    let wanted = name_at(candidate, 0);
    let message = format!("the name `{wanted}` is taken, so this is `{name}`");
    diagnostics.report(
        Diagnostic::warning(Code::NameCollision, place, message).help(
            "rename one of the two in the document for a shorter name; tags, operations and schemas can be renamed in rejoinder.toml as well",
        ),
    );
}
