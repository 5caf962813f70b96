//! Conversion of strings to Rust identifiers.

pub(super) mod distinct;
pub(super) mod known_word;
pub(super) mod reserved;
pub(super) mod sign;

use std::borrow::Cow;

use any_ascii::any_ascii;
use heck::{ToSnakeCase, ToUpperCamelCase};

use super::word::{
    known_word::{capitalized, joined},
    reserved::{FILES, keyword},
};

/// The maximum length of the name of a module. File names have at most 255 bytes on most systems.
const MAX_MODULE_LENGTH: usize = 120;

/// The maximum length of any other name.
const MAX_LENGTH: usize = 200;

/// Truncates a name after a word, to a maximum length.
fn bounded(name: String, longest: usize) -> String {
    if name.len() <= longest {
        return name;
    }
    let mut end = longest;
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let start = name.get(..end).unwrap_or_default();
    let whole = start.rsplit_once('_').map_or(start, |(words, _)| words);
    let kept = if whole.is_empty() { start } else { whole };
    kept.to_owned()
}

/// Converts a string to `UpperCamelCase`, for types and variants.
pub(super) fn camel(string: &str) -> String {
    let words = bounded(words(&spell_signs(string)), MAX_LENGTH);
    let name = words.split('_').fold(String::new(), |name, word| {
        let word = capitalized(word);
        // rustc's `non_camel_case_types` allows `_` between digits: `V1_0` differs from `V10`.
        let is_digit = |c: char| c.is_ascii_digit();
        match name.ends_with(is_digit) && word.starts_with(is_digit) {
            true => name + "_" + &word,
            false => name + &word,
        }
    });
    match name.chars().next() {
        None => format!("Value{}", camel_spelled(string)),
        Some(first) if needs_prefix(first) => format!("N{name}"),
        Some(_) => name,
    }
}

/// Returns the words of a string in `snake_case`.
fn words(string: &str) -> String {
    clean(&joined(&join_pairs(&ascii(string))).to_snake_case())
}

/// Converts words of two letters in mixed case to lower case: the letters of `pH` and `kB` are not words.
fn join_pairs(string: &str) -> Cow<'_, str> {
    let is_sign = |c: char| !c.is_alphanumeric();
    let is_pair = |word: &str| {
        matches!(word.as_bytes(), [first, last]
            if first.is_ascii_lowercase() && last.is_ascii_uppercase())
    };
    if !string.split(is_sign).any(is_pair) {
        return string.into();
    }
    let words = string.split_inclusive(is_sign);
    let words = words.map(|word| match is_pair(word.trim_end_matches(is_sign)) {
        true => word.to_ascii_lowercase(),
        false => word.to_owned(),
    });
    words.collect::<String>().into()
}

/// Transliterates a string to ASCII, because rustc warns of uncommon and confusable characters in
/// identifiers.
fn ascii(string: &str) -> Cow<'_, str> {
    match string.is_ascii() {
        true => string.into(),
        false => any_ascii(string).into(),
    }
}

/// Converts a string to `snake_case`, for functions and fields.
pub(super) fn snake(string: &str) -> String {
    let name = bounded(words(&spell_signs(string)), MAX_LENGTH);
    let name = match name.chars().next() {
        None => format!("value_{}", camel_spelled(string).to_snake_case()),
        Some(first) if needs_prefix(first) => format!("n{name}"),
        Some(_) => name,
    };
    keyword(name)
}

/// Like [`snake`], for modules. `kind` is appended to names with a special meaning as file names.
pub(super) fn module(string: &str, kind: &str) -> String {
    let name = snake(string);
    let bare = name.trim_start_matches("r#");
    if FILES.contains(&bare) {
        return format!("{bare}_{kind}");
    }
    bounded(name, MAX_MODULE_LENGTH)
}

/// Spells out every character that identifiers can't have.
pub(super) fn spelled(string: &str) -> String {
    let mut spelled = String::new();
    let mut chars = string.chars().peekable();
    while let Some(c) = chars.next() {
        let pair = match (c, chars.peek()) {
            ('[', Some(']')) => Some(" brackets "),
            ('(', Some(')')) => Some(" parentheses "),
            ('{', Some('}')) => Some(" braces "),
            _ => None,
        };
        match pair {
            Some(word) => {
                chars.next();
                spelled.push_str(word);
            }
            None => spelled.push_str(&spell(c)),
        }
    }
    if spelled.trim().is_empty() {
        "empty".to_owned()
    } else {
        spelled
    }
}

/// Like [`camel`], but spells out every character that [`camel`] drops.
fn camel_spelled(string: &str) -> String {
    let name = clean(&spelled(string).to_upper_camel_case());
    let name = bounded(name, MAX_LENGTH);
    if name.starts_with(needs_prefix) {
        format!("N{name}")
    } else {
        name
    }
}

/// Returns `true` if two strings differ only by case, `_` and `-`.
pub(super) fn same_letters(one: &str, other: &str) -> bool {
    letters(one) == letters(other)
}

/// Converts a string to lower case, without `_` and `-`.
pub(super) fn letters(string: &str) -> String {
    let letters = string.chars().filter(|c| !matches!(c, '_' | '-'));
    letters.flat_map(char::to_lowercase).collect()
}

/// Operators, and their names.
const OPERATORS: [(&str, &str); 9] = [
    ("+", "plus"),
    ("-", "minus"),
    ("=", "equal"),
    ("!=", "not equal"),
    ("<>", "not equal"),
    ("<", "less"),
    ("<=", "less or equal"),
    (">", "greater"),
    (">=", "greater or equal"),
];

/// Spells out operators, the sign of a number (`+1`, `-1`), and the signs of a letter (`C#`, `C++`).
fn spell_signs(string: &str) -> String {
    let mut operators = OPERATORS.iter();
    if let Some((_, name)) = operators.find(|(operator, _)| *operator == string) {
        return (*name).to_owned();
    }
    let signed = |sign: char| {
        string
            .strip_prefix(sign)
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let letter = |signs: &str| {
        let letter = string.strip_suffix(signs);
        letter.filter(|it| it.len() == 1 && it.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    if let Some(rest) = signed('+') {
        format!("plus {rest}")
    } else if let Some(rest) = signed('-') {
        format!("minus {rest}")
    } else if let Some(letter) = letter("#") {
        format!("{letter} sharp")
    } else if let Some(letter) = letter("++") {
        format!("{letter} plus plus")
    } else {
        string.to_owned()
    }
}

/// Removes the characters that identifiers can't have.
fn clean(name: &str) -> String {
    name.chars().filter(|c| continues(*c)).collect()
}

/// Returns `true` if an identifier can contain a character.
fn continues(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Returns `true` if an identifier can contain a character but can't begin with it.
fn needs_prefix(first: char) -> bool {
    first.is_ascii_digit()
}

fn spell(c: char) -> String {
    let word = match c {
        ' ' => "space",
        '!' => "exclamation mark",
        '"' => "quote",
        '#' => "number sign",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '\'' => "apostrophe",
        '(' | ')' => "parenthesis",
        '*' => "asterisk",
        '+' => "plus",
        ',' => "comma",
        '-' => "hyphen",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '=' => "equals",
        '>' => "greater",
        '?' => "question mark",
        '@' => "at",
        '[' | ']' => "bracket",
        '\\' => "backslash",
        '^' => "caret",
        '_' => "underscore",
        '`' => "backtick",
        '{' | '}' => "brace",
        '|' => "bar",
        '~' => "tilde",
        c if continues(c) => return c.to_string(),
        c => return format!(" u{:x} ", u32::from(c)),
    };
    format!(" {word} ")
}
