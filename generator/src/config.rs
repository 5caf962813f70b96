//! `rejoinder.toml`: the settings as a file. Its JSON Schema is `rejoinder.schema.json`.

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
    suggestion::nearest,
};

pub use template::template;

/// What a `rejoinder.toml` says. Paths in it are relative to its folder, and absolute or relative to
/// the current directory here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The document.
    pub input: Option<PathBuf>,
    /// The folder of the output.
    pub output: Option<PathBuf>,
    /// Everything else.
    pub settings: Settings,
}

impl Config {
    /// The name that the file usually has.
    pub const FILE: &str = "rejoinder.toml";

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When it can't be read or has a wrong key or value: all of them, each with its place.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let source = read::source(path).map_err(|(sources, found)| Failure::new(found, sources))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Self::parse(&source, folder).map_err(|diagnostics| Failure::new(diagnostics, source))
    }

    fn parse(source: &Source, folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let text = source.text.as_str();
        let mut reader = Reader {
            text,
            problems: Vec::new(),
        };
        let document = match Document::parse(text) {
            Ok(document) => document,
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let message = format!("this is not TOML: {}", error.message().replace('\n', ", "));
                reader.report(Code::Syntax, at, message, "see toml.io for what TOML is");
                return Err(reader.problems);
            }
        };
        let config = reader.config(document.as_table(), folder);
        if reader.problems.is_empty() {
            Ok(config)
        } else {
            reader.problems.sort_by_key(|found| match found.location {
                Location::Position { line, column } => (line, column),
                Location::Pointer(_) | Location::Key(_) | Location::Nowhere => (0, 0),
            });
            Err(reader.problems)
        }
    }
}

/// Takes values out of tables, and notes what is wrong with them.
struct Reader<'a> {
    text: &'a str,
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
                "secrets",
                "derives",
                "include",
                "exclude",
                "rename",
                "tolerance",
                "types",
            ],
        );
        let path = |text: String| folder.join(text);
        let mut settings = Settings {
            name: self.text(table, "name"),
            references: self.text(table, "references").map(path),
            include: self.filter(table, "include"),
            exclude: self.filter(table, "exclude"),
            rename: self.renames(table),
            media_types: self.texts(table, "media_types").unwrap_or_default(),
            optional: self.texts(table, "optional").unwrap_or_default(),
            nullable: self.texts(table, "nullable").unwrap_or_default(),
            derives: self.texts(table, "derives").unwrap_or_default(),
            ..Settings::default()
        };
        self.types(table, &mut settings);
        settings.secrets = self.secrets(table);
        self.tolerance(table, &mut settings.tolerance);
        if let Some(layout) = self.choice(table, "layout", &LAYOUTS) {
            settings.layout = layout;
        }
        if let Some(features) = self.features(table) {
            settings.features = features;
        }
        Config {
            input: self.text(table, "input").map(path),
            output: self.text(table, "output").map(path),
            settings,
        }
    }

    fn filter(&mut self, table: &dyn TableLike, key: &str) -> Filter {
        let Some(table) = self.table(table, key, "a filter", &["tags", "operations", "paths"])
        else {
            return Filter::default();
        };
        Filter {
            tags: self.texts(table, "tags").unwrap_or_default(),
            operations: self.texts(table, "operations").unwrap_or_default(),
            paths: self.texts(table, "paths").unwrap_or_default(),
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
            add: self.texts(table, "add").unwrap_or_default(),
            remove: self.texts(table, "remove").unwrap_or_default(),
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
            "other_media_types",
            "other_success",
            "times_without_offset",
        ];
        let Some(table) = self.table(table, "tolerance", "the tolerance", &keys) else {
            return;
        };
        for (key, setting) in keys.into_iter().zip([
            &mut tolerance.null_as_empty,
            &mut tolerance.other_media_types,
            &mut tolerance.other_success,
            &mut tolerance.times_without_offset,
        ]) {
            match entry(table, key).map(|(at, item)| (at, item.as_bool())) {
                Some((_, Some(value))) => *setting = value,
                Some((at, None)) => self.report_invalid(key, "`true` or `false`", at),
                None => {}
            }
        }
    }

    fn features(&mut self, table: &dyn TableLike) -> Option<Vec<Feature>> {
        let all = Feature::ALL.map(|feature| (feature.text(), feature));
        let (_, item) = entry(table, "features")?;
        let features = self.strings(item, "features")?;
        let chosen = features
            .into_iter()
            .filter_map(|(text, at)| self.one_of(&text, at, "features", &all));
        Some(chosen.collect())
    }

    /// Reports the keys of a table that aren't known.
    fn keys(&mut self, table: &dyn TableLike, name: &str, known: &[&str]) {
        for (key, item) in table.iter() {
            if known.contains(&key) {
                continue;
            }
            let span = table.key(key).and_then(toml_edit::Key::span);
            let at = span.or_else(|| item.span()).map_or(0, |span| span.start);
            let help = match nearest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys are {}", listed(known)),
            };
            let message = format!("`{key}` is no key of {name}");
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
            self.report_invalid(key, "a table", at);
            return None;
        };
        self.keys(table, name, known);
        Some(table)
    }

    fn text(&mut self, table: &dyn TableLike, key: &str) -> Option<String> {
        let (at, item) = entry(table, key)?;
        let text = item.as_str().map(str::to_owned);
        if text.is_none() {
            self.report_invalid(key, "a string", at);
        }
        text
    }

    fn texts(&mut self, table: &dyn TableLike, key: &str) -> Option<Vec<String>> {
        let (_, item) = entry(table, key)?;
        let strings = self.strings(item, key)?;
        Some(strings.into_iter().map(|(text, _)| text).collect())
    }

    /// The strings of a list, each with where it is.
    fn strings(&mut self, item: &Item, key: &str) -> Option<Vec<(String, usize)>> {
        let Some(array) = item.as_array() else {
            self.report_invalid(key, "a list of strings", start(item));
            return None;
        };
        let mut found = Vec::new();
        for value in array {
            let at = value.span().map_or(0, |span| span.start);
            match value.as_str() {
                Some(text) => found.push((text.to_owned(), at)),
                None => self.report_invalid(key, "a list of strings", at),
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
            self.report_invalid(key, "a table of strings", at);
            return found;
        };
        for (key, item) in table.iter() {
            match item.as_str() {
                Some(text) => drop(found.insert(key.to_owned(), text.to_owned())),
                None => self.report_invalid(key, "a string", start(item)),
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
        let text = self.text(table, key)?;
        self.one_of(&text, at, key, choices)
    }

    fn one_of<T: Copy>(
        &mut self,
        text: &str,
        at: usize,
        key: &str,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let chosen = choices.iter().find(|(name, _)| *name == text);
        if chosen.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let help = match nearest(text, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", listed(&names)),
            };
            let message = format!("`{text}` is no value of `{key}`");
            self.report(Code::Argument, at, message, &help);
        }
        chosen.map(|(_, value)| *value)
    }

    fn report_invalid(&mut self, key: &str, wanted: &str, at: usize) {
        let message = format!("`{key}` has to be {wanted}");
        self.report(
            Code::Argument,
            at,
            message,
            "`docs/guide/configuration.md` lists the keys",
        );
    }

    fn report(&mut self, code: Code, at: usize, message: String, help: &str) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let location = Location::Position {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).map_or(0, |it| it.chars().count()) + 1,
        };
        let diagnostic = Diagnostic::error(code, location, message).help(help);
        self.problems.push(diagnostic);
    }
}

/// The item at a key, and where it is.
fn entry<'t>(table: &'t dyn TableLike, key: &str) -> Option<(usize, &'t Item)> {
    let item = table.get(key)?;
    Some((start(item), item))
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
