//! Expressions.

use quote::ToTokens;
use syn::{Expr, ExprRange, ExprStruct, ExprUnary, FieldValue, RangeLimits, UnOp};

use super::{
    arm, block,
    chain::chain,
    list::{Element, List},
    structure::Fields,
    ty,
    width::{Space, is_line, width},
};

/// Formats an expression; `None` if its kind is not supported or the expression can't fit.
pub(super) fn expression(expr: &Expr, space: Space) -> Option<String> {
    match expr {
        Expr::Lit(literal) if literal.attrs.is_empty() => {
            Some(literal.lit.to_token_stream().to_string())
        }
        Expr::Path(named) if named.attrs.is_empty() => {
            let path = ty::flat_path(named.qself.as_ref(), &named.path);
            path.filter(|path| width(path) <= space.width)
        }
        Expr::Field(_) | Expr::MethodCall(_) | Expr::Try(_) | Expr::Await(_) => chain(expr, space),
        Expr::Call(call) if call.attrs.is_empty() => {
            let name = expression(&call.func, space)?;
            List::call(&name, call.args.iter().map(Element::Expression)).layout(space)
        }
        Expr::Array(array) if array.attrs.is_empty() => {
            List::array(array.elems.iter()).layout(space)
        }
        Expr::Tuple(tuple) if tuple.attrs.is_empty() && tuple.elems.len() != 1 => {
            List::call("", tuple.elems.iter().map(Element::Expression)).layout(space)
        }
        Expr::Reference(reference) if reference.attrs.is_empty() => {
            let prefix = if reference.mutability.is_some() {
                "&mut "
            } else {
                "&"
            };
            prefixed(prefix, &reference.expr, space)
        }
        Expr::Unary(unary) if unary.attrs.is_empty() => {
            prefixed(operator(unary)?, &unary.expr, space)
        }
        Expr::Paren(inner) if inner.attrs.is_empty() => {
            let text = expression(&inner.expr, space.after(1)?.before(1)?)?;
            Some(format!("({text})"))
        }
        Expr::Return(returned) if returned.attrs.is_empty() => match &returned.expr {
            Some(value) => prefixed("return ", value, space),
            None => Some("return".to_owned()),
        },
        Expr::Binary(binary) if binary.attrs.is_empty() => {
            // Only operands on one line are supported.
            let left = expression(&binary.left, space)?;
            let operator = binary.op.to_token_stream();
            let text = format!("{left} {operator} {}", expression(&binary.right, space)?);
            is_line(&text, space.width).then_some(text)
        }
        Expr::Range(range) if range.attrs.is_empty() => self::range(range),
        Expr::Struct(literal) if literal.attrs.is_empty() => structure(literal, space),
        Expr::Match(matched) if matched.attrs.is_empty() => arm::matched(matched, space),
        Expr::Block(nested) if nested.attrs.is_empty() && nested.label.is_none() => {
            block::block(&nested.block, space)
        }
        _ => None,
    }
}

fn prefixed(prefix: &str, expr: &Expr, space: Space) -> Option<String> {
    Some(format!(
        "{prefix}{}",
        expression(expr, space.after(prefix.len())?)?
    ))
}

fn operator(unary: &ExprUnary) -> Option<&'static str> {
    match unary.op {
        UnOp::Deref(_) => Some("*"),
        UnOp::Not(_) => Some("!"),
        UnOp::Neg(_) => Some("-"),
        _ => None,
    }
}

/// Formats a range between literals or names.
pub(super) fn range(range: &ExprRange) -> Option<String> {
    let end = |end: &Option<Box<Expr>>| match end.as_deref() {
        Some(end @ (Expr::Lit(_) | Expr::Path(_))) => expression(end, Space::unlimited(0)),
        Some(_) => None,
        None => Some(String::new()),
    };
    let dots = match range.limits {
        RangeLimits::HalfOpen(_) => "..",
        RangeLimits::Closed(_) => "..=",
    };
    Some(format!("{}{dots}{}", end(&range.start)?, end(&range.end)?))
}

fn structure(literal: &ExprStruct, space: Space) -> Option<String> {
    if literal.dot2_token.is_some() || literal.rest.is_some() {
        return None;
    }
    let name = ty::flat_path(literal.qself.as_ref(), &literal.path)?;
    Fields {
        name: &name,
        rest: None,
        fields: literal.fields.iter(),
    }
    .layout(space, field)
}

/// Formats a field and its value, on its own line if the value doesn't fit after the name.
fn field(field: &FieldValue, space: Space) -> Option<String> {
    if !field.attrs.is_empty() {
        return None;
    }
    let name = field.member.to_token_stream();
    if field.colon_token.is_none() {
        return Some(name.to_string());
    }
    let name = format!("{name}: ");
    if let Some(value) = space
        .after(width(&name))
        .and_then(|space| expression(&field.expr, space))
    {
        return Some(name + &value);
    }
    let below = space.below();
    let value = expression(&field.expr, below)?;
    Some(format!("{}{}{value}", name.trim_end(), below.newline()))
}
