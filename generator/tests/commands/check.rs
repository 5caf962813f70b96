//! `rejoinder generate --check` and `--force`: reports of missing, stale and superfluous files.

use std::path::{Path, PathBuf};

use super::process::{Run, files, pets, run};

const GENERATE: [&str; 4] = ["generate", "api.yaml", "--output", "client"];

fn generate(folder: &Path, flags: &[&str]) -> Run {
    run(folder, &[&GENERATE[..], flags].concat())
}

/// Returns a folder with an up-to-date client.
fn generated(name: &str) -> PathBuf {
    let folder = pets(name);
    generate(&folder, &["--quiet"]).exited(0);
    let fresh = generate(&folder, &["--check"]).exited(0);
    assert_eq!(fresh.out, "client is up to date\n");
    folder
}

/// Returns the lines about files, without the warnings of the document.
fn file_lines(run_result: &Run) -> Vec<&str> {
    let lines = run_result.err.lines();
    lines
        .skip_while(|line| {
            let prefixes = ["missing: ", "stale: ", "superfluous: "];
            !prefixes.iter().any(|prefix| line.starts_with(prefix))
        })
        .collect()
}

#[test]
fn a_missing_file_is_named() {
    let folder = generated("check_missing");
    std::fs::remove_file(folder.join("client/src/pets.rs")).unwrap();
    std::fs::remove_file(folder.join("client/src/keepers.rs")).unwrap();
    let before = files(&folder);
    let run_result = generate(&folder, &["--check"]).exited(1);
    let expected = [
        "missing: client/src/keepers.rs",
        "missing: client/src/pets.rs",
        "run again without --check; add --force to overwrite edited files",
    ];
    assert_eq!(file_lines(&run_result), expected);
    assert_eq!(run_result.out, "");
    assert_eq!(files(&folder), before);
}

#[test]
fn a_stale_file_is_shown_with_its_changed_lines() {
    let folder = generated("check_stale");
    let pets = folder.join("client/src/pets.rs");
    let content = std::fs::read_to_string(&pets).unwrap();
    let lines: Vec<&str> = content.lines().collect();
    // The edited file has a changed line, an added line and a removed line.
    let mut edited = lines.clone();
    edited[4] = "changed";
    edited.insert(8, "added");
    let gone = edited.remove(11);
    std::fs::write(&pets, edited.join("\n") + "\n").unwrap();
    let before = files(&folder);
    let run_result = generate(&folder, &["--check"]).exited(1);
    let expected = [
        "stale: client/src/pets.rs".to_owned(),
        "        5 - changed".to_owned(),
        format!("        5 + {}", lines[4]).trim_end().to_owned(),
        "        9 - added".to_owned(),
        format!("       11 + {gone}").trim_end().to_owned(),
        "run again without --check; add --force to overwrite edited files".to_owned(),
    ];
    assert_eq!(file_lines(&run_result), expected);
    assert_eq!(files(&folder), before);
}

/// A completely different file isn't shown whole.
#[test]
fn a_long_difference_is_cut() {
    let folder = generated("check_long");
    std::fs::write(folder.join("client/src/pets.rs"), "edited\n").unwrap();
    let run_result = generate(&folder, &["--check"]).exited(1);
    let lines = file_lines(&run_result);
    assert_eq!(lines.len(), 15, "{lines:#?}");
    assert_eq!(lines[1], "        1 - edited");
    assert!(lines[13].starts_with("          and "), "{lines:#?}");
    assert!(lines[13].ends_with(" more changed lines"), "{lines:#?}");
}

/// Only files that Rejoinder wrote are superfluous.
#[test]
fn a_superfluous_file_is_named() {
    let folder = generated("check_superfluous");
    std::fs::write(folder.join("client/src/mine.rs"), "// mine\n").unwrap();
    let fewer = ["--check", "--tag", "pets"];
    let run_result = generate(&folder, &fewer).exited(1);
    let lines = file_lines(&run_result);
    let superfluous = "superfluous: client/src/keepers.rs";
    assert!(lines.contains(&superfluous), "{lines:#?}");
    assert!(!run_result.err.contains("mine.rs"), "{lines:#?}");
    assert!(folder.join("client/src/keepers.rs").exists());
}

/// A manifest without a generated key is stale. The README belongs to the user.
#[test]
fn a_stale_manifest_is_named_and_the_readme_is_ignored() {
    let folder = generated("check_manifest");
    std::fs::write(folder.join("client/README.md"), "mine\n").unwrap();
    generate(&folder, &["--check"]).exited(0);
    let manifest = folder.join("client/Cargo.toml");
    let content = std::fs::read_to_string(&manifest).unwrap();
    let without: String = content
        .lines()
        .filter(|line| !line.starts_with("bytes = "))
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(&manifest, without).unwrap();
    let run_result = generate(&folder, &["--check"]).exited(1);
    assert_eq!(file_lines(&run_result)[0], "stale: client/Cargo.toml");
    assert!(
        file_lines(&run_result)[1].ends_with(" + bytes = \"1.8\""),
        "{}",
        run_result.err
    );
}

/// `--quiet` suppresses only the final message of success.
#[test]
fn quiet_reports_stale_files() {
    let folder = generated("check_quiet");
    std::fs::remove_file(folder.join("client/src/pets.rs")).unwrap();
    let run_result = generate(&folder, &["--check", "--quiet"]).exited(1);
    assert!(
        run_result.err.starts_with("missing: "),
        "{}",
        run_result.err
    );
}

#[test]
fn force_replaces_only_generated_files() {
    let folder = generated("force");
    let before = files(&folder);
    let edited = folder.join("client/src/pets.rs");
    let mine = folder.join("client/src/mine.rs");
    std::fs::write(&edited, "edited\n").unwrap();
    std::fs::write(&mine, "// mine\n").unwrap();
    generate(&folder, &[])
        .exited(1)
        .assert_stderr("pets.rs")
        .assert_stderr("`--force`");
    assert_eq!(std::fs::read_to_string(&edited).unwrap(), "edited\n");
    let run_result = generate(&folder, &["--force"]).exited(0);
    assert!(run_result.out.contains("1 written"), "{}", run_result.out);
    assert_eq!(std::fs::read_to_string(&mine).unwrap(), "// mine\n");
    std::fs::remove_file(&mine).unwrap();
    assert_eq!(files(&folder), before);
}

/// A file that Rejoinder didn't write is never replaced, even with `--force`.
#[test]
fn force_keeps_hand_written_files() {
    let folder = pets("force_others");
    std::fs::create_dir_all(folder.join("client/src")).unwrap();
    let mine = folder.join("client/src/pets.rs");
    std::fs::write(&mine, "// mine\n").unwrap();
    for flags in [&[][..], &["--force"]] {
        generate(&folder, flags).exited(1).assert_stderr("pets.rs");
        assert_eq!(files(&folder).len(), 2);
    }
}
