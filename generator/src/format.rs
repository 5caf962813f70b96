//! Source code from tokens, formatted like rustfmt with its default settings. prettyplease formats
//! items. The parts that rustfmt breaks differently are formatted here.
//!
//! Only code that `emit` writes is supported; other code keeps the layout of prettyplease.

mod arm;
mod assignment;
mod block;
mod chain;
mod condition;
mod definition;
mod expression;
mod hole;
mod import;
mod list;
mod pattern;
mod signature;
mod structure;
mod ty;
mod width;

#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use proc_macro2::TokenStream;
use syn::Item;

/// Formats items with a blank line between items and between the methods of an `impl`.
///
/// Successive `use` declarations and successive modules are sorted and have no blank lines between
/// them.
///
/// Tokens that are not items, which `emit` never writes, are replaced by a `compile_error!`.
pub fn items(items: Vec<TokenStream>) -> String {
    let mut text = String::new();
    let mut run = Run::default();
    for tokens in items {
        match syn::parse2::<syn::File>(tokens) {
            Ok(file) if file.attrs.is_empty() => {
                file.items
                    .into_iter()
                    .for_each(|item| run.push(item, &mut text));
            }
            Ok(file) => {
                run.end(&mut text);
                push(&mut text, &prettyplease::unparse(&file));
            }
            Err(error) => {
                run.end(&mut text);
                push(&mut text, &format!("{}\n", error.to_compile_error()));
            }
        }
    }
    run.end(&mut text);
    text
}

/// Successive items without blank lines: `use` declarations, modules, or a single item.
#[derive(Default)]
struct Run {
    items: Vec<Item>,
}

impl Run {
    fn push(&mut self, item: Item, text: &mut String) {
        let follows = match (self.items.first(), &item) {
            (Some(Item::Use(_)), Item::Use(_)) => true,
            (Some(Item::Mod(first)), Item::Mod(next)) => {
                first.content.is_none() && next.content.is_none()
            }
            _ => false,
        };
        if !follows {
            self.end(text);
        }
        self.items.push(item);
    }

    fn end(&mut self, text: &mut String) {
        let mut items = std::mem::take(&mut self.items);
        items.sort_by(|left, right| match (left, right) {
            (Item::Use(left), Item::Use(right)) => import::compare(&left.tree, &right.tree),
            (Item::Mod(left), Item::Mod(right)) => module(left).cmp(&module(right)),
            _ => Ordering::Equal,
        });
        let mut lines = String::new();
        for item in items {
            lines.push_str(&hole::item(item, 0));
            lines.push('\n');
        }
        push(text, &lines);
    }
}

/// Returns the sort key of a module: its name.
fn module(module: &syn::ItemMod) -> String {
    module.ident.to_string().trim_start_matches("r#").to_owned()
}

fn push(text: &mut String, lines: &str) {
    if !text.is_empty() && !lines.is_empty() {
        text.push('\n');
    }
    text.push_str(lines);
}
