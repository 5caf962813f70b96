//! The comparison finds what it is for: outputs with something smuggled in are told from others.

use crate::{
    output::{Files, bare, generate},
    suite::document,
};

fn files() -> Files {
    generate(&document()).unwrap()
}

/// The output with a text put in place of another.
fn doctored(path: &str, old: &str, new: &str) -> Files {
    let mut files = files();
    let text = files.get_mut(path).unwrap();
    assert!(text.contains(old), "{path} has no {old}");
    *text = text.replacen(old, new, 1);
    files
}

/// Whether the comparison tells the output from the true one.
fn is_told(files: &Files) -> bool {
    let (true_one, found) = (bare(&self::files()).unwrap(), bare(files));
    found.is_err() || found.is_ok_and(|found| !found.beyond(&true_one).is_empty())
}

#[test]
fn other_text_and_names_pass() {
    assert!(!is_told(&files()));
    assert!(!is_told(&doctored(
        "src/models/kind.rs",
        "\"near\"",
        "\"fn evil() {}\""
    )));
    assert!(!is_told(&doctored(
        "src/models/kind.rs",
        "    Near,",
        "    Evil,"
    )));
    assert!(!is_told(&doctored(
        "src/models/kind.rs",
        "/// Said of",
        "/// fn evil() {} of"
    )));
}

#[test]
fn code_is_found() {
    let models = "src/models/kind.rs";
    for evil in [
        "fn evil() {}\n",
        "mod evil {}\n",
        "mod evil;\n",
        "evil!();\n",
        "#[evil]\n",
        "#[doc = include_str!(\"/etc/passwd\")]\n",
        "#[test]\nfn evil() {}\n",
        "use evil::evil;\n",
        "const EVIL: () = evil();\n",
        "static EVIL: u8 = 1;\n",
        "extern crate evil;\n",
        "impl Drop for Kind { fn drop(&mut self) {} }\n",
    ] {
        let files = doctored(models, "impl Kind {", &format!("{evil}impl Kind {{"));
        assert!(is_told(&files), "{evil}");
    }
    for (old, new) in [
        ("match self {", "evil(); match self {"),
        ("match self {", "match { evil(); self } {"),
        ("match self {", "match evil!(self) {"),
        ("\"near\"", "concat!(\"near\", 1)"),
        ("\"near\"", "1"),
        ("pub enum", "pub(crate) enum"),
        ("Debug", "Evil"),
    ] {
        assert!(is_told(&doctored(models, old, new)), "{new}");
    }
}

#[test]
fn code_in_comments_is_found() {
    let models = "src/models/kind.rs";
    for evil in [
        "/// ```\n/// evil();\n/// ```\n",
        "/// ~~~rust\n/// evil();\n/// ~~~\n",
        "///\n///     evil();\n///\n",
        "/// ```no_run\n/// evil();\n/// ```\n",
        "/// ```text,rust\n/// evil();\n/// ```\n",
        "/// <script>evil()</script>\n",
        "/// [evil](javascript:evil)\n",
        "/// \u{202e}evil\n",
    ] {
        let files = doctored(
            models,
            "/// Said of",
            &format!("/// Said:\n///\n{evil}/// Said of"),
        );
        assert!(is_told(&files), "{evil}");
    }
    let call = doctored("src/things.rs", "client.call(", "evil(); client.call(");
    assert!(is_told(&call));
    let readme = doctored("README.md", "client.call(", "evil(); client.call(");
    assert!(is_told(&readme));
}

#[test]
fn other_files_are_found() {
    let renamed = |from: &str, to: &str| {
        let mut files = files();
        let text = files.remove(from).unwrap();
        files.insert(to.to_owned(), text);
        files
    };
    for path in [
        "build.rs",
        "src/main.rs",
        "src/../evil.rs",
        "/src/evil.rs",
        "src/con.rs",
        "src/E.rs",
    ] {
        assert!(is_told(&renamed("src/files.rs", path)), "{path}");
    }
    assert!(is_told(&doctored(
        "Cargo.toml",
        "[features]",
        "[dependencies.evil]\npath = \"\"\n[features]"
    )));
    assert!(is_told(&doctored(
        "Cargo.toml",
        "[features]",
        "build = \"src/lib.rs\"\n[features]"
    )));
    assert!(is_told(&doctored(
        "src/runtime/mod.rs",
        "mod ",
        "mod evil; mod "
    )));
}
