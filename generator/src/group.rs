//! Groups diagnostics that differ only in quoted words and numbers.

use indexmap::{IndexMap, IndexSet};

use crate::{
    diagnostic::{Code, Severity},
    located::LocatedDiagnostic,
    pointer::Pointer,
    visible,
};

/// The number of further positions that a group lists.
const LISTED: usize = 5;

/// Diagnostics with the same severity, code, message and help, except for quoted words and numbers.
pub(crate) struct Group<'a> {
    /// The first diagnostic in the document.
    pub(crate) first: LocatedDiagnostic<'a>,
    others: Vec<LocatedDiagnostic<'a>>,
}

/// Groups diagnostics. The order of the groups is the order of their first diagnostics.
pub(crate) fn groups(located: Vec<LocatedDiagnostic<'_>>) -> Vec<Group<'_>> {
    let mut groups: IndexMap<(Severity, Code, String, String), Group<'_>> = IndexMap::new();
    for located in located {
        let found = located.diagnostic;
        // Each operation that is lost is a diagnostic of its own.
        let message = match found.loses_operations {
            true => found.message.clone(),
            false => pattern(&found.message),
        };
        let help = pattern(found.help.as_deref().unwrap_or_default());
        let kind = (found.severity, found.code, message, help);
        match groups.get_mut(&kind) {
            Some(group) => group.others.push(located),
            None => {
                let others = Vec::new();
                let first = located;
                groups.insert(kind, Group { first, others });
            }
        }
    }
    groups.into_values().collect()
}

impl Group<'_> {
    /// The number of further diagnostics.
    pub(crate) fn further(&self) -> usize {
        self.others.len()
    }

    /// Lists the further positions: the first few, or all. A diagnostic that equals the first is
    /// only a position. Any other diagnostic is a line with its message, and with its help if the
    /// help differs from the first. New messages come before repeated messages.
    pub(crate) fn elsewhere(&self, all: bool) -> Option<String> {
        let total = self.others.len();
        let listed = if all { total } else { total.min(LISTED) };
        let first = self.first.diagnostic;
        let mut seen: IndexSet<&str> = IndexSet::from([first.message.as_str()]);
        let (new, repeated): (Vec<_>, Vec<_>) = self
            .others
            .iter()
            .partition(|located| all || seen.insert(&located.diagnostic.message));
        let ordered = new.into_iter().chain(repeated).take(listed);
        let rest = match total - listed {
            0 => None,
            1 => Some("and 1 more place".to_owned()),
            rest => Some(format!("and {rest} more places")),
        };
        let count = format!("{total} more of this kind:");
        let is_alike = |it: &LocatedDiagnostic<'_>| {
            it.diagnostic.message == first.message && it.diagnostic.help == first.help
        };
        if total == 0 {
            None
        } else if self.others.iter().all(is_alike) {
            let pointers: Vec<String> = ordered.filter_map(|it| self.pointer(it)).collect();
            let ends = [pointers.join(", ")].into_iter().chain(rest);
            Some(format!("{count} {}", ends.collect::<Vec<_>>().join(" ")))
        } else {
            let lines = ordered.map(|it| self.line(it)).chain(rest);
            Some(
                [count]
                    .into_iter()
                    .chain(lines)
                    .collect::<Vec<_>>()
                    .join("\n"),
            )
        }
    }

    /// Returns a line with a position, a message, and a help that differs from the first.
    fn line(&self, located: &LocatedDiagnostic<'_>) -> String {
        let found = located.diagnostic;
        let pointer = self.pointer(located).map(|pointer| format!("{pointer}: "));
        let help = found.help.as_ref();
        let help = help.filter(|help| Some(*help) != self.first.diagnostic.help.as_ref());
        let help = help.map(|help| format!(" ({help})"));
        let [pointer, help] = [pointer, help].map(Option::unwrap_or_default);
        visible::escaped(&format!("{pointer}{}{help}", found.message))
    }

    /// Returns the line and column, and the file if it differs from the first.
    fn pointer(&self, located: &LocatedDiagnostic<'_>) -> Option<String> {
        let Some(span) = located.span else {
            return located.pointer.as_ref().map(Pointer::to_string);
        };
        let pointer = format!("{}:{}", span.line, span.column);
        let name =
            |located: &LocatedDiagnostic<'_>| located.source.map(|source| source.name.clone());
        let file = name(located).filter(|file| name(&self.first).as_ref() != Some(file));
        Some(match file {
            Some(file) => format!("{}:{pointer}", visible::escaped(&file)),
            None => pointer,
        })
    }
}

/// Removes the words between backticks and all digits.
fn pattern(message: &str) -> String {
    let parts = message.split('`').step_by(2);
    let digits = |c: char| c.is_ascii_digit();
    parts
        .flat_map(|part| ["`", part])
        .map(|part| part.replace(digits, ""))
        .collect()
}
