//! The configuration file `rejoinder.toml`. Its JSON Schema is `rejoinder.schema.json`.

mod locate;
mod template;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use toml_edit::{Document, Item, TableLike};

use crate::{
    diagnostic::{Code, Diagnostic, Location},
    failure::Failure,
    read::{self, Source},
    settings::{Feature, Filter, Layout, Renames, Secrets, Settings, TimeType, Tolerance, UriType},
    suggestion::suggest,
};

pub(crate) use locate::locate;
pub use template::template;

/// A parsed `rejoinder.toml`. Its relative paths are joined to the folder of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The path of the document.
    pub input: Option<PathBuf>,
    /// The folder of the crate or the modules.
    pub output: Option<PathBuf>,
    /// The settings.
    pub settings: Settings,
    /// The path of the configuration; `None` for the default configuration.
    pub path: Option<PathBuf>,
}

impl Config {
    /// The default name of the file.
    pub const FILE: &str = "rejoinder.toml";

    /// Reads a configuration file.
    ///
    /// # Errors
    ///
    /// If the file can't be read, or has unknown keys or invalid values. The error has a diagnostic
    /// for each problem.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let source = read::source(path).map_err(|(sources, found)| Failure::new(found, sources))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        match Self::parse(&source, folder) {
            Ok(config) => Ok(Self {
                path: Some(path.to_owned()),
                ..config
            }),
            Err(diagnostics) => Err(Failure::new(diagnostics, source)),
        }
    }

    fn parse(source: &Source, folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let source = source.text.as_str();
        let mut reader = Reader {
            source,
            problems: Vec::new(),
        };
        let document = match Document::parse(source) {
            Ok(document) => document,
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let message = format!("invalid TOML: {}", error.message().replace('\n', ", "));
                reader.report(
                    Code::Syntax,
                    at,
                    message,
                    "see https://toml.io for the syntax",
                );
                return Err(reader.problems);
            }
        };
        let config = reader.config(document.as_table(), folder);
        if reader.problems.is_empty() {
            Ok(config)
        } else {
            reader.problems.sort_by_key(|found| match found.location {
                Location::Position { line, column } => (line, column),
                _ => (0, 0),
            });
            Err(reader.problems)
        }
    }
}

/// Reads values from tables, and collects diagnostics.
struct Reader<'a> {
    source: &'a str,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn config(&mut self, table: &dyn TableLike, folder: &Path) -> Config {
        self.keys(
            table,
            "a configuration",
            &[
                "input",
                "output",
                "name",
                "references",
                "layout",
                "features",
                "media_types",
                "optional",
                "nullable",
                "allow",
                "secrets",
                "derives",
                "include",
                "exclude",
                "rename",
                "tolerance",
                "types",
            ],
        );
        let path = |path: String| folder.join(path);
        let mut settings = Settings {
            name: self.string(table, "name"),
            references: self.string(table, "references").map(path),
            include: self.filter(table, "include"),
            exclude: self.filter(table, "exclude"),
            rename: self.renames(table),
            media_types: self.strings(table, "media_types").unwrap_or_default(),
            optional: self.strings(table, "optional").unwrap_or_default(),
            nullable: self.strings(table, "nullable").unwrap_or_default(),
            derives: self.strings(table, "derives").unwrap_or_default(),
            ..Settings::default()
        };
        self.types(table, &mut settings);
        settings.secrets = self.secrets(table);
        self.tolerance(table, &mut settings.tolerance);
        if let Some(layout) = self.choice(table, "layout", &LAYOUTS) {
            settings.layout = layout;
        }
        let features = Feature::ALL.map(|feature| (feature.as_str(), feature));
        if let Some(features) = self.choices(table, "features", &features) {
            settings.features = features;
        }
        let codes: Vec<_> = Code::ALL
            .iter()
            .map(|code| (code.as_str(), *code))
            .collect();
        settings.allow = self.choices(table, "allow", &codes).unwrap_or_default();
        Config {
            input: self.string(table, "input").map(path),
            output: self.string(table, "output").map(path),
            settings,
            path: None,
        }
    }

    fn filter(&mut self, table: &dyn TableLike, key: &str) -> Filter {
        let Some(table) = self.table(table, key, "a filter", &["tags", "operations", "paths"])
        else {
            return Filter::default();
        };
        Filter {
            tags: self.strings(table, "tags").unwrap_or_default(),
            operations: self.strings(table, "operations").unwrap_or_default(),
            paths: self.strings(table, "paths").unwrap_or_default(),
        }
    }

    fn renames(&mut self, table: &dyn TableLike) -> Renames {
        let keys = [
            "tags",
            "operations",
            "schemas",
            "properties",
            "values",
            "parameters",
        ];
        let Some(table) = self.table(table, "rename", "the renames", &keys) else {
            return Renames::default();
        };
        Renames {
            tags: self.map(table, "tags"),
            operations: self.map(table, "operations"),
            schemas: self.map(table, "schemas"),
            properties: self.map(table, "properties"),
            values: self.map(table, "values"),
            parameters: self.map(table, "parameters"),
        }
    }

    fn secrets(&mut self, table: &dyn TableLike) -> Secrets {
        let keys = ["add", "remove"];
        let Some(table) = self.table(table, "secrets", "the secrets", &keys) else {
            return Secrets::default();
        };
        Secrets {
            add: self.strings(table, "add").unwrap_or_default(),
            remove: self.strings(table, "remove").unwrap_or_default(),
        }
    }

    fn types(&mut self, table: &dyn TableLike, settings: &mut Settings) {
        let keys = ["time", "uri", "formats", "schemas"];
        if let Some(table) = self.table(table, "types", "the types", &keys) {
            settings.time = self.choice(table, "time", &TIMES).unwrap_or_default();
            settings.uri = self.choice(table, "uri", &URIS).unwrap_or_default();
            settings.formats = self.map(table, "formats");
            settings.schemas = self.map(table, "schemas");
        }
    }

    fn tolerance(&mut self, table: &dyn TableLike, tolerance: &mut Tolerance) {
        let keys = [
            "null_as_empty",
            "undocumented_media_types",
            "undocumented_success",
            "times_without_offset",
        ];
        let Some(table) = self.table(table, "tolerance", "the tolerance", &keys) else {
            return;
        };
        for (key, setting) in keys.into_iter().zip([
            &mut tolerance.null_as_empty,
            &mut tolerance.undocumented_media_types,
            &mut tolerance.undocumented_success,
            &mut tolerance.times_without_offset,
        ]) {
            let Some((at, item)) = entry(table, key) else {
                continue;
            };
            match item.as_bool() {
                Some(value) => *setting = value,
                None => self.report_invalid(key, "a boolean", item.type_name(), at),
            }
        }
    }

    fn choices<T: Copy>(
        &mut self,
        table: &dyn TableLike,
        key: &str,
        choices: &[(&'static str, T)],
    ) -> Option<Vec<T>> {
        let (_, item) = entry(table, key)?;
        let names = self.located_strings(item, key)?.into_iter();
        let chosen = names.filter_map(|(name, at)| self.one_of(&name, at, key, choices));
        Some(chosen.collect())
    }

    /// Reports unknown keys of a table.
    fn keys(&mut self, table: &dyn TableLike, name: &str, known: &[&str]) {
        for (key, item) in table.iter() {
            if known.contains(&key) {
                continue;
            }
            let span = table.key(key).and_then(toml_edit::Key::span);
            let at = span.or_else(|| item.span()).map_or(0, |span| span.start);
            let help = match suggest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("use one of {}", listed(known)),
            };
            let message = format!("unknown key `{key}` in {name}");
            self.report(Code::Argument, at, message, &help);
        }
    }

    fn table<'t>(
        &mut self,
        table: &'t dyn TableLike,
        key: &str,
        name: &str,
        known: &[&str],
    ) -> Option<&'t dyn TableLike> {
        let (at, item) = entry(table, key)?;
        let Some(table) = item.as_table_like() else {
            self.report_invalid(key, "a table", item.type_name(), at);
            return None;
        };
        self.keys(table, name, known);
        Some(table)
    }

    fn string(&mut self, table: &dyn TableLike, key: &str) -> Option<String> {
        let (at, item) = entry(table, key)?;
        let string = item.as_str().map(str::to_owned);
        if string.is_none() {
            self.report_invalid(key, "a string", item.type_name(), at);
        }
        string
    }

    fn strings(&mut self, table: &dyn TableLike, key: &str) -> Option<Vec<String>> {
        let (_, item) = entry(table, key)?;
        let strings = self.located_strings(item, key)?;
        Some(strings.into_iter().map(|(string, _)| string).collect())
    }

    /// Returns the strings of an array, each with its offset.
    fn located_strings(&mut self, item: &Item, key: &str) -> Option<Vec<(String, usize)>> {
        let Some(array) = item.as_array() else {
            self.report_invalid(key, "an array of strings", item.type_name(), start(item));
            return None;
        };
        let mut found = Vec::new();
        for value in array {
            let at = value.span().map_or(0, |span| span.start);
            match value.as_str() {
                Some(string) => found.push((string.to_owned(), at)),
                None => self.report_invalid(key, "an array of strings", value.type_name(), at),
            }
        }
        Some(found)
    }

    fn map(&mut self, table: &dyn TableLike, key: &str) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let Some((at, item)) = entry(table, key) else {
            return found;
        };
        let Some(table) = item.as_table_like() else {
            self.report_invalid(key, "a table of strings", item.type_name(), at);
            return found;
        };
        for (key, item) in table.iter() {
            match item.as_str() {
                Some(string) => drop(found.insert(key.to_owned(), string.to_owned())),
                None => self.report_invalid(key, "a string", item.type_name(), start(item)),
            }
        }
        found
    }

    fn choice<T: Copy>(
        &mut self,
        table: &dyn TableLike,
        key: &str,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let (at, _) = entry(table, key)?;
        let name = self.string(table, key)?;
        self.one_of(&name, at, key, choices)
    }

    fn one_of<T: Copy>(
        &mut self,
        chosen: &str,
        at: usize,
        key: &str,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let value = choices.iter().find(|(name, _)| *name == chosen);
        if value.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let help = match suggest(chosen, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("use one of {}", listed(&names)),
            };
            let message = format!("unknown value `{chosen}` for `{key}`");
            self.report(Code::Argument, at, message, &help);
        }
        value.map(|(_, value)| *value)
    }

    fn report_invalid(&mut self, key: &str, expected: &str, found: &str, at: usize) {
        let message = format!(
            "expected {expected} for `{key}`, found {}",
            with_article(found)
        );
        self.report(
            Code::Argument,
            at,
            message,
            "see `docs/guide/configuration.md` for the keys and their values",
        );
    }

    fn report(&mut self, code: Code, at: usize, message: String, help: &str) {
        let before = self.source.get(..at).unwrap_or(self.source);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let location = Location::Position {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).map_or(0, |it| it.chars().count()) + 1,
        };
        let diagnostic = Diagnostic::error(code, location, message).help(help);
        self.problems.push(diagnostic);
    }
}

/// Returns the item at a key and its offset.
fn entry<'t>(table: &'t dyn TableLike, key: &str) -> Option<(usize, &'t Item)> {
    let item = table.get(key)?;
    Some((start(item), item))
}

/// Returns the name of a type with its indefinite article.
fn with_article(name: &str) -> String {
    let article = match name.starts_with(['a', 'i']) {
        true => "an",
        false => "a",
    };
    format!("{article} {name}")
}

fn start(item: &Item) -> usize {
    item.span().map_or(0, |span| span.start)
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

const LAYOUTS: [(&str, Layout); 2] = [("crate", Layout::Crate), ("modules", Layout::Modules)];
const TIMES: [(&str, TimeType); 3] = [
    ("jiff", TimeType::Jiff),
    ("chrono", TimeType::Chrono),
    ("string", TimeType::String),
];
const URIS: [(&str, UriType); 2] = [("string", UriType::String), ("url", UriType::Url)];
