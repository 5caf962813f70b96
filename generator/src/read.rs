//! The only room that reads documents: a file, or a text, to the typed model of OpenAPI 3.0, which
//! documents of other versions are converted to.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where documents are read"
)]

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
mod validate;
mod version;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use openapiv3::{OpenAPI, Operation};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

pub use self::method::{holds_operations, item_of, route};
pub use self::node_kind::{keys_of, obeyed_keys_of};
pub use self::normal::extension;
use self::open::{Tree, open};
pub use self::sources::{Origin, Source, Sources};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::pointer::Pointer;
use crate::stack::with_large_stack;

/// A document that was read.
#[derive(Debug, Clone)]
pub struct Document {
    /// What it was read from.
    pub sources: Sources,
    /// What it says, without what was set aside.
    pub openapi: OpenAPI,
    /// What is wrong in it, or not what it seems.
    pub excluded: Excluded,
}

/// What of a document isn't in its model.
#[derive(Debug, Clone, Default)]
pub struct Excluded {
    /// Nodes that the model refuses, and keys that it passes over.
    pub diagnostics: Vec<Diagnostic>,
    /// References that can't be followed, by the place of the node, each with the reason.
    pub dead: BTreeMap<Pointer, Diagnostic>,
    /// What is said beside references that aren't to schemas, by the place of the node.
    pub descriptions: BTreeMap<Pointer, String>,
    /// Whether the document says nothing of paths, as it may since 3.1: there is no operation then.
    pub no_paths: bool,
    /// Components that are left out.
    pub components: BTreeSet<Pointer>,
    /// Operations of which nothing is left but their names, by place, each with the reason.
    pub operations: BTreeMap<Pointer, Diagnostic>,
    /// Operations of methods that the model doesn't have.
    pub further: Further,
}

/// Operations by the place of their path item: method, place, and the operation.
pub type Further = BTreeMap<Pointer, Vec<(String, Pointer, Operation)>>;

/// What a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    /// The text starts with `{`.
    Json,
    /// Anything else.
    Yaml,
}

/// Why there is no document: what was read, and everything that is wrong with it.
pub type Refused = (Sources, Vec<Diagnostic>);

/// The name of a document that is read from standard input.
const STDIN: &str = "<stdin>";

/// Reads a document from a file; from standard input, where the path is `-`. Other files that it
/// refers to are read below `references`; without it, below its own folder.
pub fn read(path: &Path, references: Option<&Path>) -> Result<Document, Refused> {
    Ok(from_file(path, references, Tree::Spared)?.0)
}

/// Reads a document as [`read()`] does, and the tree that the model is of.
pub fn with_tree(path: &Path, references: Option<&Path>) -> Result<(Document, Value), Refused> {
    let (document, tree) = from_file(path, references, Tree::Wanted)?;
    Ok((document, tree.unwrap_or_default()))
}

fn from_file(
    path: &Path,
    references: Option<&Path>,
    tree: Tree,
) -> Result<(Document, Option<Value>), Refused> {
    let source = source(path)?;
    if let Some(folder) = references
        && !folder.is_dir()
    {
        let message = format!("there is no folder `{}`", folder.display());
        let diagnostic = Diagnostic::error(Code::Io, Location::Nowhere, message)
            .help("it is the one below which files are read that the document refers to");
        return Err((source.into(), vec![diagnostic]));
    }
    let below = references.unwrap_or_else(|| folder(path));
    with_large_stack(|| open(source, Some(below), tree))
}

/// The folder of a file; empty where it is the current one.
fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// A path without links, `.` and `..`; it has to be there.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let current = path == Path::new("");
    std::fs::canonicalize(if current { Path::new(".") } else { path })
}

/// Reads a text from a file; from standard input, where the path is `-`.
pub fn source(path: &Path) -> Result<Source, Refused> {
    if path == Path::new("-") {
        return source_of(STDIN, Ok(io::stdin().lock()));
    }
    source_of(&path.display().to_string(), file::open(path))
}

/// Reads a text that has a name.
fn source_of(name: &str, from: io::Result<impl Read>) -> Result<Source, Refused> {
    let bytes = from.and_then(text::bytes);
    let refused =
        |text: String, diagnostic| Err((Source::new(name, text).into(), vec![diagnostic]));
    match bytes {
        Ok(Ok(bytes)) => match text::text(bytes) {
            Ok(text) => Ok(Source::new(name, text)),
            Err((shown, diagnostic)) => refused(shown, diagnostic),
        },
        Ok(Err(diagnostic)) => refused(String::new(), diagnostic),
        Err(error) => refused(String::new(), unreadable(name, &error)),
    }
}

/// Reads a document from a text that has a name.
pub fn parse(name: &str, text: String) -> Result<Document, Refused> {
    let source = Source::new(name, text);
    Ok(with_large_stack(|| open(source, None, Tree::Spared))?.0)
}

impl Source {
    fn new(name: &str, text: String) -> Self {
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        Self {
            name: name.to_owned(),
            text,
        }
    }

    fn format(&self) -> Format {
        if self.text.trim_start().starts_with('{') {
            Format::Json
        } else {
            Format::Yaml
        }
    }

    fn parsed<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        match self.format() {
            Format::Json => parsed_json(&self.text),
            Format::Yaml => parsed_yaml(&self.text),
        }
    }

    /// The tree of a text.
    ///
    /// # Errors
    ///
    /// When it isn't one.
    fn tree(&self) -> Result<Value, Diagnostic> {
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

/// What a parser says, and where.
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
                message: "it is more than one document".to_owned(),
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
                "a text that starts with `{` is read as JSON, any other as YAML",
            ),
            Format::Yaml => (
                "YAML",
                "a text that doesn't start with `{` is read as YAML; look at the indentation, and \
                 quote a text that has `: ` or ` #` in it or starts with a special character",
            ),
        };
        let message = format!("this is not {name}: {}", self.message);
        Diagnostic::error(Code::Syntax, self.location, message).help(help)
    }

    fn not_openapi(&self) -> Diagnostic {
        if self.message.contains("repetition limit") {
            let message = "there are more aliases than a document can be read with";
            return Diagnostic::error(Code::TooLarge, self.location.clone(), message)
                .help("an alias stands for all that its anchor has; use `$ref` in its place");
        }
        let message = format!("this can't be read as OpenAPI: {}", self.message);
        let help = if self.message.contains("recursion limit") {
            "no document is a hundred levels deep: `$ref` leads out of deep schemas"
        } else {
            "compare it with section 4.7 of the specification"
        };
        Diagnostic::error(Code::NotOpenapi, self.location.clone(), message).help(help)
    }
}

/// `serde_json` counts columns in bytes, and counts none at the start of a line.
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

/// Takes the first ` at line 3 column 6` out of a parser's message: the place is shown anyway.
fn without_position(message: &str) -> String {
    let digit = |character: char| character.is_ascii_digit();
    let taken_out = message.split_once(" at line ").and_then(|(before, rest)| {
        let rest = rest.trim_start_matches(digit).strip_prefix(" column ")?;
        Some(format!("{before}{}", rest.trim_start_matches(digit)))
    });
    taken_out.unwrap_or_else(|| message.to_owned())
}

/// Says so if a tree isn't an OpenAPI document at all, or of a version that isn't read.
fn not_openapi(tree: &Value) -> Option<Diagnostic> {
    let not = |message: &str| {
        let location = Location::Pointer(Pointer::root());
        let diagnostic = Diagnostic::error(Code::NotOpenapi, location, message);
        Some(diagnostic.help("an OpenAPI document starts with a line such as `openapi: 3.0.3`"))
    };
    match tree {
        Value::Null => not("the document is empty"),
        Value::Object(keys) => {
            let mut swagger = ["swagger", "swaggerVersion"].into_iter();
            let swagger = swagger.find_map(|key| Some((key, keys.get(key)?)));
            match (keys.get("openapi"), swagger) {
                (Some(openapi), _) => version::unsupported(&version::text(openapi)),
                (None, Some((key, swagger))) => swagger_version(key, &version::text(swagger)),
                (None, None) => not("the document has no `openapi` key"),
            }
        }
        Value::Array(_) => not("the document is a list, and not a mapping with an `openapi` key"),
        _ => not("the document is one text, and not a mapping with an `openapi` key"),
    }
}

fn swagger_version(key: &str, version: &str) -> Option<Diagnostic> {
    if key == "swagger" && swagger::is_version(version) {
        return None;
    }
    let location = Location::Pointer(Pointer::root().child(key));
    let message = format!("version `{version}` of Swagger is not read, only 2.0");
    let diagnostic = Diagnostic::error(Code::UnsupportedVersion, location, message);
    Some(diagnostic.help("ask whoever publishes the document for a later edition"))
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let (message, help) = match error.kind() {
        io::ErrorKind::NotFound => (
            format!("there is no file `{name}`"),
            "a relative path is looked up in the current directory",
        ),
        io::ErrorKind::IsADirectory => (
            format!("`{name}` is a directory"),
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
