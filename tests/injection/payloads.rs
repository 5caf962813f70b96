//! Payloads that try to become code, and harmless replacements.

/// The payloads that replace all strings of a document at once.
pub(crate) const PAYLOADS: &[&str] = &[
    "\"",
    "\"; fn evil() {} //",
    "\\\"; fn evil() {} //",
    "*/",
    "*/ fn evil() {} /*",
    "/* ",
    "//! evil",
    "\"#",
    "\"##; evil!();",
    "\nfn evil() {}",
    "evil\n}\nfn evil() {}",
    "\n}\n#[test] fn evil() {}",
    "\r#[test] fn evil() {}",
    "\u{2028}#[test] fn evil() {}",
    "]]",
    ")]\nfn evil() {}\n#[doc(hidden",
    "#[evil]",
    "#![evil]",
    "evil\n\n```\nevil();\n```\n",
    "```\nevil();\n```",
    "``\n\n```\nevil();\n```\n\n``",
    "` ``` evil(); ``` `",
    "~~~\nevil\n~~~",
    "evil:\n\n    evil();\n",
    "    evil();",
    "- evil\n\n      evil();\n",
    "| evil |\n|---|\n| ```evil()``` |",
    "{evil}",
    "{0}",
    "{{}}",
    "{",
    "}",
    "r#type",
    "\\",
    "\\u{22}",
    "evil\\\n",
    "\u{202e}evil\u{202c}",
    "\u{2066}evil\u{2067}\u{2068}\u{2069}",
    "e\u{200b}vil\u{2060}\u{feff}\u{ad}",
    "\u{200e}\u{200f}\u{61c}\u{2028}\u{2029}",
    "\u{e0065}\u{e0076}\u{180e}\u{115f}\u{1160}\u{3164}\u{ffa0}",
    "\0",
    "evil\0\u{1}\u{8}\u{c}\u{1b}[31m\u{7f}\u{85}\u{9b}31m",
    "\r",
    "evil\r\nevil\t",
    "${evil}",
    "$evil",
    "%0A%22",
    "</code><script>evil()</script>",
    "<!-- evil",
    "<https://e>",
    "[evil](javascript:evil)",
    "[evil]: javascript:evil",
    "![evil](https://e/evil.png)",
    "[`evil`]",
    "[^evil]",
    "\u{1f980}",
    "e\u{301}\u{fe0f}",
    "gr\u{f6}\u{df}e",
    "\u{434}\u{430}",
    "_",
    "",
    " ",
    "self",
    "Self",
    "super",
    "crate",
    "mod",
    "lib",
    "main",
    "build",
    "macro_rules",
    "std",
    "String",
    "../evil",
    "..\\evil",
    "/etc/hosts",
    "C:\\evil",
    "CON",
    "nul",
    "com1",
    "a/b",
    "./.",
    "..",
    "src/lib.rs",
    "\"\n[dependencies]\nevil = \"*\"\n",
    "'''\n[evil]",
    "0",
    "-1",
];

/// The payload that replaces one string at a time. The payload combines many attempts.
pub(crate) const CODE: &str = "\"##; fn evil() {} // */ /* #[evil] {evil} ]] \\ ${evil} </code> \
    [evil](javascript:evil) `|` \u{202e}\u{feff}\u{3164}\0\u{1b}\r\"#\n}\n#[test] fn evil() {}\n\n    \
    evil();\n\n```\nevil();\n```\n\n~~~\nevil();\n~~~\n``\n\n```\nevil();\n```\n``";

/// A payload that exceeds any limit of a length.
pub(crate) fn long() -> String {
    "evil \"evil".repeat(1000)
}

/// Returns harmless replacements of a payload. The output depends on a few properties of a string,
/// for example if it is empty, in upper case, or without a word.
pub(crate) fn harmless(payload: &str) -> Vec<String> {
    let mut found = vec![shape_of(payload)];
    found.extend(
        [
            "harmless", "HARMLESS", "", "-", "7", ",", "(", "\u{e9}", "\u{a7}",
        ]
        .map(str::to_owned),
    );
    if payload.len() > 1000 {
        // A long name is cut, at the end of a word if possible.
        found.extend(["harmless", "harmless ", "less harm"].map(|it| it.repeat(1000)));
    }
    found
}

/// Returns a payload that keeps the punctuation of templates, paths and media types, and replaces
/// everything else with words. A word that isn't a valid header value gets one invalid character,
/// and a word that isn't a valid header name gets a different one.
fn shape_of(payload: &str) -> String {
    let mut shape_of = String::new();
    let mut words = String::new();
    let mut known_words: Vec<String> = Vec::new();
    let mut flush = |words: &mut String, shape_of: &mut String| {
        if !words.is_empty() {
            let word = std::mem::take(words);
            let index = known_words.iter().position(|other| *other == word);
            let index = index.unwrap_or_else(|| {
                known_words.push(word);
                known_words.len() - 1
            });
            let sendable = known_words[index]
                .chars()
                .all(|c| c.is_ascii_graphic() || c == ' ');
            let token = |c: char| c.is_ascii_alphanumeric() || "!$%&'+-.^_`|~".contains(c);
            let sign = match sendable {
                true if known_words[index].chars().all(token) => "",
                true => "(",
                false => "\u{a7}",
            };
            shape_of.push_str(&format!("harmless{index}{sign}"));
        }
    };
    for c in payload.chars() {
        if matches!(c, '{' | '}' | '<' | '/' | '*' | '#' | ';') {
            flush(&mut words, &mut shape_of);
            shape_of.push(c);
        } else {
            words.push(c);
        }
    }
    flush(&mut words, &mut shape_of);
    shape_of
}
