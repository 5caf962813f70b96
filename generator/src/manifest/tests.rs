//! Tests of `manifest`.

use super::*;

fn plain(name: &'static str) -> Dependency {
    Dependency {
        name,
        version: "1",
        default_features: true,
        features: Vec::new(),
        optional: false,
    }
}

fn feature(name: &str, enables: &[&str]) -> (String, Vec<String>) {
    let enables = enables.iter().map(|it| (*it).to_owned());
    (name.to_owned(), enables.collect())
}

fn ours() -> Manifest {
    Manifest {
        name: "pets".into(),
        description: "A client of \"Pets\"".into(),
        rust_version: "1.88",
        dependencies: vec![
            plain("bytes"),
            Dependency {
                version: "0.13",
                default_features: false,
                features: vec!["http2", "stream"],
                optional: true,
                ..plain("reqwest")
            },
        ],
        unneeded: Vec::new(),
        features: vec![
            feature("default", &["reqwest", "rustls"]),
            feature("rustls", &["reqwest?/rustls"]),
        ],
    }
}

const FRESH: &str = r#"[package]
name = "pets"
version = "0.1.0"
description = 'A client of "Pets"'
edition = "2024"
rust-version = "1.88"

[features]
default = ["reqwest", "rustls"]
rustls = ["reqwest?/rustls"]

[dependencies]
bytes = "1"
reqwest = { version = "0.13", default-features = false, features = ["http2", "stream"], optional = true }
"#;

#[test]
fn a_new_file_is_tidy() {
    assert_eq!(merge(None, &ours()).unwrap(), FRESH);
    assert_eq!(merge(Some(FRESH), &ours()).unwrap(), FRESH);
}

#[test]
fn only_our_keys_change() {
    let existing = r#"# my client
[package]
  name    =   'old' # the name
version = "3.1.4"
description = "mine"
rust-version.workspace = true
license="MIT"

[dependencies]
# wire
bytes   =  "0.5"   # old
mine = { path = "../mine" }

[dependencies.reqwest]
version = "0.12" # look here
path = "../reqwest"
features = [
    "old",
]

[dev-dependencies]
insta="1"

[features]
extra = []
rustls = []   # tls
"#;
    let merged = r#"# my client
[package]
  name    =   "pets" # the name
version = "3.1.4"
description = "mine"
rust-version.workspace = true
license="MIT"

[dependencies]
# wire
bytes   =  "1"   # old
mine = { path = "../mine" }

[dependencies.reqwest]
version = "0.13" # look here
path = "../reqwest"
features = ["old", "http2", "stream"]
default-features = false
optional = true

[dev-dependencies]
insta="1"

[features]
extra = []
rustls = ["reqwest?/rustls"]   # tls
default = ["reqwest", "rustls"]
"#;
    assert_eq!(merge(Some(existing), &ours()).unwrap(), merged);
    assert_eq!(merge(Some(merged), &ours()).unwrap(), merged);
}

/// Each case has the existing file, the required content, and the merged file.
#[test]
fn the_forms_of_a_dependency() {
    let other = Dependency {
        default_features: false,
        features: vec!["a"],
        optional: true,
        ..plain("it")
    };
    let inherited = "it = { workspace = true }";
    for (present, ours, expected) in [
        ("", plain("it"), "it = \"1\""),
        ("it = \"1\"", plain("it"), "it = \"1\""),
        ("it = '1'", plain("it"), "it = '1'"),
        (
            "it = { version = \"1\" }",
            plain("it"),
            "it = { version = \"1\" }",
        ),
        (
            "it = {version=\"0\",optional=true,features=[\"x\"],git=\"u\"}",
            plain("it"),
            "it = {version=\"1\",features=[\"x\"],git=\"u\"}",
        ),
        (
            "it = { version = \"0\", optional = true }",
            plain("it"),
            "it = { version = \"1\" }",
        ),
        (
            "it = { version = \"1\", default-features = true, features = [] }",
            plain("it"),
            "it = { version = \"1\", default-features = true, features = [] }",
        ),
        (
            "it = \"1\" # why",
            other.clone(),
            "it = { version = \"1\", default-features = false, features = [\"a\"], optional = true } # why",
        ),
        ("it.version = \"0\"", plain("it"), "it.version = \"1\""),
        (inherited, plain("it"), inherited),
        (
            inherited,
            other,
            "it = { workspace = true, features = [\"a\"], optional = true }",
        ),
    ] {
        let package = "[package]\nname = \"a\"\nrust-version = \"1\"\n\n[dependencies]\n";
        let ours = Manifest {
            name: "a".into(),
            description: String::new(),
            rust_version: "1",
            unneeded: Vec::new(),
            dependencies: vec![ours],
            features: Vec::new(),
        };
        let merged = merge(Some(&format!("{package}{present}\n")), &ours).unwrap();
        let merged = merged.strip_prefix(package).unwrap().trim_end();
        assert_eq!(merged, expected, "{present}");
    }
}

#[test]
fn nothing_to_do_is_nothing_done() {
    for text in [
        format!("\u{feff}{FRESH}"),
        FRESH.replace('\n', "\r\n"),
        FRESH.trim_end().to_owned(),
    ] {
        assert_eq!(merge(Some(&text), &ours()).unwrap(), text);
    }
}

/// The feature of a removed tag is removed, unless the user changed the feature.
#[test]
fn features_of_tags_that_are_no_more() {
    let with = |tags: &[&str]| {
        let mut ours = ours();
        ours.features.push(feature("all-tags", tags));
        ours.features
            .extend(tags.iter().map(|tag| feature(tag, &[])));
        ours
    };
    let text = merge(None, &with(&["a", "b", "c"])).unwrap();
    let text = text.replace("c = []", "c = [\"dep:own\"]\nown = []");
    let fewer = merge(Some(&text), &with(&["a", "d"])).unwrap();
    let expected = FRESH.replace(
        "rustls = [\"reqwest?/rustls\"]\n",
        "rustls = [\"reqwest?/rustls\"]\nall-tags = [\"a\", \"d\"]\na = []\nc = [\"dep:own\"]\nown = []\nd = []\n",
    );
    assert_eq!(fewer, expected);
    let none = merge(Some(&fewer), &ours()).unwrap();
    let expected = FRESH.replace(
        "rustls = [\"reqwest?/rustls\"]\n",
        "rustls = [\"reqwest?/rustls\"]\nc = [\"dep:own\"]\nown = []\n",
    );
    assert_eq!(none, expected);
}

#[test]
fn dependencies_that_are_needed_no_more() {
    let time = || Dependency {
        default_features: false,
        features: vec!["std"],
        ..plain("jiff")
    };
    let mut with = ours();
    with.dependencies.extend([time(), plain("url")]);
    let text = merge(None, &with).unwrap();
    let unneeded = Manifest {
        unneeded: vec![time(), plain("url"), plain("uuid")],
        ..ours()
    };
    assert_eq!(merge(Some(&text), &unneeded).unwrap(), FRESH);
    for changed in [
        text.replace("\"std\"]", "\"std\", \"js\"]")
            .replace("url = \"1\"\n", ""),
        text.replace("url = \"1\"", "url = \"1\" # mine")
            .replace("jiff = ", "own = "),
        text.replace("jiff = ", "own = ")
            .replace("[features]\n", "[features]\nown = [\"url/serde\"]\n"),
        text.replace("jiff = ", "own = ")
            .replace("url = \"1\"", "url = \"1.0.4\""),
    ] {
        assert_eq!(merge(Some(&changed), &unneeded).unwrap(), changed);
    }
}

#[test]
fn files_that_are_wrong() {
    for (text, expected) in [
        (
            "[package]\nname = \n",
            "invalid TOML in line 2 of the output's Cargo.toml: ",
        ),
        (
            "package = 3\n",
            "expected a table for `package` in the output's Cargo.toml",
        ),
        (
            "[package]\n[dependencies]\nreqwest = 3\n",
            "expected a table for `dependencies.reqwest` in the output's Cargo.toml",
        ),
    ] {
        let found = merge(Some(text), &ours()).unwrap_err();
        assert!(found.message.starts_with(expected), "{found}");
    }
}
