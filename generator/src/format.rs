//! From tokens to text.

use proc_macro2::TokenStream;

/// Lays out items with a blank line between them, and one between the methods of an `impl`.
///
/// Tokens that aren't items can't come from `emit`; they would be laid out as they are, for the
/// compiler to point at.
pub fn items(items: &[TokenStream]) -> String {
    let mut text = String::new();
    for tokens in items {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&item(tokens));
    }
    text
}

fn item(tokens: &TokenStream) -> String {
    match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => {
            let text = prettyplease::unparse(&file);
            if file.items.iter().any(|item| matches!(item, syn::Item::Impl(_))) {
                space_methods(&text)
            } else {
                text
            }
        }
        Err(_) => format!("{tokens}\n"),
    }
}

/// Sets methods of an `impl` apart: the brace that ends one is alone on its line, four deep.
fn space_methods(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        spaced.push_str(line);
        spaced.push('\n');
        let another = lines.peek().is_some_and(|next| *next != "}");
        if line == "    }" && another {
            spaced.push('\n');
        }
    }
    spaced
}
