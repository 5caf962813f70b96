//! `match` expressions.

use syn::{Arm, Expr, ExprMatch, Pat, Stmt};

use super::{
    assignment::prefer_below,
    expression::expression,
    list::overflows,
    pattern::pattern,
    width::{Space, TAB, end, first_line, is_line},
};

/// Formats a `match`, with at least a line for each arm.
pub(super) fn matched(matched: &ExprMatch, space: Space) -> Option<String> {
    let value = expression(&matched.expr, space.after(6)?.before(2)?)?;
    if value.contains('\n') {
        return None;
    }
    if matched.arms.is_empty() {
        return Some(format!("match {value} {{}}"));
    }
    let inner = space.below();
    let mut text = format!("match {value} {{");
    for arm in &matched.arms {
        text.push_str(&inner.newline());
        text.push_str(&self::arm(arm, inner)?);
    }
    text.push_str(&space.newline());
    text.push('}');
    Some(text)
}

fn arm(arm: &Arm, space: Space) -> Option<String> {
    if !arm.attrs.is_empty() {
        return None;
    }
    let left = guarded(&arm.pat, space)?;
    let Expr::Block(nested) = arm.body.as_ref() else {
        return body(&left, &arm.body, space);
    };
    match nested.block.stmts.as_slice() {
        // Removes unnecessary braces, and restores them around a body that doesn't fit.
        [Stmt::Expr(only, None)] if !matches!(only, Expr::Block(_)) => body(&left, only, space),
        _ => Some(format!("{left} => {}", expression(&arm.body, space)?)),
    }
}

/// Formats a pattern with its guard, on its own line if the guard doesn't fit.
fn guarded(pat: &Pat, space: Space) -> Option<String> {
    // ` => {`
    let before = space.before(5)?;
    let Pat::Guard(guarded) = pat else {
        return pattern(pat, before);
    };
    let text = pattern(&guarded.pat, before)?;
    let used = end(&text, space.indent);
    let block = !text.contains('\n') || used <= TAB;
    let behind = before.after(used + 4).filter(|_| block);
    let behind = behind.and_then(|space| expression(&guarded.guard, space));
    if let Some(guard) = behind.filter(|guard| !guard.contains('\n') || used <= TAB) {
        return Some(format!("{text} if {guard}"));
    }
    let below = space.below();
    let guard = expression(&guarded.guard, below.after(3)?.before(5)?)?;
    Some(format!("{text}{}if {guard}", below.newline()))
}

/// Formats the body: after the arrow if it fits or can break within its brackets, else in a block.
fn body(left: &str, body: &Expr, space: Space) -> Option<String> {
    let used = end(left, space.indent);
    let broken_guard = left
        .rsplit_once('\n')
        .is_some_and(|(_, last)| last.trim_start().starts_with("if "));
    // ` => ` and the comma.
    let line = space
        .after(used + 4)
        .and_then(|line| line.before(1))
        .filter(|_| !broken_guard);
    let behind = line.and_then(|line| expression(body, line));
    let budget = line.map_or(0, |line| line.width);
    if let Some(text) = behind.as_ref().filter(|text| is_line(text, budget)) {
        return Some(format!("{left} => {text},"));
    }
    let below = space.below();
    let own = expression(body, below);
    let in_block = match (&behind, &own) {
        (Some(behind), Some(own)) if prefer_below(behind, own) => true,
        (Some(behind), _) if overflows(body) && first_line(behind) <= budget => false,
        (Some(behind), Some(_)) => behind.contains('\n'),
        (None, _) => true,
        (Some(_), None) => false,
    };
    if !in_block {
        return Some(format!("{left} => {},", behind?));
    }
    // In a block, rustfmt adds a semicolon to these expressions.
    if matches!(body, Expr::Return(_) | Expr::Break(_) | Expr::Continue(_)) {
        return None;
    }
    let brace = if broken_guard {
        space.newline()
    } else {
        " ".to_owned()
    };
    Some(format!(
        "{left} =>{brace}{{{}{}{}}}",
        below.newline(),
        own?,
        space.newline()
    ))
}
