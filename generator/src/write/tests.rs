//! Tests of `write`.

use std::fs;

use super::*;

mod paths;
mod stage;
#[cfg(unix)]
mod swapped;

/// A temporary folder for the output of a test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("rejoinder-write-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(&path).unwrap();
        Self(fs::canonicalize(path).unwrap())
    }

    fn output(&self) -> PathBuf {
        self.0.join("out")
    }

    fn put(&self, path: &str, content: &str) {
        let path = self.output().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn get(&self, path: &str) -> String {
        fs::read_to_string(self.output().join(path)).unwrap()
    }

    fn write(&self, files: &Files) -> Result<Written, Vec<Diagnostic>> {
        write(&self.output(), Edits::Keep, |_| Ok(files.clone()))
    }

    fn overwrite(&self, files: &Files) -> Result<Written, Vec<Diagnostic>> {
        write(&self.output(), Edits::Overwrite, |_| Ok(files.clone()))
    }

    fn check(&self, files: &Files) -> Result<Stale, Vec<Diagnostic>> {
        check(files, &self.output())
    }

    /// Returns every file and folder in the output, and any file or folder beside it.
    fn all(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap();
                let path = entry.path();
                let name = path.strip_prefix(&self.0).unwrap().to_str().unwrap();
                found.push(name.replace('\\', "/"));
                if entry.file_type().unwrap().is_dir() {
                    folders.push(path);
                }
            }
        }
        found.retain(|path| path != "out");
        found.sort();
        let inner = found
            .iter()
            .map(|path| path.strip_prefix("out/").unwrap_or(path).to_owned());
        inner.collect()
    }

    /// Returns the modification time of each file and folder.
    fn times(&self) -> Vec<(String, std::time::SystemTime)> {
        let time = |path: &String| {
            let found = fs::symlink_metadata(self.output().join(path)).unwrap();
            found.modified().unwrap()
        };
        let all = self.all().into_iter().chain([String::new()]);
        all.map(|path| (path.clone(), time(&path))).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn map(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let files = files.iter();
    files
        .map(|(path, content)| ((*path).into(), (*content).into()))
        .collect()
}

/// Returns the files of a crate with these sources.
fn files(owned: &[(&str, &str)]) -> Files {
    Files {
        code_folder: "src".into(),
        owned: map(owned),
        shared: map(&[("Cargo.toml", "[package]\n")]),
        initial: map(&[("README.md", "# Read\n")]),
    }
}

/// Returns the files of modules: the folder of the code is the output.
fn modules(owned: &[(&str, &str)]) -> Files {
    Files {
        owned: map(owned),
        ..Files::default()
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
    let written = folder.write(&first).unwrap();
    let all = [
        "Cargo.toml",
        "README.md",
        "src/.rejoinder",
        "src/a.rs",
        "src/b/c.rs",
    ];
    assert_eq!(written.written, all);
    assert_eq!(
        folder.get("src/.rejoinder"),
        "# The files that Rejoinder wrote, with their sha256. Commit this file; don't edit it.\n\
         87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7  a.rs\n\
         a3a5e715f0cc574a73c3f9bebb6bc24f32ffd5b67b387244c2c909da779a1478  b/c.rs\n"
    );
    assert!(folder.check(&first).unwrap().is_fresh());

    let before = folder.times();
    let second = files(&[("src/a.rs", "a\n"), ("src/d.rs", "d\n")]);
    let stale = folder.check(&second).unwrap();
    assert_eq!(stale.missing, ["src/d.rs"]);
    assert_eq!(stale.stale.len(), 1);
    let difference = &stale.stale[0];
    assert_eq!(difference.path, "src/.rejoinder");
    assert_eq!(difference.present, folder.get("src/.rejoinder"));
    assert_eq!(stale.superfluous, ["src/b/c.rs"]);
    assert_eq!(folder.times(), before, "check writes nothing");

    let written = folder.write(&second).unwrap();
    assert_eq!(written.written, ["src/.rejoinder", "src/d.rs"]);
    assert_eq!(written.unchanged, ["Cargo.toml", "README.md", "src/a.rs"]);
    assert_eq!(written.removed, ["src/b/c.rs"]);
    assert_eq!(difference.generated, folder.get("src/.rejoinder"));
    let all = [
        "Cargo.toml",
        "README.md",
        "src",
        "src/.rejoinder",
        "src/a.rs",
        "src/d.rs",
    ];
    assert_eq!(folder.all(), all);
    let after = folder.times();
    for path in ["Cargo.toml", "README.md", "src/a.rs"] {
        let of = |times: &[(String, _)]| times.iter().find(|(at, _)| at == path).cloned();
        assert_eq!(of(&before), of(&after), "{path}");
    }
}

#[test]
fn nothing_is_touched_when_nothing_differs() {
    let folder = Folder::new("fresh");
    for files in [files(&[("src/a.rs", "a\n")]), modules(&[("a.rs", "a\n")])] {
        drop(fs::remove_dir_all(folder.output()));
        folder.write(&files).unwrap();
        let before = folder.times();
        let around = fs::metadata(&folder.0).unwrap().modified().unwrap();
        let written = folder.write(&files).unwrap();
        assert_eq!((written.written.len(), written.removed.len()), (0, 0));
        assert_eq!(folder.times(), before);
        assert_eq!(fs::metadata(&folder.0).unwrap().modified().unwrap(), around);
    }
}

#[test]
fn files_of_the_user_are_never_overwritten() {
    let folder = Folder::new("people");
    let first = [
        ("src/a.rs", "a\n"),
        ("src/b.rs", "b\n"),
        ("src/gone.rs", "gone\n"),
    ];
    folder.write(&files(&first)).unwrap();
    folder.put("src/a.rs", "edited\n");
    folder.put("src/gone.rs", "edited\n");
    folder.put("src/new.rs", "mine\n");
    folder.put("src/same.rs", "same\n");
    folder.put("Cargo.toml", "mine\n");
    folder.put("README.md", "mine\n");
    let second = files(&[
        ("src/a.rs", "a2\n"),
        ("src/b.rs", "b2\n"),
        ("src/new.rs", "new\n"),
        ("src/same.rs", "same\n"),
    ]);
    let refused = folder.write(&second).unwrap_err();
    assert!(refused[0].help.as_ref().unwrap().contains("`--force`"));
    assert!(!refused[1].help.as_ref().unwrap().contains("`--force`"));
    let not_ours = "`src/new.rs` exists, and was not written by Rejoinder";
    assert_eq!(
        messages::<Written>(Err(refused)),
        [
            "`src/a.rs` was edited since Rejoinder wrote it",
            not_ours,
            "`src/gone.rs` is no longer generated, but was edited since Rejoinder wrote it",
        ]
    );
    // `overwrite` keeps files that Rejoinder didn't write.
    assert_eq!(messages(folder.overwrite(&second)), [not_ours]);
    assert_eq!(folder.get("src/b.rs"), "b\n", "nothing is written before");
    assert_eq!(folder.get("Cargo.toml"), "mine\n");

    fs::remove_file(folder.output().join("src/new.rs")).unwrap();
    folder.put("other/mine.rs", "mine\n");
    let written = folder.overwrite(&second).unwrap();
    assert_eq!(
        written.written,
        [
            "Cargo.toml",
            "src/.rejoinder",
            "src/a.rs",
            "src/b.rs",
            "src/new.rs"
        ]
    );
    assert_eq!(written.unchanged, ["README.md", "src/same.rs"]);
    assert_eq!(written.removed, ["src/gone.rs"]);
    assert_eq!(folder.get("src/a.rs"), "a2\n");
    assert_eq!(folder.get("other/mine.rs"), "mine\n");
    assert_eq!(folder.get("README.md"), "mine\n");
}

#[test]
fn an_initial_file_is_written_once() {
    let folder = Folder::new("initial");
    let mut files = files(&[("src/a.rs", "a\n")]);
    folder.write(&files).unwrap();
    files
        .initial
        .insert("README.md".into(), "# Another\n".into());
    assert!(folder.check(&files).unwrap().is_fresh());
    assert_eq!(folder.write(&files).unwrap().written, [""; 0]);
    assert_eq!(folder.get("README.md"), "# Read\n");
    fs::remove_file(folder.output().join("README.md")).unwrap();
    assert_eq!(folder.check(&files).unwrap().missing, ["README.md"]);
    assert_eq!(folder.write(&files).unwrap().written, ["README.md"]);
    assert_eq!(folder.get("README.md"), "# Another\n");
}

#[test]
fn ends_of_lines_are_not_edits() {
    let folder = Folder::new("crlf");
    let first = files(&[("src/a.rs", "a\nb\n"), ("src/b.rs", "b\n")]);
    folder.write(&first).unwrap();
    for path in ["src/a.rs", "src/b.rs", "Cargo.toml", "src/.rejoinder"] {
        folder.put(path, &folder.get(path).replace('\n', "\r\n"));
    }
    assert!(folder.check(&first).unwrap().is_fresh());
    let second = files(&[("src/a.rs", "a\nb\n"), ("src/b.rs", "b2\n")]);
    let written = folder.write(&second).unwrap();
    assert_eq!(written.written, ["src/.rejoinder", "src/b.rs"]);
}

#[test]
fn records_of_two_runs_are_one() {
    let folder = Folder::new("merge");
    folder.write(&modules(&[("a.rs", "a\n")])).unwrap();
    let ours = folder.get(RECORD);
    folder.put("a.rs", "theirs\n");
    let theirs = Record::of(&map(&[("a.rs", "theirs\n")]), "").content();
    folder.put(
        RECORD,
        &format!("<<<<<<< a\n{ours}=======\n{theirs}>>>>>>> b\n"),
    );
    let written = folder.write(&modules(&[("a.rs", "new\n")])).unwrap();
    assert_eq!(written.written, [".rejoinder", "a.rs"]);
}
