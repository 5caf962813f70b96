//! What tells a text apart from others that have its name: its case, its signs, its kind.

use super::word::{self, same_letters};

/// Why a name can't be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Conflict {
    /// Rust or the output has it.
    Reserved,
    /// Something else of the document has it.
    Shared,
}

/// Texts to make another name of, in the order in which they are tried. `kind` is the document's word
/// for what has the name.
pub(super) fn phrases(text: &str, kind: &str, conflict: Conflict) -> Vec<String> {
    let style = style(text);
    let spelled = word::spelled(text);
    let capitals: String = text.chars().filter(|c| c.is_uppercase()).collect();
    if conflict == Conflict::Reserved {
        return vec![
            format!("{text} {kind}"),
            format!("{text} {style} {kind}"),
            format!("{spelled} {kind}"),
        ];
    }
    let signs = |c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-');
    let cased = format!("{text} {style}");
    let mut phrases = if text.contains(signs) {
        let words = text.split(['_', '-']).filter(|part| !part.is_empty());
        let words: Vec<String> = words.map(word::spelled).collect();
        vec![words.join(" "), spelled.clone(), cased]
    } else {
        vec![cased, spelled.clone()]
    };
    phrases.push(format!("{spelled} {style}"));
    if !capitals.is_empty() {
        let capitals = capitals.to_lowercase();
        phrases.push(format!("{spelled} {style} capitals {capitals}"));
    }
    // The prefix of a digit is a word where another text has that prefix.
    let is_number = text.starts_with(|c: char| c.is_ascii_digit()) && !kind.is_empty();
    if is_number && !text.contains(signs) {
        phrases.insert(0, format!("{kind} {text}"));
    } else {
        phrases.push(format!("{text} {kind}"));
    }
    phrases
}

/// How the words of a text are written.
pub(super) fn style(text: &str) -> &'static str {
    let has_upper = text.contains(char::is_uppercase);
    let has_lower = text.contains(char::is_lowercase);
    match (has_upper, has_lower) {
        (true, false) if text.contains('_') => "upper snake case",
        (false, true) if text.contains('_') => "snake case",
        (true, true) if text.contains('_') => "mixed snake case",
        (false, true) if text.contains('-') => "kebab case",
        (true, true) if text.contains('-') => "train case",
        (true, false) => "uppercase",
        (false, true) => "lowercase",
        (true, true) if text.starts_with(char::is_lowercase) => "camel case",
        (true, true) if text.chars().skip(1).any(char::is_uppercase) => "pascal case",
        (true, true) => "capitalized",
        (false, false) => "",
    }
}

/// The ranks of texts: of those that share a name, the one that is written most like it keeps it.
pub(super) fn ranks<T: Ord>(texts: &[(&str, &str, T)]) -> Vec<u32> {
    let key = |index: &usize| {
        texts.get(*index).map(|(text, name, further)| {
            let bare = name.trim_start_matches("r#");
            let unlike = u8::from(text != &bare) + u8::from(!same_letters(text, bare));
            (unlike, further, text.len(), *text)
        })
    };
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by(|one, other| key(one).cmp(&key(other)));
    let mut ranks = vec![0; texts.len()];
    for (rank, index) in order.into_iter().enumerate() {
        if let Some(slot) = ranks.get_mut(index) {
            *slot = u32::try_from(rank).unwrap_or(u32::MAX);
        }
    }
    ranks
}
