//! Rust code reduced to its structure: without strings, comments and names.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;

/// Keywords, which are kept. A name can be a keyword only as a raw identifier.
const KEYWORDS: [&str; 38] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
    "ref", "return", "self", "Self", "static", "struct", "super", "trait", "true", "type",
    "unsafe", "use", "where", "while",
];

/// Returns the items of a file and the attributes of the file, without strings, comments and names.
pub(crate) fn items(source: &str) -> Result<Vec<String>, String> {
    let file = syn::parse_file(source).map_err(|error| error.to_string())?;
    let mut found: Vec<String> = file
        .items
        .iter()
        .map(|item| bare(item.to_token_stream()))
        .collect();
    let attributes = file
        .attrs
        .iter()
        .map(|attribute| bare(attribute.to_token_stream()));
    found.extend(attributes.filter(|attribute| !attribute.is_empty()));
    Ok(found)
}

/// Returns an example of a comment, without strings and names.
pub(crate) fn example(code: &str) -> Result<String, String> {
    let tokens: TokenStream = code.parse().map_err(|_| format!("invalid Rust: {code}"))?;
    Ok(bare(inline_operation(tokens)))
}

/// Returns tokens without strings, documentation, names, and trailing commas.
pub(crate) fn bare(tokens: TokenStream) -> String {
    let mut out = String::new();
    write(&tokens.into_iter().collect::<Vec<_>>(), false, &mut out);
    out
}

fn write(tokens: &[TokenTree], in_attribute: bool, out: &mut String) {
    let mut rest = tokens;
    while let Some((token, after)) = rest.split_first() {
        rest = after;
        if is(token, '#')
            && let Some((attribute, after)) = attribute(after)
        {
            rest = after;
            if !is_documentation(&attribute) {
                out.push_str("#[");
                write(&attribute, true, out);
                out.push(']');
            }
        } else if is(token, ',') && after.first().is_some_and(|next| is(next, '>')) {
            // Trailing commas of type arguments are dropped.
        } else if is(token, '=') && after.first().is_some_and(|next| is(next, '>')) {
            rest = arm(&after[1..], in_attribute, out);
        } else {
            one(token, after.first(), in_attribute, out);
        }
    }
}

fn one(token: &TokenTree, next: Option<&TokenTree>, in_attribute: bool, out: &mut String) {
    match token {
        TokenTree::Group(group) => {
            let (open, close) = match group.delimiter() {
                Delimiter::Parenthesis => ("(", ")"),
                Delimiter::Brace => ("{", "}"),
                Delimiter::Bracket => ("[", "]"),
                Delimiter::None => ("<none ", ">"),
            };
            out.push_str(open);
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            let trailing = inside.last().is_some_and(|last| is(last, ','));
            write(
                &inside[..inside.len() - usize::from(trailing)],
                in_attribute,
                out,
            );
            out.push_str(close);
        }
        TokenTree::Ident(name) => {
            let is_macro = next.is_some_and(|next| is(next, '!'));
            out.push_str(&if in_attribute || is_macro || is_keyword(name) {
                format!("{name} ")
            } else {
                "_ ".to_owned()
            });
        }
        TokenTree::Punct(punct) => out.push(punct.as_char()),
        TokenTree::Literal(literal) => {
            let source = literal.to_string();
            out.push_str(if source.ends_with(['"', '\'', '#']) {
                "\"\" "
            } else {
                &source
            });
            out.push(' ');
        }
    }
}

/// Writes an arm of a `match`, with or without braces.
fn arm<'t>(after: &'t [TokenTree], in_attribute: bool, out: &mut String) -> &'t [TokenTree] {
    out.push_str("=>");
    let (body, mut rest) = match after.split_first() {
        Some((TokenTree::Group(group), rest)) if group.delimiter() == Delimiter::Brace => {
            (group.stream().into_iter().collect(), rest)
        }
        _ => {
            let end = after.iter().position(|token| is(token, ','));
            let (body, rest) = after.split_at(end.unwrap_or(after.len()));
            (body.to_vec(), rest)
        }
    };
    write(&body, in_attribute, out);
    out.push_str("<=");
    if let Some((comma, after)) = rest.split_first()
        && is(comma, ',')
    {
        rest = after;
    }
    rest
}

/// Splits tokens into the content of an attribute and the rest.
fn attribute(after: &[TokenTree]) -> Option<(Vec<TokenTree>, &[TokenTree])> {
    let (first, rest) = after.split_first()?;
    let (group, rest) = if is(first, '!') {
        rest.split_first()?
    } else {
        (first, rest)
    };
    match group {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
            Some((group.stream().into_iter().collect(), rest))
        }
        _ => None,
    }
}

/// Returns `true` if an attribute is a `doc` attribute with a string literal.
fn is_documentation(attribute: &[TokenTree]) -> bool {
    documentation(attribute).is_some()
}

/// Returns the text of a `doc` attribute with a string literal; `None` for another attribute.
pub(crate) fn documentation(attribute: &[TokenTree]) -> Option<String> {
    match attribute {
        [TokenTree::Ident(name), equals, TokenTree::Literal(source)]
            if name == "doc" && is(equals, '=') =>
        {
            let source: syn::LitStr = syn::parse2(TokenTree::from(source.clone()).into()).ok()?;
            Some(source.value())
        }
        _ => None,
    }
}

/// Returns all comments of a file, each with its consecutive lines joined.
pub(crate) fn comments(source: &str) -> Vec<String> {
    let tokens: TokenStream = source.parse().unwrap();
    let mut found = Vec::new();
    collect(&tokens.into_iter().collect::<Vec<_>>(), &mut found);
    found
}

fn collect(tokens: &[TokenTree], found: &mut Vec<String>) {
    let mut rest = tokens;
    let mut lines: Vec<String> = Vec::new();
    while let Some((token, after)) = rest.split_first() {
        rest = after;
        let line = is(token, '#').then(|| attribute(after)).flatten();
        let line = line.and_then(|(attribute, after)| Some((documentation(&attribute)?, after)));
        if let Some((line, after)) = line {
            rest = after;
            lines.push(line);
            continue;
        }
        if !lines.is_empty() {
            found.push(std::mem::take(&mut lines).join("\n"));
        }
        if let TokenTree::Group(group) = token {
            collect(&group.stream().into_iter().collect::<Vec<_>>(), found);
        }
    }
    if !lines.is_empty() {
        found.push(lines.join("\n"));
    }
}

/// Inlines the variable `operation` of an example. Examples with long calls have this variable.
fn inline_operation(tokens: TokenStream) -> TokenStream {
    let mut written: Vec<TokenTree> = Vec::new();
    let mut operation: Vec<TokenTree> = Vec::new();
    let mut rest: Vec<TokenTree> = tokens.into_iter().collect();
    while !rest.is_empty() {
        if let [
            TokenTree::Ident(first),
            TokenTree::Ident(second),
            equals,
            ..,
        ] = rest.as_slice()
            && first == "let"
            && second == "operation"
            && is(equals, '=')
        {
            let end = rest.iter().position(|token| is(token, ';')).unwrap();
            operation = rest[3..end].to_vec();
            rest.drain(..=end);
            continue;
        }
        let token = rest.remove(0);
        match token {
            TokenTree::Ident(name) if name == "operation" && !operation.is_empty() => {
                written.append(&mut operation);
            }
            TokenTree::Group(group) => {
                let inside = group.stream();
                // The variable may be an argument of a call.
                let inside = if operation.is_empty() {
                    inline_operation(inside)
                } else {
                    let operation = &mut operation;
                    let put = |token: TokenTree| match token {
                        TokenTree::Ident(name) if name == "operation" => std::mem::take(operation),
                        token => vec![token],
                    };
                    inside.into_iter().flat_map(put).collect()
                };
                written.push(proc_macro2::Group::new(group.delimiter(), inside).into());
            }
            token => written.push(token),
        }
    }
    written.into_iter().collect()
}

fn is(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c)
}

fn is_keyword(name: &Ident) -> bool {
    KEYWORDS.iter().any(|keyword| name == keyword)
}
