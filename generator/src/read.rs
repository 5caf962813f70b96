//! The only room that reads documents: a file, or a text, to the typed model of OpenAPI 3.0.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where documents are read"
)]

mod duplicates;
mod finite;
mod shape;

use std::io;
use std::path::Path;
use std::string::FromUtf8Error;

use openapiv3::OpenAPI;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::Pointer;

/// A document that was read.
#[derive(Debug, Clone)]
pub struct Document {
    /// What it was read from.
    pub source: Source,
    /// What it says.
    pub openapi: OpenAPI,
}

/// A text and its name: what rendering a diagnostic needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path as the user wrote it.
    pub name: String,
    /// The text, without a byte order mark. Empty if the file couldn't be read.
    pub text: String,
    /// What it is written in.
    pub format: Format,
}

/// What a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The text starts with `{`.
    Json,
    /// Anything else.
    Yaml,
}

/// Why there is no document: what was read, and everything that is wrong with it.
pub type Refused = (Source, Vec<Diagnostic>);

/// Reads a document from a file.
pub fn read(path: &Path) -> Result<Document, Refused> {
    let name = path.display().to_string();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let diagnostic = unreadable(&name, &error);
            return Err((Source::new(&name, String::new()), vec![diagnostic]));
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => parse(&name, text),
        Err(error) => {
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let diagnostic = not_utf8(&error);
            Err((Source::new(&name, text), vec![diagnostic]))
        }
    }
}

/// Reads a document from a text that has a name.
pub fn parse(name: &str, text: String) -> Result<Document, Refused> {
    let source = Source::new(name, text);
    match source.openapi() {
        Ok(openapi) => Ok(Document { source, openapi }),
        Err(diagnostics) => Err((source, diagnostics)),
    }
}

impl Source {
    fn new(name: &str, text: String) -> Self {
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        let format = if text.trim_start().starts_with('{') {
            Format::Json
        } else {
            Format::Yaml
        };
        Self {
            name: name.to_owned(),
            text,
            format,
        }
    }

    /// Goes from the text straight to the model; only what is refused is read as a tree as well.
    fn openapi(&self) -> Result<OpenAPI, Vec<Diagnostic>> {
        // They are looked for first: at some of them the model panics.
        let duplicates = duplicates::find(self);
        if !duplicates.is_empty() {
            return Err(self.tree().err().unwrap_or(duplicates));
        }
        if self.format == Format::Yaml
            && let Some(diagnostic) = finite::odd_number(&self.text)
        {
            return Err(vec![diagnostic]);
        }
        let openapi = self
            .parsed::<OpenAPI>()
            .map_err(|refusal| self.why(&refusal))?;
        match unsupported_version(&openapi.openapi) {
            Some(diagnostic) => Err(vec![diagnostic]),
            None => Ok(openapi),
        }
    }

    fn parsed<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        match self.format {
            Format::Json => serde_json::from_str(&self.text)
                .map_err(|error| Refusal::of_json(&error, &self.text)),
            Format::Yaml if self.text.contains("<<:") => {
                let merged = self.merged().map_err(|error| Refusal::of_yaml(&error))?;
                serde_yaml::from_str(&merged).map_err(|error| Refusal::of_merged(&error))
            }
            Format::Yaml => {
                serde_yaml::from_str(&self.text).map_err(|error| Refusal::of_yaml(&error))
            }
        }
    }

    /// The text with its merge keys (`<<: *base`) carried out: the parser doesn't do it by itself,
    /// and the model would drop them.
    fn merged(&self) -> Result<String, serde_yaml::Error> {
        let mut tree: serde_yaml::Value = serde_yaml::from_str(&self.text)?;
        tree.apply_merge()?;
        serde_yaml::to_string(&tree)
    }

    /// The text as a tree, if it is one and says that it is OpenAPI 3.0.
    fn tree(&self) -> Result<Value, Vec<Diagnostic>> {
        let tree = self.parsed::<Value>().map_err(|error| {
            // A tag (`!local`), or aliases that multiply, can be YAML and still be no tree.
            vec![match self.parsed::<IgnoredAny>() {
                Ok(_) => error.not_openapi(),
                Err(syntax) => syntax.not_syntax(self.format),
            }]
        })?;
        match not_openapi(&tree) {
            Some(diagnostic) => Err(vec![diagnostic]),
            None => Ok(tree),
        }
    }

    /// What is wrong with a text that was refused: the first sort of mistake that there is.
    fn why(&self, refusal: &Refusal) -> Vec<Diagnostic> {
        let tree = match self.tree() {
            Ok(tree) => tree,
            Err(found) => return found,
        };
        match shape::wrong(&tree, self.format) {
            wrong if wrong.is_empty() => vec![refusal.not_openapi()],
            wrong => wrong,
        }
    }
}

/// What a parser says, and where.
struct Refusal {
    message: String,
    place: Place,
}

impl Refusal {
    fn of_json(error: &serde_json::Error, text: &str) -> Self {
        Self {
            message: without_position(&error.to_string()),
            place: position(text, error.line(), error.column()),
        }
    }

    fn of_yaml(error: &serde_yaml::Error) -> Self {
        let place = match error.location() {
            Some(location) => Place::Position {
                line: location.line(),
                column: location.column(),
            },
            None => Place::Pointer(Pointer::root()),
        };
        Self {
            message: without_position(&error.to_string()),
            place,
        }
    }

    /// Where the error is in the merged text means nothing to the user.
    fn of_merged(error: &serde_yaml::Error) -> Self {
        Self {
            place: Place::Pointer(Pointer::root()),
            ..Self::of_yaml(error)
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
        Diagnostic::error(Code::Syntax, self.place, message).help(help)
    }

    fn not_openapi(&self) -> Diagnostic {
        let message = format!("this is not what OpenAPI 3.0 has here: {}", self.message);
        Diagnostic::error(Code::NotOpenapi, self.place.clone(), message)
    }
}

/// `serde_json` counts columns in bytes, and counts none at the start of a line.
fn position(text: &str, line: usize, column: usize) -> Place {
    let content = text.split('\n').nth(line.saturating_sub(1));
    let before = column.saturating_sub(1);
    let column = content
        .into_iter()
        .flat_map(str::char_indices)
        .take_while(|(index, character)| index + character.len_utf8() <= before)
        .count()
        + 1;
    Place::Position { line, column }
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
        let place = Place::Pointer(Pointer::root());
        let diagnostic = Diagnostic::error(Code::NotOpenapi, place, message);
        Some(diagnostic.help("an OpenAPI document starts with a line such as `openapi: 3.0.3`"))
    };
    let version = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match tree {
        Value::Null => not("the document is empty"),
        Value::Object(keys) => match (keys.get("openapi"), keys.get("swagger")) {
            (Some(openapi), _) => unsupported_version(&version(openapi)),
            (None, Some(swagger)) => Some(swagger_version(&version(swagger))),
            (None, None) => not("the document has no `openapi` key"),
        },
        Value::Array(_) => not("the document is a list, and not a mapping with an `openapi` key"),
        _ => not("the document is one text, and not a mapping with an `openapi` key"),
    }
}

fn unsupported_version(version: &str) -> Option<Diagnostic> {
    if version == "3.0" || version.starts_with("3.0.") {
        return None;
    }
    let place = Place::Pointer(Pointer::root().child("openapi"));
    let message = format!("version `{version}` of OpenAPI is not read, only 3.0");
    let diagnostic = Diagnostic::error(Code::UnsupportedVersion, place, message);
    Some(diagnostic.help(
        "ask whoever publishes the document for its 3.0 edition, or convert it; \
         if it is 3.0 but for this line, change the line",
    ))
}

fn swagger_version(version: &str) -> Diagnostic {
    let place = Place::Pointer(Pointer::root().child("swagger"));
    let message = format!("this is Swagger {version}, and only OpenAPI 3.0 is read");
    Diagnostic::error(Code::UnsupportedVersion, place, message)
        .help("convert it, for instance with `npx swagger2openapi`")
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
    let diagnostic = Diagnostic::error(Code::Io, Place::Nowhere, message);
    if help.is_empty() {
        diagnostic
    } else {
        diagnostic.help(help)
    }
}

fn not_utf8(error: &FromUtf8Error) -> Diagnostic {
    let valid = error.utf8_error().valid_up_to();
    let before = String::from_utf8_lossy(error.as_bytes().get(..valid).unwrap_or_default());
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let place = Place::Position {
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).map_or(0, |it| it.chars().count()) + 1,
    };
    Diagnostic::error(Code::Syntax, place, "this is not UTF-8 text")
        .help("save the document as UTF-8")
}

#[cfg(test)]
mod tests;
