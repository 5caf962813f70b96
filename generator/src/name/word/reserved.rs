//! Names that Rust, cargo, operating systems or the output reserve.

/// Reserved words of all editions of Rust from 2015 to 2024 (The Rust Reference, "Keywords"). `gen` is
/// included, because generated modules may be part of a crate of any edition. Weak keywords (`auto`,
/// `default`, `macro_rules`, `raw`, `safe`, `union`) are valid names in the output.
const KEYWORDS: [&str; 53] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
];

/// Reserved words that can't be raw identifiers.
const NEVER_RAW: [&str; 5] = ["Self", "_", "crate", "self", "super"];

/// Returns the identifier of a name. A reserved word becomes a raw identifier, or else gets a trailing `_`.
pub(in crate::name) fn keyword(name: String) -> String {
    match name.as_str() {
        word if NEVER_RAW.contains(&word) => format!("{name}_"),
        word if is_keyword(word) => format!("r#{name}"),
        _ => name,
    }
}

/// Returns `true` if a word is reserved in any edition of Rust.
pub(crate) fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

/// Placeholder names that clippy's `disallowed_names` rejects.
const PLACEHOLDERS: [&str; 3] = ["foo", "baz", "quux"];

/// Reserved names of setters: the constructor, and methods of standard traits (clippy's
/// `should_implement_trait`).
const METHODS: [&str; 12] = [
    "new", "add", "bitand", "bitor", "bitxor", "clone", "div", "mul", "rem", "shl", "shr", "sub",
];

/// Returns the setter of a field.
pub(crate) fn setter(field: &str) -> String {
    let prefix = if METHODS.contains(&field) {
        "with_"
    } else {
        ""
    };
    format!("{prefix}{field}")
}

/// Returns the reserved names for fields of a struct, including the setters of its other fields.
pub(in crate::name) fn reserved_fields<'a>(
    fields: impl IntoIterator<Item = &'a str>,
) -> Vec<String> {
    let setters = fields.into_iter().filter(|field| METHODS.contains(field));
    let placeholders = PLACEHOLDERS.into_iter().map(str::to_owned);
    placeholders.chain(setters.map(setter)).collect()
}

/// Names that the output uses without a path, so that types of the document must not shadow them; and
/// `New`, because of clippy's `self_named_constructors`.
pub(in crate::name) const PRELUDE: [&str; 26] = [
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "FieldSlots",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "New",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "Self",
    "Some",
    "String",
    "ToString",
    "TryFrom",
    "Vec",
];

/// File names with a special meaning for cargo, Rust or Windows, and the folder `models`.
pub(in crate::name) const FILES: [&str; 26] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lib",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "main", "mod",
    "models", "nul", "prn",
];
