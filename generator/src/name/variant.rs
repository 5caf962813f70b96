//! Names of the variants of unions.

use std::collections::BTreeSet;

use super::{
    scope::Candidate,
    word::{
        camel,
        distinct::{Conflict, phrases, preference},
        known_word::known_length,
        sign::camel_values,
    },
};
use crate::ir::{Literal, Variant};

/// Names the variants of a union: after the documented name of the value, or else after the first word of
/// the variant, without the words of the union. Fallbacks are the complete word, and then further words.
pub(super) fn variants<'a>(
    union: &str,
    variants: &'a [Variant],
    documented: Vec<Option<String>>,
) -> Vec<Candidate<'a>> {
    let firsts = variants
        .iter()
        .map(|variant| variant.names.first().map_or("", String::as_str));
    let firsts: Vec<&str> = firsts.collect();
    let names = camel_values(&firsts);
    let firsts: Vec<(&str, String)> = firsts.into_iter().zip(names).collect();
    let shorts = variants.iter().zip(&firsts).zip(documented);
    let mut shorts: Vec<(String, bool)> = shorts
        .map(|((variant, (_, first)), documented)| match documented {
            Some(documented) => (documented, false),
            // Without `MapOf`, the name would be that of the values.
            None if variant.literal.is_some() || first.starts_with("MapOf") => {
                (first.clone(), false)
            }
            None => (without(union, first), true),
        })
        .collect();
    drop_shared(&mut shorts);
    let candidates = variants.iter().zip(&firsts).zip(shorts);
    let candidates = candidates.map(|((variant, (string, first)), (short, _))| {
        let alike = firsts.iter().filter(|(_, other)| other == first);
        let strings: BTreeSet<&str> = alike.map(|(string, _)| *string).collect();
        candidate(variant, (string, first), short, &strings)
    });
    candidates.collect()
}

/// Returns a variant with its fallbacks. `alike` are the strings that differ only by case or punctuation.
fn candidate<'a>(
    variant: &'a Variant,
    (string, first): (&'a str, &str),
    short: String,
    alike: &BTreeSet<&str>,
) -> Candidate<'a> {
    let own = preference(string, first, ());
    let before = alike
        .iter()
        .filter(|other| preference(other, first, ()) < own);
    let rank = u32::try_from(before.count()).unwrap_or(u32::MAX);
    let is_unlike = alike.len() > 1;
    let mut longer: Vec<String> = Vec::new();
    let words = variant.names.iter().skip(1).map(|word| camel(word));
    for word in [first.to_owned()].into_iter().chain(words) {
        if word != short && !longer.contains(&word) {
            longer.push(word);
        }
    }
    Candidate {
        name: short,
        fallbacks: Box::new(move |_, conflict| {
            if let Some(literal) = &variant.literal {
                return literal_names(literal, conflict);
            }
            let styled = is_unlike.then(|| phrases(string, "", Conflict::Shared));
            let styled = styled.into_iter().flatten().map(|phrase| camel(&phrase));
            let styled = styled.filter(|phrase| Some(phrase) != longer.first());
            styled.chain(longer.iter().cloned()).collect()
        }),
        rank,
        // Not reported, because the longer name is more specific.
        pointer: None,
        setting: "",
    }
}

/// Removes the words that all names begin or end with, if the results are distinct names. The `bool` of each
/// pair is `true` if the name may be shortened.
fn drop_shared(names: &mut [(String, bool)]) {
    let split = names.iter().filter(|(_, is_free)| *is_free);
    let split: Vec<Vec<&str>> = split.map(|(name, _)| words(name)).collect();
    if split.len() < 2 {
        return;
    }
    let most = split.iter().map(|words| words.len() - 1).min().unwrap_or(0);
    let is_same = |at: &dyn Fn(&[&str]) -> Option<String>| {
        let first = split.first().and_then(|words| at(words));
        split.iter().all(|words| at(words) == first)
    };
    let front = |index: usize| move |words: &[&str]| words.get(index).map(|it| (*it).to_owned());
    let back = |index: usize| {
        move |words: &[&str]| words.iter().rev().nth(index).map(|it| (*it).to_owned())
    };
    let start = (0..most)
        .take_while(|index| is_same(&front(*index)))
        .count();
    let end = (0..most - start)
        .take_while(|index| is_same(&back(*index)))
        .count();
    let shorter = names.iter().map(|(name, is_free)| {
        let words = words(name);
        let kept = words.get(start..words.len() - end).filter(|_| *is_free);
        kept.map_or_else(|| name.clone(), |words| words.concat())
    });
    let shorter: Vec<String> = shorter.collect();
    let distinct: BTreeSet<&String> = shorter.iter().collect();
    let is_name = |name: &String| name.starts_with(char::is_uppercase) && name.len() > 1;
    if distinct.len() == names.len() && shorter.iter().all(is_name) {
        for ((name, _), shorter) in names.iter_mut().zip(shorter) {
            *name = shorter;
        }
    }
}

/// Returns fallbacks for the variant of a string or an integer.
fn literal_names(literal: &Literal, conflict: Conflict) -> Vec<String> {
    let (string, kind) = match &literal.value {
        serde_json::Value::String(string) => (string.clone(), "string"),
        other => (other.to_string(), "integer"),
    };
    let phrases = phrases(&string, kind, conflict).into_iter();
    phrases.map(|phrase| camel(&phrase)).collect()
}

/// Removes the words that the union begins or ends with from a name, if a name is left.
fn without(union: &str, name: &str) -> String {
    let (union, words) = (words(union), words(name));
    let same = |(own, other): &(&&str, &&str)| own == other;
    let front = words.iter().zip(&union).take_while(same).count();
    let is_some = |rest: &&[&str]| !rest.is_empty();
    let rest = words.get(front..).filter(is_some).unwrap_or(&words);
    let pairs = rest.iter().rev().zip(union.iter().rev());
    let back = pairs.take_while(same).count();
    let kept = rest.get(..rest.len() - back);
    let short = kept.filter(is_some).unwrap_or(rest).concat();
    // The rest must be a name, unlike `2` of `PetV2`.
    if short.starts_with(|c: char| c.is_uppercase()) {
        short
    } else {
        name.to_owned()
    }
}

/// Returns the words of a name in `UpperCamelCase`. `GitHub` is a single word.
pub(super) fn words(name: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = Vec::new();
    let (mut was_upper, mut end) = (false, 0);
    for (index, c) in name.char_indices() {
        if index >= end && c.is_uppercase() && !was_upper {
            starts.push(index);
            if let Some(length) = name.get(index..).and_then(known_length) {
                end = index + length;
            }
        }
        was_upper = index >= end && c.is_uppercase();
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
    use super::{drop_shared, without};

    #[test]
    fn variants_do_not_repeat_common_words() {
        for (names, expected) in [
            (["UserCreated", "UserDeleted"], ["Created", "Deleted"]),
            (["TextContent", "ImageContent"], ["Text", "Image"]),
            (["NewTextPart", "NewFilePart"], ["Text", "File"]),
            (["User", "UserGroup"], ["User", "UserGroup"]),
            (["GitHubOrg", "GitLab"], ["GitHubOrg", "GitLab"]),
            (["GitHubOrg", "GitHubRepo"], ["Org", "Repo"]),
            (["UserA", "UserB"], ["UserA", "UserB"]),
            (["PetV1", "PetV2"], ["V1", "V2"]),
            (["Text", "Image"], ["Text", "Image"]),
        ] {
            let mut found = names.map(|name| (name.to_owned(), true));
            drop_shared(&mut found);
            assert_eq!(found.map(|(name, _)| name), expected);
        }
        let mut found = ["UserNew", "UserOld", "New"].map(|name| (name.to_owned(), name != "New"));
        drop_shared(&mut found);
        assert_eq!(found.map(|(name, _)| name), ["UserNew", "UserOld", "New"]);
    }

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
