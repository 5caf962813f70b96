//! Types, paths and bounds, on one line or with a line for each argument.

use quote::ToTokens;
use syn::{
    AngleBracketedGenericArguments, GenericArgument, GenericParam, Generics, Path, PathArguments,
    QSelf, Type, TypeParamBound,
};

use super::{
    list::List,
    width::{Space, width},
};

/// Formats a type; `None` if the type can't fit.
pub(super) fn ty(ty: &Type, space: Space) -> Option<String> {
    if !is_nested(ty, space.width / NESTED) {
        let text = flat(ty)?;
        if width(&text) <= space.width {
            return Some(text);
        }
    }
    match ty {
        Type::Path(named) if named.attrs.is_empty() && named.qself.is_none() => {
            path(&named.path, space)
        }
        Type::Reference(reference) => {
            let prefix = reference_prefix(reference);
            let inner = self::ty(&reference.elem, space.after(width(&prefix))?)?;
            Some(prefix + &inner)
        }
        Type::ImplTrait(bounded) => match bounded.bounds.first() {
            // rustfmt doesn't count the `impl `.
            Some(TypeParamBound::Trait(only)) if bounded.bounds.len() == 1 => {
                Some(format!("impl {}", path(&only.path, space)?))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The minimum width of a generic type around its argument: a letter and two brackets.
const NESTED: usize = 3;

/// Returns `true` if a type has more than `levels` nested generic types. Such a type cannot fit,
/// and each level would format its inner levels without a result.
fn is_nested(mut ty: &Type, levels: usize) -> bool {
    for _ in 0..=levels {
        let Type::Path(named) = ty else { return false };
        let last = named.path.segments.last().map(|last| &last.arguments);
        let Some(PathArguments::AngleBracketed(arguments)) = last else {
            return false;
        };
        let Some(GenericArgument::Type(inner)) = arguments.args.last() else {
            return false;
        };
        ty = inner;
    }
    true
}

/// Formats a type on one line.
pub(super) fn flat(ty: &Type) -> Option<String> {
    Some(match ty {
        Type::Path(named) if named.attrs.is_empty() => {
            flat_path(named.qself.as_ref(), &named.path)?
        }
        Type::Reference(reference) if reference.attrs.is_empty() => {
            reference_prefix(reference) + &flat(&reference.elem)?
        }
        Type::Slice(slice) if slice.attrs.is_empty() => format!("[{}]", flat(&slice.elem)?),
        Type::Tuple(tuple) if tuple.attrs.is_empty() && tuple.elems.len() != 1 => {
            format!("({})", joined(tuple.elems.iter().map(flat), ", ")?)
        }
        Type::ImplTrait(bounded) if bounded.attrs.is_empty() => {
            format!("impl {}", joined(bounded.bounds.iter().map(bound), " + ")?)
        }
        Type::Infer(_) => "_".to_owned(),
        Type::Never(_) => "!".to_owned(),
        _ => return None,
    })
}

fn reference_prefix(reference: &syn::TypeReference) -> String {
    let mut prefix = "&".to_owned();
    if let Some(lifetime) = &reference.lifetime {
        prefix.push_str(&format!("{lifetime} "));
    }
    if reference.mutability.is_some() {
        prefix.push_str("mut ");
    }
    prefix
}

/// Formats a path on one line.
pub(super) fn flat_path(qself: Option<&QSelf>, path: &Path) -> Option<String> {
    if qself.is_some() {
        return None;
    }
    let arguments = match path.segments.last().map(|last| &last.arguments) {
        Some(PathArguments::AngleBracketed(arguments)) => generics(arguments)?,
        Some(PathArguments::Parenthesized(_)) => return None,
        Some(PathArguments::None) | None => String::new(),
    };
    Some(path_start(path)? + &arguments)
}

/// Formats a path on one line without its last generic arguments.
fn path_start(path: &Path) -> Option<String> {
    let mut text = String::new();
    let count = path.segments.len();
    for (index, segment) in path.segments.iter().enumerate() {
        if !text.is_empty() || path.leading_colon.is_some() {
            text.push_str("::");
        }
        text.push_str(&segment.ident.to_string());
        match &segment.arguments {
            _ if index + 1 == count => {}
            PathArguments::None => {}
            PathArguments::AngleBracketed(arguments) => text.push_str(&generics(arguments)?),
            PathArguments::Parenthesized(_) => return None,
        }
    }
    Some(text)
}

/// Formats a path that is too wide, broken at its last generic arguments.
fn path(path: &Path, space: Space) -> Option<String> {
    match path.segments.last().map(|last| &last.arguments) {
        Some(PathArguments::AngleBracketed(arguments)) if arguments.colon2_token.is_none() => {
            let prefix = path_start(path)?;
            List::generics(&prefix, arguments.args.iter()).layout(space)
        }
        _ => flat_path(None, path).filter(|text| width(text) <= space.width),
    }
}

/// Formats generic arguments on one line.
pub(super) fn generics(arguments: &AngleBracketedGenericArguments) -> Option<String> {
    let colons = if arguments.colon2_token.is_some() {
        "::"
    } else {
        ""
    };
    Some(format!(
        "{colons}<{}>",
        joined(arguments.args.iter().map(flat_argument), ", ")?
    ))
}

/// Formats a generic argument.
pub(super) fn argument(argument: &GenericArgument, space: Space) -> Option<String> {
    match argument {
        GenericArgument::Type(inner) => ty(inner, space),
        GenericArgument::AssocType(assigned) if assigned.generics.is_none() => {
            let prefix = format!("{} = ", assigned.ident);
            let inner = ty(&assigned.ty, space.after(width(&prefix))?)?;
            Some(prefix + &inner)
        }
        _ => flat_argument(argument),
    }
}

fn flat_argument(argument: &GenericArgument) -> Option<String> {
    match argument {
        GenericArgument::Lifetime(lifetime) => Some(lifetime.to_string()),
        GenericArgument::Type(inner) => flat(inner),
        GenericArgument::AssocType(assigned) if assigned.generics.is_none() => {
            Some(format!("{} = {}", assigned.ident, flat(&assigned.ty)?))
        }
        _ => None,
    }
}

fn bound(bound: &TypeParamBound) -> Option<String> {
    match bound {
        TypeParamBound::Lifetime(lifetime) => Some(lifetime.to_string()),
        TypeParamBound::Trait(bound)
            if bound.lifetimes.is_none() && bound.paren_token.is_none() =>
        {
            let maybe = if bound.maybe.is_some() { "?" } else { "" };
            Some(format!("{maybe}{}", flat_path(None, &bound.path)?))
        }
        _ => None,
    }
}

/// Formats the generic parameters of an item on one line; empty for an item without generic
/// parameters.
pub(super) fn parameters(generics: &Generics) -> Option<String> {
    if generics.where_clause.is_some() {
        return None;
    }
    if generics.params.is_empty() {
        return Some(String::new());
    }
    Some(format!(
        "<{}>",
        joined(generics.params.iter().map(parameter), ", ")?
    ))
}

fn parameter(parameter: &GenericParam) -> Option<String> {
    match parameter {
        GenericParam::Lifetime(one) if one.attrs.is_empty() && one.bounds.is_empty() => {
            Some(one.lifetime.to_string())
        }
        GenericParam::Type(one) if one.attrs.is_empty() => {
            let mut text = one.ident.to_string();
            if !one.bounds.is_empty() {
                text.push_str(&format!(
                    ": {}",
                    joined(one.bounds.iter().map(bound), " + ")?
                ));
            }
            if let Some((_, default)) = &one.default {
                text.push_str(&format!(" = {}", flat(default)?));
            }
            Some(text)
        }
        _ => None,
    }
}

/// Formats the visibility and a space; empty for private items.
pub(super) fn visibility(visibility: &syn::Visibility) -> Option<String> {
    match visibility {
        syn::Visibility::Inherited => Some(String::new()),
        syn::Visibility::Public(_) => Some("pub ".to_owned()),
        syn::Visibility::Restricted(restricted) if restricted.in_token.is_none() => {
            Some(format!("pub({}) ", restricted.path.to_token_stream()))
        }
        syn::Visibility::Restricted(_) => None,
    }
}

/// Joins all strings with a separator; `None` if a string is missing.
pub(super) fn joined(texts: impl Iterator<Item = Option<String>>, between: &str) -> Option<String> {
    Some(texts.collect::<Option<Vec<_>>>()?.join(between))
}
