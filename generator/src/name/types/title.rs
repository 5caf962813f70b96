//! The titles of inline types as names.

use std::collections::BTreeMap;

use crate::ir::{PathSegment, TypeDef};
use crate::name::{
    types::type_path::word,
    word::{camel, same_letters},
};

/// The maximum length of a title that is used as a name.
const MAX_TITLE_LENGTH: usize = 40;

/// Returns the names of types with a title, by path. A title must be unique in the owner, and must not
/// repeat the name of the property or the operation.
pub(in crate::name) fn titles<'a>(
    base: &str,
    id: Option<&str>,
    definitions: &[&'a TypeDef],
) -> BTreeMap<&'a [PathSegment], String> {
    let titled = definitions.iter().filter_map(|definition| {
        let title = camel(definition.docs.title.as_deref()?.trim());
        let paths = definition.uses.iter();
        Some(paths.map(move |segments| (title.clone(), *definition, segments)))
    });
    let titled = titled
        .flatten()
        .filter_map(|(title, definition, segments)| {
            let last = segments
                .iter()
                .rev()
                .find(|segment| !is_direction(segment))?;
            // The title of a variant is also its name.
            let is_variant = matches!(last, PathSegment::Variant(_));
            let is_single = definition.uses.len() == 1;
            let repeats = is_single && !is_variant && same_letters(&title, &word(last))
                || same_letters(&title, base)
                || id.is_some_and(|id| title.contains(&camel(id)));
            (!repeats && title.len() <= MAX_TITLE_LENGTH).then_some((title, definition, segments))
        });
    let titled: Vec<_> = titled.collect();
    let mut pointers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (title, definition, _) in &titled {
        let pointers = pointers.entry(title).or_default();
        let pointer = definition.pointer.to_string();
        if !pointers.contains(&pointer) {
            pointers.push(pointer);
        }
    }
    let alone = titled.iter().filter(|(title, ..)| {
        pointers
            .get(title.as_str())
            .is_some_and(|all| all.len() == 1)
    });
    let named = alone.map(|(title, _, segments)| {
        let name = match title.strip_prefix(base) {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_uppercase()) => title.clone(),
            _ => format!("{base}{title}"),
        };
        let name = match segments.last().filter(|segment| is_direction(segment)) {
            Some(direction) => name + &word(direction),
            None => name,
        };
        (segments.as_slice(), name)
    });
    named.collect()
}

fn is_direction(segment: &PathSegment) -> bool {
    matches!(segment, PathSegment::Direction(_))
}
