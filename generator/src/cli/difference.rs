//! Two texts side by side, as a short diff.

use similar::{ChangeTag, TextDiff};

/// How many changed lines of a file are shown.
const MAX_LINES: usize = 12;

/// The first changed lines between what is there and what would be, with their numbers.
pub(super) fn difference(present: &str, wanted: &str) -> String {
    let difference = TextDiff::from_lines(present, wanted);
    let changes = difference.iter_all_changes();
    let changed: Vec<String> = changes
        .filter_map(|change| {
            let (sign, index) = match change.tag() {
                ChangeTag::Delete => ('-', change.old_index()),
                ChangeTag::Insert => ('+', change.new_index()),
                ChangeTag::Equal => return None,
            };
            let line = change.value().trim_end();
            let text = format!("    {:>5} {sign} {line}", index.unwrap_or_default() + 1);
            Some(text.trim_end().to_owned())
        })
        .collect();
    let mut text: String = changed
        .iter()
        .take(MAX_LINES)
        .map(|line| format!("{line}\n"))
        .collect();
    if let Some(more) = changed.len().checked_sub(MAX_LINES + 1) {
        text.push_str(&format!("          and {} more changed lines\n", more + 1));
    }
    text
}
