//! Diagnostics of one kind at one level as one group: thirty formats that nobody knows are one fact.

use indexmap::{IndexMap, IndexSet};

use crate::{
    diagnostic::{Code, Severity},
    placed::Placed,
};

/// The number of further places that a group lists.
const LISTED: usize = 5;

/// Diagnostics with the same severity, code and message, but for quoted words and numbers.
pub(crate) struct Group<'a> {
    /// The first one in the document.
    pub(crate) first: Placed<'a>,
    others: Vec<Placed<'a>>,
}

/// Groups diagnostics in the order of the first of each group.
pub(crate) fn groups(placed: Vec<Placed<'_>>) -> Vec<Group<'_>> {
    let mut groups: IndexMap<(Severity, Code, String), Group<'_>> = IndexMap::new();
    for placed in placed {
        let found = placed.diagnostic;
        let kind = (found.severity, found.code, pattern(&found.message));
        match groups.get_mut(&kind) {
            Some(group) => group.others.push(placed),
            None => {
                let others = Vec::new();
                let first = placed;
                groups.insert(kind, Group { first, others });
            }
        }
    }
    groups.into_values().collect()
}

impl Group<'_> {
    /// Names the further places: the first few, or all of them. Other words come before places
    /// where the same words are repeated.
    pub(crate) fn elsewhere(&self, all: bool) -> Option<String> {
        let total = self.others.len();
        let listed = if all { total } else { total.min(LISTED) };
        let mut seen: IndexSet<&str> = IndexSet::from([self.first.diagnostic.message.as_str()]);
        let (new, repeated): (Vec<_>, Vec<_>) = self
            .others
            .iter()
            .partition(|placed| all || seen.insert(&placed.diagnostic.message));
        let ordered = new.into_iter().chain(repeated);
        let places: Vec<String> = ordered
            .take(listed)
            .filter_map(|it| self.place(it))
            .collect();
        if places.is_empty() {
            return None;
        }
        let listing = places.join(", ");
        let count = format!("{total} more of this kind: {listing}");
        Some(match total - listed {
            0 => count,
            1 => format!("{count} and 1 more place"),
            rest => format!("{count} and {rest} more places"),
        })
    }

    /// The remedies: one for all whose words are alike.
    pub(crate) fn helps(&self) -> Vec<&str> {
        let mut helps: IndexMap<String, &str> = IndexMap::new();
        for placed in std::iter::once(&self.first).chain(&self.others) {
            if let Some(help) = &placed.diagnostic.help {
                helps.entry(pattern(help)).or_insert(help);
            }
        }
        helps.into_values().collect()
    }

    /// A further place by line and column, by its file where that is another one, and by the quoted
    /// words that differ from those of the first message.
    fn place(&self, placed: &Placed<'_>) -> Option<String> {
        let place = match (placed.span, &placed.pointer) {
            (Some(span), _) => {
                let place = format!("{}:{}", span.line, span.column);
                let name = |placed: &Placed<'_>| placed.source.map(|source| source.name.clone());
                let file = name(placed).filter(|file| name(&self.first).as_ref() != Some(file));
                file.map_or(place.clone(), |file| format!("{file}:{place}"))
            }
            (None, Some(pointer)) => pointer.to_string(),
            (None, None) => return Some(placed.diagnostic.message.clone()),
        };
        let first: Vec<&str> = quoted(&self.first.diagnostic.message).collect();
        let words = quoted(&placed.diagnostic.message)
            .enumerate()
            .filter(|(index, word)| first.get(*index) != Some(word))
            .map(|(_, word)| format!("`{word}`"));
        let words: Vec<String> = words.collect();
        match words.is_empty() {
            true => Some(place),
            false => Some(format!("{} at {place}", words.join(" "))),
        }
    }
}

/// The words between backticks.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

/// A message without the words between backticks and without digits.
fn pattern(message: &str) -> String {
    let parts = message.split('`').step_by(2);
    let digits = |c: char| c.is_ascii_digit();
    parts
        .flat_map(|part| ["`", part])
        .map(|part| part.replace(digits, ""))
        .collect()
}
