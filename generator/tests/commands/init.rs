//! `rejoinder init`: a configuration that works as it is, and with any of its comments made keys.

use std::path::Path;

use rejoinder::{Config, Settings};

use super::process::{PETS, SPEC, folder, pets, run};

const FILE: &str = "rejoinder.toml";

fn read(folder: &Path) -> Config {
    Config::read(&folder.join(FILE)).unwrap()
}

/// The key or header that a line would be if it weren't commented out.
fn commented(line: &str) -> Option<&str> {
    let line = line.strip_prefix("# ")?;
    let is_header = line.starts_with('[') && line.ends_with(']');
    let key = line.split_once(" = ").map_or("", |(key, _)| key);
    let is_key = !key.is_empty() && !key.trim_matches('"').contains(' ');
    (is_header || is_key).then_some(line)
}

/// The template with what it has commented out, line by line as `chosen` says.
fn uncommented(template: &str, chosen: impl Fn(usize) -> bool) -> String {
    let lines = template.lines().enumerate();
    let lines = lines.map(|(index, line)| match commented(line) {
        Some(key) if chosen(index) => format!("{key}\n"),
        _ => format!("{line}\n"),
    });
    lines.collect()
}

#[test]
fn what_it_writes_is_what_generate_uses() {
    let folder = pets("init");
    let done = run(&folder, &["init", "api.yaml"]).ended(0).silent();
    assert_eq!(
        done.out,
        "wrote rejoinder.toml; `rejoinder generate` reads it\n"
    );
    let config = read(&folder);
    assert_eq!(config.input, Some(folder.join("api.yaml")));
    assert_eq!(config.output, Some(folder.join("pets")));
    // The comments say what the defaults are, so there is nothing but the name.
    let expected = Settings {
        name: Some("pets".to_owned()),
        ..Settings::default()
    };
    assert_eq!(config.settings, expected);

    let done = run(&folder, &["generate"]).ended(0);
    assert!(done.out.starts_with("operations  2, 1 left out\n"));
    let manifest = std::fs::read_to_string(folder.join("pets/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"pets\""), "{manifest}");
}

#[test]
fn a_configuration_that_is_there_stays() {
    let folder = pets("init_twice");
    std::fs::write(folder.join(FILE), "# mine\n").unwrap();
    run(&folder, &["init", "api.yaml"])
        .ended(1)
        .complained("`rejoinder.toml` already exists");
    let text = std::fs::read_to_string(folder.join(FILE)).unwrap();
    assert_eq!(text, "# mine\n");
}

#[test]
fn a_document_that_cannot_be_read_gives_none() {
    let folder = folder("init_refused");
    run(&folder, &["init", "api.yaml"])
        .ended(1)
        .complained("error[io]");
    std::fs::write(folder.join("api.yaml"), "- 1\n").unwrap();
    run(&folder, &["init", "api.yaml"])
        .ended(1)
        .complained("error[not-openapi]");
    assert!(!folder.join(FILE).exists());
}

#[test]
fn each_comment_can_be_made_a_key() {
    let folder = folder("init_each");
    run(&folder, &["init", SPEC]).ended(0);
    let template = std::fs::read_to_string(folder.join(FILE)).unwrap();
    let lines: Vec<&str> = template.lines().collect();
    let keys: Vec<usize> = (0..lines.len())
        .filter(|index| commented(lines[*index]).is_some_and(|line| !line.starts_with('[')))
        .collect();
    assert_eq!(keys.len(), 26, "{template}");
    let as_it_is = read(&folder);
    for index in keys {
        // A key of a table needs the header above it.
        let header = (0..index)
            .rev()
            .find(|above| commented(lines[*above]).is_some_and(|line| line.starts_with('[')));
        let text = uncommented(&template, |line| line == index || Some(line) == header);
        std::fs::write(folder.join(FILE), &text).unwrap();
        let config = read(&folder);
        // What is commented out with a default of its own is that default.
        let defaults = [
            "# layout",
            "# features",
            "# time",
            "# uri",
            "# null_as_empty",
            "# other_media_types",
            "# other_success",
            "# times_without_offset",
        ];
        if defaults.iter().any(|key| lines[index].starts_with(key)) {
            assert_eq!(config, as_it_is, "{}", lines[index]);
        } else if !lines[index].ends_with("[]") {
            assert_ne!(config, as_it_is, "{} says nothing", lines[index]);
        }
    }
    std::fs::write(folder.join(FILE), uncommented(&template, |_| true)).unwrap();
    let all = read(&folder).settings;
    assert_eq!(all.include.tags, ["oauth-authorizations"]);
    assert_eq!(all.rename.schemas["basic-error"], "ApiError");
}

/// Titles, tags and paths are texts of others, and a comment ends with its line.
#[test]
fn no_text_of_the_document_gets_out_of_its_place() {
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
    run(&folder, &["init", name]).ended(0);
    let template = std::fs::read_to_string(folder.join(FILE)).unwrap();
    assert_eq!(read(&folder).input, Some(folder.join(name)));
    std::fs::write(folder.join(FILE), uncommented(&template, |_| true)).unwrap();
    let tags = read(&folder).settings.include.tags;
    let expected = "a\"b]\n[c]\r\u{7f}\t#\u{2028}é'";
    assert_eq!(tags, [expected, "'", "\"\"\"", "keepers"]);
}
