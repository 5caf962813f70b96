//! Signs in names: the order `-created`, the grade `A+`, the offset `GMT+1`.

use crate::name::word::camel;

/// The signs and their names.
const SIGNS: [(char, &str); 2] = [('+', "plus"), ('-', "minus")];

/// A string that begins or ends with a sign.
pub(in crate::name) struct Signed<'s> {
    before: Option<&'static str>,
    /// The string without the sign.
    pub(in crate::name) rest: &'s str,
    after: Option<&'static str>,
}

impl<'s> Signed<'s> {
    /// Returns `None` if the string has no sign before its first or after its last word.
    pub(in crate::name) fn of(string: &'s str) -> Option<Self> {
        SIGNS.iter().find_map(|(sign, name)| {
            let before = string.strip_prefix(*sign);
            let before = before.filter(|rest| rest.starts_with(char::is_alphanumeric));
            let after = string.strip_suffix(*sign);
            let after = after.filter(|rest| rest.ends_with(char::is_alphanumeric));
            let rest = before.or(after)?;
            Some(Self {
                before: before.map(|_| *name),
                rest,
                after: after.filter(|_| before.is_none()).map(|_| *name),
            })
        })
    }

    /// Returns a name of the rest with the name of the sign.
    pub(in crate::name) fn named(&self, rest: &str) -> String {
        let words = self.before.into_iter().chain([rest]).chain(self.after);
        words.collect::<Vec<_>>().join(" ")
    }
}

/// Converts listed values to `UpperCamelCase`, with their signs as words. A hyphen between a letter
/// and a digit is a sign beside values with a plus sign: `GMT-1` beside `GMT+1`, unlike `UTF-8`.
pub(in crate::name) fn camel_values(values: &[&str]) -> Vec<String> {
    let has_plus = values.iter().any(|value| offset(value, '+').is_some());
    let name = |value: &&str| {
        let signs = SIGNS.iter().filter(|(sign, _)| *sign == '+' || has_plus);
        let mut named = signs.filter_map(|(sign, name)| {
            let (start, end) = offset(value, *sign)?;
            Some(format!("{start} {name} {end}"))
        });
        match (*value, Signed::of(value), named.next()) {
            ("", ..) => "Empty".to_owned(),
            (_, Some(signed), _) => camel(&signed.named(signed.rest)),
            (_, None, Some(named)) => camel(&named),
            (value, None, None) => camel(value),
        }
    };
    values.iter().map(name).collect()
}

/// Splits a value at its first sign between a letter and a digit.
fn offset(value: &str, sign: char) -> Option<(&str, &str)> {
    let mut signs = value.match_indices(sign);
    signs.find_map(|(index, _)| {
        let (start, end) = value.split_at_checked(index)?;
        let end = end.strip_prefix(sign)?;
        let is_offset = start.ends_with(|c: char| c.is_ascii_alphabetic())
            && end.starts_with(|c: char| c.is_ascii_digit());
        is_offset.then_some((start, end))
    })
}
