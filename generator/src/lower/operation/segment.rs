//! The segments of a path template and its parameters.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::{
    Lowering,
    operation::{parameter::key, select::SelectedOperation},
    schema::scalar::secrecy,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Parameter as Source,
    ir::{
        Docs, Necessity, Parameter, ParameterEncoding, ParameterLocation, Scalar, Secrecy, Segment,
        Style, StyleKind, TypeRef,
    },
    pointer::Pointer,
    resolve::Resolved,
};

/// The maximum number of undeclared parameters of a path with their own diagnostics.
const MAX_UNDECLARED: usize = 32;

impl<'d> Lowering<'d, '_> {
    /// Returns the segments of the path. Reports parameters that are only in the path or only
    /// declared.
    pub(in crate::lower) fn segments(
        &mut self,
        selected: &SelectedOperation<'d>,
        declared: &[Resolved<'d, Source>],
        parameters: &mut Vec<Parameter>,
    ) -> Vec<Segment> {
        let mut segments = Vec::new();
        let mut used = BTreeSet::new();
        let mut undeclared_names = 0;
        let in_path =
            |(_, parameter): &(usize, &Parameter)| parameter.location == ParameterLocation::Path;
        let in_path = parameters.iter().enumerate().filter(in_path);
        let mut indexes: BTreeMap<String, usize> = in_path
            .map(|(index, parameter)| (parameter.name.clone(), index))
            .collect();
        for (literal, name) in self.literals_and_names(selected) {
            if !literal.is_empty() {
                segments.push(Segment::Literal(literal.to_owned()));
            }
            let Some(text) = name else { continue };
            let template = match indexes.contains_key(text) {
                true => TemplateParameter::plain(text),
                false => TemplateParameter::of(text),
            };
            self.check_pattern(&template, &selected.item_pointer);
            let TemplateParameter { name, extent, .. } = template;
            if extent == Extent::Query {
                continue;
            }
            let index = indexes.get(name).copied().unwrap_or_else(|| {
                undeclared_names += 1;
                let pointer = match self.is_declared_elsewhere(name, selected) {
                    true => &selected.pointer,
                    false => &selected.item_pointer,
                };
                self.report_undeclared(name, undeclared_names, pointer);
                let ty = TypeRef::Scalar(Scalar::String);
                let secrecy = secrecy(name, &ty, self.settings);
                parameters.push(undeclared(name, secrecy));
                indexes.insert(name.to_owned(), parameters.len() - 1);
                parameters.len() - 1
            });
            if extent == Extent::Segments
                && let Some(parameter) = parameters.get_mut(index)
            {
                parameter.encoding = ParameterEncoding::Styled(SEGMENTS);
            }
            used.insert(index);
            segments.push(Segment::Parameter(index));
        }
        self.drop_unused(declared, parameters, &used, &mut segments);
        segments
    }

    /// Returns `true` if another operation of the path declares a path parameter.
    fn is_declared_elsewhere(&self, name: &str, selected: &SelectedOperation<'d>) -> bool {
        let declared = selected
            .item
            .operations
            .iter()
            .flat_map(|found| &found.operation.parameters);
        let mut declared = declared.filter_map(|parameter| {
            self.resolver
                .resolve(parameter, &selected.item_pointer)
                .ok()
        });
        declared.any(|parameter| key(parameter.item) == (name.into(), 0))
    }

    /// Reports a parameter that is only in the path. The number of diagnostics is limited, because
    /// each contains the whole path.
    fn report_undeclared(&mut self, name: &str, number: usize, pointer: &Pointer) {
        let message = match number {
            ..=MAX_UNDECLARED => format!("the parameter `{name}` of the path isn't declared"),
            _ => "further parameters of the path aren't declared".to_owned(),
        };
        self.diagnostics.report(
            Diagnostic::warning(Code::Contradiction, pointer, message)
                .help("declare it with `in: path`; a string is assumed"),
        );
    }

    /// Reports a parameter with a pattern or an operator, which OpenAPI doesn't have.
    fn check_pattern(&mut self, template: &TemplateParameter, pointer: &Pointer) {
        let TemplateParameter { name, text, extent } = template;
        if name == text {
            return;
        }
        let help = match extent {
            Extent::Segment => "remove the pattern; it is ignored here",
            Extent::Segments => "a `/` in the value is not encoded here",
            Extent::Query => "declare query parameters; this part of the path is ignored here",
        };
        let message = format!("the parameter `{name}` of the path has a pattern: `{{{text}}}`");
        let found = Diagnostic::note(Code::Contradiction, pointer, message);
        self.diagnostics.report(found.help(help));
    }

    /// Reports a query and an unclosed `{` in a path.
    fn check_literal(&mut self, literal: &str, pointer: &Pointer) {
        let literal = literal.split('#').next().unwrap_or_default();
        for (character, message, help) in [
            (
                '?',
                "this path has a query",
                "declare query parameters; the query is sent as it is written here",
            ),
            (
                '{',
                "unclosed `{` in this path",
                "close it; `{` is a character of the path here",
            ),
        ] {
            if literal.contains(character) {
                let found = Diagnostic::warning(Code::Contradiction, pointer, message);
                self.diagnostics.report(found.help(help));
            }
        }
    }

    /// Returns the literals and parameter names of the path without its fragment, which HTTP never
    /// sends. A `#` in a parameter name doesn't start a fragment.
    fn literals_and_names(
        &mut self,
        selected: &SelectedOperation<'d>,
    ) -> Vec<(&'d str, Option<&'d str>)> {
        let mut sent = Vec::new();
        for (literal, name) in pieces(selected.path) {
            self.check_literal(literal, &selected.item_pointer);
            let Some((before, _)) = literal.split_once('#') else {
                sent.push((literal, name));
                continue;
            };
            let message = "this path has a fragment, which isn't sent";
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, &selected.item_pointer, message)
                    .help("remove it; operations must differ before `#`"),
            );
            sent.push((before, None));
            break;
        }
        sent
    }

    fn drop_unused(
        &mut self,
        declared: &[Resolved<'d, Source>],
        parameters: &mut Vec<Parameter>,
        used: &BTreeSet<usize>,
        segments: &mut [Segment],
    ) {
        let pointers: BTreeMap<_, _> = declared
            .iter()
            .map(|one| (key(one.item), &one.pointer))
            .collect();
        let mut kept = Vec::new();
        let mut unused = Vec::new();
        // The new index of each parameter.
        let mut indexes = Vec::new();
        for (index, parameter) in std::mem::take(parameters).into_iter().enumerate() {
            indexes.push(kept.len());
            match parameter.location == ParameterLocation::Path && !used.contains(&index) {
                true => unused.push(parameter),
                false => kept.push(parameter),
            }
        }
        *parameters = kept;
        for parameter in unused.iter().rev() {
            let message = format!("the parameter `{}` isn't in the path", parameter.name);
            let pointer = pointers.get(&(parameter.name.as_str().into(), 0));
            let pointer = pointer
                .map(|pointer| pointer.child("name"))
                .unwrap_or_default();
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, &pointer, message)
                    .help("add it to the path in braces; it is omitted here"),
            );
        }
        for segment in segments {
            if let Segment::Parameter(index) = segment {
                *index = indexes.get(*index).copied().unwrap_or(*index);
            }
        }
    }
}

fn undeclared(name: &str, secrecy: Secrecy) -> Parameter {
    Parameter {
        name: name.to_owned(),
        location: ParameterLocation::Path,
        encoding: ParameterEncoding::Text,
        docs: Docs::default(),
        necessity: Necessity::Required,
        ty: TypeRef::Scalar(Scalar::String),
        constant: None,
        secrecy,
    }
}

/// The part of a URI that the value of a parameter is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Segment,
    /// Several segments, such as `projects/a/topics/b`.
    Segments,
    /// Not a part of the path: `{?a,b}` of RFC 6570.
    Query,
}

/// The encoding of a value with several segments.
const SEGMENTS: Style = Style {
    kind: StyleKind::Simple,
    exploded: false,
    reserved: true,
    empty: false,
};

/// A parameter of a path template with the syntax of a framework: `{name=projects/*}` of gRPC,
/// `{path:.+}` of JAX-RS and Spring, `{*path}` of ASP.NET, or `{+path}` of RFC 6570.
struct TemplateParameter<'p> {
    /// The text in braces.
    text: &'p str,
    name: &'p str,
    extent: Extent,
}

impl<'p> TemplateParameter<'p> {
    /// Returns a parameter whose name is the text in braces.
    fn plain(text: &'p str) -> Self {
        Self {
            text,
            name: text,
            extent: Extent::Segment,
        }
    }

    fn of(text: &'p str) -> Self {
        let bare = text.trim_start_matches(['+', '*', '?', '&']);
        let end = bare.find(['=', ':', '*', '?']).unwrap_or(bare.len());
        let (name, pattern) = bare.split_at_checked(end).unwrap_or((bare, ""));
        let is_query = text.starts_with(['?', '&']);
        let extent = match pattern {
            _ if is_query => Extent::Query,
            "*" | "**" | ":.*" | ":.+" | ":path" => Extent::Segments,
            pattern if pattern.starts_with('=') && pattern.contains(['/', '*']) => match pattern {
                "=*" => Extent::Segment,
                _ => Extent::Segments,
            },
            _ if text.starts_with(['+', '*']) => Extent::Segments,
            _ => Extent::Segment,
        };
        match name.is_empty() {
            true => Self::plain(text),
            false => Self { text, name, extent },
        }
    }
}

/// Returns the literals of a path template, each with the text of the parameter after it. A pattern
/// may have braces: `{id:[0-9]{3}}`.
fn pieces(path: &str) -> Vec<(&str, Option<&str>)> {
    let mut found = Vec::new();
    let mut rest = path;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some(end) = closing(after) else {
            break;
        };
        let (name, after) = after.split_at_checked(end).unwrap_or_default();
        found.push((literal, Some(name)));
        rest = after.strip_prefix('}').unwrap_or(after);
    }
    found.push((rest, None));
    found
}

/// Returns the index of the brace that ends a parameter: in a pattern, the one that is balanced, and
/// otherwise the first.
fn closing(text: &str) -> Option<usize> {
    let first = text.find('}')?;
    let has_pattern = text
        .get(..first)
        .is_some_and(|start| start.contains([':', '=']));
    let mut depth = 0_usize;
    let mut braces = text.match_indices(['{', '}']).filter(|_| has_pattern);
    let balanced = braces.find(|(_, brace)| {
        let is_end = *brace == "}" && depth == 0;
        depth = match *brace {
            "{" => depth + 1,
            _ => depth.saturating_sub(1),
        };
        is_end
    });
    Some(balanced.map_or(first, |(index, _)| index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_parameters_are_not_part_of_their_names() {
        for (path, expected) in [
            ("/a/{b}", ("b", Extent::Segment)),
            (
                "/a/{b=projects/*/topics/*}:publish",
                ("b", Extent::Segments),
            ),
            ("/a/{b=**}", ("b", Extent::Segments)),
            ("/a/{b=*}", ("b", Extent::Segment)),
            ("/a/{b:.+}", ("b", Extent::Segments)),
            ("/a/{b:[0-9]{1,3}}", ("b", Extent::Segment)),
            ("/a/{+b}", ("b", Extent::Segments)),
            ("/a/{b*}", ("b", Extent::Segments)),
            ("/a/{**b}", ("b", Extent::Segments)),
            ("/a/{b?}", ("b", Extent::Segment)),
            ("/a{?b,c}", ("b,c", Extent::Query)),
            ("/a/{*}", ("*", Extent::Segment)),
            ("/a/{b{c}", ("b{c", Extent::Segment)),
        ] {
            let pieces = pieces(path);
            let text = pieces.first().and_then(|(_, text)| *text).unwrap();
            let found = TemplateParameter::of(text);
            assert!(
                (found.name, found.extent) == expected,
                "{path}: {}",
                found.name
            );
        }
    }
}
