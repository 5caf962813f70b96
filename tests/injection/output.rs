//! The output for a document, reduced to its structure, and checks that apply to every output.

use std::{collections::BTreeMap, sync::LazyLock};

use rejoinder::{Generation, Generator};
use serde_json::Value;

use crate::{code, comments};

/// An output without the parts that text may change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reduced {
    /// The items of all files, and the manifest.
    items: Vec<String>,
    /// The code blocks that rustdoc compiles.
    examples: Vec<String>,
}

impl Reduced {
    /// Returns the items and examples that another output doesn't have.
    pub(crate) fn difference<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let more = |ours: &'a [String], theirs: &'a [String]| {
            let mut theirs: Vec<&String> = theirs.iter().collect();
            let mut more = Vec::new();
            for one in ours {
                match theirs.iter().position(|other| *other == one) {
                    Some(index) => drop(theirs.swap_remove(index)),
                    None => more.push(one.as_str()),
                }
            }
            more
        };
        let mut found = more(&self.items, &other.items);
        found.extend(more(&self.examples, &other.examples));
        found
    }
}

/// The files of the output by path, with the manifest.
pub(crate) type Files = BTreeMap<String, String>;

/// Generates a crate from a document; `None` if the document is refused.
pub(crate) fn generate(document: &Value) -> Option<Files> {
    files(generation(document))
}

/// Like [`generate`], and checks that the diagnostics contain no control characters.
pub(crate) fn generate_and_print(document: &Value) -> Result<Option<Files>, String> {
    let generation = generation(document);
    let printed = generation.rendered(false);
    let is_control = |c: &char| *c != '\n' && (c.is_control() || changes_direction(*c));
    match printed.chars().find(is_control) {
        Some(c) => Err(format!(
            "unescaped {c:?} in the diagnostics: {}",
            printed.escape_debug()
        )),
        None => Ok(files(generation)),
    }
}

fn generation(document: &Value) -> Generation {
    let generator = Generator::new("document.json").name("client");
    generator.generate_from(document.to_string())
}

fn files(generation: Generation) -> Option<Files> {
    let output = generation.output?;
    let mut files = output.files;
    let package = output.package.unwrap();
    let manifest = rejoinder::manifest::merge(None, &package.manifest);
    files.insert("README.md".to_owned(), package.readme);
    files.insert("Cargo.toml".to_owned(), manifest.unwrap());
    Some(files)
}

/// The output for the original document. Most files of other outputs are equal to files of this
/// output.
static UNCHANGED: LazyLock<BTreeMap<String, (String, Part)>> = LazyLock::new(|| {
    let files = generate(&crate::suite::document()).unwrap();
    let parts = files.into_iter().map(|(path, content)| {
        let part = if is_shipped(&path) {
            Part::default()
        } else {
            Part::of(&path, &content).unwrap()
        };
        (path, (content, part))
    });
    parts.collect()
});

fn is_shipped(path: &str) -> bool {
    path.starts_with("src/runtime/") && path != "src/runtime/secret_settings.rs"
        || path.starts_with("src/transports/") && path != "src/transports/mod.rs"
}

/// Checks an output, and reduces it for comparison.
pub(crate) fn reduce(files: &Files) -> Result<Reduced, String> {
    let mut reduce = Reduced::default();
    for (path, content) in files {
        let fault = |what: String| format!("{path}: {what}");
        check_path(path).map_err(fault)?;
        let part = match UNCHANGED.get(path) {
            Some((unchanged, part)) if unchanged == content => part.clone(),
            _ if is_shipped(path) => return Err(fault("modified copy".to_owned())),
            _ => Part::of(path, content).map_err(fault)?,
        };
        reduce.items.extend(part.items);
        reduce.examples.extend(part.examples);
    }
    check_modules(files)?;
    reduce.items.sort();
    reduce.examples.sort();
    Ok(reduce)
}

/// A reduced file.
#[derive(Debug, Clone, Default)]
struct Part {
    items: Vec<String>,
    examples: Vec<String>,
}

impl Part {
    fn of(path: &str, content: &str) -> Result<Self, String> {
        if let Some(c) = content.chars().find(|c| *c != '\n' && is_invisible(*c)) {
            let line = content.lines().find(|line| line.contains(c));
            let line = line.unwrap_or_default().escape_debug();
            return Err(format!("unescaped {c:?}: {line}"));
        }
        let mut part = Self::default();
        match path {
            "Cargo.toml" => part.items.push(manifest(content)?),
            "README.md" => part.examples(content, "rust")?,
            _ => {
                part.items = code::items(content)?;
                for comment in code::comments(content) {
                    part.examples(&comment, "no_run")?;
                }
            }
        }
        Ok(part)
    }

    fn examples(&mut self, content: &str, info: &str) -> Result<(), String> {
        let found = comments::examine(content, info);
        if !found.faults.is_empty() {
            return Err(format!("{:?} in\n{content}", found.faults));
        }
        for code in found.examples {
            self.examples.push(code::example(&code)?);
        }
        Ok(())
    }
}

/// Returns a manifest without the text of the document.
fn manifest(content: &str) -> Result<String, String> {
    let mut manifest: toml_edit::DocumentMut = content
        .parse()
        .map_err(|error: toml_edit::TomlError| error.to_string())?;
    manifest["package"]["name"] = toml_edit::value("");
    manifest["package"]["description"] = toml_edit::value("");
    // Features are named after tags.
    if let Some(features) = manifest["features"].as_table_mut()
        && let Some(all) = features.remove("all-tags")
    {
        let tags = all.as_array().into_iter().flatten();
        for tag in tags.filter_map(toml_edit::Value::as_str) {
            features.remove(tag);
        }
    }
    Ok(manifest.to_string())
}

/// Checks that a path stays in the folder, on every operating system.
fn check_path(path: &str) -> Result<(), String> {
    if matches!(path, "Cargo.toml" | "README.md") {
        return Ok(());
    }
    let plain = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '_' | '/' | '.');
    let Some(source) = path.strip_prefix("src/") else {
        return Err("not below src".to_owned());
    };
    if !path.chars().all(plain)
        || source
            .split('/')
            .any(|part| part.starts_with('.') || part.is_empty())
    {
        return Err("not a plain path".to_owned());
    }
    let stem = source.rsplit('/').next().unwrap().trim_end_matches(".rs");
    if stem.len() > 200 {
        return Err("too long file name".to_owned());
    }
    let devices = ["con", "prn", "aux", "nul"];
    let numbered = ["com", "lpt"].iter().any(|name| {
        stem.strip_prefix(name)
            .is_some_and(|rest| rest.len() == 1 && rest.starts_with(|c: char| c.is_ascii_digit()))
    });
    if devices.contains(&stem) || numbered || matches!(path, "src/main.rs" | "src/bin.rs") {
        return Err("reserved file name".to_owned());
    }
    Ok(())
}

/// Checks that every module has exactly one file.
fn check_modules(files: &Files) -> Result<(), String> {
    for (root, folder) in [("src/lib.rs", "src"), ("src/models/mod.rs", "src/models")] {
        for line in files[root].lines() {
            let line = line.trim_start_matches("pub ");
            let Some(name) = line
                .strip_prefix("mod ")
                .and_then(|line| line.strip_suffix(';'))
            else {
                continue;
            };
            let name = name.trim_start_matches("r#");
            let found = [
                format!("{folder}/{name}.rs"),
                format!("{folder}/{name}/mod.rs"),
            ]
            .into_iter()
            .filter(|path| path != root && files.contains_key(path));
            if found.count() != 1 {
                return Err(format!(
                    "{root}: expected exactly one file of the module {name}"
                ));
            }
        }
    }
    Ok(())
}

/// Returns `true` if a character is invisible, or changes the appearance of other characters. The
/// zero-width joiners that emoji and some scripts require are not counted.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || changes_direction(c)
        || matches!(c,
            '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{2028}' | '\u{2029}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Returns `true` if a character changes the direction of other characters.
fn changes_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
