//! Settings of a client: operations, names, types and features.
//!
//! They come from the builder ([`Generator`](crate::Generator)), `rejoinder.toml` or the command
//! line.

mod check;
mod secrets;

use std::{collections::BTreeMap, path::PathBuf};

use crate::diagnostic::Code;
pub use secrets::{SECRETS, Secrets, ValueKind};

/// All settings except the paths of the document and the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The name of the crate. `None` is the document's title in `kebab-case`.
    pub name: Option<String>,
    /// The folder that contains all files the document refers to. `None` is the document's folder.
    pub references: Option<PathBuf>,
    /// The operations to generate. An empty filter selects all operations.
    pub include: Filter,
    /// The operations to leave out.
    pub exclude: Filter,
    /// Rust names that replace names of the document.
    pub rename: Renames,
    /// The types of dates and times.
    pub time: TimeType,
    /// The type of strings of the format `uri`.
    pub uri: UriType,
    /// Types of the user by string format, as paths.
    ///
    /// The type must implement `Debug`, `Clone`, `PartialEq`, `serde::Serialize`,
    /// `serde::Deserialize` and the traits in [`derives`](Self::derives). A type of parameters,
    /// headers or request bodies must also implement `Display` and `FromStr`, whose `Err` must
    /// implement `Error`. The user adds the type's crate to the manifest. The path of a crate that is
    /// named like a module of the output (`json`, `models`, `runtime`) must begin with `::`.
    pub formats: BTreeMap<String, String>,
    /// Types of the user by component schema, as paths. No type is generated for the component, nor
    /// for schemas that only the component uses.
    ///
    /// The types must implement the traits that [`formats`](Self::formats) requires, `Display` and
    /// `FromStr` only if the schema is a string, number or boolean.
    pub schemas: BTreeMap<String, String>,
    /// Media types of responses that are generated even if the response has JSON of the same
    /// schema.
    pub media_types: Vec<String>,
    /// Required properties that a response may omit: `Schema.property`, or a JSON pointer
    /// (`#/paths/…`) if the property is not in a component schema.
    pub optional: Vec<String>,
    /// Properties that may be `null` although their schema does not allow `null`, in the notation of
    /// [`optional`](Self::optional).
    pub nullable: Vec<String>,
    /// Names of values that `Debug` and errors hide.
    pub secrets: Secrets,
    /// Additional traits that all models derive, as paths: `Eq`, `schemars::JsonSchema`.
    pub derives: Vec<String>,
    /// Deviations of servers from the document that a client accepts.
    pub tolerance: Tolerance,
    /// Codes of diagnostics whose warnings are reported as notes.
    pub allow: Vec<Code>,
    /// The form of the output: a crate or modules.
    pub layout: Layout,
    /// The default features of a crate, or the transports of modules.
    pub features: Vec<Feature>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: None,
            references: None,
            include: Filter::default(),
            exclude: Filter::default(),
            rename: Renames::default(),
            time: TimeType::default(),
            uri: UriType::default(),
            formats: BTreeMap::new(),
            schemas: BTreeMap::new(),
            media_types: Vec::new(),
            optional: Vec::new(),
            nullable: Vec::new(),
            secrets: Secrets::default(),
            derives: Vec::new(),
            tolerance: Tolerance::default(),
            allow: Vec::new(),
            layout: Layout::default(),
            features: vec![Feature::Reqwest, Feature::Rustls],
        }
    }
}

/// Deviations of servers from the document that a client accepts. All are accepted by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance {
    /// Decodes `null` as an empty array or map.
    pub null_as_empty: bool,
    /// Decodes binary and text content from any media type.
    pub undocumented_media_types: bool,
    /// Decodes an undocumented 2xx response as the only documented 2xx response.
    pub undocumented_success: bool,
    /// Decodes a time without an offset as UTC.
    pub times_without_offset: bool,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self {
            null_as_empty: true,
            undocumented_media_types: true,
            undocumented_success: true,
            times_without_offset: false,
        }
    }
}

/// A set of operations. An operation is in the set if it matches at least one condition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Tags. An operation matches if it has the exact tag.
    pub tags: Vec<String>,
    /// Exact `operationId`s.
    pub operations: Vec<String>,
    /// Paths, in which `*` matches any string: `/repos/*`.
    pub paths: Vec<String>,
}

impl Filter {
    /// Returns `true` if the filter has no conditions.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty() && self.paths.is_empty()
    }
}

/// Rust names that replace names of the document, by the name in the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renames {
    /// Tags, which become modules.
    pub tags: BTreeMap<String, String>,
    /// `operationId`s, which become functions.
    pub operations: BTreeMap<String, String>,
    /// Component schemas, which become types.
    pub schemas: BTreeMap<String, String>,
    /// Properties, which become fields. The key is the component or the `operationId`, followed by
    /// each property in the path (`Pet.owner.name`).
    pub properties: BTreeMap<String, String>,
    /// Values of an `enum`, which become variants. The key is the path of the schema, followed by the
    /// value (`Pet.status.sold`).
    pub values: BTreeMap<String, String>,
    /// Parameters, which become arguments. The key is the `operationId` and the name
    /// (`listPets.pageSize`).
    pub parameters: BTreeMap<String, String>,
}

/// The types of dates and times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TimeType {
    /// `jiff::Timestamp` and `jiff::civil::Date`.
    #[default]
    Jiff,
    /// `chrono::DateTime<chrono::Utc>` and `chrono::NaiveDate`.
    Chrono,
    /// `String`.
    String,
}

impl TimeType {
    /// Returns the crate of the types.
    pub fn crate_name(self) -> Option<&'static str> {
        match self {
            Self::Jiff => Some("jiff"),
            Self::Chrono => Some("chrono"),
            Self::String => None,
        }
    }
}

/// The type of strings of the format `uri`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum UriType {
    /// `String`.
    #[default]
    String,
    /// `url::Url`, which normalizes URLs.
    Url,
}

impl UriType {
    /// Returns the crate of the type.
    pub fn crate_name(self) -> Option<&'static str> {
        match self {
            Self::String => None,
            Self::Url => Some("url"),
        }
    }
}

/// The form of the output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Layout {
    /// A crate with a manifest, a README and sources in `src`. Its features select the transports.
    #[default]
    Crate,
    /// A `mod.rs` and its submodules, for a crate that has the dependencies.
    Modules,
}

/// A feature of the generated crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// The asynchronous client over reqwest.
    Reqwest,
    /// The blocking client over ureq.
    Ureq,
    /// TLS by rustls with its default provider.
    Rustls,
    /// TLS by rustls with a provider that the application installs.
    RustlsNoProvider,
    /// TLS by the library of the operating system.
    NativeTls,
    /// Compressed responses.
    Gzip,
}

impl Feature {
    /// All features.
    pub const ALL: [Self; 6] = [
        Self::Reqwest,
        Self::Ureq,
        Self::Rustls,
        Self::RustlsNoProvider,
        Self::NativeTls,
        Self::Gzip,
    ];

    /// Returns the name of the feature in a manifest.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reqwest => "reqwest",
            Self::Ureq => "ureq",
            Self::Rustls => "rustls",
            Self::RustlsNoProvider => "rustls-no-provider",
            Self::NativeTls => "native-tls",
            Self::Gzip => "gzip",
        }
    }
}
