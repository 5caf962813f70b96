//! The `Cargo.toml` of the output. Rejoinder changes only its own keys; all other keys belong to
//! the user.
//!
//! Rejoinder's keys are `package.name`, `package.rust-version`, the features and dependencies of
//! [`Manifest`], and the keys `version`, `default-features`, `features` and `optional` of these
//! dependencies.
//! A key with `workspace = true` is not changed.

use toml_edit::{Array, DocumentMut, Formatted, InlineTable, Item, Table, TableLike, Value};

use crate::diagnostic::{Code, Diagnostic, Location};

/// The required content of the output's `Cargo.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The name of the package.
    pub name: String,
    /// The description of the package, for a new file only.
    pub description: String,
    /// The minimum supported Rust version of the output.
    pub rust_version: &'static str,
    /// The dependencies of the output.
    pub dependencies: Vec<Dependency>,
    /// The dependencies that only other outputs need. An entry is removed if it equals the entry
    /// that Rejoinder writes.
    pub unneeded: Vec<Dependency>,
    /// The features of the output, each with the features that it enables.
    pub features: Vec<(String, Vec<String>)>,
}

/// A dependency of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The name of the crate.
    pub name: &'static str,
    /// The version requirement.
    pub version: &'static str,
    /// Enables the default features of the crate.
    pub default_features: bool,
    /// The other enabled features of the crate.
    pub features: Vec<&'static str>,
    /// Makes the dependency optional, enabled by a feature of the output.
    pub optional: bool,
}

/// The feature that enables the features of all tags.
pub const ALL_TAGS: &str = "all-tags";

const NEW: &str = "\
[package]
name = \"\"
version = \"0.1.0\"
description = \"\"
edition = \"2024\"
rust-version = \"\"

[features]

[dependencies]
";

/// Returns the package name of a `Cargo.toml`.
pub fn package_name(text: &str) -> Option<String> {
    let document: DocumentMut = text.parse().ok()?;
    Some(document.get("package")?.get("name")?.as_str()?.to_owned())
}

/// Merges the manifest into the text of a `Cargo.toml`, or returns a new file. An up-to-date text
/// is returned byte for byte.
pub fn merge(existing: Option<&str>, ours: &Manifest) -> Result<String, Diagnostic> {
    let text = existing.unwrap_or(NEW);
    let mut document: DocumentMut = text.parse().map_err(|error| invalid(text, &error))?;
    let mut changed = false;
    if existing.is_some() && document.get("package").is_none() {
        let message = "expected a package in the output's Cargo.toml, found a workspace";
        return Err(Diagnostic::error(Code::Io, Location::Nowhere, message)
            .help("choose another folder for the crate"));
    }

    let package = table(&mut document, "package")?;
    changed |= set_text(package, "name", &ours.name);
    changed |= set_text(package, "rust-version", ours.rust_version);
    if existing.is_none() {
        changed |= set_text(package, "description", &ours.description);
    }
    if !ours.features.is_empty() {
        let features = table(&mut document, "features")?;
        changed |= remove_tags(features, ours);
        for (name, enables) in &ours.features {
            let enables: Vec<&str> = enables.iter().map(String::as_str).collect();
            changed |= set_list(features, name, &enables);
        }
    }
    if !ours.dependencies.is_empty() {
        let dependencies = table(&mut document, "dependencies")?;
        for dependency in &ours.dependencies {
            changed |= set_dependency(dependencies, dependency)?;
        }
    }
    for dependency in &ours.unneeded {
        changed |= remove_dependency(&mut document, dependency)?;
    }
    Ok(if changed {
        document.to_string()
    } else {
        text.to_owned()
    })
}

/// Removes a dependency that equals the entry that Rejoinder writes, unless a feature names it. An
/// entry that the user wrote or changed stays.
fn remove_dependency(
    document: &mut DocumentMut,
    unneeded: &Dependency,
) -> Result<bool, Diagnostic> {
    let name = unneeded.name;
    let table_of = |key: &str| document.get(key).and_then(Item::as_table_like);
    let Some(present) = table_of("dependencies").and_then(|it| it.get(name)) else {
        return Ok(false);
    };
    let mut written = Table::new();
    set_dependency(&mut written, unneeded)?;
    let text = |item: &Item| item.to_string().split_whitespace().collect::<String>();
    if written.get(name).map(text) != Some(text(present)) {
        return Ok(false);
    }
    let is_of = |enabled: &str| {
        let rest = enabled.strip_prefix(name);
        rest.is_some_and(|rest| rest.starts_with(['/', '?']))
    };
    let features = table_of("features").into_iter().flat_map(|it| it.iter());
    let mut enabled = features.flat_map(|(_, enables)| list(Some(enables)).unwrap_or_default());
    let is_named = enabled.any(is_of);
    drop(enabled);
    if is_named {
        return Ok(false);
    }
    Ok(table(document, "dependencies")?.remove(name).is_some())
}

/// Removes the features of tags that no longer exist.
fn remove_tags(features: &mut dyn TableLike, ours: &Manifest) -> bool {
    let is_ours = |name: &str| ours.features.iter().any(|(ours, _)| ours == name);
    let tags = list(features.get(ALL_TAGS)).unwrap_or_default().into_iter();
    let is_empty = |name: &&str| list(features.get(name)).is_some_and(|list| list.is_empty());
    let gone = tags.filter(is_empty).chain([ALL_TAGS]);
    let gone: Vec<String> = gone
        .filter(|name| !is_ours(name))
        .map(str::to_owned)
        .collect();
    let removed = gone.iter().filter(|name| features.remove(name).is_some());
    removed.count() > 0
}

/// Returns a table of the document, which is created if it is missing.
fn table<'a>(
    document: &'a mut DocumentMut,
    key: &str,
) -> Result<&'a mut dyn TableLike, Diagnostic> {
    let item = document
        .entry(key)
        .or_insert_with(|| Item::Table(Table::new()));
    item.as_table_like_mut().ok_or_else(|| not_a_table(key))
}

/// Sets a key to a string, unless the key has the string or is inherited from the workspace.
fn set_text(table: &mut dyn TableLike, key: &str, text: &str) -> bool {
    let present = table.get(key);
    if present.and_then(Item::as_str) == Some(text) || present.is_some_and(is_inherited) {
        return false;
    }
    set(table, key, Value::String(Formatted::new(text.to_owned())));
    true
}

/// Sets a key to a version, unless its version is at least as precise: `1.0.200` for `1`.
fn set_version(table: &mut dyn TableLike, key: &str, version: &str) -> bool {
    let present = table.get(key).and_then(Item::as_str).unwrap_or_default();
    let exact = present.trim_start_matches(['^', '=', '~', ' ']);
    let rest = exact.strip_prefix(version);
    if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) {
        return false;
    }
    set_text(table, key, version)
}

/// Adds the missing features of a dependency. Features that the user added stay.
fn add_features(table: &mut dyn TableLike, ours: &[&str]) -> bool {
    let present = list(table.get("features")).unwrap_or_default();
    let missing: Vec<&str> = ours
        .iter()
        .copied()
        .filter(|feature| !present.contains(feature))
        .collect();
    if missing.is_empty() {
        return false;
    }
    let all: Vec<String> = present
        .iter()
        .chain(&missing)
        .map(|feature| (*feature).to_owned())
        .collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    set_list(table, "features", &all)
}

/// Sets a key to an array of strings, unless the key already has this value.
fn set_list(table: &mut dyn TableLike, key: &str, values: &[&str]) -> bool {
    if list(table.get(key)).as_deref() == Some(values) {
        return false;
    }
    set(
        table,
        key,
        Value::Array(values.iter().copied().collect::<Array>()),
    );
    true
}

/// Returns the strings of an array; `None` for any other value.
fn list(item: Option<&Item>) -> Option<Vec<&str>> {
    item?.as_array()?.iter().map(Value::as_str).collect()
}

/// Replaces a value and keeps the whitespace and comments around it.
fn set(table: &mut dyn TableLike, key: &str, mut value: Value) {
    match table.get_mut(key) {
        Some(Item::Value(present)) => {
            *value.decor_mut() = present.decor().clone();
            *present = value;
        }
        Some(present) => *present = Item::Value(value),
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

fn is_inherited(item: &Item) -> bool {
    let inherited = item
        .as_table_like()
        .and_then(|table| table.get("workspace"))
        .and_then(Item::as_bool);
    inherited == Some(true)
}

fn set_dependency(dependencies: &mut dyn TableLike, ours: &Dependency) -> Result<bool, Diagnostic> {
    let only_version = ours.default_features && ours.features.is_empty() && !ours.optional;
    match dependencies.get(ours.name) {
        None | Some(Item::Value(Value::String(_))) if only_version => {
            return Ok(set_version(dependencies, ours.name, ours.version));
        }
        None | Some(Item::Value(Value::String(_))) => {
            set(
                dependencies,
                ours.name,
                Value::InlineTable(InlineTable::new()),
            );
        }
        Some(_) => {}
    }
    let present = dependencies.get_mut(ours.name);
    let spacing = present.as_deref().and_then(space_before_brace);
    let inherited = present.as_deref().is_some_and(is_inherited);
    let table = present
        .and_then(Item::as_table_like_mut)
        .ok_or_else(|| not_a_table(&format!("dependencies.{}", ours.name)))?;
    let mut changed = false;
    if !inherited {
        changed |= set_version(table, "version", ours.version);
        changed |= set_switch(table, "default-features", ours.default_features, true);
    }
    changed |= add_features(table, &ours.features);
    changed |= set_switch(table, "optional", ours.optional, false);
    if changed && let Some(spacing) = spacing {
        set_space_before_brace(dependencies.get_mut(ours.name), &spacing);
    }
    Ok(changed)
}

/// The whitespace before the `}` of an inline table belongs to the preceding value, which may
/// change.
fn space_before_brace(item: &Item) -> Option<String> {
    let (_, last) = item.as_inline_table()?.iter().last()?;
    Some(last.decor().suffix()?.as_str()?.to_owned())
}

fn set_space_before_brace(item: Option<&mut Item>, spacing: &str) {
    let Some(table) = item.and_then(Item::as_inline_table_mut) else {
        return;
    };
    let last = table.len().saturating_sub(1);
    for (index, (_, value)) in table.iter_mut().enumerate() {
        let spacing = if index == last { spacing } else { "" };
        value.decor_mut().set_suffix(spacing);
    }
}

/// Sets a key that is omitted if its value is the default.
fn set_switch(table: &mut dyn TableLike, key: &str, enabled: bool, default: bool) -> bool {
    let present = table.get(key);
    if present.and_then(Item::as_bool) == Some(enabled) {
        return false;
    }
    if enabled == default {
        return table.remove(key).is_some();
    }
    set(table, key, Value::Boolean(Formatted::new(enabled)));
    true
}

fn not_a_table(key: &str) -> Diagnostic {
    let message = format!("expected a table for `{key}` in the output's Cargo.toml");
    Diagnostic::error(Code::Io, Location::Nowhere, message)
        .help("correct the file, or delete it to generate a new file")
}

fn invalid(text: &str, error: &toml_edit::TomlError) -> Diagnostic {
    let start = error.span().map_or(0, |span| span.start);
    let before = text.get(..start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let message = format!(
        "invalid TOML in line {line} of the output's Cargo.toml: {}",
        error.message().replace('\n', ", ")
    );
    Diagnostic::error(Code::Io, Location::Nowhere, message)
        .help("correct the file, or delete it to generate a new file")
}

#[cfg(test)]
mod tests;
