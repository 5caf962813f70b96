//! A short diff of two strings.

use similar::{ChangeTag, TextDiff};

/// The maximum number of changed lines that are shown for a file.
const MAX_LINES: usize = 12;

/// Returns the first changed lines, with their line numbers.
pub(super) fn difference(present: &str, generated: &str) -> String {
    let difference = TextDiff::from_lines(present, generated);
    let changes = difference.iter_all_changes();
    let changed: Vec<String> = changes
        .filter_map(|change| {
            let (sign, index) = match change.tag() {
                ChangeTag::Delete => ('-', change.old_index()),
                ChangeTag::Insert => ('+', change.new_index()),
                ChangeTag::Equal => return None,
            };
            let line = change.value().trim_end();
            let line = format!("    {:>5} {sign} {line}", index.unwrap_or_default() + 1);
            Some(line.trim_end().to_owned())
        })
        .collect();
    let mut lines: String = changed
        .iter()
        .take(MAX_LINES)
        .map(|line| format!("{line}\n"))
        .collect();
    if let Some(more) = changed.len().checked_sub(MAX_LINES + 1) {
        lines.push_str(&format!("          and {} more changed lines\n", more + 1));
    }
    lines
}
