//! Names and documentation of the values of `enum`.

use std::collections::BTreeMap;

use serde_json::Value;

/// The names and the documentation of the values of `enum`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ValueAnnotations {
    /// The names, by extension such as `x-enum-varnames`, in order of precedence.
    pub names: Vec<(&'static str, Entries)>,
    /// The descriptions, by extension such as `x-enum-descriptions`, in order of precedence.
    pub descriptions: Vec<(&'static str, Entries)>,
    /// The documentation of each value, if the values are the constants of a `oneOf` or `anyOf`.
    pub docs: Vec<ValueDocs>,
    /// The entries of `x-ms-enum`.
    pub listed: Vec<ListedEntry>,
}

/// Entries of an extension for the values of `enum`.
#[derive(Debug, Clone, PartialEq)]
pub enum Entries {
    /// An entry for each value, in the same order. Entries of another type are missing.
    Listed(Vec<Option<String>>),
    /// Entries by the JSON of the value, or by the string itself.
    Keyed(BTreeMap<String, String>),
}

/// The documentation of a value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ValueDocs {
    /// The title.
    pub title: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// `true` if the value is deprecated.
    pub deprecated: bool,
}

/// An entry of `x-ms-enum`.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedEntry {
    /// The value, converted to the type of the schema.
    pub value: Value,
    /// The name.
    pub name: Option<String>,
    /// The description.
    pub description: Option<String>,
}
