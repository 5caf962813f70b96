//! Source code from tokens. prettyplease lays out the items; blank lines are added between items
//! and between the methods of an `impl`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use syn::{
    ImplItem, Item,
    parse::{Parse, ParseStream},
    parse_quote,
    visit::Visit,
};

/// The layout of a macro call that stands for a blank line.
const BLANK_LINE: &str = "blank_line! {}";

/// Parsed items.
pub struct Items(Vec<Item>);

impl Items {
    /// Parses items. Tokens that are not items, which `emit` never writes, are replaced by a
    /// `compile_error!`.
    pub fn parse(tokens: Vec<TokenStream>) -> Self {
        let parsed = tokens.into_iter().map(|tokens| {
            syn::parse2(tokens).unwrap_or_else(|error| {
                let message = error.to_string();
                Self(vec![parse_quote!(compile_error! { #message })])
            })
        });
        Self(parsed.flat_map(|items| items.0).collect())
    }

    /// Returns the members of `names` that begin a path with several segments.
    pub fn used_modules(&self, names: &[&'static str]) -> BTreeSet<&'static str> {
        let mut used = UsedModules {
            names,
            found: BTreeSet::new(),
        };
        self.0.iter().for_each(|item| used.visit_item(item));
        used.found
    }

    /// Formats items with a blank line between items and between the methods of an `impl`.
    /// Successive `use` declarations and successive modules have no blank lines between them.
    pub fn formatted(self) -> String {
        let mut items: Vec<Item> = Vec::with_capacity(2 * self.0.len());
        for mut item in self.0 {
            if let Item::Impl(implementation) = &mut item {
                implementation.items = separated(std::mem::take(&mut implementation.items));
            }
            if items.last().is_some_and(|last| !is_run(last, &item)) {
                items.push(parse_quote!(blank_line! {}));
            }
            items.push(item);
        }
        let text = prettyplease::unparse(&syn::File {
            shebang: None,
            frontmatter: None,
            attrs: Vec::new(),
            items,
        });
        let mut lines = String::with_capacity(text.len());
        for line in text.lines() {
            if line.trim_start() != BLANK_LINE {
                lines.push_str(line);
            }
            lines.push('\n');
        }
        lines
    }
}

impl Parse for Items {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut items = Vec::new();
        while !input.is_empty() {
            items.push(input.parse()?);
        }
        Ok(Self(items))
    }
}

/// The modules that items use.
struct UsedModules<'n> {
    names: &'n [&'static str],
    found: BTreeSet<&'static str>,
}

impl Visit<'_> for UsedModules<'_> {
    fn visit_path(&mut self, path: &syn::Path) {
        if path.leading_colon.is_none()
            && path.segments.len() > 1
            && let Some(first) = path.segments.first()
        {
            let is_first = |name: &&&str| first.ident == **name;
            self.found.extend(self.names.iter().find(is_first));
        }
        syn::visit::visit_path(self, path);
    }
}

/// Returns `true` if two successive items have no blank line between them.
fn is_run(first: &Item, second: &Item) -> bool {
    match (first, second) {
        (Item::Use(_), Item::Use(_)) => true,
        (Item::Mod(first), Item::Mod(second)) => {
            first.content.is_none() && second.content.is_none()
        }
        _ => false,
    }
}

/// Adds blank lines before and after each method.
fn separated(members: Vec<ImplItem>) -> Vec<ImplItem> {
    let is_method = |member: &ImplItem| matches!(member, ImplItem::Fn(_));
    let mut separated: Vec<ImplItem> = Vec::with_capacity(2 * members.len());
    for member in members {
        let last = separated.last();
        if last.is_some_and(|last| is_method(last) || is_method(&member)) {
            separated.push(parse_quote!(blank_line! {}));
        }
        separated.push(member);
    }
    separated
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::Items;

    #[test]
    fn blank_lines_are_between_items_and_methods() {
        let rows = [
            (
                quote! {
                    use a::b; use c::{D, e};
                    #[rustfmt::skip] mod f; pub mod g;
                    #[doc = " Text."] #[doc = ""] #[doc = " - `{}`"]
                    const H: u8 = 1;
                },
                "use a::b;\nuse c::{D, e};\n\n#[rustfmt::skip]\nmod f;\npub mod g;\n\n\
                 /// Text.\n///\n/// - `{}`\nconst H: u8 = 1;\n",
            ),
            (
                quote! {
                    impl A for B { const C: u8 = 1; type D = u8; fn e() {} #[inline] fn f() {} }
                    impl G for B {}
                },
                "impl A for B {\n    const C: u8 = 1;\n    type D = u8;\n\n    fn e() {}\n\n    \
                 #[inline]\n    fn f() {}\n}\n\nimpl G for B {}\n",
            ),
            (
                quote!(
                    mod a {
                        use b;
                    }
                    mod c;
                ),
                "mod a {\n    use b;\n}\n\nmod c;\n",
            ),
            (quote!(x), "compile_error! {\n    \"expected `!`\"\n}\n"),
            (quote!(), ""),
        ];
        for (tokens, expected) in rows {
            assert_eq!(Items::parse(vec![tokens]).formatted(), expected);
        }
    }

    #[test]
    fn modules_begin_paths() {
        let rows = [
            (
                quote!(
                    fn f(x: &json::Value) {}
                ),
                vec!["json"],
            ),
            (
                quote! {
                    fn f() -> Vec<models::A> {
                        <runtime::B as C>::d(|| E::json)
                    }
                },
                vec!["models", "runtime"],
            ),
            (
                quote!(
                    fn f() {
                        x(json).json::<u8>(::json::y(), super::json::Z)
                    }
                ),
                vec![],
            ),
            (
                quote!(
                    #[doc = "json::X"]
                    struct A {
                        json: u8,
                    }
                ),
                vec![],
            ),
        ];
        for (tokens, expected) in rows {
            let used = Items::parse(vec![tokens]).used_modules(&["json", "models", "runtime"]);
            assert_eq!(used.into_iter().collect::<Vec<_>>(), expected);
        }
    }
}
