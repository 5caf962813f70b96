//! `rejoinder init`: a valid configuration, with valid keys in its comments.

use std::path::Path;

use rejoinder::{Config, Settings};

use super::process::{PETS, SPEC, folder, pets, run};

const FILE: &str = "rejoinder.toml";

fn read(folder: &Path) -> Config {
    Config::read(&folder.join(FILE)).unwrap()
}

/// Returns the commented key or header of a line.
fn commented(line: &str) -> Option<&str> {
    let line = line.strip_prefix("# ")?;
    let is_header = line.starts_with('[') && line.ends_with(']');
    let key = line.split_once(" = ").map_or("", |(key, _)| key);
    let is_key = !key.is_empty() && !key.trim_matches('"').contains(' ');
    (is_header || is_key).then_some(line)
}

/// Returns the template with the selected comments as keys.
fn uncommented(template: &str, is_selected: impl Fn(usize) -> bool) -> String {
    let lines = template.lines().enumerate();
    let lines = lines.map(|(index, line)| match commented(line) {
        Some(key) if is_selected(index) => format!("{key}\n"),
        _ => format!("{line}\n"),
    });
    lines.collect()
}

#[test]
fn generate_uses_the_written_configuration() {
    let folder = pets("init");
    let done = run(&folder, &["init", "api.yaml"])
        .exited(0)
        .assert_no_stderr();
    assert_eq!(
        done.out,
        "wrote rejoinder.toml; `rejoinder generate` reads it\n"
    );
    let config = read(&folder);
    assert_eq!(config.input, Some(folder.join("api.yaml")));
    assert_eq!(config.output, Some(folder.join("pets")));
    // All commented keys have their defaults, so only the name is set.
    let expected = Settings {
        name: Some("pets".to_owned()),
        ..Settings::default()
    };
    assert_eq!(config.settings, expected);

    let done = run(&folder, &["generate"]).exited(0);
    assert!(
        done.out
            .starts_with("crate       pets, in pets\noperations  2, 1 left out\n"),
        "{}",
        done.out
    );
    let manifest = std::fs::read_to_string(folder.join("pets/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"pets\""), "{manifest}");
}

#[test]
fn an_existing_configuration_is_kept() {
    let folder = pets("init_twice");
    std::fs::write(folder.join(FILE), "# mine\n").unwrap();
    run(&folder, &["init", "api.yaml"])
        .exited(1)
        .assert_stderr("`rejoinder.toml` already exists");
    let content = std::fs::read_to_string(folder.join(FILE)).unwrap();
    assert_eq!(content, "# mine\n");
}

#[test]
fn an_invalid_document_has_no_configuration() {
    let folder = folder("init_refused");
    run(&folder, &["init", "api.yaml"])
        .exited(1)
        .assert_stderr("error[io]");
    std::fs::write(folder.join("api.yaml"), "- 1\n").unwrap();
    run(&folder, &["init", "api.yaml"])
        .exited(1)
        .assert_stderr("error[not-openapi]");
    assert!(!folder.join(FILE).exists());
}

#[test]
fn each_commented_key_is_valid() {
    let folder = folder("init_each");
    run(&folder, &["init", SPEC]).exited(0);
    let template = std::fs::read_to_string(folder.join(FILE)).unwrap();
    let lines: Vec<&str> = template.lines().collect();
    let keys: Vec<usize> = (0..lines.len())
        .filter(|index| commented(lines[*index]).is_some_and(|line| !line.starts_with('[')))
        .collect();
    assert_eq!(keys.len(), 30, "{template}");
    let unchanged = read(&folder);
    for index in keys {
        // A key of a table needs the header above it.
        let header = (0..index)
            .rev()
            .find(|above| commented(lines[*above]).is_some_and(|line| line.starts_with('[')));
        let content = uncommented(&template, |line| line == index || Some(line) == header);
        std::fs::write(folder.join(FILE), &content).unwrap();
        let config = read(&folder);
        // These commented keys have their default as value.
        let defaults = [
            "# layout",
            "# features",
            "# time",
            "# uri",
            "# null_as_empty",
            "# undocumented_media_types",
            "# undocumented_success",
            "# times_without_offset",
        ];
        if defaults.iter().any(|key| lines[index].starts_with(key)) {
            assert_eq!(config, unchanged, "{}", lines[index]);
        } else if !lines[index].ends_with("[]") {
            assert_ne!(config, unchanged, "{} has no effect", lines[index]);
        }
    }
    std::fs::write(folder.join(FILE), uncommented(&template, |_| true)).unwrap();
    let all = read(&folder).settings;
    assert_eq!(all.include.tags, ["oauth-authorizations"]);
    assert_eq!(all.exclude.paths, ["/internal/*"]);
    assert_eq!(all.derives, ["schemars::JsonSchema"]);
    assert_eq!(all.rename.schemas["basic-error"], "ApiError");
}

/// Titles, tags and paths may contain any character; a comment ends with its line.
#[test]
fn strings_of_the_document_are_escaped() {
    let folder = folder("init_hostile");
    let tag = "a\\\"b]\\n[c]\\r\\u007f\\t#\\u2028é'";
    let title = "Pets\\nlayout = 5";
    let document = PETS
        .replace(
            "tags: [pets]",
            &format!("tags: [\"{tag}\", '''', '\"\"\"']"),
        )
        .replace("title: Pets", &format!("title: \"{title}\""));
    let name = "a \"b\".yaml";
    std::fs::write(folder.join(name), document).unwrap();
    run(&folder, &["init", name]).exited(0);
    let template = std::fs::read_to_string(folder.join(FILE)).unwrap();
    assert_eq!(read(&folder).input, Some(folder.join(name)));
    std::fs::write(folder.join(FILE), uncommented(&template, |_| true)).unwrap();
    let tags = read(&folder).settings.include.tags;
    let expected = "a\"b]\n[c]\r\u{7f}\t#\u{2028}é'";
    assert_eq!(tags, [expected, "'", "\"\"\"", "keepers"]);
}
