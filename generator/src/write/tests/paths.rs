//! Tests of output paths.

use super::*;

#[test]
fn paths_that_are_refused() {
    let folder = Folder::new("paths");
    let leads_out = |path: &str| {
        format!("invalid path `{path}`: outside of the output directory, or with an empty segment")
    };
    let odd = |path: &str| format!("invalid path `{path}`: invalid character in a file name");
    let device = |path: &str| format!("invalid path `{path}`: the name of a device on Windows");
    let trimmed = |path: &str| {
        format!("invalid path `{path}`: Windows removes a dot or a space at the end of a name")
    };
    let long = format!("a/{}.rs", "x".repeat(300));
    let collision = |one: &str, other: &str, kind: &str| {
        format!("duplicate {kind} `{one}` and `{other}`: file systems may ignore case")
    };
    for (path, expected) in [
        ("", "invalid path ``: empty".to_owned()),
        ("/etc/a", leads_out("/etc/a")),
        ("..", leads_out("..")),
        ("../a", leads_out("../a")),
        ("a/../b", leads_out("a/../b")),
        ("a//b", leads_out("a//b")),
        ("a/", leads_out("a/")),
        ("./a", leads_out("./a")),
        ("a\\b", odd("a\\\\b")),
        ("C:/b", odd("C:/b")),
        ("a\0", odd("a\\0")),
        ("a*", odd("a*")),
        ("a.", trimmed("a.")),
        ("a /b", trimmed("a /b")),
        ("a/...", trimmed("a/...")),
        ("CON", device("CON")),
        ("a/aux.rs", device("a/aux.rs")),
        ("nul.tar.gz", device("nul.tar.gz")),
        ("com1/a", device("com1/a")),
        ("lpt².rs", device("lpt².rs")),
        ("prn .rs", device("prn .rs")),
        (
            RECORD,
            "invalid path `.rejoinder`: reserved for the record of generated files".to_owned(),
        ),
        (
            ".REJOINDER",
            "invalid path `.REJOINDER`: reserved for the record of generated files".to_owned(),
        ),
        (
            long.as_str(),
            format!(
                "invalid path `a/{}…`: a file name has at most 255 bytes",
                "x".repeat(98)
            ),
        ),
        (
            "Models/Ünit.rs",
            collision("Models/Ünit.rs", "models/ünit.rs", "file"),
        ),
        (
            "models/Σ.rs",
            collision("models/Σ.rs", "models/ς.rs", "file"),
        ),
        (
            "models/\u{17f}.rs",
            collision("models/s.rs", "models/\u{17f}.rs", "file"),
        ),
        ("MODELS/b.rs", collision("MODELS", "models", "folder")),
        (
            "models",
            "duplicate path `models`: a file and a folder".to_owned(),
        ),
        (
            "models/s.rs/a",
            "duplicate path `models/s.rs`: a file and a folder".to_owned(),
        ),
    ] {
        let files = modules(&[
            ("models/s.rs", ""),
            ("models/ς.rs", ""),
            ("models/ünit.rs", ""),
            (path, ""),
        ]);
        let found = messages(folder.write(&files));
        assert!(found.contains(&expected), "{path}: {found:?}");
        assert_eq!(messages(folder.check(&files)), found);
        assert!(folder.all().is_empty());
    }
    for path in [
        "auxiliary.rs",
        "com.rs",
        "com10.rs",
        "console/a.rs",
        ".a",
        "a b",
        &"x".repeat(255),
    ] {
        folder.write(&modules(&[(path, "")])).unwrap();
        assert!(folder.all().iter().any(|found| found == path), "{path}");
    }
}

#[test]
fn code_stays_in_its_folder_and_the_rest_out_of_it() {
    let folder = Folder::new("sides");
    let mut files = files(&[("a.rs", "")]);
    files.shared.insert("src/b.rs".into(), String::new());
    assert_eq!(
        messages(folder.write(&files)),
        [
            "invalid path `a.rs`: not in the folder of the code",
            "invalid path `src/b.rs`: in the folder of the code",
        ]
    );
    files.code_folder = "../src".into();
    assert!(
        messages(folder.write(&files)).contains(
            &"invalid path `../src`: outside of the output directory, or with an empty segment"
                .to_owned()
        )
    );
    assert!(folder.all().is_empty());
}

#[test]
fn paths_that_are_not_files() {
    let folder = Folder::new("things");
    folder.put("a.rs/b", "");
    folder.put("c", "");
    let found = messages(folder.write(&modules(&[("a.rs", ""), ("c/d.rs", "")])));
    let output = folder.output();
    let name = output.display();
    assert_eq!(
        found,
        [
            format!("expected a file at `{name}/a.rs`"),
            format!("expected a folder at `{name}/c`"),
        ]
    );
    for crate_in_file in ["src", "out"] {
        fs::remove_dir_all(&output).unwrap();
        let path = if crate_in_file == "src" {
            output.join("src")
        } else {
            output.clone()
        };
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "mine").unwrap();
        let found = messages(folder.write(&files(&[("src/a.rs", "")])));
        assert_eq!(
            found,
            [format!("expected a folder at `{}`", path.display())]
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    }
    let found = messages(write(Path::new("/"), Edits::Keep, |_| Ok(Files::default())));
    assert_eq!(found, ["invalid output directory `/`"]);
}

#[test]
fn records_are_not_trusted_with_paths() {
    let folder = Folder::new("trust");
    fs::write(folder.0.join("mine"), "x").unwrap();
    let record = Record::of(&map(&[("mine", "x")]), "").content();
    folder.put(RECORD, &record.replace("  mine", "  ../mine"));
    folder.write(&modules(&[])).unwrap();
    assert_eq!(fs::read_to_string(folder.0.join("mine")).unwrap(), "x");
}

#[cfg(unix)]
#[test]
fn links_are_followed_to_the_output_only() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("links");
    let elsewhere = folder.0.join("elsewhere");
    fs::create_dir_all(elsewhere.join("src")).unwrap();
    symlink(&elsewhere, folder.output()).unwrap();
    folder.write(&files(&[("src/a.rs", "a\n")])).unwrap();
    assert_eq!(
        fs::read_to_string(elsewhere.join("src/a.rs")).unwrap(),
        "a\n"
    );
    assert!(fs::symlink_metadata(folder.output()).unwrap().is_symlink());

    fs::remove_dir_all(&elsewhere).unwrap();
    let found = messages(folder.write(&files(&[("src/a.rs", "a\n")])));
    assert!(found[0].starts_with("can't open"), "{found:?}");

    fs::remove_file(folder.output()).unwrap();
    fs::create_dir_all(folder.output()).unwrap();
    fs::create_dir_all(&elsewhere).unwrap();
    symlink(&elsewhere, folder.output().join("src")).unwrap();
    let found = messages(folder.overwrite(&files(&[("src/a.rs", "a\n")])));
    assert!(
        found[0].starts_with("expected a folder at") && found[0].ends_with("src`"),
        "{found:?}"
    );
    assert!(fs::read_dir(&elsewhere).unwrap().next().is_none());
}
