//! Signatures of functions.

use syn::{FnArg, Receiver, ReceiverKind, ReturnType, Safety, Signature, Visibility};

use super::{
    pattern::pattern,
    ty,
    width::{Space, last_line, width},
};

/// Formats a signature up to the brace, on one line or with a line for each argument.
///
/// rustfmt doesn't change a signature that cannot fit, except for the space before the brace.
pub(super) fn signature(
    visibility: &Visibility,
    signature: &Signature,
    space: Space,
) -> Option<String> {
    layout(visibility, signature, space).or_else(|| {
        let text = layout(visibility, signature, Space::unlimited(space.indent))?;
        Some(text.trim_end().to_owned())
    })
}

fn layout(visibility: &Visibility, signature: &Signature, space: Space) -> Option<String> {
    let plain = matches!(signature.safety, Safety::Default)
        && signature.abi.is_none()
        && signature.variadic.is_none();
    if !plain {
        return None;
    }
    let mut head = ty::visibility(visibility)?;
    if signature.constness.is_some() {
        head.push_str("const ");
    }
    if signature.asyncness.is_some() {
        head.push_str("async ");
    }
    head.push_str(&format!(
        "fn {}{}",
        signature.ident,
        ty::parameters(&signature.generics)?
    ));
    let tail = output(&signature.output, space)?;
    let inner = space.below().before(1)?;
    let arguments = signature
        .inputs
        .iter()
        .map(|one| argument(one, Space::unlimited(inner.indent)));
    let row = ty::joined(arguments, ", ")?;
    let used = width(&head) + width(&row) + 2;
    let bare = signature.inputs.is_empty();
    let mut text = head + "(";
    if bare || (!tail.contains('\n') && used + width(&tail) + 2 <= space.width) {
        text.push_str(&row);
        text.push(')');
    } else {
        for one in &signature.inputs {
            text.push_str(&inner.newline());
            let flat = || argument(one, Space::unlimited(inner.indent));
            text.push_str(&argument(one, inner).or_else(flat)?);
            text.push(',');
        }
        text.push_str(&space.newline());
        text.push(')');
    }
    // rustfmt doesn't count the space before `->`.
    if bare && !tail.contains('\n') && used + width(tail.trim_start()) > space.width {
        text.push_str(&space.newline());
        text.push_str(tail.trim_start());
    } else {
        text.push_str(&tail);
    }
    // The indentation counts twice when the last line isn't the first.
    let brace = if last_line(&text) + 2 > space.width {
        space.newline()
    } else {
        " ".to_owned()
    };
    Some(text + &brace)
}

/// Formats the part after the arguments.
fn output(output: &ReturnType, space: Space) -> Option<String> {
    match output {
        ReturnType::Default => Some(String::new()),
        ReturnType::Type(_, ty) => Some(format!(" -> {}", ty::ty(ty, space.after(3)?)?)),
    }
}

fn argument(argument: &FnArg, space: Space) -> Option<String> {
    match argument {
        FnArg::Receiver(receiver) if receiver.attrs.is_empty() => self::receiver(receiver),
        FnArg::Typed(typed) if typed.attrs.is_empty() => {
            let name = pattern(&typed.pat, space)? + ": ";
            let ty = ty::ty(&typed.ty, space.after(width(&name))?)?;
            Some(name + &ty)
        }
        _ => None,
    }
}

fn receiver(receiver: &Receiver) -> Option<String> {
    let mutable = if receiver.mutability.is_some() {
        "mut "
    } else {
        ""
    };
    match &receiver.kind {
        ReceiverKind::Value => Some(format!("{mutable}self")),
        ReceiverKind::Reference(_, lifetime, exclusive) => {
            let lifetime = lifetime
                .as_ref()
                .map(|one| format!("{one} "))
                .unwrap_or_default();
            let exclusive = if exclusive.is_some() { "mut " } else { "" };
            Some(format!("&{lifetime}{exclusive}self"))
        }
        _ => None,
    }
}
