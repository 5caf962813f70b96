//! The names of the variants of unions: what tells them apart, without the words of the union.

use super::{
    distinct::{Conflict, phrases},
    scope::Candidate,
    word::{camel, digest},
};
use crate::ir::{Branch, Literal};

/// Names a variant, in a union of this name: after the name that the document gives to its value, else
/// the word that says most, without what it repeats; where that is taken, all of it, then the next
/// word.
pub(super) fn variant<'a>(union: &str, branch: &'a Branch, given: Option<String>) -> Candidate<'a> {
    let mut words = branch.words.iter().map(|word| match word.as_str() {
        "" => "Empty".to_owned(),
        word => camel(word),
    });
    let first = words.next().unwrap_or_default();
    let short = match (given, &branch.literal) {
        (Some(given), _) => given,
        (None, Some(_)) => first.clone(),
        (None, None) => without(union, &first),
    };
    let mut longer: Vec<String> = Vec::new();
    for word in [first].into_iter().chain(words) {
        if word != short && !longer.contains(&word) {
            longer.push(word);
        }
    }
    let place = branch.place.to_string();
    Candidate {
        name: short,
        others: Box::new(move |name, conflict| {
            if let Some(literal) = &branch.literal {
                return literal_names(literal, conflict);
            }
            let last = format!("{name}{}", camel(&digest(&place)));
            longer.iter().cloned().chain([last]).collect()
        }),
        rank: 0,
        // Nobody needs to know: a longer name says more.
        place: None,
        setting: "",
    }
}

/// Further names of the variant of a string or an integer.
fn literal_names(literal: &Literal, conflict: Conflict) -> Vec<String> {
    let (text, kind) = match &literal.value {
        serde_json::Value::String(text) => (text.clone(), "string"),
        other => (other.to_string(), "integer"),
    };
    let phrases = phrases(&text, kind, conflict).into_iter();
    phrases.map(|phrase| camel(&phrase)).collect()
}

/// A name without the words that another begins or ends with, if something is left of it.
fn without(union: &str, name: &str) -> String {
    let (union, words) = (words(union), words(name));
    let same = |(own, other): &(&&str, &&str)| own == other;
    let front = words.iter().zip(&union).take_while(same).count();
    let rest = words.get(front..).unwrap_or_default();
    let rest = if rest.is_empty() {
        words.as_slice()
    } else {
        rest
    };
    let pairs = rest.iter().rev().zip(union.iter().rev());
    let back = pairs.take_while(same).count();
    let kept = rest.get(..rest.len() - back).unwrap_or_default();
    let kept = if kept.is_empty() { rest } else { kept };
    let short = kept.concat();
    // `2` of `PetV2` is no name.
    if short.starts_with(|c: char| c.is_uppercase()) {
        short
    } else {
        name.to_owned()
    }
}

/// The words of a name in `UpperCamelCase`.
fn words(name: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = Vec::new();
    let mut was_upper = false;
    for (index, c) in name.char_indices() {
        if c.is_uppercase() && !was_upper {
            starts.push(index);
        }
        was_upper = c.is_uppercase();
    }
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([name.len()]);
    let spans = starts.iter().zip(ends);
    spans
        .filter_map(|(start, end)| name.get(*start..end))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn a_variant_does_not_repeat_its_union() {
        for (union, name, expected) in [
            ("Pet", "PetCat", "Cat"),
            ("Pet", "CatPet", "Cat"),
            ("Pet", "Pet", "Pet"),
            ("Pet", "Petrol", "Petrol"),
            ("ContentBlock", "TextContentBlock", "Text"),
            ("ChatRequestMessage", "ChatRequestUserMessage", "User"),
            ("Message", "User", "User"),
            ("PetV", "PetV2", "V2"),
            ("OAuth2Scheme", "OAuth2Scheme", "OAuth2Scheme"),
        ] {
            assert_eq!(without(union, name), expected, "{name} in {union}");
        }
    }
}
