//! `rejoinder generate`: the source of its document and its settings.

use std::path::Path;

use super::process::{PETS, SPEC, files, folder, pets, run, run_with};

const CONFIG: &str = "\
input = \"api.yaml\"
output = \"client\"
name = \"configured\"
[include]
tags = [\"keepers\"]
paths = [\"/keepers\"]
";

/// Returns a folder with a document and a configuration in `sub`.
fn configured(name: &str) -> std::path::PathBuf {
    let folder = folder(name);
    std::fs::create_dir_all(folder.join("sub")).unwrap();
    std::fs::write(folder.join("sub/api.yaml"), PETS).unwrap();
    std::fs::write(folder.join("sub/rejoinder.toml"), CONFIG).unwrap();
    folder
}

/// Returns the name of the package in a folder.
fn package(folder: &Path) -> String {
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let line = manifest.lines().find(|line| line.starts_with("name = "));
    line.unwrap().to_owned()
}

/// Returns the modules with operations.
fn tags(folder: &Path) -> Vec<&'static str> {
    let src = folder.join("src");
    ["keepers", "pets"]
        .into_iter()
        .filter(|tag| src.join(format!("{tag}.rs")).exists())
        .collect()
}

#[test]
fn the_configuration_of_the_current_folder_is_used() {
    let folder = configured("config_here");
    let sub = folder.join("sub");
    run(&sub, &["generate"]).exited(0);
    assert_eq!(package(&sub.join("client")), "name = \"configured\"");
    assert_eq!(tags(&sub.join("client")), ["keepers"]);
}

#[test]
fn a_named_configuration_is_used_with_paths_of_its_folder() {
    let folder = configured("config_named");
    run(&folder, &["generate", "--config", "sub/rejoinder.toml"]).exited(0);
    assert_eq!(package(&folder.join("sub/client")), "name = \"configured\"");
    assert!(!folder.join("client").exists());
}

#[test]
fn the_command_line_overrides_the_configuration() {
    let folder = configured("config_loses");
    std::fs::write(
        folder.join("other.yaml"),
        PETS.replace("list_pets", "list_animals"),
    )
    .unwrap();
    let arguments = [
        "generate",
        "other.yaml",
        "--config",
        "sub/rejoinder.toml",
        "--output",
        "mine",
        "--name",
        "named",
        "--tag",
        "pets",
    ];
    run(&folder, &arguments).exited(0);
    assert!(!folder.join("sub/client").exists());
    let mine = folder.join("mine");
    assert_eq!(package(&mine), "name = \"named\"");
    assert_eq!(tags(&mine), ["pets"]);
    let pets = std::fs::read_to_string(mine.join("src/pets.rs")).unwrap();
    assert!(pets.contains("\"list_animals\""), "{pets}");
}

/// `--operation` replaces all filters of the configuration.
#[test]
fn a_selection_replaces_the_included_operations() {
    let folder = configured("config_included");
    let sub = folder.join("sub");
    run(&sub, &["generate", "--operation", "list_pets"]).exited(0);
    assert_eq!(tags(&sub.join("client")), ["pets"]);
}

/// A document on the command line is used without a configuration.
#[test]
fn the_default_configuration_is_not_used_for_another_document() {
    let folder = configured("config_passed_over");
    let sub = folder.join("sub");
    run(&sub, &["generate", "api.yaml", "--output", "mine"]).exited(0);
    assert_eq!(package(&sub.join("mine")), "name = \"pets\"");
    assert_eq!(tags(&sub.join("mine")), ["keepers", "pets"]);
}

#[test]
fn an_invalid_configuration_is_shown() {
    let folder = pets("config_wrong");
    let config = "input = \"api.yaml\"\noutputs = \"client\"\nlayout = 5\n";
    std::fs::write(folder.join("rejoinder.toml"), config).unwrap();
    run(&folder, &["generate"])
        .exited(1)
        .assert_stderr("rejoinder.toml:2:1")
        .assert_stderr("did you mean `output`?")
        .assert_stderr("rejoinder.toml:3:10");
    run(&folder, &["generate", "--config", "none.toml"])
        .exited(1)
        .assert_stderr("none.toml");
    assert_eq!(files(&folder).len(), 2);
}

#[test]
fn a_hyphen_is_standard_input() {
    let folder = folder("standard_input");
    let arguments = ["generate", "-", "--output", "client", "--name", "piped"];
    run_with(&folder, &arguments, PETS, &[])
        .exited(0)
        .assert_stderr(" --> ");
    let here = pets("no_standard_input");
    let arguments = [
        "generate", "api.yaml", "--output", "client", "--name", "piped",
    ];
    run(&here, &arguments).exited(0);
    assert_eq!(files(&folder.join("client")), files(&here.join("client")));

    let refused = run_with(&folder, &["inspect", "-"], "openapi: 2.0\n", &[]);
    refused.exited(1).assert_stderr("error[");
    let cut = run_with(&folder, &["extract", "-", "--tag", "pets"], PETS, &[]);
    assert!(cut.exited(0).out.contains("operationId: list_pets\n"));
    run_with(&folder, &["init", "-"], PETS, &[]).exited(0);
}

/// Two runs with the same document have equal outputs.
#[test]
fn the_output_is_deterministic() {
    let (first, second) = (folder("first"), folder("second"));
    for folder in [&first, &second] {
        run(folder, &["generate", SPEC, "--output", "client"]).exited(0);
    }
    assert_eq!(files(&first), files(&second));
}

#[test]
fn a_usage_error_has_the_exit_code_2() {
    let folder = pets("usage");
    std::fs::write(folder.join("empty.toml"), "").unwrap();
    let usages: [(&[&str], &str); 13] = [
        (&[], "Usage: rejoinder"),
        (&["regenerate"], "unrecognized subcommand"),
        (&["generate"], "missing SPEC, and no rejoinder.toml"),
        (&["generate", "api.yaml"], "missing --output DIR"),
        (&["generate", "--config", "empty.toml"], "no `input`"),
        (
            &["generate", "api.yaml", "--config", "empty.toml"],
            "missing --output DIR",
        ),
        (
            &["generate", "api.yaml", "--check", "--force"],
            "cannot be used with",
        ),
        (&["generate", "api.yaml", "--outptu", "x"], "--output"),
        (
            &["generate", "api.yaml", "other.yaml"],
            "unexpected argument",
        ),
        (&["init"], "<SPEC>"),
        (&["extract"], "<SPEC>"),
        (&["inspect"], "<SPEC>"),
        (&["completions", "tcsh"], "possible values"),
    ];
    for (arguments, message) in usages {
        let run_result = run(&folder, arguments).exited(2).assert_stderr(message);
        assert_eq!(run_result.out, "", "{arguments:?}");
    }
    assert_eq!(files(&folder).len(), 2);
}
