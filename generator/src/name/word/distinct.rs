//! Longer names for strings whose names collide: with case, punctuation or kind spelled out.

use crate::name::word::{self, same_letters, sign::Signed};

/// The reason why a name is unavailable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::name) enum Conflict {
    /// Rust or the output reserves the name.
    Reserved,
    /// Another item of the document has the name.
    Shared,
}

/// Returns phrases for other names, in the order in which they are tried. `kind` is the OpenAPI term
/// for the named item.
pub(in crate::name) fn phrases(string: &str, kind: &str, conflict: Conflict) -> Vec<String> {
    if let Some(signed) = Signed::of(string) {
        let of_rest = phrases(signed.rest, kind, conflict).into_iter();
        let all = [signed.rest.to_owned()].into_iter().chain(of_rest);
        return all.map(|phrase| signed.named(&phrase)).collect();
    }
    let style = style(string);
    let spelled = word::spelled(string);
    let capitals: String = string.chars().filter(|c| c.is_uppercase()).collect();
    if conflict == Conflict::Reserved {
        return vec![
            format!("{string} {kind}"),
            format!("{string} {style} {kind}"),
            format!("{spelled} {kind}"),
        ];
    }
    let signs = |c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-');
    let is_outer = |c: char| matches!(c, '_' | '-');
    let cased = format!("{string} {style}");
    let is_accented = string.contains(|c: char| matches!(c, 'À'..='ɏ'));
    let mut phrases = if is_accented {
        vec![format!("{string} accented"), spelled.clone()]
    } else if string.contains(signs) {
        let words = string.split(['_', '-']).filter(|part| !part.is_empty());
        let words: Vec<String> = words.map(word::spelled).collect();
        vec![words.join(" "), spelled.clone(), cased]
    } else if string.starts_with(is_outer) || string.ends_with(is_outer) {
        vec![spelled.clone(), cased]
    } else {
        vec![cased, spelled.clone()]
    };
    phrases.push(format!("{spelled} {style}"));
    if !capitals.is_empty() {
        let capitals = capitals.to_lowercase();
        phrases.push(format!("{spelled} {style} capitals {capitals}"));
    }
    // For a number, `kind` is a clearer prefix than the letter that an identifier would begin with.
    let is_number = string.starts_with(|c: char| c.is_ascii_digit()) && !kind.is_empty();
    if is_number && !string.contains(signs) {
        phrases.insert(0, format!("{kind} {string}"));
    } else {
        phrases.push(format!("{string} {kind}"));
    }
    phrases
}

/// Returns the name of the case convention of a string.
pub(in crate::name) fn style(string: &str) -> &'static str {
    let has_upper = string.contains(char::is_uppercase);
    let has_lower = string.contains(char::is_lowercase);
    match (has_upper, has_lower) {
        (true, false) if string.contains('_') => "upper snake case",
        (false, true) if string.contains('_') => "snake case",
        (true, true) if string.contains('_') => "mixed snake case",
        (false, true) if string.contains('-') => "kebab case",
        (true, true) if string.contains('-') => "train case",
        (true, false) => "uppercase",
        (false, true) => "lowercase",
        (true, true) if string.starts_with(char::is_lowercase) => "camel case",
        (true, true) if string.chars().skip(1).any(char::is_uppercase) => "pascal case",
        (true, true) => "capitalized",
        (false, false) => "",
    }
}

/// Returns the key by which strings with the same name are ordered. The first string keeps the name.
pub(in crate::name) fn preference<'s, T: Ord>(
    string: &'s str,
    name: &str,
    further: T,
) -> impl Ord + use<'s, T> {
    let bare = name.trim_start_matches("r#");
    // A reserved word has a trailing `_`: `self_`.
    let unlike = match string {
        text if text == bare => 0,
        text if text == bare.trim_end_matches('_') => 1,
        text if same_letters(text, bare) => 2,
        _ => 3,
    };
    let is_mixed = style(string) == "camel case";
    (unlike, further, string.len(), is_mixed, string)
}

/// Returns the ranks of strings. If several strings have the same name, the most similar string
/// keeps the name.
pub(in crate::name) fn ranks<T: Ord>(strings: &[(&str, &str, T)]) -> Vec<u32> {
    let key = |index: &usize| {
        let entry = strings.get(*index);
        entry.map(|(string, name, further)| preference(string, name, further))
    };
    let mut order: Vec<usize> = (0..strings.len()).collect();
    order.sort_by(|one, other| key(one).cmp(&key(other)));
    let mut ranks = vec![0; strings.len()];
    for (rank, index) in order.into_iter().enumerate() {
        if let Some(slot) = ranks.get_mut(index) {
            *slot = u32::try_from(rank).unwrap_or(u32::MAX);
        }
    }
    ranks
}
