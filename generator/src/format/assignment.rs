//! What is on the right of `=`.

use syn::Expr;

use super::{
    expression::expression,
    width::{Room, breaks, end, is_line},
};

/// The left side, which ends in `=`, and a value: behind it, or on a line of its own.
pub(super) fn assignment(left: &str, value: &Expr, room: Room) -> Option<String> {
    placed(left, room, |room| expression(value, room))
}

/// The same for anything that can be laid out in a room.
pub(super) fn placed(
    left: &str,
    room: Room,
    layout: impl Fn(Room) -> Option<String>,
) -> Option<String> {
    let used = end(left, room.indent);
    let line = room.after(used + 1).unwrap_or(room.at_most(0));
    let behind = layout(line);
    if let Some(text) = behind.as_ref().filter(|text| is_line(text, line.width)) {
        return Some(format!("{left} {text}"));
    }
    let below = room.below();
    let own = below
        .before(room.reserved())
        .and_then(|below| Some((layout(below)?, below)));
    match (behind, own) {
        (Some(behind), Some((own, room))) => {
            if room.fits(&own) && prefer_below(&behind, &own) {
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

/// Whether a text looks better on a line of its own than behind what is to its left.
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
