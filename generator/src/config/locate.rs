//! Positions of settings in a configuration file, for diagnostics.

use std::ops::Range;

use toml_edit::{Document, Item};

use crate::{
    pointer::Pointer,
    position::{self, Span},
};

/// Returns the span of a setting: of the key in a table, or of the string in an array.
pub(crate) fn locate(text: &str, setting: &Pointer) -> Option<Span> {
    let document = Document::parse(text).ok()?;
    let (table, last) = setting.parent()?;
    let item = table
        .keys()
        .try_fold(document.as_item(), |item, key| item.get(&key))?;
    position::span(text, range(item, &last)?)
}

fn range(item: &Item, last: &str) -> Option<Range<usize>> {
    match item.as_array() {
        Some(array) => {
            let mut strings = array.iter();
            strings.find(|value| value.as_str() == Some(last))?.span()
        }
        None => item.as_table_like()?.key(last)?.span(),
    }
}
