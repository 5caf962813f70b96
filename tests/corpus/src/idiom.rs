//! The idiom of a client: names and types that a Rust programmer would not have written, counted from
//! `Api` and `Names`.

mod names;
#[cfg(test)]
mod tests;
mod unions;

use std::collections::BTreeMap;

use rejoinder::{Settings, diagnostic::Diagnostics, ir::Api, name::name};
use serde::{Deserialize, Serialize};

/// A departure from idiomatic Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Oddity {
    /// A type has a digest in its name.
    DigestInType,
    /// A function, request or response of an operation has a digest in its name.
    DigestInOperation,
    /// A field, parameter or value has a digest in its name.
    DigestInMember,
    /// A name has more than 60 characters.
    LongName,
    /// A name has more than 60 characters, and the document has no such name.
    LongNameOfOurs,
    /// A name ends in a filler that is not in the document.
    Filler,
    /// A union has a variant with a digest in its name.
    DigestInUnion,
    /// A union has a variant that repeats the union's name.
    RepeatedName,
    /// A union has three or more variants, and all of them share their first or last word.
    SharedWord,
    /// A union has strings alone as its variants.
    StringUnion,
    /// A union has variants that nothing tells apart.
    IndistinctUnion,
}

impl Oddity {
    /// The oddities of names and of unions, in the order of the table, each with its depth in there.
    pub(crate) const OF_NAMES: [(usize, Self); 6] = [
        (1, Self::DigestInType),
        (1, Self::DigestInOperation),
        (1, Self::DigestInMember),
        (1, Self::LongName),
        (2, Self::LongNameOfOurs),
        (1, Self::Filler),
    ];

    /// The oddities of unions, in the same way.
    pub(crate) const OF_UNIONS: [(usize, Self); 5] = [
        (1, Self::DigestInUnion),
        (1, Self::RepeatedName),
        (1, Self::SharedWord),
        (1, Self::StringUnion),
        (1, Self::IndistinctUnion),
    ];

    /// Its row in the table.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::DigestInType => "types with a digest",
            Self::DigestInOperation => "operations with a digest",
            Self::DigestInMember => "fields, parameters and values with a digest",
            Self::LongName => "names over 60 characters",
            Self::LongNameOfOurs => "where the document has no such name",
            Self::Filler => "names that end in a filler",
            Self::DigestInUnion => "unions with a digest as a variant",
            Self::RepeatedName => "unions with variants that repeat the union's name",
            Self::SharedWord => "unions whose variants all share a word",
            Self::StringUnion => "unions of strings",
            Self::IndistinctUnion => "unions whose variants nothing tells apart",
        }
    }
}

/// The most examples that are kept of an oddity in a document.
const KEPT: usize = 20;

/// The occurrences of an oddity in a document.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Occurrences {
    pub(crate) count: usize,
    /// The first ones: the name and its place.
    pub(crate) examples: Vec<String>,
}

/// The idiom of a client.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Idiom {
    pub(crate) names: usize,
    pub(crate) unions: usize,
    pub(crate) oddities: BTreeMap<Oddity, Occurrences>,
}

impl Idiom {
    /// Counts the oddities of an API.
    pub(crate) fn new(api: &Api) -> Self {
        let names = name(api, &Settings::default(), &mut Diagnostics::default());
        let mut idiom = Self::default();
        for named in names::all(api, &names) {
            idiom.names += 1;
            for oddity in named.oddities() {
                idiom.add(oddity, format!("{} at {}", named.ident, named.place));
            }
        }
        unions::count(api, &names, &mut idiom);
        idiom
    }

    /// The number of occurrences of an oddity.
    pub(crate) fn count(&self, oddity: Oddity) -> usize {
        self.oddities.get(&oddity).map_or(0, |found| found.count)
    }

    fn add(&mut self, oddity: Oddity, example: String) {
        let found = self.oddities.entry(oddity).or_default();
        found.count += 1;
        if found.examples.len() < KEPT {
            found.examples.push(example);
        }
    }
}
