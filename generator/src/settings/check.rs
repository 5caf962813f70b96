//! Validation of the paths of types and traits in the settings.

use syn::{Expr, GenericArgument, Path, PathArguments, Type, TypePath, parse::Parser};

use super::Settings;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location};

impl Settings {
    /// Reports invalid paths of types and traits.
    pub(crate) fn check(&self, diagnostics: &mut Diagnostics) {
        let formats = self.formats.iter().map(|entry| ("formats", entry));
        let schemas = self.schemas.iter().map(|entry| ("schemas", entry));
        for (table, (key, path)) in formats.chain(schemas) {
            if !is_type(path) {
                let message = format!("expected the path of a type, found `{path}`");
                let found = argument(&["types", table, key], message);
                diagnostics.report(found.help("use a path such as `uuid::Uuid`"));
            }
        }
        for path in &self.derives {
            let found = Path::parse_mod_style.parse_str(path);
            if !found.is_ok_and(|path| is_trait(&path)) {
                let message = format!("expected the path of a trait to derive, found `{path}`");
                let found = argument(&["derives", path], message);
                diagnostics.report(found.help("use a path such as `schemars::JsonSchema`"));
            }
        }
    }
}

/// Returns `true` if a path can name a trait. Built-in types and types of the prelude can't name a
/// trait.
fn is_trait(path: &Path) -> bool {
    is_absolute(path) && !TYPES.iter().any(|ty| path.is_ident(ty))
}

/// Built-in types and types of the prelude.
const TYPES: [&str; 22] = [
    "Box", "Option", "Result", "String", "Vec", "bool", "char", "f32", "f64", "i128", "i16", "i32",
    "i64", "i8", "isize", "str", "u128", "u16", "u32", "u64", "u8", "usize",
];

fn is_type(path: &str) -> bool {
    syn::parse_str::<TypePath>(path).is_ok_and(|path| is_type_path(&path))
}

/// Returns `true` if a path can name a type and its arguments are types, lifetimes and literals.
fn is_type_path(ty: &TypePath) -> bool {
    let mut segments = ty.path.segments.iter();
    ty.qself.is_none()
        && is_absolute(&ty.path)
        && segments.all(|segment| match &segment.arguments {
            PathArguments::None => true,
            PathArguments::AngleBracketed(arguments) => arguments.args.iter().all(is_argument),
            // Only the `Fn` traits have parenthesized arguments.
            PathArguments::Parenthesized(_) => false,
        })
}

fn is_argument(argument: &GenericArgument) -> bool {
    match argument {
        GenericArgument::Type(ty) => is_inner_type(ty),
        GenericArgument::Const(value) => matches!(value, Expr::Lit(_)),
        GenericArgument::Lifetime(_) => true,
        _ => false,
    }
}

fn is_inner_type(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => is_type_path(path),
        Type::Tuple(tuple) => tuple.elems.iter().all(is_inner_type),
        Type::Reference(reference) => is_inner_type(&reference.elem),
        Type::Slice(slice) => is_inner_type(&slice.elem),
        Type::Array(array) => is_inner_type(&array.elem) && matches!(array.len, Expr::Lit(_)),
        _ => false,
    }
}

/// Returns `true` if a path resolves to the same item in every module, and isn't just `crate`.
fn is_absolute(path: &Path) -> bool {
    let first = path.segments.first();
    let is_crate = path.segments.len() == 1 && path.is_ident("crate");
    !is_crate
        && first.is_some_and(|first| {
            !["Self", "self", "super"]
                .iter()
                .any(|own| first.ident == own)
        })
}

fn argument(setting: &[&str], message: String) -> Diagnostic {
    Diagnostic::error(Code::Argument, Location::setting(setting), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_types() {
        for path in [
            "uuid::Uuid",
            "::uuid::Uuid",
            "crate::Id",
            "String",
            "Vec<u8>",
            "std::borrow::Cow<'static, str>",
            "a::Bytes<16>",
            "a::Map<(A, [u8; 4]), &'static [B]>",
        ] {
            assert!(is_type(path), "{path}");
        }
        for path in [
            "",
            "crate",
            "uuid::",
            "&str",
            "(A, B)",
            "dyn A",
            "Self",
            "super::Id",
            "Vec<super::Id>",
            "Vec<dyn A>",
            "Fn(A) -> B",
            "<A as B>::C",
            "A<{ panic!() }>",
            "A<[u8; { 1 }]>",
            "A<m!()>",
            "A<B = C>",
            "a b",
            "A; fn f() {}",
        ] {
            assert!(!is_type(path), "{path}");
        }
    }

    #[test]
    fn paths_of_traits() {
        let is_trait = |path: &str| {
            let path = Path::parse_mod_style.parse_str(path);
            path.is_ok_and(|path| super::is_trait(&path))
        };
        for path in ["Hash", "schemars::JsonSchema", "::a::B", "crate::C"] {
            assert!(is_trait(path), "{path}");
        }
        for path in [
            "", "crate", "self::A", "super::A", "u8", "String", "A<B>", "A, B", "A + B", "dyn A",
            "a::", "a!()",
        ] {
            assert!(!is_trait(path), "{path}");
        }
    }
}
