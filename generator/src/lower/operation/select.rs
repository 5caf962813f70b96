//! Selection of operations by the settings.

use std::collections::BTreeMap;

use crate::lower::operation::parameter::is_token;
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Location, Skipped},
    document::{OpenApi, Operation, PathItem},
    ir::DocumentedOperation,
    pointer::Pointer,
    read::holds_operations,
    resolve::Resolver,
    settings::{Filter, Renames, Settings},
    suggestion::suggest,
};

impl Filter {
    fn has(&self, selected: &SelectedOperation<'_>) -> bool {
        let operation = selected.operation;
        let named = |id: &String| match selected.id() {
            Some(other) => other == id,
            None => selected.route() == *id,
        };
        operation.tags.iter().any(|tag| self.tags.contains(tag))
            || self.operations.iter().any(named)
            || self.paths.iter().any(|path| fits(path, selected.path))
    }
}

/// Returns `true` if a string matches a pattern in which `*` stands for any string.
fn fits(pattern: &str, string: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == string;
    };
    let Some(mut string) = string.strip_prefix(start) else {
        return false;
    };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let end = pieces.pop().unwrap_or_default();
    for piece in pieces {
        // The first match leaves the longest rest for the following pieces.
        let Some((_, after)) = string.split_once(piece) else {
            return false;
        };
        string = after;
    }
    string.ends_with(end)
}

/// A selected operation and its path item.
pub(in crate::lower) struct SelectedOperation<'d> {
    pub(in crate::lower) path: &'d str,
    pub(in crate::lower) item: &'d PathItem,
    pub(in crate::lower) method: &'d str,
    pub(in crate::lower) operation: &'d Operation,
    pub(in crate::lower) pointer: Pointer,
    pub(in crate::lower) item_pointer: Pointer,
}

/// The operations of a document.
pub(in crate::lower) struct DocumentOperations<'d> {
    /// The selected operations.
    pub(in crate::lower) selected: Vec<SelectedOperation<'d>>,
    /// All operations.
    pub(in crate::lower) documented: Vec<DocumentedOperation>,
    /// The selected operations that can't be generated.
    pub(in crate::lower) skipped: Vec<Skipped>,
    /// `true` if any operation, selected or not, requires a security scheme.
    pub(in crate::lower) has_security: bool,
}

impl<'d> SelectedOperation<'d> {
    fn documented(&self) -> DocumentedOperation {
        let id = self.id().map(str::to_owned);
        DocumentedOperation {
            id: id.unwrap_or_else(|| self.route()),
            tag: self.operation.tags.first().cloned(),
            method: self.method.to_owned(),
            path: self.path.to_owned(),
        }
    }

    /// Returns the `operationId`; `None` if it has neither a letter nor a digit.
    pub(in crate::lower) fn id(&self) -> Option<&'d str> {
        let id = self.operation.operation_id.as_deref();
        id.filter(|id| id.contains(char::is_alphanumeric))
    }

    /// Returns the identifier of an operation without an `operationId`.
    pub(in crate::lower) fn route(&self) -> String {
        format!("{} {}", self.method.to_lowercase(), self.path)
    }
}

/// Selects the operations, and reports unknown names in the settings.
pub(in crate::lower) fn select<'d>(
    resolver: Resolver<'d>,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> DocumentOperations<'d> {
    let document = resolver.document();
    let mut all: Vec<SelectedOperation<'d>> = Vec::new();
    let mut unresolved = Vec::new();
    for (path, node) in &document.paths {
        let item_pointer = Pointer::root().child("paths").child(path);
        let item = match resolver.path_item(node, &item_pointer) {
            Ok(item) => item,
            Err(diagnostic) => {
                unresolved.push((path.as_str(), item_pointer, diagnostic));
                continue;
            }
        };
        all.extend(item.operations.iter().map(|found| SelectedOperation {
            path,
            item,
            method: &found.method,
            operation: &found.operation,
            pointer: found.pointer.clone(),
            item_pointer: item_pointer.clone(),
        }));
    }
    let mut requirements = all.iter().filter_map(|one| one.operation.security.as_ref());
    let has_security = requirements.any(|alternatives| !alternatives.is_empty());
    let (mut all, refused): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|one| refusal(one).is_none());
    let Settings {
        include, exclude, ..
    } = settings;
    for (table, filter) in [
        ("include", include),
        ("exclude", exclude),
        ("rename", &renamed(&settings.rename)),
    ] {
        report_absent(document, &all, (table, filter), diagnostics);
    }
    report_absent_schemas(&resolver.schema_names(), settings, diagnostics);
    // An unresolved path item counts as one operation of its path.
    let mut skipped = Vec::new();
    for (path, pointer, diagnostic) in unresolved {
        let listed = |filter: &Filter| filter.paths.iter().any(|pattern| fits(pattern, path));
        if (include.is_empty() || listed(include)) && !listed(exclude) {
            skipped.push(Skipped::new(Some(path), &pointer, &diagnostic));
            diagnostics.report(diagnostic.losing_path(path));
        }
    }
    let is_selected =
        |one: &SelectedOperation<'_>| (include.is_empty() || include.has(one)) && !exclude.has(one);
    for one in refused.iter().filter(|one| is_selected(one)) {
        if let Some(diagnostic) = refusal(one) {
            let lost = Skipped::new(one.id(), &one.pointer, &diagnostic);
            diagnostics.report(diagnostic.losing(std::slice::from_ref(&lost.operation)));
            skipped.push(lost);
        }
    }
    report_ids(&all, is_selected, diagnostics);
    let documented = all.iter().map(SelectedOperation::documented).collect();
    all.retain(is_selected);
    DocumentOperations {
        selected: all,
        documented,
        skipped,
        has_security,
    }
}

/// Returns the diagnostic of an invalid method below `additionalOperations`.
fn refusal(selected: &SelectedOperation<'_>) -> Option<Diagnostic> {
    let method = selected.method;
    let key = method.to_ascii_lowercase();
    let (message, help) = if !is_token(method) {
        let help = "use a method such as `LINK` or `VERSION-CONTROL`".to_owned();
        (format!("invalid method `{method}`"), help)
    } else if selected.pointer != selected.item_pointer.child(&key)
        && key.to_ascii_uppercase() == method
        && holds_operations(&key)
    {
        let help = format!("move it to `{key}` of the path item");
        (format!("`{method}` isn't an additional method"), help)
    } else {
        return None;
    };
    let location = Location::Key(selected.pointer.clone());
    let found = Diagnostic::warning(Code::InvalidNode, &selected.pointer, message);
    Some(found.at(location).help(help))
}

/// Reports selected operations without a unique `operationId`.
fn report_ids(
    all: &[SelectedOperation<'_>],
    is_selected: impl Fn(&SelectedOperation<'_>) -> bool,
    diagnostics: &mut Diagnostics,
) {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for id in all.iter().filter_map(SelectedOperation::id) {
        *uses.entry(id).or_default() += 1;
    }
    for selected in all.iter().filter(|one| is_selected(one)) {
        match selected.id() {
            None => diagnostics.report(
                Diagnostic::note(
                    Code::OperationId,
                    &selected.pointer,
                    "missing `operationId`",
                )
                .help("add an `operationId`, or set `rename.operations` in rejoinder.toml; the operation is named after method and path here"),
            ),
            Some(id) if uses.get(id).is_some_and(|uses| *uses > 1) => diagnostics.report(
                Diagnostic::warning(
                    Code::OperationId,
                    &selected.pointer.child("operationId"),
                    format!("duplicate `operationId` `{id}`"),
                )
                .help("make it unique; the names of all operations but the first of a module include method and path here"),
            ),
            Some(_) => {}
        }
    }
}

fn report_absent(
    document: &OpenApi,
    all: &[SelectedOperation<'_>],
    (table, filter): (&str, &Filter),
    diagnostics: &mut Diagnostics,
) {
    let otherwise = "run `rejoinder inspect` for all names, which are case-sensitive";
    let has_tag = |tag: &String| all.iter().any(|found| found.operation.tags.contains(tag));
    for tag in filter.tags.iter().filter(|tag| !has_tag(tag)) {
        let tags = all.iter().flat_map(|found| &found.operation.tags);
        let near = suggest(tag, tags.map(String::as_str));
        diagnostics.report(absent("tag", &[table, "tags", tag], near, otherwise));
    }
    let has_id = |id: &String| {
        let named = |found: &SelectedOperation<'_>| match found.id() {
            Some(other) => other == id,
            None => found.route() == *id,
        };
        all.iter().any(named)
    };
    for id in filter.operations.iter().filter(|id| !has_id(id)) {
        let near = suggest(id, all.iter().filter_map(SelectedOperation::id));
        let setting = [table, "operations", id];
        diagnostics.report(absent("operation", &setting, near, otherwise));
    }
    let paths = document.paths.keys();
    let has_path = |path: &String| paths.clone().any(|found| fits(path, found));
    for path in filter.paths.iter().filter(|path| !has_path(path)) {
        let near = suggest(path, all.iter().map(|found| found.path));
        diagnostics.report(absent("path", &[table, "paths", path], near, otherwise));
    }
}

/// Returns the renamed tags and operations.
fn renamed(rename: &Renames) -> Filter {
    Filter {
        tags: rename.tags.keys().cloned().collect(),
        operations: rename.operations.keys().cloned().collect(),
        paths: Vec::new(),
    }
}

fn report_absent_schemas(names: &[String], settings: &Settings, diagnostics: &mut Diagnostics) {
    let typed = settings.schemas.keys().map(|name| ("types", name));
    let renamed = settings.rename.schemas.keys();
    let requested = typed.chain(renamed.map(|name| ("rename", name)));
    for (table, name) in requested.filter(|(_, name)| !names.contains(name)) {
        let near = suggest(name, names.iter().map(String::as_str));
        let otherwise = "use the name of a component schema; names are case-sensitive";
        diagnostics.report(absent("schema", &[table, "schemas", name], near, otherwise));
    }
}

/// Returns the error of an unknown name, with the similar name or other help.
fn absent(kind: &str, setting: &[&str; 3], near: Option<&str>, otherwise: &str) -> Diagnostic {
    let [table, key, name] = setting;
    let message = format!("unknown {kind} `{name}` in `{table}.{key}`");
    let help = near.map(|near| format!("did you mean `{near}`?"));
    Diagnostic::error(Code::NotInDocument, Location::setting(setting), message)
        .help(help.unwrap_or_else(|| otherwise.to_owned()))
}
