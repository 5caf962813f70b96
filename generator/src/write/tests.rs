//! Tests of `write`.

use super::*;

/// A folder that is there for one test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("rejoinder-write-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        drop(fs::remove_dir_all(&path));
        Self(path)
    }

    fn put(&self, path: &str, content: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn get(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }

    /// Every file and folder, but for the record.
    fn all(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(&self.0).unwrap().to_str().unwrap();
                found.push(name.replace('\\', "/"));
                if path.is_dir() {
                    folders.push(path);
                }
            }
        }
        found.sort();
        found.retain(|path| path != RECORD);
        found
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn files(owned: &[(&str, &str)]) -> Files {
    let owned = owned.iter();
    Files {
        owned: owned
            .map(|(path, content)| ((*path).into(), (*content).into()))
            .collect(),
        shared: BTreeMap::from([("Cargo.toml".into(), "[package]\n".into())]),
    }
}

fn messages<T: std::fmt::Debug>(result: Result<T, Vec<Diagnostic>>) -> Vec<String> {
    let found = result.unwrap_err();
    found.into_iter().map(|it| it.message).collect()
}

#[test]
fn writes_only_what_differs() {
    let folder = Folder::new("differs");
    let first = files(&[("src/a.rs", "a\n"), ("src/b/c.rs", "c\n")]);
    let written = write(&first, &folder.0).unwrap();
    assert_eq!(
        written.written,
        [".rejoinder", "Cargo.toml", "src/a.rs", "src/b/c.rs"]
    );
    assert_eq!(
        folder.get(RECORD),
        "# The files that Rejoinder wrote, with their sha256. Commit this file; don't edit it.\n\
         87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7  src/a.rs\n\
         a3a5e715f0cc574a73c3f9bebb6bc24f32ffd5b67b387244c2c909da779a1478  src/b/c.rs\n"
    );
    assert!(check(&first, &folder.0).unwrap().is_fresh());

    let before = fs::metadata(folder.0.join("src/a.rs"))
        .unwrap()
        .modified()
        .unwrap();
    let second = files(&[("src/a.rs", "a\n"), ("src/d.rs", "d\n")]);
    let stale = check(&second, &folder.0).unwrap();
    assert_eq!(stale.missing, ["src/d.rs"]);
    assert_eq!(stale.stale, [".rejoinder"]);
    assert_eq!(stale.superfluous, ["src/b/c.rs"]);
    let written = write(&second, &folder.0).unwrap();
    assert_eq!(written.written, [".rejoinder", "src/d.rs"]);
    assert_eq!(written.unchanged, ["Cargo.toml", "src/a.rs"]);
    assert_eq!(written.removed, ["src/b/c.rs"]);
    let after = fs::metadata(folder.0.join("src/a.rs"))
        .unwrap()
        .modified()
        .unwrap();
    assert_eq!(before, after);
    assert_eq!(folder.all(), ["Cargo.toml", "src", "src/a.rs", "src/d.rs"]);
    assert_eq!(write(&second, &folder.0).unwrap().written, [""; 0]);
}

#[test]
fn what_people_wrote_is_never_touched() {
    let folder = Folder::new("people");
    let first = files(&[("a.rs", "a\n"), ("b.rs", "b\n"), ("gone.rs", "gone\n")]);
    write(&first, &folder.0).unwrap();
    folder.put("a.rs", "edited\n");
    folder.put("gone.rs", "edited\n");
    folder.put("new.rs", "mine\n");
    folder.put("same.rs", "same\n");
    folder.put("Cargo.toml", "mine\n");
    let second = files(&[
        ("a.rs", "a2\n"),
        ("b.rs", "b2\n"),
        ("new.rs", "new\n"),
        ("same.rs", "same\n"),
    ]);
    assert_eq!(
        messages(write(&second, &folder.0)),
        [
            "`a.rs` was edited since Rejoinder wrote it",
            "`new.rs` is in the way, and was not written by Rejoinder",
            "`gone.rs` is no longer generated, but was edited since Rejoinder wrote it",
        ]
    );
    assert_eq!(folder.get("b.rs"), "b\n", "nothing is written before");

    folder.put("a.rs", "a2\n");
    fs::remove_file(folder.0.join("gone.rs")).unwrap();
    fs::remove_file(folder.0.join("new.rs")).unwrap();
    folder.put("other/mine.rs", "mine\n");
    let written = write(&second, &folder.0).unwrap();
    assert_eq!(
        written.written,
        [".rejoinder", "Cargo.toml", "b.rs", "new.rs"]
    );
    assert_eq!(written.unchanged, ["a.rs", "same.rs"]);
    assert_eq!(folder.get("other/mine.rs"), "mine\n");
}

#[test]
fn ends_of_lines_are_not_edits() {
    let folder = Folder::new("crlf");
    let first = files(&[("a.rs", "a\nb\n"), ("b.rs", "b\n")]);
    write(&first, &folder.0).unwrap();
    for path in ["a.rs", "b.rs", "Cargo.toml", RECORD] {
        folder.put(path, &folder.get(path).replace('\n', "\r\n"));
    }
    assert!(check(&first, &folder.0).unwrap().is_fresh());
    let second = files(&[("a.rs", "a\nb\n"), ("b.rs", "b2\n")]);
    let written = write(&second, &folder.0).unwrap();
    assert_eq!(written.written, [".rejoinder", "b.rs"]);
}

#[test]
fn records_of_two_runs_are_one() {
    let folder = Folder::new("merge");
    write(&files(&[("a.rs", "a\n")]), &folder.0).unwrap();
    let ours = folder.get(RECORD);
    folder.put("a.rs", "theirs\n");
    let theirs = Record::of(&files(&[("a.rs", "theirs\n")]).owned).text();
    folder.put(
        RECORD,
        &format!("<<<<<<< a\n{ours}=======\n{theirs}>>>>>>> b\n"),
    );
    let written = write(&files(&[("a.rs", "new\n")]), &folder.0).unwrap();
    assert_eq!(written.written, [".rejoinder", "a.rs"]);
}

#[test]
fn paths_that_are_refused() {
    let folder = Folder::new("paths");
    for (path, expected) in [
        ("", "the path `` is empty"),
        (
            "/etc/a",
            "the path `/etc/a` does not stay in the output directory",
        ),
        (
            "a/../b",
            "the path `a/../b` does not stay in the output directory",
        ),
        (
            "a//b",
            "the path `a//b` does not stay in the output directory",
        ),
        (
            "a\\b",
            "the path `a\\\\b` has a character that can't be in a file name",
        ),
        (
            "C:/b",
            "the path `C:/b` has a character that can't be in a file name",
        ),
        (
            "a\0",
            "the path `a\\0` has a character that can't be in a file name",
        ),
        (RECORD, "the path `.rejoinder` is the name of the record"),
        (
            "cargo.toml",
            "`cargo.toml` and `Cargo.toml` are one file where case is ignored",
        ),
        ("Cargo.toml/a", "`cargo.toml` can't be a file and a folder"),
    ] {
        let files = files(&[(path, "")]);
        assert_eq!(messages(write(&files, &folder.0)), [expected]);
        assert_eq!(messages(check(&files, &folder.0)), [expected]);
    }
    assert!(!folder.0.exists());
}

#[test]
fn things_that_are_no_files() {
    let folder = Folder::new("things");
    folder.put("a.rs/b", "");
    folder.put("c", "");
    let found = messages(write(&files(&[("a.rs", ""), ("c/d.rs", "")]), &folder.0));
    let name = folder.0.display();
    assert_eq!(
        found,
        [
            format!("`{name}/a.rs` is in the way: it is not a file"),
            format!("`{name}/c` is in the way: it is not a folder"),
        ]
    );
    let output = folder.0.join("c");
    let found = messages(write(&files(&[("a.rs", "")]), &output));
    assert!(found[0].starts_with("can't create the folder"), "{found:?}");
}

#[test]
fn records_are_not_trusted_with_paths() {
    let folder = Folder::new("trust");
    folder.put("mine", "x");
    let record = Record::of(&files(&[("mine", "x")]).owned).text();
    folder.put("out/.rejoinder", &record.replace("  mine", "  ../mine"));
    write(&files(&[]), &folder.0.join("out")).unwrap();
    assert_eq!(folder.get("mine"), "x");
}
