//! Source code from an [`Api`] and its [`Names`]. No other module writes Rust syntax.

mod choice;
mod comment;
mod constructor;
mod container;
mod content;
mod conversion;
mod debug;
mod decode;
mod derive;
mod enumeration;
mod example;
mod feature;
mod literal;
mod models;
mod object;
mod operation;
mod overlap;
mod package;
mod page;
mod part;
mod properties;
mod request;
mod response;
mod sample;
mod security;
mod serde;
mod server;
mod setter;
mod shipped;
mod tag;
mod ty;
mod union;
mod variant_docs;

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
};

use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};

use crate::{
    analysis::TypeAnalysis,
    format,
    ir::Api,
    manifest::Manifest,
    name::{Names, OperationNames, TypeNames},
    settings::{Layout, Settings},
    visible,
};

/// The emitted files.
#[derive(Debug)]
pub struct Emitted {
    /// Source files, by path.
    pub files: BTreeMap<String, String>,
    /// The README of the crate.
    pub readme: String,
    /// The required content of the `Cargo.toml`.
    pub manifest: Manifest,
}

/// Emits all files of the crate `name`.
pub fn emit(
    api: &Api,
    names: &Names,
    analysis: &TypeAnalysis,
    name: &str,
    settings: &Settings,
) -> Emitted {
    let emitter = Emitter {
        header: header(api),
        api,
        names,
        analysis,
        crate_name: name,
        settings,
        required_schemes: security::required_schemes(api),
    };
    let mut files = BTreeMap::new();
    emitter.shipped(&mut files);
    emitter.models(&mut files);
    emitter.tags(&mut files);
    emitter.servers(&mut files);
    emitter.security(&mut files);
    files.insert("transports/mod.rs".to_owned(), emitter.transports());
    let files = match settings.layout {
        Layout::Crate => {
            files.insert("lib.rs".to_owned(), emitter.library());
            let sources = files.into_iter();
            sources
                .map(|(path, text)| (format!("src/{path}"), text))
                .collect()
        }
        Layout::Modules => {
            files.insert("mod.rs".to_owned(), emitter.root());
            files
        }
    };
    Emitted {
        files,
        readme: emitter.readme(),
        manifest: emitter.manifest(),
    }
}

/// The inputs of every emitted item.
struct Emitter<'a> {
    /// The header of every emitted source file.
    header: String,
    api: &'a Api,
    names: &'a Names,
    analysis: &'a TypeAnalysis,
    crate_name: &'a str,
    settings: &'a Settings,
    /// The indexes of the security schemes that operations may use.
    required_schemes: BTreeSet<usize>,
}

impl<'a> Emitter<'a> {
    fn type_names(&self, index: usize) -> Option<&'a TypeNames> {
        self.names.types.get(index)
    }

    fn operation_names(&self, index: usize) -> Option<&'a OperationNames> {
        self.names.operations.get(index)
    }

    /// Returns a source file from its header, documentation and items.
    fn source(&self, docs: &[String], items: Vec<TokenStream>) -> String {
        let mut text = self.header.clone();
        text.push('\n');
        for line in docs {
            text.push_str(if line.is_empty() { "//!" } else { "//! " });
            text.push_str(line);
            text.push('\n');
        }
        if !docs.is_empty() && !items.is_empty() {
            text.push('\n');
        }
        text + &code(items)
    }

    /// Returns the crate name as a Rust identifier.
    fn crate_ident(&self) -> String {
        self.crate_name.replace('-', "_")
    }
}

/// Returns the names that are the first segment of a path in items. A module is always followed by
/// `::`.
fn mentioned_types(items: &[TokenStream], names: &[&'static str]) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for item in items {
        mentioned_in(item.clone(), names, &mut found);
    }
    found
}

fn mentioned_in(tokens: TokenStream, names: &[&'static str], found: &mut BTreeSet<&'static str>) {
    let mut tokens = tokens.into_iter().peekable();
    // A path continues after two colons. Of three colons, the last two begin an absolute path. A
    // single colon precedes a type or a value.
    let (mut colons, mut inside_path, mut last) = (0, false, ' ');
    while let Some(token) = tokens.next() {
        let sign = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        let before = mem::replace(&mut last, sign);
        colons = if sign == ':' { colons + 1 } else { 0 };
        match token {
            // An attribute, which is usually documentation.
            TokenTree::Group(_) if before == '#' => {}
            TokenTree::Group(group) => mentioned_in(group.stream(), names, found),
            TokenTree::Ident(ident) if !inside_path => {
                let Some(name) = names.iter().find(|name| ident == **name) else {
                    continue;
                };
                let is_module = name.starts_with(char::is_lowercase);
                let goes_on = matches!(
                    tokens.peek(),
                    Some(TokenTree::Punct(punct))
                        if punct.as_char() == ':' && punct.spacing() == Spacing::Joint
                );
                // A variant may have the name of a type, but a borrowed name is always the type.
                if goes_on || !is_module && before == '&' {
                    found.insert(name);
                }
            }
            _ => {}
        }
        inside_path = colons >= 2;
    }
}

/// Returns an identifier, raw if the name has `r#`. Invariant: the name is valid.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(bare) => Ident::new_raw(bare, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Returns the header: the generator, its version and the title of the document. The version of the
/// document would change every file.
fn header(api: &Api) -> String {
    let title: Vec<&str> = api.info.title.split_whitespace().collect();
    let title: String = title.join(" ").chars().take(MAX_TITLE_LENGTH).collect();
    let version = env!("CARGO_PKG_VERSION");
    visible(&format!(
        "// @generated by Rejoinder {version} from the document \"{title}\".\n// Do not edit: the \
         next run overwrites changes.\n"
    ))
}

/// The maximum number of characters of the title in a header.
const MAX_TITLE_LENGTH: usize = 80;

/// Returns items as formatted source code.
fn code(items: Vec<TokenStream>) -> String {
    visible(&format::items(items))
}

/// Returns source code with escapes for invisible characters, which occur only in strings.
fn visible(code: &str) -> String {
    visible::replaced(code, |c, shown| match c {
        '\n' => shown.push(c),
        _ => shown.extend(c.escape_unicode()),
    })
}
