//! The right side of assignments.

use syn::Expr;

use super::{
    expression::expression,
    width::{Space, breaks, end, is_line},
};

/// Formats the left side, which ends in `=`, and the value on the same line or on its own line.
pub(super) fn assignment(left: &str, value: &Expr, space: Space) -> Option<String> {
    placed(left, space, |space| expression(value, space))
}

/// Formats an assignment with any formatter of its value.
pub(super) fn placed(
    left: &str,
    space: Space,
    layout: impl Fn(Space) -> Option<String>,
) -> Option<String> {
    let used = end(left, space.indent);
    let line = space.after(used + 1).unwrap_or(space.at_most(0));
    let behind = layout(line);
    if let Some(text) = behind.as_ref().filter(|text| is_line(text, line.width)) {
        return Some(format!("{left} {text}"));
    }
    let below = space.below();
    let own = below
        .before(space.reserved())
        .and_then(|below| Some((layout(below)?, below)));
    match (behind, own) {
        (Some(behind), Some((own, space))) => {
            if space.fits(&own) && prefer_below(&behind, &own) {
                Some(format!("{left}{}{own}", below.newline()))
            } else {
                Some(format!("{left} {behind}"))
            }
        }
        (None, Some((own, _))) => Some(format!("{left}{}{own}", below.newline())),
        (Some(behind), None) => Some(format!("{left} {behind}")),
        (None, None) => None,
    }
}

/// Returns `true` if rustfmt prefers a separate line for the value.
pub(super) fn prefer_below(behind: &str, below: &str) -> bool {
    let opens = |text: &str, bracket| {
        text.lines()
            .next()
            .is_some_and(|line| line.ends_with::<char>(bracket))
    };
    !below.contains('\n')
        || breaks(behind) > breaks(below) + 1
        || ['(', '{', '[']
            .into_iter()
            .any(|one| opens(behind, one) && !opens(below, one))
}
