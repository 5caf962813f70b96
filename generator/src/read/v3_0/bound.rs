//! Bounds of numbers, with the digits that the strict model rounds.

use crate::document::Bound;

/// Returns a bound, or `None` without a limit.
pub(super) fn bound<T>(
    limit: Option<T>,
    read: fn(T) -> (String, i128),
    exclusive: bool,
) -> Option<Bound> {
    let (text, value) = limit.map(read)?;
    Some(Bound {
        text,
        value,
        exclusive,
    })
}

pub(super) fn exact(limit: i64) -> (String, i128) {
    (limit.to_string(), limit.into())
}

pub(super) fn float(limit: f64) -> (String, i128) {
    (limit.to_string(), whole(limit))
}

/// Returns a bound as a string and as an integer. The strict model stores bounds as `f64`, which
/// rounds integers of more than 53 bits.
pub(super) fn approximate(limit: f64) -> (String, i128) {
    let value = whole(limit);
    let text = match limit.abs() {
        size if size < TWO_TO_53 => limit.to_string(),
        _ if is_end(value) => value.to_string(),
        _ => format!("about {limit:e}"),
    };
    (text, value)
}

/// Restores the digits of a bound, if they are those of its float.
pub(super) fn restore(bound: &mut Option<Bound>, text: &str) {
    let rounded: Option<f64> = text.parse().ok();
    if let Some(bound) = bound
        && rounded.is_none_or(|rounded| whole(rounded) == bound.value)
    {
        text.clone_into(&mut bound.text);
        bound.value = text.parse().unwrap_or(bound.value);
    }
}

const TWO_TO_53: f64 = 9_007_199_254_740_992.0;

/// The limits of 64-bit integers. A float next to a limit stands for the limit.
const ENDS: [i128; 3] = [i64::MIN as i128, i64::MAX as i128, u64::MAX as i128];

fn is_end(value: i128) -> bool {
    ENDS.contains(&value)
}

fn whole(limit: f64) -> i128 {
    let value = limit as i128;
    let before = value.saturating_sub(1);
    if is_end(before) { before } else { value }
}
