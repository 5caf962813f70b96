//! Struct literals and struct patterns.

use super::width::{Space, width};

/// The maximum width of fields on one line.
const FIELDS: usize = 18;

/// The fields of a struct, with its name and an optional `..`.
pub(super) struct Fields<'a, I> {
    pub(super) name: &'a str,
    pub(super) fields: I,
    pub(super) rest: Option<&'a str>,
}

impl<'f, I, F: 'f> Fields<'_, I>
where
    I: Iterator<Item = &'f F>,
{
    /// Formats the struct on one line if the fields are narrow, else with a line for each field.
    pub(super) fn layout(
        self,
        space: Space,
        field: impl Fn(&'f F, Space) -> Option<String>,
    ) -> Option<String> {
        let Self { name, fields, rest } = self;
        let below = space.below();
        let inner = below.before(1)?;
        let texts: Vec<String> = fields.map(|one| field(one, inner)).collect::<Option<_>>()?;
        let line = below.newline();
        let wide = |most: usize| texts.iter().map(|text| width(text) + 2).sum::<usize>() > most + 2;
        let tall = texts.iter().any(|text| text.contains('\n'));
        let row = texts
            .iter()
            .map(String::as_str)
            .chain(rest)
            .collect::<Vec<_>>()
            .join(", ");
        // The width of ` { ` and ` }`, and of `, ..`.
        let around = width(name) + 5 + if rest.is_some() { 4 } else { 0 };
        let most = space.width.saturating_sub(around).min(FIELDS);
        if row.is_empty() {
            return Some(format!("{name} {{}}"));
        }
        if !tall && width(&row) <= most {
            return Some(format!("{name} {{ {row} }}"));
        }
        // rustfmt counts the `, ..` again if it shares the line.
        if !tall && !wide(most) {
            return Some(format!("{name} {{{line}{row}{}}}", space.newline()));
        }
        let mut text = format!("{name} {{");
        for field in &texts {
            text.push_str(&format!("{line}{field},"));
        }
        if let Some(rest) = rest {
            text.push_str(&line);
            text.push_str(rest);
        }
        text.push_str(&space.newline());
        text.push('}');
        Some(text)
    }
}
