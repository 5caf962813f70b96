//! `rejoinder generate --check` and `--force`: what isn't as it would be, each by its name.

use std::path::{Path, PathBuf};

use super::process::{Ran, files, pets, run};

const GENERATE: [&str; 4] = ["generate", "api.yaml", "--output", "client"];

fn generate(folder: &Path, flags: &[&str]) -> Ran {
    run(folder, &[&GENERATE[..], flags].concat())
}

/// A folder with a client that is as it should be.
fn generated(name: &str) -> PathBuf {
    let folder = pets(name);
    generate(&folder, &["--quiet"]).ended(0);
    let fresh = generate(&folder, &["--check"]).ended(0);
    assert_eq!(fresh.out, "client is up to date\n");
    folder
}

/// What is said of the files, without the warnings of the document.
fn said(ran: &Ran) -> Vec<&str> {
    let lines = ran.err.lines();
    lines
        .skip_while(|line| {
            let sorts = ["missing: ", "stale: ", "superfluous: "];
            !sorts.iter().any(|sort| line.starts_with(sort))
        })
        .collect()
}

#[test]
fn a_missing_file_is_named() {
    let folder = generated("check_missing");
    std::fs::remove_file(folder.join("client/src/pets.rs")).unwrap();
    std::fs::remove_file(folder.join("client/src/keepers.rs")).unwrap();
    let before = files(&folder);
    let ran = generate(&folder, &["--check"]).ended(1);
    let expected = [
        "missing: client/src/keepers.rs",
        "missing: client/src/pets.rs",
        "run again without --check; add --force to overwrite edited files",
    ];
    assert_eq!(said(&ran), expected);
    assert_eq!(ran.out, "");
    assert_eq!(files(&folder), before);
}

#[test]
fn a_stale_file_is_shown_with_its_lines() {
    let folder = generated("check_stale");
    let pets = folder.join("client/src/pets.rs");
    let text = std::fs::read_to_string(&pets).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    // A line is changed, one is added, one is gone.
    let mut edited = lines.clone();
    edited[4] = "changed";
    edited.insert(8, "added");
    let gone = edited.remove(11);
    std::fs::write(&pets, edited.join("\n") + "\n").unwrap();
    let before = files(&folder);
    let ran = generate(&folder, &["--check"]).ended(1);
    let expected = [
        "stale: client/src/pets.rs".to_owned(),
        "        5 - changed".to_owned(),
        format!("        5 + {}", lines[4]).trim_end().to_owned(),
        "        9 - added".to_owned(),
        format!("       11 + {gone}").trim_end().to_owned(),
        "run again without --check; add --force to overwrite edited files".to_owned(),
    ];
    assert_eq!(said(&ran), expected);
    assert_eq!(files(&folder), before);
}

/// A file of which nothing is left the same isn't shown whole.
#[test]
fn a_long_difference_is_cut() {
    let folder = generated("check_long");
    std::fs::write(folder.join("client/src/pets.rs"), "edited\n").unwrap();
    let ran = generate(&folder, &["--check"]).ended(1);
    let lines = said(&ran);
    assert_eq!(lines.len(), 15, "{lines:#?}");
    assert_eq!(lines[1], "        1 - edited");
    assert!(lines[13].starts_with("          and "), "{lines:#?}");
    assert!(lines[13].ends_with(" more changed lines"), "{lines:#?}");
}

/// Of what Rejoinder wrote before; files of others are no business of its.
#[test]
fn a_superfluous_file_is_named() {
    let folder = generated("check_superfluous");
    std::fs::write(folder.join("client/src/mine.rs"), "// mine\n").unwrap();
    let fewer = ["--check", "--tag", "pets"];
    let ran = generate(&folder, &fewer).ended(1);
    let lines = said(&ran);
    let superfluous = "superfluous: client/src/keepers.rs";
    assert!(lines.contains(&superfluous), "{lines:#?}");
    assert!(!ran.err.contains("mine.rs"), "{lines:#?}");
    assert!(folder.join("client/src/keepers.rs").exists());
}

/// A manifest that lacks a key of ours is stale; a README is the user's.
#[test]
fn manifest_and_readme() {
    let folder = generated("check_manifest");
    std::fs::write(folder.join("client/README.md"), "mine\n").unwrap();
    generate(&folder, &["--check"]).ended(0);
    let manifest = folder.join("client/Cargo.toml");
    let text = std::fs::read_to_string(&manifest).unwrap();
    let without: String = text
        .lines()
        .filter(|line| !line.starts_with("bytes = "))
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(&manifest, without).unwrap();
    let ran = generate(&folder, &["--check"]).ended(1);
    assert_eq!(said(&ran)[0], "stale: client/Cargo.toml");
    assert!(said(&ran)[1].ends_with(" + bytes = \"1\""), "{}", ran.err);
}

/// With `--quiet` it is the end alone that says that all is well; what isn't is said all the same.
#[test]
fn quiet_says_what_is_stale() {
    let folder = generated("check_quiet");
    std::fs::remove_file(folder.join("client/src/pets.rs")).unwrap();
    let ran = generate(&folder, &["--check", "--quiet"]).ended(1);
    assert!(ran.err.starts_with("missing: "), "{}", ran.err);
}

#[test]
fn force_replaces_edits_and_nothing_of_others() {
    let folder = generated("force");
    let before = files(&folder);
    let edited = folder.join("client/src/pets.rs");
    let mine = folder.join("client/src/mine.rs");
    std::fs::write(&edited, "edited\n").unwrap();
    std::fs::write(&mine, "// mine\n").unwrap();
    generate(&folder, &[])
        .ended(1)
        .complained("pets.rs")
        .complained("`--force`");
    assert_eq!(std::fs::read_to_string(&edited).unwrap(), "edited\n");
    let ran = generate(&folder, &["--force"]).ended(0);
    assert!(ran.out.contains("1 written"), "{}", ran.out);
    assert_eq!(std::fs::read_to_string(&mine).unwrap(), "// mine\n");
    std::fs::remove_file(&mine).unwrap();
    assert_eq!(files(&folder), before);
}

/// A file of somebody else in the place of one of ours isn't ours to replace, `--force` or not.
#[test]
fn force_is_no_license_for_files_of_others() {
    let folder = pets("force_others");
    std::fs::create_dir_all(folder.join("client/src")).unwrap();
    let mine = folder.join("client/src/pets.rs");
    std::fs::write(&mine, "// mine\n").unwrap();
    for flags in [&[][..], &["--force"]] {
        generate(&folder, flags).ended(1).complained("pets.rs");
        assert_eq!(files(&folder).len(), 2);
    }
}
