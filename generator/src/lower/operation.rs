//! Operations. An operation that can't be lowered is skipped with a diagnostic.

pub(super) mod accept;
pub(super) mod body;
pub(super) mod content;
pub(super) mod header;
pub(super) mod message;
pub(super) mod parameter;
pub(super) mod query_string;
pub(super) mod security;
pub(super) mod segment;
pub(super) mod select;
pub(super) mod server;
pub(super) mod style;

use super::{
    Lowering, external_docs,
    operation::{accept::accept, parameter::Parameters, select::SelectedOperation},
};
use crate::{
    diagnostic::{Code, Diagnostic, Skipped},
    ir::{Docs, Operation, Owner},
};

impl<'d> Lowering<'d, '_> {
    /// Lowers the selected operations.
    pub(super) fn operations(
        &mut self,
        selected: &[SelectedOperation<'d>],
        skipped: &mut Vec<Skipped>,
    ) -> Vec<Operation> {
        let mut operations = Vec::new();
        for selected in selected {
            let id = selected.id();
            if let Some(reason) = &selected.operation.invalid {
                skipped.push(Skipped::new(id, &selected.pointer, reason));
                continue;
            }
            let checkpoint = self.checkpoint();
            match self.operation(selected, operations.len()) {
                Ok(operation) => operations.push(operation),
                Err(diagnostic) => {
                    self.roll_back(&checkpoint);
                    let lost = Skipped::new(id, &selected.pointer, &diagnostic);
                    let diagnostic = diagnostic.losing(std::slice::from_ref(&lost.operation));
                    skipped.push(lost);
                    self.diagnostics.report(diagnostic);
                }
            }
        }
        operations
    }

    fn operation(
        &mut self,
        selected: &SelectedOperation<'d>,
        index: usize,
    ) -> Result<Operation, Diagnostic> {
        let source = selected.operation;
        let pointer = &selected.pointer;
        let owner = Owner::Operation(index);
        self.check_tags(selected);
        let Parameters {
            segments,
            parameters,
        } = self.parameters(selected, &owner)?;
        let body = self.body(source, pointer, &owner);
        let responses = self.responses(selected.method, source, pointer, &owner)?;
        self.drain();
        if responses.is_empty() {
            let message = "no response of this operation is documented";
            self.diagnostics.report(
                Diagnostic::warning(Code::NoResponses, &pointer.child("responses"), message).help(
                    "document the responses; every response is an `Error::UndocumentedStatus` here, with status, headers and bytes",
                ),
            );
        }
        if source.has_callbacks {
            let message = "callbacks aren't generated";
            self.diagnostics.report(
                Diagnostic::warning(Code::NotGenerated, &pointer.child("callbacks"), message)
                    .help("handle the requests of the server in an HTTP server of your own"),
            );
        }
        Ok(Operation {
            id: selected
                .id()
                .map_or_else(|| selected.route(), str::to_owned),
            pointer: pointer.clone(),
            tag: source.tags.first().cloned(),
            method: selected.method.to_owned(),
            path: selected.path.to_owned(),
            segments,
            summary: source
                .summary
                .clone()
                .or_else(|| selected.item.summary.clone()),
            docs: Docs {
                description: description(selected),
                deprecated: source.deprecated,
                ..Docs::default()
            },
            external_docs: source.external_docs.as_ref().map(external_docs),
            authorization: self.authorization(source, pointer),
            servers: self.own_servers(selected),
            parameters,
            body,
            accept: accept(&responses),
            responses,
        })
    }
}

/// Returns the descriptions of an operation and its path. The summary of the path is omitted if it
/// replaces the summary of the operation.
fn description(selected: &SelectedOperation<'_>) -> Option<String> {
    let (own, item) = (selected.operation, selected.item);
    let summary = item.summary.as_ref().filter(|_| own.summary.is_some());
    let paragraphs = [own.description.as_ref(), summary, item.description.as_ref()];
    let paragraphs: Vec<&str> = paragraphs
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}
