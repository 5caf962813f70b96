//! Examples of schemas, parameters, headers and media types.

use indexmap::IndexMap;
use serde_json::Value;

use crate::lower::{Lowering, schema::Node};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Example as Source, MediaType, ReferenceOr, Schema},
    ir::{Example, short},
    pointer::Pointer,
};

/// The maximum number of examples of one value. Operations that share a component repeat them.
const MAX_EXAMPLES: usize = 10;

/// The examples of a parameter, header or media type.
#[derive(Clone, Copy)]
pub(in crate::lower) struct ExampleNodes<'d> {
    pub(in crate::lower) example: Option<&'d Value>,
    pub(in crate::lower) examples: &'d IndexMap<String, ReferenceOr<Source>>,
    pub(in crate::lower) schema: Option<&'d ReferenceOr<Schema>>,
}

impl<'d> ExampleNodes<'d> {
    pub(in crate::lower) fn of_media_type(media: &'d MediaType) -> Self {
        Self {
            example: media.example.as_ref(),
            examples: &media.examples,
            schema: media.schema.as_ref(),
        }
    }
}

/// An example of the document.
struct LocatedExample<'d> {
    value: &'d Value,
    summary: Option<&'d String>,
    pointer: Pointer,
}

/// The documentation of the first example. All others are documented if they are short.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) enum FirstExample {
    /// A code block, whatever the length of the example.
    Block,
    /// A single line, if the example is short.
    Line,
}

impl<'d> Lowering<'d, '_> {
    /// Returns the documented examples: `example`, or the values of `examples`.
    pub(in crate::lower) fn examples(
        &mut self,
        nodes: ExampleNodes<'d>,
        first: FirstExample,
        pointer: &Pointer,
    ) -> Vec<Example> {
        let mut found = Vec::new();
        if let Some(example) = nodes.example {
            if !nodes.examples.is_empty() {
                let pointer = pointer.child("examples");
                let message = "`example` and `examples` exclude each other";
                let found = Diagnostic::warning(Code::Contradiction, &pointer, message);
                let help =
                    "move the value of `example` into `examples`; only `example` is documented";
                self.diagnostics.report(found.help(help));
            }
            found.push(LocatedExample {
                value: example,
                summary: None,
                pointer: pointer.child("example"),
            });
        } else {
            for (name, node) in nodes.examples {
                let pointer = pointer.child("examples").child(name);
                match self.resolver.resolve(node, &pointer) {
                    Ok(resolved) => {
                        let source = resolved.item;
                        let summary = source.summary.as_ref().or(source.description.as_ref());
                        found.extend(source.value.as_ref().map(|value| LocatedExample {
                            value,
                            summary,
                            pointer: resolved.pointer.child("value"),
                        }));
                    }
                    Err(unresolved) => self.diagnostics.report(unresolved),
                }
            }
        }
        if let Some(schema) = nodes.schema {
            for example in &found {
                self.check_example(example.value, schema.into(), &example.pointer);
            }
        }
        self.documented(found, first)
    }

    /// Returns the examples that are documented. Reports the others.
    fn documented(&mut self, found: Vec<LocatedExample<'d>>, first: FirstExample) -> Vec<Example> {
        let mut documented = Vec::new();
        for (index, example) in found.into_iter().enumerate() {
            let is_block = index == 0 && first == FirstExample::Block;
            let is_within = index < MAX_EXAMPLES;
            let is_shown = is_within && (is_block || short(example.value).is_some());
            if !is_shown {
                self.report_undocumented(&example.pointer, is_within);
            }
            // The calls in the documentation have the value of the first example.
            if is_shown || index == 0 {
                documented.push(Example {
                    value: example.value.clone(),
                    summary: example.summary.cloned(),
                });
            }
        }
        documented
    }

    fn report_undocumented(&mut self, pointer: &Pointer, is_long: bool) {
        let message = match is_long {
            true => "a long example isn't documented".to_owned(),
            false => format!("only {MAX_EXAMPLES} examples of a value are documented"),
        };
        let help = match is_long {
            true => "shorten it, or make it the first example of a body, which may be long",
            false => "remove the less useful examples",
        };
        let found = Diagnostic::note(Code::NotGenerated, pointer, message);
        self.diagnostics.report(found.help(help));
    }

    /// Reports the examples of a schema that don't fit it, or that are too long for its
    /// documentation.
    pub(in crate::lower) fn check_examples(&mut self, schema: &'d Schema, pointer: &Pointer) {
        let own = schema.example.iter();
        let own = own.map(|value| (value, pointer.child("example")));
        let further = schema.further_examples.iter();
        let further = further.map(|value| (value, pointer.child("examples")));
        for (index, (value, pointer)) in own.chain(further).enumerate() {
            self.check_example(value, Node::Inline(schema), &pointer);
            let is_within = index < MAX_EXAMPLES;
            if !is_within || short(value).is_none() {
                self.report_undocumented(&pointer, is_within);
            }
        }
    }
}

/// Returns the examples of a schema.
pub(in crate::lower) fn of_schema(schema: &Schema) -> Vec<Example> {
    let first = schema.example.iter();
    let all = first.chain(&schema.further_examples);
    all.take(MAX_EXAMPLES).map(unnamed).collect()
}

fn unnamed(value: &Value) -> Example {
    Example {
        value: value.clone(),
        summary: None,
    }
}
