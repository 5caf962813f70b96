//! The outline of a client: its types, signatures and requests, without documentation pages and
//! without the bodies of functions that depend on the types alone.

use std::{collections::BTreeMap, mem};

use syn::{
    Attribute, Block, File, ImplItem, ImplItemFn, Item, ItemImpl, parse_quote,
    visit_mut::{self, VisitMut},
};

/// Files without items of the document.
const FIXED: [&str; 2] = ["src/lib.rs", "src/models/mod.rs"];

/// Folders without items of the document.
const FIXED_FOLDERS: [&str; 2] = ["src/runtime/", "src/transports/"];

/// Traits that every type implements in the same way.
const DERIVED: [&str; 5] = [
    "Debug",
    "Default",
    "Deserialize",
    "Placeholder",
    "Serialize",
];

/// Returns the outlines of all files.
pub(crate) fn outline(files: &BTreeMap<String, String>) -> String {
    let mut outline = String::new();
    for (path, content) in files {
        let is_fixed = FIXED.contains(&path.as_str())
            || FIXED_FOLDERS.iter().any(|folder| path.starts_with(folder));
        if !path.ends_with(".rs") || is_fixed {
            continue;
        }
        let mut file = syn::parse_file(content).expect("the output is Rust");
        reduce(&mut file);
        if !file.items.is_empty() {
            outline += &format!("// {path}\n{}\n", prettyplease::unparse(&file));
        }
    }
    outline
}

fn reduce(file: &mut File) {
    file.attrs.clear();
    file.items.retain(|item| match item {
        Item::Use(_) => false,
        Item::Impl(item) => item.trait_.is_none() || !is_derived(item),
        _ => true,
    });
    Outline.visit_file_mut(file);
    // A function's documentation is a page, except in the five clients that are pinned whole.
    for item in &mut file.items {
        if let Item::Fn(function) = item {
            function.attrs.clear();
            clear(&mut function.block);
        }
    }
}

fn is_derived(item: &ItemImpl) -> bool {
    trait_name(item).is_some_and(|name| DERIVED.contains(&name.as_str()))
}

fn trait_name(item: &ItemImpl) -> Option<String> {
    let (path, _) = item.trait_.as_ref()?;
    path.segments.last().map(|last| last.ident.to_string())
}

fn is_named(item: &ImplItem, name: &str) -> bool {
    matches!(item, ImplItem::Fn(function) if function.sig.ident == name)
}

fn clear(block: &mut Block) {
    *block = parse_quote!({});
}

struct Outline;

impl VisitMut for Outline {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        attributes.retain(|attribute| {
            let is_one_of =
                |names: &[&str]| names.iter().any(|name| attribute.path().is_ident(name));
            !is_one_of(&["inline", "must_use", "non_exhaustive"])
        });
    }

    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        visit_mut::visit_item_impl_mut(self, item);
        match trait_name(item).as_deref() {
            None => {
                for item in &mut item.items {
                    if let ImplItem::Fn(ImplItemFn { attrs, block, .. }) = item {
                        attrs.clear();
                        clear(block);
                    }
                }
            }
            Some("Operation") => item.items.retain(|item| !is_named(item, "decode")),
            Some(_) => {
                item.items = mem::take(&mut item.items)
                    .into_iter()
                    .filter(|item| !matches!(item, ImplItem::Fn(_)))
                    .collect()
            }
        }
    }
}
