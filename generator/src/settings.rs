//! What a user decides: which operations, which names, which types.
//!
//! The same settings come from the builder ([`Generator`](crate::Generator)), from `rejoinder.toml`
//! and, some of them, from the command line.

mod check;
mod secrets;

use std::{collections::BTreeMap, path::PathBuf};

pub use secrets::{SECRETS, Secrets, ValueKind};

/// Everything that can be decided, but for where document and output are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The name of the crate; without it, it is named after the document's title.
    pub name: Option<String>,
    /// The folder below which files are read that the document refers to; without it, the
    /// document's own.
    pub references: Option<PathBuf>,
    /// Only operations of which one of these is true are generated; all, where nothing is listed.
    pub include: Filter,
    /// Operations of which one of these is true are left out.
    pub exclude: Filter,
    /// Names in place of the document's.
    pub rename: Renames,
    /// The types of dates and times.
    pub time: TimeType,
    /// The type of strings of the format `uri`.
    pub uri: UriType,
    /// Types of the user's by format: strings of the format are of this type, given as its path.
    ///
    /// The type implements `Debug`, `Clone`, `PartialEq`, `serde::Serialize` and
    /// `serde::Deserialize`; where it is a parameter or a header, or in the body of a request, also
    /// `Display` and `FromStr` with an error that is an `Error`. What is derived beside that has to
    /// be derived for it too. Its crate is a dependency that the user adds to the manifest; one
    /// that is named like a module of the output (`json`, `models`, `runtime`) has `::` in front.
    pub formats: BTreeMap<String, String>,
    /// Types of the user's by component schema: nothing is generated for the component, nor for
    /// what it alone reaches. They implement what those of [`formats`](Self::formats) do; `Display`
    /// and `FromStr` only where the schema is a string, number or boolean.
    pub schemas: BTreeMap<String, String>,
    /// Media types of responses that are generated beside JSON of the same schema.
    pub media_types: Vec<String>,
    /// Required properties that a response may omit: `Schema.property`, or the JSON pointer of a
    /// property that is in no component schema (`#/paths/…`).
    pub optional: Vec<String>,
    /// Properties that may be `null` although their schema doesn't say so, written as those of
    /// [`optional`](Self::optional).
    pub nullable: Vec<String>,
    /// Names of values that neither `Debug` nor errors show.
    pub secrets: Secrets,
    /// Traits that all models derive beside their own, as paths: `Eq`, `schemars::JsonSchema`.
    pub derives: Vec<String>,
    /// Deviations of servers from the document that a client accepts.
    pub tolerance: Tolerance,
    /// How the files are put together.
    pub layout: Layout,
    /// The features of the crate that are on by default; of modules, the transports that they have.
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
            layout: Layout::default(),
            features: vec![Feature::Reqwest, Feature::Rustls],
        }
    }
}

/// Deviations of servers from the document that a client accepts. All are accepted by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance {
    /// `null` for an array or a map is empty.
    pub null_as_empty: bool,
    /// Binary and text content is read in any media type.
    pub other_media_types: bool,
    /// A 2xx that isn't documented is read as the only one that is.
    pub other_success: bool,
    /// A time without an offset is in UTC.
    pub times_without_offset: bool,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self {
            null_as_empty: true,
            other_media_types: true,
            other_success: true,
            times_without_offset: false,
        }
    }
}

/// Operations by what the document says of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// One of its tags, letter by letter.
    pub tags: Vec<String>,
    /// Its `operationId`, letter by letter.
    pub operations: Vec<String>,
    /// Its path; `*` stands for any text: `/repos/*`.
    pub paths: Vec<String>,
}

impl Filter {
    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty() && self.paths.is_empty()
    }
}

/// Names in place of the document's: the document's name, and the one to go by in Rust.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renames {
    /// Tags, which become modules.
    pub tags: BTreeMap<String, String>,
    /// `operationId`s, which become functions.
    pub operations: BTreeMap<String, String>,
    /// Component schemas, which become types.
    pub schemas: BTreeMap<String, String>,
    /// Properties, which become fields, by their paths: the component or the `operationId`, and each
    /// property on the way (`Pet.owner.name`).
    pub properties: BTreeMap<String, String>,
    /// Values of enumerations, which become variants, by the path of the schema and the value
    /// (`Pet.status.sold`).
    pub values: BTreeMap<String, String>,
    /// Parameters, which become arguments, by `operationId` and name (`listPets.pageSize`).
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
    /// `String`, as it comes.
    String,
}

impl TimeType {
    /// The crate that the types are of.
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
    /// `String`, as it comes.
    #[default]
    String,
    /// `url::Url`, which writes anew what it reads.
    Url,
}

impl UriType {
    /// The crate that the type is of.
    pub fn crate_name(self) -> Option<&'static str> {
        match self {
            Self::String => None,
            Self::Url => Some("url"),
        }
    }
}

/// How the files are put together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Layout {
    /// A crate: sources below `src`, a README, a manifest. Its features choose the transports.
    #[default]
    Crate,
    /// Modules below `mod.rs`, to be part of a crate that has the dependencies.
    Modules,
}

/// A feature of the generated crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// The asynchronous client over reqwest.
    Reqwest,
    /// The blocking client over ureq.
    Ureq,
    /// TLS by rustls with its usual provider.
    Rustls,
    /// TLS by rustls with a provider that the application installs.
    RustlsNoProvider,
    /// TLS by the system's library.
    NativeTls,
    /// Responses may be compressed.
    Gzip,
}

impl Feature {
    /// All there are.
    pub const ALL: [Self; 6] = [
        Self::Reqwest,
        Self::Ureq,
        Self::Rustls,
        Self::RustlsNoProvider,
        Self::NativeTls,
        Self::Gzip,
    ];

    /// Its name in a manifest.
    pub fn text(self) -> &'static str {
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
