//! Programs that call operations of a client. The functions are found in the source of the client.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use quote::ToTokens;
use syn::{
    FnArg, GenericArgument, Ident, ImplItem, Item, PathArguments, Signature, Type, TypeParamBound,
    Visibility, parse_quote,
};

use crate::{Result, data::Generator};

/// A function that calls an operation.
#[derive(Debug)]
struct Function {
    name: String,
    module: String,
    /// The type that has the method.
    receiver: String,
    arguments: String,
}

/// Returns a call expression for each operation that has a function, in the order of the ids.
pub(crate) fn find(generator: &Generator, client: &Path, ids: &[String]) -> Result<Vec<String>> {
    let methods = generator.call.contains("{receiver}");
    let mut found = Vec::new();
    for path in sources(&client.join("src"))? {
        let file = syn::parse_file(&fs::read_to_string(&path)?)?;
        let module = path.with_extension("");
        let module = module.file_name().unwrap_or_default();
        let module = module.display().to_string();
        collect(&file.items, &module, methods, &mut found);
    }
    let calls = ids.iter().filter_map(|id| {
        let (full, slashed) = (normalized(id), normalized(&id.replace('/', "slash")));
        let named = |function: &&Function| {
            let name = normalized(&function.name);
            name == full || name == slashed || normalized(&function.module) + &name == full
        };
        // Some generators omit the part before the slash.
        let tail = id.rsplit('/').next().map(normalized);
        let last = |function: &&Function| tail.as_ref() == Some(&normalized(&function.name));
        let function = found
            .iter()
            .find(named)
            .or_else(|| found.iter().find(last))?;
        let call = generator.call.replace("{module}", &function.module);
        let call = call.replace("{receiver}", &function.receiver);
        let call = call.replace("{function}", &function.name);
        let arguments = function.arguments.replace("MODULE", &function.module);
        Some(call.replace("{arguments}", &arguments))
    });
    Ok(calls.collect())
}

/// Returns a name without separators and case.
fn normalized(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_ascii_alphanumeric());
    letters.collect::<String>().to_ascii_lowercase()
}

/// Returns the Rust files below a folder.
pub(crate) fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            paths.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn collect(items: &[Item], module: &str, methods: bool, found: &mut Vec<Function>) {
    for item in items {
        match item {
            Item::Fn(function) if !methods && is_public(&function.vis) => {
                found.push(describe(&function.sig, module, ""));
            }
            Item::Impl(block) if methods && block.trait_.is_none() => {
                let receiver = block.self_ty.to_token_stream().to_string();
                // The path may begin at the crate root.
                let receiver = receiver.trim_start_matches("crate :: ");
                for item in &block.items {
                    if let ImplItem::Fn(function) = item
                        && is_public(&function.vis)
                        && function.sig.asyncness.is_some()
                    {
                        found.push(describe(&function.sig, module, receiver));
                    }
                }
            }
            Item::Mod(inner) => {
                let items = inner.content.as_ref().map(|(_, items)| items.as_slice());
                collect(items.unwrap_or_default(), module, methods, found);
            }
            _ => {}
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn describe(signature: &Signature, module: &str, receiver: &str) -> Function {
    let arguments = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(argument.ty.as_ref()),
        FnArg::Receiver(_) => None,
    });
    let arguments = arguments.map(|ty| match concrete(ty) {
        Some(ty) => format!("any::<{}>()", ty.to_token_stream()),
        None => "any()".to_owned(),
    });
    Function {
        name: signature.ident.to_string(),
        module: module.to_owned(),
        receiver: receiver.to_owned(),
        arguments: arguments.collect::<Vec<_>>().join(", "),
    }
}

/// Returns an explicit type for an inferred type, such as `impl Into<String>`. Returns `None` if
/// the type is explicit.
fn concrete(ty: &Type) -> Option<Type> {
    match ty {
        Type::ImplTrait(all) => all.bounds.iter().find_map(|bound| {
            let TypeParamBound::Trait(bound) = bound else {
                return None;
            };
            let last = bound.path.segments.last()?;
            let inner = inner(&last.arguments);
            Some(match (last.ident.to_string().as_str(), inner) {
                ("IntoIterator", Some(item)) => {
                    let item = concrete(item).unwrap_or_else(|| absolute(item));
                    parse_quote!(Vec<#item>)
                }
                ("Into", Some(ty)) => absolute(ty),
                _ => parse_quote!(String),
            })
        }),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let (name, ty) = (&last.ident, concrete(inner(&last.arguments)?)?);
            Some(parse_quote!(#name<#ty>))
        }
        _ => None,
    }
}

/// Returns the first type argument.
fn inner(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        GenericArgument::AssocType(item) => Some(&item.ty),
        _ => None,
    })
}

/// Returns a type as written outside the client.
fn absolute(ty: &Type) -> Type {
    let Type::Path(path) = ty else {
        return ty.clone();
    };
    let mut path = path.path.clone();
    for segment in &mut path.segments {
        if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
            for argument in &mut arguments.args {
                if let GenericArgument::Type(ty) = argument {
                    *ty = absolute(ty);
                }
            }
        }
    }
    let own = |name: &Ident| ["crate", "super", "self"].iter().any(|own| name == own);
    let known_types = [
        "String", "Vec", "Option", "Box", "bool", "i32", "i64", "f32", "f64", "std",
    ];
    let first = path.segments.first().map(|segment| segment.ident.clone());
    match first {
        Some(name) if known_types.iter().any(|known_types| name == known_types) => {
            parse_quote!(#path)
        }
        Some(_) if path.segments.len() == 1 => {
            let module = Ident::new("MODULE", proc_macro2::Span::call_site());
            parse_quote!(client::#module::#path)
        }
        _ => {
            let kept = path.segments.iter().filter(|segment| !own(&segment.ident));
            parse_quote!(client::#(#kept)::*)
        }
    }
}

/// Returns the source of a program with calls. The compiler can't determine the calls that are
/// made.
pub(crate) fn program(calls: &[String]) -> String {
    let mut source = "\
#![allow(deprecated)]

use std::{future::Future, hint::black_box, pin::Pin};

/// Returns a value that the compiler cannot evaluate.
#[inline(never)]
fn any<T>() -> T {
    black_box(None).unwrap()
}

fn main() {
    let call: Pin<Box<dyn Future<Output = ()>>> = match std::env::args().count() {
"
    .to_owned();
    for index in 0..calls.len() {
        let _ = writeln!(source, "        {} => Box::pin(call_{index}()),", index + 1);
    }
    source.push_str(
        "        _ => return,
    };
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(call);
}
",
    );
    for (index, call) in calls.iter().enumerate() {
        let _ = write!(
            source,
            "\nasync fn call_{index}() {{\n    let _ = black_box({call});\n}}\n"
        );
    }
    source
}

#[cfg(test)]
mod tests;
