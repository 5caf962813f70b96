//! Departures from idiomatic Rust in the names and types of a client, counted from `Api` and
//! `Names`.

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
    /// A type with a digest in its name.
    DigestInType,
    /// An operation with a digest in the name of its function, request or response.
    DigestInOperation,
    /// A field, parameter or value with a digest in its name.
    DigestInMember,
    /// A name of more than 60 characters.
    LongName,
    /// A name of more than 60 characters that the document doesn't have.
    LongNameOfOurs,
    /// A name that ends in a filler word that is not in the document.
    Filler,
    /// A union with a digest in the name of a variant.
    DigestInUnion,
    /// A union with a variant that repeats the name of the union.
    RepeatedName,
    /// A union of three or more variants that all share their first or last word.
    SharedWord,
    /// A union of strings only.
    StringUnion,
    /// A union with indistinguishable variants.
    IndistinctUnion,
}

impl Oddity {
    /// The oddities of names in the order of the table, each with its indentation.
    pub(crate) const OF_NAMES: [(usize, Self); 6] = [
        (1, Self::DigestInType),
        (1, Self::DigestInOperation),
        (1, Self::DigestInMember),
        (1, Self::LongName),
        (2, Self::LongNameOfOurs),
        (1, Self::Filler),
    ];

    /// The oddities of unions in the order of the table, each with its indentation.
    pub(crate) const OF_UNIONS: [(usize, Self); 5] = [
        (1, Self::DigestInUnion),
        (1, Self::RepeatedName),
        (1, Self::SharedWord),
        (1, Self::StringUnion),
        (1, Self::IndistinctUnion),
    ];

    /// Returns the title of the row in the table.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::DigestInType => "types with a digest",
            Self::DigestInOperation => "operations with a digest",
            Self::DigestInMember => "fields, parameters and values with a digest",
            Self::LongName => "names of more than 60 characters",
            Self::LongNameOfOurs => "where the document has no such name",
            Self::Filler => "names that end in a filler word",
            Self::DigestInUnion => "unions with a digest in a variant",
            Self::RepeatedName => "unions with variants that repeat the union's name",
            Self::SharedWord => "unions whose variants all share a word",
            Self::StringUnion => "unions of strings",
            Self::IndistinctUnion => "unions whose variants cannot be distinguished",
        }
    }
}

/// The maximum number of stored examples of an oddity in a document.
const MAX_EXAMPLES: usize = 20;

/// The occurrences of an oddity in a document.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Occurrences {
    pub(crate) count: usize,
    /// The first occurrences, each with name and place.
    pub(crate) examples: Vec<String>,
}

/// The counts of a client.
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

    /// Returns the number of occurrences of an oddity.
    pub(crate) fn count(&self, oddity: Oddity) -> usize {
        self.oddities.get(&oddity).map_or(0, |found| found.count)
    }

    fn add(&mut self, oddity: Oddity, example: String) {
        let found = self.oddities.entry(oddity).or_default();
        found.count += 1;
        if found.examples.len() < MAX_EXAMPLES {
            found.examples.push(example);
        }
    }
}
