//! The unions of a client: the names of their variants, and unions of strings.

use rejoinder::{
    ir::{Api, Scalar, TypeKind, TypeRef, Values},
    name::Names,
};

use super::{
    Idiom, Oddity,
    names::{variants, words},
};

/// The maximum depth of aliases and unions that are followed from a variant.
const MAX_DEPTH: usize = 8;

/// The minimum number of variants for which a common word is no coincidence.
const MIN_VARIANTS: usize = 3;

/// Counts the oddities of all unions.
pub(super) fn count(api: &Api, names: &Names, idiom: &mut Idiom) {
    for (definition, names) in api.types.iter().zip(&names.types) {
        let TypeKind::Union(union) = &definition.kind else {
            continue;
        };
        idiom.unions += 1;
        let variants = variants(definition, names);
        let listed: Vec<&str> = variants.iter().map(|it| it.ident).collect();
        let example = |of: &str| format!("{}::{of} at {}", names.ident, definition.pointer);
        if let Some(variant) = variants.iter().find(|it| it.has_digest()) {
            idiom.add(Oddity::DigestInUnion, example(variant.ident));
        }
        if let Some(variant) = listed.iter().find(|it| repeats(it, &names.ident)) {
            idiom.add(Oddity::RepeatedName, example(variant));
        }
        if share_word(&listed) {
            let first = listed.iter().take(MIN_VARIANTS).copied();
            let first: Vec<&str> = first.collect();
            idiom.add(
                Oddity::SharedWord,
                example(&format!("{{{}}}", first.join(", "))),
            );
        }
        if !union.is_discriminated() {
            idiom.add(
                Oddity::IndistinctUnion,
                example(&format!("{{{}}}", listed.join(", "))),
            );
        }
        let mut types = union.variants.iter().map(|variant| &variant.ty);
        if types.all(|ty| is_string(api, ty, MAX_DEPTH)) {
            idiom.add(
                Oddity::StringUnion,
                example(&format!("{{{}}}", listed.join(", "))),
            );
        }
    }
}

/// Returns `true` if the name of a variant begins or ends with the name of its union.
pub(super) fn repeats(variant: &str, union: &str) -> bool {
    let (variant, union) = (words(variant), words(union));
    variant.starts_with(&union) || variant.ends_with(&union)
}

/// Returns `true` if three or more variants all have the same first or last word.
pub(super) fn share_word(variants: &[&str]) -> bool {
    let words: Vec<Vec<String>> = variants.iter().map(|it| words(it)).collect();
    let alike = |of: fn(&Vec<String>) -> Option<&String>| {
        let first = words.first().and_then(of);
        words.iter().all(|it| of(it) == first)
    };
    words.len() >= MIN_VARIANTS && (alike(|it| it.first()) || alike(|it| it.last()))
}

/// Returns `true` if all values of a type are plain strings.
fn is_string(api: &Api, ty: &TypeRef, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    match ty {
        TypeRef::Scalar(Scalar::String | Scalar::Uri) => true,
        TypeRef::Nullable(inner) => is_string(api, inner, depth),
        TypeRef::Named(id) => match api.type_def(*id).map(|definition| &definition.kind) {
            Some(TypeKind::Enumeration(Values::Strings(_), _)) => true,
            Some(TypeKind::Alias(target)) => is_string(api, target, depth),
            Some(TypeKind::Union(union)) => {
                let mut types = union.variants.iter().map(|variant| &variant.ty);
                types.all(|ty| is_string(api, ty, depth))
            }
            _ => false,
        },
        _ => false,
    }
}
