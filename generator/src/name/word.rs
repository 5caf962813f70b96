//! Words of the document as Rust identifiers.

use std::borrow::Cow;

use any_ascii::any_ascii;
use heck::{ToSnakeCase, ToUpperCamelCase};

use super::{
    known_word::{capitalized, joined},
    reserved::{FILES, keyword},
};

/// How long the name of a module may be: systems have at most 255 bytes for a file's.
const MAX_MODULE_LENGTH: usize = 120;

/// How long another name may be. Nobody reads as far, and names are written many times.
const MAX_LENGTH: usize = 200;

/// A name, or the words that it begins with where it is longer than anybody reads.
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

/// `UpperCamelCase`, for types and variants.
pub(super) fn camel(text: &str) -> String {
    let words = bounded(words(&spell_signs(text)), MAX_LENGTH);
    let name = words.split('_').fold(String::new(), |name, word| {
        let word = capitalized(word);
        // rustc's `non_camel_case_types` allows `_` between digits: `V1_0` is no `V10`.
        let is_digit = |c: char| c.is_ascii_digit();
        match name.ends_with(is_digit) && word.starts_with(is_digit) {
            true => name + "_" + &word,
            false => name + &word,
        }
    });
    match name.chars().next() {
        None => format!("Value{}", camel_spelled(text)),
        Some(first) if needs_prefix(first) => format!("N{name}"),
        Some(_) => name,
    }
}

/// The words of a text in `snake_case`.
fn words(text: &str) -> String {
    clean(&joined(&ascii(text)).to_snake_case())
}

/// A text in ASCII letters, as far as its characters have a transliteration. rustc warns of names
/// beyond ASCII: of rare characters, and of those that look like others.
fn ascii(text: &str) -> Cow<'_, str> {
    match text.is_ascii() {
        true => text.into(),
        false => any_ascii(text).into(),
    }
}

/// `snake_case`, for functions and fields.
pub(super) fn snake(text: &str) -> String {
    let name = bounded(words(&spell_signs(text)), MAX_LENGTH);
    let name = match name.chars().next() {
        None => format!("value_{}", camel_spelled(text).to_snake_case()),
        Some(first) if needs_prefix(first) => format!("n{name}"),
        Some(_) => name,
    };
    keyword(name)
}

/// As [`snake`], for modules, which are files as well. A name that means something else as a file's
/// has `kind` behind it.
pub(super) fn module(text: &str, kind: &str) -> String {
    let name = snake(text);
    let bare = name.trim_start_matches("r#");
    if FILES.contains(&bare) {
        return format!("{bare}_{kind}");
    }
    bounded(name, MAX_MODULE_LENGTH)
}

/// A text with every character that no name has as a word.
pub(super) fn spelled(text: &str) -> String {
    let mut spelled = String::new();
    let mut chars = text.chars().peekable();
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

/// As [`camel`], with every character that it would drop spelled out.
fn camel_spelled(text: &str) -> String {
    let name = clean(&spelled(text).to_upper_camel_case());
    let name = bounded(name, MAX_LENGTH);
    if name.starts_with(needs_prefix) {
        format!("N{name}")
    } else {
        name
    }
}

/// Returns `true` if two texts differ by case and by what is between words alone.
pub(super) fn same_letters(one: &str, other: &str) -> bool {
    letters(one) == letters(other)
}

/// A text in lower case without what is between words.
pub(super) fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| !matches!(c, '_' | '-'));
    letters.flat_map(char::to_lowercase).collect()
}

/// A sign before a number is part of what it means: `+1` and `-1`.
fn spell_signs(text: &str) -> String {
    let signed = |sign: char| {
        text.strip_prefix(sign)
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    if let Some(rest) = signed('+') {
        format!("plus {rest}")
    } else if let Some(rest) = signed('-') {
        format!("minus {rest}")
    } else {
        text.to_owned()
    }
}

/// Leaves out what no identifier has.
fn clean(name: &str) -> String {
    name.chars().filter(|c| continues(*c)).collect()
}

/// Returns `true` if a name may have a character after its first.
fn continues(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Returns `true` if no name begins with a character, but may have it later.
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
