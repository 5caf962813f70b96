//! Tests of the comparison: outputs with injected code are detected, and other outputs are not.

use crate::{
    output::{Files, generate, reduce},
    suite::document,
};

fn files() -> Files {
    generate(&document()).unwrap()
}

/// Returns the output with a string replaced.
fn tampered(path: &str, old: &str, new: &str) -> Files {
    let mut files = files();
    let content = files.get_mut(path).unwrap();
    assert!(content.contains(old), "missing {old} in {path}");
    *content = content.replacen(old, new, 1);
    files
}

/// Returns `true` if the comparison detects a difference from the original output.
fn is_detected(files: &Files) -> bool {
    let (original, found) = (reduce(&self::files()).unwrap(), reduce(files));
    found.is_err() || found.is_ok_and(|found| !found.difference(&original).is_empty())
}

#[test]
fn other_strings_and_names_are_not_detected() {
    assert!(!is_detected(&files()));
    assert!(!is_detected(&tampered(
        "src/models/kind.rs",
        "\"near\"",
        "\"fn evil() {}\""
    )));
    assert!(!is_detected(&tampered(
        "src/models/kind.rs",
        "    Near,",
        "    Evil,"
    )));
    assert!(!is_detected(&tampered(
        "src/models/kind.rs",
        "/// Said of",
        "/// fn evil() {} of"
    )));
}

#[test]
fn code_is_detected() {
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
        let files = tampered(models, "impl Kind {", &format!("{evil}impl Kind {{"));
        assert!(is_detected(&files), "{evil}");
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
        assert!(is_detected(&tampered(models, old, new)), "{new}");
    }
}

#[test]
fn code_in_comments_is_detected() {
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
        let files = tampered(
            models,
            "/// Said of",
            &format!("/// Said:\n///\n{evil}/// Said of"),
        );
        assert!(is_detected(&files), "{evil}");
    }
    let call = tampered("src/things.rs", "client.call(", "evil(); client.call(");
    assert!(is_detected(&call));
    let readme = tampered("README.md", "client.call(", "evil(); client.call(");
    assert!(is_detected(&readme));
}

#[test]
fn other_files_are_detected() {
    let renamed = |from: &str, to: &str| {
        let mut files = files();
        let content = files.remove(from).unwrap();
        files.insert(to.to_owned(), content);
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
        assert!(is_detected(&renamed("src/files.rs", path)), "{path}");
    }
    assert!(is_detected(&tampered(
        "Cargo.toml",
        "[features]",
        "[dependencies.evil]\npath = \"\"\n[features]"
    )));
    assert!(is_detected(&tampered(
        "Cargo.toml",
        "[features]",
        "build = \"src/lib.rs\"\n[features]"
    )));
    assert!(is_detected(&tampered(
        "src/runtime/mod.rs",
        "mod ",
        "mod evil; mod "
    )));
}
