//! Blocks and statements.

use proc_macro2::TokenStream;
use syn::{Block, Expr, ExprAssign, Item, Local, LocalInit, Stmt};

use super::{
    assignment::assignment,
    expression::expression,
    hole,
    pattern::pattern,
    width::{Space, is_line, last_line, width},
};

/// The maximum width of a `let` … `else` on one line.
const LET_ELSE: usize = 50;

/// Formats the body of a function. On success, the items in `block` are empty.
pub(super) fn body(block: &mut Block, space: Space) -> Option<String> {
    let inner = space.below();
    let mut lines = Vec::with_capacity(block.stmts.len());
    for stmt in &block.stmts {
        let is_item = matches!(stmt, Stmt::Item(_));
        lines.push((
            is_item,
            if is_item {
                String::new()
            } else {
                line(stmt, inner)?
            },
        ));
    }
    for (stmt, (_, text)) in block.stmts.iter_mut().zip(&mut lines) {
        if let Stmt::Item(item) = stmt {
            let item = std::mem::replace(item, Item::Verbatim(TokenStream::new()));
            *text = hole::item(item, inner.indent);
        }
    }
    Some(braced(&lines, space))
}

/// Formats a block without items.
pub(super) fn block(block: &Block, space: Space) -> Option<String> {
    let inner = space.below();
    let lines = block
        .stmts
        .iter()
        .map(|stmt| Some((false, line(stmt, inner)?)));
    Some(braced(&lines.collect::<Option<Vec<_>>>()?, space))
}

/// Formats statements between braces, with blank lines around items.
fn braced(lines: &[(bool, String)], space: Space) -> String {
    if lines.is_empty() {
        return "{}".to_owned();
    }
    let newline = space.below().newline();
    let mut text = "{".to_owned();
    let mut before = None;
    for (is_item, line) in lines {
        if before.is_some_and(|before| before || *is_item) {
            text.push('\n');
        }
        before = Some(*is_item);
        text.push_str(&newline);
        text.push_str(line);
    }
    text.push_str(&space.newline());
    text.push('}');
    text
}

/// Formats a statement on its own lines. A statement that can't fit stays on one line, because
/// rustfmt leaves it unchanged.
fn line(stmt: &Stmt, space: Space) -> Option<String> {
    statement(stmt, Space::line(space.indent))
        .or_else(|| statement(stmt, Space::unlimited(space.indent)))
}

fn statement(stmt: &Stmt, space: Space) -> Option<String> {
    match stmt {
        Stmt::Local(local) => variable(local, space),
        Stmt::Expr(Expr::Assign(assign), Some(_)) => {
            Some(assigned(assign, space.before(1)?)? + ";")
        }
        Stmt::Expr(expr, Some(_)) => Some(expression(expr, space.before(1)?)? + ";"),
        Stmt::Expr(expr, None) => expression(expr, space),
        Stmt::Item(_) | Stmt::Macro(_) => None,
    }
}

fn assigned(assign: &ExprAssign, space: Space) -> Option<String> {
    if !assign.attrs.is_empty() {
        return None;
    }
    let left = expression(&assign.left, space.before(2)?)?;
    assignment(&format!("{left} ="), &assign.right, space)
}

fn variable(local: &Local, space: Space) -> Option<String> {
    if !local.attrs.is_empty() {
        return None;
    }
    let LocalInit { expr, diverge, .. } = local.init.as_ref()?;
    let space = space.before(1)?;
    let pat = pattern(&local.pat, space.after(4)?.before(2)?)?;
    let text = assignment(&format!("let {pat} ="), expr, space)?;
    match diverge {
        None => Some(text + ";"),
        Some((_, otherwise)) => {
            let Expr::Block(otherwise) = otherwise.as_ref() else {
                return None;
            };
            diverging(text, pat.contains('\n'), &otherwise.block, space)
        }
    }
}

/// Formats a `let` with an `else` block.
fn diverging(text: String, tall: bool, otherwise: &Block, space: Space) -> Option<String> {
    // ` else {`
    let behind = !tall
        && if text.contains('\n') {
            text.ends_with([')', ']', '}']) && last_line(&text) == space.indent + 1
        } else {
            width(&text) + 7 <= space.width
        };
    let newline = space.newline();
    let text = format!("{text}{}else", if behind { " " } else { &newline });
    if let (true, [Stmt::Expr(only, None)]) = (behind, otherwise.stmts.as_slice())
        && let Some(only) = expression(only, Space::unlimited(space.indent))
        && is_line(&format!("{text} {{ {only} }};"), LET_ELSE)
    {
        return Some(format!("{text} {{ {only} }};"));
    }
    Some(format!("{text} {};", block(otherwise, space)?))
}
