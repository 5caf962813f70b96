//! Which operations of a document are wanted.

use openapiv3::{Operation, PathItem};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Place},
    pointer::Pointer,
    resolve::Resolver,
};

/// What was asked for. Empty lists ask for everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Operations with one of these tags.
    pub tags: Vec<String>,
    /// Operations with one of these `operationId`s.
    pub operations: Vec<String>,
}

impl Selection {
    fn wants(&self, operation: &Operation) -> bool {
        if self.tags.is_empty() && self.operations.is_empty() {
            return true;
        }
        operation.tags.iter().any(|tag| self.tags.contains(tag))
            || operation
                .operation_id
                .as_ref()
                .is_some_and(|id| self.operations.contains(id))
    }
}

/// An operation that is wanted, and its path.
pub(super) struct Selected<'d> {
    pub(super) path: &'d str,
    pub(super) item: &'d PathItem,
    pub(super) method: &'static str,
    pub(super) operation: &'d Operation,
    pub(super) place: Pointer,
    pub(super) item_place: Pointer,
}

/// Finds the operations that are wanted, and reports what was asked for and isn't there.
pub(super) fn select<'d>(
    resolver: Resolver<'d>,
    selection: &Selection,
    diagnostics: &mut Diagnostics,
) -> Vec<Selected<'d>> {
    let document = resolver.document();
    let mut all = Vec::new();
    for (path, node) in &document.paths.paths {
        let item_place = Pointer::root().child("paths").child(path);
        let item = match resolver.path_item(node, &item_place) {
            Ok(item) => item,
            Err(diagnostic) => {
                diagnostics.report(diagnostic);
                continue;
            }
        };
        for (method, operation) in methods(item) {
            let place = item_place.child(method.to_lowercase());
            let item_place = item_place.clone();
            all.push(Selected {
                path,
                item,
                method,
                operation,
                place,
                item_place,
            });
        }
    }
    report_absent(&all, selection, diagnostics);
    all.retain(|selected| selection.wants(selected.operation));
    all
}

fn methods(item: &PathItem) -> impl Iterator<Item = (&'static str, &Operation)> {
    [
        ("GET", &item.get),
        ("PUT", &item.put),
        ("POST", &item.post),
        ("DELETE", &item.delete),
        ("OPTIONS", &item.options),
        ("HEAD", &item.head),
        ("PATCH", &item.patch),
        ("TRACE", &item.trace),
    ]
    .into_iter()
    .filter_map(|(method, operation)| operation.as_ref().map(|operation| (method, operation)))
}

fn report_absent(all: &[Selected<'_>], selection: &Selection, diagnostics: &mut Diagnostics) {
    let has_tag = |tag: &String| all.iter().any(|found| found.operation.tags.contains(tag));
    for tag in selection.tags.iter().filter(|tag| !has_tag(tag)) {
        diagnostics.report(absent(format!("no operation has the tag `{tag}`")));
    }
    let has_id = |id: &String| {
        all.iter()
            .any(|found| found.operation.operation_id.as_ref() == Some(id))
    };
    for id in selection.operations.iter().filter(|id| !has_id(id)) {
        diagnostics.report(absent(format!("there is no operation `{id}`")));
    }
}

fn absent(message: String) -> Diagnostic {
    Diagnostic::error(Code::NotInDocument, Place::Nowhere, message)
        .help("tags and operationIds are compared letter by letter")
}
