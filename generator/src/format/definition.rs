//! Parts of items that prettyplease and rustfmt break differently. Each function applies only to
//! parts that are too wide for prettyplease.

use proc_macro2::Ident;
use syn::{Expr, Field, Fields, Generics, ItemImpl, Type, Variant, Visibility};

use super::{
    assignment::{assignment, placed},
    ty,
    width::{Space, first_line, width},
};

/// The maximum width of a line of prettyplease.
const MARGIN: usize = 89;

/// Returns `true` if neither prettyplease nor rustfmt breaks a line.
fn is_narrow(space: Space, width: usize) -> bool {
    width <= space.width.min(MARGIN.saturating_sub(space.indent))
}

/// Formats the head of an `impl` with its opening brace.
pub(super) fn implementation(implementation: &ItemImpl, space: Space) -> Option<String> {
    let plain = implementation.modifiers.defaultness.is_none()
        && implementation.modifiers.polarity.is_none()
        && implementation.unsafety.is_none();
    if !plain {
        return None;
    }
    let head = format!("impl{}", ty::parameters(&implementation.generics)?);
    let (head, link) = match &implementation.trait_ {
        Some((path, _)) => (format!("{head} {}", ty::flat_path(None, path)?), "for "),
        None => (head, ""),
    };
    let empty = implementation.items.is_empty();
    let brace = if empty { "{}" } else { "{" };
    let line = format!(
        "{head} {link}{} {brace}",
        ty::flat(&implementation.self_ty)?
    );
    if is_narrow(space, width(&line)) {
        return None;
    }
    if width(&line) - brace.len() < space.width {
        return Some(line);
    }
    let below = space.below();
    let name = below
        .after(link.len())
        .and_then(|space| ty::ty(&implementation.self_ty, space));
    let Some(name) = name else { return Some(line) };
    let line = space.newline();
    let end = if empty {
        format!("{line}}}")
    } else {
        String::new()
    };
    Some(format!(
        "{head}{}{link}{name}{line}{{{end}",
        below.newline()
    ))
}

/// Formats the head of a `struct` or `enum` with its opening brace, or with both braces if the body
/// is empty.
pub(super) fn head(
    (visibility, keyword, name): (&Visibility, &str, &Ident),
    generics: &Generics,
    empty: bool,
    space: Space,
) -> Option<String> {
    let visibility = ty::visibility(visibility)?;
    let head = format!("{visibility}{keyword} {name}{}", ty::parameters(generics)?);
    let line = format!("{head} {}", if empty { "{}" } else { "{" });
    let used = width(&head);
    if is_narrow(space, width(&line)) || (used > space.width && !generics.params.is_empty()) {
        return None;
    }
    // ` {` needs two columns after the head. ` {}` needs three columns, or five columns to stay on
    // one line.
    Some(match space.width.saturating_sub(used) {
        left if left < if empty { 3 } else { 2 } => {
            line.replace(" {", &format!("{}{{", space.newline()))
        }
        left if empty && left < 5 => line.replace("{}", &format!("{{{}}}", space.newline())),
        _ => line,
    })
}

/// Formats a field without its comma.
pub(super) fn field(field: &Field, space: Space) -> Option<String> {
    let name = field.ident.as_ref()?;
    let head = format!("{}{name}:", ty::visibility(&field.vis)?);
    let flat = ty::flat(&field.ty)?;
    if is_narrow(space, width(&head) + width(&flat) + 2) {
        return None;
    }
    placed(&head, space.before(1)?, |space| ty::ty(&field.ty, space))
}

/// Formats a variant with a type in parentheses, without its comma.
pub(super) fn variant(variant: &Variant, space: Space) -> Option<String> {
    let Fields::Unnamed(fields) = &variant.fields else {
        return None;
    };
    let only = fields
        .unnamed
        .first()
        .filter(|_| fields.unnamed.len() == 1)?;
    if variant.discriminant.is_some() || !only.attrs.is_empty() {
        return None;
    }
    let head = format!("{}({}", variant.ident, ty::visibility(&only.vis)?);
    let flat = ty::flat(&only.ty)?;
    let line = format!("{head}{flat})");
    if is_narrow(space, width(&line) + 1) {
        return None;
    }
    let below = space.below();
    let inner = ty::ty(&only.ty, below.before(1)?)?;
    if width(&line) < space.width && !inner.contains('\n') {
        return Some(line);
    }
    Some(format!(
        "{head}{}{inner},{})",
        below.newline(),
        space.newline()
    ))
}

/// Formats a `type` of a module or an `impl`.
pub(super) fn alias(
    (visibility, name, ty): (&Visibility, &Ident, &Type),
    generics: &Generics,
    space: Space,
) -> Option<String> {
    let parameters = ty::parameters(generics)?;
    let head = format!("{}type {name}{parameters} =", ty::visibility(visibility)?);
    if is_narrow(space, width(&head) + width(&ty::flat(ty)?) + 2) {
        return None;
    }
    let text = placed(&head, space.before(1)?, |space| ty::ty(ty, space))?;
    Some(text + ";")
}

/// Formats a `const` of a module or an `impl`.
pub(super) fn constant(
    (visibility, name, ty): (&Visibility, &Ident, &Type),
    generics: &Generics,
    value: &Expr,
    space: Space,
) -> Option<String> {
    if !generics.params.is_empty() {
        return None;
    }
    let vis = ty::visibility(visibility)?;
    let head = format!("{vis}const {name}:");
    let behind = space
        .after(width(&head) + 1)
        .and_then(|space| space.before(" =".len()))
        .and_then(|space| {
            // If the line ends with a bracket, the text after the type is on a later line.
            let text = ty::ty(ty, space)?;
            let more = usize::from(text.contains('\n'));
            (first_line(&text) <= space.width + more).then_some(text)
        });
    let ty = match behind {
        Some(text) => format!(" {text}"),
        None => {
            let below = space.below();
            format!("{}{}", below.newline(), ty::ty(ty, below)?)
        }
    };
    let head = format!("{head}{ty} =");
    let text = assignment(&head, value, space.before(1)?)?;
    Some(text + ";")
}
