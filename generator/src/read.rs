//! Reads documents from a file or a string into the document model. No other module reads
//! documents. Documents of other versions are converted to 3.0 first.
#![expect(clippy::disallowed_methods, reason = "this module reads documents")]

mod aliases;
mod bundle;
pub(crate) mod file;
mod keys;
mod merge;
mod method;
mod node_kind;
mod normal;
mod number;
mod open;
mod prune;
mod recover;
mod sources;
mod swagger;
mod text;
mod tree;
mod v3_0;
mod validate;
mod version;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

pub use self::method::{holds_operations, item_of, route};
pub use self::node_kind::{keys_of, obeyed_keys_of};
use self::normal::extension;
use self::open::{TreeMode, open};
pub use self::sources::{Origin, Source, Sources};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::OpenApi;
use crate::pointer::Pointer;
use crate::stack::with_large_stack;

/// A parsed document.
#[derive(Debug, Clone)]
pub struct Document {
    /// The files of the document.
    pub sources: Sources,
    /// The model, without the excluded parts.
    pub openapi: OpenApi,
    /// The parts of the document that the model doesn't contain.
    pub excluded: Excluded,
}

/// The parts of a document that its model doesn't contain.
#[derive(Debug, Clone, Default)]
pub struct Excluded {
    /// Diagnostics of invalid nodes and ignored keys.
    pub diagnostics: Vec<Diagnostic>,
    /// `true` if the document has no `paths`, which is valid since 3.1. It has no operations then.
    pub no_paths: bool,
    /// Excluded components.
    pub components: BTreeSet<Pointer>,
    /// Diagnostics of unresolved references, by the pointer of the node. The model contains them.
    unresolved: BTreeMap<Pointer, Diagnostic>,
    /// Descriptions beside references to components other than schemas, by the pointer of the
    /// node. The model contains them.
    descriptions: BTreeMap<Pointer, String>,
    /// Diagnostics of excluded operations, by pointer. The model contains them, with the names and
    /// tags of the operations.
    operations: BTreeMap<Pointer, Diagnostic>,
}

/// The syntax of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Json,
    Yaml,
}

impl Format {
    /// Returns the syntax of a file. YAML in flow style starts with `{` as JSON does.
    fn of(name: &str, text: &str) -> Self {
        let Some(rest) = text.trim_start().strip_prefix('{') else {
            return Self::Yaml;
        };
        let is_json = || parsed_json::<IgnoredAny>(text).is_ok();
        if name.to_ascii_lowercase().ends_with(".json") || is_json() {
            return Self::Json;
        }
        let is_bounded = text::bounds(text, Self::Yaml).is_none();
        let is_yaml = is_bounded && parsed_yaml::<IgnoredAny>(text).is_ok();
        // An error in text that is neither JSON nor YAML is reported for the format that the text
        // starts in.
        match rest.trim_start().starts_with(['"', '}']) && !is_yaml {
            true => Self::Json,
            false => Self::Yaml,
        }
    }
}

/// The sources and diagnostics of a rejected document.
pub type Refused = (Sources, Vec<Diagnostic>);

/// The name of a document from standard input.
const STDIN: &str = "<stdin>";

/// Reads a document from a file, or from standard input if the path is `-`. Files that the document
/// refers to are read below `references`, or below the folder of the document.
pub fn read(path: &Path, references: Option<&Path>) -> Result<Document, Refused> {
    Ok(from_file(path, references, TreeMode::IfNeeded)?.0)
}

/// Reads a document like [`read()`], with the JSON tree of its model.
pub fn with_tree(path: &Path, references: Option<&Path>) -> Result<(Document, Value), Refused> {
    let (document, tree) = from_file(path, references, TreeMode::Always)?;
    Ok((document, tree.unwrap_or_default()))
}

fn from_file(
    path: &Path,
    references: Option<&Path>,
    tree_mode: TreeMode,
) -> Result<(Document, Option<Value>), Refused> {
    let source = source(path)?;
    if let Some(folder) = references
        && !folder.is_dir()
    {
        let message = format!("missing folder `{}`", folder.display());
        let diagnostic = Diagnostic::error(Code::Io, Location::Nowhere, message)
            .help("create it, or correct `references`; files that the document refers to are read below it");
        return Err((source.into(), vec![diagnostic]));
    }
    let below = references.unwrap_or_else(|| folder(path));
    with_large_stack(|| open(source, Some(below), tree_mode))
}

/// Returns the folder of a file. An empty path is the current directory.
fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// Resolves the links, `.` and `..` of an existing path.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let current = path == Path::new("");
    std::fs::canonicalize(if current { Path::new(".") } else { path })
}

/// Reads a source from a file, or from standard input if the path is `-`.
pub fn source(path: &Path) -> Result<Source, Refused> {
    if path == Path::new("-") {
        return source_of(STDIN, Ok(io::stdin().lock()));
    }
    source_of(&path.display().to_string(), file::open(path))
}

/// Reads a named source.
fn source_of(name: &str, from: io::Result<impl Read>) -> Result<Source, Refused> {
    let bytes = from.and_then(text::bytes);
    let refused =
        |text: String, diagnostic| Err((Source::new(name, text).into(), vec![diagnostic]));
    match bytes {
        Ok(Ok(bytes)) => match text::text(bytes) {
            Ok(text) => Ok(Source::new(name, text)),
            Err(error) => {
                let (shown, diagnostic) = *error;
                refused(shown, diagnostic)
            }
        },
        Ok(Err(diagnostic)) => refused(String::new(), diagnostic),
        Err(error) => refused(String::new(), unreadable(name, &error)),
    }
}

/// Parses a named document.
pub fn parse(name: &str, text: String) -> Result<Document, Refused> {
    let source = Source::new(name, text);
    Ok(with_large_stack(|| open(source, None, TreeMode::IfNeeded))?.0)
}

impl Source {
    pub(crate) fn new(name: &str, text: String) -> Self {
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        Self {
            name: name.to_owned(),
            format: Format::of(name, &text),
            text,
            aliases: OnceLock::new(),
        }
    }

    fn format(&self) -> Format {
        self.format
    }

    fn parsed<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        match self.format() {
            Format::Json => parsed_json(&self.text),
            Format::Yaml => parsed_yaml(&self.text),
        }
    }

    /// Parses the source into a tree.
    ///
    /// # Errors
    ///
    /// Returns an error if the source isn't valid JSON or YAML.
    pub fn tree(&self) -> Result<Value, Diagnostic> {
        let parsed = match self.format() {
            Format::Json => parsed_json(&self.text),
            Format::Yaml if self.text.contains(merge::KEY) => {
                let tree = parsed_yaml(&merge::without_quoted_keys(&self.text));
                tree.map(|mut tree: tree::Tree| {
                    merge::apply(&mut tree.0);
                    tree
                })
            }
            Format::Yaml => parsed_yaml(&self.text),
        };
        parsed
            .map(|tree| tree.0)
            .map_err(|error| match self.parsed::<IgnoredAny>() {
                Ok(_) => error.not_openapi(),
                Err(syntax) => syntax.not_syntax(self.format()),
            })
    }
}

fn parsed_json<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    let parsed = match serde_json::from_str(text) {
        Err(error) if number::is_out_of_range(&error) => {
            serde_json::from_str(&number::quoted(text))
        }
        parsed => parsed,
    };
    parsed.map_err(|error| Refusal::of_json(&error, text))
}

fn parsed_yaml<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    serde_yaml::from_str(text).map_err(|error| Refusal::of_yaml(&error, text))
}

/// An error of a parser, with its position.
struct Refusal {
    message: String,
    location: Location,
}

impl Refusal {
    fn of_json(error: &serde_json::Error, text: &str) -> Self {
        Self {
            message: without_position(&error.to_string()),
            location: position(text, error.line(), error.column()),
        }
    }

    fn of_yaml(error: &serde_yaml::Error, text: &str) -> Self {
        let several = error.to_string().contains("more than one document");
        let second = several.then(|| text.find("\n---")).flatten();
        if let Some(before) = second {
            let line = text
                .get(..=before)
                .unwrap_or_default()
                .matches('\n')
                .count()
                + 1;
            return Self {
                message: "expected one document, found several".to_owned(),
                location: Location::Position { line, column: 1 },
            };
        }
        let location = match error.location() {
            Some(location) => Location::Position {
                line: location.line(),
                column: location.column(),
            },
            None => Location::Pointer(Pointer::root()),
        };
        Self {
            message: without_position(&error.to_string()),
            location,
        }
    }

    fn not_syntax(self, format: Format) -> Diagnostic {
        let (name, help) = match format {
            Format::Json => (
                "JSON",
                "correct it; a document that starts with `{` and isn't YAML is read as JSON",
            ),
            Format::Yaml => (
                "YAML",
                "check the indentation; quote a string that contains `: ` or ` #` or starts with a \
                 special character",
            ),
        };
        let message = format!("invalid {name}: {}", self.message);
        Diagnostic::error(Code::Syntax, self.location, message).help(help)
    }

    fn not_openapi(&self) -> Diagnostic {
        if self.message.contains("repetition limit") {
            let message = "the document has too many aliases";
            return Diagnostic::error(Code::TooLarge, self.location.clone(), message).help(
                "use `$ref` in place of aliases; an alias counts as all nodes of its anchor",
            );
        }
        let message = format!("invalid OpenAPI document: {}", self.message);
        let help = if self.message.contains("recursion limit") {
            "move deep schemas into components, and refer to them with `$ref`"
        } else {
            "compare the document with its version of the OpenAPI specification"
        };
        Diagnostic::error(Code::NotOpenapi, self.location.clone(), message).help(help)
    }
}

/// Returns the location of a position of `serde_json`, whose columns count bytes and are 0 at the
/// start of a line.
fn position(text: &str, line: usize, column: usize) -> Location {
    let content = text.split('\n').nth(line.saturating_sub(1));
    let before = column.saturating_sub(1);
    let column = content
        .into_iter()
        .flat_map(str::char_indices)
        .take_while(|(index, character)| index + character.len_utf8() <= before)
        .count()
        + 1;
    Location::Position { line, column }
}

/// Removes the first ` at line 3 column 6` from a parser's message, because the diagnostic shows
/// the position.
fn without_position(message: &str) -> String {
    let digit = |character: char| character.is_ascii_digit();
    let taken_out = message.split_once(" at line ").and_then(|(before, rest)| {
        let rest = rest.trim_start_matches(digit).strip_prefix(" column ")?;
        Some(format!("{before}{}", rest.trim_start_matches(digit)))
    });
    taken_out.unwrap_or_else(|| message.to_owned())
}

/// Returns a diagnostic if a tree isn't an OpenAPI document of a supported version.
fn not_openapi(tree: &Value) -> Option<Diagnostic> {
    let not = |message: &str| {
        let location = Location::Pointer(Pointer::root());
        let diagnostic = Diagnostic::error(Code::NotOpenapi, location, message);
        Some(diagnostic.help("start it with a line such as `openapi: 3.0.3`"))
    };
    match tree {
        Value::Null => not("the document is empty"),
        Value::Object(keys) => {
            let mut swagger = ["swagger", "swaggerVersion"].into_iter();
            let swagger = swagger.find_map(|key| Some((key, keys.get(key)?)));
            match (keys.get("openapi"), swagger) {
                (Some(openapi), _) => version::unsupported(&version::text(openapi)),
                (None, Some((key, swagger))) => swagger_version(key, &version::text(swagger)),
                (None, None) => not("missing `openapi`"),
            }
        }
        Value::Array(_) => not("expected a mapping with an `openapi` key, found an array"),
        _ => not("expected a mapping with an `openapi` key, found a scalar"),
    }
}

fn swagger_version(key: &str, version: &str) -> Option<Diagnostic> {
    if key == "swagger" && swagger::is_version(version) {
        return None;
    }
    let location = Location::Pointer(Pointer::root().child(key));
    let message = format!("unsupported Swagger version `{version}`: only 2.0 is read");
    let diagnostic = Diagnostic::error(Code::UnsupportedVersion, location, message);
    Some(diagnostic.help("ask the publisher for a later version"))
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let (message, help) = match error.kind() {
        io::ErrorKind::NotFound => (
            format!("missing file `{name}`"),
            "correct the path; a relative path starts at the current directory",
        ),
        io::ErrorKind::IsADirectory => (
            format!("expected a file, found the directory `{name}`"),
            "name the document in it",
        ),
        _ => (format!("`{name}` can't be read: {error}"), ""),
    };
    let diagnostic = Diagnostic::error(Code::Io, Location::Nowhere, message);
    if help.is_empty() {
        diagnostic
    } else {
        diagnostic.help(help)
    }
}

#[cfg(test)]
mod tests;
