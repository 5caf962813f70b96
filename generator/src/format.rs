//! Source code from tokens. prettyplease lays out the items; blank lines are added between items
//! and between the methods of an `impl`.

use syn::{
    ImplItem, Item,
    parse::{Parse, ParseStream},
    parse_quote,
};

use proc_macro2::TokenStream;

/// The layout of a macro call that stands for a blank line.
const BLANK_LINE: &str = "blank_line! {}";

/// Formats items with a blank line between items and between the methods of an `impl`. Successive
/// `use` declarations and successive modules have no blank lines between them.
///
/// Tokens that are not items, which `emit` never writes, are replaced by a `compile_error!`.
pub fn items(items: Vec<TokenStream>) -> String {
    let mut laid_out = Vec::new();
    for tokens in items {
        let parsed = syn::parse2::<Items>(tokens).unwrap_or_else(|error| {
            let message = error.to_string();
            Items(vec![parse_quote!(compile_error! { #message })])
        });
        for mut item in parsed.0 {
            if let Item::Impl(implementation) = &mut item {
                implementation.items = separated(std::mem::take(&mut implementation.items));
            }
            if laid_out.last().is_some_and(|last| !is_run(last, &item)) {
                laid_out.push(parse_quote!(blank_line! {}));
            }
            laid_out.push(item);
        }
    }
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: laid_out,
    };
    let text = prettyplease::unparse(&file);
    let mut lines = String::with_capacity(text.len());
    for line in text.lines() {
        if line.trim_start() != BLANK_LINE {
            lines.push_str(line);
        }
        lines.push('\n');
    }
    lines
}

/// The items of a part of a file.
struct Items(Vec<Item>);

impl Parse for Items {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut items = Vec::new();
        while !input.is_empty() {
            items.push(input.parse()?);
        }
        Ok(Self(items))
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

    use super::items;

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
            assert_eq!(items(vec![tokens]), expected);
        }
    }
}
