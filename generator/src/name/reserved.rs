//! Names that Rust, cargo, operating systems or the output have already.

/// Words that are reserved in an edition of Rust, 2015 to 2024 (The Rust Reference, "Keywords"). `gen` is
/// one since 2024; modules of the output may be part of a crate of any edition since 2021. Weak
/// keywords (`auto`, `default`, `macro_rules`, `raw`, `safe`, `union`) are identifiers wherever the
/// output has a name.
const KEYWORDS: [&str; 53] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
];

/// Reserved words that can't be raw identifiers.
const NEVER_RAW: [&str; 5] = ["Self", "_", "crate", "self", "super"];

/// An identifier for a name: reserved words are raw, or have `_` behind them where they can't be.
pub(super) fn keyword(name: String) -> String {
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

/// Names that clippy allows for nothing.
const UNFIT: [&str; 3] = ["foo", "baz", "quux"];

/// Reserved names of setters: the constructor, and methods of standard traits (clippy's
/// `should_implement_trait`).
const METHODS: [&str; 12] = [
    "new", "add", "bitand", "bitor", "bitxor", "clone", "div", "mul", "rem", "shl", "shr", "sub",
];

/// The setter of a field.
pub(crate) fn setter(field: &str) -> String {
    let prefix = if METHODS.contains(&field) {
        "with_"
    } else {
        ""
    };
    format!("{prefix}{field}")
}

/// Returns the names that no field may have beside these fields: the setters of the others.
pub(super) fn unfit<'a>(fields: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let setters = fields.into_iter().filter(|field| METHODS.contains(field));
    let unfit = UNFIT.into_iter().map(str::to_owned);
    unfit.chain(setters.map(setter)).collect()
}

/// Types that the output uses by their bare names, and that no type of the document may hide; and `New`,
/// whose constructor would have its name (clippy's `self_named_constructors`).
pub(super) const PRELUDE: [&str; 27] = [
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
    "Redacted",
    "Result",
    "Self",
    "Some",
    "String",
    "ToString",
    "TryFrom",
    "Vec",
];

/// Names of files that mean something to cargo, to Rust or to Windows, and that of the folder.
pub(super) const FILES: [&str; 26] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lib",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "main", "mod",
    "models", "nul", "prn",
];
